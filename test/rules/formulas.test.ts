/** One line a fact: the small formulas of the method, at and around their thresholds. */
import { describe, expect, test } from 'vitest'
import { lowerMedian } from '../../src/rules/answers.js'
import { logarithmicMean } from '../../src/rules/contributions.js'
import {
  agreementBand,
  cliffsDelta,
  dematel,
  exactAcceptability,
  interdependenceIndex,
  krippendorffOrdinal,
  rankInterval,
  tastleWierman,
  vanDerEijk,
} from '../../src/rules/index.js'
import { fillMissing } from '../../src/rules/interdependence.js'
import { rank, ranksOf } from '../../src/rules/priority.js'
import { shapley } from '../../src/rules/shapley.js'
import { signFlip } from '../../src/rules/sign-flip.js'
import { drawWeights, sfc32 } from '../../src/rules/uncertainty.js'
import { urgencyOf } from '../../src/rules/urgency.js'
import { frequencies } from '../../src/rules/voices.js'

describe('lower median', () => {
  test.each([
    [[3], 3],
    [[1, 3], 1],
    [[4, 0, 2], 2],
    [[0, 1, 3, 4], 1],
  ])('of %j is %d', (levels, median) => expect(lowerMedian(levels)).toBe(median))

  test('of nothing is no number', () => expect(lowerMedian([])).toBeNaN())
})

describe('urgency', () => {
  test.each([
    [4, 4, 4, 1],
    [4, 2, 4, 0.875],
    [0, 4, 4, 0],
    [0, Number.NaN, Number.NaN, 0],
    [1, 0, 0, 0.125],
  ])('of severity %d, share %d, time %d is %d', (severity, share, time, u) =>
    expect(urgencyOf(severity, share, time)).toBe(u),
  )

  test('does not exist without a value that counts', () => {
    expect(urgencyOf(Number.NaN, 1, 1)).toBeNaN()
    expect(urgencyOf(2, Number.NaN, 1)).toBeNaN()
  })
})

describe('agreement', () => {
  test.each([
    [[0, 0, 5, 0, 0], 1, 1],
    [[1, 0, 0, 0, 1], 0, -1],
    [[1, 1, 1, 1, 1], null, 0],
  ])('of %j: consensus %s, van der Eijk %d', (counts, consensus, a) => {
    if (consensus !== null) expect(tastleWierman(counts)).toBeCloseTo(consensus, 12)
    expect(vanDerEijk(counts)).toBeCloseTo(a, 12)
  })

  test('does not exist without answers', () => {
    expect(tastleWierman([0, 0, 0, 0, 0])).toBeNull()
    expect(vanDerEijk([0, 0, 0])).toBeNull()
    expect(cliffsDelta([], [1])).toBeNull()
    expect(
      krippendorffOrdinal([
        [1, 1],
        [1, 1],
      ]),
    ).toBeNull()
  })

  test('refuses a scale of one level and negative frequencies', () => {
    expect(() => tastleWierman([1])).toThrow(RangeError)
    expect(() => vanDerEijk([1, -1, 0])).toThrow(RangeError)
  })

  test.each([
    [0.8, 'agreed'],
    [0.8 - 1e-10, 'agreed'],
    [0.79, 'differs'],
    [0.5, 'differs'],
    [0.49, 'disagrees'],
  ])('of %d is "%s"', (consensus, band) => expect(agreementBand(consensus)).toBe(band))

  test('weighs every voice 1, shared among its bodies', () => {
    const bodies = [...Array.from({ length: 8 }, (_, i) => `ministry-${i}`), 'city']
    const columns = { bodies, voices: [...new Array(8).fill(0), 2], starts: [0, 8, 8, 9] }
    expect(frequencies(0, columns, Int8Array.of(...new Array(8).fill(4), 1))).toEqual([0, 1, 0, 0, 1])
  })
})

