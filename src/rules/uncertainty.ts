/** Seeded draws: how far the scores and ranks would move if the answers were others (METHOD 8, 10). */
import { rankCounter, rankInterval, weigh } from './acceptability.js'
import { blockX, needOf, scoreOf, type Weights } from './aggregate.js'
import { interdependenceIndex, roundNetwork } from './interdependence.js'
import type { Drawn, Input } from './model.js'
import { urgencyOf } from './urgency.js'
import type { Values } from './values.js'

/** Uniform numbers on [0, 1), the same for the same seed everywhere. */
export type Random = () => number

/**
 * The generator sfc32 (Doty-Humphrey's small fast counting generator) on 32 bits.
 * @param seed unsigned 32-bit integer
 */
export function sfc32(seed: number): Random {
  let a = 0
  let b = seed >>> 0
  let c = 0
  let counter = 1
  const next = () => {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return (sum >>> 0) / 4294967296
  }
  for (let i = 0; i < 12; i++) next()
  return next
}

/** Is told, now and then, how many draws are done. */
export type OnDraw = (done: number, draws: number) => void

/** Puts one draw of every item value into `into`, in the definition's item order. */
export type Drawer = (into: Float64Array, random: Random) => void

/**
 * A provisional item is one body's level drawn in each voice, then the mean; unknown and missing items are uniform
 * over the levels; an agreed answer stays.
 */
export function drawer(values: Values): Drawer {
  const fixed = values.levels
  const { bodies, starts } = values.positions.columns
  const samplers = values.index.items.flatMap((item) => {
    const state = values.states[item.index]
    if (state === 'unknown') return [{ item: item.index, voices: [[0, 1, 2, 3, 4]] }]
    if (state !== 'provisional') return []
    const row = item.index * bodies.length
    const voices = values.index.voices.map((_, voice) =>
      [...values.counted.subarray(row + starts[voice], row + starts[voice + 1])].filter((cell) => cell >= 0),
    )
    return [{ item: item.index, voices: voices.filter((levels) => levels.length > 0) }]
  })
  return (into, random) => {
    into.set(fixed)
    for (const { item, voices } of samplers) {
      let sum = 0
      for (const levels of voices) sum += levels.length === 1 ? levels[0] : levels[Math.floor(random() * levels.length)]
      into[item] = sum / voices.length
    }
  }
}

/** Weights uniform on the simplex: the spacings of sorted uniform numbers. */
export function drawWeights(count: number, random: Random): number[] {
  const cuts = Array.from({ length: count - 1 }, random).sort((a, b) => a - b)
  return [...cuts, 1].map((cut, i) => cut - (i === 0 ? 0 : cuts[i - 1]))
}

/** Urgency of a sector at given levels; NaN when it does not exist. */
export function urgencyAt(values: Values, sector: string, levels: Float64Array): number {
  const items = values.index.urgency.get(sector)
  if (!items) return Number.NaN
  const level = (item: number) => (item < 0 || levels[item] < 0 ? Number.NaN : levels[item])
  return urgencyOf(level(items.severity), level(items.share), level(items.time))
}

/**
 * Draws the answers, then the weights, and ranks the sectors again each time.
 * @param ranked places of the ranked sectors in the definition
 * @param inputs what the ranking uses, in order
 * @returns one entry a ranked sector
 */
export function drawRanking(
  values: Values,
  weights: Weights,
  ranked: readonly number[],
  inputs: readonly Input[],
  draws: number,
  onDraw: OnDraw = () => {},
): Drawn[] {
  const random = sfc32(values.settings.seed)
  const draw = drawer(values)
  const levels = new Float64Array(values.levels.length)
  const scores = ranked.map(() => new Float64Array(draws))
  const counter = rankCounter(ranked.length)
  const table = new Float64Array(ranked.length * inputs.length)
  const sectors = values.index.sectors
  for (let k = 0; k < draws; k++) {
    if (k % 1000 === 0) onDraw(k, draws)
    draw(levels, random)
    const network = inputs.includes('interdependence') ? roundNetwork(values, levels) : null
    ranked.forEach((sector, r) => {
      const x = blockX(values.index.blocks[sector], levels, weights, values.capping.has(sectors[sector]))
      scores[r][k] = scoreOf(x)
      inputs.forEach((input, i) => {
        const at = r * inputs.length + i
        if (input === 'need') table[at] = needOf(x)
        else if (input === 'urgency') table[at] = urgencyAt(values, sectors[sector], levels)
        else if (network?.numbers) {
          const place = network.inScope.indexOf(sector)
          const { influence, dependence } = network.numbers
          table[at] = interdependenceIndex(influence[place], dependence[place], network.inScope.length) ?? 0
        }
      })
    })
    weigh(table, drawWeights(inputs.length, random), counter.values)
    counter.add(1 / draws)
  }
  const shares = counter.shares()
  return ranked.map((_, r) => {
    const sorted = scores[r].sort()
    return {
      score: [percentile(sorted, 0.05), percentile(sorted, 0.95)],
      rankInterval: rankInterval(shares[r]),
      acceptability: shares[r],
    }
  })
}

/** Nearest-rank percentile: the smallest value with at least this share of the draws at or below it. */
function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)]
}
