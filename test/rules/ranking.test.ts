/** Urgency, interdependence and priority through whole rounds (METHOD 6, 7, 8). */
import { describe, expect, test } from 'vitest'
import {
  exactAcceptability,
  type MethodSettings,
  type Mode,
  type Result,
  rankInterval,
  scoreRound,
} from '../../src/rules/index.js'
import { mechelen } from '../support/definitions.js'
import { mini } from '../support/mini.js'
import { exampleRound, type RoundSpec, roundOf } from '../support/round.js'

/** Sectors a, b, c with one question each, asked to three voices. */
const three = mini({
  voices: ['state', 'region', 'city'],
  dimensions: { reach: {} },
  questions: { 'a.reach.c': {}, 'b.reach.c': {}, 'c.reach.c': {} },
})
const score = (spec: RoundSpec): Result => scoreRound(three, roundOf(three, spec))
const ids = ['a', 'b', 'c']

/** Needs 1, 0.5, 0; urgency 0.25, 0.5, 1; interdependence highest for b. */
const agreed = {
  ...{ 'a.reach': 0, 'b.reach': 2, 'c.reach': 4 },
  ...{ 'a.urgency': 1, 'b.urgency': 2, 'c.urgency': 4 },
  ...{ interdep: 1, 'interdep.a.on.b': 4, 'interdep.c.on.b': 4 },
}
const weights = (urgency: number, interdependence: number, need: number): Partial<MethodSettings> => ({
  weights: { urgency, interdependence, need },
})

describe('urgency', () => {
  const urgency = (spec: RoundSpec) => score(spec).sectors[0].urgency
  const told = (severity: number | string, share: number | string, time: number | string) => ({
    'a.urgency': { severity, share, time },
  })

  test.each([
    ['counts severity twice', told(2, 1, 3), 0.5],
    ['is 1 at most', told(4, 4, 4), 1],
    ['is 0 with severity 0, whatever else is said', told(0, 4, 4), 0],
    ['is 0 with severity 0, whatever else is not known', told(0, 'dk', 'dk'), 0],
    ['is missing without severity', told('dk', 4, 4), null],
    ['is missing without share', told(3, 'dk', 4), null],
    ['is missing without time', { 'a.urgency': { severity: 3, share: 4 } }, null],
    ['is missing where time is not applicable', told(3, 4, 'na'), null],
  ])('%s', (_, answers, expected) => expect(urgency({ agreed: answers })).toBe(expected))

  test('takes the mean of voices of the lower medians', () => {
    const bodies = { s1: 'state', s2: 'state', c: 'city' }
    const answers = {
      s1: { 'a.urgency': { severity: 1, share: 4, time: 2 } },
      s2: { 'a.urgency': { severity: 3, share: 2, time: 2 } },
      c: { 'a.urgency': { severity: 4, share: 3, time: 3 } },
    }
    // severity (1 + 4)/2, share (2 + 3)/2, time (2 + 3)/2
    expect(urgency({ bodies, answers })).toBe((2 * 2.5 + 2.5 + 2.5) / 16)
  })

  describe('with a body that answers severity 0', () => {
    const bodies = { s: 'state', c1: 'city', c2: 'city' }
    const state = { 'a.urgency': { severity: 4, share: 4, time: 4 } }
    const calm = { 'a.urgency.severity': 0 }

    test.each<[string, RoundSpec, number | null]>([
      // severity (4 + 0)/2, share and time too
      ['counts 0 for its share and time', { bodies, answers: { s: state, c1: calm } }, 0.5],
      [
        'counts 0 although it answered them',
        { bodies, answers: { s: state, c1: { 'a.urgency': { severity: 0, share: 4, time: 4 } } } },
        0.5,
      ],
      [
        'counts 0 although it said don’t know',
        { bodies, answers: { s: state, c1: { 'a.urgency': { severity: 0, share: 'dk', time: 'na' } } } },
        0.5,
      ],
      // In the city the lower median of 0 and 4 is 0.
      ['counts as one body of its voice', { bodies, answers: { s: state, c1: calm, c2: state } }, 0.5],
      [
        'counts nothing beside an agreed share',
        { bodies, answers: { s: state, c1: calm }, agreed: { 'a.urgency.share': 4 } },
        0.625,
      ],
      ['is 0 when all do', { bodies, answers: { s: calm, c1: calm } }, 0],
      // Severity is settled at 1, share and time stay (4 + 0)/2.
      [
        'counts 0 also when another severity is agreed',
        { bodies, answers: { s: state, c1: calm }, agreed: { 'a.urgency.severity': 1 } },
        0.375,
      ],
      [
        'leaves what nobody else answered at 0',
        { bodies, answers: { s: { 'a.urgency.severity': 4 }, c1: calm } },
        0.25,
      ],
    ])('%s', (_, spec, expected) => expect(urgency(spec)).toBe(expected))

    test('keeps its answers as positions, for the divergences', () => {
      const answers = { s: state, c1: { 'a.urgency': { severity: 0, share: 2, time: 4 } } }
      const { divergences } = score({ bodies, answers })
      expect(divergences.map(({ item, medians }) => [item, medians])).toEqual([
        ['a.urgency.severity', { state: 4, city: 0 }],
        ['a.urgency.share', { state: 4, city: 2 }],
      ])
    })
  })
})

