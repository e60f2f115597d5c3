/** What a person may know of a change: never that a hidden answer was given, nor anything of another body's notes. */
import type { RoundChanged } from '../../store/changes.js'
import type { StoredRound } from '../../store/rounds.js'
import type { Viewer } from '../context.js'
import { isFacilitator, ownBodies } from '../parts.js'
import { sightOf } from '../sight.js'

export interface KnownChange extends Pick<RoundChanged, 'kind' | 'body' | 'item'> {}

/** The changes that a viewer may know of, without their round, each once. */
export function knownTo(viewer: Viewer, stored: StoredRound, changes: readonly RoundChanged[]): readonly KnownChange[] {
  if (changes.length === 0) return []
  const sight = sightOf(stored, viewer)
  const own = new Set(ownBodies(viewer, stored).map(({ id }) => id))
  const leads = isFacilitator(viewer, stored)
  const mayKnow = ({ kind, body, item }: RoundChanged) => {
    if (body !== undefined && own.has(body)) return true
    // A message with a body is a note that only this body reads.
    if (kind === 'discussion' && body !== undefined) return false
    if (item !== undefined) return sight.item(item)
    return body === undefined || leads
  }
  const known = changes.filter(mayKnow).map(({ kind, body, item }) => JSON.stringify({ kind, body, item }))
  return [...new Set(known)].map((text): KnownChange => JSON.parse(text))
}
