/** Published and closed-form numbers, one file each, against the rules, each within the tolerance that its file states. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { logarithmicMean } from '../../src/rules/contributions.js'
import {
  cliffsDelta,
  compareRounds,
  dematel,
  exactAcceptability,
  interdependenceIndex,
  krippendorffOrdinal,
  scoreRound,
  tastleWierman,
  vanDerEijk,
} from '../../src/rules/index.js'
import { shapley } from '../../src/rules/shapley.js'
import { signFlip } from '../../src/rules/sign-flip.js'
import { mini } from '../support/mini.js'
import { roundOf } from '../support/round.js'
import eijk from './agreement-van-der-eijk.json' with { type: 'json' }
import cliff from './cliffs-delta.json' with { type: 'json' }
import coinr from './coinr-aggregation.json' with { type: 'json' }
import consensus from './consensus-tastle-wierman-agrmt.json' with { type: 'json' }
import edges from './dematel-fixed-normaliser-edges.json' with { type: 'json' }
import device from './dematel-medical-device-5x5.json' with { type: 'json' }
import krippendorff from './krippendorff-hayes-2007.json' with { type: 'json' }
import lmdi from './lmdi-geometric-sector.json' with { type: 'json' }
import glove from './shapley-glove.json' with { type: 'json' }
import signedRank from './signed-rank-exact.json' with { type: 'json' }
import dominance from './smaa-exact-dominance.json' with { type: 'json' }
import quarter from './smaa-exact-quarter.json' with { type: 'json' }
import ties from './smaa-exact-ties.json' with { type: 'json' }
import unit3 from './smaa-exact-unit3.json' with { type: 'json' }

/** Checks numbers, lists and matrices alike. */
function expectNear(got: unknown, wanted: unknown, tolerance: number) {
  if (typeof wanted === 'number') {
    expect(got).toBeTypeOf('number')
    expect(Math.abs(Number(got) - wanted), `${got} is not ${wanted}`).toBeLessThanOrEqual(tolerance)
    return
  }
  if (!Array.isArray(wanted) || !Array.isArray(got)) throw new Error(`${got} is no list`)
  expect(got).toHaveLength(wanted.length)
  wanted.forEach((value, i) => {
    expectNear(got[i], value, tolerance)
  })
}

/** The geometric mean as a sector's score has it: one question a dimension, x = 1 + level. */
function geometricMean(levels: readonly number[], weights: readonly number[]): number {
  const ids = levels.map((_, i) => `d${i + 1}`)
  const definition = mini({
    dimensions: Object.fromEntries(ids.map((id) => [id, {}])),
    questions: Object.fromEntries(ids.map((id) => [`a.${id}.c`, {}])),
  })
  const agreed = Object.fromEntries(ids.map((id, i) => [`a.${id}.c`, levels[i]]))
  const dimensions = Object.fromEntries(ids.map((id, i) => [id, weights[i]]))
  const { score } = scoreRound(definition, roundOf(definition, { agreed, method: { dimensions } })).sectors[0]
  return score === null ? Number.NaN : 1 + score / 25
}

test('every oracle has its test', () => {
  const here = new URL('.', import.meta.url)
  const files = readdirSync(here)
  const tests = files.filter((file) => file.endsWith('.test.ts'))
  const imported = tests.flatMap((file) =>
    [...readFileSync(new URL(file, here), 'utf8').matchAll(/^import \w+ from '\.\/(.+\.json)'/gm)].map(
      ([, name]) => name,
    ),
  )
  expect(imported.sort()).toEqual(files.filter((file) => file.endsWith('.json')).sort())
})

describe('agreement (METHOD 4)', () => {
  test('Tastle–Wierman consensus of the agrmt example', () => {
    expectNear(tastleWierman(consensus.inputs.freq), consensus.expected.consensus, consensus.tolerance)
    expectNear(tastleWierman(consensus.inputs.freq), consensus.recomputed.consensus, 1e-9)
  })

  test('van der Eijk’s A of the published examples; polarization is (1 − A)/2', () => {
    const got = eijk.inputs.freqs.map((frequencies) => vanDerEijk(frequencies))
    expectNear(got, eijk.expected.A, eijk.tolerance.A)
    expectNear(got, eijk.recomputed.A, 1e-9)
    expectNear((1 - Number(got[0])) / 2, eijk.expected.polarization_first, eijk.tolerance.polarization_first)
  })

  test('Cliff’s delta of the effsize examples', () => {
    expectNear(
      cliff.inputs.pairs.map(([a, b]) => cliffsDelta(a, b)),
      cliff.expected.delta,
      cliff.tolerance,
    )
  })

  test('Krippendorff’s ordinal alpha of Hayes & Krippendorff; the nominal and interval alphas of the file are not ours', () => {
    const alpha = krippendorffOrdinal(krippendorff.inputs.observersByUnits)
    expectNear(alpha, krippendorff.expected.ordinal, krippendorff.tolerance.ordinal)
    expectNear(alpha, krippendorff.recomputed.ordinal, 1e-9)
    for (const metric of ['nominal', 'interval'] as const) {
      expect(Math.abs(Number(alpha) - krippendorff.expected[metric])).toBeGreaterThan(krippendorff.tolerance[metric])
    }
  })
})

describe('aggregation (METHOD 3.4)', () => {
  const [equal, double] = coinr.expected.values
  const levels = coinr.inputs.x.map((x) => x - 1)

  test('weighted geometric mean as COINr has it; its hmean and genmean are not ours', () => {
    expect(coinr.inputs.cases.slice(0, 2)).toEqual(['gmean w=1,1,1', 'gmean w=1,1,2'])
    expectNear(geometricMean(levels, [1, 1, 1]), equal, coinr.tolerance)
    expectNear(geometricMean(levels, [1, 1, 2]), double, coinr.tolerance)
  })
})

