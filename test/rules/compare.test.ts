/** What moved between two rounds, and why (METHOD 9). */
import { describe, expect, test } from 'vitest'
import {
  type BlockComparison,
  type Cause,
  type Comparison,
  compareRounds,
  type Definition,
  type ScoreOptions,
  scoreRound,
} from '../../src/rules/index.js'
import { mechelen, tiny } from '../support/definitions.js'
import { mini } from '../support/mini.js'
import { exampleRound, type RoundSpec, roundOf } from '../support/round.js'

const compare = (definition: Definition, from: RoundSpec, to: RoundSpec, options: ScoreOptions = {}): Comparison =>
  compareRounds(
    { definition, round: roundOf(definition, from) },
    { definition, round: roundOf(definition, to) },
    options,
  )

/** The contributions by item or cap: these and no others. */
function expectPoints({ contributions }: BlockComparison, wanted: Readonly<Record<string, number>>) {
  const got = Object.fromEntries(contributions.map((c) => ['item' in c ? c.item : `cap ${c.cap}`, c.points]))
  expect(got).toEqual(Object.fromEntries(Object.entries(wanted).map(([id, value]) => [id, expect.closeTo(value, 9)])))
}

const causes = ({ notCommon }: Comparison) =>
  Object.fromEntries(notCommon.map((entry) => ['item' in entry ? entry.item : 'weights', entry.cause]))

/** Two sectors with five questions in one dimension each, and a cross-cutting question. */
const five = mini({
  dimensions: { reach: {} },
  questions: {
    ...Object.fromEntries(['a', 'b'].flatMap((s) => [1, 2, 3, 4, 5].map((i) => [`${s}.reach.c${i}`, {}]))),
    'cross.reach.c': {},
  },
})

describe('two rounds that are the same', () => {
  const round = exampleRound('rivermond-2026')
  const { definition } = mechelen()
  const comparison = compareRounds({ definition, round }, { definition, round }, { draws: 50 })

  test('differ by nothing, sector by sector', () => {
    for (const block of [...comparison.sectors, comparison.enabling]) {
      expect(block.status).toBe('compared')
      expect(block.full?.delta).toBe(0)
      expect(block.common?.delta).toBe(0)
      expect(block.full?.from).toBe(block.common?.to)
      expect(block.basisEffect).toBe(0)
      expect(block.contributions.every((contribution) => contribution.points === 0)).toBe(true)
      expect(block.clear).toBe(false)
      expect(block.signFlip).toEqual({ changed: 0, p: 1 })
    }
    expect(comparison.notCommon).toEqual([])
    expect(comparison.sameScope).toBe(true)
  })

  test('have the same ranks', () => {
    const ranks = scoreRound(definition, round).sectors.map(({ priority: { rank } }) => ({ from: rank, to: rank }))
    expect(comparison.sectors.map(({ rank }) => rank)).toEqual(ranks)
  })
})

test('a comparison names its rounds, definitions and draws', () => {
  const rounds = [exampleRound('rivermond-2024'), exampleRound('rivermond-2026')] as const
  const { definition } = mechelen()
  const [from, to] = rounds.map((round) => ({ definition, round }))
  const plain = compareRounds(from, to)
  expect(plain).toMatchObject({
    format: 'malines-comparison/1',
    method: '1',
    from: { round: '2024', definition: definition.version },
    to: { round: '2026', definition: definition.version },
  })
  expect('uncertainty' in plain).toBe(false)
  expect(plain.sectors.every(({ clear }) => clear === null)).toBe(true)
  const told: number[] = []
  const drawn = compareRounds(from, to, { draws: 1500, onDraw: (done) => told.push(done) })
  expect(drawn.uncertainty).toEqual({ draws: 1500, seeds: [2024, 2026], method: '1' })
  expect(told).toEqual([0, 1000])
  expect(compareRounds(from, to, { draws: 1500 })).toEqual(drawn)
  for (const { status, clear } of drawn.sectors) expect(clear).toBeTypeOf(status === 'compared' ? 'boolean' : 'object')
})

