/** Ruled lines to write on with a pen. */
import type { PaperBlock, Text } from '../../model.js'
import { artifact, child, type Element, type Sheet } from '../document.js'
import type { Box } from '../flow.js'
import { lazily } from '../lazily.js'
import { breakLines, lowered, measure } from '../lines.js'
import type { Row, RowCell } from '../rows.js'
import { piecesOf, runsOf } from '../runs.js'
import { LEADING, mm, QUIET, TEXT } from '../style.js'
import { linesHeight, writeLines } from '../write.js'

type Blanks = Extract<PaperBlock, { kind: 'blanks' }>

/** From one line to the next: room for a hand. */
const PITCH = mm(7)
/** Between words and the line behind them. */
const GAP = mm(2)
/** A line behind words is at least this long, or it begins below them. */
const SHORTEST = mm(45)

export function blanksBoxes(sheet: Sheet, section: Element, { text, lines: count }: Blanks): readonly Box[] {
  const { left, textWidth } = sheet.paper
  const words = breakLines(measure(piecesOf(sheet, text, TEXT.body)), textWidth, LEADING.body)
  const last = words.at(-1)
  const room = last === undefined ? 0 : textWidth - last.width - GAP
  const behind = room >= SHORTEST ? 1 : 0
  // A hand needs more room above its line than print does.
  const lines = behind > 0 ? lowered(words, Math.max(0, PITCH - (last?.height ?? 0))) : words
  const end = linesHeight(lines)
  const element = lazily(() => child(sheet, section, 'P'))
  const draw = (y: number) => {
    if (lines.length > 0) writeLines(sheet, element(), lines, { x: left, y, width: textWidth })
    artifact(sheet, 'Layout', () => {
      if (behind > 0) rule(sheet, left + textWidth - room, y + baselineOf(lines))
      for (let i = 1; i <= count - behind; i++) rule(sheet, left, y + end + i * PITCH - mm(0.6))
    })
  }
  return [{ height: end + (count - behind) * PITCH, before: mm(0.5), after: mm(0.5), draw }]
}

/** What draws the line behind a text that ends in a place to write. */
export function blankBehind(sheet: Sheet, text: Text, cell: RowCell): Pick<Row, 'decorate'> {
  if (!runsOf(text).at(-1)?.blank) return {}
  const { x, lines } = cell
  const width = lines.at(-1)?.width ?? 0
  return { decorate: (y) => rule(sheet, x + width + (width > 0 ? GAP : 0), y + baselineOf(lines)) }
}

/** Baseline of the last line; of an empty text, that of one line. */
function baselineOf(lines: RowCell['lines']): number {
  const last = lines.at(-1)
  return last ? linesHeight(lines.slice(0, -1)) + last.baseline + mm(0.6) : TEXT.fact.size * 1.1
}

/** A line from a place to the right edge of the text. */
function rule({ doc, paper }: Sheet, x: number, y: number): void {
  doc
    .lineWidth(0.5)
    .moveTo(x, y)
    .lineTo(paper.left + paper.textWidth, y)
    .stroke(QUIET)
}
