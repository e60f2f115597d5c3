/** Tables: heads that repeat, rows that are never cut, and the same tree for a screen reader. */
import type { Block, Row as TableRow } from '../../model.js'
import { artifact, child, type Element, type Sheet, setTableAttributes } from '../document.js'
import type { Box } from '../flow.js'
import { lazily } from '../lazily.js'
import { breakLines, type Line, longestWord, type Measured, measure } from '../lines.js'
import { literal } from '../literal.js'
import { cellTop, type Row, type RowCell, rowBox, rowHeight } from '../rows.js'
import { piecesOf, plainText } from '../runs.js'
import { LEADING, LINE, mm, STRONG_LINE, TEXT } from '../style.js'
import { linesHeight, writeArtifact } from '../write.js'
import { BAND_GAP, cellPieces, drawGround } from './cells.js'
import { type ColumnPlace, placeColumns } from './columns.js'
import { ratioOf, widthOf, writeFigure } from './figure.js'
import { paragraphBoxes } from './text.js'

type Table = Extract<Block, { kind: 'table' }>

/** A table whose texts are measured and whose columns have their places. */
interface Plan {
  readonly sheet: Sheet
  readonly block: Table
  /** A heat map: coloured cells close to each other, no rules. */
  readonly heat: boolean
  readonly columns: readonly ColumnPlace[]
  readonly heads: readonly Measured[]
  readonly rows: readonly (readonly Measured[])[]
  readonly element: () => Element
}

const STEP = mm(4)
/** Tables up to this height are kept on one page. */
const SHORT = mm(80)

/** `topic` is said again where the table goes on over a page. */
export function tableBoxes(sheet: Sheet, section: Element, block: Table, topic: string): readonly Box[] {
  if (block.columns.length === 0) return []
  const plan = planOf(sheet, section, block)
  const head = headOf(plan)
  const repeat = repeatedHead(plan, head, topic)
  const note = block.note ? paragraphBoxes(sheet, section, { kind: 'paragraph', tone: 'note', text: block.note }) : []
  const rows = block.rows.map((row, i) => bodyRow(plan, row, plan.rows[i]!))
  const short = rows.reduce((sum, row) => sum + rowHeight(row), 0) <= SHORT
  const last = rows.length - 1
  const boxes = rows.map((row, i) => {
    // Not a single row before or after a page break, nor a group without its first row.
    const keep = i === last ? note.length > 0 : short || i === 0 || i === last - 1 || block.rows[i]!.group === true
    return rowBox(sheet, row, { keep, repeat, ...(i === last ? { after: mm(3) } : {}) })
  })
  return [rowBox(sheet, head, { before: mm(2), keep: last >= 0 || note.length > 0 }), ...boxes, ...note]
}

function planOf(sheet: Sheet, section: Element, block: Table): Plan {
  const heads = block.columns.map(({ head }) => measure(piecesOf(sheet, head, TEXT.tableHead)))
  const banded = block.columns.map((_, i) => block.rows.some((row) => row.cells[i]?.band !== undefined))
  const heat = banded.length > 1 && banded.slice(1).every(Boolean)
  const rows = block.rows.map((row) => block.columns.map((_, i) => measureCell(sheet, row, i, heat)))
  const longest = block.columns.map((_, i) => {
    const texts = rows.filter((_, r) => !spansAll(block.rows[r]!)).map((cells) => cells[i]!)
    return [heads[i]!, ...texts].reduce((most, text) => Math.max(most, longestWord(text)), 0)
  })
  const columns = placeColumns(sheet.paper, block.columns, longest, banded)
  const element = lazily(() => {
    const table = child(sheet, section, 'Table', { title: literal(block.caption) })
    setTableAttributes(table, { Summary: literal(block.caption) })
    return table
  })
  return { sheet, block, heat, columns, heads, rows, element }
}

/** A plain string as the head of a row is set in its weight. */
function measureCell(sheet: Sheet, row: TableRow, column: number, heat: boolean): Measured {
  const cell = row.cells[column]
  if (!cell || cell.svg) return measure([])
  const head = column === 0 && (typeof cell.text === 'string' || row.group)
  const style = head ? (heat && !row.group ? TEXT.heatHead : TEXT.rowHead) : TEXT.cell
  return measure(cellPieces(sheet, cell, style))
}

/** A group's name runs over the whole table when nothing stands beside it. */
function spansAll(row: TableRow): boolean {
  return row.group === true && row.cells.slice(1).every((cell) => plainText(cell.text) === '' && !cell.svg)
}

