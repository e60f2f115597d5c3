/** What would move a sector one place: for each direction the input that has to change least. */
import { explain, type Move, type PriorityStep } from '../../rules/explain.js'
import { moveText } from '../explain.js'
import type { Context } from './context.js'

export function moveSentences(context: Context, sector: string): readonly string[] {
  const step = priorityStep(context, sector)
  if (step === undefined || step.rank === null) return []
  return (['up', 'down'] as const).flatMap((direction) => {
    const moves = step.moves.filter((move) => move.direction === direction)
    const smallest = moves.reduce<Move | undefined>((best, move) => (size(move) < size(best) ? move : best), undefined)
    return smallest === undefined
      ? moves.slice(0, 1).map(() => context.say('move.none', { direction }))
      : [moveText(smallest, sector, context)]
  })
}

/** The steps of a sector's priority, or undefined when the round leaves it out. */
export function priorityStep(context: Context, sector: string): PriorityStep | undefined {
  const step = explain(context.definition, context.round, sector)
  return step.kind === 'priority' ? step : undefined
}

/** How far the input has to go; endless when no value is enough. */
function size(move: Move | undefined): number {
  return move === undefined || move.to === null ? Number.POSITIVE_INFINITY : Math.abs(move.to - move.from)
}
