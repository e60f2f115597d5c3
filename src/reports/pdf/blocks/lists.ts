/** Lists, and terms with what they mean. */
import type { Block, Text } from '../../model.js'
import { child, type Element, type Sheet } from '../document.js'
import type { Box } from '../flow.js'
import { lazily } from '../lazily.js'
import { balanceLines, breakLines, type Line, lowered, measure, naturalWidth, type Piece } from '../lines.js'
import { boxesSample, ranksSample } from '../marks.js'
import { type Row, type RowCell, rowBox } from '../rows.js'
import { piecesOf, runsOf, voicePiece } from '../runs.js'
import { LEADING, mm, type Style, TEXT } from '../style.js'
import { blankBehind } from './blanks.js'
import { keyLines } from './text.js'

type Terms = Extract<Block, { kind: 'terms' }>
type Term = Terms['items'][number]

const BULLET_WIDTH = mm(4.5)
/** A box to tick and the sign of its answer. */
const BOX_WIDTH = mm(9)
const TEXT_WIDTH = mm(160)

/** Elements of a list item, made when it is drawn and kept over a page break. */
function itemElements(sheet: Sheet, list: () => Element): { label: () => Element; body: () => Element } {
  const item = lazily(() => child(sheet, list(), 'LI'))
  return { label: lazily(() => child(sheet, item(), 'Lbl')), body: lazily(() => child(sheet, item(), 'LBody')) }
}

export function listBoxes(sheet: Sheet, section: Element, items: readonly Text[]): readonly Box[] {
  const { left, textWidth } = sheet.paper
  const list = lazily(() => child(sheet, section, 'L'))
  const boxed = items.some((item) => runsOf(item)[0]?.box)
  const bulletWidth = boxed ? BOX_WIDTH : BULLET_WIDTH
  const width = (boxed ? textWidth : TEXT_WIDTH) - bulletWidth
  return items.map((item, i) => {
    const { label, body } = itemElements(sheet, list)
    const [bullet, text] = bulletOf(sheet, item)
    const x = left + bulletWidth
    const words: RowCell = { x, width, lines: linesOf(sheet, text, TEXT.body, width), element: body }
    const cells: readonly RowCell[] = [
      { x: left, width: bulletWidth, lines: breakLines(measure(bullet), width, LEADING.body), element: label },
      words,
    ]
    const after = i === items.length - 1 && !boxed ? mm(3) : mm(1)
    const row: Row = { cells, padding: 0, align: 'baseline', ...blankBehind(sheet, item, words) }
    return rowBox(sheet, row, { before: mm(1), after })
  })
}

/** What a voice says has its mark for a bullet; what can be ticked has its box, with the sign of the answer. */
function bulletOf(sheet: Sheet, item: Text): readonly [readonly Piece[], Text] {
  const style = TEXT.body
  const [run, ...rest] = runsOf(item)
  if (run?.box) return [piecesOf(sheet, [run], style), rest]
  if (run?.voice !== undefined) {
    const { voice: _, ...first } = run
    const mark = voicePiece(sheet, run, style)
    if (mark) return [[mark], [first, ...rest]]
  }
  return [[{ text: '•', style }], item]
}

/** Terms with marks explain how to read and stand wide apart; the others are facts, line by line. */
export function termsBoxes(sheet: Sheet, section: Element, block: Terms): readonly Box[] {
  const reading = block.items.some((item) => item.mark !== undefined)
  return reading ? readingBoxes(sheet, section, block.items) : factBoxes(sheet, section, block.items)
}

function readingBoxes(sheet: Sheet, section: Element, items: readonly Term[]): readonly Box[] {
  const look = { term: TEXT.term, text: TEXT.body, termWidth: mm(34), gap: mm(6), between: mm(7.5) }
  return termRows(sheet, section, items, look).map((box) => ({ ...box, before: mm(7.5) }))
}

/** Facts as on the cover: the column of terms is as wide as its longest term, at most 50 mm. */
export function factBoxes(
  sheet: Sheet,
  section: Element,
  items: readonly { readonly term: string; readonly text: Text }[],
): readonly Box[] {
  const natural = items.map(({ term }) => naturalWidth(measure([{ text: term, style: TEXT.factTerm }])))
  const termWidth = Math.min(mm(50), Math.max(...natural, 0) + 0.1)
  const look = { term: TEXT.factTerm, text: TEXT.fact, termWidth, gap: mm(5.3), between: mm(1.6) }
  return termRows(sheet, section, items, look)
}

interface TermLook {
  readonly term: Style
  readonly text: Style
  readonly termWidth: number
  readonly gap: number
  readonly between: number
}

function termRows(sheet: Sheet, section: Element, items: readonly Term[], look: TermLook): readonly Box[] {
  const { left, textWidth } = sheet.paper
  const list = lazily(() => child(sheet, section, 'L'))
  const x = left + look.termWidth + look.gap
  const width = left + textWidth - x
  return items.map(({ term, text, mark }, i) => {
    const { label, body } = itemElements(sheet, list)
    const words = linesOf(sheet, text, look.text, width)
    const meaning: RowCell = { x, width, lines: withMark(sheet, words, mark, width), element: body }
    const cells: readonly RowCell[] = [
      { x: left, width: look.termWidth, lines: termLines(term, look), element: label },
      meaning,
    ]
    const after = i === items.length - 1 ? mm(3) : look.between
    const row: Row = { cells, padding: 0, align: 'baseline', ...blankBehind(sheet, text, meaning) }
    return rowBox(sheet, row, { before: mm(2), after })
  })
}

/** The ramp closes a text; ranks, voices and boxes open it. */
function withMark(sheet: Sheet, words: readonly Line[], mark: Term['mark'], width: number): readonly Line[] {
  const gap = mm(1.4)
  if (mark === 'scores') return [...words, ...lowered(keyLines(sheet, 'scores', width), gap)]
  if (mark === 'boxes') return [...breakLines(measure(boxesSample()), width, LEADING.body), ...lowered(words, gap)]
  if (mark === 'voices') return [...keyLines(sheet, 'voices', width), ...lowered(words, gap / 2)]
  if (mark === 'ranks') return [...breakLines(measure(ranksSample()), width, LEADING.body), ...lowered(words, gap)]
  return words
}

function termLines(term: string, { term: style, termWidth }: TermLook): readonly Line[] {
  return balanceLines(measure([{ text: term, style }]), termWidth, LEADING.body)
}

function linesOf(sheet: Sheet, text: Text, style: Style, width: number): readonly Line[] {
  return breakLines(measure(piecesOf(sheet, text, style)), width, LEADING.body)
}
