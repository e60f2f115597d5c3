/** Every number can be worked out again from its tree of steps (METHOD 8, "every rank is explained"). */
import { describe, expect, test } from 'vitest'
import {
  type CriterionStep,
  type Definition,
  type DimensionStep,
  ENABLING,
  explain,
  type Input,
  type InputStep,
  type ItemStep,
  type PartStep,
  type PriorityStep,
  type Result,
  type Round,
  type ScoreStep,
  scoreRound,
} from '../../src/rules/index.js'
import { inputsOf, rank } from '../../src/rules/priority.js'
import { mechelen, tiny } from '../support/definitions.js'
import { type ExampleName, exampleRound, type RoundSpec, roundOf } from '../support/round.js'

/** `gone`: leaves the formula with its weight. `unknown`: applicable, without a value. */
type Worked = number | 'gone' | 'unknown'

const near = (a: number, b: number) => Math.abs(a - b) <= 1e-9
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
const stated = (x: number | null, worked: Worked) =>
  typeof worked === 'number' ? expect(x).toBeCloseTo(worked, 9) : expect(x).toBeNull()

/** The value of an item from the answers of its bodies; an agreed value is an answer of its own. */
function workItem({ item, state, value, voices }: ItemStep, isPair = false): Worked {
  const medians = voices.map(({ bodies }) => {
    const levels = bodies.flatMap(({ answer }) => (typeof answer === 'number' ? [answer] : [])).sort((a, b) => a - b)
    if (levels.length === 0) return null
    return isPair ? mean(levels) : levels[Math.ceil(levels.length / 2) - 1]
  })
  medians.forEach((median, i) => {
    if (median === null) expect(voices[i].median, item).toBeNull()
    else expect(voices[i].median, item).toBeCloseTo(median, 12)
  })
  const given = medians.flatMap((median) => median ?? [])
  const answers = voices.flatMap(({ bodies }) => bodies.map(({ answer }) => answer))
  if (state === 'provisional') expect(value, item).toBeCloseTo(mean(given), 12)
  else if (state === 'agreed') expect(value, item).not.toBeNull()
  else expect(value, item).toBeNull()
  if (state === 'unknown' && given.length === 0) expect(answers.length === 0 || answers.includes('dk'), item).toBe(true)
  return value ?? (state === 'unknown' ? 'unknown' : 'gone')
}

/** What is left of a list when it is worked out: the numbers, `unknown` when there were only unknown ones. */
function left(list: readonly Worked[], of: (numbers: readonly number[]) => number): Worked {
  const numbers = list.filter((worked) => typeof worked === 'number')
  if (numbers.length > 0) return of(numbers)
  return list.includes('unknown') ? 'unknown' : 'gone'
}

function workCriterion({ x, items }: CriterionStep): Worked {
  const values = items.map((step) => ({ weight: step.weight, worked: workItem(step) }))
  let sum = 0
  let total = 0
  for (const { weight, worked } of values) {
    if (typeof worked !== 'number') continue
    sum += weight * (1 + worked)
    total += weight
  }
  const worked = left(
    values.map((value) => value.worked),
    () => sum / total,
  )
  stated(x, worked)
  return worked
}

function workMean(criteria: readonly CriterionStep[]): Worked {
  return left(criteria.map(workCriterion), mean)
}

function workPart({ x, criteria }: PartStep): Worked {
  const worked = workMean(criteria)
  stated(x, worked)
  return worked
}

function workDimension({ rule, x, uncapped, cappedBy, parts, criteria }: DimensionStep): Worked {
  const works = parts.map(workPart)
  const free =
    rule === 'mean' ? workMean(criteria) : works.includes('unknown') ? 'unknown' : left(works, (n) => Math.min(...n))
  stated(uncapped, free)
  parts.forEach((part) => {
    expect(part.decides).toBe(part.x !== null && typeof free === 'number' && near(part.x, free))
  })
  const worked = typeof free === 'number' && cappedBy.length > 0 ? Math.min(free, 3) : free
  stated(x, worked)
  return worked
}

