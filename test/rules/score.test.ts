/** From answers to scores, at the edges (METHOD 3). */
import { describe, expect, test } from 'vitest'
import { type BlockScore, type Definition, explain, type Round, scoreRound } from '../../src/rules/index.js'
import { mechelen } from '../support/definitions.js'
import { mini } from '../support/mini.js'
import { type RoundSpec, roundOf } from '../support/round.js'

const one = mini({ voices: ['state', 'region', 'city'], dimensions: { reach: {} }, questions: { 'a.reach.c': {} } })

describe('an item value', () => {
  /** One answer a body: two of the state, two of the region, one of the city. */
  const bodies = { s1: 'state', s2: 'state', r1: 'region', r2: 'region', c: 'city' }
  const spec = (answers: Record<string, number | string>, agreed?: number | string): RoundSpec => ({
    bodies,
    answers: Object.fromEntries(Object.entries(answers).map(([body, answer]) => [body, { 'a.reach.c': answer }])),
    ...(agreed === undefined ? {} : { agreed: { 'a.reach.c': agreed } }),
  })
  const itemOf = (round: Round) => {
    const { score, low, high, status } = scoreRound(one, round).sectors[0]
    const step = explain(one, round, 'a.reach.c')
    if (step.kind !== 'item') throw new Error('no item')
    return { status, state: step.state, value: step.value, score, low, high }
  }
  const disputed = (round: Round) => scoreRound(one, round).flags.some(({ kind }) => kind === 'scope-dispute')

  test.each<[string, RoundSpec, number, number, number]>([
    ['a single answer', spec({ s1: 3 }), 3, 3, 3],
    ['the lower of two in a voice', spec({ s1: 3, s2: 1 }), 1, 1, 1],
    ['the mean of voices', spec({ s1: 3, c: 0 }), 1.5, 0, 3],
    ['each voice once', spec({ s1: 4, s2: 4, c: 0 }), 2, 0, 4],
    ['the lower medians of the voices as bounds', spec({ s1: 4, s2: 1, r1: 2, r2: 3, c: 3 }), 2, 1, 3],
    ['levels beside don’t know', spec({ s1: 3, s2: 'dk', c: 1 }), 2, 1, 3],
    ['levels beside not applicable', spec({ s1: 3, s2: 'na', c: 'na' }), 3, 3, 3],
  ])('is %s', (_, round, value, low, high) => {
    const item = itemOf(roundOf(one, round))
    expect(item).toMatchObject({ status: 'scored', state: 'provisional', value })
    expect([item.score, item.low, item.high].map(Number)).toEqual(
      [value, low, high].map((level) => expect.closeTo(25 * level, 9)),
    )
  })

  test.each<[string, RoundSpec]>([
    ['of the agreed answer', spec({ s1: 4, s2: 4, c: 4 }, 1)],
    ['of the agreed answer without positions', spec({}, 1)],
    ['of the agreed answer beside not applicable', spec({ c: 'na' }, 1)],
  ])('is that %s', (_, round) => {
    expect(itemOf(roundOf(one, round))).toEqual({
      status: 'scored',
      state: 'agreed',
      value: 1,
      score: 25,
      low: 25,
      high: 25,
    })
  })

  const nothing = { value: null, score: null, low: null, high: null }
  test.each<[string, RoundSpec]>([
    ['nobody answers', spec({})],
    ['everybody says don’t know', spec({ s1: 'dk', c: 'dk' })],
    ['one says not applicable and another don’t know', spec({ s1: 'na', c: 'dk' })],
    ['don’t know is agreed', spec({ s1: 3, c: 3 }, 'dk')],
  ])('is unknown when %s', (_, round) => {
    expect(itemOf(roundOf(one, round))).toEqual({ status: 'insufficient', state: 'unknown', ...nothing })
  })

  test.each<[string, RoundSpec]>([
    ['one body says so and no one else anything', spec({ s1: 'na' })],
    ['all say so', spec({ s1: 'na', c: 'na' })],
    ['it is agreed, whatever the positions', spec({ s1: 3, c: 'dk' }, 'na')],
  ])('is not applicable when %s', (_, round) => {
    expect(itemOf(roundOf(one, round))).toEqual({ status: 'not-applicable', state: 'not-applicable', ...nothing })
  })

  test.each<[string, RoundSpec, boolean]>([
    ['a level stands beside a not applicable', spec({ s1: 3, c: 'na' }), true],
    ['only not applicable is said', spec({ s1: 'na', c: 'na' }), false],
    ['a don’t know stands beside a not applicable', spec({ s1: 'na', c: 'dk' }), false],
    ['an answer is agreed', spec({ s1: 3, c: 'na' }, 3), false],
    ['don’t know is agreed', spec({ s1: 3, c: 'na' }, 'dk'), false],
  ])('is disputed in scope when %s: %j', (_, round, is) => expect(disputed(roundOf(one, round))).toBe(is))
})

