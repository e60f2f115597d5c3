/** The bar above the pages of a round: its name, its state, and the pages that the viewer may use. */
import type { FastifyRequest } from 'fastify'
import type { Words } from '../locales/messages.js'
import type { StoredRound } from '../store/rounds.js'
import { may } from './access.js'
import { ownBodies } from './parts.js'
import type { RoundBar, Tab } from './views.js'

/** The bar of a round for a page's `round`; `current` is the tab that the page belongs to, if it belongs to one. */
export function roundBar(
  request: Pick<FastifyRequest, 'viewer'>,
  stored: StoredRound,
  current?: Tab['key'],
  { saves = false }: { readonly saves?: boolean } = {},
): RoundBar {
  const { state, form, closesOn } = stored.head
  const name = roundTitle(request.viewer.words, stored.assessment.name, stored.head.name)
  const tabs = tabsOf(request, stored).map(({ key, href }) => ({ key, href, current: key === current }))
  // Whoever sees the board may follow the round.
  const follows = tabs.some(({ key }) => key === 'board')
  return { name, state, form, closesOn, tabs, saves, follows }
}

/** "Ville de Malines, round 2026"; a round with a name in words is called by it alone: "Ville de Malines, pilot". */
export function roundTitle(words: Words, place: string, name: string): string {
  return words.say('round.title', { place, name, named: namedBy(name) })
}

/** The same beside its place: "Round 2026", "pilot". */
export function roundName(words: Words, name: string): string {
  return words.say('round.short', { name, named: namedBy(name) })
}

const namedBy = (name: string) => (/^\d/.test(name) ? 'number' : 'words')

/** In preparation there is nothing to answer and nothing to read but the board. */
function tabsOf(
  { viewer }: Pick<FastifyRequest, 'viewer'>,
  stored: StoredRound,
): readonly { readonly key: Tab['key']; readonly href: string }[] {
  const round = `/rounds/${stored.head.id}`
  const place = { assessment: stored.assessment, stored }
  const has = (right: Parameters<typeof may>[1]) => may(viewer, right, place) === 'yes'
  const isBegun = stored.head.state !== 'preparing'
  // Analysts read the results alone.
  const followed = has('round:read') ? 'actions' : 'reports'
  const body = isBegun ? ownBodies(viewer, stored)[0] : undefined
  return [
    { key: 'board' as const, href: round, shown: has('round:read') },
    { key: 'answer' as const, href: `${round}/answer`, shown: body !== undefined },
    { key: 'influence' as const, href: `${round}/bodies/${body?.id}/influence`, shown: body !== undefined },
    { key: 'meeting' as const, href: `${round}/meeting`, shown: isBegun && has('round:read') },
    { key: 'findings' as const, href: `${round}/findings`, shown: isBegun && has('round:read') },
    { key: 'results' as const, href: `${round}/results`, shown: isBegun && has('round:results') },
    { key: 'actions' as const, href: `${round}/${followed}`, shown: isBegun && has('round:results') },
    { key: 'manage' as const, href: `${round}/manage`, shown: has('round:manage') },
  ].filter(({ shown }) => shown)
}
