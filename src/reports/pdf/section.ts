/** A part of the report: its title, its lead, and its blocks as boxes. */
import type { Block, PaperBlock, Section } from '../model.js'
import { blanksBoxes } from './blocks/blanks.js'
import { figureBoxes } from './blocks/figure.js'
import { gridBoxes } from './blocks/grid.js'
import { listBoxes, termsBoxes } from './blocks/lists.js'
import { tableBoxes } from './blocks/table.js'
import { headingBoxes, keyBoxes, leadBoxes, paragraphBoxes } from './blocks/text.js'
import { bookmark, child, type Element, type Sheet } from './document.js'
import { type Box, type Flow, heightOf } from './flow.js'
import { lazily } from './lazily.js'
import { balanceLines, breakLines, measure, naturalWidth, type Piece } from './lines.js'
import { literal } from './literal.js'
import { rankOrnament, space } from './marks.js'
import { type RowCell, rowBox } from './rows.js'
import { plainText } from './runs.js'
import { LEADING, mm, TEXT } from './style.js'

type AnyBlock = Block | PaperBlock

export function writeSection(sheet: Sheet, flow: Flow, section: Section<AnyBlock>): void {
  const element = child(sheet, sheet.root, 'Sect', { title: literal(section.title) })
  const mark = new Bookmarks(sheet)
  const title = titleBox(sheet, element, section, (y) => mark.open(section.title, y))
  const lead = section.lead ? leadBoxes(sheet, element, section.lead) : []
  let topic = section.title
  const blocks = section.blocks.map((block, i) => {
    if (block.kind === 'heading') topic = plainText(block.text)
    const boxes = blockBoxes(sheet, element, block, mark, topic)
    const next = section.blocks[i + 1]
    return next && isAbout(next) ? keptFrom(boxes.length - 1, boxes) : boxes
  })
  const all = withEndKept([title, ...lead, ...blocks.flat()])
  // A section that one page can hold is not divided; a longer one needs room for its first block.
  const together = flow.fitsAPage(all) ? all : [title, ...lead, ...(blocks[0] ?? [])]
  if (!section.continues || !flow.hasRoomFor(together)) flow.newPage()
  flow.place(all)
}

/** A key or a note speaks of what stands above it, and never stands on a page without it. */
function isAbout(block: AnyBlock): boolean {
  return block.kind === 'key' || (block.kind === 'paragraph' && block.tone === 'note')
}

/** What a section ends with, up to this height, does not open a page by itself. */
const END = mm(40)

function withEndKept(boxes: readonly Box[]): readonly Box[] {
  let start = boxes.length
  while (start > 0 && heightOf(boxes.slice(start - 1), 0) <= END) start--
  const last = boxes.length - 1
  return [...keptFrom(start - 1, boxes.slice(0, last)), ...boxes.slice(last)]
}

/** The same boxes; those from a place on stay with what comes after them. */
const keptFrom = (start: number, boxes: readonly Box[]): readonly Box[] =>
  boxes.map((box, i) => (i >= start ? { ...box, keep: true } : box))

/** The bookmark of a section, and those of its headings below it. */
class Bookmarks {
  private section: PDFKit.PDFOutline | undefined

  constructor(private readonly sheet: Sheet) {}

  open(title: string, y: number): void {
    this.section = bookmark(this.sheet, this.sheet.doc.outline, literal(title), y)
  }

  add(title: string, y: number): void {
    if (this.section) bookmark(this.sheet, this.section, literal(title), y)
  }
}

function blockBoxes(sheet: Sheet, element: Element, block: AnyBlock, mark: Bookmarks, topic: string): readonly Box[] {
  switch (block.kind) {
    case 'heading':
      return headingBoxes(sheet, element, block, (y) => {
        if (block.level === 2) mark.add(topic, y)
      })
    case 'paragraph':
      return paragraphBoxes(sheet, element, block)
    case 'list':
      return listBoxes(sheet, element, block.items)
    case 'terms':
      return termsBoxes(sheet, element, block)
    case 'table':
      return tableBoxes(sheet, element, block, topic)
    case 'figure':
      return figureBoxes(sheet, element, block)
    case 'key':
      return keyBoxes(sheet, element, block)
    case 'blanks':
      return blanksBoxes(sheet, element, block)
    case 'grid':
      return gridBoxes(sheet, element, block)
    case 'together': {
      const boxes = block.blocks.flatMap((part) => blockBoxes(sheet, element, part, mark, topic))
      return [...keptFrom(0, boxes.slice(0, -1)), ...boxes.slice(-1)]
    }
  }
}

/** The title, with the rank and its words at the right. */
function titleBox(sheet: Sheet, element: Element, section: Section<AnyBlock>, onDraw: (y: number) => void): Box {
  const { left, textWidth } = sheet.paper
  const words = measure(section.rank ? rankPieces(section.rank) : [])
  const wordsWidth = Math.min(naturalWidth(words) + 0.1, textWidth * 0.6)
  const titleWidth = section.rank ? textWidth - wordsWidth - mm(6) : textWidth
  const title: RowCell = {
    x: left,
    width: titleWidth,
    lines: balanceLines(measure([{ text: section.title, style: TEXT.title }]), titleWidth, LEADING.title),
    element: lazily(() => child(sheet, element, 'H1')),
  }
  const rank: RowCell = {
    x: left + textWidth - wordsWidth,
    width: wordsWidth,
    lines: breakLines(words, wordsWidth, LEADING.body),
    element: lazily(() => child(sheet, element, 'P')),
  }
  const cells = section.rank ? [title, rank] : [title]
  const box = rowBox(sheet, { cells, padding: 0, align: 'baseline' }, { before: mm(11), after: mm(2), keep: true })
  const draw = (y: number) => {
    onDraw(y)
    box.draw(y)
  }
  return { ...box, draw }
}

function rankPieces({ rank, words }: NonNullable<Section['rank']>): readonly Piece[] {
  const style = TEXT.body
  return [
    { ornament: rankOrnament(rank), style },
    { ornament: space(mm(2)), style },
    { text: words, style },
  ]
}
