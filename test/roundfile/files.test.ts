import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Fault, MalinesError } from '../../src/errors.js'
import { readRound, writeRound } from '../../src/roundfile/index.js'
import { jsonFault } from '../../src/roundfile/json.js'
import { definition, example, sound } from './support.js'

const read = (text: string) => readRound(text, definition)

function faultsOf(text: string): readonly Fault[] {
  try {
    read(text)
    return []
  } catch (error) {
    if (!(error instanceof MalinesError)) throw error
    expect(error.code).toBe('invalid')
    return error.faults
  }
}

describe('reading', () => {
  test.each(['kavara-2026', 'rivermond-2024', 'rivermond-2026'])('%s gives what the file says', (name) => {
    expect(read(example(name))).toEqual(JSON.parse(example(name)))
  })

  test('a mark of byte order before the first brace is no fault', () => {
    expect(read(`\uFEFF${JSON.stringify(sound())}`)).toEqual(sound())
  })

  test.each([
    ['', 'line 1, column 1: expected a value, found the end of the file'],
    ['{\n  "a": 1,\n}', 'line 3, column 1: expected a key in double quotes; no comma may stand before "}", found "}"'],
    ['{\n  "a": [1, 2,]}', 'line 2, column 14: expected a value, found "]"'],
    ['[1 2]', 'line 1, column 4: expected "," or the end of the list or object, found "2"'],
    ['{"a" 1}', 'line 1, column 6: expected ":" between a key and its value, found "1"'],
    ["{'a': 1}", 'line 1, column 2: expected a key in double quotes or "}", found "\'"'],
    ['{"a": nul}', 'line 1, column 7: expected a value, found "n"'],
    ['[}', 'line 1, column 2: expected a value or "]", found "}"'],
    ['{} {}', 'line 1, column 4: expected the end of the file, found "{"'],
    ['{"a": "b', 'line 1, column 9: the file ends inside a text; close it with a double quote'],
    ['["a\nb"]', 'line 1, column 4: a line break or control character in a text has to be written as an escape'],
    ['["C:\\path"]', 'line 1, column 5: a backslash in a text has to be written as "\\\\"'],
    ['{"a": 1, "\\u0061": 2}', 'line 1, column 10: the key "\\u0061" stands here a second time'],
  ])('%j is not JSON, and the place is told', (text, reason) => {
    const faults = faultsOf(text)
    expect(faults).toHaveLength(1)
    expect(faults[0]?.path).toBe('')
    expect(faults[0]?.reason).toContain(reason)
  })

  test('JSON is what the engine takes for JSON, but for repeated keys', () => {
    const json = fc.json({ maxDepth: 4 })
    const cut = fc.tuple(
      json,
      fc.nat(),
      fc.constantFrom('', '"', ',', ':', '{', ']', '\\', '0', '-', 'e', ' ', '\n', '\u0001'),
    )
    fc.assert(
      fc.property(
        fc.oneof(json, fc.string({ unit: fc.constantFrom(...'[]{},:"\\ 01.e-+truefalsn\n') })),
        cut,
        (text, [whole, at, sign]) => {
          const place = at % (whole.length + 1)
          for (const each of [text, whole.slice(0, place) + sign + whole.slice(place + 1)]) {
            const fault = jsonFault(each)
            if (fault?.reason.includes('second time'))
              expect(JSON.stringify(JSON.parse(each)).length).toBeLessThan(each.length)
            else expect(fault === undefined).toBe(isJson(each))
          }
        },
      ),
      { seed: 50, numRuns: 3000 },
    )
  })

  test('no text throws anything but a MalinesError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(faultsOf(text).length).toBeGreaterThan(0)
      }),
      { seed: 50, numRuns: 500 },
    )
  })

  test('a deep or huge file is refused like any other', () => {
    const long = '0,'.repeat(100_000)
    expect(faultsOf('['.repeat(1_000_000))).toHaveLength(1)
    expect(faultsOf(`{"profile":${'['.repeat(50_000)}${']'.repeat(50_000)}}`).map(({ path }) => path)).toContain(
      '/profile',
    )
    expect(faultsOf(`{"positions":[${long}0]}`)).toHaveLength(201)
    expect(faultsOf(`{"positions":[${long}${long}0]}`).at(-1)?.reason).toContain('has 200001 entries')
    expect(faultsOf(`{"method":[${long}0]}`).at(-1)?.reason).toContain('has more than 1000 entries')
    expect(faultsOf(' '.repeat(10_000_001))[0]?.reason).toContain('a round file has at most 10000000')
  })
})

describe('writing', () => {
  test('and reading again gives the same round', () => {
    for (const text of [JSON.stringify(sound()), example('kavara-2026'), example('rivermond-2026')]) {
      const round = read(text)
      expect(read(writeRound(round))).toEqual(round)
    }
  })

  test('twice gives the same bytes, whatever the order of keys was', () => {
    const round = read(JSON.stringify(sound()))
    const turned = read(JSON.stringify(backwards(sound(), '')))
    expect(writeRound(turned)).toBe(writeRound(round))
    expect(writeRound(read(writeRound(round)))).toBe(writeRound(round))
  })

  test('keeps the order of lists and puts one entry on a line', () => {
    const lines = writeRound(read(JSON.stringify(sound()))).split('\n')
    expect(lines[0]).toBe('{')
    expect(lines[1]).toBe('  "format": "malines-round/1",')
    expect(lines[2]).toBe('  "definition": { "id": "mechelen-50", "version": "1.0.0", "form": "short" },')
    expect(lines).toContain('    { "body": "assoc", "item": "water.coherence.rules", "answer": "dk" },')
    expect(lines).toContain('  "conventionsInForce": ["iccpr", "crc"],')
    expect(lines.slice(-2)).toEqual(['}', ''])
  })

  test('leaves out what is undefined', () => {
    const round = read(JSON.stringify(sound()))
    expect(writeRound({ ...round, actions: undefined })).not.toContain('actions')
  })
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** The same value with the keys of all objects turned round; the profile's own order is kept. */
function backwards(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((each) => backwards(each, ''))
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [name, backwards(member, name)])
  return Object.fromEntries(key.startsWith('profile') || key === 'dimensions' ? members : members.reverse())
}
