/** Builds the tree of steps of one number (METHOD 8). */

import { blockX, criterionX, dimensionX, partX, type Weights } from './aggregate.js'
import { type Cells, DONT_KNOW, NO_ANSWER, voiceLevel } from './answers.js'
import type { Block, BlockCriterion, BlockDimension, BlockPart } from './items.js'
import {
  type BlockScore,
  type Definition,
  type Input,
  LEVELS,
  type Result,
  type Round,
  type SectorResult,
  URGENCY_KINDS,
} from './model.js'
import { inputsOf } from './priority.js'
import { scoreValues, weightsOf } from './score.js'
import type {
  CriterionStep,
  DimensionStep,
  InputStep,
  ItemStep,
  Move,
  PartStep,
  PriorityStep,
  ScoreStep,
  Step,
} from './steps.js'
import { same, TOLERANCE } from './tolerance.js'
import { EXCLUDED, type Values, valuesOf } from './values.js'
import { isAsked } from './voices.js'

export * from './steps.js'

/** The id under which the enabling environment is explained; no sector can have it. */
export const ENABLING = 'cross'

/**
 * The tree of one number.
 * @param id a sector (its priority, down to the answers), `cross` (the enabling environment's score) or an item
 * @throws RangeError on an id that is none of them
 */
export function explain(definition: Definition, round: Round, id: string): Step {
  const values = valuesOf(definition, round)
  const item = values.index.byId.get(id)
  if (item) return itemStep(values, item.index)
  const result = scoreValues(values)
  if (id === ENABLING) return scoreStep(values, values.index.enabling, result.enabling)
  const at = values.index.sectors.indexOf(id)
  if (at < 0) throw new RangeError(`no sector or item "${id}" in ${definition.id} ${definition.version}`)
  return priorityStep(values, result, at)
}

function priorityStep(values: Values, result: Result, at: number): PriorityStep {
  const sector = result.sectors[at]
  const { mode, weights } = result.settings
  const used = inputsOf(mode, 'priority').filter((input) =>
    result.sectors.some((other) => inputOf(other, input) !== null),
  )
  return {
    kind: 'priority',
    sector: sector.id,
    rank: sector.priority.rank,
    value: sector.priority.value,
    inputs: used.map((input) => ({ input, weight: weights[input], step: inputStep(values, result, at, input) })),
    moves: movesOf(result, sector, used),
  }
}

function inputOf(sector: SectorResult, input: Input): number | null {
  return input === 'interdependence' ? sector.interdependence.index : sector[input]
}

function inputStep(values: Values, result: Result, at: number, input: Input): InputStep {
  const sector = result.sectors[at]
  const { urgency, blocks, pairs } = values.index
  if (input === 'need') {
    return { kind: 'need', value: sector.need, score: scoreStep(values, blocks[at], sector) }
  }
  if (input === 'urgency') {
    const items = urgency.get(sector.id)
    const steps = URGENCY_KINDS.map((kind) => itemStep(values, items?.[kind] ?? -1))
    return { kind: 'urgency', value: sector.urgency, items: steps }
  }
  const others = values.index.sectors.flatMap((_, i) => (i !== at && values.asked.inScope[i] ? [i] : []))
  const { index, influence, dependence } = sector.interdependence
  return {
    kind: 'interdependence',
    value: index,
    influence,
    dependence,
    sectors: others.length + 1,
    gives: others.map((other) => itemStep(values, pairs[at][other])),
    takes: others.map((other) => itemStep(values, pairs[other][at])),
  }
}

function scoreStep(values: Values, block: Block, score: BlockScore): ScoreStep {
  const weights = weightsOf(values)
  const isCapped = block.sector !== null && values.capping.has(block.sector)
  return {
    kind: 'score',
    sector: block.sector,
    score: score.score,
    x: known(blockX(block, values.levels, weights, isCapped)),
    completeness: score.completeness,
    dimensions: block.dimensions
      .filter(({ items }) => items.some((item) => isAsked(values, item)))
      .map((dimension) => dimensionStep(values, block, dimension, weights)),
  }
}

