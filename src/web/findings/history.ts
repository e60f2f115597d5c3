/** What became of a finding, as its page tells it. */
import type { FindingEvent } from '../../store/findings.js'
import type { Setting } from '../set-up/part.js'
import { dayOf } from './form.js'

export interface HistoryLine {
  readonly date: string
  readonly at: string
  readonly step: string
  readonly person: string | null
  readonly note: string | null
}

/** Newest first. */
export function historyOf({ stored, words }: Setting, events: readonly FindingEvent[]): readonly HistoryLine[] {
  return [...events].reverse().map((event) => ({
    date: words.day(dayOf(stored.head.timeZone, event.at)),
    at: event.at,
    step: words.say('finding.step', { step: stepOf(event) }),
    person: event.personName,
    note: event.note,
  }))
}

function stepOf({ from, to }: FindingEvent): string {
  if (from === to) return 'changed'
  if (to === 'proposed' || to === 'declined') return to
  if (from === 'proposed') return 'accepted'
  if (from === null) return to === 'open' ? 'registered' : 'filed'
  return to === 'resolved' ? 'settled' : 'reopened'
}
