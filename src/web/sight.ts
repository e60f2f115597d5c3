/**
 * The blind rule: while the positions of an item are hidden from a person, no number that rests on that item is shown
 * to them. Every page, download and fragment asks here.
 */
import type { Item } from '../rules/items.js'
import type { Body } from '../rules/model.js'
import type { StoredRound } from '../store/rounds.js'
import { askedIn, askedOf, CROSS, groupOf, hasAnswered, LINKS } from './asked.js'
import type { Viewer } from './context.js'
import { isFacilitator, ownBodies, partsIn } from './parts.js'

/** What a facilitator opens to open all of a round. */
export const EVERYTHING = '*'

/** What a person sees of the positions of others. */
export interface Sight {
  /** Nothing is hidden. */
  readonly everything: boolean
  /** Positions of an item, by its id; of one that the round does not ask any more only when nothing is hidden. */
  readonly item: (id: string) => boolean
  /** Numbers of a sector: scores, voices, divergences; by its id. */
  readonly sector: (id: string) => boolean
  /** Numbers of the cross-cutting questions. */
  readonly enabling: boolean
  /** Numbers of the links between sectors. */
  readonly influence: boolean
  /** Ranks, and whatever else rests on all sectors. */
  readonly ranking: boolean
}

const ALL: Sight = {
  everything: true,
  item: () => true,
  sector: () => true,
  enabling: true,
  influence: true,
  ranking: true,
}

/**
 * What a viewer sees of a round. Facilitators see everything, and so does everybody once the round is closed. A body
 * sees an item once it has answered it, and one that it is not asked with the last answer of its group; with the rule
 * `facilitator` only what was opened. Observers, who have no answer to influence, see what a body does that has
 * answered everything.
 */
export function sightOf(stored: StoredRound, viewer: Viewer): Sight {
  const everything = isFacilitator(viewer, stored) || stored.head.state === 'closed'
  if (everything || stored.openings.includes(EVERYTHING)) return ALL
  const items = askedIn(stored)
  const hidden = new Set(items.filter(hides(stored, viewer)))
  if (hidden.size === 0) return ALL
  const open = new Set(items.filter((item) => !hidden.has(item)).map(({ id }) => id))
  const dark = new Set([...hidden].map(groupOf))
  return {
    everything: false,
    item: (id) => open.has(id),
    sector: (id) => !dark.has(id),
    enabling: !dark.has(CROSS),
    influence: !dark.has(LINKS),
    ranking: false,
  }
}

/** Whether the positions of an item are hidden from a viewer. */
function hides(stored: StoredRound, viewer: Viewer): (item: Item) => boolean {
  const opened = new Set(stored.openings)
  const isOpened = (item: Item) => opened.has(item.id) || opened.has(groupOf(item))
  if (partsIn(viewer, stored).length === 0) return () => true
  if (stored.head.reveal === 'facilitator') return (item) => !isOpened(item)
  const waits = ownBodies(viewer, stored).map((body) => waitsFor(stored, body, isOpened))
  return (item) => !isOpened(item) && waits.some((isWaiting) => isWaiting(item))
}

/** Whether one body has still to answer before an item opens to it. */
function waitsFor(stored: StoredRound, body: Body, isOpened: (item: Item) => boolean): (item: Item) => boolean {
  const own = askedOf(stored, body)
  const ids = new Set(own.map(({ id }) => id))
  const missing = own.filter((item) => !isOpened(item) && !hasAnswered(stored, body, item.id))
  const missingIds = new Set(missing.map(({ id }) => id))
  const unfinished = new Set(missing.map(groupOf))
  return (item) => (ids.has(item.id) ? missingIds.has(item.id) : unfinished.has(groupOf(item)))
}