function workScore(step: ScoreStep): Worked {
  const used = step.dimensions.map((dimension) => ({ weight: dimension.weight, worked: workDimension(dimension) }))
  const needed = used.filter(({ weight, worked }) => weight > 0 && worked !== 'gone')
  let sum = 0
  let total = 0
  for (const { weight, worked } of needed) {
    if (typeof worked !== 'number') continue
    sum += weight * Math.log(worked)
    total += weight
  }
  const isUnknown = needed.some(({ worked }) => worked === 'unknown')
  const worked: Worked = isUnknown ? 'unknown' : total > 0 ? Math.exp(sum / total) : 'gone'
  stated(step.x, worked)
  if (step.score !== null) expect(step.score).toBeCloseTo(25 * (Number(worked) - 1), 9)
  const items = step.dimensions
    .filter(({ weight }) => weight > 0)
    .flatMap((dimension) => [...dimension.criteria, ...dimension.parts.flatMap(({ criteria }) => criteria)])
    .flatMap((criterion) => criterion.items)
    .filter(({ state }) => state !== 'not-applicable')
  const weightOf = (list: readonly ItemStep[]) => list.reduce((of, { weight }) => of + weight, 0)
  const of = weightOf(items)
  if (of === 0) expect(step.completeness).toBeNull()
  else expect(step.completeness).toBeCloseTo(weightOf(items.filter(({ value }) => value !== null)) / of, 12)
  return worked
}

function workUrgency(items: readonly ItemStep[]): number | null {
  const [severity, share, time] = items.map((step) => workItem(step))
  if (severity === 0) return 0
  const known = [severity, share, time].every((worked) => typeof worked === 'number')
  return known ? (2 * Number(severity) + Number(share) + Number(time)) / 16 : null
}

function workInput(step: InputStep): void {
  if (step.kind === 'need') {
    workScore(step.score)
    const { score } = step.score
    if (score === null) expect(step.value).toBeNull()
    else expect(step.value).toBeCloseTo((100 - score) / 100, 9)
  } else if (step.kind === 'urgency') {
    const worked = workUrgency(step.items)
    if (worked === null) expect(step.value).toBeNull()
    else expect(step.value).toBeCloseTo(worked, 12)
  } else if (step.influence === null || step.dependence === null) expect(step.value).toBeNull()
  else {
    const p = (step.influence + step.dependence) / 2
    if (step.value !== null) expect(step.value).toBeCloseTo(((step.sectors / (step.sectors - 1)) * p) / (1 + p), 12)
  }
}

const priorityOf = (definition: Definition, round: Round, sector: string): PriorityStep => {
  const step = explain(definition, round, sector)
  if (step.kind !== 'priority') throw new Error(`${sector} is no sector`)
  return step
}

const stepOf = (step: PriorityStep, input: Input): InputStep | undefined =>
  step.inputs.find((used) => used.input === input)?.step

/** T as the sum of the paths of all lengths; the cells are read from what each sector gives. */
function workInfluence(steps: readonly PriorityStep[], result: Result): void {
  const used = steps.flatMap((step) => {
    const network = stepOf(step, 'interdependence')
    return network?.kind === 'interdependence' ? network : []
  })
  if (used.length === 0) return
  const filled = new Set(result.flags.flatMap((flag) => (flag.kind === 'filled-cell' ? [flag.item] : [])))
  const cells = used.map(({ gives }, i) => {
    const row = gives.map((step) => ({ id: step.item, worked: workItem(step, true) }))
    row.splice(i, 0, { id: '', worked: 0 })
    return row
  })
  used.forEach(({ takes }, j) => {
    expect(takes.map(({ item }) => item)).toEqual(cells.flatMap((row, i) => (i === j ? [] : [row[j].id])))
  })
  const n = used.length
  const knownIn = (line: readonly { id: string; worked: Worked }[]) =>
    line.flatMap(({ id, worked }) => (id !== '' && typeof worked === 'number' ? [worked] : []))
  const x = cells.map((row, i) =>
    row.map(({ id, worked }, j) => {
      expect(filled.has(id), id).toBe(typeof worked !== 'number')
      if (typeof worked === 'number') return worked / (4 * n)
      const lines = [knownIn(cells[i]), knownIn(cells.map((line) => line[j]))].filter((line) => line.length > 0)
      return mean(lines.map(mean)) / (4 * n)
    }),
  )
  let power = x
  const total = x.map((row) => [...row])
  for (let length = 2; length < 200; length++) {
    power = power.map((row) => row.map((_, j) => row.reduce((sum, cell, k) => sum + cell * x[k][j], 0)))
    power.forEach((row, i) => {
      row.forEach((cell, j) => {
        total[i][j] += cell
      })
    })
  }
  used.forEach(({ influence, dependence }, i) => {
    expect(influence).toBeCloseTo(
      total[i].reduce((a, b) => a + b, 0),
      9,
    )
    expect(dependence).toBeCloseTo(
      total.reduce((sum, row) => sum + row[i], 0),
      9,
    )
  })
}

