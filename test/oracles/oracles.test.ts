/** Published and closed-form numbers that the method has to give. Each file of this folder is used here. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { blockX } from '../../src/rules/aggregate.js'
import { logarithmicMean } from '../../src/rules/compare.js'
import {
  cliffsDelta,
  compareRounds,
  dematel,
  exactAcceptability,
  interdependenceIndex,
  krippendorffOrdinal,
  type Round,
  scoreRound,
  tastleWierman,
  vanDerEijk,
} from '../../src/rules/index.js'
import type { Block } from '../../src/rules/items.js'
import { shapley } from '../../src/rules/shapley.js'
import { mechelen } from '../support/definitions.js'

const FOLDER = new URL('.', import.meta.url)
const used = new Set<string>()

function oracle(name: string) {
  used.add(`${name}.json`)
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'))
}

function near(actual: number | null | undefined, expected: number, tolerance: number) {
  expect(typeof actual).toBe('number')
  expect(Math.abs((actual ?? Number.NaN) - expected)).toBeLessThanOrEqual(tolerance)
}

const nears = (actual: readonly number[] | undefined, expected: readonly number[], tolerance: number) => {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, i) => {
    near(actual?.[i], value, tolerance)
  })
}

afterAll(() => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))
  expect([...used].sort()).toEqual(files.sort())
})

test('Tastle–Wierman consensus of the agrmt manual', () => {
  const { inputs, expected, tolerance } = oracle('consensus-tastle-wierman-agrmt')
  near(tastleWierman(inputs.freq), expected.consensus, tolerance)
})

test('van der Eijk’s A of the agrmt manual, and the polarization that it gives', () => {
  const { inputs, expected, tolerance } = oracle('agreement-van-der-eijk')
  inputs.freqs.forEach((frequencies: number[], i: number) => {
    near(vanDerEijk(frequencies), expected.A[i], tolerance.A)
  })
  near((1 - (vanDerEijk(inputs.freqs[0]) ?? 0)) / 2, expected.polarization_first, tolerance.polarization_first)
})

test('Cliff’s delta of effsize', () => {
  const { inputs, expected, tolerance } = oracle('cliffs-delta')
  inputs.pairs.forEach(([a, b]: [number[], number[]], i: number) => {
    near(cliffsDelta(a, b), expected.delta[i], tolerance)
  })
})

test('Krippendorff’s ordinal alpha of Hayes and Krippendorff 2007 (nominal and interval are not used here)', () => {
  const { inputs, expected, tolerance } = oracle('krippendorff-hayes-2007')
  near(krippendorffOrdinal(inputs.observersByUnits), expected.ordinal, tolerance.ordinal)
})

describe('DEMATEL', () => {
  test('with the classic divisor gives the published medical-device numbers', () => {
    const { inputs, expected, tolerance } = oracle('dematel-medical-device-5x5')
    const numbers = dematel(inputs.A, { normaliser: 'classic', scaleMax: inputs.scaleMax })
    near(numbers?.divisor, expected.s, 0)
    expected.T.forEach((row: number[], i: number) => {
      nears(numbers?.total[i], row, tolerance)
    })
    nears(numbers?.influence, expected.D, tolerance)
    nears(numbers?.dependence, expected.R, tolerance)
    nears(numbers?.prominence, expected.prominence, tolerance)
    nears(numbers?.relation, expected.relation, tolerance)
    near(numbers?.threshold, expected.threshold, tolerance)
  })

  test('with the fixed divisor gives the closed form where the classic one is singular', () => {
    const { inputs, expected, tolerance } = oracle('dematel-fixed-normaliser-edges')
    const { n, scaleMax } = inputs
    const uniform = (level: number) =>
      Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 0 : level)))
    const numbers = (level: number) => dematel(uniform(level), { scaleMax })
    const indexes = (level: number) => {
      const { influence, dependence } = numbers(level) ?? { influence: [], dependence: [] }
      return influence.map((d, i) => interdependenceIndex(d, dependence[i], n) ?? Number.NaN)
    }
    nears(numbers(3)?.influence, expected.D_all3, 1e-9)
    nears(indexes(3), expected.I_all3, 1e-9)
    nears(indexes(2), expected.I_all2, tolerance)
    nears(numbers(0)?.influence, expected.D_zero, tolerance)
    expect(dematel(uniform(3), { scaleMax, normaliser: 'classic' })).toBeNull()
  })
})

test('the geometric mean of dimensions is COINr’s (its harmonic and power means are not used here)', () => {
  const { inputs, expected, tolerance } = oracle('coinr-aggregation')
  const source = { id: 'd', name: 'D', question: '?', rule: 'mean' as const }
  const block: Block = {
    sector: 's',
    dimensions: inputs.x.map((_: number, i: number) => ({
      id: `d${i}`,
      index: i,
      source,
      items: [i],
      parts: [{ id: null, criteria: [{ id: 'c', items: [i] }] }],
    })),
  }
  // x is 1 + level.
  const levels = Float64Array.from(inputs.x, (x: number) => x - 1)
  const gmean = (dimensions: number[]) =>
    blockX(block, levels, { items: new Float64Array(3).fill(1), dimensions }, false)
  near(gmean([1, 1, 1]), expected.values[0], tolerance)
  near(gmean([1, 1, 2]), expected.values[1], tolerance)
})

test.each(['dominance', 'quarter', 'ties', 'unit3'])('exact rank acceptability: %s', (name) => {
  const { inputs, expected, tolerance } = oracle(`smaa-exact-${name}`)
  exactAcceptability(inputs.alternatives).forEach((row, i) => {
    nears(row, expected.ra[i], tolerance)
  })
})

test('the Shapley value of the glove game', () => {
  const { expected, tolerance } = oracle('shapley-glove')
  const pairs = (members: number) => Math.min((members & 1) + ((members >> 1) & 1), (members >> 2) & 1)
  nears(shapley(3, pairs), expected.phi, tolerance)
})

test('LMDI-I shares a change of a geometric mean without residual', () => {
  const { inputs, expected, tolerance } = oracle('lmdi-geometric-sector')
  const mean = (x: number[]) => Math.exp(x.reduce((sum, value, i) => sum + inputs.w[i] * Math.log(value), 0))
  const [from, to] = [mean(inputs.dims0), mean(inputs.dims1)]
  const shares = inputs.w.map(
    (w: number, i: number) =>
      ((w * logarithmicMean(to, from)) / logarithmicMean(inputs.dims1[i], inputs.dims0[i])) *
      (inputs.dims1[i] - inputs.dims0[i]),
  )
  nears(shares, expected.contrib, tolerance)
  near(
    shares.reduce((a: number, b: number) => a + b, 0),
    expected.sum,
    tolerance,
  )
})

test('all sign patterns give Wilcoxon’s exact p: the count that the sign-flip test rests on', () => {
  const { inputs, expected, tolerance } = oracle('signed-rank-exact')
  const differences: number[] = inputs.x.map((x: number, i: number) => x - inputs.y[i])
  const sizes = differences.map(Math.abs)
  const ranks = sizes.map((size) => 1 + sizes.filter((other) => other < size).length)
  const v = ranks.reduce((sum, rank, i) => sum + (differences[i] > 0 ? rank : 0), 0)
  let extreme = 0
  for (let signs = 0; signs < 2 ** ranks.length; signs++) {
    if (ranks.reduce((sum, rank, i) => sum + ((signs >> i) & 1) * rank, 0) >= v) extreme++
  }
  expect(v).toBe(expected.V)
  near(extreme / 2 ** ranks.length, expected.p, tolerance)
})

test('the example rounds have the numbers that were made for them apart from this code', () => {
  const pinned = oracle('demo-rounds')
  const { definition } = mechelen()
  const example = (name: string): Round =>
    JSON.parse(readFileSync(new URL(`../../assessments/mechelen-50/examples/${name}.round.json`, FOLDER), 'utf8'))
  const [before, now] = [example('rivermond-2024'), example('rivermond-2026')]
  const { tolerance } = pinned
  const result = scoreRound(definition, now)
  const { sectors, divergences } = pinned['rivermond-2026']
  const byItem = (list: readonly { item: string }[]) => Object.fromEntries(list.map((entry) => [entry.item, entry]))
  const own = result.divergences.map(({ item, gap, medians }) => ({ item, gap, medians }))
  expect(byItem(own)).toEqual(byItem(divergences))
  for (const sector of result.sectors) {
    const expected = sectors[sector.id]
    const { score, need, urgency, interdependence, priority, completeness } = sector
    const numbers = { score, need, urgency, index: interdependence.index, value: priority.value, completeness }
    for (const [key, actual] of Object.entries(numbers)) near(actual, expected[key], tolerance)
    // These shares were counted on a grid of weights, not measured.
    nears(priority.acceptability ?? [], expected.acc, 0.01)
    expect(priority.rank).toBe(expected.rank)
    expect(priority.interval).toEqual(expected.interval)
  }
  const comparison = compareRounds({ definition, round: before }, { definition, round: now })
  const compared = comparison.sectors.filter(({ status }) => status === 'compared')
  expect(compared).toHaveLength(8)
  for (const { id, common } of compared) {
    near(common?.from, pinned.comparison.common[id][0], tolerance)
    near(common?.to, pinned.comparison.common[id][1], tolerance)
  }
})
