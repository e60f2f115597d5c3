/** What templates can say: a Handlebars of our own with the helpers of all pages. */
import Handlebars, { type HelperOptions } from 'handlebars'
import { voiceMark } from '../charts/index.js'
import type { MessageKey, Words } from '../locales/messages.js'
import { assetUrl } from './static.js'

/** What stands for a number that is not known: never 0. */
const UNKNOWN = '–'

/** A fresh engine with every helper; whatever a helper returns is escaped, but for `voiceMark`, `chart` and `csrfField`. */
export function createEngine(): typeof Handlebars {
  const engine = Handlebars.create()
  engine.registerHelper(texts)
  engine.registerHelper(logic)
  engine.registerHelper(markup)
  return engine
}

/** `{{t 'key' a=b}}`, `{{num value decimals}}`, `{{day iso}}`, `{{time iso zone=…}}`, `{{list names}}`: in the page's language. */
const texts = {
  t: (key: MessageKey, options: HelperOptions) => wordsOf(options).say(key, options.hash),
  /** A number with its decimals (0 when not given); a dash when it is null, undefined or not a number. */
  num(value: unknown, ...rest: unknown[]) {
    const options = rest.at(-1) as HelperOptions
    const decimals = rest.length > 1 ? Number(rest[0]) : 0
    return typeof value === 'number' && !Number.isNaN(value) ? wordsOf(options).number(value, decimals) : UNKNOWN
  },
  day: (iso: unknown, options: HelperOptions) => (typeof iso === 'string' ? wordsOf(options).day(iso) : UNKNOWN),
  /** Hour and minute in `zone`, else in the page's `timeZone`, else in UTC. */
  time: (iso: unknown, options: HelperOptions) =>
    typeof iso === 'string' ? wordsOf(options).time(iso, options.hash.zone ?? options.data.root.timeZone) : UNKNOWN,
  list: (items: readonly string[], options: HelperOptions) => wordsOf(options).list(items),
}

/** Subexpressions: `(eq a b)`, `(not a)`, `(and a b)`, `(or a b)`, `(concat 'a' b)`; an empty list counts as no. */
const logic = {
  eq: (left: unknown, right: unknown) => left === right,
  not: (value: unknown) => !holds(value),
  /** The first value that does not hold, else the last. */
  and: (...args: unknown[]) => args.slice(0, -1).reduce((all, value) => (holds(all) ? value : all)),
  /** The first value that holds, else the last. */
  or: (...args: unknown[]) => args.slice(0, -1).reduce((any, value) => (holds(any) ? any : value)),
  concat: (...args: unknown[]) => args.slice(0, -1).join(''),
}

/** Pieces of markup that are safe by themselves. */
const markup = {
  /** Address of one of our style sheets, modules or pictures; RangeError for one that does not exist. */
  asset: (name: string) => assetUrl(name),
  /**
   * `{{voiceMark id place heard=…}}`: shape of the voice at a place (0 is the first) of the definition's order,
   * only outlined when it is not heard. Decoration: its name stands beside it or in the label around it.
   */
  voiceMark(id: string, place: number, options: HelperOptions) {
    if (!Number.isInteger(place) || place < 0) throw new RangeError(`voice ${id} has no place: ${place}`)
    const unheard = options.hash.heard === false
    const attributes = `data-voice="${Handlebars.escapeExpression(id)}"${unheard ? ' data-no' : ''}`
    return new Handlebars.SafeString(voiceMark(place, { unheard }).replace('<svg', () => `<svg ${attributes}`))
  },
  /** A drawing of `src/charts`, as it is. Nothing else may be given to it: RangeError for other text. */
  chart(drawing: string) {
    if (!/^<(svg xmlns|div class="m-wide")/.test(drawing))
      throw new RangeError('only drawings go unescaped into a page')
    return new Handlebars.SafeString(drawing)
  },
  /** The hidden field that every form carries. */
  csrfField(options: HelperOptions) {
    const csrf = Handlebars.escapeExpression(options.data.root.csrf)
    return new Handlebars.SafeString(`<input type="hidden" name="csrf" value="${csrf}">`)
  },
  /** Width of a bar from 0 to 100 for a part of a whole; 0 of an empty whole. */
  share: (part: number, whole: number) => (whole > 0 ? Math.round((1000 * part) / whole) / 10 : 0),
}

const wordsOf = (options: HelperOptions): Words => options.data.root.words

const holds = (value: unknown): boolean => (Array.isArray(value) ? value.length > 0 : Boolean(value))