describe('interdependence', () => {
  test('of a uniform network at level l is l/4, and 0 without links', () => {
    for (const level of [0, 1, 2, 3, 4]) {
      const network = Array.from({ length: 9 }, (_, i) => Array.from({ length: 9 }, (_, j) => (i === j ? 0 : level)))
      const numbers = dematel(network)
      expect(interdependenceIndex(numbers?.influence[0] ?? 9, numbers?.dependence[0] ?? 9, 9)).toBeCloseTo(
        level / 4,
        12,
      )
    }
  })

  test('with the classic divisor is singular when all sums are equal, and nothing without links', () => {
    const uniform = [
      [0, 2, 2],
      [2, 0, 2],
      [2, 2, 0],
    ]
    expect(dematel(uniform, { normaliser: 'classic' })).toBeNull()
    const none = dematel(
      [
        [0, 0],
        [0, 0],
      ],
      { normaliser: 'classic' },
    )
    expect(none?.influence).toEqual([0, 0])
  })

  test('refuses cells outside the scale and matrices that are not square', () => {
    expect(() =>
      dematel([
        [0, 5],
        [1, 0],
      ]),
    ).toThrow('0 to 4')
    expect(() => dematel([[0, 1]])).toThrow('square')
  })

  test('has no index with a single sector', () => expect(interdependenceIndex(0, 0, 1)).toBeNull())

  const u = Number.NaN
  test('fills a missing cell with the mean of the means of its row and column', () => {
    // Row 1 knows 2 alone, column 2 knows 4 alone: (2 + 4)/2 = 3.
    const filled = fillMissing([
      [0, 2, u],
      [1, 0, 4],
      [1, 3, 0],
    ])
    expect(filled?.matrix[0][2]).toBe(3)
    expect(filled?.filled).toEqual([[0, 2]])
  })

  test('leaves the other mean where a row knows nothing', () => {
    const row = [
      [0, u, u, u],
      [2, 0, 2, 2],
      [2, 2, 0, 2],
      [2, 2, 2, 0],
    ]
    expect(fillMissing(row)?.matrix[0]).toEqual([0, 2, 2, 2])
  })

  test('needs 60 % of the cells', () => {
    const three = [
      [0, 1, u],
      [1, 0, u],
      [1, u, 0],
    ]
    expect(fillMissing(three)).toBeNull()
    expect(
      fillMissing([
        [0, 1, 1],
        [1, 0, u],
        [1, u, 0],
      ]),
    ).not.toBeNull()
    expect(fillMissing([[0]])).toBeNull()
  })
})

describe('ranks', () => {
  test('are shared by ties: 1, 2, 2, 4', () => {
    expect(ranksOf([0.9, 0.5, 0.5 + 1e-10, 0.1])).toEqual([1, 2, 2, 4])
    expect(ranksOf([0.2, null, 0.4])).toEqual([2, null, 1])
  })

  const inputs = (urgency: number | null, interdependence: number | null, need: number | null) => ({
    urgency,
    interdependence,
    need,
  })
  const equal = { urgency: 1, interdependence: 1, need: 1 }

  test('leave an input that nobody has with its weight', () => {
    const { ranks, values, missing } = rank(
      [inputs(0.2, null, 0.4), inputs(0.8, null, 0.6)],
      ['urgency', 'interdependence', 'need'],
      equal,
    )
    expect(missing).toEqual(['interdependence'])
    expect(ranks).toEqual([2, 1])
    expect(values[1]).toBeCloseTo(0.7, 12)
  })

  test('leave out a sector without an input that others have', () => {
    expect(rank([inputs(0.2, 0.1, null), inputs(0.8, 0.1, 0.6)], ['urgency', 'need'], equal).ranks).toEqual([null, 1])
  })

  test('do not exist when only weights of 0 are left', () => {
    const { ranks, possible } = rank([inputs(0.2, null, 0.4)], ['urgency'], { ...equal, urgency: 0 })
    expect([ranks, possible]).toEqual([[null], false])
  })

  test.each([
    [
      [1, 0, 0],
      [1, 1],
    ],
    [
      [0.04, 0.96, 0],
      [2, 2],
    ],
    [
      [0.05, 0.9, 0.05],
      [1, 2],
    ],
    [
      [0.3, 0.3, 0.4],
      [1, 3],
    ],
  ])('with shares %j hold 90 %% in %j', (shares, interval) => expect(rankInterval(shares)).toEqual(interval))
})