function headOf(plan: Plan): Row {
  const { sheet, block, columns, heads, heat } = plan
  const tr = lazily(() => child(sheet, plan.element(), 'TR'))
  const cells = columns.map((column, i): RowCell => {
    const element = lazily(() => tableCell(sheet, tr(), { Scope: 'Column' }))
    const { align = 'start' } = block.columns[i]!
    return { ...column.text, align, lines: breakLines(heads[i]!, column.text.width, LEADING.table), element }
  })
  const empty = cells.every((cell) => cell.lines.length === 0)
  return {
    cells,
    padding: empty ? 0 : mm(1.3),
    align: 'bottom',
    decorate: (y, height) => {
      if (!heat) rule(sheet, y + height, STRONG_LINE, 0.75)
    },
  }
}

/** What stands above the rows on a further page: the topic with "continued", and the head once more. */
function repeatedHead(plan: Plan, head: Row, topic: string): Box {
  const { sheet } = plan
  const { left, textWidth } = sheet.paper
  const words = `${topic} · ${sheet.report.continued}`
  const lines = breakLines(measure([{ text: words, style: TEXT.note }]), textWidth, LEADING.body).slice(0, 1)
  const height = rowHeight(head)
  const wordsHeight = linesHeight(lines) + mm(1)
  return {
    height: wordsHeight + height,
    draw: (y) => {
      writeArtifact(sheet, lines, { x: left, y, width: textWidth })
      const top = y + wordsHeight
      artifact(sheet, 'Layout', () => head.decorate!(top, height))
      for (const cell of head.cells) writeArtifact(sheet, cell.lines, { ...cell, y: cellTop(head, cell, top, height) })
    },
  }
}

function bodyRow(plan: Plan, row: TableRow, texts: readonly Measured[]): Row {
  const { sheet, heat } = plan
  const tr = lazily(() => child(sheet, plan.element(), 'TR'))
  const columns = spansAll(row) ? plan.columns.slice(0, 1) : plan.columns
  const cells = columns.map((_, i) => bodyCell(plan, row, i, texts[i]!, tr))
  return {
    cells,
    padding: heat ? mm(1.2) : mm(1.4),
    ...(row.group ? { above: mm(2.2) } : {}),
    align: row.group ? 'bottom' : 'middle',
    ...(heat && !row.group ? { minHeight: mm(8.8) } : {}),
    decorate: (y, height) => {
      columns.forEach((column, i) => {
        const band = row.cells[i]?.band
        if (band === undefined) return
        const area = { ...column.ground, y: y + BAND_GAP / 2, height: height - BAND_GAP }
        drawGround(sheet, band, area, cells[i]!)
      })
      if (row.group) rule(sheet, y + height, STRONG_LINE, 0.5)
      else if (!heat) rule(sheet, y + height, LINE, 0.5)
    },
  }
}

function bodyCell(plan: Plan, row: TableRow, column: number, text: Measured, tr: () => Element): RowCell {
  const { sheet, columns, block } = plan
  const spanning = spansAll(row)
  const place = columns[column]!.text
  const step = column === 0 ? STEP * Math.max(0, row.indent ?? 0) : 0
  const x = place.x + step
  const width = spanning ? sheet.paper.textWidth : Math.max(place.width - step, place.width / 2)
  const element = lazily(() => {
    if (column > 0) return child(sheet, tr(), 'TD')
    return tableCell(sheet, tr(), { Scope: 'Row', ...(spanning ? { ColSpan: columns.length } : {}) })
  })
  const { align = 'start' } = block.columns[column]!
  const lines: readonly Line[] = breakLines(text, width, LEADING.table)
  const cell = { x, width, align, lines, element }
  const svg = row.cells[column]?.svg
  if (!svg) return cell
  // A unit of the drawing is a pixel of 0.75 points.
  const drawn = Math.min(width, widthOf(svg) * 0.75)
  const alt = plainText(row.cells[column]!.text)
  const draw = (y: number) => writeFigure(sheet, element(), svg, alt, x, y, drawn)
  return { ...cell, figure: { height: drawn * ratioOf(svg), draw } }
}

function tableCell(
  sheet: Sheet,
  row: Element,
  attributes: { readonly Scope: 'Row' | 'Column'; readonly ColSpan?: number },
): Element {
  const element = child(sheet, row, 'TH')
  setTableAttributes(element, attributes)
  return element
}

function rule(sheet: Sheet, y: number, colour: string, width: number): void {
  const { left, textWidth } = sheet.paper
  sheet.doc
    .lineWidth(width)
    .moveTo(left, y)
    .lineTo(left + textWidth, y)
    .stroke(colour)
}
