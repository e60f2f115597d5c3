/** Laws that hold for every round (METHOD 3.7, 8, 9, 10), over random rounds of two definitions. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareRounds, exactAcceptability, scoreRound } from '../../src/rules/index.js'
import { conditionOf, itemIndex } from '../../src/rules/items.js'
import type { BlockScore, Definition, Level, Position, Result, Round } from '../../src/rules/model.js'
import { anyRound } from '../support/arbitrary.js'
import { mechelen, tiny } from '../support/definitions.js'

const DEFINITIONS: [string, Definition, number][] = [
  ['mechelen-50', mechelen().definition, 60],
  ['the tiny definition', tiny().definition, 200],
]

const blocks = (result: Result): BlockScore[] => [...result.sectors, result.enabling]

/** All numbers of a result, in a fixed order. */
function numbers(value: unknown): (number | null)[] {
  if (value === null || typeof value === 'number') return [value]
  if (Array.isArray(value)) return value.flatMap(numbers)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, inner]) => numbers(inner))
}

function expectClose(a: unknown, b: unknown, tolerance = 1e-9) {
  const [first, second] = [numbers(a), numbers(b)]
  expect(first.length).toBe(second.length)
  first.forEach((value, i) => {
    if (value === null || second[i] === null) expect(second[i]).toBe(value)
    else expect(Math.abs(value - second[i])).toBeLessThanOrEqual(tolerance)
  })
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  return list
    .map((value, i) => ({ value, key: Math.sin(seed + 1 + i * 78.233) }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value)
}

describe.each(DEFINITIONS)('every round of %s', (_, definition, runs) => {
  const check = (law: (round: Round) => void) => fc.assert(fc.property(anyRound(definition), law), { numRuns: runs })

  test('has its published scores within their bounds, and all of them from 0 to 100', () => {
    check((round) => {
      for (const block of blocks(scoreRound(definition, round))) {
        for (const { score, low, high } of [block, ...Object.values(block.dimensions)]) {
          if (score === null) expect([low, high]).toEqual([null, null])
          else {
            expect(low).toBeLessThanOrEqual(score + 1e-9)
            expect(high).toBeGreaterThanOrEqual(score - 1e-9)
            expect(low).toBeGreaterThanOrEqual(-1e-9)
            expect(high).toBeLessThanOrEqual(100 + 1e-9)
          }
        }
      }
    })
  })

  test('scores no lower when one question is answered one level higher', () => {
    const questions = new Set(itemIndex(definition).items.flatMap((item) => (item.kind === 'question' ? item.id : [])))
    const conditional = new Set(
      itemIndex(definition).items.flatMap((item) => {
        const condition = conditionOf(item)
        return condition && 'item' in condition ? condition.item : []
      }),
    )
    check((round) => {
      const before = scoreRound(definition, round)
      const raise = <T extends { item: string; level?: Level }>(list: readonly T[]) => {
        const at = list.findIndex(
          ({ item, level }) => questions.has(item) && !conditional.has(item) && level !== undefined && level < 4,
        )
        return list.map((answer, i) => (i === at ? { ...answer, level: ((answer.level ?? 0) + 1) as Level } : answer))
      }
      for (const higher of [
        { ...round, positions: raise(round.positions ?? []) },
        { ...round, agreed: raise(round.agreed ?? []) },
      ]) {
        const after = scoreRound(definition, higher)
        blocks(before).forEach((block, i) => {
          for (const key of ['score', 'low', 'high'] as const) {
            const [from, to] = [block[key], blocks(after)[i][key]]
            if (from !== null && to !== null) expect(to).toBeGreaterThanOrEqual(from - 1e-9)
          }
        })
      }
    })
  })

  test('does not depend on the order of bodies, positions, agreed answers and findings', () => {
    check((round) => {
      const mixed = {
        ...round,
        bodies: shuffled(round.bodies, 1),
        positions: shuffled(round.positions ?? [], 2),
        agreed: shuffled(round.agreed ?? [], 3),
        findings: shuffled(round.findings ?? [], 4),
        conventionsInForce: shuffled(round.conventionsInForce ?? [], 5),
      }
      expect(JSON.stringify(scoreRound(definition, mixed, { draws: 20 }))).toBe(
        JSON.stringify(scoreRound(definition, round, { draws: 20 })),
      )
    })
  })

  test('does not depend on the order of questions in the definition', () => {
    const reordered: Definition = {
      ...definition,
      sectors: definition.sectors.map((sector) => ({ ...sector, questions: [...sector.questions].reverse() })),
      cross_cutting: { ...definition.cross_cutting, questions: [...definition.cross_cutting.questions].reverse() },
    }
    check((round) => {
      const [a, b] = [scoreRound(definition, round), scoreRound(reordered, round)]
      const pick = ({ sectors, enabling }: Result) => ({
        enabling: enabling.score,
        sectors: sectors.map(({ score, low, high, priority, completeness }) => ({
          score,
          low,
          high,
          priority,
          completeness,
        })),
      })
      expectClose(pick(a), pick(b))
    })
  })

  test('gives each ranked sector shares of all weights that sum to 1, and each rank too', () => {
    check((round) => {
      const ranked = scoreRound(definition, round).sectors.flatMap(({ priority }) =>
        priority.acceptability ? [priority] : [],
      )
      for (const { acceptability, interval } of ranked) {
        expect(acceptability).toHaveLength(ranked.length)
        expect((acceptability ?? []).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
        expect(interval?.[0]).toBeLessThanOrEqual(interval?.[1] ?? 0)
      }
      ranked.forEach((_, rank) => {
        expect(ranked.reduce((sum, { acceptability }) => sum + (acceptability?.[rank] ?? 0), 0)).toBeCloseTo(1, 9)
      })
    })
  })

  test('is changed by no finding on a convention that is not in force', () => {
    const { conventions } = definition.conventions
    check((round) => {
      const { conventionsInForce = [] } = round
      const implied = conventions.filter(({ id }) => conventionsInForce.includes(id)).flatMap(({ implies }) => implies)
      const foreign = conventions.find(({ id }) => ![...conventionsInForce, ...implied].includes(id))
      if (!foreign) return
      const finding = {
        id: 'foreign',
        kind: 'nonconformity' as const,
        sectors: definition.sectors.map(({ id }) => id),
        convention: foreign.id,
        article: '1',
        severity: 'blocking' as const,
        status: 'open' as const,
        rules: 'A rule',
      }
      expect(scoreRound(definition, { ...round, findings: [...(round.findings ?? []), finding] })).toEqual(
        scoreRound(definition, round),
      )
    })
  })

  test('is changed in no score by a "don’t know" that says what silence said', () => {
    const { items, voices } = itemIndex(definition)
    check((round) => {
      const taken = new Set(round.positions?.map(({ item }) => item))
      const body = round.bodies[0]
      const silent: Position[] = items
        .filter((item) => !taken.has(item.id) && item.asksVoice[voices.indexOf(body.voice)])
        .map((item) => ({ body: body.id, item: item.id, answer: 'dk' }))
      const said = { ...round, positions: [...(round.positions ?? []), ...silent] }
      expect(scoreRound(definition, said)).toEqual(scoreRound(definition, round))
    })
  })

  test('scores no lower when a lowest level becomes "don’t know" or "not applicable": neither is ever 0', () => {
    const byId = itemIndex(definition).byId
    check((round) => {
      const lowest = round.agreed?.find(({ item, level }) => level === 0 && byId.get(item)?.kind === 'question')
      if (!lowest) return
      const before = scoreRound(definition, round)
      const isNotApplicable = byId.get(lowest.item)?.source.not_applicable
      const replaced = (answer: 'dk' | 'na') => ({
        ...round,
        agreed: round.agreed?.map((a) => (a === lowest ? { item: a.item, answer, reason: 'A reason.' } : a)),
      })
      for (const other of isNotApplicable ? [replaced('dk'), replaced('na')] : [replaced('dk')]) {
        const after = scoreRound(definition, other)
        blocks(before).forEach((block, i) => {
          for (const [id, { criteria }] of Object.entries(block.dimensions)) {
            for (const [criterion, { score }] of Object.entries(criteria)) {
              const now = blocks(after)[i].dimensions[id].criteria[criterion].score
              if (score !== null && now !== null) expect(now).toBeGreaterThanOrEqual(score - 1e-9)
            }
          }
        })
      }
    })
  })

  test('leaves the others’ need and urgency as they are when a sector leaves the scope', () => {
    check((round) => {
      if ((round.outOfScope ?? []).length > 0) return
      const before = scoreRound(definition, round)
      const gone = definition.sectors[0].id
      const outOfScope = [{ sector: gone, reason: 'other', note: 'Elsewhere.', date: '2026-01-01' }]
      const after = scoreRound(definition, { ...round, outOfScope })
      before.sectors.slice(1).forEach((sector, i) => {
        expect(after.sectors[i + 1].need).toBe(sector.need)
        expect(after.sectors[i + 1].urgency).toBe(sector.urgency)
      })
      expect(after.sectors[0]).toMatchObject({ status: 'out-of-scope', score: null, need: null, urgency: null })
    })
  })
})

describe.each(DEFINITIONS)('two rounds of %s', (_, definition, runs) => {
  const pair = fc.tuple(anyRound(definition), anyRound(definition))
  const check = (law: (a: Round, b: Round) => void) =>
    fc.assert(
      fc.property(pair, ([a, b]) => law(a, b)),
      { numRuns: runs },
    )
  const compare = (a: Round, b: Round) => compareRounds({ definition, round: a }, { definition, round: b })

  test('differ by the common difference and the basis effect, and the contributions sum to the common difference', () => {
    let compared = 0
    check((a, b) => {
      const result = compare(a, b)
      for (const { status, full, common, basisEffect, contributions } of [...result.sectors, result.enabling]) {
        if (status !== 'compared') continue
        compared++
        expect(full?.delta).toBeCloseTo((common?.delta ?? 0) + (basisEffect ?? 0), 9)
        expect(contributions.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(common?.delta ?? 0, 9)
      }
    })
    expect(compared).toBeGreaterThan(runs / 10)
  })

  test('differ the opposite way on the way back, contribution by contribution, with the same dimension weights', () => {
    check((a, b) => {
      const there = compare(a, { ...b, method: { ...b.method, dimensions: a.method?.dimensions } })
      const back = compare({ ...b, method: { ...b.method, dimensions: a.method?.dimensions } }, a)
      there.sectors.forEach((sector, i) => {
        const other = back.sectors[i]
        expect(other.status).toBe(sector.status)
        if (sector.status !== 'compared') return
        expect(other.common?.delta).toBeCloseTo(-(sector.common?.delta ?? 0), 9)
        const name = (c: object) => ('item' in c ? c.item : 'cap' in c ? c.cap : '')
        const points = new Map(other.contributions.map((c) => [name(c), c.points]))
        expect(points.size).toBe(sector.contributions.length)
        for (const contribution of sector.contributions) {
          expect(points.get(name(contribution))).toBeCloseTo(-contribution.points, 9)
        }
        expect(other.signFlip).toMatchObject({ changed: sector.signFlip?.changed })
      })
    })
  })

  test('do not differ when they are the same', () => {
    check((a) => {
      const result = compare(a, a)
      for (const block of [...result.sectors, result.enabling]) {
        if (block.status !== 'compared') continue
        expect(block.common?.delta).toBe(0)
        expect(block.basisEffect).toBe(0)
        expect(block.signFlip).toEqual({ changed: 0, p: 1 })
        expect(block.contributions.every(({ points }) => points === 0)).toBe(true)
      }
      expect(result.notCommon).toEqual([])
      expect(result.sameScope).toBe(true)
    })
  })
})

test('rank acceptability sums to 1 by row and column for any inputs, ties among them', () => {
  const value = fc.constantFrom(0, 0.25, 0.5, 0.75, 1)
  const anyInputs = fc
    .integer({ min: 1, max: 3 })
    .chain((n) => fc.array(fc.array(value, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 9 }))
  fc.assert(
    fc.property(anyInputs, (rows) => {
      const shares = exactAcceptability(rows)
      for (const row of shares) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
      rows.forEach((_, rank) => {
        expect(shares.reduce((sum, row) => sum + row[rank], 0)).toBeCloseTo(1, 9)
      })
    }),
    { numRuns: 300 },
  )
})
