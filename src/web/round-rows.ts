/** Rounds as lists show them: their state, what the viewer is in them, how far they are, where they lead. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Body } from '../rules/model.js'
import type { RoundHead, RoundState, StoredRound } from '../store/rounds.js'
import { may, type Right } from './access.js'
import { askedOf, hasAnswered } from './asked.js'
import type { Viewer } from './context.js'
import { isFacilitator, ownBodies, partsIn } from './parts.js'
import { roundName, roundTitle } from './round-bar.js'

export interface RoundRow {
  readonly id: string
  readonly state: RoundState
  readonly title: string
  /** The title without the place. */
  readonly short: string
  /** State, bodies and the viewer's part, in a sentence each. */
  readonly about: string
  /** Answers of the own bodies, or of all for a facilitator, while the round runs; undefined for all others. */
  readonly progress: Progress | undefined
  /** Where its title leads. */
  readonly href: string
  readonly links: readonly { readonly key: 'board' | 'results' | 'manage' | 'answer'; readonly href: string }[]
}

export interface Progress {
  readonly whose: 'own' | 'all'
  readonly answered: number
  readonly asked: number
}

/** Rounds in the order in which people look for them: those that run first. */
const STATES: readonly RoundState[] = ['open', 'meeting', 'preparing', 'closed']

/** Those of some rounds in which a viewer has a part; an analyst has none in a round that is not closed. */
export function roundsFor(viewer: Viewer, heads: readonly RoundHead[]): readonly RoundHead[] {
  return heads.filter(({ id, assessment, state }) =>
    viewer.participants.some(
      (part) =>
        part.assessment === assessment &&
        (part.role === 'facilitator' || (part.round === id && (part.role !== 'analyst' || state === 'closed'))),
    ),
  )
}

export const byState = (a: RoundHead, b: RoundHead): number => STATES.indexOf(a.state) - STATES.indexOf(b.state)

/** How far some bodies are in a round, together. */
export function progressOf(stored: StoredRound, bodies: readonly Body[]): Omit<Progress, 'whose'> {
  const items = bodies.flatMap((body) => askedOf(stored, body).map(({ id }) => ({ body, id })))
  return { answered: items.filter(({ body, id }) => hasAnswered(stored, body, id)).length, asked: items.length }
}

export async function roundRow(app: FastifyInstance, { viewer }: FastifyRequest, head: RoundHead): Promise<RoundRow> {
  const stored = await app.store.rounds.load(head.id)
  const { words } = viewer
  const has = (right: Right) => may(viewer, right, { assessment: stored.assessment, stored }) === 'yes'
  const round = `/rounds/${head.id}`
  const isBegun = head.state !== 'preparing'
  const bodies = ownBodies(viewer, stored)
  const links = [
    { key: 'answer' as const, href: `${round}/answer`, shown: head.state === 'open' && bodies.length > 0 },
    { key: 'board' as const, href: round, shown: isBegun && has('round:read') },
    { key: 'results' as const, href: `${round}/results`, shown: isBegun && has('round:results') },
    { key: 'manage' as const, href: `${round}/manage`, shown: has('round:manage') },
  ].filter(({ shown }) => shown)
  return {
    id: head.id,
    state: head.state,
    title: roundTitle(words, stored.assessment.name, head.name),
    short: roundName(words, head.name),
    about: aboutOf(viewer, stored, bodies),
    progress: isBegun && head.state !== 'closed' ? progressFor(viewer, stored, bodies) : undefined,
    href: mainPage(stored, has),
    links,
  }
}

function progressFor(viewer: Viewer, stored: StoredRound, own: readonly Body[]): Progress | undefined {
  if (own.length > 0) return { whose: 'own', ...progressOf(stored, own) }
  if (!isFacilitator(viewer, stored)) return undefined
  return { whose: 'all', ...progressOf(stored, stored.round.bodies) }
}

function mainPage({ head }: StoredRound, has: (right: Right) => boolean): string {
  const round = `/rounds/${head.id}`
  if (head.state === 'preparing' && has('round:manage')) return `${round}/manage`
  return has('round:read') && head.state !== 'closed' ? round : has('round:results') ? `${round}/results` : round
}

function aboutOf(viewer: Viewer, stored: StoredRound, bodies: readonly Body[]): string {
  const { head, round } = stored
  const { words } = viewer
  const roles = [...new Set(partsIn(viewer, stored).map(({ role }) => role))]
  const parts = roles.map((role) =>
    words.say('round-row.part', { role, bodies: words.list(bodies.map(({ name }) => name)) }),
  )
  return [
    stateWords(viewer, head),
    words.say('round-row.bodies', {
      bodies: round.bodies.length,
      voices: new Set(round.bodies.map(({ voice }) => voice)).size,
    }),
    words.say('round-row.you', { parts: words.list(parts) }),
  ].join(' ')
}

/** "Open until 30 June 2026." */
function stateWords({ words }: Viewer, { state, closesOn, closedAt }: RoundHead): string {
  const day = state === 'closed' ? closedAt : state === 'open' ? closesOn : null
  return words.say('round-row.state', {
    state,
    dated: day === null ? 'no' : 'yes',
    day: day === null ? '' : words.day(day),
  })
}