function dimensionStep(values: Values, block: Block, dimension: BlockDimension, weights: Weights): DimensionStep {
  const capping = (block.sector === null ? undefined : values.capping.get(block.sector)) ?? []
  const cappedBy = dimension.source.capped ? capping : []
  const uncapped = known(dimensionX(dimension, values.levels, weights, false))
  const { rule } = dimension.source
  return {
    kind: 'dimension',
    dimension: dimension.id,
    weight: weights.dimensions[dimension.index],
    rule,
    x: known(dimensionX(dimension, values.levels, weights, cappedBy.length > 0)),
    uncapped,
    cappedBy,
    parts: rule === 'mean' ? [] : dimension.parts.map((part) => partStep(values, part, weights, uncapped)),
    criteria: rule === 'mean' ? criterionSteps(values, dimension.parts[0].criteria, weights) : [],
  }
}

function partStep(values: Values, part: BlockPart, weights: Weights, smallest: number | null): PartStep {
  const x = known(partX(part, values.levels, weights))
  return {
    kind: 'part',
    part: part.id ?? '',
    x,
    decides: x !== null && smallest !== null && same(x, smallest),
    criteria: criterionSteps(values, part.criteria, weights),
  }
}

function criterionSteps(values: Values, criteria: readonly BlockCriterion[], weights: Weights): CriterionStep[] {
  return criteria.flatMap((criterion) => {
    const asked = criterion.items.filter((item) => isAsked(values, item))
    if (asked.length === 0) return []
    return {
      kind: 'criterion',
      criterion: criterion.id,
      x: known(criterionX(criterion, values.levels, weights)),
      items: asked.map((item) => itemStep(values, item)),
    }
  })
}

/** An item's value and the answers behind it: those that count, unless others are given. */
export function itemStep(values: Values, at: number, cells: Cells = values.counted): ItemStep {
  const item = values.index.items[at]
  const { columns } = values.positions
  return {
    kind: 'item',
    item: item.id,
    weight: values.index.weights[at],
    state: values.states[at],
    value: known(values.levels[at]),
    voices: values.index.voices.flatMap((voice, v) =>
      item.asksVoice[v]
        ? { voice, median: known(voiceLevel(item, v, columns, cells)), bodies: answersOf(values, at, v, cells) }
        : [],
    ),
  }
}

/** What the bodies of one voice answer to an item; a body without an answer is left out. */
function answersOf(values: Values, item: number, voice: number, cells: Cells): ItemStep['voices'][number]['bodies'] {
  const { bodies, voices } = values.positions.columns
  return bodies.flatMap((body, column) => {
    const cell = cells[item * bodies.length + column]
    if (voices[column] !== voice || cell === NO_ANSWER) return []
    return { body, answer: cell >= 0 ? LEVELS[cell] : cell === DONT_KNOW ? 'dk' : 'na' }
  })
}

/** NaN and EXCLUDED are no numbers. */
function known(value: number): number | null {
  return Number.isNaN(value) || value === EXCLUDED ? null : value
}

/** For each input with a weight, what it takes to draw level with the next sector above, and with the next below. */
function movesOf(result: Result, sector: SectorResult, inputs: readonly Input[]): Move[] {
  const own = sector.priority.value
  if (own === null) return []
  const { weights } = result.settings
  const total = inputs.reduce((sum, input) => sum + weights[input], 0)
  const others = result.sectors.flatMap(({ id, priority: { value } }) =>
    value === null || same(value, own) ? [] : [{ id, value }],
  )
  const nearest = (list: typeof others) =>
    list.reduce<(typeof others)[number] | null>(
      (best, next) => (best === null || Math.abs(next.value - own) < Math.abs(best.value - own) ? next : best),
      null,
    )
  const sides = [
    { direction: 'up' as const, next: nearest(others.filter(({ value }) => value > own)) },
    { direction: 'down' as const, next: nearest(others.filter(({ value }) => value < own)) },
  ]
  return sides.flatMap(({ direction, next }) =>
    next === null
      ? []
      : inputs
          .filter((input) => weights[input] > 0)
          .map((input): Move => {
            const from = inputOf(sector, input) ?? 0
            const to = from + ((next.value - own) * total) / weights[input]
            return { direction, past: next.id, input, from, to: to >= -TOLERANCE && to <= 1 + TOLERANCE ? to : null }
          }),
  )
}