describe('the example rounds', () => {
  const { definition } = mechelen()
  const { sectors, enabling } = compareRounds(
    { definition, round: exampleRound('rivermond-2024') },
    { definition, round: exampleRound('rivermond-2026') },
  )
  test.each([...sectors, { id: 'enabling', ...enabling }].map((block) => [block.id, block] as const))(
    '%s: the parts sum to the whole',
    (_, { status, full, common, basisEffect, contributions }) => {
      if (status !== 'compared') {
        expect([common, basisEffect, contributions]).toEqual([null, null, []])
        return
      }
      expect(full?.delta).toBeCloseTo(Number(common?.delta) + Number(basisEffect), 9)
      expect(common?.delta).toBeCloseTo(Number(common?.to) - Number(common?.from), 12)
      expect(contributions.reduce((sum, c) => sum + c.points, 0)).toBeCloseTo(Number(common?.delta), 9)
      expect(contributions.length).toBeGreaterThan(0)
    },
  )
})

describe('why an item is not common', () => {
  const { definition } = tiny()
  const frame: RoundSpec = { form: 'full', conventions: ['illicit1970'], profile: { 'profile.seasons': ['summer'] } }
  const agreed = { 'q-11': 1, 'q-13': 1, 'q-14': 1, 'q-23': 3, 'q-24': 1, 'q-31': 1, 'q-33': 1, 'q-training': 2 }
  const { 'q-11': _, ...without } = agreed

  test.each<[string, RoundSpec, string[], Cause]>([
    ['form', { form: 'short' }, ['q-14', 'q-24'], 'form'],
    ['scope of a sector', { outOfScope: ['learning'] }, ['q-23', 'q-24'], 'scope'],
    ['scope of a question', { outOfScope: ['q-11'] }, ['q-11'], 'scope'],
    ['convention', { conventions: [] }, ['q-13'], 'convention'],
    ['profile', { profile: {} }, ['q-33'], 'profile'],
    ['not-applicable', { agreed: { ...agreed, 'q-24': 'na' } }, ['q-24'], 'not-applicable'],
    ['not-answered', { agreed: without }, ['q-11'], 'not-answered'],
    ['not-answered, being unknown', { agreed: { ...agreed, 'q-11': 'dk' } }, ['q-11'], 'not-answered'],
  ])('%s, on either side', (_, other, items, cause) => {
    const whole = { ...frame, agreed }
    const expected = Object.fromEntries(items.map((item) => [item, cause]))
    expect(causes(compare(definition, { ...whole, ...other }, whole))).toEqual(expected)
    expect(causes(compare(definition, whole, { ...whole, ...other }))).toEqual(expected)
  })

  test('nothing is said of an item without a value on both sides', () => {
    expect(causes(compare(definition, { ...frame, agreed: without }, { ...frame, agreed: without }))).toEqual({})
    const oneWay = compare(definition, { ...frame, form: 'short' }, frame)
    expect(causes(oneWay)).toEqual({})
  })

  test('urgency and pairs are no questions, and stand in no list', () => {
    const before = { ...frame, agreed: { ...agreed, 'u-11': 1, 'p-1': 2 } }
    expect(causes(compare(definition, before, { ...frame, agreed }))).toEqual({})
  })

  test('cross-cutting questions stand there like all others', () => {
    const { 'q-training': __, ...rest } = agreed
    expect(causes(compare(definition, { ...frame, agreed: rest }, { ...frame, agreed }))).toEqual({
      'q-training': 'not-answered',
    })
  })
})

