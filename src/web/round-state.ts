/** The states of a round, and how it goes from one to the next: by its facilitator, never by the clock. */
import { scoreRound } from '../rules/score.js'
import type { Store } from '../store/index.js'
import type { RoundHead, RoundState, StoredRound } from '../store/rounds.js'
import { askedOf, hasAnswered } from './asked.js'
import type { Setting } from './set-up/part.js'

/** A state that a round can be brought into; it is closed on the page of its own. */
export type Move = Exclude<RoundState, 'preparing'>

/** What can follow a state by itself: closing and opening again ask for more, on their own page. */
export function movesFrom(state: RoundState): readonly Exclude<Move, 'closed'>[] {
  const moves: Readonly<Record<RoundState, readonly Exclude<Move, 'closed'>[]>> = {
    preparing: ['open'],
    open: ['meeting'],
    meeting: ['open'],
    closed: [],
  }
  return moves[state]
}

/**
 * Brings a round into a state; a closed one keeps its result as it is at that moment, with a note if there is one.
 * Errors: `conflict` when it changed meanwhile, or is closed already.
 */
export async function changeState(
  store: Store,
  stored: StoredRound,
  state: Move,
  { by, note }: { readonly by: string | null; readonly note?: string },
): Promise<RoundHead> {
  const { head, revision, definition, round } = stored
  if (state !== 'closed') return store.rounds.setState(head.id, state, {}, by)
  return store.rounds.close(head.id, { result: scoreRound(definition.definition, round), revision, note, by })
}

/** What the facilitator sees before the next step: how far the bodies are, and until when. */
export function stateView({ stored, today }: Setting) {
  const { head, round } = stored
  const complete = round.bodies.filter((body) => askedOf(stored, body).every(({ id }) => hasAnswered(stored, body, id)))
  return {
    moves: movesFrom(head.state),
    bodies: round.bodies.length,
    complete: complete.length,
    agreed: round.agreed?.length ?? 0,
    closesOn: head.closesOn,
    isPast: head.state === 'open' && head.closesOn !== null && head.closesOn < today,
    closedAt: head.closedAt,
  }
}
