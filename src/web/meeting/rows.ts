/** An item as the agenda lists it. */
import type { FastifyRequest } from 'fastify'
import { levelText } from '../../reports/words/numbers.js'
import { answerText } from '../answers/positions.js'
import { roundOf } from '../context.js'
import { type Agenda, type Entry, stateOf } from './agenda.js'
import { queryOf } from './filter.js'

/** Address of an item in the meeting of a round. */
export const itemPath = (round: string, item: string): string =>
  `/rounds/${encodeURIComponent(round)}/meeting/${encodeURIComponent(item)}`

export interface AgendaRow {
  readonly number: number
  readonly href: string
  readonly place: string
  readonly label: string
  /** "gap 2", or what was agreed. */
  readonly note: string
  readonly current: boolean
}

export function rowOf(request: FastifyRequest, agenda: Agenda, entry: Entry, current = false): AgendaRow {
  const stored = roundOf(request)
  const { context, filter, entries } = agenda
  return {
    number: entries.indexOf(entry) + 1,
    href: `${itemPath(stored.head.id, entry.item)}${queryOf(filter, stored)}`,
    place: context.place(entry.item),
    label: context.label(entry.item),
    note: noteOf(agenda, entry),
    current,
  }
}

function noteOf(agenda: Agenda, entry: Entry): string {
  const { agreed, gap } = entry
  const { say, words } = agenda.context
  if (agreed !== null) return say('meeting.row.agreed', { answer: answerText(agreed, agenda.context) })
  if (stateOf(agenda, entry) === 'postponed') return say('meeting.row.postponed')
  return say('meeting.row.gap', { gap: levelText(words, gap) })
}