describe('modes', () => {
  const ranks = (spec: RoundSpec, stage: 'priority' | 'screening') => score(spec).sectors.map((s) => s[stage].rank)

  test.each<[Mode]>([['urgency'], ['interdependence'], ['both']])(
    '%s ranks before and after the answers by its own inputs',
    (mode) => {
      const result = score({ agreed, method: { mode } })
      const used = { urgency: ['urgency'], interdependence: ['interdependence'], both: ['urgency', 'interdependence'] }[
        mode
      ]
      const value = (i: number, inputs: string[]) => {
        const { need, urgency, interdependence } = result.sectors[i]
        const of = { need, urgency, interdependence: interdependence.index }
        return inputs.reduce((sum, input) => sum + Number(Reflect.get(of, input)), 0) / inputs.length
      }
      const rankOf = (inputs: string[]) =>
        ids.map((_, i) => 1 + ids.filter((__, j) => value(j, inputs) > value(i, inputs) + 1e-9).length)
      result.sectors.forEach(({ priority, screening }, i) => {
        expect(screening.value).toBeCloseTo(value(i, used), 12)
        expect(priority.value).toBeCloseTo(value(i, [...used, 'need']), 12)
      })
      expect(result.sectors.map(({ screening }) => screening.rank)).toEqual(rankOf(used))
      expect(result.sectors.map(({ priority }) => priority.rank)).toEqual(rankOf([...used, 'need']))
      expect(Object.keys(result.spread)).toEqual([...used, 'need'])
    },
  )

  test('screening needs no scores', () => {
    const { 'a.reach': _, 'b.reach': __, 'c.reach': ___, ...before } = agreed
    expect(ranks({ agreed: before, method: { mode: 'urgency' } }, 'screening')).toEqual([3, 2, 1])
    expect(ranks({ agreed: before, method: { mode: 'urgency' } }, 'priority')).toEqual([3, 2, 1])
  })

  test('screening takes the weights of its inputs', () => {
    expect(ranks({ agreed, method: weights(0, 1, 5) }, 'screening')).toEqual([2, 1, 2])
    expect(ranks({ agreed, method: weights(1, 0, 5) }, 'screening')).toEqual([3, 2, 1])
    expect(ranks({ agreed, method: weights(0, 0, 1) }, 'screening')).toEqual([null, null, null])
  })
})