/** A sector whose only criterion has questions of given weights, the first `known` answered. */
function weighted(weights: readonly number[], known: number): BlockScore {
  const questions = Object.fromEntries(weights.map((weight, i) => [`a.reach.c.${i}`, { weight }]))
  const definition = mini({ dimensions: { reach: {} }, questions })
  const agreed = Object.fromEntries(weights.slice(0, known).map((_, i) => [`a.reach.c.${i}`, 2]))
  return scoreRound(definition, roundOf(definition, { agreed })).sectors[0]
}

describe('publishing', () => {
  test.each([
    ['half', [1, 1], 1, 'scored'],
    ['half in parts that don’t add up exactly', [0.1, 0.2, 0.3], 2, 'scored'],
    ['half the other way round', [0.3, 0.1, 0.2], 1, 'scored'],
    ['a little more than half', [1, 1 - 1e-6], 1, 'scored'],
    ['a little less than half', [1 - 1e-6, 1], 1, 'insufficient'],
    ['nothing', [1, 1], 0, 'insufficient'],
  ] as const)('a criterion and a dimension with %s of the weight are as said', (_, weights, known, status) => {
    const { reach } = weighted(weights, known).dimensions
    expect([reach.status, reach.criteria.c.status]).toEqual([status, status])
    expect(reach.score).toBe(status === 'scored' ? 50 : null)
  })

  test.each([
    ['two thirds', [1, 1, 1], 2, 'scored'],
    ['two thirds in parts that don’t add up exactly', [0.1, 0.3, 0.2], 2, 'scored'],
    ['a little more', [2, 1 - 1e-6], 1, 'scored'],
    ['a little less', [2 - 1e-6, 1], 1, 'insufficient'],
    ['six tenths', [3, 2], 1, 'insufficient'],
  ] as const)('a sector with %s of the weight is as said', (_, weights, known, status) => {
    const { score, need, low, high, completeness, confidence, ...sector } = { need: 0, ...weighted(weights, known) }
    expect(sector.status).toBe(status)
    if (status === 'insufficient') expect([score, low, high, confidence]).toEqual([null, null, null, null])
    expect(completeness).toBeCloseTo(
      weights.slice(0, known).reduce((a, b) => a + b, 0) / weights.reduce((a, b) => a + b, 0),
      12,
    )
  })

  test('a sector with enough answers is insufficient while one of its dimensions is', () => {
    const questions = Object.fromEntries([
      ...[0, 1, 2, 3].map((i) => [`a.one.c.${i}`, {}]),
      ...[0, 1, 2].map((i) => [`a.two.c.${i}`, {}]),
    ])
    const definition = mini({ dimensions: { one: {}, two: {} }, questions })
    const agreed = { 'a.one.c': 2, 'a.two.c.0': 2 }
    const [sector] = scoreRound(definition, roundOf(definition, { agreed })).sectors
    expect(sector).toMatchObject({ status: 'insufficient', score: null, low: null, high: null, completeness: 5 / 7 })
    expect(sector.dimensions.two).toMatchObject({ status: 'insufficient', score: null, completeness: 1 / 3 })
    const [enough] = scoreRound(definition, roundOf(definition, { agreed: { ...agreed, 'a.two.c.1': 2 } })).sectors
    expect(enough).toMatchObject({ status: 'scored', completeness: 6 / 7 })
    expect(enough.score).toBeCloseTo(50, 12)
  })
})

