/** The parts that people have in a round. */
import type { Body } from '../rules/model.js'
import type { Participant } from '../store/participants.js'
import type { StoredRound } from '../store/rounds.js'
import type { Viewer } from './context.js'

/** The parts that a viewer has in a round: in its assessment as a whole, or in itself. */
export function partsIn(viewer: Viewer, stored: StoredRound): readonly Participant[] {
  return viewer.participants.filter(
    ({ assessment, round }) => assessment === stored.head.assessment && (round === null || round === stored.head.id),
  )
}

/** Whether a viewer leads the assessment of a round. */
export function isFacilitator(viewer: Viewer, stored: StoredRound): boolean {
  return partsIn(viewer, stored).some(({ role }) => role === 'facilitator')
}

/** The bodies that a viewer acts for in a round, in the round's order. */
export function ownBodies(viewer: Viewer, stored: StoredRound): readonly Body[] {
  const own = new Set(partsIn(viewer, stored).map(({ body }) => body))
  return stored.round.bodies.filter(({ id }) => own.has(id))
}
