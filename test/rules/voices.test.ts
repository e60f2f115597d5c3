/** What each voice says and how well a score is supported (METHOD 3.8, 3.10, 4). */
import { describe, expect, test } from 'vitest'
import { type Confidence, scoreRound } from '../../src/rules/index.js'
import { valuesOf } from '../../src/rules/values.js'
import { agendaOf } from '../../src/rules/voices.js'
import { mini } from '../support/mini.js'
import { type RoundSpec, roundOf } from '../support/round.js'

const VOICES = ['state', 'region', 'city', 'groups']
const TEN = Array.from({ length: 10 }, (_, i) => `q${i}`)

/** One dimension of ten questions. */
const ten = mini({
  voices: VOICES,
  dimensions: { reach: { capped: true } },
  questions: Object.fromEntries(TEN.map((id) => [`a.reach.${id}`, {}])),
})
const score = (spec: RoundSpec, definition = ten) => scoreRound(definition, roundOf(definition, spec))
const sectorOf = (spec: RoundSpec) => score(spec).sectors[0]

describe('confidence', () => {
  /** Answers to the ten questions, each a level and how it is supported. */
  const told = (level: number, supports: readonly (Confidence | '')[], from = 0) =>
    Object.fromEntries(supports.map((support, i) => [`a.reach.q${i + from}`, `${level} ${support}`.trim()]))
  const repeat = <T>(times: number, value: T): T[] => Array.from({ length: times }, () => value)
  const documented = told(2, repeat(10, 'documented'))

  test.each<[string, RoundSpec, string | null]>([
    ['all documented and agreed', { answers: { state: documented, city: documented } }, 'high'],
    [
      'complete to .8',
      { answers: { state: told(2, repeat(8, 'documented')), city: told(2, repeat(8, 'documented')) } },
      'high',
    ],
    [
      'complete to .7',
      { answers: { state: told(2, repeat(7, 'documented')), city: told(2, repeat(7, 'documented')) } },
      'medium',
    ],
    [
      // Of twenty positions twelve are documented and eight informed: (12 + 4)/20.
      'supported to .8',
      {
        answers: {
          state: documented,
          city: told(2, [...repeat(2, 'documented' as const), ...repeat(8, 'informed' as const)]),
        },
      },
      'high',
    ],
    [
      'supported to .775',
      {
        answers: {
          state: documented,
          city: told(2, [...repeat(1, 'documented' as const), ...repeat(9, 'informed' as const)]),
        },
      },
      'medium',
    ],
    [
      'all informed',
      { answers: { state: told(2, repeat(10, 'informed')), city: told(2, repeat(10, 'informed')) } },
      'medium',
    ],
    [
      'half documented and half opinion',
      { answers: { state: documented, city: told(2, repeat(10, 'opinion')) } },
      'medium',
    ],
    ['unstated being opinion', { answers: { state: documented, city: told(2, repeat(10, '')) } }, 'medium'],
    [
      'supported to .45',
      {
        answers: {
          state: told(2, [...repeat(9, 'informed' as const), 'opinion']),
          city: told(2, [...repeat(9, 'informed' as const), 'opinion']),
        },
      },
      'low',
    ],
    // One level apart: consensus 1 + log2(1 − 1/8) = .807; two: .585; three: .322.
    ['agreed to .807', { answers: { state: documented, city: told(3, repeat(10, 'documented')) } }, 'high'],
    ['agreed to .585', { answers: { state: documented, city: told(4, repeat(10, 'documented')) } }, 'medium'],
    [
      'agreed to .322',
      { answers: { state: told(1, repeat(10, 'documented')), city: told(4, repeat(10, 'documented')) } },
      'low',
    ],
    ['one position an item', { answers: { state: documented } }, 'medium'],
    [
      'one position an item, in part by another body',
      { answers: { state: told(2, repeat(5, 'documented')), city: told(2, repeat(5, 'documented'), 5) } },
      'medium',
    ],
    [
      'two positions on one item that agree, the others alone',
      { answers: { state: documented, city: told(2, ['documented']) } },
      'high',
    ],
    ['agreed answers without positions', { agreed: { 'a.reach': 2 } }, 'low'],
    [
      'agreed answers with positions',
      { agreed: { 'a.reach': 2 }, answers: { state: documented, city: documented } },
      'high',
    ],
    ['no score', { answers: { state: told(2, repeat(6, 'documented')) } }, null],
    [
      'positions on what is not applicable, which is none of its items',
      {
        agreed: { 'a.reach.q0': 'na' },
        answers: {
          state: { ...documented, 'a.reach.q0': '0 opinion' },
          city: { ...documented, 'a.reach.q0': '4 opinion' },
        },
      },
      'high',
    ],
    [
      // Agreement 1 on nine items and 0 on the tenth: .9.
      'positions on an item that is agreed to be unknown, which is one of its items',
      {
        agreed: { 'a.reach.q0': 'dk' },
        answers: {
          state: { ...documented, 'a.reach.q0': '0 documented' },
          city: { ...documented, 'a.reach.q0': '4 documented' },
        },
      },
      'high',
    ],
  ])('with %s', (_, spec, band) => expect(sectorOf(spec).confidence).toBe(band))

  test.each([
    ['.8', 0, 'high'],
    ['a little less than .8', 1e-6, 'medium'],
    ['.8 within the tolerance', 1e-10, 'high'],
  ])('with completeness %s', (_, less, band) => {
    const questions = { 'a.reach.c.1': { weight: 4 - less }, 'a.reach.c.2': { weight: 1 + less } }
    const definition = mini({ dimensions: { reach: {} }, questions })
    const told = { 'a.reach.c.1': '2 documented' }
    expect(score({ answers: { state: told, city: told } }, definition).sectors[0].confidence).toBe(band)
  })

  test.each([
    ['half', 0, 'medium'],
    ['.495', 1, 'low'],
  ])('with support %s', (_, opinions, band) => {
    const bodies = Object.fromEntries(TEN.map((_, i) => [`s${i}`, 'state']))
    const informed = told(2, repeat(10, 'informed'))
    const answers = Object.fromEntries(
      TEN.map((_, i) => [`s${i}`, i < opinions ? { ...informed, 'a.reach.q0': '2 opinion' } : informed]),
    )
    expect(sectorOf({ bodies, answers }).confidence).toBe(band)
  })

  test('rests on no dimension of weight 0', () => {
    const definition = mini({
      dimensions: { one: {}, two: {} },
      questions: { 'a.one.c': {}, 'a.two.c': {} },
    })
    const at = (level: number) => ({ 'a.one.c': '2 documented', 'a.two.c': `${level}` })
    const spec: RoundSpec = { answers: { state: at(0), city: at(4) } }
    expect(score(spec, definition).sectors[0].confidence).toBe('medium')
    const dimensions = { one: 1, two: 0 }
    expect(score({ ...spec, method: { dimensions } }, definition).sectors[0].confidence).toBe('high')
  })

  test('counts the disagreement on items that are agreed to be unknown', () => {
    // Of ten items seven agree wholly and three not at all: .7. Two have no value: completeness .8.
    const apart = (level: number) =>
      Object.fromEntries(['q0', 'q1', 'q2'].map((id) => [`a.reach.${id}`, `${level} documented`]))
    const answers = { state: { ...documented, ...apart(0) }, city: { ...documented, ...apart(4) } }
    const unknown = { 'a.reach': { q0: 2, q1: 'dk', q2: 'dk' } }
    expect(sectorOf({ agreed: unknown, answers })).toMatchObject({ confidence: 'medium', completeness: 0.8 })
  })
})