/** Works out the trees of a round and holds every number of them against the result. */
function workRound(definition: Definition, round: Round): void {
  const result = scoreRound(definition, round)
  const inScope = result.sectors.filter(({ status }) => status !== 'out-of-scope')
  const steps = inScope.map(({ id }) => priorityOf(definition, round, id))
  steps.forEach((step, i) => {
    const sector = inScope[i]
    expect([step.rank, step.value]).toEqual([sector.priority.rank, sector.priority.value])
    for (const used of step.inputs) {
      expect(used.weight).toBe(result.settings.weights[used.input])
      workInput(used.step)
    }
    expect(stepOf(step, 'need')?.value ?? sector.need).toBe(sector.need)
    expect(stepOf(step, 'urgency')?.value ?? sector.urgency).toBe(sector.urgency)
    const network = stepOf(step, 'interdependence')
    if (network?.kind === 'interdependence') {
      const { index, influence, dependence } = sector.interdependence
      expect([network.value, network.influence, network.dependence]).toEqual([index, influence, dependence])
      expect(network.sectors).toBe(inScope.length)
    }
    const need = stepOf(step, 'need')
    if (need?.kind === 'need') holdScore(need.score, sector)
    workValue(step)
  })
  const values = steps.flatMap(({ value }) => value ?? [])
  for (const { rank, value } of steps) {
    if (value !== null) expect(rank).toBe(1 + values.filter((other) => other > value + 1e-9).length)
  }
  workInfluence(steps, result)
  const enabling = explain(definition, round, ENABLING)
  if (enabling.kind !== 'score') throw new Error('no score')
  expect(enabling.sector).toBeNull()
  workScore(enabling)
  holdScore(enabling, result.enabling)
}

function holdScore(step: ScoreStep, block: Result['enabling']): void {
  expect([step.score, step.completeness]).toEqual([block.score, block.completeness])
  for (const { dimension, x, parts, criteria } of step.dimensions) {
    const got = block.dimensions[dimension]
    if (got.score !== null) expect(got.score).toBeCloseTo(25 * (Number(x) - 1), 9)
    const all = [...criteria, ...parts.flatMap((part) => part.criteria)]
    expect(new Set(all.map(({ criterion }) => criterion))).toEqual(new Set(Object.keys(got.criteria)))
    for (const { criterion, x: level } of all) {
      const { score } = got.criteria[criterion]
      if (score !== null) expect(score).toBeCloseTo(25 * (Number(level) - 1), 9)
    }
  }
}

function workValue({ inputs, value }: PriorityStep): void {
  if (value === null) return
  let sum = 0
  let total = 0
  for (const { weight, step } of inputs) {
    sum += weight * Number(step.value)
    total += weight
  }
  expect(value).toBeCloseTo(sum / total, 12)
}

const { definition } = mechelen()
const EXAMPLES: ExampleName[] = ['rivermond-2024', 'rivermond-2026', 'kavara-2026']

