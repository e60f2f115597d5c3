/** Texts that say where they stand and whether they may be seen, and answers that are full of them. */
import { createHash } from 'node:crypto'
import type { Item } from '../../../src/rules/items.js'
import { LEVELS } from '../../../src/rules/model.js'
import type { AnswerValue } from '../../../src/store/answers.js'
import type { Store } from '../../../src/store/index.js'

export type Side = 'a' | 'b'

/** A text that stands in one place alone, and says whether it may be seen. */
const MARK = /zz([a-z]+)_([a-z0-9-]+)_([a-z]+)_(open|a|b)zz/g
export type Tail = 'open' | Side
/** Begins the kind of a text: one that stands, or one that was there before. */
type Time = '' | 'old'

export interface Mark {
  readonly kind: string
  readonly item: string
  readonly body: string
  readonly tail: Tail
}

export function marksIn(text: string): Mark[] {
  return [...text.matchAll(MARK)].map(([, kind = '', item = '', body = '', tail]) => {
    return { kind, item, body, tail: tail as Tail }
  })
}

/** The hash of a file that somebody gave as evidence, on either side. */
export const fileOf = (item: string, body: string, tail: Tail): string =>
  createHash('sha256')
    .update(mark('file', item, body, tail))
    .digest('hex')

export const mark = (kind: string, item: string, body: string, tail: Tail): string =>
  `zz${kind}_${item}_${body}_${tail}zz`

/** A level or another answer, with every text that can stand beside it. */
export async function filledAnswer(
  store: Store,
  item: Item,
  body: string,
  tail: Tail,
  prefix: Time,
): Promise<AnswerValue> {
  const { id } = item
  const at = (kind: string) => mark(`${prefix}${kind}`, id, body, tail)
  const file = at('file')
  const { sha256, bytes } = await store.files.keep(Buffer.from(file), 'text/plain')
  const link = { title: at('link'), url: `https://example.org/${at('url')}` }
  const number = item.kind === 'urgency' && item.source.numeric_field ? { number: 1000 + chance(item, body, tail) } : {}
  return {
    ...answerOf(item, body, tail, at('reason')),
    comment: at('comment'),
    lang: tail === 'b' ? 'fr' : 'en',
    confidence: (['documented', 'informed', 'opinion'] as const)[chance(item, body, tail) % 3]!,
    // The sides count another number of answers that nothing supports.
    ...(tail !== 'b' && { evidence: [link, { title: at('title'), sha256, name: `${at('name')}.txt`, bytes }] }),
    ...number,
  }
}

export function agreedOf(item: Item, tail: Tail, prefix: Time): AnswerValue {
  const at = (kind: string) => mark(`${prefix}${kind}`, item.id, 'all', tail)
  const dissent = tail === 'b' ? [] : [{ voice: 'owner', note: at('dissent') }]
  return { ...answerOf(item, prefix, tail, at('agreedreason')), rationale: at('rationale'), dissent, lang: 'en' }
}

function answerOf({ source, ...item }: Item, body: string, tail: Tail, reason: string) {
  const level = LEVELS[chance(item, body, tail) % 7]
  if (level !== undefined) return { level }
  return source.not_applicable ? ({ answer: 'na', reason } as const) : ({ answer: 'dk' } as const)
}

/** A number that differs from side to side: that of b is always another one than that of a, also among seven. */
function chance({ id }: Pick<Item, 'id'>, body: string, tail: Tail): number {
  const base = createHash('sha256').update(`${id} ${body}`).digest().readUInt16BE() % 500
  return base + (tail === 'b' ? 1 : 0)
}
