/** May this person do this here? Decided in this one place, for every route. */
import type { Participant, Role } from '../store/participants.js'
import type { Place, Viewer } from './context.js'
import { partsIn } from './parts.js'
import { sightOf } from './sight.js'

/**
 * What a route needs. `asset`: nothing, whoever asks; `public`: nothing; `signed-in`: an account; `administer`: an administrator; `assessment:*`: a
 * part in the assessment; `round:read`: its board; `round:results`: its numbers, as far as the blind rule lets them be
 * seen; `round:export`: its data whole; `round:manage` and `agreed:write`: its facilitator; `answer:*`: a body;
 * `discussion:write` and `finding:propose`: its facilitator, or whoever acts for one of its bodies.
 */
export type Right =
  | 'asset'
  | 'public'
  | 'signed-in'
  | 'administer'
  | 'assessment:create'
  | 'assessment:read'
  | 'assessment:manage'
  | 'round:read'
  | 'round:results'
  | 'round:export'
  | 'round:manage'
  | 'answer:read'
  | 'answer:write'
  | 'agreed:write'
  | 'discussion:write'
  | 'finding:propose'

/** `hidden`: for this person the place does not exist. */
export type Verdict = 'yes' | 'no' | 'hidden' | 'sign-in'

/** Whether a viewer may do something at a place. */
export function may(viewer: Viewer, right: Right, place: Place = {}): Verdict {
  if (right === 'asset' || right === 'public') return 'yes'
  if (!viewer.person) return 'sign-in'
  if (right === 'signed-in') return 'yes'
  if (right === 'administer') return verdict(viewer.person.isAdministrator)
  if (right === 'assessment:create') {
    return verdict(viewer.person.isAdministrator || viewer.participants.some(({ role }) => role === 'facilitator'))
  }
  const parts = viewer.participants.filter(({ assessment }) => assessment === place.assessment?.id)
  if (parts.length === 0) return 'hidden'
  return verdict(allows(right, parts, viewer, place))
}

const verdict = (allowed: boolean): Verdict => (allowed ? 'yes' : 'no')

const has = (parts: readonly Participant[], ...roles: readonly Role[]) => parts.some(({ role }) => roles.includes(role))

function allows(right: Right, parts: readonly Participant[], viewer: Viewer, place: Place): boolean {
  const { stored, body } = place
  const leads = has(parts, 'facilitator')
  if (right === 'assessment:read') return true
  if (right === 'assessment:manage') return leads
  if (!stored) return false
  if (right === 'round:manage' || right === 'agreed:write') return leads
  const here = partsIn(viewer, stored)
  const reads = leads || has(here, 'respondent', 'observer')
  const analyses = has(here, 'analyst') && stored.head.state === 'closed'
  const actsFor = body !== undefined && here.some((part) => part.role === 'respondent' && part.body === body.id)
  switch (right) {
    case 'round:read':
      return reads
    case 'round:results':
      return reads || analyses
    case 'round:export':
      return analyses || (reads && sightOf(stored, viewer).everything)
    case 'answer:read':
      return leads || actsFor
    case 'answer:write':
      return actsFor
    case 'discussion:write':
    case 'finding:propose':
      return leads || has(here, 'respondent')
    default:
      return false
  }
}