describe('weights', () => {
  const ranks = (spec: Partial<MethodSettings>) => score({ agreed, method: spec }).sectors.map((s) => s.priority.rank)

  test.each([
    ['need alone', weights(0, 0, 1), [1, 2, 3]],
    ['urgency alone', weights(1, 0, 0), [3, 2, 1]],
    ['interdependence alone', weights(0, 1, 0), [2, 1, 2]],
  ])('%s', (_, method, expected) => expect(ranks(method)).toEqual(expected))

  test('count by their proportions', () => {
    const values = (by: number) =>
      score({ agreed, method: weights(by, 2 * by, 3 * by) }).sectors.map((s) =>
        expect.closeTo(s.priority.value ?? -1, 12),
      )
    expect(score({ agreed, method: weights(1, 2, 3) }).sectors.map((s) => s.priority.value)).toEqual(values(1e6))
  })

  test('change no share of all weights and no interval', () => {
    const shares = (method: Partial<MethodSettings>) =>
      score({ agreed, method }).sectors.map(({ priority }) => [priority.acceptability, priority.interval])
    expect(shares(weights(1, 5, 0))).toEqual(shares({}))
  })
})

test('a sector that leaves the scope reorders the others in nothing but interdependence', () => {
  const method = { mode: 'urgency' as const }
  const values = (spec: RoundSpec) => score({ agreed, method, ...spec }).sectors.map((s) => s.priority.value)
  expect(values({ outOfScope: ['b'] })).toEqual(values({}).map((value, i) => (i === 1 ? null : value)))
})

test('one ranked sector has rank 1 at all weights', () => {
  const [a] = score({ agreed, outOfScope: ['b', 'c'] }).sectors
  expect(a.priority).toMatchObject({ rank: 1, interval: [1, 1], acceptability: [1] })
})

describe('the classic divisor', () => {
  const classic = (told: RoundSpec['agreed'], spec: RoundSpec = {}) =>
    score({ ...spec, agreed: { ...agreed, ...told }, method: { ...spec.method, normaliser: 'classic' } })

  test('gives influence, dependence, prominence and relation, and no index', () => {
    // a → b at 2, b → c at 4: largest sum 4, X = ½ and 1. T(a,b) = ½, T(b,c) = 1, T(a,c) = ½.
    const { sectors, influences } = classic({
      interdep: 0,
      'interdep.b.on.a': 2,
      'interdep.c.on.b': 4,
      'interdep.a.on.b': 0,
    })
    const expected = { a: [1, 0], b: [1, 0.5], c: [0, 1.5] }
    for (const { id, interdependence } of sectors) {
      const [influence, dependence] = Reflect.get(expected, id)
      expect(interdependence).toEqual({
        index: null,
        influence,
        dependence,
        prominence: influence + dependence,
        relation: influence - dependence,
      })
    }
    expect(influences?.total[0]).toEqual([0, 0.5, 0.5])
  })

  test('leaves the ranking to the other inputs', () => {
    const { sectors, flags } = classic({})
    expect(flags).toContainEqual({ kind: 'input-missing', at: 'interdependence' })
    // (U + N)/2: (0.25 + 1)/2, (0.5 + 0.5)/2, (1 + 0)/2
    expect(sectors.map((s) => s.priority.value)).toEqual([0.625, 0.5, 0.5].map((value) => expect.closeTo(value, 12)))
    expect(sectors.map((s) => s.priority.rank)).toEqual([1, 2, 2])
    expect(sectors[0].priority.acceptability).toHaveLength(3)
  })

  test('gives nulls where it is singular', () => {
    const { sectors, influences, flags } = classic({ interdep: 3, 'interdep.a.on.b': 3, 'interdep.c.on.b': 3 })
    for (const { interdependence } of sectors)
      expect(Object.values(interdependence)).toEqual([null, null, null, null, null])
    expect(influences).toBeNull()
    expect(flags).toContainEqual({ kind: 'singular-normaliser' })
  })

  test('gives zeros where there are no links', () => {
    const { sectors, flags } = classic({ interdep: 0, 'interdep.a.on.b': 0, 'interdep.c.on.b': 0 })
    expect(sectors[0].interdependence).toEqual({ index: null, influence: 0, dependence: 0, prominence: 0, relation: 0 })
    expect(flags).toContainEqual({ kind: 'no-links' })
  })

  test('ranks nobody in mode interdependence with weight on nothing else', () => {
    const { sectors, flags } = classic({}, { method: { mode: 'interdependence', ...weights(1, 1, 0) } })
    expect(sectors.every(({ priority }) => priority.rank === null && priority.acceptability === null)).toBe(true)
    expect(flags.filter(({ kind }) => kind !== 'top-three')).toEqual([{ kind: 'input-missing', at: 'interdependence' }])
  })
})