describe('what leaves the formula', () => {
  const definition = mini({
    dimensions: { capacity: { parts: { role: ['role'], resources: ['money'] } }, reach: {} },
    questions: { 'a.capacity.role': {}, 'a.capacity.money': {}, 'a.reach.c': {}, 'a.reach.d': {} },
  })
  const sectorOf = (agreed: RoundSpec['agreed'], method: RoundSpec['method'] = {}) =>
    scoreRound(definition, roundOf(definition, { agreed, method })).sectors[0]

  test('a part that is not applicable: the other one is the dimension', () => {
    const { capacity } = sectorOf({ 'a.capacity': { role: 1, money: 'na' }, 'a.reach': 2 }).dimensions
    expect(capacity).toMatchObject({ status: 'scored', score: 25, completeness: 1 })
  })

  test('a dimension that is not applicable: the other one is the sector', () => {
    const sector = sectorOf({ 'a.capacity': 'na', 'a.reach': 1 })
    expect(sector).toMatchObject({ status: 'scored', score: 25, completeness: 1 })
    expect(sector.dimensions.capacity).toMatchObject({ status: 'not-applicable', score: null, completeness: null })
  })

  test('everything: the sector is not applicable', () => {
    expect(sectorOf({ 'a.capacity': 'na', 'a.reach': 'na' })).toMatchObject({
      status: 'not-applicable',
      score: null,
      low: null,
      high: null,
      completeness: null,
      confidence: null,
      provisional: false,
    })
  })

  test('a part without a value does not leave: it makes its dimension and the sector insufficient', () => {
    const sector = sectorOf({ 'a.capacity': { role: 1, money: 'dk' }, 'a.reach': 2 })
    expect(sector.dimensions.capacity).toMatchObject({ status: 'insufficient', score: null, completeness: 0.5 })
    expect(sector).toMatchObject({ status: 'insufficient', score: null, completeness: 0.75 })
  })

  test('a criterion without a value leaves its mean', () => {
    expect(sectorOf({ 'a.capacity': 2, 'a.reach': { c: 3, d: 'dk' } }).dimensions.reach).toMatchObject({
      status: 'scored',
      score: 75,
      low: 37.5,
      high: 87.5,
      completeness: 0.5,
    })
  })

  test('a dimension of weight 0 with everything under it', () => {
    const method = { dimensions: { capacity: 0, reach: 1 } }
    const sector = sectorOf({ 'a.reach': 1 }, method)
    expect(sector).toMatchObject({ status: 'scored', score: 25, low: 25, high: 25, completeness: 1 })
    expect(sector.dimensions.capacity).toMatchObject({ status: 'insufficient', completeness: 0 })
    expect(sectorOf({ 'a.capacity': 1 }, method)).toMatchObject({ status: 'insufficient', completeness: 0 })
  })

  test('a factor common to all dimension weights', () => {
    const agreed = { 'a.capacity': 1, 'a.reach': 3 }
    const scores = [1, 2, 1e-3].map((w) => sectorOf(agreed, { dimensions: { capacity: 3 * w, reach: w } }).score)
    // exp((3 ln 2 + ln 4)/4) = 2^(5/4)
    for (const score of scores) expect(score).toBeCloseTo(25 * (2 ** 1.25 - 1), 9)
  })
})

