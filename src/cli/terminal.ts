/** Where a command writes to: standard output for what was asked, standard error for what is wrong and for progress. */
export interface Terminal {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Whether a person watches standard error, so that progress is worth showing. */
  readonly isWatched: boolean
}

/** A line of progress that replaces the one before, and nothing at all when nobody watches. */
export function progress(terminal: Terminal, line: string): void {
  if (terminal.isWatched) terminal.err(`\r\u001b[K${line}`)
}

/** Columns of text under their heads, padded to the widest cell; `end` aligns numbers at the right. */
export function table(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ('start' | 'end')[] = [],
): string {
  const all = [heads, ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => {
        const space = ' '.repeat(widths[column] - width(cell))
        return align[column] === 'end' ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd()
  const rule = widths.map((size) => '─'.repeat(size)).join('──')
  return `${[line(heads), rule, ...rows.map(line)].join('\n')}\n`
}

/** Characters that a terminal shows: marks that combine take no place. */
function width(text: string): number {
  return [...text.normalize('NFC').replace(/\p{M}/gu, '')].length
}
