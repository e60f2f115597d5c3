/** What moved a score: the exact shares of a change among the answers that changed, and the caps (METHOD 9). */
import { criterionX, dimensionX, needed, type Weights } from './aggregate.js'
import type { Block, BlockDimension, ItemIndex } from './items.js'
import type { Contribution } from './model.js'
import { shapley } from './shapley.js'
import { same } from './tolerance.js'
import { EXCLUDED } from './values.js'

/** The levels of both sides in the item order of B, with everything that is not common left out. */
export interface CommonLevels {
  readonly a: Float64Array
  readonly b: Float64Array
  /** Place of each item of B in A, −1 for one that is not common. */
  readonly places: Int32Array
}

/** Logarithmic mean, `L(a, b) = (a − b)/(ln a − ln b)`, `L(a, a) = a` (Ang 2005). */
export function logarithmicMean(a: number, b: number): number {
  return same(a, b) ? (a + b) / 2 : (a - b) / Math.log(a / b)
}

/**
 * The contributions of the changed items, and of the caps, in points that sum to the change of the score:
 * LMDI-I between dimensions; inside a dimension a mean shares by weight, a weakest link and a cap by Shapley.
 */
export function contributionsOf(
  index: ItemIndex,
  block: Block,
  shared: CommonLevels,
  weights: Weights,
  capped: readonly [boolean, boolean],
  from: number,
  to: number,
): Contribution[] {
  const own = needed(block, weights).filter((d) => dimensionX(d, shared.a, weights, false) !== EXCLUDED)
  const total = own.reduce((sum, dimension) => sum + weights.dimensions[dimension.index], 0)
  return own.flatMap((dimension) => {
    const share = weights.dimensions[dimension.index] / total
    const before = dimensionX(dimension, shared.a, weights, capped[0])
    const after = dimensionX(dimension, shared.b, weights, capped[1])
    const factor = (25 * share * logarithmicMean(to, from)) / logarithmicMean(after, before)
    return shares(dimension, shared, weights, capped).map(({ player, x }): Contribution => {
      const points = factor * x
      return player === 'cap' ? { cap: dimension.id, points } : { item: index.items[player].id, points }
    })
  })
}

interface Share {
  readonly player: number | 'cap'
  /** What the player adds to the dimension's x. */
  readonly x: number
}

/** How the change of a dimension is shared among its changed items, and the cap. */
function shares(
  dimension: BlockDimension,
  shared: CommonLevels,
  weights: Weights,
  capped: readonly [boolean, boolean],
): Share[] {
  const changed = dimension.items.filter((item) => !same(shared.a[item], shared.b[item]))
  const isCapped = dimension.source.capped === true && (capped[0] || capped[1])
  if (dimension.source.rule === 'mean' && !isCapped) return meanShares(dimension, changed, shared, weights)
  const players: (number | 'cap')[] = isCapped ? [...changed, 'cap'] : changed
  const levels = new Float64Array(shared.a)
  const phi = shapley(players.length, (members) => {
    let cap = capped[0]
    players.forEach((player, i) => {
      const moved = (members >> i) & 1
      if (player === 'cap') cap = moved ? capped[1] : capped[0]
      else levels[player] = (moved ? shared.b : shared.a)[player]
    })
    return dimensionX(dimension, levels, weights, cap)
  })
  return players.map((player, i) => ({ player, x: phi[i] }))
}

/** In a mean of criteria, ω = weight in the criterion / number of criteria. */
function meanShares(
  dimension: BlockDimension,
  changed: readonly number[],
  shared: CommonLevels,
  weights: Weights,
): Share[] {
  const criteria = dimension.parts
    .flatMap((part) => part.criteria)
    .filter((criterion) => criterionX(criterion, shared.a, weights) !== EXCLUDED)
  return criteria.flatMap((criterion) => {
    const common = criterion.items.filter((item) => shared.a[item] !== EXCLUDED)
    const total = common.reduce((sum, item) => sum + weights.items[item], 0)
    return common
      .filter((item) => changed.includes(item))
      .map((item) => ({
        player: item,
        x: (weights.items[item] / total / criteria.length) * (shared.b[item] - shared.a[item]),
      }))
  })
}
