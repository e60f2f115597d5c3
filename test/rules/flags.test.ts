/** Every flag of a result, each at its edge (METHOD 3.1, 3.9, 7, 8). */
import { describe, expect, test } from 'vitest'
import { type Definition, type Flag, scoreRound } from '../../src/rules/index.js'
import { mini } from '../support/mini.js'
import { type RoundSpec, roundOf } from '../support/round.js'

const flagsOf = (definition: Definition, spec: RoundSpec, kind?: Flag['kind']): readonly Flag[] => {
  const { flags } = scoreRound(definition, roundOf(definition, spec))
  return kind ? flags.filter((flag) => flag.kind === kind) : flags
}

/** Questions of tiny weights move a criterion by less and by more than the tolerance. */
const fine = mini({
  dimensions: { one: {}, two: {} },
  questions: {
    'a.one.low.1': { weight: 1 },
    'a.one.low.2': { weight: 1e-11 },
    'a.one.low.3': { weight: 1e-6 },
    'a.one.high': {},
    'a.two.c.1': { weight: 1 },
    'a.two.c.2': { weight: 1e-11 },
    'a.two.c.3': { weight: 1e-6 },
  },
})

describe('weakest-link', () => {
  // The sector is √(x1 · x2), x1 the mean of low and high.
  const flags = (low: Record<string, number | string>, high: number, two: Record<string, number | string>) =>
    flagsOf(fine, { agreed: { 'a.one.low': low, 'a.one.high': high, 'a.two.c': two } }, 'weakest-link')
  const flag = [{ kind: 'weakest-link', sector: 'a', at: 'one.low' }]
  const exactly1 = { 1: 1, 2: 'na', 3: 'na' }
  const exactly2 = { 1: 2, 2: 'na', 3: 'na' }

  test('at level 1 in a sector above level 2', () => expect(flags(exactly1, 4, exactly2)).toEqual(flag))
  // Weight 1e-11 at level 4 lifts the criterion by 3e-11, 1e-6 by 3e-6.
  test('at level 1 within the tolerance', () => expect(flags({ ...exactly1, 2: 4 }, 4, exactly2)).toEqual(flag))
  test('not above level 1', () => expect(flags({ ...exactly1, 3: 4 }, 4, exactly2)).toEqual([]))
  // low 1 and high 3 make x1 = 3, and two at level 2 makes x2 = 3: the sector is at 3.
  test('in a sector at level 2', () => expect(flags(exactly1, 3, exactly2)).toEqual(flag))
  test('in a sector at level 2 within the tolerance', () => {
    expect(flags(exactly1, 3, { ...exactly2, 2: 0 })).toEqual(flag)
  })
  test('not in a sector below level 2', () => expect(flags(exactly1, 3, { ...exactly2, 3: 0 })).toEqual([]))
  test('not when the sector has no score', () => {
    expect(flags(exactly1, 4, { 1: 'dk', 2: 'dk', 3: 'dk' })).toEqual([])
  })
  test('not when the criterion is withheld', () => {
    // Its few answers count, but nobody sees its number.
    const agreed = { 'a.one.low': { 1: 'dk', 2: 0, 3: 'dk' }, 'a.one.high': 4, 'a.two.c': 4 }
    expect(flagsOf(fine, { agreed }, 'weakest-link')).toEqual([])
  })
})

describe('dimension-spread', () => {
  const flags = (one: number, two: Record<string, number | string>) =>
    flagsOf(fine, { agreed: { 'a.one': one, 'a.two.c': two } }, 'dimension-spread')
  const at = (dimension: string) => [{ kind: 'dimension-spread', sector: 'a', at: dimension }]

  test('two levels apart, at the lowest', () => expect(flags(3, { 1: 1, 2: 'na', 3: 'na' })).toEqual(at('two')))
  test('two levels apart, at the lowest, the other way round', () => {
    expect(flags(1, { 1: 3, 2: 'na', 3: 'na' })).toEqual(at('one'))
  })
  test('two levels apart within the tolerance', () => expect(flags(3, { 1: 1, 2: 4, 3: 'na' })).toEqual(at('two')))
  test('not less than two levels apart', () => expect(flags(3, { 1: 1, 2: 'na', 3: 4 })).toEqual([]))

  const three = mini({
    dimensions: { one: {}, two: {}, three: {} },
    questions: { 'a.one.c': {}, 'a.two.c': {}, 'a.three.c': {} },
  })
  test('at the first of two that are lowest', () => {
    expect(flagsOf(three, { agreed: { 'a.one': 4, 'a.two': 1, 'a.three': 1 } }, 'dimension-spread')).toEqual(at('two'))
  })
  test('between published dimensions, although the sector has no score', () => {
    const flags = flagsOf(three, { agreed: { 'a.one': 4, 'a.two': 'dk', 'a.three': 1 } }, 'dimension-spread')
    expect(flags).toEqual(at('three'))
  })
  test('not with a dimension that is not applicable', () => {
    expect(flagsOf(three, { agreed: { 'a.one': 4, 'a.two': 'na', 'a.three': 'na' } }, 'dimension-spread')).toEqual([])
  })
})