describe('one voice’s view', () => {
  const definition = mini({
    voices: VOICES,
    dimensions: { capacity: { parts: { role: ['role'], money: ['money'] } }, coherence: { capped: true } },
    questions: {
      'a.capacity.role': { asked_to: ['state', 'city'] },
      'a.capacity.money': { asked_to: ['state'] },
      'a.coherence.rules': {},
      'a.coherence.more': { depth: 'extended' },
    },
  })
  const views = (spec: RoundSpec) => score(spec, definition).sectors[0].voices
  const all = { state: { a: 1 }, city: { a: 3 }, groups: { a: 3 } }

  test('rests on its own positions, of the items that it is asked', () => {
    const { state, city, groups } = views({ answers: all, agreed: { 'a.capacity.role': 4 } })
    expect(state).toEqual({
      score: expect.closeTo(25, 9),
      dimensions: { capacity: { status: 'scored', score: 25 }, coherence: { status: 'scored', score: 25 } },
    })
    // Of capacity the city is asked the role alone: the other part leaves.
    expect(city).toEqual({
      score: expect.closeTo(75, 9),
      dimensions: { capacity: { status: 'scored', score: 75 }, coherence: { status: 'scored', score: 75 } },
    })
    expect(groups).toEqual({ score: null, dimensions: { coherence: { status: 'scored', score: 75 } } })
  })

  test('takes the lower median of its bodies', () => {
    const bodies = { s1: 'state', s2: 'state', s3: 'state' }
    const at = (level: number) => ({ a: level })
    expect(views({ bodies, answers: { s1: at(4), s2: at(0), s3: at(3) } }).state.score).toBeCloseTo(75, 9)
    expect(views({ bodies, answers: { s1: at(4), s2: at(1) } }).state.score).toBeCloseTo(25, 9)
  })

  test('is insufficient where it says nothing or doesn’t know, and what it calls not applicable leaves', () => {
    const dimensions = (coherence: number | string) =>
      views({ answers: { state: { 'a.coherence.rules': coherence } } }).state.dimensions
    expect(dimensions('dk').coherence).toEqual({ status: 'insufficient', score: null })
    expect(dimensions('dk').capacity).toEqual({ status: 'insufficient', score: null })
    expect(dimensions('na').coherence).toEqual({ status: 'not-applicable', score: null })
  })

  test('is not applicable only when no body of the voice says don’t know', () => {
    const bodies = { s1: 'state', s2: 'state' }
    const answers = { s1: { 'a.coherence.rules': 'na' }, s2: { 'a.coherence.rules': 'dk' } }
    expect(views({ bodies, answers }).state.dimensions.coherence.status).toBe('insufficient')
  })

  test('is capped like the sector', () => {
    const { state, city } = views({ answers: all, findings: [{ sectors: ['a'] }] })
    expect([state.dimensions.coherence.score, city.dimensions.coherence.score]).toEqual([25, 50])
  })

  test('has a sector score only when all dimensions are asked to it, though one is left out of this round', () => {
    const { city, groups } = views({ answers: all, outOfScope: ['a.capacity.role', 'a.capacity.money'] })
    expect(city).toEqual({ score: null, dimensions: { coherence: { status: 'scored', score: 75 } } })
    expect(groups.score).toBeNull()
  })

  test('stands there for every voice with a body, and no other', () => {
    expect(Object.keys(views({ bodies: { x: 'groups', y: 'state' } }))).toEqual(['state', 'groups'])
  })
})

