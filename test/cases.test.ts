/** Worked cases: stories with answers and numbers that can be checked by hand, in `cases/*.yaml`. */
import { readdirSync, readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { type Comparison, compareRounds, type Result, scoreRound } from '../src/rules/index.js'
import { type MiniSpec, mini } from './support/mini.js'
import { type RoundSpec, roundOf } from './support/round.js'

interface Case {
  readonly title: string
  readonly round: RoundSpec
  /** The earlier round, for a comparison. */
  readonly before?: RoundSpec
  /** By path; six decimals. */
  readonly expect: Readonly<Record<string, unknown>>
}

const FOLDER = new URL('cases/', import.meta.url)
const DEFINITION = 'small.definition.yaml'
const read = <T>(file: string) => load(readFileSync(new URL(file, FOLDER), 'utf8')) as T

const { sectors, questions, cross_cutting, ...frame } = read<
  Omit<MiniSpec, 'questions'> & Record<'questions' | 'cross_cutting', MiniSpec['questions']> & { sectors: string[] }
>(DEFINITION)
const under = (place: string, list: MiniSpec['questions']) =>
  Object.entries(list).map(([id, options]) => [`${place}.${id}`, options] as const)
const definition = mini({
  ...frame,
  questions: Object.fromEntries([
    ...sectors.flatMap((sector) => under(sector, questions)),
    ...under('cross', cross_cutting),
  ]),
})

describe.each(readdirSync(FOLDER).filter((file) => file.endsWith('.yaml') && file !== DEFINITION))('%s', (file) => {
  test.each(read<Case[]>(file))('$title', ({ round, before, expect: expected }) => {
    const later = { definition, round: roundOf(definition, round) }
    const facts = before
      ? comparisonFacts(compareRounds({ definition, round: roundOf(definition, before) }, later))
      : resultFacts(scoreRound(definition, later.round))
    expect(Object.keys(expected).length).toBeGreaterThan(0)
    for (const [path, value] of Object.entries(expected)) expectSame(find(facts, path), value, path)
  })
})

/** A result with its lists by name: sectors and divergences by id, flags by kind. */
function resultFacts(result: Result) {
  const flags: Record<string, object[]> = {}
  for (const { kind, ...rest } of result.flags) flags[kind] = [...(flags[kind] ?? []), rest]
  return {
    sectors: Object.fromEntries(result.sectors.map((sector) => [sector.id, sector])),
    enabling: result.enabling,
    divergences: Object.fromEntries(result.divergences.map((divergence) => [divergence.item, divergence])),
    flags,
  }
}

function comparisonFacts(comparison: Comparison) {
  const points = comparison.sectors.map((sector) => ({
    ...sector,
    contributions: Object.fromEntries(
      sector.contributions.map((c) => ['item' in c ? c.item : `cap.${c.cap}`, c.points]),
    ),
  }))
  return {
    sectors: Object.fromEntries(points.map((sector) => [sector.id, sector])),
    notCommon: Object.fromEntries(comparison.notCommon.map((n) => ['item' in n ? n.item : 'weights', n.cause])),
  }
}

/** Follows a path through records whose keys may hold points themselves. */
function find(value: unknown, path: string): unknown {
  if (path === '') return value
  if (typeof value !== 'object' || value === null) throw new Error(`nothing at "${path}"`)
  const key = Object.keys(value)
    .filter((name) => path === name || path.startsWith(`${name}.`))
    .sort((a, b) => b.length - a.length)[0]
  if (key === undefined) throw new Error(`nothing at "${path}"`)
  return find(Reflect.get(value, key), path.slice(key.length + 1))
}

function expectSame(actual: unknown, expected: unknown, path: string): void {
  if (typeof expected === 'number') {
    expect(typeof actual, path).toBe('number')
    expect(Math.abs(Number(actual) - expected), `${path}: ${actual}`).toBeLessThan(1e-6)
  } else if (typeof expected === 'object' && expected !== null) {
    expect(Object.keys(actual ?? {}), path).toEqual(Object.keys(expected))
    for (const [key, value] of Object.entries(expected))
      expectSame(Reflect.get(actual ?? {}, key), value, `${path}.${key}`)
  } else expect(actual, path).toBe(expected)
}