describe('dimension weights', () => {
  const definition = mini({ dimensions: { one: {}, two: {} }, questions: { 'a.one.c': {}, 'a.two.c': {} } })
  const round = (one: number, two: number, w1: number, w2: number): RoundSpec => ({
    agreed: { 'a.one': one, 'a.two': two },
    method: { dimensions: { one: w1, two: w2 } },
  })

  test('are those of the later round; their change is basis effect', () => {
    // With weights 1 and 3 the fourth root of 2 · 4³, 2^(7/4); with 3 and 1 that of 2³ · 4, 2^(5/4).
    const comparison = compare(definition, round(1, 3, 1, 3), round(1, 3, 3, 1))
    const [a] = comparison.sectors
    expect(causes(comparison)).toEqual({ weights: 'weights' })
    expect(a.full?.from).toBeCloseTo(25 * (2 ** 1.75 - 1), 9)
    expect(a.full?.to).toBeCloseTo(25 * (2 ** 1.25 - 1), 9)
    expect(a.common).toMatchObject({ from: a.full?.to, delta: 0 })
    expect(a.basisEffect).toBeCloseTo(25 * (2 ** 1.25 - 2 ** 1.75), 9)
    expect(a.contributions).toEqual([])
  })

  test('that are in the same proportion are the same', () => {
    expect(compare(definition, round(1, 3, 1, 3), round(1, 3, 2, 6)).notCommon).toEqual([])
  })

  test('of the inputs of the priority change no score and are not listed', () => {
    const weights = { need: 5, urgency: 1, interdependence: 1 }
    const agreed = { 'a.one': 1, 'a.two': 1 }
    expect(compare(definition, { agreed }, { agreed, method: { weights } }).notCommon).toEqual([])
  })

  test('weigh the contributions', () => {
    // Both dimensions double, from 1 and 2, so that the sector goes from the fourth root of 1³ · 2 to twice as much.
    const [a] = compare(definition, round(0, 1, 3, 1), round(1, 3, 3, 1)).sectors
    const delta = 25 * 2 ** 0.25
    expect(a.common?.delta).toBeCloseTo(delta, 9)
    expectPoints(a, { 'a.one.c': 0.75 * delta, 'a.two.c': 0.25 * delta })
  })

  test('of 0 leave a dimension out of the contributions', () => {
    const [a] = compare(definition, round(1, 1, 1, 0), round(2, 4, 1, 0)).sectors
    expectPoints(a, { 'a.one.c': 25 })
    expect(a.common?.delta).toBeCloseTo(25, 9)
  })
})