describe.each(EXAMPLES)('%s', (name) => {
  const round = exampleRound(name)

  test('can be worked out from its answers, number by number', () => workRound(definition, round))

  test('can be worked out with other weights, modes and a dimension of weight 0', () => {
    const dimensions = { capacity: 2, coherence: 0, comprehensiveness: 0.5 }
    const weights = { need: 3, urgency: 0.5, interdependence: 0 }
    for (const mode of ['urgency', 'interdependence', 'both'] as const) {
      workRound(definition, { ...round, method: { mode, weights, dimensions } })
    }
  })

  test.each([
    ['with equal weights', { need: 1, urgency: 1, interdependence: 1 }],
    ['with other weights', { need: 0.5, urgency: 2, interdependence: 3 }],
  ])('tells moves that really move a sector one place, %s', (_, weights) => {
    const weighted: Round = { ...round, method: { weights } }
    const result = scoreRound(definition, weighted)
    const inputs = inputsOf('both', 'priority')
    const total = weights.need + weights.urgency + weights.interdependence
    const rows = result.sectors.map(({ urgency, need, interdependence: { index } }) => ({
      urgency,
      need,
      interdependence: index,
    }))
    const before = rank(rows, inputs, weights)
    let moves = 0
    result.sectors.forEach(({ id, priority }, at) => {
      for (const { direction, past, input, from, to } of priorityOf(definition, weighted, id).moves) {
        expect(from).toBe(rows[at][input])
        const other = result.sectors.findIndex((sector) => sector.id === past)
        const sign = direction === 'up' ? 1 : -1
        // The neighbour in the ranking.
        expect(before.ranks[other]).toBe(Number(priority.rank) - sign)
        const change = ((Number(before.values[other]) - Number(before.values[at])) * total) / weights[input]
        if (to === null) {
          expect(from + change > 1 || from + change < 0).toBe(true)
          continue
        }
        expect(to - from).toBeCloseTo(change, 9)
        const ranksAt = (value: number) =>
          rank(
            rows.map((row, i) => (i === at ? { ...row, [input]: value } : row)),
            inputs,
            weights,
          ).ranks
        expect(ranksAt(to)[at]).toBe(ranksAt(to)[other])
        expect(ranksAt(to - 1e-6 * sign)[at]).toBe(priority.rank)
        expect(ranksAt(to + 1e-6 * sign)[at]).toBe(before.ranks[other])
        expect(ranksAt(to + 1e-6 * sign)[other]).toBe(priority.rank)
        moves++
      }
    })
    expect(moves).toBeGreaterThan(10)
  })

  test('explains every item that somebody answered', () => {
    const items = new Set(round.positions?.map(({ item }) => item))
    for (const item of items) expect(explain(definition, round, item)).toMatchObject({ kind: 'item', item })
  })
})

