/** Headings, paragraphs and keys. */
import type { Block, Text } from '../../model.js'
import { artifact, child, type Element, type Sheet } from '../document.js'
import type { Box } from '../flow.js'
import { lazily } from '../lazily.js'
import { balanceLines, breakLines, type Line, measure } from '../lines.js'
import { scoreKey, voicesKey } from '../marks.js'
import { piecesOf } from '../runs.js'
import { LEADING, mm, STRONG_LINE, type Style, TEXT } from '../style.js'
import { linesHeight, writeLines } from '../write.js'

type Paragraph = Extract<Block, { kind: 'paragraph' }>
type Heading = Extract<Block, { kind: 'heading' }>
type Key = Extract<Block, { kind: 'key' }>

export interface Look {
  readonly style: Style
  readonly leading: number
  /** Widest line, in points. */
  readonly width: number
  readonly before: number
  readonly after: number
  /** Room for the rule at the side. */
  readonly inset?: number
  /** Lines of even length. */
  readonly balanced?: boolean
}

const LOOKS: Readonly<Record<'plain' | NonNullable<Paragraph['tone']>, Look>> = {
  plain: { style: TEXT.body, leading: LEADING.body, width: mm(160), before: mm(1), after: mm(2) },
  lead: { style: TEXT.lead, leading: LEADING.lead, width: mm(150), before: mm(2), after: mm(3.5) },
  note: { style: TEXT.note, leading: LEADING.body, width: mm(170), before: mm(2), after: mm(2) },
  quote: { style: TEXT.quote, leading: LEADING.body, width: mm(160), before: mm(2.5), after: mm(3), inset: mm(4.5) },
}

export function paragraphBoxes(sheet: Sheet, section: Element, block: Paragraph): readonly Box[] {
  return textBoxes(sheet, section, block.text, LOOKS[block.tone ?? 'plain'])
}

/** The sentence that says the point of a page; it stays with what proves it. */
export function leadBoxes(sheet: Sheet, section: Element, text: Text): readonly Box[] {
  return textBoxes(sheet, section, text, LOOKS.lead).map((box) => ({ ...box, keep: true }))
}

/** Text in an element of its own; no box for a text of nothing. */
export function textBoxes(
  sheet: Sheet,
  section: Element,
  text: Text,
  look: Look,
  type: 'P' | 'H1' | 'H2' | 'H3' = 'P',
): readonly Box[] {
  const inset = look.inset ?? 0
  const toLines = look.balanced ? balanceLines : breakLines
  const lines = toLines(measure(piecesOf(sheet, text, look.style)), look.width - inset, look.leading)
  if (lines.length === 0) return []
  const element = lazily(() => child(sheet, section, type))
  return [{ ...linesBox(sheet, element, lines, inset), before: look.before, after: look.after }]
}

/** Lines that may go on over the page; not less than two of them stand alone on either side. */
function linesBox(sheet: Sheet, element: () => Element, lines: readonly Line[], inset = 0): Box {
  const { left, textWidth } = sheet.paper
  const height = linesHeight(lines)
  const divisible = lines.length > 3
  return {
    height,
    ...(divisible ? { least: linesHeight(lines.slice(0, 2)) } : {}),
    split: (room) => {
      let count = 0
      for (let used = 0; count < lines.length && used + lines[count]!.height <= room; count++)
        used += lines[count]!.height
      if (divisible) count = Math.min(count, lines.length - 2)
      if (count === 0) return undefined
      return [
        linesBox(sheet, element, lines.slice(0, count), inset),
        linesBox(sheet, element, lines.slice(count), inset),
      ]
    },
    draw: (y) => {
      if (inset > 0) {
        artifact(sheet, 'Layout', () => sheet.doc.rect(left, y, mm(0.8), height).fill(STRONG_LINE))
      }
      writeLines(sheet, element(), lines, { x: left + inset, y, width: textWidth - inset })
    },
  }
}

const HEADINGS: Readonly<Record<2 | 3, Look>> = {
  2: { style: TEXT.heading2, leading: LEADING.title, width: mm(170), before: mm(7), after: mm(2), balanced: true },
  3: { style: TEXT.heading3, leading: LEADING.title, width: mm(170), before: mm(4.5), after: mm(1), balanced: true },
}

/** A heading stays with what follows; `onDraw` learns where it stands. */
export function headingBoxes(
  sheet: Sheet,
  section: Element,
  block: Heading,
  onDraw: (y: number) => void,
): readonly Box[] {
  return textBoxes(sheet, section, block.text, HEADINGS[block.level], `H${block.level}`).map((box) => {
    const draw = (y: number) => {
      onDraw(y)
      box.draw(y)
    }
    return { ...box, keep: true, draw }
  })
}

export function keyBoxes(sheet: Sheet, section: Element, block: Key): readonly Box[] {
  const lines = keyLines(sheet, block.of, sheet.paper.textWidth)
  const draw = (y: number) =>
    writeLines(sheet, child(sheet, section, 'P'), lines, { x: sheet.paper.left, y, width: sheet.paper.textWidth })
  return lines.length === 0 ? [] : [{ height: linesHeight(lines), before: mm(2.5), after: mm(2.5), draw }]
}

export function keyLines(sheet: Sheet, of: Key['of'], width: number): readonly Line[] {
  const { voices, scoreKey: words } = sheet.report
  return breakLines(measure(of === 'voices' ? voicesKey(voices) : scoreKey(words)), width, 1.7)
}