describe('a sector is compared', () => {
  const levels = (count: number, level = 2) =>
    Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`a.reach.c${i}`, i <= count ? level : 'na']))
  const statusOf = (from: RoundSpec, to: RoundSpec) => compare(five, from, to).sectors[0].status

  test.each([
    ['with three fifths in common', 5, 3, 'compared'],
    ['with three fifths in common, the other way round', 3, 5, 'compared'],
    ['not with two fifths', 5, 2, 'not-comparable'],
    ['not with two fifths, the other way round', 2, 5, 'not-comparable'],
  ])('%s', (_, from, to, status) => expect(statusOf({ agreed: levels(from) }, { agreed: levels(to) })).toBe(status))

  test.each([
    ['with 60 % of the weight in parts that don’t add up exactly', [0.1, 0.2, 0.3, 0.4], 3, 'compared'],
    ['with a little less', [0.1, 0.2, 0.3 - 1e-6, 0.4], 3, 'not-comparable'],
  ])('%s', (_, weights, known, status) => {
    const questions = Object.fromEntries(weights.map((weight, i) => [`a.reach.c.${i}`, { weight }]))
    const definition = mini({ dimensions: { reach: {} }, questions })
    const all = Object.fromEntries(weights.map((_, i) => [`a.reach.c.${i}`, 2]))
    const some = Object.fromEntries(weights.map((_, i) => [`a.reach.c.${i}`, i < known ? 2 : 'na']))
    expect(compare(definition, { agreed: all }, { agreed: some }).sectors[0].status).toBe(status)
    expect(compare(definition, { agreed: some }, { agreed: all }).sectors[0].status).toBe(status)
  })

  test('not when one side has no score, and the other’s stands nowhere', () => {
    const few = { agreed: { 'a.reach': { c1: 2, c2: 2, c3: 2 } } }
    const [a] = compare(five, few, { agreed: levels(5) }).sectors
    expect(a).toMatchObject({
      status: 'not-comparable',
      full: null,
      common: null,
      basisEffect: null,
      contributions: [],
      clear: null,
      signFlip: null,
    })
  })

  test('not below 60 %, though both full scores are shown', () => {
    const [a] = compare(five, { agreed: levels(5) }, { agreed: levels(2, 3) }).sectors
    expect(a.full).toEqual({ from: expect.closeTo(50, 9), to: 75, delta: expect.closeTo(25, 9) })
    expect([a.common, a.basisEffect, a.contributions, a.signFlip]).toEqual([null, null, [], null])
  })

  test.each<[string, RoundSpec, RoundSpec]>([
    ['before', { outOfScope: ['a'] }, {}],
    ['after', {}, { outOfScope: ['a'] }],
    ['on both sides', { outOfScope: ['a'] }, { outOfScope: ['a'] }],
  ])('not when it is out of scope %s', (_, from, to) => {
    const agreed = { 'a.reach': 2, 'b.reach': 2 }
    const { sectors, sameScope } = compare(five, { ...from, agreed }, { ...to, agreed }, { draws: 5 })
    expect(sectors[0]).toMatchObject({
      status: 'out-of-scope',
      full: null,
      common: null,
      basisEffect: null,
      contributions: [],
      clear: null,
      signFlip: null,
    })
    expect(sectors[1].status).toBe('compared')
    expect(sameScope).toBe(from.outOfScope?.length === to.outOfScope?.length)
  })

  test('and the enabling environment like it', () => {
    const { enabling } = compare(five, { agreed: { 'cross.reach': 1 } }, { agreed: { 'cross.reach': 3 } })
    expect(enabling).toMatchObject({
      status: 'compared',
      full: { from: 25, to: expect.closeTo(75, 9) },
      basisEffect: 0,
      signFlip: { changed: 1, p: 1 },
    })
    expectPoints(enabling, { 'cross.reach.c': 50 })
  })
})

