/** The pipeline: from a round to its result (METHOD, whole). */
import { blockX, bounded, needed, needOf, publishBlock, publishDimensions, type Weights } from './aggregate.js'
import { interdependenceIndex, type RoundNetwork, roundNetwork } from './interdependence.js'
import type { Block } from './items.js'
import type {
  BlockScore,
  Definition,
  Flag,
  InterdependenceNumbers,
  Result,
  Round,
  SectorResult,
  VoiceView,
} from './model.js'
import { inputsOf, priorities, rank, rankingFlags, type SectorInputs, spreadOf, topThree } from './priority.js'
import { above, atLeast } from './tolerance.js'
import { drawRanking, type OnDraw, urgencyAt } from './uncertainty.js'
import { type Values, valuesOf } from './values.js'
import {
  alphaOf,
  confidenceOf,
  consensusOf,
  divergencesOf,
  isAsked,
  levelsOfVoice,
  viewOf,
  voicePairsOf,
} from './voices.js'

/** Version of METHOD that the rules implement; scores of different versions don't compare. */
export const METHOD_VERSION = '1'

export interface ScoreOptions {
  /** Number of draws of the answers; none unless given. METHOD uses 10,000. */
  readonly draws?: number
  readonly onDraw?: OnDraw
}

/**
 * Scores a round: sectors, enabling environment, priorities, divergences and flags.
 * Pure and deterministic; under a millisecond for a full round of twelve bodies.
 * @throws RangeError on a round that does not fit the definition; `roundfile` tells every fault with its path before
 */
export function scoreRound(definition: Definition, round: Round, options: ScoreOptions = {}): Result {
  return scoreValues(valuesOf(definition, round), options)
}

/** The same for a round that was read already. */
export function scoreValues(values: Values, options: ScoreOptions = {}): Result {
  const { definition, round } = values
  const weights = weightsOf(values)
  const consensus = consensusOf(values)
  const byVoice = values.index.voices.map((_, voice) => (values.present[voice] ? levelsOfVoice(values, voice) : null))
  const network = roundNetwork(values, values.levels)
  const blocks = values.index.blocks.map((block, i) =>
    values.asked.inScope[i] ? scoreBlock(values, consensus, byVoice, weights, block) : outOfScope(values),
  )
  const inputs = sectorInputs(values, blocks, network)
  const scope = inScope(values)
  const scopeInputs = scope.map((i) => inputs[i])
  const scopeIds = scope.map((i) => values.index.sectors[i])
  const { mode, weights: inputWeights } = values.settings
  const ranking = rank(scopeInputs, inputsOf(mode, 'priority'), inputWeights)
  const screening = rank(scopeInputs, inputsOf(mode, 'screening'), inputWeights)
  const ranked = priorities(scopeInputs, ranking)
  const places = scope.filter((_, k) => ranking.ranks[k] !== null)
  const { draws, onDraw } = options
  const drawn = draws ? drawRanking(values, weights, places, ranking.inputs, draws, onDraw) : []
  const sectors = values.index.sectors.map((id, i): SectorResult => {
    const at = scope.indexOf(i)
    const result = {
      id,
      ...blocks[i],
      need: inputs[i].need,
      urgency: inputs[i].urgency,
      interdependence: networkNumbers(network, i, values.settings.normaliser === 'fixed'),
      priority: at < 0 ? { rank: null, value: null, interval: null, acceptability: null } : ranked[at],
      screening: { rank: screening.ranks[at] ?? null, value: screening.values[at] ?? null },
    }
    return places.includes(i) && drawn.length > 0 ? { ...result, drawn: drawn[places.indexOf(i)] } : result
  })
  return {
    format: 'malines-result/1',
    method: METHOD_VERSION,
    definition: {
      id: definition.id,
      version: definition.version,
      form: round.definition.form,
      hash: definition.hash,
    },
    settings: values.settings,
    sectors,
    enabling: scoreBlock(values, consensus, byVoice, weights, values.index.enabling),
    divergences: divergencesOf(values, consensus),
    voicePairs: voicePairsOf(values),
    influences: network.numbers && {
      sectors: scopeIds,
      total: network.numbers.total,
      mean: network.numbers.threshold,
    },
    spread: spreadOf(scopeInputs, ranking),
    flags: [
      ...sectors.flatMap(weakestLinks),
      ...sectors.flatMap(dimensionSpread),
      ...topThree(
        scopeIds,
        scopeInputs.map((input) => input.urgency),
        'urgency',
      ),
      ...topThree(
        scopeIds,
        scopeInputs.map((input) => input.interdependence),
        'interdependence',
      ),
      ...itemFlags(values, network),
      ...rankingFlags(ranking, scopeIds),
      ...(network.flag ? [{ kind: network.flag }] : []),
    ],
    ...(draws ? { uncertainty: { draws, seed: values.settings.seed, method: METHOD_VERSION } } : {}),
  }
}

/** The weights that a round gives to its items and dimensions. */
export function weightsOf(values: Values): Weights {
  return {
    items: values.index.weights,
    dimensions: values.definition.dimensions.map(({ id }) => values.settings.dimensions[id]),
  }
}

