import { describe, expect, test } from 'vitest'
import { bandColours, bandOf, bandRange, LIGHT, resolveColours, type ScoreBand } from '../../src/charts/index.js'

describe('the class of a score', () => {
  test.each([
    [0, 0],
    [19.4, 0],
    [19.5, 1],
    [39.49, 1],
    [59.4, 2],
    [59.5, 3],
    [79.5, 4],
    [100, 4],
  ])('%d stands in class %d, that of the number as printed', (score, band) => {
    expect(bandOf(score)).toBe(band)
  })

  test.each([-0.1, 100.1, Number.NaN])('%d has no class', (score) => {
    expect(() => bandOf(score)).toThrow(RangeError)
  })

  test('the ranges of the classes follow each other from 0 to 100', () => {
    const ranges = ([0, 1, 2, 3, 4] as const).map(bandRange)
    expect(ranges.map(([from]) => from)).toEqual([0, 20, 40, 60, 80])
    expect(ranges.map(([, to]) => to)).toEqual([19, 39, 59, 79, 100])
  })

  test('the text of each class can be read on its fill', () => {
    for (const band of [0, 1, 2, 3, 4] as ScoreBand[]) {
      const { fill, text } = bandColours(band)
      expect(contrast(fill, text)).toBeGreaterThan(4.5)
    }
  })
})

describe('the light colours', () => {
  test('take the place of variables and of the text colour', () => {
    expect(resolveColours('<path fill="var(--chart-ink)" stroke="currentColor"/>')).toBe(
      `<path fill="${LIGHT['--chart-ink']}" stroke="${LIGHT['--ink']}"/>`,
    )
  })

  test('leave the words of people alone', () => {
    const svg = '<text>var(--chart-ink) "currentColor"</text>'
    expect(resolveColours(svg)).toBe(svg)
  })

  test('lack no variable in silence', () => {
    expect(() => resolveColours('<path fill="var(--nowhere)"/>')).toThrow(/--nowhere/)
  })
})

/** Contrast of two colours after WCAG 2. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high! + 0.05) / (low! + 0.05)
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((start) => {
    const share = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}
