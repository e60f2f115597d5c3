/** The states of a round, and how it goes from one to the next: by its facilitator, never by the clock. */
import { scoreRound } from '../rules/score.js'
import type { Store } from '../store/index.js'
import type { RoundHead, RoundState, StoredRound } from '../store/rounds.js'
import { askedOf, hasAnswered } from './asked.js'
import type { Setting } from './set-up/part.js'

/** A state that a round can be brought into. */
export type Move = Exclude<RoundState, 'preparing'>

/** What can follow a state. A closed round stays closed. */
export function movesFrom(state: RoundState): readonly Move[] {
  const moves: Readonly<Record<RoundState, readonly Move[]>> = {
    preparing: ['open'],
    open: ['meeting', 'closed'],
    meeting: ['open', 'closed'],
    closed: [],
  }
  return moves[state]
}

/** Brings a round into a state; a closed one keeps its result as it is at that moment. */
export async function changeState(store: Store, stored: StoredRound, state: Move): Promise<RoundHead> {
  const { id } = stored.head
  if (state !== 'closed') return store.rounds.setState(id, state)
  return store.rounds.setState(id, state, { result: scoreRound(stored.definition.definition, stored.round) })
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