describe('contributions', () => {
  test('in a mean are shared by the weights in the criterion, and the criteria alike', () => {
    const definition = mini({
      dimensions: { reach: {} },
      questions: { 'a.reach.c.1': { weight: 3 }, 'a.reach.c.2': {}, 'a.reach.d': {}, 'a.reach.e': {} },
    })
    const from = { agreed: { 'a.reach.c': { 1: 1, 2: 1 }, 'a.reach.d': 1, 'a.reach.e': 'na' } }
    const to = { agreed: { 'a.reach.c': { 1: 2, 2: 4 }, 'a.reach.d': 0, 'a.reach.e': 2 } }
    // c: (3·1 + 1·3)/4 = 1.5 up, d: 1 down, half of each. e has left on one side, so it is common to neither.
    const [a] = compare(definition, from, to).sectors
    expect(a.common?.delta).toBeCloseTo(25 * 0.25, 9)
    expectPoints(a, { 'a.reach.c.1': (25 * 0.75) / 2, 'a.reach.c.2': (25 * 0.75) / 2, 'a.reach.d': -12.5 })
  })

  test('leave out what did not change', () => {
    const [a] = compare(five, { agreed: { 'a.reach': 1 } }, { agreed: { 'a.reach': 1, 'a.reach.c2': 2 } }).sectors
    expectPoints(a, { 'a.reach.c2': 5 })
    expect(a.signFlip).toEqual({ changed: 1, p: 1 })
  })

  const capacity = mini({
    dimensions: { capacity: { parts: { role: ['role'], money: ['money', 'staff'] } } },
    questions: { 'a.capacity.role': {}, 'a.capacity.money': {}, 'a.capacity.staff': {} },
  })
  const at = (role: number, money: number, staff: number): RoundSpec => ({
    agreed: { 'a.capacity': { role, money, staff } },
  })

  test.each<[string, RoundSpec, RoundSpec, Record<string, number>]>([
    ['of the part that decides are all', at(4, 1, 1), at(4, 3, 2), { money: 25, staff: 12.5 }],
    ['of the other part are 0', at(1, 4, 4), at(1, 2, 2), { money: 0, staff: 0 }],
    // min(role 2→4, money (2 + 2)/2 → (4 + 2)/2 = 3): role alone 2, money alone 2, both 3.
    ['of two parts that need each other are shared', at(1, 1, 1), at(3, 3, 1), { role: 12.5, money: 12.5 }],
  ])('in a weakest part, %s', (_, from, to, expected) => {
    const [a] = compare(capacity, from, to).sectors
    expectPoints(a, Object.fromEntries(Object.entries(expected).map(([id, value]) => [`a.capacity.${id}`, value])))
  })

  test('in a weakest part of which one is not applicable are those of the other', () => {
    const role = { agreed: { 'a.capacity': { role: 'na', money: 1, staff: 1 } } }
    const [a] = compare(capacity, role, { agreed: { 'a.capacity': { role: 'na', money: 3, staff: 1 } } }).sectors
    expectPoints(a, { 'a.capacity.money': 25 })
  })

  const coherence = mini({
    dimensions: { coherence: { capped: true }, reach: {} },
    questions: { 'a.coherence.c': {}, 'a.coherence.d': {}, 'a.reach.c': {} },
  })
  const capped = { findings: [{ sectors: ['a'] }] }
  const same = { 'a.reach': 2 }
  const rules = (c: number, d: number): RoundSpec => ({ agreed: { ...same, 'a.coherence': { c, d } } })

  test('of a cap that goes are its own, in the capped dimension', () => {
    const [a] = compare(coherence, { ...rules(4, 4), ...capped }, rules(4, 4)).sectors
    expectPoints(a, { 'cap coherence': Number(a.common?.delta) })
    expect(a.common?.delta).toBeCloseTo(25 * (Math.sqrt(15) - 3), 9)
    expect(a.signFlip).toEqual({ changed: 0, p: 1 })
  })

  test('of a cap on both sides are 0, and the items that it hides too', () => {
    const [a] = compare(coherence, { ...rules(4, 4), ...capped }, { ...rules(3, 4), ...capped }).sectors
    expectPoints(a, { 'a.coherence.c': 0, 'cap coherence': 0 })
    expect(a.common?.delta).toBe(0)
    expect(a.signFlip).toEqual({ changed: 1, p: 1 })
  })

  test('of items under a cap on both sides are what they do below it', () => {
    // x from 2 to min(3, 4): c alone min(3, 3) = 3, d alone 3, both 3: half a level each.
    const [a] = compare(coherence, { ...rules(1, 1), ...capped }, { ...rules(3, 3), ...capped }).sectors
    const delta = 25 * (3 - Math.sqrt(6))
    expectPoints(a, {
      'a.coherence.c': delta / 2,
      'a.coherence.d': delta / 2,
      'cap coherence': 0,
    })
  })

  test('of dimensions follow the logarithmic mean and leave no remainder', () => {
    const [a] = compare(coherence, rules(0, 2), { agreed: { 'a.reach': 4, 'a.coherence': { c: 1, d: 3 } } }).sectors
    // G from √(2 · 3) to √(3 · 5); coherence 2 → 3, reach 3 → 5.
    const L = (x: number, y: number) => (x - y) / Math.log(x / y)
    const factor = (25 / 2) * L(Math.sqrt(15), Math.sqrt(6))
    expectPoints(a, {
      'a.coherence.c': factor / L(3, 2) / 2,
      'a.coherence.d': factor / L(3, 2) / 2,
      'a.reach.c': (2 * factor) / L(5, 3),
    })
    expect(a.contributions.reduce((sum, c) => sum + c.points, 0)).toBeCloseTo(25 * (Math.sqrt(15) - Math.sqrt(6)), 9)
  })

  test('on the way back are the opposite', () => {
    const [there, back] = [rules(0, 2), { agreed: { 'a.reach': 4, 'a.coherence': { c: 3, d: 3 } }, ...capped }]
    const opposite = compare(coherence, back, there).sectors[0].contributions.map((c) => ({
      ...c,
      points: expect.closeTo(-c.points, 9),
    }))
    expect(compare(coherence, there, back).sectors[0].contributions).toEqual(opposite)
  })
})

