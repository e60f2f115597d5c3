/** Short ways to write runs, cells and blocks of the report model. */
import type { Block, Cell, Column, Row, Run, Text } from '../model.js'

export const strong = (text: string): Run => ({ text, strong: true })
export const quiet = (text: string): Run => ({ text, quiet: true })
export const alert = (text: string): Run => ({ text, alert: true, strong: true })

/** People's own words, in their language where they named it. */
export function quoted(text: string, lang: string | undefined): Run {
  return lang === undefined ? { text } : { text, lang }
}

/** Texts under one another in one place. A line ends in its own run, so that a mark begins the next. */
export function lines(parts: readonly (string | Run)[]): readonly Run[] {
  return parts.map((part, i) => {
    const run = typeof part === 'string' ? { text: part } : part
    return i === parts.length - 1 ? run : { ...run, text: `${run.text}\n` }
  })
}

export function row(...cells: readonly (Text | Cell)[]): Row {
  return { cells: cells.map((content) => (isCell(content) ? content : { text: content })) }
}

/** A line across a table that names the rows below it. */
export function groupRow(text: Text): Row {
  return { cells: [{ text }], group: true }
}

function isCell(content: Text | Cell): content is Cell {
  return typeof content === 'object' && !Array.isArray(content)
}

export function paragraph(text: Text): Block {
  return { kind: 'paragraph', text }
}

export function note(text: Text): Block {
  return { kind: 'paragraph', text, tone: 'note' }
}

export function heading(text: Text, level: 2 | 3 = 2): Block {
  return { kind: 'heading', level, text }
}

export function column(head: Text, width: number, align?: 'end'): Column {
  return align ? { head, width, align } : { head, width }
}

/** A table, or nothing where it would have no rows. */
export function table(caption: string, columns: readonly Column[], rows: readonly Row[], tableNote?: Text): Block[] {
  if (rows.length === 0) return []
  return [{ kind: 'table', caption, columns, rows, ...(tableNote !== undefined && { note: tableNote }) }]
}

/** A list, or nothing when it is empty. */
export function list(items: readonly Text[]): Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }]
}