describe('a divergence', () => {
  const item = 'a.reach.q0'
  const told = (...levels: (number | string | null)[]): RoundSpec['answers'] =>
    Object.fromEntries(levels.flatMap((level, i) => (level === null ? [] : [[VOICES[i], { [item]: level }]])))
  const gaps = (spec: RoundSpec) => score(spec).divergences.map(({ item: id, gap }) => [id, gap])

  test.each<[string, RoundSpec, number | null]>([
    ['is there from two levels on', { answers: told(1, null, 3) }, 2],
    ['is not there at one level', { answers: told(1, null, 2) }, null],
    ['is the largest difference of any two voices', { answers: told(1, 2, 4) }, 3],
    [
      'is not between bodies of one voice',
      { bodies: { x: 'city', y: 'city' }, answers: { x: { [item]: 0 }, y: { [item]: 4 } } },
      null,
    ],
    [
      'is between lower medians',
      {
        bodies: { x: 'city', y: 'city', z: 'state' },
        answers: { x: { [item]: 1 }, y: { [item]: 4 }, z: { [item]: 3 } },
      },
      2,
    ],
    ['is not with a voice that doesn’t know', { answers: told(0, 'dk', 1, 'na') }, null],
    ['stays when an answer is agreed', { answers: told(0, null, 4), agreed: { [item]: 2 } }, 4],
    ['stays when don’t know is agreed', { answers: told(0, null, 4), agreed: { [item]: 'dk' } }, 4],
  ])('%s', (_, spec, gap) => expect(gaps(spec)).toEqual(gap === null ? [] : [[item, gap]]))

  test('is also on pairs and urgency items, in the definition’s order', () => {
    const two = mini({
      dimensions: { reach: {} },
      questions: { 'a.reach.c': {}, 'b.reach.c': {}, 'cross.reach.c': {} },
    })
    const all = ['interdep', 'cross.reach.c', 'b.urgency.severity', 'b.reach.c', 'a.urgency', 'a.reach.c']
    const at = (level: number) => Object.fromEntries(all.map((id) => [id, level]))
    expect(score({ answers: { state: at(1), city: at(4) } }, two).divergences.map((d) => d.item)).toEqual([
      'a.reach.c',
      'a.urgency.severity',
      'a.urgency.share',
      'a.urgency.time',
      'b.reach.c',
      'b.urgency.severity',
      'cross.reach.c',
      'interdep.b.on.a',
      'interdep.a.on.b',
    ])
  })

  test('holds the medians in the order of the voices, the consensus, and whether there are two camps', () => {
    expect(score({ answers: told(4, null, 0, 4) }).divergences).toEqual([
      {
        item,
        gap: 4,
        // ⅓ at 0 and ⅔ at 4: μ = 8/3; 1 + ⅓·log2(1 − ⅔) + ⅔·log2(1 − ⅓)
        consensus: expect.closeTo(1 + Math.log2(1 / 3) / 3 + (2 * Math.log2(2 / 3)) / 3, 12),
        twoCamps: true,
        medians: { state: 4, city: 0, groups: 4 },
      },
    ])
    expect(score({ answers: told(1, 2, 3, null) }).divergences[0].twoCamps).toBe(false)
    expect(Object.keys(score({ answers: told(1, 2, 3, null) }).divergences[0].medians)).toEqual([
      'state',
      'region',
      'city',
    ])
  })

  test('weighs each voice once in the consensus', () => {
    const bodies = { ...Object.fromEntries(TEN.map((id) => [id, 'state'])), city: 'city' }
    const answers = { ...Object.fromEntries(TEN.map((id) => [id, { [item]: 4 }])), city: { [item]: 0 } }
    expect(score({ bodies, answers }).divergences[0].consensus).toBeCloseTo(0, 12)
  })

  test('comes to the meeting by gap × need, then by the least consensus', () => {
    const two = mini({
      voices: VOICES,
      dimensions: { reach: {} },
      questions: { 'a.reach.q0': {}, 'a.reach.q1': {}, 'a.reach.q2': {}, 'a.reach.q3': {}, 'b.reach.q': {} },
    })
    const spec: RoundSpec = {
      answers: {
        state: { 'a.reach': { q0: 4, q1: 0, q2: 0, q3: 0 }, 'a.urgency.severity': 4, 'interdep.b.on.a': 4 },
        city: { 'a.reach': { q0: 2, q1: 2, q2: 2, q3: 3 }, 'a.urgency.severity': 1, 'interdep.b.on.a': 2 },
        groups: { 'a.reach': { q2: 0 } },
      },
      agreed: { 'a.reach': { q3: 'dk' } },
    }
    const round = roundOf(two, spec)
    const agenda = agendaOf(valuesOf(two, round), scoreRound(two, round).divergences)
    // q3: 3 · 1, nobody knows. Severity: 3 · 2.5/4 = 1.875. q2: 2 · (4 − ⅔)/4 = 1.67. q1: 2 · ¾. pair: 2 · ¾.
    // q0: 2 · ¼ = 0.5. Of q1 and the pair the consensus is the same: the definition's order.
    expect(agenda.map((d) => d.item)).toEqual([
      'a.reach.q3',
      'a.urgency.severity',
      'a.reach.q2',
      'a.reach.q1',
      'interdep.b.on.a',
      'a.reach.q0',
    ])
  })

  test('of the same gap × need comes the earlier the smaller its consensus', () => {
    // Both 2 · ¼. q0: 0, 1, 2, consensus .72; q1: 2 and 4, consensus .585.
    const answers = {
      state: { 'a.reach': { q0: 0, q1: 2 } },
      city: { 'a.reach': { q0: 2, q1: 4 } },
      groups: { 'a.reach.q0': 1 },
    }
    const round = roundOf(ten, { answers, agreed: { 'a.reach': { q0: 3, q1: 3 } } })
    const { divergences } = scoreRound(ten, round)
    const agenda = agendaOf(valuesOf(ten, round), divergences)
    expect(divergences.map((d) => d.item)).toEqual(['a.reach.q0', 'a.reach.q1'])
    expect(agenda.map((d) => d.item)).toEqual(['a.reach.q1', 'a.reach.q0'])
  })
})