describe('a result', () => {
  const { definition } = mechelen()
  const empty = scoreRound(definition, roundOf(definition, { bodies: { city: 'local', ngo: 'major_groups' } }))
  const everything = (spec: RoundSpec = {}) =>
    scoreRound(definition, roundOf(definition, { bodies: { city: 'local' }, ...spec }))

  test('lists every sector in the definition’s order, also those out of scope', () => {
    const { sectors } = everything({ outOfScope: ['food', 'justice'] })
    expect(sectors.map(({ id }) => id)).toEqual(definition.sectors.map(({ id }) => id))
    expect(sectors.filter(({ status }) => status === 'out-of-scope').map(({ id }) => id)).toEqual(['food', 'justice'])
  })

  test('of a round without answers is insufficient everywhere, and no number is 0 but the completeness', () => {
    for (const sector of empty.sectors) {
      expect(sector).toMatchObject({
        status: 'insufficient',
        score: null,
        low: null,
        high: null,
        completeness: 0,
        confidence: null,
        provisional: false,
        alpha: null,
        need: null,
        urgency: null,
        interdependence: { index: null, influence: null, dependence: null, prominence: null, relation: null },
        priority: { rank: null, value: null, interval: null, acceptability: null },
        screening: { rank: null, value: null },
      })
    }
    expect(empty.enabling).toMatchObject({ status: 'insufficient', score: null, completeness: 0 })
    expect(empty.divergences).toEqual([])
    expect(empty.influences).toBeNull()
    expect(empty.spread).toEqual({})
  })

  test('lists every voice that has a body, with the dimensions that it is asked', () => {
    const { voices } = empty.sectors[0]
    expect(Object.keys(voices)).toEqual(['local', 'major_groups'])
    expect(Object.keys(voices.local.dimensions)).toEqual(['capacity', 'coherence', 'comprehensiveness'])
    expect(Object.keys(voices.major_groups.dimensions)).toEqual(['coherence', 'comprehensiveness'])
  })

  test('holds the criteria that the round asks', () => {
    const criteria = ({ dimensions }: BlockScore) =>
      Object.fromEntries(
        Object.entries(dimensions).map(([id, dimension]) => [id, new Set(Object.keys(dimension.criteria))]),
      )
    expect(criteria(everything().sectors[0])).toEqual({
      capacity: new Set(['role', 'funding', 'data']),
      coherence: new Set(['rules']),
      comprehensiveness: new Set(['status', 'groups', 'participation']),
    })
    const full = everything({ form: 'full', conventions: ['crc'], profile: { 'profile.places': ['origin'] } })
    expect(criteria(full.sectors[0])).toEqual({
      capacity: new Set(['role', 'funding', 'data', 'staff', 'coordination']),
      coherence: new Set(['rules', 'conventions', 'firewall']),
      comprehensiveness: new Set(['status', 'groups', 'participation', 'movement']),
    })
  })

  test('of a sector out of scope holds nulls and no criteria', () => {
    const agreed = { food: 2, 'cross.capacity': 1 }
    const [food] = everything({ outOfScope: ['food'], agreed }).sectors
    const nothing = { status: 'out-of-scope', score: null, low: null, high: null, completeness: null, criteria: {} }
    expect(food).toEqual({
      id: 'food',
      status: 'out-of-scope',
      score: null,
      low: null,
      high: null,
      completeness: null,
      confidence: null,
      provisional: false,
      alpha: null,
      dimensions: { capacity: nothing, coherence: nothing, comprehensiveness: nothing },
      voices: { local: { score: null, dimensions: {} } },
      need: null,
      urgency: null,
      interdependence: { index: null, influence: null, dependence: null, prominence: null, relation: null },
      priority: { rank: null, value: null, interval: null, acceptability: null },
      screening: { rank: null, value: null },
    })
  })

  test('names its definition, form and method, and has no uncertainty without draws', () => {
    expect(empty).toMatchObject({
      format: 'malines-result/1',
      method: '1',
      definition: { id: 'mechelen-50', version: definition.version, form: 'short', hash: definition.hash },
    })
    expect('uncertainty' in empty).toBe(false)
  })

  test('is provisional by questions alone, not by urgency or pairs', () => {
    const answers = { city: { 'food.urgency.severity': 2, 'interdep.water.on.food': 2, 'water.capacity.role': 1 } }
    const [food, water] = everything({ answers }).sectors
    expect([food.provisional, water.provisional]).toEqual([false, true])
  })

  test('leaves urgency out of completeness, and cross-cutting questions out of sectors', () => {
    const agreed = { 'food.urgency': 4, cross: 4 }
    const result = everything({ agreed })
    expect(result.sectors[0]).toMatchObject({ completeness: 0, urgency: 1 })
    expect(result.enabling).toMatchObject({ status: 'scored', score: 100, completeness: 1, low: 100, high: 100 })
  })
})

describe('the enabling environment', () => {
  const { definition } = mechelen()
  const score = (spec: RoundSpec, d: Definition = definition) => scoreRound(d, roundOf(d, spec)).enabling

  test('is capped by no finding, since a finding names sectors', () => {
    const findings = [{ sectors: definition.sectors.map(({ id }) => id) }]
    const { dimensions } = score({ agreed: { cross: 4 }, findings })
    expect(dimensions.coherence).toMatchObject({ score: 100 })
  })

  test('has recognition among the roles, surge and revenue among the resources', () => {
    // Role part: role, coordination, recognition; resources: funding, data, staff, surge, revenue.
    const low = (item: string) =>
      score({ agreed: { cross: 4, [`cross.capacity.${item}`]: 0 } }).dimensions.capacity.score
    expect(low('recognition')).toBeCloseTo(25 * (8 / 3), 9)
    expect(low('coordination')).toBeCloseTo(25 * (8 / 3), 9)
    expect(low('surge')).toBeCloseTo(80, 9)
    expect(low('revenue')).toBeCloseTo(80, 9)
    expect(low('training')).toBeCloseTo(80, 9)
  })
})
