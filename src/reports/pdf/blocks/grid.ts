/** An empty table to write numbers in: names upright above the columns, so that many of them fit. */
import type { PaperBlock } from '../../model.js'
import { artifact, child, type Element, type Sheet, setTableAttributes } from '../document.js'
import type { Box } from '../flow.js'
import { lazily } from '../lazily.js'
import { breakLines, type Line, measure, naturalWidth } from '../lines.js'
import { literal } from '../literal.js'
import { LEADING, LINE, mm, QUIET, type Style, TEXT } from '../style.js'
import { linesHeight, writeLines } from '../write.js'

type Grid = Extract<PaperBlock, { kind: 'grid' }>

const HEAD_WIDTH = mm(44)
/** Most of the page that upright names may take. */
const HIGHEST = mm(36)
const WIDEST = mm(12)
const PADDING = mm(2)

export function gridBoxes(sheet: Sheet, section: Element, grid: Grid): readonly Box[] {
  const side = Math.min(WIDEST, (sheet.paper.textWidth - HEAD_WIDTH) / grid.columns.length)
  const longest = grid.columns.map((name) => naturalWidth(measure([{ text: name, style: TEXT.rowHead }])))
  const top = Math.min(HIGHEST, Math.max(...longest, 0) + 2 * PADDING)
  const table = lazily(() => {
    const element = child(sheet, section, 'Table', { title: literal(grid.caption) })
    setTableAttributes(element, { Summary: literal(grid.caption) })
    return element
  })
  const draw = (y: number) => {
    artifact(sheet, 'Layout', () => drawCells(sheet, grid, y + top, side))
    writeHeads(sheet, table(), grid, { y, height: top, side })
    writeRows(sheet, table(), grid, y + top, side)
  }
  return [{ height: top + side * grid.rows.length, before: mm(2), after: mm(3), draw }]
}

/** Every cell framed; those that take nothing are filled. */
function drawCells({ doc, paper }: Sheet, { rows }: Grid, top: number, side: number): void {
  const left = paper.left + HEAD_WIDTH
  rows.forEach(({ cells }, i) => {
    cells.forEach((takes, j) => {
      const [x, y] = [left + j * side, top + i * side]
      if (!takes) doc.rect(x, y, side, side).fill(LINE)
      doc.lineWidth(0.75).rect(x, y, side, side).stroke(QUIET)
    })
  })
}

function writeHeads(
  sheet: Sheet,
  table: Element,
  { corner, columns }: Grid,
  { y, height, side }: { readonly y: number; readonly height: number; readonly side: number },
): void {
  const { doc, paper } = sheet
  const row = child(sheet, table, 'TR')
  const bottom = y + height
  const said = fitting(corner, TEXT.tableHead, HEAD_WIDTH - PADDING, height)
  const place = { x: paper.left, y: bottom - PADDING - linesHeight(said), width: HEAD_WIDTH }
  writeLines(sheet, head(sheet, row, 'Column'), said, place)
  columns.forEach((name, i) => {
    const lines = fitting(name, TEXT.rowHead, height - PADDING, side)
    const x = paper.left + HEAD_WIDTH + i * side + (side - linesHeight(lines)) / 2
    doc.save().rotate(-90, { origin: [x, bottom - PADDING] })
    writeLines(sheet, head(sheet, row, 'Column'), lines, { x, y: bottom - PADDING, width: height })
    doc.restore()
  })
}

function writeRows(sheet: Sheet, table: Element, { rows }: Grid, top: number, side: number): void {
  rows.forEach(({ head: name, cells }, i) => {
    const row = child(sheet, table, 'TR')
    const lines = fitting(name, TEXT.rowHead, HEAD_WIDTH - PADDING, side)
    const y = top + i * side + (side - linesHeight(lines)) / 2
    writeLines(sheet, head(sheet, row, 'Row'), lines, { x: sheet.paper.left, y, width: HEAD_WIDTH })
    for (const _ of cells) child(sheet, row, 'TD')
  })
}

function head(sheet: Sheet, row: Element, Scope: 'Row' | 'Column'): Element {
  const element = child(sheet, row, 'TH')
  setTableAttributes(element, { Scope })
  return element
}

/** A name in as many lines as its place has room for. */
function fitting(name: string, style: Style, width: number, height: number): readonly Line[] {
  const lines = breakLines(measure([{ text: name, style }]), width, LEADING.title)
  return lines.slice(0, Math.max(1, Math.floor(height / (style.size * LEADING.title))))
}
