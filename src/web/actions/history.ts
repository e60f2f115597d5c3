/** What became of an action, as its page tells it. */
import type { ActionEvent } from '../../store/actions.js'
import { dayOf } from '../findings/form.js'
import type { HistoryLine } from '../findings/history.js'
import type { Setting } from '../set-up/part.js'
import { stateText } from './standing.js'

/** Newest first. */
export function historyOf({ stored, words }: Setting, events: readonly ActionEvent[]): readonly HistoryLine[] {
  const { timeZone } = stored.head
  const lines = events.map(({ at, from, to, personName: person, note }, place) => {
    const isCarried = from === null && place > 0
    const step = isCarried
      ? words.say('action.step', { step: 'carried' })
      : from === to
        ? words.say('action.step', { step: note === null ? 'changed' : 'said' })
        : stateText(to, words)
    return { date: words.day(dayOf(timeZone, at)), at, step, person, note }
  })
  return lines.reverse()
}
