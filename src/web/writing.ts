/** When a round takes answers. */
import { MalinesError } from '../errors.js'
import type { StoredRound } from '../store/rounds.js'

/** Why a round takes no answer of a body now; undefined when it does. */
export type Shut = 'preparing' | 'meeting' | 'closed' | 'past' | 'submitted'

/**
 * Bodies write while the round is open, until the end of its last day in its own time zone, and not while their answers
 * stand as submitted.
 */
export function shutFor(stored: StoredRound, now: Date, isSubmitted = false): Shut | undefined {
  const { state, closesOn, timeZone } = stored.head
  if (state !== 'open') return state
  if (closesOn !== null && dayIn(timeZone, now) > closesOn) return 'past'
  return isSubmitted ? 'submitted' : undefined
}

/** Agreed answers are written while the round is open or in its meeting. */
export function takesAgreed(stored: StoredRound): boolean {
  return stored.head.state === 'open' || stored.head.state === 'meeting'
}

/** Throws `round-closed` when a body can't write now. */
export function assertTakesAnswers(stored: StoredRound, now: Date, isSubmitted = false): void {
  const shut = shutFor(stored, now, isSubmitted)
  if (shut === 'submitted') throw new MalinesError('round-closed', 'The answers of this body are submitted.')
  if (shut !== undefined) throw new MalinesError('round-closed', 'This round takes no answers now.')
}

/** Today in a time zone, as YYYY-MM-DD. */
export function dayIn(timeZone: string, now: Date): string {
  let format = days.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
    days.set(timeZone, format)
  }
  return format.format(now)
}

/** Making one takes longer than all else on a page. */
const days = new Map<string, Intl.DateTimeFormat>()
