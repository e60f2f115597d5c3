/**
 * The numbers of a round as a viewer may see them. What is hidden is taken out of the round before anything is
 * counted, so that no page made from it can show it.
 */
import type { Words } from '../locales/messages.js'
import { type Context, contextOf } from '../reports/content/context.js'
import { itemIndex } from '../rules/items.js'
import type { Definition, Finding, MethodSettings, Result, Round } from '../rules/model.js'
import { scoreRound } from '../rules/score.js'
import type { Store } from '../store/index.js'
import type { StoredRound } from '../store/rounds.js'
import { actionTextsIn } from './actions/texts.js'
import { askedIn, CROSS, groupOf, groupsIn, LINKS } from './asked.js'
import type { Viewer } from './context.js'
import { type Sight, sightOf } from './sight.js'

/** A round with its numbers, as far as they are open. */
export interface Seen {
  readonly stored: StoredRound
  readonly sight: Sight
  readonly round: Round
  readonly result: Result
  /** What was already made from it, by name: see `once`. */
  readonly made: Map<string, unknown>
}

const seen = new WeakMap<StoredRound, Map<string, Promise<Seen> | Seen>>()

/** The round with the answers of those sectors, cross-cutting questions and links that are open to a viewer whole. */
export async function seenBy(store: Store, stored: StoredRound, viewer: Viewer): Promise<Seen> {
  const sight = sightOf(stored, viewer)
  const key = sight.everything
    ? '*'
    : `groups ${groupsIn(stored)
        .filter((group) => isOpen(sight, group))
        .join()}`
  return kept(stored, key, () => see(store, stored, sight, (_, group) => isOpen(sight, group)))
}

/** The round with the answers of every item whose positions are open to a viewer, also in sectors that are not. */
export async function itemsSeenBy(store: Store, stored: StoredRound, viewer: Viewer): Promise<Seen> {
  const sight = sightOf(stored, viewer)
  const key = sight.everything
    ? '*'
    : `items ${askedIn(stored)
        .map(({ id }) => (sight.item(id) ? 1 : 0))
        .join('')}`
  return kept(stored, key, () => see(store, stored, sight, (item) => sight.item(item)))
}

/** Whether the numbers of a group of items are open: a sector, `cross` or `interdependence`. */
export function isOpen(sight: Sight, group: string): boolean {
  if (group === CROSS) return sight.enabling
  return group === LINKS ? sight.influence : sight.sector(group)
}

/** The same with other settings of the method; nothing of it is kept. */
export function tried(base: Seen, method: Partial<MethodSettings>): Seen {
  const round = { ...base.round, method: { ...base.round.method, ...method } }
  return { ...base, round, result: scoreRound(base.stored.definition.definition, round), made: new Map() }
}

/** The result of a whole round: of a closed one as it was kept when it was closed. */
export async function resultOf(store: Store, stored: StoredRound): Promise<Result> {
  const kept = stored.head.state === 'closed' ? await store.rounds.result(stored.head.id) : undefined
  return kept ?? scoreRound(stored.definition.definition, stored.round)
}

/** A questionnaire with its texts in a language, else in its own. */
export function definitionIn({ definition }: Pick<StoredRound, 'definition'>, language: string): Definition {
  return definition.languages.get(language) ?? definition.definition
}

/** What reports and pages read of a round, in the language of some words. */
export function contextIn(of: Seen, words: Words): Context {
  return once(of, `context ${words.language}`, () => contextWith(of, definitionIn(of.stored, words.language), words))
}

function contextWith({ stored, round, result }: Seen, definition: Definition, words: Words): Context {
  return contextOf({ definition, round, result, words, actionNotes: actionTextsIn(stored, definition) })
}

/** Makes a part of a page once for each state of a round and each thing that can be seen of it. */
export function once<T>(of: Pick<Seen, 'made'>, name: string, make: () => T): T {
  if (!of.made.has(name)) of.made.set(name, make())
  return of.made.get(name) as T
}

function kept(stored: StoredRound, key: string, make: () => Promise<Seen>): Promise<Seen> | Seen {
  const known = seen.get(stored) ?? new Map<string, Promise<Seen> | Seen>()
  seen.set(stored, known)
  const found = known.get(key)
  if (found) return found
  const made = make()
  known.set(key, made)
  made.then(
    (value) => known.set(key, value),
    () => known.delete(key),
  )
  return made
}

type Shows = (item: string, group: string) => boolean

async function see(store: Store, stored: StoredRound, sight: Sight, shows: Shows): Promise<Seen> {
  if (sight.everything) {
    return { stored, sight, round: stored.round, result: await resultOf(store, stored), made: new Map() }
  }
  const round = veiled(stored, sight, shows)
  return { stored, sight, round, result: scoreRound(stored.definition.definition, round), made: new Map() }
}

/** The round without the answers that are hidden, and without what findings do where numbers are. */
function veiled(stored: StoredRound, sight: Sight, shows: Shows): Round {
  const { byId } = itemIndex(stored.definition.definition)
  const asked = new Set(askedIn(stored).map(({ id }) => id))
  const isShown = ({ item }: { readonly item: string }) => {
    const of = byId.get(item)
    return of !== undefined && asked.has(item) && shows(item, groupOf(of))
  }
  const { positions = [], agreed = [], findings = [], ...rest } = stored.round
  return {
    ...rest,
    positions: positions.filter(isShown),
    agreed: agreed.filter(isShown),
    findings: findings.flatMap((finding) => openPart(finding, sight)),
  }
}

function openPart(finding: Finding, sight: Sight): Finding[] {
  const sectors = finding.sectors.filter((sector) => sight.sector(sector))
  return sectors.length === 0 ? [] : [{ ...finding, sectors }]
}
