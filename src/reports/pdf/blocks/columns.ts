/** Places and widths of a table's columns. */
import type { Column } from '../../model.js'
import { mm, type Paper } from '../style.js'
import { BAND_GAP } from './cells.js'

export interface ColumnPlace {
  /** The part that text may fill. */
  readonly text: { readonly x: number; readonly width: number }
  /** Where the ground of a coloured cell lies. */
  readonly ground: { readonly x: number; readonly width: number }
}

const PADDING = mm(2)
const BAND_PADDING = mm(2.5)

/** `longest` is the width of each column's longest word, `banded` says which ones hold coloured cells. */
export function placeColumns(
  paper: Paper,
  columns: readonly Column[],
  longest: readonly number[],
  banded: readonly boolean[],
): readonly ColumnPlace[] {
  const last = columns.length - 1
  const start = banded.map((band, i) => (band ? BAND_PADDING : i === 0 ? 0 : PADDING))
  // The last ground ends with the rules.
  const gap = banded.map((_, i) => (i === last ? 0 : BAND_GAP))
  const end = banded.map((band, i) => (band ? BAND_PADDING + gap[i]! : i === last ? 0 : PADDING))
  const needed = longest.map((width, i) => width + start[i]! + end[i]! + 0.1)
  const widths = fitColumns(
    columns.map((column) => column.width),
    needed,
    paper.textWidth,
  )
  let x = paper.left
  return widths.map((width, i) => {
    const text = { x: x + start[i]!, width: Math.max(1, width - start[i]! - end[i]!) }
    const place = { text, ground: { x, width: width - gap[i]! } }
    x += width
    return place
  })
}

/**
 * Columns share `total` by their weights, but none is narrower than its longest word as long as the others can give way.
 * A weight that is not positive counts as next to nothing. The widths add up to `total`.
 */
function fitColumns(weights: readonly number[], longest: readonly number[], total: number): readonly number[] {
  // One hostile word must not take the room of all the others.
  const least = longest.map((width) => Math.min(width, (1.5 * total) / weights.length))
  const needed = sum(least)
  if (needed >= total) return least.map((width) => (width * total) / needed)
  const shares = weights.map((weight) => (weight > 0.001 ? weight : 0.001))
  const fixed = new Set<number>()
  for (;;) {
    const rest = total - sum([...fixed].map((i) => least[i]!))
    const restShare = sum(shares.filter((_, i) => !fixed.has(i)))
    const widths = shares.map((share, i) => (fixed.has(i) ? least[i]! : (rest * share) / restShare))
    const narrow = widths.findIndex((width, i) => !fixed.has(i) && width < least[i]!)
    if (narrow < 0) return widths
    fixed.add(narrow)
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
