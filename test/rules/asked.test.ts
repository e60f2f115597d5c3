/** Which items count (METHOD 2). */
import { describe, expect, test } from 'vitest'
import { explain, type ItemState, scoreRound } from '../../src/rules/index.js'
import { tiny } from '../support/definitions.js'
import { mini } from '../support/mini.js'
import { type RoundSpec, roundOf } from '../support/round.js'

const { definition } = tiny()

function stateOf(item: string, spec: RoundSpec): ItemState {
  const step = explain(definition, roundOf(definition, spec), item)
  if (step.kind !== 'item') throw new Error(`${item} is no item`)
  return step.state
}

/** Everything is answered, so that an item is `agreed` unless the round does not ask it. */
const answered = Object.fromEntries(
  ['1', '2', '3'].flatMap((sector) => ['q', 'u'].flatMap((kind) => [1, 2, 3].map((n) => [`${kind}-${sector}${n}`, 3]))),
)

describe('a round asks', () => {
  test.each<[string, string, RoundSpec, ItemState]>([
    ['a core question in the short form', 'q-11', {}, 'agreed'],
    ['an extended question only in the full form', 'q-14', {}, 'not-asked'],
    ['an extended question only in the full form', 'q-14', { form: 'full' }, 'agreed'],
    ['a cross-cutting question in the short form', 'q-training', {}, 'agreed'],
    ['pairs and urgency in the short form', 'p-1', {}, 'agreed'],
    ['pairs and urgency in the short form', 'u-12', {}, 'agreed'],
    ['nothing of a sector out of scope', 'q-11', { outOfScope: ['collection'] }, 'not-asked'],
    ['nothing of a sector out of scope', 'u-11', { outOfScope: ['collection'] }, 'not-asked'],
    ['no pair with a sector out of scope', 'p-1', { outOfScope: ['collection'] }, 'not-asked'],
    ['no pair with a sector out of scope', 'p-3', { outOfScope: ['collection'] }, 'not-asked'],
    ['the pairs of the others', 'p-4', { outOfScope: ['collection'] }, 'agreed'],
    ['cross-cutting questions whatever the scope', 'q-training', { outOfScope: ['collection'] }, 'agreed'],
    ['no question out of scope', 'q-11', { outOfScope: ['q-11'] }, 'not-asked'],
    ['the other questions of its sector', 'q-12', { outOfScope: ['q-11'] }, 'agreed'],
    ['on a convention only where one is in force', 'q-13', {}, 'not-asked'],
    ['on a convention with an article for the sector', 'q-13', { conventions: ['illicit1970'] }, 'agreed'],
    ['on a convention that another one implies', 'q-13', { conventions: ['unidroit1995'] }, 'agreed'],
    ['by the profile, from as many options on as the condition says', 'q-33', {}, 'not-asked'],
    ['by the profile, no selection being none', 'q-33', { profile: { 'profile.seasons': [] } }, 'not-asked'],
    ['by the profile, one being enough', 'q-33', { profile: { 'profile.seasons': ['winter'] } }, 'agreed'],
  ])('%s (%s)', (_, item, spec, state) => {
    const agreed = { ...answered, 'q-14': 3, 'q-training': 3, 'p-1': 3, 'p-3': 3, 'p-4': 3 }
    expect(stateOf(item, { ...spec, agreed })).toBe(state)
  })

  test.each<[string, RoundSpec, ItemState]>([
    ['above the level', { agreed: { 'q-23': 2, 'q-24': 1 } }, 'agreed'],
    ['not below it', { agreed: { 'q-23': 1, 'q-24': 1 } }, 'not-asked'],
    ['while the other value is unknown', { agreed: { 'q-23': 'dk', 'q-24': 1 } }, 'agreed'],
    ['while the other value is missing', { agreed: { 'q-24': 1 } }, 'agreed'],
    // Owners 1, houses 2: 1.5 is above 2 − 1, so at least one voice is at the level.
    ['when one voice is at it', { answers: { owner: { 'q-23': 1 }, house: { 'q-23': 2, 'q-24': 1 } } }, 'provisional'],
    ['when no voice is at it', { answers: { owner: { 'q-23': 1 }, house: { 'q-23': 1, 'q-24': 1 } } }, 'not-asked'],
    ['when the other is not asked', { outOfScope: ['q-23'], agreed: { 'q-23': 4, 'q-24': 1 } }, 'not-asked'],
  ])('a question that hangs on another one %s', (_, spec, state) => {
    expect(stateOf('q-24', { form: 'full', ...spec })).toBe(state)
  })

  test('no question on conventions that have articles for all sectors together only', () => {
    const { conventions } = definition.conventions
    const crossOnly = conventions.map((convention) =>
      convention.id === 'illicit1970' ? { ...convention, articles: { cross: convention.articles.cross } } : convention,
    )
    const other = { ...definition, conventions: { ...definition.conventions, conventions: crossOnly } }
    const round = roundOf(other, { conventions: ['illicit1970'], agreed: { 'q-13': 3 } })
    expect(explain(other, round, 'q-13')).toMatchObject({ state: 'not-asked' })
  })

  test('what conventions imply through others, in a circle too', () => {
    const { conventions } = definition.conventions
    const circle = [
      { ...conventions[0], id: 'a', articles: {}, implies: ['b'] },
      { ...conventions[0], id: 'b', articles: {}, implies: ['c'] },
      { ...conventions[0], id: 'c', implies: ['a'] },
    ]
    const other = { ...definition, conventions: { ...definition.conventions, conventions: circle } }
    const round = roundOf(other, { conventions: ['a'], agreed: { 'q-13': 3 } })
    expect(explain(other, round, 'q-13')).toMatchObject({ state: 'agreed', value: 3 })
  })
})

describe('an answer to an item that the round does not ask', () => {
  const before: RoundSpec = { agreed: { 'q-11': 2, 'q-12': 2, 'q-21': 2, 'q-22': 2, 'q-23': 1 } }
  test.each<[string, Record<string, Record<string, number>>]>([
    ['by its form', { house: { 'q-14': 4 }, visitors: { 'q-14': 0 } }],
    ['by its conventions', { owner: { 'q-13': 0 }, house: { 'q-13': 4 } }],
    ['by its profile', { owner: { 'q-33': 0 }, visitors: { 'q-33': 4 } }],
    ['by its scope', { owner: { 'q-31': 0 }, house: { 'q-31': 4 } }],
    ['by another answer', { house: { 'q-24': 0 }, visitors: { 'q-24': 4 } }],
  ])('%s enters no number and no divergence', (_, answers) => {
    const spec = { ...before, outOfScope: ['q-31'] }
    const silent = scoreRound(definition, roundOf(definition, spec))
    expect(scoreRound(definition, roundOf(definition, { ...spec, answers }))).toEqual(silent)
    expect(silent.divergences).toEqual([])
  })

  test('enters both once it is asked', () => {
    const spec: RoundSpec = { ...before, answers: { owner: { 'q-31': 0 }, house: { 'q-31': 4 } } }
    expect(scoreRound(definition, roundOf(definition, spec)).divergences.map(({ item }) => item)).toEqual(['q-31'])
  })
})

test('a sector of which every question is out of scope is not applicable, and a sector out of scope is that', () => {
  const one = mini({ dimensions: { reach: {} }, questions: { 'a.reach.c': {}, 'b.reach.c': {} } })
  const { sectors } = scoreRound(one, roundOf(one, { outOfScope: ['a.reach.c', 'b'] }))
  expect(sectors.map(({ status }) => status)).toEqual(['not-applicable', 'out-of-scope'])
})