describe('a change is clear', () => {
  // Twenty questions, so that one level of one of them is 0.05 levels of the sector.
  const ids = Array.from({ length: 20 }, (_, i) => `a.reach.q${i}`)
  const twenty = mini({ dimensions: { reach: {} }, questions: Object.fromEntries(ids.map((id) => [id, {}])) })
  const raised = (count: number): RoundSpec => ({
    agreed: Object.fromEntries(ids.map((id, i) => [id, i < count ? 3 : 2])),
  })
  const clear = (from: RoundSpec, to: RoundSpec, draws = 400) => compare(twenty, from, to, { draws }).sectors[0].clear

  test.each([
    ['from a quarter of a level on', 5, true],
    ['not below', 4, false],
  ])('%s', (_, count, expected) => {
    expect(clear(raised(0), raised(count))).toBe(expected)
    expect(clear(raised(count), raised(0))).toBe(expected)
  })

  const bodies = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`s${i}`, 'state']))
  /** One question answered by twenty bodies, of which some say less. */
  const one = mini({ dimensions: { reach: {} }, questions: { 'a.reach.c': {} } })
  const said = (high: number, low: number, odd: number): RoundSpec => ({
    bodies,
    answers: Object.fromEntries(Object.keys(bodies).map((body, i) => [body, { 'a.reach.c': i < odd ? low : high }])),
  })
  const before: RoundSpec = { agreed: { 'a.reach': 2 } }
  const clearOf = (to: RoundSpec) => compare(one, before, to, { draws: 4000 }).sectors[0].clear

  test('when the draws hardly ever say the opposite', () => {
    expect(clearOf(said(3, 1, 0))).toBe(true)
    expect(clearOf(said(4, 3, 10))).toBe(true)
  })
  test('not when a tenth of the draws say the opposite', () => expect(clearOf(said(3, 1, 2))).toBe(false))
  test('not when a tenth of the draws say nothing moved', () => expect(clearOf(said(3, 2, 2))).toBe(false))
  test('also when it is a loss', () => {
    expect(clearOf(said(0, 1, 2))).toBe(true)
    expect(clearOf(said(0, 4, 2))).toBe(false)
  })

  test('with the seed of each round', () => {
    const at = (seed: number, spec: RoundSpec): RoundSpec => ({ ...spec, method: { seed } })
    expect(compare(one, at(3, before), at(9, said(3, 1, 1)), { draws: 10 }).uncertainty?.seeds).toEqual([3, 9])
  })

  test('with the cap', () => {
    const rules = mini({ dimensions: { rules: { capped: true } }, questions: { 'a.rules.c': {} } })
    const free: RoundSpec = { agreed: { 'a.rules': 4 } }
    const capped = { ...free, findings: [{ sectors: ['a'] }] }
    for (const [from, to] of [
      [free, capped],
      [capped, free],
    ]) {
      expect(compare(rules, from, to, { draws: 20 }).sectors[0].clear).toBe(true)
    }
  })

  test('on the common basis alone', () => {
    // What only the later round asks may be what it likes.
    const full = mini({
      dimensions: { reach: {} },
      questions: { 'a.reach.c': {}, 'a.reach.d': {}, 'a.reach.e': { depth: 'extended' } },
    })
    const to: RoundSpec = {
      form: 'full',
      bodies: { s1: 'state', s2: 'state' },
      agreed: { 'a.reach.c': 3, 'a.reach.d': 2 },
    }
    const answers = { s1: { 'a.reach.e': 0 }, s2: { 'a.reach.e': 4 } }
    const { sectors } = compare(full, { agreed: { 'a.reach': { c: 2, d: 2 } } }, { ...to, answers }, { draws: 200 })
    expect(sectors[0]).toMatchObject({ clear: true, common: { delta: expect.closeTo(12.5, 9) } })
  })
})