/** Sectors a, b, c, d with one question each. */
const four = mini({
  dimensions: { reach: {} },
  questions: { 'a.reach.c': {}, 'b.reach.c': {}, 'c.reach.c': {}, 'd.reach.c': {} },
})

describe('top-three', () => {
  const byUrgency = (...levels: (number | null)[]) => {
    const agreed = Object.fromEntries(
      levels.flatMap((level, i) => (level === null ? [] : [[`${'abcd'[i]}.urgency`, level]])),
    )
    return flagsOf(four, { agreed }, 'top-three').flatMap((flag) => ('sector' in flag ? flag.sector : []))
  }

  test('ranks 1, 2 and 3', () => expect(byUrgency(1, 4, 3, 2)).toEqual(['b', 'c', 'd']))
  test('two at rank 2', () => expect(byUrgency(4, 3, 3, 1)).toEqual(['a', 'b', 'c']))
  test('three at rank 1', () => expect(byUrgency(4, 4, 4, 1)).toEqual(['a', 'b', 'c']))
  test('none when four share the first three ranks', () => expect(byUrgency(4, 3, 2, 2)).toEqual([]))
  test('none when all are equal', () => expect(byUrgency(2, 2, 2, 2)).toEqual([]))
  test('two at rank 1 and two at rank 3', () => expect(byUrgency(4, 4, 2, 2)).toEqual([]))
  test('only those with a number', () => expect(byUrgency(4, null, null, 1)).toEqual(['a', 'd']))
  test('none without any number', () => expect(byUrgency(null, null, null, null)).toEqual([]))

  test('by urgency and by interdependence alone, whatever the mode', () => {
    // d hangs on all and all on d; the rest know no link.
    const links = { 'interdep.d': 4, 'interdep.a.on.d': 4, 'interdep.b.on.d': 4, 'interdep.c.on.d': 3 }
    const agreed = { interdep: 0, ...links, 'a.urgency': 4, 'b.urgency': 3, 'c.urgency': 2, 'd.urgency': 1 }
    const expected = [
      { kind: 'top-three', sector: 'a', at: 'urgency' },
      { kind: 'top-three', sector: 'b', at: 'urgency' },
      { kind: 'top-three', sector: 'c', at: 'urgency' },
      { kind: 'top-three', sector: 'a', at: 'interdependence' },
      { kind: 'top-three', sector: 'b', at: 'interdependence' },
      { kind: 'top-three', sector: 'd', at: 'interdependence' },
    ]
    for (const mode of ['both', 'urgency', 'interdependence'] as const) {
      expect(flagsOf(four, { agreed, method: { mode } }, 'top-three')).toEqual(expected)
    }
  })
})

describe('scope-dispute', () => {
  const dispute = (spec: RoundSpec) => flagsOf(four, spec, 'scope-dispute')
  const answers = { state: { 'a.reach.c': 2 }, city: { 'a.reach.c': 'na' } }

  test('a level beside a not applicable', () => {
    expect(dispute({ answers })).toEqual([{ kind: 'scope-dispute', item: 'a.reach.c' }])
  })
  test('not when it is settled', () => expect(dispute({ answers, agreed: { 'a.reach.c': 'na' } })).toEqual([]))
  test('not when the item is out of scope', () => expect(dispute({ answers, outOfScope: ['a'] })).toEqual([]))
  test('not on share and time when nothing happened', () => {
    const urgency = { state: { 'a.urgency.share': 2 }, city: { 'a.urgency.share': 'na' } }
    expect(dispute({ answers: urgency, agreed: { 'a.urgency.severity': 1 } })).toHaveLength(1)
    expect(dispute({ answers: urgency, agreed: { 'a.urgency.severity': 0 } })).toEqual([])
  })
})

/** Sectors a and b and all that they need, but for what a test leaves out. */
const two = mini({ dimensions: { reach: {} }, questions: { 'a.reach.c': {}, 'b.reach.c': {} } })
const complete = { 'a.reach': 1, 'b.reach': 3, 'a.urgency': 2, 'b.urgency': 3, interdep: 2 }

