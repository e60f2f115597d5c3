/** What stands in a table cell: its pieces, and the ground of a score class. */
import { bandColours } from '../../../charts/index.js'
import type { Cell } from '../../model.js'
import type { Sheet } from '../document.js'
import type { Piece } from '../lines.js'
import { bandGround, barOrnament, hatch, rankOrnament, space } from '../marks.js'
import type { RowCell } from '../rows.js'
import { piecesOf, plainText } from '../runs.js'
import { colour, INK, mm, type Style } from '../style.js'
import { linesHeight } from '../write.js'

/** The mark of a cell, then its text; a rank mark already says its own number. */
export function cellPieces(sheet: Sheet, cell: Cell, base: Style): readonly Piece[] {
  if (cell.band !== undefined) return bandPieces(sheet, cell, cell.band)
  const words = piecesOf(sheet, cell.text, base)
  if (cell.bar) {
    return [{ ornament: barOrnament(cell.bar, base), style: base }, { ornament: space(mm(1.5)), style: base }, ...words]
  }
  if (cell.rank === undefined) return words
  const mark: Piece = { ornament: rankOrnament(cell.rank), style: base }
  const label = cell.rank === null ? '–' : String(cell.rank)
  const said = ['', label].includes(plainText(cell.text).trim())
  return said ? [mark] : [mark, { ornament: space(mm(2)), style: base }, ...words]
}

/** The number bold, what is quiet beside it small; all in the one colour that can be read on the ground. */
function bandPieces(sheet: Sheet, cell: Cell, band: NonNullable<Cell['band']>): readonly Piece[] {
  const text = band === 'none' ? INK : bandColours(band).text
  const number: Style = { face: band === 'none' ? 'regular' : 'bold', size: 10, colour: text }
  const small: Style = { face: 'regular', size: 8.5, colour: text }
  if (typeof cell.text === 'string') return [{ text: cell.text, style: number }]
  return cell.text.flatMap((run) => piecesOf(sheet, [{ ...run, strong: false }], run.quiet ? small : number, true))
}

/** The space that a coloured cell keeps to its neighbours. */
export const BAND_GAP = mm(0.8)

/** Draws the ground of a cell; the words in the middle of a hatched one get a clear ground of their own. */
export function drawGround(
  sheet: Sheet,
  band: NonNullable<Cell['band']>,
  area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  words: Pick<RowCell, 'x' | 'width' | 'align' | 'lines'>,
): void {
  const { x, y, width, height } = area
  if (band !== 'none') {
    bandGround(sheet.doc, band, x, y, width, height)
    return
  }
  hatch(sheet.doc, x, y, width, height)
  const widest = words.lines.reduce((most, line) => Math.max(most, line.width), 0)
  if (widest === 0) return
  const left = words.align === 'end' ? words.x + words.width - widest : words.x
  const clear = linesHeight(words.lines)
  sheet.doc.rect(left - mm(0.8), y + (height - clear) / 2, widest + mm(1.6), clear).fill(colour('--chart-paper'))
}