describe('sign-flip', () => {
  test('counts item values in levels, unweighted and without the cap', () => {
    const definition = mini({
      dimensions: { rules: { capped: true } },
      questions: { 'a.rules.c.1': { weight: 9 }, 'a.rules.c.2': {}, 'a.rules.d': {} },
    })
    const from = { agreed: { 'a.rules.c': { 1: 0, 2: 0 }, 'a.rules.d': 0 } }
    const to = { agreed: { 'a.rules.c': { 1: 1, 2: 2 }, 'a.rules.d': 4 }, findings: [{ sectors: ['a'] }] }
    // |1 + 2 + 4| = 7 only when all signs are alike.
    expect(compare(definition, from, to).sectors[0].signFlip).toEqual({ changed: 3, p: 0.25 })
  })

  test('takes the values of items that are not agreed', () => {
    const from: RoundSpec = { answers: { state: { 'a.reach': 1 }, city: { 'a.reach': 2 } } }
    const to: RoundSpec = { answers: { state: { 'a.reach': 1 }, city: { 'a.reach': 2, 'a.reach.c1': 4 } } }
    expect(compare(five, from, to).sectors[0]).toMatchObject({
      signFlip: { changed: 1, p: 1 },
      common: { delta: expect.closeTo(5, 9) },
    })
  })

  test('can’t be below 5 % with five changes, and can with six', () => {
    const six = mini({
      dimensions: { reach: {} },
      questions: Object.fromEntries([1, 2, 3, 4, 5, 6].map((i) => [`a.reach.c${i}`, {}])),
    })
    const p = (definition: Definition) =>
      compare(definition, { agreed: { 'a.reach': 1 } }, { agreed: { 'a.reach': 2 } }).sectors[0].signFlip?.p
    expect([p(five), p(six)]).toEqual([0.0625, 0.03125])
  })
})

