/** Where a meeting is: the item that its leader has on the screen. Kept in memory; a new start begins without one. */
import type { Store } from '../../store/index.js'

export interface Stage {
  readonly item: string
  /** The facilitator whose pages the others follow. */
  readonly leader: string
  readonly since: Date
}

const stages = new WeakMap<Store, Map<string, Stage>>()

/** Hours after which a meeting that nobody moved has ended. */
const LONGEST = 4

/** Where the meeting of a round is; undefined when none is under way. */
export function stageOf(store: Store, round: string, now: Date): Stage | undefined {
  const stage = stages.get(store)?.get(round)
  const isOver = stage !== undefined && now.getTime() - stage.since.getTime() > LONGEST * 3_600_000
  if (isOver) stages.get(store)?.delete(round)
  return isOver ? undefined : stage
}

/** Brings a meeting to an item, led by a facilitator from now on. */
export function lead(store: Store, round: string, { item, leader, since }: Stage): void {
  const known = stages.get(store) ?? new Map<string, Stage>()
  stages.set(store, known)
  known.set(round, { item, leader, since })
}