describe('two voices', () => {
  const pairs = (spec: RoundSpec) => score(spec).voicePairs
  const told = (levels: readonly (number | string)[]) =>
    Object.fromEntries(levels.map((level, i) => [`a.reach.q${i}`, level]))

  test('are compared in the order of the voices, first minus second', () => {
    const answers = { groups: told([0, 1, 1]), city: told([1, 3, 4]), state: told([4]) }
    expect(pairs({ bodies: { groups: 'groups', city: 'city', state: 'state' }, answers })).toEqual([
      { voices: ['state', 'city'], items: 1, gap: 3, delta: 1 },
      { voices: ['state', 'groups'], items: 1, gap: 4, delta: 1 },
      // (1 + 2 + 3)/3; of nine pairs 1 > 0 once, 1 = 1 twice, 3 and 4 above all: 7/9.
      { voices: ['city', 'groups'], items: 3, gap: 2, delta: expect.closeTo(7 / 9, 12) },
    ])
  })

  test('without a common question have no gap and no delta', () => {
    const answers = { state: told([4]), city: told(['dk', 3]) }
    expect(pairs({ bodies: { state: 'state', city: 'city' }, answers })).toEqual([
      { voices: ['state', 'city'], items: 0, gap: null, delta: null },
    ])
  })
})

