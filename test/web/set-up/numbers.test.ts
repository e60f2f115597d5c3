import { describe, expect, test } from 'vitest'
import { decimalNumber, wholeNumber } from '../../../src/web/set-up/numbers.js'

describe('a whole number', () => {
  test.each([
    ['94610', 94610],
    ['94,610', 94610],
    ['94 610', 94610],
    ['94\u202f610', 94610],
    ['94\u00a0610', 94610],
    ['94.610', 94610],
    ['94’610', 94610],
    ['1,234,567', 1234567],
    [' 0 ', 0],
  ])('%s is %d', (typed, value) => expect(wholeNumber(typed)).toBe(value))

  test.each(['', '-1', '1.5', '1,23', '12e3', 'many', '1,234.567', '99999999999999999999'])('“%s” is none', (typed) =>
    expect(wholeNumber(typed)).toBeUndefined(),
  )
})

describe('a number with decimals', () => {
  test.each([
    ['2.4', 'en', 2.4],
    ['2,4', 'en', 2.4],
    ['2,4', 'fr', 2.4],
    ['-2,4 %', 'fr', -2.4],
    ['−1', 'en', -1],
    ['+3', 'en', 3],
    ['1,250', 'en', 1250],
    ['1,250', 'fr', 1.25],
    ['1 250,5', 'fr', 1250.5],
    ['1,250.5', 'en', 1250.5],
    ['1.250,5', 'fr', 1250.5],
    ['1,234,567', 'fr', 1234567],
    ['0.125', 'en', 0.125],
  ])('%s in %s is %d', (typed, language, value) => expect(decimalNumber(typed, language)).toBe(value))

  test.each(['', 'some', '1.2.3', '1,2,3', '--1', '1-', '.', '%', 'Infinity', 'NaN'])('“%s” is none', (typed) =>
    expect(decimalNumber(typed, 'en')).toBeUndefined(),
  )
})