describe('the fixed divisor', () => {
  test('gives a uniform network of any size the index of its level', () => {
    const outs = [[], ['c']]
    for (const outOfScope of outs) {
      for (const level of [0, 1, 2, 3, 4]) {
        const { sectors } = score({ outOfScope, agreed: { interdep: level } })
        expect(sectors[0].interdependence.index).toBeCloseTo(level / 4, 12)
        expect(sectors[1].interdependence.relation).toBeCloseTo(0, 12)
      }
    }
  })

  test('takes suggested values into no score', () => {
    const definition = {
      ...three,
      interdependence: {
        ...three.interdependence,
        pairs: three.interdependence.pairs.map((pair) => ({ ...pair, suggested: 3 as const })),
      },
    }
    const round = roundOf(definition, { agreed: { 'interdep.a.on.b': 2 } })
    expect(scoreRound(definition, round)).toEqual(scoreRound(three, round))
  })

  test('asks a pair like an item, with the mean instead of the lower median within a voice', () => {
    const bodies = { s1: 'state', s2: 'state', s3: 'state', c: 'city' }
    const at = (level: number | string) => ({ interdep: level })
    const answers = { s1: at(0), s2: at(1), s3: at(4), c: at(2) }
    // ((0 + 1 + 4)/3 + 2)/2 = 11/6
    expect(score({ bodies, answers }).sectors[0].interdependence.index).toBeCloseTo(11 / 24, 12)
    expect(score({ bodies, answers: { ...answers, s3: at('dk') } }).sectors[0].interdependence.index).toBeCloseTo(
      (0.5 + 2) / 2 / 4,
      12,
    )
    expect(score({ bodies, answers, agreed: { interdep: 3 } }).sectors[0].interdependence.index).toBeCloseTo(0.75, 12)
  })
})

