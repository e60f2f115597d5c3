/** Saves a part of the set-up, after the whole round was checked as it would be. */
import type { Fault } from '../../errors.js'
import { checkRound } from '../../roundfile/index.js'
import type { Round } from '../../rules/model.js'
import type { Store } from '../../store/index.js'
import type { RoundFrame, StoredRound } from '../../store/rounds.js'
import type { Change } from './part.js'

const KEYS = ['profile', 'profileSources', 'conventionsInForce', 'conventions', 'outOfScope', 'method'] as const

/** The frame of a round with some of it replaced; what is empty is left out. */
function frameWith({ round }: Pick<StoredRound, 'round'>, change: RoundFrame = {}): RoundFrame {
  const frame: RoundFrame = Object.fromEntries(KEYS.map((key) => [key, round[key]]))
  const entries = Object.entries({ ...frame, ...change })
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined && Object.keys(value).length > 0))
}

/** What would be wrong with the set-up of a round after a change; faults of its answers are no matter of the set-up. */
export function faultsOf(stored: StoredRound, { frame, assessment, head }: Change): readonly Fault[] {
  const { name, country } = assessment ?? stored.assessment
  const kept = Object.entries(stored.round).filter(([key]) => !KEYS.some((one) => one === key))
  const round = {
    ...Object.fromEntries(kept),
    ...frameWith(stored, frame),
    assessment: { name, ...(country === null ? {} : { country }) },
    round: { name: head?.name ?? stored.head.name, ...closing(head?.closesOn ?? stored.head.closesOn) },
    positions: [],
    agreed: [],
  } satisfies Record<string, unknown>
  return checkRound(round, stored.definition.definition)
}

const closing = (closesOn: string | null): Pick<Round['round'], 'closesOn'> => (closesOn === null ? {} : { closesOn })

/** Writes a change that was found to be sound; `by` is who makes it. */
export async function saveChange(store: Store, stored: StoredRound, change: Change, by: string): Promise<void> {
  const { id } = stored.head
  if (change.assessment) await store.assessments.update(stored.head.assessment, change.assessment, by)
  if (change.head) await store.rounds.update(id, change.head, by)
  if (change.frame) await store.rounds.saveFrame(id, frameWith(stored, change.frame), by)
}