describe('two versions of a definition', () => {
  const dimensions = { reach: {} }
  const first = mini({
    version: '1',
    dimensions,
    questions: { 'a.reach.c': {}, 'a.reach.d': {}, 'a.reach.e': {}, 'a.reach.gone': {} },
  })
  const second = mini({
    version: '2',
    previous: '1',
    dimensions,
    questions: {
      'a.reach.c': { comparability: 'direct' },
      'a.reach.d': {},
      'a.reach.e': { comparability: 'indirect' },
      'a.reach.fresh': { comparability: 'new' },
      'b.reach.c': { comparability: 'new' },
    },
  })
  const told = { 'a.reach': { c: 1, d: 2, e: 0 } }
  const before = { definition: first, round: roundOf(first, { agreed: { ...told, 'a.reach.gone': 4 } }) }
  const after = {
    definition: second,
    round: roundOf(second, { agreed: { 'a.reach': { c: 2, d: 2, e: 4, fresh: 4 }, 'b.reach.c': 1 } }),
  }

  // Common are c and d, half of each side: below 60 %.
  test('have direct items in common, and the others are not', () => {
    const there = compareRounds(before, after)
    expect(causes(there)).toEqual({
      'a.reach.e': 'definition',
      'a.reach.gone': 'definition',
      'a.reach.fresh': 'definition',
      'b.reach.c': 'definition',
    })
    expect(there.sectors[0]).toMatchObject({ status: 'not-comparable', full: { from: expect.closeTo(43.75, 9) } })
    expect(there.sectors[1]).toMatchObject({ id: 'b', status: 'not-comparable', full: null, rank: { from: null } })
    expect(there).toMatchObject({ from: { definition: '1' }, to: { definition: '2' }, sameScope: false })
  })

  test('compare on what is direct when it is enough', () => {
    const some = { ...before, round: roundOf(first, { agreed: { 'a.reach': { c: 1, d: 2, e: 0, gone: 'na' } } }) }
    const later = roundOf(second, { agreed: { 'a.reach': { c: 2, d: 2, e: 4, fresh: 'na' } } })
    const comparison = compareRounds(some, { definition: second, round: later })
    const [a] = comparison.sectors
    // Full: (1 + 2 + 0)/3 → (2 + 2 + 4)/3. Common: (1 + 2)/2 → (2 + 2)/2.
    expect(a).toMatchObject({
      status: 'compared',
      full: { from: 25, to: expect.closeTo(200 / 3, 9) },
      common: { from: expect.closeTo(37.5, 9), to: expect.closeTo(50, 9) },
      basisEffect: expect.closeTo(200 / 3 - 25 - 12.5, 9),
      signFlip: { changed: 1 },
    })
    expectPoints(a, { 'a.reach.c': 12.5 })
    expect(causes(comparison)).toEqual({ 'a.reach.e': 'definition' })
  })

  test('compare backwards too', () => {
    expect(causes(compareRounds(after, before))).toEqual({
      'a.reach.e': 'definition',
      'a.reach.gone': 'definition',
      'a.reach.fresh': 'definition',
      'b.reach.c': 'definition',
    })
  })

  test('name the cause on the side without a value, also of an indirect item', () => {
    const silent = { ...before, round: roundOf(first, { agreed: { 'a.reach': { c: 1, d: 2, e: 'dk', gone: 'dk' } } }) }
    const later = roundOf(second, { agreed: { 'a.reach': { c: 2, d: 2, e: 4 } } })
    expect(causes(compareRounds(silent, { definition: second, round: later }))).toEqual({ 'a.reach.e': 'not-answered' })
  })

  test('take the item weights of the later one', () => {
    const weighted = mini({
      version: '2',
      previous: '1',
      dimensions,
      questions: { 'a.reach.c.1': { weight: 3 }, 'a.reach.c.2': {} },
    })
    const plain = mini({ version: '1', dimensions, questions: { 'a.reach.c.1': {}, 'a.reach.c.2': {} } })
    const [a] = compareRounds(
      { definition: plain, round: roundOf(plain, { agreed: { 'a.reach.c': { 1: 0, 2: 4 } } }) },
      { definition: weighted, round: roundOf(weighted, { agreed: { 'a.reach.c': { 1: 1, 2: 4 } } }) },
    ).sectors
    // Full from (0 + 4)/2; common from (3·0 + 4)/4 to (3·1 + 4)/4.
    expect(a.full).toMatchObject({ from: expect.closeTo(50, 9), to: 43.75 })
    expect(a.common).toMatchObject({ from: 25, to: 43.75 })
    expectPoints(a, { 'a.reach.c.1': 18.75 })
  })

  test('that don’t follow each other can’t be compared', () => {
    const third = { ...second, version: '3', previous: '2' }
    const round = roundOf(third, {})
    expect(() => compareRounds(before, { definition: third, round })).toThrow(RangeError)
    expect(() => compareRounds(before, { definition: third, round })).toThrow(/between versions 1 and 3/)
  })

  test('of another definition can’t be compared', () => {
    const other = { definition: tiny().definition, round: roundOf(tiny().definition, {}) }
    expect(() => compareRounds(before, other)).toThrow(RangeError)
    expect(() => compareRounds(before, other)).toThrow(/"mini" and "museum-network" are different definitions/)
  })
})
