import { describe, expect, test } from 'vitest'
import { hasSign } from '../../src/reports/pdf/fonts.js'
import { balanceLines, breakLines, longestWord, measure, naturalWidth } from '../../src/reports/pdf/lines.js'
import { literal } from '../../src/reports/pdf/literal.js'
import { TEXT } from '../../src/reports/pdf/style.js'

const style = TEXT.body

function measured(text: string) {
  return measure([{ text, style }])
}

function linesOf(text: string, width: number): readonly string[] {
  return breakLines(measured(text), width, 1.4).map((line) => line.spans.map((span) => span.text).join('|'))
}

describe('lines', () => {
  test('break at spaces and are never wider than asked', () => {
    const text = 'The registry lists eighteen free places, while the night count found many more people outside.'
    const lines = breakLines(measured(text), 120, 1.4)
    expect(lines.length).toBeGreaterThan(3)
    for (const line of lines) expect(line.width).toBeLessThanOrEqual(120.01)
    expect(linesOf(text, 120).join('')).toBe(`${text} `)
  })

  test('never break at the narrow and wide no-break spaces of French, which the font has', () => {
    expect(hasSign('\u202f') && hasSign('\u00a0')).toBe(true)
    const text = 'réserve\u00a0: «\u202fdix\u202f» jours\u202f; hiver\u202f?'
    const lines = linesOf(text, longestWord(measured(text)))
    expect(lines.map((line) => line.trim())).toEqual([
      'réserve\u00a0:',
      '«\u202fdix\u202f»',
      'jours\u202f;',
      'hiver\u202f?',
    ])
    expect(linesOf(text, 80).join('').trim()).toBe(text)
  })

  test('break after a hyphen between letters, at a soft hyphen, and not in a range of numbers', () => {
    expect(linesOf('dix-neuf', 30)).toEqual(['dix-', 'neuf '])
    expect(linesOf('compre\u00adhensive', 40)).toEqual(['compre-', 'hensive '])
    expect(linesOf('compre\u00adhensive', 400)).toEqual(['comprehensive '])
    expect(longestWord(measured('0-19'))).toBeCloseTo(naturalWidth(measured('0-19')), 6)
  })

  test('cut a word that is wider alone, and lose no letter', () => {
    const word = 'x'.repeat(5000)
    const lines = linesOf(word, 200)
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.join('').trim()).toBe(word)
    expect(linesOf('e\u0301e\u0301', 0.5).join('').trim()).toBe('e\u0301e\u0301')
  })

  test('end where the text says so, and keep an empty line', () => {
    expect(linesOf('one\ntwo\n\nthree', 400)).toEqual(
      ['one ', 'two ', ' ', 'three '].map((line) => line.replace(/^ $/, ' ')),
    )
  })

  test('of nothing are none', () => {
    expect(linesOf('', 100)).toEqual([])
    expect(linesOf('  \u200b ', 100)).toEqual([])
  })

  test('of a heading are of even length and not more than needed', () => {
    const text = measured('Timely issuance of identification and regularisation documents here')
    const plain = breakLines(text, 260, 1.2)
    const even = balanceLines(text, 260, 1.2)
    expect(even).toHaveLength(plain.length)
    const spread = (lines: typeof even) =>
      Math.max(...lines.map((l) => l.width)) - Math.min(...lines.map((l) => l.width))
    expect(spread(even)).toBeLessThan(spread(plain))
  })

  test('keep a gap before a mark, but not at the start of a line', () => {
    const mark = { ornament: { width: 10, height: 10, paint: () => undefined }, style, gap: 20 }
    const pieces = [{ text: 'ab', style }, mark, { text: 'cd', style }]
    const [line] = breakLines(measure(pieces), 400, 1.4)
    const [text, drawn] = line!.spans
    expect(drawn!.x).toBeCloseTo(naturalWidth(measure([{ text: 'ab', style }])) + 20, 6)
    expect(text!.text).toBe('ab ')
    expect(breakLines(measure(pieces), 30, 1.4)[1]!.spans[0]!.x).toBe(0)
  })
})

describe('a literal text', () => {
  test('has no control signs and nothing that turns words around', () => {
    expect(literal('a\u0000b\u001b[31m\u202ec\u202c\u200f\ufeff')).toBe('ab[31mc')
  })

  test('keeps its line ends in one form', () => {
    expect(literal('a\r\nb\rc\u2028d\te')).toBe('a\nb\nc\nd e')
  })

  test('shows half a sign as one that is missing', () => {
    expect(literal('a\ud83db')).toBe('a\ufffdb')
  })

  test('is otherwise what was written', () => {
    const text = '<b>&amp;</b> (\\) "été" § 50 👍 مرحبا'
    expect(literal(text)).toBe(text)
  })
})
