/** Seeded draws: how far scores and ranks would move if the answers were others (METHOD 8, 10). */
import { describe, expect, test } from 'vitest'
import { type Drawn, type Result, scoreRound } from '../../src/rules/index.js'
import { sfc32 } from '../../src/rules/uncertainty.js'
import { mechelen } from '../support/definitions.js'
import { mini } from '../support/mini.js'
import { exampleRound, type RoundSpec, roundOf } from '../support/round.js'

const two = mini({ dimensions: { reach: {} }, questions: { 'a.reach.c': {}, 'b.reach.c': {} } })
const score = (spec: RoundSpec, draws: number) => scoreRound(two, roundOf(two, spec), { draws })
const drawnOf = (result: Result): (Drawn | undefined)[] => result.sectors.map(({ drawn }) => drawn)

/** a is more urgent, b more in need; the pairs are even. */
const agreed = { 'a.reach': 3, 'b.reach': 1, 'a.urgency': 4, 'b.urgency': 2, interdep: 2 }

describe('the generator', () => {
  // The same generator written in another language.
  test.each([
    [1, [2012149540, 1872316204, 1707632675, 1779833415]],
    [2026, [1544625461, 1848362616, 759571729, 1455556970]],
    [4294967295, [1984736529, 3747275468, 1287205723, 2021412065]],
  ])('gives the numbers of sfc32 for the seed %d', (seed, numbers) => {
    const random = sfc32(seed)
    expect(numbers.map(() => random() * 2 ** 32)).toEqual(numbers)
  })

  test('fills the range evenly', () => {
    const random = sfc32(5)
    const counts = new Array<number>(10).fill(0)
    for (let i = 0; i < 10_000; i++) counts[Math.floor(10 * random())]++
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})

describe('draws', () => {
  const { definition } = mechelen()
  const round = exampleRound('rivermond-2026')
  const result = scoreRound(definition, round, { draws: 300 })

  test('are the same for the same seed, to the last bit', () => {
    expect(JSON.stringify(scoreRound(definition, round, { draws: 300 }))).toBe(JSON.stringify(result))
  })

  test('are others for another seed', () => {
    const other = scoreRound(definition, { ...round, method: { ...round.method, seed: 7 } }, { draws: 300 })
    expect(drawnOf(other)).not.toEqual(drawnOf(result))
    expect(other.sectors.map((s) => s.score)).toEqual(result.sectors.map((s) => s.score))
  })

  test('leave the exact numbers as they are', () => {
    const exact = scoreRound(definition, round)
    const { uncertainty, ...rest } = result
    expect({ ...rest, sectors: rest.sectors.map(({ drawn, ...sector }) => sector) }).toEqual(exact)
    expect(uncertainty).toEqual({ draws: 300, seed: 2026, method: '1' })
  })

  test('give percentiles in order, inside the exact bounds, and shares that sum to 1', () => {
    for (const { drawn, low, high } of result.sectors) {
      if (!drawn) throw new Error('not drawn')
      const [p05, p95] = drawn.score
      expect(p05).toBeLessThanOrEqual(p95)
      expect(p05).toBeGreaterThanOrEqual(Number(low) - 1e-9)
      expect(p95).toBeLessThanOrEqual(Number(high) + 1e-9)
      expect(drawn.rankInterval[0]).toBeLessThanOrEqual(drawn.rankInterval[1])
      expect(drawn.acceptability).toHaveLength(9)
      expect(drawn.acceptability.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
    }
    result.sectors.forEach((_, rank) => {
      const all = result.sectors.reduce((sum, { drawn }) => sum + (drawn?.acceptability[rank] ?? 0), 0)
      expect(all).toBeCloseTo(1, 9)
    })
  })

  test('tell how far they are', () => {
    const told: [number, number][] = []
    scoreRound(two, roundOf(two, { agreed }), { draws: 2500, onDraw: (done, draws) => told.push([done, draws]) })
    expect(told).toEqual([
      [0, 2500],
      [1000, 2500],
      [2000, 2500],
    ])
  })

  test('are made for ranked sectors alone', () => {
    const [a, b] = drawnOf(score({ agreed: { ...agreed, 'b.urgency': 'dk' } }, 10))
    expect(a?.acceptability).toEqual([expect.closeTo(1, 9)])
    expect(b).toBeUndefined()
  })
})

describe('a round in which everything is agreed', () => {
  const result = score({ agreed }, 10_000)

  test('has no spread in its scores', () => {
    for (const { drawn, score: exact } of result.sectors) expect(drawn?.score).toEqual([exact, exact])
  })

  test('has the ranks of weights that are uniform on the simplex', () => {
    for (const { drawn, priority } of result.sectors) {
      priority.acceptability?.forEach((share, k) => {
        expect(Math.abs(share - Number(drawn?.acceptability[k]))).toBeLessThan(0.02)
      })
    }
  })
})

describe('what is drawn', () => {
  const bodies = { s1: 'state', s2: 'state', s3: 'state', c: 'city' }
  const at = (level: number) => ({ 'a.reach.c': level })
  const { 'a.reach': _, ...rest } = agreed
  const scoreOf = (spec: RoundSpec, draws = 2000) => drawnOf(score({ bodies, ...spec }, draws))[0]?.score

  test('is one body’s level in each voice, then their mean', () => {
    // The state says 0, 2 or 4, the city 2: 1, 2 or 3, though the lower median is 2 and the bounds are level 2.
    const answers = { s1: at(0), s2: at(2), s3: at(4), c: at(2) }
    expect(scoreOf({ agreed: rest, answers })).toEqual([25, 75].map((value) => expect.closeTo(value, 9)))
  })

  test('is as likely as there are bodies that say it, and shown between its 5th and 95th percentile', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`s${i + 1}`, 'state']))
    const told = (count: number, odd: number, level: number) =>
      Object.fromEntries(Object.keys(many).map((body, i) => [body, at(i < count ? odd : level)]))
    const drawn = (count: number, odd: number, level: number) =>
      scoreOf({ bodies: many, agreed: rest, answers: told(count, odd, level) }, 4000)
    // Three of forty are 7.5 %, one is 2.5 %.
    expect(drawn(3, 0, 2)).toEqual([0, 50].map((value) => expect.closeTo(value, 9)))
    expect(drawn(1, 0, 2)).toEqual([50, 50].map((value) => expect.closeTo(value, 9)))
    expect(drawn(3, 4, 2)).toEqual([50, 100].map((value) => expect.closeTo(value, 9)))
    expect(drawn(1, 4, 2)).toEqual([50, 50].map((value) => expect.closeTo(value, 9)))
  })

  test('is nothing where an answer is agreed', () => {
    expect(scoreOf({ agreed, answers: { s1: at(0), c: at(4) } })).toEqual([75, 75])
  })

  test('is any level, each as likely, where nothing is known', () => {
    const three = mini({
      dimensions: { reach: {} },
      questions: { 'a.reach.c1': {}, 'a.reach.c2': {}, 'a.reach.c3': {} },
    })
    const told = { 'a.reach': { c1: 2, c2: 2, c3: 'dk' }, 'a.urgency': 1 }
    const drawn = (draws: number) =>
      scoreRound(three, roundOf(three, { agreed: told }), { draws }).sectors[0].drawn?.score.map(Number) ?? []
    // c3 at 0 and at 4, each in a fifth of the draws: (4 + 0)/3 and (4 + 4)/3.
    expect(drawn(2000)).toEqual([100 / 3, 200 / 3].map((value) => expect.closeTo(value, 9)))
  })

  test('takes share and time of a body with severity 0 as 0', () => {
    // Everything is even but urgency. b has 7/8; a has more only when all three are drawn from the second body.
    const all = {
      ...agreed,
      'a.reach': 2,
      'b.reach': 2,
      'b.urgency.time': 2,
      'b.urgency.severity': 4,
      'b.urgency.share': 4,
    }
    const { 'a.urgency': __, ...others } = all
    const told = (severity: number) => ({ 'a.urgency': { severity, share: 4, time: 4 } })
    const [a] = drawnOf(score({ bodies, agreed: others, answers: { s1: told(0), s2: told(4) } }, 2000))
    expect(Math.abs(Number(a?.acceptability[0]) - 1 / 8)).toBeLessThan(0.04)
  })

  test('is capped like the score', () => {
    const capped = mini({ dimensions: { rules: { capped: true } }, questions: { 'a.rules.c': {} } })
    const spec: RoundSpec = {
      bodies: { s1: 'state', s2: 'state' },
      answers: { s1: { 'a.rules.c': 1 }, s2: { 'a.rules.c': 4 } },
      agreed: { 'a.urgency': 1 },
      findings: [{ sectors: ['a'] }],
    }
    expect(scoreRound(capped, roundOf(capped, spec), { draws: 500 }).sectors[0].drawn?.score.map(Number)).toEqual(
      [25, 50].map((value) => expect.closeTo(value, 9)),
    )
  })

  test('is the network too', () => {
    // Equal needs. Two bodies say that c hangs on a not at all, or wholly: either all three are level, a third each at
    // the last rank, or b is last. On the average b is last in 2/3 of the draws.
    const three = mini({
      dimensions: { reach: {} },
      questions: { 'a.reach.c': {}, 'b.reach.c': {}, 'c.reach.c': {} },
    })
    const pair = 'interdep.c.on.a'
    const others = Object.fromEntries(three.interdependence.pairs.flatMap(({ id }) => (id === pair ? [] : [[id, 0]])))
    const round = roundOf(three, {
      bodies: { s1: 'state', s2: 'state' },
      answers: { s1: { [pair]: 0 }, s2: { [pair]: 4 } },
      agreed: { ...others, 'a.reach': 2, 'b.reach': 2, 'c.reach': 2 },
      method: { mode: 'interdependence' },
    })
    const [a, b, c] = drawnOf(scoreRound(three, round, { draws: 1000 }))
    expect(Math.abs(Number(b?.acceptability[2]) - 2 / 3)).toBeLessThan(0.05)
    expect(a?.acceptability).toEqual(c?.acceptability)
  })
})
