/** How sure a rank is, in words (METHOD 8). */
import type { Words } from '../../locales/messages.js'
import type { Priority } from '../../rules/model.js'

/** Whether every choice of weights gives this rank. */
export function isFixed({ rank, acceptability }: Priority): boolean {
  return rank !== null && acceptability !== null && (acceptability[rank - 1] ?? 0) > 1 - 1e-9
}

/** Whether the rank at the round's own weights lies outside the ranks that hold 90 % of all weights. */
export function isOutside({ rank, interval }: Priority): boolean {
  return rank !== null && interval !== null && (rank < interval[0] || rank > interval[1])
}

/** "rank 3 to 4, depends on the weights", "rank 1 whatever the weights", "not ranked". */
export function rankWords(priority: Priority, { say }: Words): string {
  const { rank, interval } = priority
  if (rank === null || interval === null) return say('rank.none')
  const [from, to] = interval
  if (isFixed(priority)) return say('rank.fixed', { rank })
  return from === to ? say('rank.nearly', { rank: from }) : say('rank.range', { from, to })
}

/** The interval alone, for a column: "always 1", "nearly always 2", "3 to 4". */
export function intervalWords(priority: Priority, { say }: Words): string {
  const { rank, interval } = priority
  if (rank === null || interval === null) return say('rank.none')
  const [from, to] = interval
  if (isFixed(priority)) return say('interval.fixed', { rank })
  return from === to ? say('interval.nearly', { rank: from }) : say('interval.range', { from, to })
}
