/** One question on paper: what it asks, boxes for the answers, lines for the words. */
import { conditionOf, type Item } from '../../rules/items.js'
import { LEVELS, type Question } from '../../rules/model.js'
import type { Block, PaperBlock, Run, Text } from '../model.js'
import type { PaperContext } from './paper-context.js'
import { heading, list, note, paragraph, quiet, strong } from './text.js'

type Asked = Exclude<Item, { kind: 'pair' }>

/** @throws RangeError on a link: those share one table */
export function questionBlock(context: PaperContext, item: Item): PaperBlock {
  if (item.kind === 'pair') throw new RangeError(`"${item.id}" is a link between sectors`)
  const { say } = context
  const hasNumber = item.kind === 'urgency' && item.source.numeric_field !== undefined
  const blocks: readonly (Block | PaperBlock)[] = [
    heading([quiet(`${context.numberOf(item.id) ?? ''}\u2002`), { text: item.source.text }], 3),
    paragraph([...only(context, item), { text: item.source.help }]),
    ...beside(context, item),
    ...list(answers(context, item)),
    note(support(context)),
    ...(hasNumber ? [blanks(say('question.number'), 1)] : []),
    blanks(say('question.comment'), 2),
    blanks(evidence(context, item), 1),
  ]
  return { kind: 'together', blocks }
}

const blanks = (text: Text, lines: number): PaperBlock => ({ kind: 'blanks', text, lines })

/** The condition of a question that rests on another one of these pages. */
function only({ say, numberOf }: PaperContext, item: Item): readonly Run[] {
  const condition = conditionOf(item)
  if (!condition || !('item' in condition)) return []
  const number = numberOf(condition.item)
  return number === undefined ? [] : [strong(`${say('paper.only', { number, level: condition.min_level })} `)]
}

/** A box for each level, for "do not know" and, where it is offered, for "not applicable". */
function answers({ say }: PaperContext, { source }: Asked): readonly Text[] {
  const box = (text: string): Run => ({ text, strong: true, box: true })
  return [
    ...LEVELS.map((level) => [box(String(level)), { text: source.levels[level] }]),
    [box(''), { text: say('question.dk') }],
    ...(source.not_applicable ? [[box(''), { text: say('paper.na'), blank: true }]] : []),
  ]
}

/** What the answer rests on: its boxes in one row. */
function support({ say, definition }: PaperContext): readonly Run[] {
  return [
    quiet(say('paper.how.support')),
    ...definition.guide.confidence.map(({ label }): Run => ({ text: label.replaceAll(' ', '\u00a0'), box: true })),
  ]
}

function evidence({ say }: PaperContext, item: Asked): Text {
  const suggested = item.kind === 'question' ? item.source.evidence.join(say('question.evidence.between')) : ''
  if (suggested === '') return say('question.evidence')
  return [{ text: `${say('question.evidence')}  ` }, quiet(say('question.evidence.suggested', { list: suggested }))]
}

/** What to look at first, and who is asked where the pages are for everybody. */
function beside(context: PaperContext, item: Asked): readonly Block[] {
  const { say, reader, definition } = context
  const { asked_to: voices } = item.source
  const forSome = reader === undefined && voices.length < definition.voices.length
  const asked = voices.map((voice): Run => ({ text: `${context.voice(voice)}`, voice }))
  const checks = item.kind === 'question' ? checksOf(context, item.sector, item.source) : []
  return [
    ...(forSome ? [note([quiet(say('paper.asked-of')), ...asked])] : []),
    ...(checks.length > 0 ? [note([{ text: `${say('paper.check')} ` }, { text: checks.join('; ') }])] : []),
  ]
}

/** Conventions in force with their articles, and published figures. */
function checksOf({ definition, inForce, say }: PaperContext, sector: string | null, source: Question): string[] {
  const conventions = definition.conventions.conventions
    .filter(({ id }) => inForce.has(id) && (source.conventions ?? []).includes(id))
    .map(({ short, articles }) => {
      const own = [...(sector === null ? [] : (articles[sector] ?? [])), ...(articles.cross ?? [])]
      if (own.length === 0) return short
      return say('paper.convention', { name: short, articles: own.map(({ art }) => art).join(', ') })
    })
  const standards = definition.sectors
    .flatMap((one) => one.standards)
    .filter(({ id }) => (source.standards ?? []).includes(id))
    .map(({ fact, source: from }) => say('paper.standard', { fact, source: from }))
  return [...conventions, ...standards]
}