describe('Krippendorff’s alpha of a sector', () => {
  const told = (levels: readonly number[]) => Object.fromEntries(levels.map((level, i) => [`a.reach.q${i}`, level]))
  const alpha = (state: readonly number[], city: readonly number[]) =>
    sectorOf({ answers: { state: told(state), city: told(city) } }).alpha

  test('needs five items with two voices', () => {
    expect(alpha([0, 1, 2, 3], [0, 1, 2, 3])).toBeNull()
    expect(alpha([0, 1, 2, 3, 4], [0, 1, 2, 3])).toBeNull()
    expect(alpha([0, 1, 2, 3, 4], [0, 1, 2, 3, 4])).toBe(1)
  })
  test('does not exist when everybody says the same of everything', () => {
    expect(alpha([2, 2, 2, 2, 2], [2, 2, 2, 2, 2])).toBeNull()
  })
  test('is below 0 when the voices say the opposite', () => {
    expect(alpha([0, 4, 0, 4, 0], [4, 0, 4, 0, 4])).toBeLessThan(0)
  })
  test('is of the voices’ medians, not of the bodies', () => {
    const bodies = { s1: 'state', s2: 'state', city: 'city' }
    const answers = { s1: told([0, 1, 2, 3, 4]), s2: told([4, 4, 4, 4, 4]), city: told([0, 1, 2, 3, 4]) }
    expect(sectorOf({ bodies, answers }).alpha).toBe(1)
  })
})
