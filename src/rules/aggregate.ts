/**
 * From item values to a sector's score (METHOD 3.2 to 3.7).
 *
 * Inside, levels count as x = 1 + level, 1 to 5, so that the geometric mean works. The functions `…X` read one vector
 * of levels and return x, NaN for "applicable, but no value", or EXCLUDED for "leaves the formula with its weight";
 * the same functions give the score, its bounds, one voice's view, a draw and the common basis of two rounds.
 */
import { CAP } from './coherence.js'
import type { Block, BlockCriterion, BlockDimension, BlockPart } from './items.js'
import type { BoundedScore, DimensionScore, Score, Status } from './model.js'
import { atLeast } from './tolerance.js'
import { EXCLUDED } from './values.js'

/** How levels become x: the weight of each item, and of each dimension by its place in the definition. */
export interface Weights {
  readonly items: Float64Array
  readonly dimensions: readonly number[]
}

/** Weighted mean of the item values of a criterion; what has no value is left out (METHOD 3.2). */
export function criterionX(criterion: BlockCriterion, levels: Float64Array, weights: Weights): number {
  let sum = 0
  let total = 0
  let applicable = false
  for (const item of criterion.items) {
    const level = levels[item]
    if (level === EXCLUDED) continue
    applicable = true
    if (Number.isNaN(level)) continue
    sum += weights.items[item] * (1 + level)
    total += weights.items[item]
  }
  if (total > 0) return sum / total
  return applicable ? Number.NaN : EXCLUDED
}

/** Mean of the criteria of a part that have a value. */
export function partX(part: BlockPart, levels: Float64Array, weights: Weights): number {
  let sum = 0
  let count = 0
  let applicable = false
  for (const criterion of part.criteria) {
    const x = criterionX(criterion, levels, weights)
    if (x === EXCLUDED) continue
    applicable = true
    if (Number.isNaN(x)) continue
    sum += x
    count++
  }
  if (count > 0) return sum / count
  return applicable ? Number.NaN : EXCLUDED
}

/** The smallest of the parts, capped at level 2 where a finding blocks (METHOD 3.3, 5). */
export function dimensionX(dimension: BlockDimension, levels: Float64Array, weights: Weights, capped: boolean): number {
  let smallest = EXCLUDED
  for (const part of dimension.parts) {
    const x = partX(part, levels, weights)
    if (x === EXCLUDED) continue
    if (Number.isNaN(x)) return Number.NaN
    smallest = smallest === EXCLUDED ? x : Math.min(smallest, x)
  }
  return capped && dimension.source.capped ? Math.min(smallest, CAP) : smallest
}

/** Weighted geometric mean of the dimensions, exp(Σ w ln x / Σ w) (METHOD 3.4). */
export function blockX(block: Block, levels: Float64Array, weights: Weights, capped: boolean): number {
  let sum = 0
  let total = 0
  for (const dimension of block.dimensions) {
    const weight = weights.dimensions[dimension.index]
    if (weight === 0) continue
    const x = dimensionX(dimension, levels, weights, capped)
    if (x === EXCLUDED) continue
    if (Number.isNaN(x)) return Number.NaN
    sum += weight * Math.log(x)
    total += weight
  }
  return total > 0 ? Math.exp(sum / total) : EXCLUDED
}

/** Score 0 to 100 of x on 1 to 5. */
export const scoreOf = (x: number): number => 25 * (x - 1)

/** Need of a sector, 0 to 1: how far x is from 5 (METHOD 1). */
export const needOf = (x: number): number => (5 - x) / 4

/** Weight with a value out of the weight that is applicable. */
interface Tally {
  known: number
  of: number
}

function tally(items: readonly number[], levels: Float64Array, weights: Weights): Tally {
  const sum = { known: 0, of: 0 }
  for (const item of items) {
    const level = levels[item]
    if (level === EXCLUDED) continue
    sum.of += weights.items[item]
    if (!Number.isNaN(level)) sum.known += weights.items[item]
  }
  return sum
}

/** What is published of a number: nothing below the threshold, as an exact ratio (METHOD 3.6). */
function publish(x: number, { known, of }: Tally, enough: boolean): Score {
  if (of === 0) return { status: 'not-applicable', score: null, completeness: null }
  const status: Status = enough && !Number.isNaN(x) ? 'scored' : 'insufficient'
  return { status, score: status === 'scored' ? scoreOf(x) : null, completeness: known / of }
}

const half = ({ known, of }: Tally) => atLeast(2 * known, of)
const twoThirds = ({ known, of }: Tally) => atLeast(3 * known, 2 * of)

/** A criterion or a dimension is published at half of its weight. */
function publishCriterion(criterion: BlockCriterion, levels: Float64Array, weights: Weights): Score {
  const known = tally(criterion.items, levels, weights)
  return publish(criterionX(criterion, levels, weights), known, half(known))
}

export function publishDimension(
  dimension: BlockDimension,
  levels: Float64Array,
  weights: Weights,
  capped: boolean,
): Score {
  const known = tally(dimension.items, levels, weights)
  return publish(dimensionX(dimension, levels, weights, capped), known, half(known))
}

/** The dimensions that a block's score needs: those with a weight. */
export function needed(block: Block, weights: Weights): readonly BlockDimension[] {
  return block.dimensions.filter((dimension) => weights.dimensions[dimension.index] > 0)
}

/** A block is published at two thirds of its weight, when all its applicable dimensions are. */
export function publishBlock(
  block: Block,
  dimensions: Readonly<Record<string, Pick<Score, 'status'>>>,
  levels: Float64Array,
  weights: Weights,
  capped: boolean,
): Score {
  const own = needed(block, weights)
  const known = own.map((dimension) => tally(dimension.items, levels, weights))
  const sum = known.reduce((a, b) => ({ known: a.known + b.known, of: a.of + b.of }), { known: 0, of: 0 })
  const allPublished = own.every(({ id }) => dimensions[id]?.status !== 'insufficient')
  return publish(blockX(block, levels, weights, capped), sum, allPublished && twoThirds(sum))
}

/** The three vectors that a score and its bounds are read from. */
export interface LevelRange {
  readonly levels: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** Adds the exact bounds of a published score; null where the score is (METHOD 3.7). */
export function bounded({ status, score, completeness }: Score, low: number, high: number): BoundedScore {
  const scored = status === 'scored'
  return { status, score, low: scored ? scoreOf(low) : null, high: scored ? scoreOf(high) : null, completeness }
}

/** The published dimensions of a block with their bounds and criteria, by id. */
export function publishDimensions(
  block: Block,
  range: LevelRange,
  weights: Weights,
  capped: boolean,
  isAsked: (item: number) => boolean,
): Record<string, DimensionScore> {
  const dimensions: Record<string, DimensionScore> = {}
  for (const dimension of block.dimensions) {
    const score = publishDimension(dimension, range.levels, weights, capped)
    const low = dimensionX(dimension, range.low, weights, capped)
    const high = dimensionX(dimension, range.high, weights, capped)
    const criteria: Record<string, Score> = {}
    for (const part of dimension.parts) {
      for (const criterion of part.criteria) {
        if (criterion.items.some(isAsked)) criteria[criterion.id] = publishCriterion(criterion, range.levels, weights)
      }
    }
    dimensions[dimension.id] = { ...bounded(score, low, high), criteria }
  }
  return dimensions
}
