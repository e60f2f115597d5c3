/** The links between sectors as a form of many small answers: what was typed, what changed, what somebody else changed. */
import type { FastifyRequest } from 'fastify'
import type { Item } from '../../rules/items.js'
import type { AnswerValue, CurrentAnswer } from '../../store/answers.js'
import { FormErrors, field } from '../forms.js'
import { type Draft, levelOf } from './check.js'
import { stampOf } from './form.js'
import { currentOf, savePosition } from './save.js'

export type Pair = Extract<Item, { kind: 'pair' }>

/** A cell as typed: a level's digit, `?` for “don’t know”, nothing when it is blank. */
export function cellText(value: AnswerValue): string {
  if (value?.level !== undefined) return String(value.level)
  return value?.answer === 'dk' ? '?' : ''
}

export const cellName = ({ id }: Item): string => `cell.${id}`
export const cellId = ({ index }: Item): string => `cell-${index}`

/** What the page showed, so that cells that nobody touched are told from those that somebody else changed meanwhile. */
export function shownIn(
  request: FastifyRequest,
  items: readonly Item[],
): { readonly was: string; readonly seen: number | '' } {
  const current = items.map((item) => currentOf(request, item))
  const revisions = current.flatMap((answer) => (answer ? [answer.revision] : []))
  return {
    was: current.map((answer) => cellText(answer?.value ?? null) || '-').join(''),
    seen: revisions.length === 0 ? '' : Math.max(...revisions),
  }
}

export interface CellsSaved {
  readonly errors: FormErrors
  /** Cells that somebody else changed since the page was made, with what stands there now. */
  readonly stale: readonly { readonly item: Pair; readonly current: CurrentAnswer; readonly mine: string }[]
  readonly typed: ReadonlyMap<string, string>
}

/** Saves the cells of a form that were changed on it; nothing is saved when one of them is no answer. */
export async function saveCells(request: FastifyRequest, items: readonly Pair[]): Promise<CellsSaved> {
  const errors = new FormErrors()
  const typed = new Map(items.map((item) => [item.id, field(request.body, cellName(item))]))
  const was = field(request.body, 'was')
  const { key, basedOn: seen } = { ...stampOf(request), basedOn: numberOf(field(request.body, 'seen')) }
  const touched = items.flatMap((item, place) => {
    const text = typed.get(item.id) ?? ''
    return text === (was[place] ?? '-').replace('-', '') ? [] : [{ item, place, text, answer: answerOf(text) }]
  })
  for (const { item, answer } of touched) {
    if (answer === undefined) errors.add(cellId(item), request.viewer.words.say('matrix.error.cell'))
  }
  if (errors.any) return { errors, stale: [], typed }
  const saves = touched.map(async ({ item, place, text, answer }) => {
    const current = currentOf(request, item)
    const basedOn = current && current.revision <= (seen ?? -1) ? current.revision : null
    const saved = await savePosition(request, item, { answer }, { basedOn, key: `${key.slice(0, 90)} ${place}` })
    return saved.kind === 'stale' ? [{ item, current: saved.current, mine: text }] : []
  })
  return { errors, stale: (await Promise.all(saves)).flat(), typed }
}

/** Undefined for what is no answer. */
function answerOf(text: string): Draft['answer'] | undefined {
  if (text === '' || text === '-') return 'none'
  return /^[?dD]$/.test(text) ? 'dk' : levelOf(text)
}

const numberOf = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null)
