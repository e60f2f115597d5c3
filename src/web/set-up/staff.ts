/** Which bodies of a round have somebody who can answer for them. */
import type { Store } from '../../store/index.js'
import { stateOf } from '../../store/invitations.js'
import type { StoredRound } from '../../store/rounds.js'

/** Bodies with a respondent, or with a link that still works. */
export async function staffedBodies(store: Store, stored: StoredRound, now: Date): Promise<ReadonlySet<string>> {
  const { id, assessment } = stored.head
  const [people, links] = await Promise.all([
    store.participants.listOfAssessment(assessment),
    store.invitations.listOf(assessment),
  ])
  const working = links.filter((link) => ['copied', 'opened'].includes(stateOf(link, now)))
  const here = [...people, ...working].filter(({ round, role }) => round === id && role === 'respondent')
  return new Set(here.flatMap(({ body }) => body ?? []))
}