describe('ranking', () => {
  const flags = (agreed: RoundSpec['agreed'], method: RoundSpec['method'] = {}, outOfScope: string[] = []) =>
    flagsOf(two, { agreed, method, outOfScope }).filter(({ kind }) => kind !== 'top-three' && kind !== 'filled-cell')

  test('says nothing when all is there', () => expect(flags(complete)).toEqual([]))
  test('not-ranked: a sector without urgency that the other has', () => {
    expect(flags({ ...complete, 'b.urgency': 'dk' })).toEqual([{ kind: 'not-ranked', sector: 'b' }])
  })
  test('not-ranked: a sector without need that the other has', () => {
    expect(flags({ ...complete, 'a.reach': 'na' })).toEqual([{ kind: 'not-ranked', sector: 'a' }])
  })
  test('not-ranked: also by an input of weight 0', () => {
    const method = { weights: { need: 1, urgency: 0, interdependence: 1 } }
    expect(flags({ ...complete, 'b.urgency': 'dk' }, method)).toEqual([{ kind: 'not-ranked', sector: 'b' }])
  })
  test('not-ranked: not by an input that the mode leaves out', () => {
    expect(flags({ ...complete, 'b.urgency': 'dk' }, { mode: 'interdependence' })).toEqual([])
  })
  test('not-ranked: not a sector out of scope', () => {
    const alone = flags({ 'a.reach': 1, 'a.urgency': 2 }, { mode: 'urgency' }, ['b'])
    expect(alone).toEqual([])
  })
  test('input-missing: urgency that no sector has', () => {
    const agreed = { ...complete, 'a.urgency': 'dk', 'b.urgency': 'dk' }
    expect(flags(agreed)).toEqual([{ kind: 'input-missing', at: 'urgency' }])
  })
  test('input-missing: need that no sector has, and each sector stays ranked', () => {
    const agreed = { ...complete, 'a.reach': 'dk', 'b.reach': 'dk' }
    expect(flags(agreed)).toEqual([{ kind: 'input-missing', at: 'need' }])
  })
  test('input-missing: interdependence of a single sector in scope, which is no matter of coverage', () => {
    expect(flags(complete, {}, ['b'])).toEqual([{ kind: 'input-missing', at: 'interdependence' }])
  })
  test('input-missing alone, when only weights of 0 are left', () => {
    const method = { weights: { need: 0, urgency: 1, interdependence: 0 } }
    const agreed = { ...complete, 'a.urgency': 'dk', 'b.urgency': 'dk', 'a.reach': 'dk' }
    expect(flags(agreed, method)).toEqual([{ kind: 'input-missing', at: 'urgency' }])
  })
  test('input-missing for every input, in their order, when there is nothing', () => {
    expect(flags({})).toEqual([
      { kind: 'input-missing', at: 'urgency' },
      { kind: 'input-missing', at: 'interdependence' },
      { kind: 'input-missing', at: 'need' },
      { kind: 'matrix-coverage' },
    ])
  })
})

describe('influence', () => {
  const flags = (agreed: RoundSpec['agreed'], spec: RoundSpec = {}) =>
    flagsOf(four, { agreed, ...spec }).filter(({ kind }) =>
      ['no-links', 'matrix-coverage', 'singular-normaliser', 'filled-cell'].includes(kind),
    )
  /** Six pairs of twelve, in the definition's order. */
  const half = {
    'interdep.b.on.a': 1,
    'interdep.c.on.a': 1,
    'interdep.d.on.a': 1,
    'interdep.a.on.b': 1,
    'interdep.c.on.b': 1,
    'interdep.d.on.b': 1,
  }

  test('filled-cell: every cell that is estimated, in order', () => {
    const known = { ...half, 'interdep.a.on.c': 1, 'interdep.b.on.c': 'dk', 'interdep.d.on.c': 1, 'interdep.a.on.d': 1 }
    expect(flags(known)).toEqual([
      { kind: 'filled-cell', item: 'interdep.b.on.c' },
      { kind: 'filled-cell', item: 'interdep.b.on.d' },
      { kind: 'filled-cell', item: 'interdep.c.on.d' },
    ])
  })
  test('matrix-coverage: 7 of 12 is less than 60 %, and nothing is filled', () => {
    expect(flags({ ...half, 'interdep.a.on.c': 1 })).toEqual([{ kind: 'matrix-coverage' }])
  })
  test('no matrix-coverage: 8 of 12', () => {
    expect(flags({ ...half, 'interdep.a.on.c': 1, 'interdep.b.on.c': 1 }).map(({ kind }) => kind)).not.toContain(
      'matrix-coverage',
    )
  })
  test('matrix-coverage: 12 of 20 is 60 %, 11 is less', () => {
    const ids = ['a', 'b', 'c', 'd', 'e']
    const many = mini({
      dimensions: { reach: {} },
      questions: Object.fromEntries(ids.map((id) => [`${id}.reach.c`, {}])),
    })
    const known = (count: number) =>
      Object.fromEntries(many.interdependence.pairs.slice(0, count).map(({ id }) => [id, 1]))
    expect(flagsOf(many, { agreed: known(11) }, 'matrix-coverage')).toHaveLength(1)
    expect(flagsOf(many, { agreed: known(12) }, 'matrix-coverage')).toEqual([])
  })
  test('no matrix-coverage: pairs of a sector out of scope are not asked', () => {
    const inside = { 'interdep.b.on.a': 1, 'interdep.c.on.a': 1, 'interdep.a.on.b': 1, 'interdep.c.on.b': 1 }
    expect(flags(inside, { outOfScope: ['d'] }).map(({ kind }) => kind)).toEqual(['filled-cell', 'filled-cell'])
  })
  test('no-links: only when every cell is 0', () => {
    expect(flags({ interdep: 0 })).toEqual([{ kind: 'no-links' }])
    expect(flags({ interdep: 0, 'interdep.a.on.b': 1 })).toEqual([])
  })
  test('singular-normaliser: the classic divisor on equal sums', () => {
    expect(flags({ interdep: 2 }, { method: { normaliser: 'classic' } })).toEqual([{ kind: 'singular-normaliser' }])
    expect(flags({ interdep: 2 })).toEqual([])
  })
})