describe('rank acceptability', () => {
  test('of the example rounds agrees with a fine grid over all weights', () => {
    const { sectors } = scoreRound(mechelen().definition, exampleRound('rivermond-2026'))
    const rows = sectors.map(({ urgency, interdependence, need }) => [
      Number(urgency),
      Number(interdependence.index),
      Number(need),
    ])
    const counts = rows.map(() => rows.map(() => 0))
    const steps = 300
    let total = 0
    for (let a = 0; a < steps; a++) {
      for (let b = 0; a + b < steps; b++) {
        // Two triangles a square: the lower one, and but for the last of a row the upper one.
        for (const third of a + b < steps - 1 ? [1 / 3, 2 / 3] : [1 / 3]) {
          const [u, v] = [(a + third) / steps, (b + third) / steps]
          const values = rows.map((row) => u * row[0] + v * row[1] + (1 - u - v) * row[2])
          values.forEach((value, i) => {
            counts[i][values.filter((other) => other > value + 1e-9).length]++
          })
          total++
        }
      }
    }
    sectors.forEach(({ priority }, i) => {
      priority.acceptability?.forEach((share, k) => {
        expect(Math.abs(share - counts[i][k] / total), `${i}, rank ${k + 1}`).toBeLessThan(2e-3)
      })
      expect(priority.interval).toEqual(rankInterval(priority.acceptability ?? []))
    })
  })

  const rows = [
    [1, 0],
    [0.5, 0.5],
    [0, 0.75],
  ]
  test('of two inputs within bounds is the share of the part of the segment', () => {
    // Level: 1 and 2 at w = 1/2; 2 and 3 at w/2 = 1/4·(1 − w), w = 1/3; 1 and 3 at w = 3/7.
    const [first, second, third] = exactAcceptability(rows)
    expect(first).toEqual([0.5, 0.5 - 3 / 7, 3 / 7].map((share) => expect.closeTo(share, 12)))
    expect(second).toEqual([0.5 - 1 / 3, 0.5 + 1 / 3, 0].map((share) => expect.closeTo(share, 12)))
    expect(third).toEqual([1 / 3, 3 / 7 - 1 / 3, 4 / 7].map((share) => expect.closeTo(share, 12)))
    // From 0.4 to 0.6, by a bound on either weight.
    const wanted = [0.5, (0.5 - 3 / 7) / 0.2, (3 / 7 - 0.4) / 0.2].map((share) => expect.closeTo(share, 12))
    for (const bounds of [
      [
        [0.4, 0.6],
        [0, 1],
      ],
      [
        [0, 1],
        [0.4, 0.6],
      ],
    ] as const) {
      expect(exactAcceptability(rows, bounds)[0]).toEqual(wanted)
    }
  })

  test('at a single weight is the rank there', () => {
    const point = [
      [0.25, 0.25],
      [0.75, 0.75],
    ] as const
    expect(exactAcceptability(rows, point)).toEqual([
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ])
  })

  test('within bounds on three weights is the share of the clipped triangle', () => {
    // A leads where w1 > 1/2. Of w1 ≤ 3/4 remain 15/16 of the triangle, of which A has 1/4 − 1/16.
    const pair = [
      [1, 0, 0],
      [0.5, 0.5, 0.5],
    ]
    const bounds = [
      [0, 0.75],
      [0, 1],
      [0, 1],
    ] as const
    expect(exactAcceptability(pair, bounds)[0]).toEqual([0.2, 0.8].map((share) => expect.closeTo(share, 12)))
  })

  test('shares ranks between inputs that differ by less than 1e-9, and by no more', () => {
    expect(exactAcceptability([[0.5], [0.5 + 9e-10]])[0]).toEqual([0.5, 0.5])
    expect(exactAcceptability([[0.5], [0.5 + 2e-9]])[0]).toEqual([0, 1])
    const near = (by: number) =>
      exactAcceptability([
        [0.5, 0.5, 0.5],
        [0.5 + by, 0.5 + by, 0.5 + by],
      ])[0]
    expect(near(5e-10)).toEqual([0.5, 0.5])
    expect(near(2e-9)).toEqual([0, 1])
  })

  test('refuses rows of different lengths, no inputs, and bounds that do not fit them', () => {
    expect(() => exactAcceptability([[1, 0], [1]])).toThrow('the same inputs')
    expect(() => exactAcceptability([[]])).toThrow(RangeError)
    expect(() => exactAcceptability([[1, 0]], [[0, 1]])).toThrow('one pair of bounds an input')
    const high = [
      [0.6, 1],
      [0.6, 1],
    ] as const
    expect(() => exactAcceptability([[1, 0]], high)).toThrow('no weights satisfy')
  })
})

describe('the 90 % interval', () => {
  test.each([
    ['from .05 on', [0.05, 0.95], [1, 2]],
    ['from .05 on, within the tolerance', [0.05 - 5e-10, 0.95 + 5e-10], [1, 2]],
    ['not below', [0.05 - 1e-8, 0.95 + 1e-8], [2, 2]],
    ['to .95', [0.95, 0.05], [1, 1]],
    ['to .95, within the tolerance', [0.95 - 5e-10, 0.05 + 5e-10], [1, 1]],
    ['not less', [0.95 - 1e-8, 0.05 + 1e-8], [1, 2]],
    ['over a gap', [0.4, 0, 0.6], [1, 3]],
  ])('runs %s', (_, shares, interval) => expect(rankInterval(shares)).toEqual(interval))
})