/** Places of the sectors in scope among the definition's sectors. */
function inScope(values: Values): number[] {
  return values.index.sectors.flatMap((_, i) => (values.asked.inScope[i] ? [i] : []))
}

/** A sector's or the enabling environment's score with everything that belongs to it. */
function scoreBlock(
  values: Values,
  consensus: readonly (number | null)[],
  byVoice: readonly (Float64Array | null)[],
  weights: Weights,
  block: Block,
): BlockScore {
  const capped = block.sector !== null && values.capping.has(block.sector)
  const dimensions = publishDimensions(block, values, weights, capped, (item) => isAsked(values, item))
  const score = publishBlock(block, dimensions, values.levels, weights, capped)
  const own = needed(block, weights).flatMap((dimension) => dimension.items)
  const views: Record<string, VoiceView> = {}
  byVoice.forEach((levels, voice) => {
    if (levels) views[values.index.voices[voice]] = viewOf(values, block, voice, levels, weights, capped)
  })
  return {
    ...bounded(score, blockX(block, values.low, weights, capped), blockX(block, values.high, weights, capped)),
    confidence: score.status === 'scored' ? confidenceOf(values, consensus, own, score.completeness ?? 0) : null,
    provisional: block.items.some((item) => values.states[item] === 'provisional'),
    dimensions,
    voices: views,
    alpha: alphaOf(values, block),
  }
}

const NOTHING = { status: 'out-of-scope', score: null, low: null, high: null, completeness: null } as const

/** A sector out of scope: everything is there, and holds nothing. */
function outOfScope(values: Values): BlockScore {
  const { definition, index, present } = values
  return {
    ...NOTHING,
    confidence: null,
    provisional: false,
    dimensions: Object.fromEntries(definition.dimensions.map(({ id }) => [id, { ...NOTHING, criteria: {} }])),
    voices: Object.fromEntries(
      index.voices.flatMap((voice, v) => (present[v] ? [[voice, { score: null, dimensions: {} }]] : [])),
    ),
    alpha: null,
  }
}

function sectorInputs(values: Values, blocks: readonly BlockScore[], network: RoundNetwork): SectorInputs[] {
  const fixed = values.settings.normaliser === 'fixed'
  return values.index.sectors.map((sector, i) => {
    const { score } = blocks[i]
    const urgency = values.asked.inScope[i] ? urgencyAt(values, sector, values.levels) : Number.NaN
    return {
      need: score === null ? null : needOf(1 + score / 25),
      urgency: Number.isNaN(urgency) ? null : urgency,
      interdependence: networkNumbers(network, i, fixed).index,
    }
  })
}

const NO_NUMBERS: InterdependenceNumbers = {
  index: null,
  influence: null,
  dependence: null,
  prominence: null,
  relation: null,
}

/** The five numbers of a sector; the classic divisor gives no index, since it depends on the data (METHOD 7). */
function networkNumbers(network: RoundNetwork, sector: number, withIndex: boolean): InterdependenceNumbers {
  const at = network.inScope.indexOf(sector)
  const { numbers } = network
  if (at < 0 || numbers === null) return NO_NUMBERS
  const influence = numbers.influence[at]
  const dependence = numbers.dependence[at]
  return {
    index: withIndex ? interdependenceIndex(influence, dependence, network.inScope.length) : null,
    influence,
    dependence,
    prominence: numbers.prominence[at],
    relation: numbers.relation[at],
  }
}

/** Criteria with x ≤ 2 in a sector with x ≥ 3 (METHOD 3.9): 25 and 50 on 0 to 100. */
function weakestLinks({ id: sector, score, dimensions }: SectorResult): Flag[] {
  if (score === null || !atLeast(score, 50)) return []
  const flags: Flag[] = []
  for (const [dimension, { criteria }] of Object.entries(dimensions)) {
    for (const [criterion, { score }] of Object.entries(criteria)) {
      if (score === null || !atLeast(25, score)) continue
      flags.push({ kind: 'weakest-link', sector, at: `${dimension}.${criterion}` })
    }
  }
  return flags
}

/** The lowest dimension of a sector, when it is two levels or more below the highest (METHOD 3.9). */
function dimensionSpread({ id: sector, dimensions }: SectorResult): Flag[] {
  let at = ''
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (const [dimension, { score }] of Object.entries(dimensions)) {
    if (score === null) continue
    highest = Math.max(highest, score)
    if (!above(lowest, score)) continue
    lowest = score
    at = dimension
  }
  // Two levels are 50 points.
  return atLeast(highest - lowest, 50) ? [{ kind: 'dimension-spread', sector, at }] : []
}

function itemFlags(values: Values, network: RoundNetwork): Flag[] {
  const { items } = values.index
  const disputes = items.filter(({ index }) => values.disputed[index] && isAsked(values, index))
  return [
    ...disputes.map(({ id }): Flag => ({ kind: 'scope-dispute', item: id })),
    ...network.filled.map((item): Flag => ({ kind: 'filled-cell', item: items[item].id })),
  ]
}
