/** Which items of a round a meeting takes up, as the address says it. */
import type { FastifyRequest } from 'fastify'
import type { Item } from '../../rules/items.js'
import type { StoredRound } from '../../store/rounds.js'
import { groupsIn } from '../asked.js'
import { roundOf } from '../context.js'

const KINDS = ['question', 'urgency', 'pair'] as const

/** `open`: neither agreed nor put off. */
export type ItemState = 'open' | 'agreed' | 'postponed'

export interface Filter {
  /** Items on which voices lie two levels apart or more, or every item. */
  readonly show: 'apart' | 'all'
  /** `open` has those that were put off too. */
  readonly state: ItemState | ''
  readonly kind: Item['kind'] | ''
  /** A sector, `cross`, `interdependence`, or all of them. */
  readonly group: string
  /** Whether the page stands on a projector. */
  readonly present: boolean
}

/** What an address without a word shows: the divergences; in a closed round what was agreed. */
function usual({ head }: StoredRound): Filter {
  const isClosed = head.state === 'closed'
  return { show: isClosed ? 'all' : 'apart', state: isClosed ? 'agreed' : '', kind: '', group: '', present: false }
}

/** The filter of a request; a word that is not known counts as not said. */
export function filterOf(request: FastifyRequest): Filter {
  const stored = roundOf(request)
  const query = request.query as Readonly<Record<string, unknown>>
  const normal = usual(stored)
  const pick = <T extends string>(name: string, known: readonly T[], otherwise: T): T =>
    known.find((value) => value === query[name]) ?? otherwise
  return {
    show: pick('show', ['apart', 'all'], normal.show),
    state: pick('state', ['open', 'postponed', 'agreed', ''], normal.state),
    kind: pick('kind', [...KINDS, ''], normal.kind),
    group: pick('group', [...groupsIn(stored), ''], normal.group),
    present: query.present === '1',
  }
}

/** The part of an address that says a filter, from its question mark on; empty for the usual one. */
export function queryOf(filter: Filter, stored: StoredRound): string {
  const normal = usual(stored)
  const said = new URLSearchParams()
  if (filter.show !== normal.show) said.set('show', filter.show)
  if (filter.state !== normal.state) said.set('state', filter.state)
  if (filter.kind !== normal.kind) said.set('kind', filter.kind)
  if (filter.group !== normal.group) said.set('group', filter.group)
  if (filter.present) said.set('present', '1')
  return said.size === 0 ? '' : `?${said}`
}

/** Whether an item of a group, in its state, with a gap between its voices, is one of those. */
export function passes(filter: Filter, entry: { item: Item; group: string; gap: number; state: ItemState }): boolean {
  const { show, state, kind, group } = filter
  return (
    (show === 'all' || entry.gap >= 2) &&
    (state === '' || state === entry.state || (state === 'open' && entry.state === 'postponed')) &&
    (kind === '' || kind === entry.item.kind) &&
    (group === '' || group === entry.group)
  )
}