describe('DEMATEL (METHOD 7)', () => {
  test('classic divisor on the published 5 × 5 example', () => {
    const { A, scaleMax } = device.inputs
    const got = dematel(A, { normaliser: 'classic', scaleMax })
    if (!got) throw new Error('singular')
    for (const wanted of [device.expected, device.recomputed]) {
      expectNear(got.divisor, wanted.s, device.tolerance)
      expectNear(got.total, wanted.T, device.tolerance)
      expectNear(got.influence, wanted.D, device.tolerance)
      expectNear(got.dependence, wanted.R, device.tolerance)
      expectNear(got.prominence, wanted.prominence, device.tolerance)
      expectNear(got.relation, wanted.relation, device.tolerance)
      expectNear(got.threshold, wanted.threshold, device.tolerance)
    }
    expectNear(got.total, device.recomputed.T, 1e-9)
  })

  const { n, scaleMax } = edges.inputs
  const uniform = (level: number) =>
    Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 0 : level)))
  const fixed = (level: number) => {
    const got = dematel(uniform(level), { normaliser: 'fixed', scaleMax })
    if (!got) throw new Error('singular')
    return { D: got.influence, I: got.influence.map((d, i) => interdependenceIndex(d, got.dependence[i], n)) }
  }

  test('fixed divisor: a uniform network at level l has the index l/m', () => {
    expectNear(fixed(3).D, edges.expected.D_all3, edges.tolerance)
    expectNear(fixed(3).I, edges.expected.I_all3, edges.tolerance)
    expectNear(fixed(2).I, edges.expected.I_all2, edges.tolerance)
    expectNear(fixed(0).D, edges.expected.D_zero, edges.tolerance)
  })

  test('classic divisor: a uniform network is singular', () => {
    expect(edges.expected.classicSmallestSingularValue_all3).toBe(0)
    expect(dematel(uniform(3), { normaliser: 'classic', scaleMax })).toBeNull()
  })
})

describe('rank acceptability over all weights (METHOD 8)', () => {
  test.each([dominance, quarter, ties, unit3].map((oracle) => [oracle.name, oracle] as const))('%s', (_, oracle) => {
    expectNear(exactAcceptability(oracle.inputs.alternatives), oracle.expected.ra, oracle.tolerance)
  })
})

describe('comparison (METHOD 9)', () => {
  const { dims0, dims1, w } = lmdi.inputs

  test('LMDI-I with the logarithmic mean', () => {
    const total = (dims: number[]) => Math.exp(dims.reduce((sum, x, i) => sum + w[i] * Math.log(x), 0))
    const between = logarithmicMean(total(dims1), total(dims0))
    const got = dims0.map((x0, i) => ((w[i] * between) / logarithmicMean(dims1[i], x0)) * (dims1[i] - x0))
    expectNear(got, lmdi.expected.contrib, lmdi.tolerance)
    expectNear(
      got.reduce((a, b) => a + b),
      lmdi.expected.sum,
      lmdi.tolerance,
    )
  })

  test('LMDI-I in a comparison of two rounds, in points of 25 a level', () => {
    // x = 3.5 needs two questions in the third dimension: levels 3 and 3, then 3 and 2.
    const definition = mini({
      dimensions: { one: {}, two: {}, three: {} },
      questions: { 'a.one.c': {}, 'a.two.c': {}, 'a.three.c': {}, 'a.three.d': {} },
    })
    const round = (one: number, d: number) => ({
      definition,
      round: roundOf(definition, { agreed: { 'a.one.c': one, 'a.two.c': 2, 'a.three.c': 3, 'a.three.d': d } }),
    })
    const [sector] = compareRounds(round(1, 3), round(2, 2)).sectors
    const [first, , third] = lmdi.expected.contrib
    expect(sector.contributions.map((c) => ('item' in c ? c.item : c.cap))).toEqual(['a.one.c', 'a.three.d'])
    expectNear(
      sector.contributions.map(({ points }) => points / 25),
      [first, third],
      lmdi.tolerance,
    )
    expectNear(Number(sector.common?.delta) / 25, lmdi.expected.sum, lmdi.tolerance)
  })

  test('Shapley value of the glove game', () => {
    const [left, other, right] = [1, 2, 4]
    const pairs = (members: number) =>
      Math.min(members & right ? 1 : 0, (members & left ? 1 : 0) + (members & other ? 1 : 0))
    expectNear(shapley(3, pairs), glove.expected.phi, glove.tolerance)
  })

  test('Wilcoxon’s exact one-sided p from the enumeration of sign patterns', () => {
    // The sum of signed ranks is 2V − n(n + 1)/2 and its distribution is even, so that half of the two-sided share of
    // patterns is P(V ≥ observed) when the sum is above 0.
    const { x, y } = signedRank.inputs
    const differences = x.map((value, i) => value - y[i])
    const sizes = differences.map(Math.abs).sort((a, b) => a - b)
    expect(new Set(sizes).size).toBe(x.length)
    const signedRanks = differences.map((d) => Math.sign(d) * (1 + sizes.indexOf(Math.abs(d))))
    expect(signedRanks.filter((rank) => rank > 0).reduce((a, b) => a + b)).toBe(signedRank.expected.V)
    expectNear(signFlip(signedRanks, 1) / 2, signedRank.expected.p, signedRank.tolerance)
  })
})
