/** Impossible rounds are refused with a RangeError that says what is wrong. */
import { describe, expect, test } from 'vitest'
import {
  explain,
  type Level,
  type MethodSettings,
  type Position,
  type Round,
  scoreRound,
} from '../../src/rules/index.js'
import { tiny } from '../support/definitions.js'
import { roundOf } from '../support/round.js'

const { definition } = tiny()
const round = roundOf(definition, {})

function expectRefused(changed: Partial<Round>, words: RegExp) {
  const score = () => scoreRound(definition, { ...round, ...changed })
  expect(score).toThrow(RangeError)
  expect(score).toThrow(words)
}

const position = (rest: Partial<Position>): Position => ({ body: 'house', item: 'q-11', ...rest })
// A number that is no level reaches the rules only past the types.
const level = (value: number) => value as Level

describe('positions', () => {
  test.each<[string, Partial<Position>[], RegExp]>([
    ['on an unknown item', [{ item: 'q-99', level: 1 }], /unknown item "q-99"/],
    ['of an unknown body', [{ body: 'nobody', level: 1 }], /q-11: unknown body "nobody"/],
    [
      'of a voice that the item is not asked to',
      [{ body: 'visitors', level: 1 }],
      /not asked to the voice of "visitors"/,
    ],
    [
      'of such a voice on an item that the round does not ask',
      [{ body: 'owner', item: 'q-14', level: 1 }],
      /not asked/,
    ],
    ['that are neither level nor answer', [{}], /either a level or an answer/],
    ['that are both', [{ level: 1, answer: 'dk' }], /either a level or an answer/],
    ['above the scale', [{ level: level(5) }], /5 is no level 0 to 4/],
    ['below the scale', [{ level: level(-1) }], /-1 is no level 0 to 4/],
    ['between levels', [{ level: level(1.5) }], /1.5 is no level 0 to 4/],
    ['that are not a number', [{ level: level(Number.NaN) }], /NaN is no level 0 to 4/],
    ['with an answer of another kind', [{ answer: 'no' as 'na' }], /"no" is neither dk nor na/],
    ['not applicable where that is not allowed', [{ answer: 'na' }], /q-11 can't be not applicable/],
    ['twice by one body', [{ level: 1 }, { level: 2 }], /two positions of "house"/],
  ])('%s', (_, positions, words) => expectRefused({ positions: positions.map(position) }, words))
})

describe('agreed answers', () => {
  test.each<[string, Round['agreed'], RegExp]>([
    ['on an unknown item', [{ item: 'q-99', level: 1 }], /unknown item "q-99"/],
    [
      'twice on one item',
      [
        { item: 'q-11', level: 1 },
        { item: 'q-11', answer: 'dk' },
      ],
      /q-11: two agreed answers/,
    ],
    ['not applicable where that is not allowed', [{ item: 'q-11', answer: 'na' }], /can't be not applicable/],
    ['without an answer', [{ item: 'q-11' }], /either a level or an answer/],
  ])('%s', (_, agreed, words) => expectRefused({ agreed }, words))
})

describe('bodies', () => {
  test('with a voice that the definition does not know', () => {
    expectRefused({ bodies: [{ id: 'x', name: 'X', voice: 'press' }] }, /body "x": unknown voice "press"/)
  })
  test('with the same id', () => {
    const body = { id: 'x', name: 'X', voice: 'house' }
    expectRefused({ bodies: [body, body] }, /two bodies/)
  })
})

describe('settings', () => {
  const equal = { need: 1, urgency: 1, interdependence: 1 }
  test.each<[string, Partial<MethodSettings>, RegExp]>([
    ['an unknown mode', { mode: 'need' as 'both' }, /unknown mode "need"/],
    ['an unknown normaliser', { normaliser: 'none' as 'fixed' }, /unknown normaliser "none"/],
    ['a negative weight', { weights: { ...equal, need: -1 } }, /method.weights: a weight is a number from 0 up/],
    ['a weight that is no number', { weights: { ...equal, need: Number.NaN } }, /method.weights/],
    ['an endless weight', { weights: { ...equal, need: Number.POSITIVE_INFINITY } }, /method.weights/],
    ['weights that are all 0', { weights: { need: 0, urgency: 0, interdependence: 0 } }, /not all weights can be 0/],
    ['a negative weight of a dimension', { dimensions: { means: -1, welcome: 1 } }, /method.dimensions/],
    ['dimension weights that are all 0', { dimensions: { means: 0, welcome: 0 } }, /method.dimensions: not all/],
  ])('%s', (_, method, words) => expectRefused({ method }, words))

  test('left unsaid are both inputs, all weights 1, the fixed divisor and the seed 1', () => {
    expect(scoreRound(definition, { ...round, method: undefined }).settings).toEqual({
      mode: 'both',
      weights: equal,
      dimensions: { means: 1, welcome: 1 },
      normaliser: 'fixed',
      seed: 1,
    })
  })

  test('said in part leave the rest as it is', () => {
    const method: Partial<MethodSettings> = { seed: 7, dimensions: { means: 3 } }
    expect(scoreRound(definition, { ...round, method }).settings).toMatchObject({
      mode: 'both',
      seed: 7,
      dimensions: { means: 3, welcome: 1 },
    })
  })
})

test('an explanation of what does not exist', () => {
  expect(() => explain(definition, round, 'cafe')).toThrow(RangeError)
  expect(() => explain(definition, round, 'cafe')).toThrow('no sector or item "cafe" in museum-network 2.0.0')
})
