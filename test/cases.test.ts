/**
 * Worked cases: every file of `test/cases` is a small story with numbers that a reader can check with a pencil.
 * A number holds to 1e-9 unless the case states a tolerance; an expected key that does not exist fails.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { CORE_SCHEMA, load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { checkRound } from '../src/roundfile/index.js'
import {
  type Comparison,
  compareRounds,
  type Definition,
  explain,
  type Result,
  scoreRound,
} from '../src/rules/index.js'
import { mechelen, tiny } from './support/definitions.js'
import { type MiniSpec, mini } from './support/mini.js'
import { type RoundSpec, roundOf } from './support/round.js'

interface Case {
  readonly title: string
  readonly shows: string
  /** Section of METHOD, or several. */
  readonly method: string
  readonly definition: 'mechelen-50' | 'tiny' | MiniSpec
  readonly tolerance?: number
  /** One round, or two to compare. */
  readonly round?: RoundSpec
  readonly from?: RoundSpec
  readonly to?: RoundSpec
  /**
   * Part of the result or of the comparison, lists by what they are about: sectors by id, divergences by item, flags by
   * kind (`yes` for one that is about nothing else), contributions by item or cap, `notCommon` by item. `items` are values by item, from the explanation.
   */
  readonly expect: Readonly<Record<string, unknown>>
}

const KEYS = {
  case: ['title', 'shows', 'method', 'definition', 'tolerance', 'round', 'from', 'to', 'expect'],
  round: ['form', 'bodies', 'answers', 'agreed', 'findings', 'outOfScope', 'conventions', 'profile', 'method'],
  mini: ['version', 'previous', 'voices', 'dimensions', 'questions'],
}

const FLAGS = [
  ...['weakest-link', 'dimension-spread', 'top-three', 'scope-dispute', 'filled-cell', 'not-ranked', 'input-missing'],
  ...['no-links', 'matrix-coverage', 'singular-normaliser'],
]

/** Here an expectation names everything that there is. */
const WHOLE = ['divergences', 'contributions', 'notCommon']

const folder = new URL('cases/', import.meta.url)
const cases = readdirSync(folder)
  .sort()
  .map((file) => [file, read(file)] as const)

function read(file: string): Case {
  const text = readFileSync(new URL(file, folder), 'utf8')
  return load(text, { schema: CORE_SCHEMA, filename: file }) as Case
}

function definitionOf({ definition }: Case): Definition {
  if (definition === 'mechelen-50') return mechelen().definition
  return definition === 'tiny' ? tiny().definition : mini(definition)
}

function only(value: object | undefined, keys: readonly string[]) {
  expect(Object.keys(value ?? {}).filter((key) => !keys.includes(key))).toEqual([])
}

const by = <T>(list: readonly T[], key: (entry: T) => string, value: (entry: T) => unknown = (entry) => entry) =>
  Object.fromEntries(list.map((entry) => [key(entry), value(entry)]))

function viewOfResult(definition: Definition, result: Result, itemIds: readonly string[], spec: RoundSpec): object {
  const round = roundOf(definition, spec)
  return {
    ...result,
    sectors: by(result.sectors, ({ id }) => id),
    divergences: by(result.divergences, ({ item }) => item),
    voicePairs: by(result.voicePairs, ({ voices }) => voices.join(' ')),
    flags: by(
      FLAGS,
      (kind) => kind,
      (kind) =>
        result.flags
          .filter((flag) => flag.kind === kind)
          .map(({ kind: _, ...about }) => Object.values(about).join(' ') || 'yes'),
    ),
    items: by(
      itemIds,
      (id) => id,
      (id) => explain(definition, round, id),
    ),
  }
}

function viewOfComparison(comparison: Comparison): object {
  const block = <T extends Comparison['enabling']>(one: T) => ({
    ...one,
    contributions: by(
      one.contributions,
      (c) => ('item' in c ? c.item : `cap of ${c.cap}`),
      ({ points }) => points,
    ),
  })
  return {
    ...comparison,
    sectors: by(comparison.sectors.map(block), ({ id }) => id),
    enabling: block(comparison.enabling),
    notCommon: by(
      comparison.notCommon,
      (entry) => ('item' in entry ? entry.item : 'weights'),
      ({ cause }) => cause,
    ),
  }
}

/** Compares what is expected, and counts its numbers. */
function expectMatch(got: unknown, wanted: unknown, path: string, tolerance: number): number {
  if (typeof wanted === 'number') {
    expect(got, path).toBeTypeOf('number')
    expect(Math.abs(Number(got) - wanted), `${path} is ${got}, not ${wanted}`).toBeLessThanOrEqual(tolerance)
    return 1
  }
  if (wanted === null || typeof wanted !== 'object') {
    expect(got, path).toBe(wanted)
    return 0
  }
  if (got === null || typeof got !== 'object') throw new Error(`${path} is ${got}, which has nothing inside`)
  const keys = Object.keys(wanted)
  const name = path.split(' → ').at(-1) ?? ''
  if (Array.isArray(wanted) || WHOLE.includes(name)) expect(Object.keys(got).sort(), path).toEqual(keys.sort())
  return keys.reduce((numbers, key) => {
    expect(Object.keys(got), path).toContain(key)
    return numbers + expectMatch(Reflect.get(got, key), Reflect.get(wanted, key), `${path} → ${key}`, tolerance)
  }, 0)
}

function resultOf(one: Case): object {
  const definition = definitionOf(one)
  const specs = [one.round, one.from, one.to].flatMap((spec) => spec ?? [])
  for (const spec of specs) {
    only(spec, KEYS.round)
    expect(checkRound(roundOf(definition, spec), definition)).toEqual([])
  }
  if (one.round) {
    const items = Object.keys(one.expect.items ?? {})
    return viewOfResult(definition, scoreRound(definition, roundOf(definition, one.round)), items, one.round)
  }
  const [from, to] = specs.map((spec) => ({ definition, round: roundOf(definition, spec) }))
  return viewOfComparison(compareRounds(from, to))
}

describe('worked cases', () => {
  test.each([
    ['a key that does not exist', { a: 1 }, { b: 1 }],
    ['a key below nothing', { a: null }, { a: { b: 1 } }],
    ['a number a little off', { a: 1 }, { a: 1.00001 }],
    ['null for a number', { a: null }, { a: 0 }],
    ['a number for null', { a: 0 }, { a: null }],
    ['a divergence that is not expected', { divergences: { x: {}, y: {} } }, { divergences: { x: {} } }],
    ['a longer list', { a: [1, 2] }, { a: [1] }],
  ])('fail on %s', (_, got, wanted) => {
    expect(() => expectMatch(got, wanted, '', 1e-9)).toThrow()
  })

  test('there are enough, and each has its own title', () => {
    expect(cases.length).toBeGreaterThanOrEqual(14)
    expect(new Set(cases.map(([, { title }]) => title)).size).toBe(cases.length)
  })

  test.each(cases.map(([file, one]) => [one.title, file, one] as const))('%s (%s)', (_, file, one) => {
    only(one, KEYS.case)
    if (typeof one.definition === 'object') only(one.definition, KEYS.mini)
    expect(one.shows.length, 'shows').toBeGreaterThan(20)
    expect(`${one.method}`, 'method').toMatch(/^\d/)
    expect([one.round !== undefined, one.from !== undefined && one.to !== undefined].filter(Boolean)).toHaveLength(1)
    const numbers = expectMatch(resultOf(one), one.expect, file, one.tolerance ?? 1e-9)
    expect(numbers, 'numbers checked').toBeGreaterThan(0)
  })
})
