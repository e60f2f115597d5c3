import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { describe, expect, test } from 'vitest'
import { textWidth, wrapText } from '../../src/charts/text-width.js'

const FONT = createRequire(import.meta.url).resolve('@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf')

describe('the estimated width of a text', () => {
  const doc = new PDFDocument({ autoFirstPage: false })
  doc.font(readFileSync(FONT)).fontSize(14)

  test.each(['Food', 'Infrastructure', 'Hébergement', 'WWW illicit', 'ŁÓDŹ, “42”', 'Документы', 'Œuvre – 3 %'])(
    'of "%s" lies within a tenth of the font’s own',
    (text) => {
      const ratio = textWidth(text, 14) / doc.widthOfString(text)
      expect(ratio).toBeGreaterThan(0.93)
      expect(ratio).toBeLessThan(1.1)
    },
  )
})

describe('wrapping', () => {
  test('breaks between words, and a text that fits stays whole', () => {
    expect(wrapText('No contradiction between sectors', 14, 130)).toEqual(['No contradiction', 'between sectors'])
    expect(wrapText('Food', 14, 130)).toEqual(['Food'])
  })

  test('what does not fit ends in an ellipsis, also one long word', () => {
    const lines = wrapText('Timely issuance of identification and regularisation documents', 14, 110)
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/…$/)
    const [word] = wrapText('Donaudampfschifffahrtsgesellschaft', 14, 110)
    expect(word).toMatch(/…$/)
    expect(textWidth(word!, 14)).toBeLessThanOrEqual(110)
  })

  test('an empty text is one empty line', () => {
    expect(wrapText('', 14, 110)).toEqual([''])
  })
})
