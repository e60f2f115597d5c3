/** Cells beside each other: the rows of tables, lists and terms. */
import { artifact, type Element, type Sheet } from './document.js'
import type { Box } from './flow.js'
import type { Line } from './lines.js'
import { linesHeight, writeLines } from './write.js'

export interface RowCell {
  /** Left edge on the page, and width, of its text. */
  readonly x: number
  readonly width: number
  readonly align?: 'start' | 'end'
  readonly lines: readonly Line[]
  /** Its place in the structure tree; made when the cell is first drawn. */
  readonly element: () => Element
  /** A drawing in place of the lines. */
  readonly figure?: { readonly height: number; readonly draw: (y: number) => void }
}

export interface Row {
  readonly cells: readonly RowCell[]
  /** Space above and below the text. */
  readonly padding: number
  readonly minHeight?: number
  /** More space above the text. */
  readonly above?: number
  /** `baseline`: the first lines share theirs, from the top. */
  readonly align: 'baseline' | 'middle' | 'bottom'
  /** Grounds and rules, drawn before the text. */
  readonly decorate?: (y: number, height: number) => void
}

/** A row as a box that is never cut, unless it is higher than a page: then its cells go on line by line. */
export function rowBox(sheet: Sheet, row: Row, place: Omit<Box, 'height' | 'draw' | 'split'> = {}): Box {
  const height = rowHeight(row)
  return {
    ...place,
    height,
    draw: (y) => {
      if (row.decorate) artifact(sheet, 'Layout', () => row.decorate!(y, height))
      for (const cell of row.cells) writeCell(sheet, row, cell, y, height)
    },
    split: (room) => {
      const [first, rest] = divide(row, room)
      return first && [rowBox(sheet, first, place), rowBox(sheet, rest, place)]
    },
  }
}

export function rowHeight(row: Row): number {
  const { cells, padding, minHeight = 0, above = 0 } = row
  return cells.reduce(
    (highest, cell) => Math.max(highest, cellHeight(cell) + drop(row, cell) + 2 * padding + above),
    minHeight,
  )
}

/** How far a cell moves down so that its first line stands on the baseline of the others. */
function drop(row: Row, cell: RowCell): number {
  if (row.align !== 'baseline' || !cell.lines[0]) return 0
  const lowest = row.cells.reduce((most, { lines }) => Math.max(most, lines[0]?.baseline ?? 0), 0)
  return lowest - cell.lines[0].baseline
}

function cellHeight({ figure, lines }: RowCell): number {
  return figure ? figure.height : linesHeight(lines)
}

/** Top of a cell's content. */
export function cellTop(row: Row, cell: RowCell, y: number, height: number): number {
  const spare = height - cellHeight(cell)
  if (row.align === 'middle') return y + spare / 2
  return row.align === 'bottom' ? y + spare - row.padding : y + row.padding + drop(row, cell)
}

function writeCell(sheet: Sheet, row: Row, cell: RowCell, y: number, height: number): void {
  const element = cell.element()
  const top = cellTop(row, cell, y, height)
  if (cell.figure) cell.figure.draw(top)
  else if (cell.lines.length > 0) writeLines(sheet, element, cell.lines, { ...cell, y: top })
}

/** The part of a row that fits into `room`, and the rest; no first part when not even a line fits. */
function divide(row: Row, room: number): readonly [Row | undefined, Row] {
  const counts = row.cells.map((cell) => fitting(cell.lines, room - 2 * row.padding))
  if (counts.every((count) => count === 0)) return [undefined, row]
  const part = (cut: (lines: readonly Line[], count: number) => readonly Line[], figures: boolean): Row => ({
    ...row,
    align: 'baseline',
    cells: row.cells.map((cell, i) => {
      const { figure, ...others } = cell
      return { ...others, lines: cut(cell.lines, counts[i]!), ...(figure && figures ? { figure } : {}) }
    }),
  })
  return [part((lines, count) => lines.slice(0, count), true), part((lines, count) => lines.slice(count), false)]
}

function fitting(lines: readonly Line[], room: number): number {
  let used = 0
  const count = lines.findIndex((line) => {
    used += line.height
    return used > room
  })
  return count < 0 ? lines.length : count
}
