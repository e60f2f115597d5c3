/** Puts letters on the page. */
import { currentFont, type GlyphPosition } from './fonts.js'
import type { Style } from './style.js'

/**
 * Draws a line of text in the page's own direction: `text` of pdfkit turns the page over for each one, which takes longer
 * and misleads programs that read texts with their places.
 */
export function paintText(doc: PDFKit.PDFDocument, text: string, x: number, baseline: number, style: Style): void {
  doc.font(style.face)
  const font = currentFont(doc)
  const fonts: Record<string, unknown> = Reflect.get(doc.page, 'fonts')
  fonts[font.id] ??= font.ref()
  const [glyphs, positions] = font.encode(text)
  const operators = showGlyphs(glyphs, positions, x, baseline, style.size)
  doc.addContent(`BT /${font.id} ${style.size} Tf ${rgb(style.colour)} rg ${operators} ET`)
}

/** Moves to the start, shows the letters with their kerning, and puts marks at their own places. */
function showGlyphs(
  glyphs: readonly string[],
  positions: readonly GlyphPosition[],
  x: number,
  baseline: number,
  size: number,
): string {
  const scale = size / 1000
  const moveTo = (dx: number, dy: number) => `1 0 0 -1 ${short(x + dx * scale)} ${short(baseline - dy * scale)} Tm `
  let [operators, shown, at] = [moveTo(0, 0), '', 0]
  const show = () => {
    if (shown !== '') operators += `[<${shown}>]TJ `
    shown = ''
  }
  positions.forEach(({ xAdvance, advanceWidth, xOffset, yOffset }, i) => {
    const moved = xOffset !== 0 || yOffset !== 0
    if (moved) {
      show()
      operators += moveTo(at + xOffset, yOffset)
    }
    shown += glyphs[i]
    at += xAdvance
    if (moved) {
      show()
      operators += moveTo(at, 0)
    } else if (Math.abs(xAdvance - advanceWidth) > 0.01) shown += `>${short(advanceWidth - xAdvance)}<`
  })
  show()
  return operators
}

function short(length: number): number {
  return Math.round(length * 1000) / 1000
}

const colours = new Map<string, string>()

/** "0.1 0.2 0.3" of "#1a334d". */
function rgb(hex: string): string {
  let known = colours.get(hex)
  if (known === undefined) {
    known = [1, 3, 5].map((at) => short(Number.parseInt(hex.slice(at, at + 2), 16) / 255)).join(' ')
    colours.set(hex, known)
  }
  return known
}
