/** Puts broken lines on the page, inside their element of the structure tree. */
import { artifact, child, type Element, type Sheet } from './document.js'
import { paintText } from './glyphs.js'
import type { Line, Span } from './lines.js'

/** A span and where it starts on the page. */
interface Placed {
  readonly span: Span
  readonly x: number
  readonly baseline: number
}

/** Where lines stand: their left edge, the width for `end`, the top of the first one. */
export interface Position {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly align?: 'start' | 'end'
}

/** Draws lines as content of an element; words in another language and drawings that speak are spans of their own. */
export function writeLines(sheet: Sheet, element: Element, lines: readonly Line[], position: Position): void {
  for (const { lang, actual, parts } of bySpeech(place(lines, position))) {
    const draw = () => paintAll(sheet.doc, parts)
    if (lang === undefined && actual === undefined) element.add(draw)
    else if (actual === undefined) child(sheet, element, 'Span', { ...(lang ? { lang } : {}) }).add(draw)
    else writeSpoken(sheet, element, actual, draw)
  }
}

/** A drawing with its words: in the tree for reading aloud, in the content for search and copy. */
function writeSpoken(sheet: Sheet, element: Element, actual: string, draw: () => void): void {
  const { doc } = sheet
  const span = child(sheet, element, 'Span', { actual })
  const content = doc.markStructureContent('Span', { actual })
  draw()
  doc.endMarkedContent()
  span.add(content)
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

interface Speech {
  readonly lang: string | undefined
  readonly actual: string | undefined
  readonly parts: Placed[]
}

/** Neighbours that are read aloud in the same way. */
function bySpeech(all: readonly Placed[]): readonly Speech[] {
  const groups: Speech[] = []
  for (const placed of all) {
    const { lang, ornament } = placed.span
    const actual = ornament?.actual
    const last = groups.at(-1)
    if (last && actual === undefined && last.actual === undefined && last.lang === lang) last.parts.push(placed)
    else groups.push({ lang, actual, parts: [placed] })
  }
  return groups
}

function paintAll(doc: PDFKit.PDFDocument, all: readonly Placed[]): void {
  for (const { span, x, baseline } of all) {
    if (!span.ornament) {
      paintText(doc, span.text, x, baseline, span.style)
      continue
    }
    span.ornament.paint(doc, x, baseline)
    // Words for a drawing are only found where some text stands.
    if (span.ornament.actual !== undefined) paintText(doc, ' ', x, baseline, span.style)
  }
}

export function linesHeight(lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + line.height, 0)
}
