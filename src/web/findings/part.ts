/** Who may do what with the findings of a round, and which of them a person sees. */
import { MalinesError } from '../../errors.js'
import type { DeclinedFinding, FiledFinding } from '../../store/findings.js'
import type { StoredRound } from '../../store/rounds.js'
import type { Viewer } from '../context.js'
import { isFacilitator, ownBodies } from '../parts.js'
import { takesAgreed } from '../writing.js'

/** Facilitators write until the round is closed; respondents propose while it is open or in its meeting. */
export type FindingPart = 'writes' | 'proposes' | 'reads'

export function findingPart(viewer: Viewer, stored: StoredRound): FindingPart {
  if (stored.head.state === 'closed') return 'reads'
  if (isFacilitator(viewer, stored)) return 'writes'
  return takesAgreed(stored) && ownBodies(viewer, stored).length > 0 ? 'proposes' : 'reads'
}

/** Errors: `round-closed` when nobody can write; `conflict` when this viewer can't propose now. */
export function assertTakesFinding(viewer: Viewer, stored: StoredRound): void {
  if (findingPart(viewer, stored) !== 'reads') return
  if (stored.head.state === 'closed') throw new MalinesError('round-closed', 'A closed round keeps its findings.')
  throw new MalinesError('conflict', 'Findings are proposed while the round is open or in its meeting.')
}

/** What is only proposed is seen by facilitators and by those who proposed it. */
export function seesFinding(
  viewer: Viewer,
  stored: StoredRound,
  { isProposed, ...filed }: Pick<FiledFinding, 'isProposed' | 'person' | 'body'>,
): boolean {
  if (!isProposed || isFacilitator(viewer, stored)) return true
  return filed.person === viewer.person?.id || ownBodies(viewer, stored).some(({ id }) => id === filed.body)
}

/** Of a proposal that was declined what it said and its history are left, for those who saw it before. */
export const seesDeclined = (viewer: Viewer, stored: StoredRound, declined: DeclinedFinding): boolean =>
  seesFinding(viewer, stored, { ...declined, isProposed: true })
