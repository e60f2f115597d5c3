/** Puts broken lines on the page, inside their element of the structure tree. */
import { artifact, child, type Element, type Sheet } from './document.js'
import type { Line, Span } from './lines.js'
import type { Style } from './style.js'

/** A span and where it starts on the page. */
interface Placed {
  readonly span: Span
  readonly x: number
  readonly baseline: number
}

/** Draws a line of text on a baseline. */
export function paintText(doc: PDFKit.PDFDocument, text: string, x: number, baseline: number, style: Style): void {
  doc
    .font(style.face, style.size)
    .fillColor(style.colour)
    .text(text, x, baseline, { lineBreak: false, baseline: 'alphabetic' })
}

/** Where lines stand: their left edge, the width for `end`, the top of the first one. */
export interface Position {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly align?: 'start' | 'end'
}

/** Draws lines as content of an element; parts in another language become spans that say so. */
export function writeLines(sheet: Sheet, element: Element, lines: readonly Line[], position: Position): void {
  for (const { lang, parts } of byLanguage(place(lines, position))) {
    const draw = () => paintAll(sheet.doc, parts)
    if (lang === undefined) element.add(draw)
    else child(sheet, element, 'Span', { lang }).add(draw)
  }
}

/** Draws lines that repeat what was said before. */
export function writeArtifact(sheet: Sheet, lines: readonly Line[], position: Position): void {
  artifact(sheet, 'Pagination', () => paintAll(sheet.doc, place(lines, position)))
}

/** Draws one line with its top at `y`, in the element or artifact that is open. */
export function writeLine(doc: PDFKit.PDFDocument, line: Line, x: number, y: number): void {
  paintAll(doc, place([line], { x, y, width: line.width }))
}

function place(lines: readonly Line[], { x, y, width, align }: Position): readonly Placed[] {
  let top = y
  return lines.flatMap((line) => {
    const left = align === 'end' ? x + width - line.width : x
    const baseline = top + line.baseline
    top += line.height
    return line.spans.map((span) => ({ span, x: left + span.x, baseline }))
  })
}

function byLanguage(all: readonly Placed[]): readonly { lang: string | undefined; parts: Placed[] }[] {
  const groups: { lang: string | undefined; parts: Placed[] }[] = []
  for (const placed of all) {
    const { lang } = placed.span
    const last = groups.at(-1)
    if (last && last.lang === lang) last.parts.push(placed)
    else groups.push({ lang, parts: [placed] })
  }
  return groups
}

function paintAll(doc: PDFKit.PDFDocument, all: readonly Placed[]): void {
  for (const { span, x, baseline } of all) {
    if (!span.ornament) {
      paintText(doc, span.text, x, baseline, span.style)
      continue
    }
    const { actual } = span.ornament
    if (actual === undefined) {
      span.ornament.paint(doc, x, baseline)
      continue
    }
    doc.markContent('Span', { actual })
    span.ornament.paint(doc, x, baseline)
    // Search and copy find the meaning of a drawing only where it comes with text.
    paintText(doc, ' ', x, baseline, span.style)
    doc.endMarkedContent()
  }
}

export function linesHeight(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.height, 0)
}