describe('small rounds', () => {
  const one = tiny().definition
  const complete = Object.fromEntries(
    ['q-11', 'q-12', 'q-13', 'q-21', 'q-22', 'q-23', 'q-31', 'q-32', 'q-33'].map((id, i) => [id, i % 5]),
  )
  const pairs = { 'p-1': 1, 'p-2': 2, 'p-3': 3, 'p-4': 4, 'p-5': 0 }
  const urgent = { 'u-11': 1, 'u-12': 2, 'u-13': 3, 'u-21': 4, 'u-22': 4, 'u-23': 0, 'u-31': 0 }
  const frame: RoundSpec = { conventions: ['illicit1970'], profile: { 'profile.seasons': ['winter'] }, form: 'full' }
  const agreed = { ...complete, ...pairs, ...urgent, 'q-14': 4, 'q-24': 'na', 'q-34': 1, 'q-training': 3 }

  test.each<[string, RoundSpec]>([
    ['complete, with a cell filled', { agreed }],
    ['without an answer', {}],
    [
      'with unknown and not applicable answers',
      { agreed: { ...agreed, 'q-11': 'dk', 'q-23': 'dk', 'q-training': 'na' } },
    ],
    ['with a sector out of scope', { agreed, outOfScope: ['learning'] }],
    ['with a single sector in scope', { agreed, outOfScope: ['learning', 'building'] }],
    [
      'with a cap that bites and one that does not',
      { agreed, findings: [{ sectors: ['collection'] }, { sectors: ['building'] }] },
    ],
    ['with the classic divisor', { agreed, method: { normaliser: 'classic' } }],
    [
      'with positions of two bodies a voice',
      {
        bodies: { o1: 'owner', o2: 'owner', h1: 'house', h2: 'house', v: 'visitors' },
        answers: {
          o1: { 'q-11': 1, 'q-13': 'dk', 'p-1': 0, 'p-6': 4 },
          o2: { 'q-11': 4, 'q-13': 3, 'p-1': 3 },
          h1: { 'q-12': 2, 'q-24': 'na', 'u-11': 0, 'u-12': 4 },
          h2: { 'q-12': 0, 'u-11': 4, 'u-12': 2 },
          v: { 'q-24': 2, 'u-11': 2, 'u-12': 1, 'u-13': 1, 'p-6': 1 },
        },
        agreed: { 'q-21': 1, 'q-22': 2, 'q-23': 3, 'p-2': 1, 'p-4': 1 },
      },
    ],
  ])('%s can be worked out', (_, spec) => workRound(one, roundOf(one, { ...frame, ...spec })))

  test('an item names every voice that it is asked to, in order, with the bodies that spoke', () => {
    const answers = { owner: { 'q-23': 3 }, visitors: { 'q-23': 'dk' } }
    expect(explain(one, roundOf(one, { answers }), 'q-23')).toEqual({
      kind: 'item',
      item: 'q-23',
      weight: 1,
      state: 'provisional',
      value: 3,
      voices: [
        { voice: 'owner', median: 3, bodies: [{ body: 'owner', answer: 3 }] },
        { voice: 'house', median: null, bodies: [] },
        { voice: 'visitors', median: null, bodies: [{ body: 'visitors', answer: 'dk' }] },
      ],
    })
  })

  test('a share counts as 0 where the body answered severity 0, and is explained like that', () => {
    const answers = { house: { 'u-11': 0, 'u-12': 4 }, visitors: { 'u-11': 2, 'u-12': 2 } }
    expect(explain(one, roundOf(one, { answers }), 'u-12')).toMatchObject({
      value: 1,
      voices: [
        { voice: 'house', median: 0, bodies: [{ body: 'house', answer: 0 }] },
        { voice: 'visitors', median: 2 },
      ],
    })
  })

  test('a move needs a neighbour with another value', () => {
    const moves = (spec: RoundSpec) => priorityOf(one, roundOf(one, { ...frame, ...spec }), 'collection').moves
    expect(moves({ agreed, outOfScope: ['learning', 'building'] })).toEqual([])
    const level = { 'q-11': 2, 'q-12': 2, 'q-13': 2, 'q-14': 2, 'q-21': 2, 'q-22': 2, 'q-23': 2, 'q-24': 2 }
    const same = { agreed: level, outOfScope: ['building'], method: { mode: 'urgency' as const } }
    expect(moves(same)).toEqual([])
    expect(moves({ agreed: { 'q-11': 2 } })).toEqual([])
  })

  test('a move is told for every input with a weight, null where no value from 0 to 1 is enough', () => {
    const levels = { 'q-11': 4, 'q-12': 4, 'q-13': 4, 'q-14': 4, 'q-21': 0, 'q-22': 0, 'q-23': 0 }
    const spec: RoundSpec = {
      ...frame,
      agreed: { ...levels, 'u-11': 0, 'u-21': 4, 'u-22': 4, 'u-23': 4 },
      outOfScope: ['building'],
      method: { mode: 'urgency' },
    }
    // 0 against 1: to draw level, one input of weight ½ would have to rise by 2.
    expect(priorityOf(one, roundOf(one, spec), 'collection').moves).toEqual([
      { direction: 'up', past: 'learning', input: 'urgency', from: 0, to: null },
      { direction: 'up', past: 'learning', input: 'need', from: 0, to: null },
    ])
    const weights = { need: 0, urgency: 1, interdependence: 1 }
    expect(priorityOf(one, roundOf(one, { ...spec, method: { mode: 'urgency', weights } }), 'learning').moves).toEqual([
      { direction: 'down', past: 'collection', input: 'urgency', from: 1, to: 0 },
    ])
  })
})
