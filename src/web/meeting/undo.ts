/** Undo of an agreed answer: what stood there before is said again, as an entry of its own. */
import type { AnswerEvent, AnswerValue } from '../../store/answers.js'
import { isSameAnswer } from '../answers/check.js'

/** Begins the key of a save that undoes another, so that the next undo goes one step further back. */
export const UNDO = 'undo '

/**
 * What an undo brings back: the value before the last one that is not undone, null when there was none.
 * @param events everything ever saved for the item, the oldest first
 */
export function valueBefore(events: readonly Pick<AnswerEvent, 'value' | 'key'>[]): AnswerValue {
  const standing: AnswerValue[] = []
  for (const { value, key } of events) {
    const before = standing.at(-2) ?? null
    if (key.startsWith(UNDO) && standing.length > 0 && isSameAnswer(value, before)) standing.pop()
    else standing.push(value)
  }
  return standing.at(-2) ?? null
}