describe('rank acceptability', () => {
  test('of one input is the rank, and ties share', () => {
    expect(exactAcceptability([[0.5], [0.9], [0.5]])).toEqual([
      [0, 0.5, 0.5],
      [1, 0, 0],
      [0, 0.5, 0.5],
    ])
  })

  test('of two inputs is the length of weights', () => {
    // The first leads while w1 > 1/4: 0.6·w1 > 0.2·(1 − w1).
    const [first] = exactAcceptability([
      [0.8, 0.2],
      [0.2, 0.4],
    ])
    expect(first[0]).toBeCloseTo(0.75, 12)
  })

  test('agrees with a fine grid, with and without bounds on the weights', () => {
    const random = sfc32(7)
    const rows = Array.from({ length: 5 }, () => [random(), random(), random()])
    for (const bounds of [
      undefined,
      [
        [0.2, 0.6],
        [0.1, 0.7],
        [0, 0.5],
      ],
    ] as const) {
      const counts = rows.map(() => rows.map(() => 0))
      let total = 0
      const steps = 400
      for (let a = 0; a < steps; a++) {
        for (let b = 0; a + b < steps; b++) {
          const weights = [(a + 1 / 3) / steps, (b + 1 / 3) / steps]
          weights.push(1 - weights[0] - weights[1])
          if (bounds?.some(([low, high], k) => weights[k] < low || weights[k] > high)) continue
          total++
          const values = rows.map((row) => row.reduce((sum, value, k) => sum + weights[k] * value, 0))
          values.forEach((value, i) => {
            counts[i][values.filter((other) => other > value).length]++
          })
        }
      }
      exactAcceptability(rows, bounds).forEach((shares, i) => {
        shares.forEach((share, k) => {
          expect(Math.abs(share - counts[i][k] / total)).toBeLessThan(0.01)
        })
      })
    }
  })

  test('refuses bounds that no weights satisfy, and four inputs', () => {
    expect(() =>
      exactAcceptability(
        [[1, 1, 1]],
        [
          [0.9, 1],
          [0.9, 1],
          [0, 1],
        ],
      ),
    ).toThrow('no weights')
    expect(() => exactAcceptability([[1, 1, 1, 1]])).toThrow(RangeError)
  })
})

describe('shares of a change', () => {
  test('the logarithmic mean lies between, and of equals is their value', () => {
    expect(logarithmicMean(2, 2)).toBe(2)
    expect(logarithmicMean(1, Math.E)).toBeCloseTo(Math.E - 1, 12)
    expect(logarithmicMean(3, 5)).toBeCloseTo(logarithmicMean(5, 3), 12)
  })

  test('of a weakest link go to who lifts the weakest: v = min(a, b)', () => {
    const worth = (members: number) => Math.min(members & 1 ? 3 : 1, members & 2 ? 3 : 2)
    // Alone, a lifts 1 to 2 and b nothing; together 1 to 3: a gets (1 + 2)/2, b (0 + 1)/2.
    expect(shapley(2, worth)).toEqual([1.5, 0.5])
    expect(shapley(0, () => 1)).toEqual([])
    expect(() => shapley(21, () => 0)).toThrow(RangeError)
  })
})

describe('sign-flip test', () => {
  test.each([
    [[], 1],
    [[1], 1],
    [[1, 1], 0.5],
    [[1, -1], 1],
    [[1, 1, 1, 1, 1], 0.0625],
    [[2, 1, 1, 1, 1, 1], 0.03125],
  ])('of %j has p = %d', (changes, p) => expect(signFlip(changes, 1)).toBe(p))

  test('draws patterns beyond twenty changes, the same for the same seed', () => {
    const changes = Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? -1 : 1))
    expect(signFlip(changes, 5)).toBe(signFlip(changes, 5))
    expect(signFlip(changes, 5)).toBeGreaterThan(0.1)
    expect(signFlip(changes, 5)).toBeLessThan(0.2)
  })
})

describe('chance', () => {
  test('is the same for the same seed, and another for another', () => {
    const first = (seed: number) => Array.from({ length: 5 }, sfc32(seed))
    expect(first(1)).toEqual(first(1))
    expect(first(1)).not.toEqual(first(2))
    expect(first(1).every((value) => value >= 0 && value < 1)).toBe(true)
  })

  test('draws weights that sum to 1', () => {
    const random = sfc32(3)
    for (const count of [1, 2, 3]) {
      const weights = drawWeights(count, random)
      expect(weights).toHaveLength(count)
      expect(weights.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12)
      expect(weights.every((weight) => weight >= 0)).toBe(true)
    }
  })
})
