/** How sure a rank is: a column a rank, filled by the share of all weights that give it; the bracket holds 90 %. */

import { penOf } from './pen.js'
import { drawPlot, Plot } from './plot.js'
import { type Drawing, frame } from './svg.js'
import { textWidth, wrapText } from './text-width.js'

interface RankStrip extends Drawing {
  /** Share of all weights that give rank k + 1, or null for a sector that is not ranked. */
  readonly shares: readonly number[] | null
  readonly rank: number | null
  /** First and last rank of the bracket. */
  readonly interval: readonly [number, number] | null
  readonly width?: number
  readonly number: (value: number) => string
  /** Why there is no rank. */
  readonly reason?: string
}

const COLUMN = 26
const LABEL_SIZE = 12

export function rankStrip(strip: RankStrip): string {
  const { shares, rank, interval, direction } = strip
  if (shares === null || rank === null) return notRanked(strip)
  const columns = shares.map((share, k) => ({ rank: k + 1, share }))
  const { width = COLUMN * columns.length + 4 } = strip
  // In narrow columns every second number is left out, but never the own one.
  const widest = textWidth(strip.number(columns.length), LABEL_SIZE)
  const crowded = (width - 4) / columns.length < widest + 4
  const numbered = crowded ? columns.filter((column) => (column.rank - rank) % 2 === 0) : columns
  const inside = (k: number) => interval !== null && k >= interval[0] && k <= interval[1]
  type Column = (typeof columns)[number]
  const sides = { x1: (d: Column) => d.rank - 0.42, x2: (d: Column) => d.rank + 0.42, y1: () => 0 }
  const domain = [0.5, columns.length + 0.5]
  const options = {
    width,
    height: 48,
    marginLeft: 2,
    marginRight: 2,
    marginTop: 4,
    marginBottom: 18,
    x: { domain: direction === 'rtl' ? domain.toReversed() : domain, axis: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      Plot.rect(columns, { ...sides, y2: () => 1, fill: 'var(--chart-grid)', fillOpacity: 0.55, rx: 1 }),
      Plot.rect(columns, {
        ...sides,
        y2: 'share',
        fill: (d: Column) => (d.rank === rank ? 'var(--chart-ink)' : 'var(--chart-mid)'),
      }),
      Plot.link(interval === null ? [] : [interval], {
        x1: ([first]: readonly [number, number]) => first - 0.42,
        x2: ([, last]: readonly [number, number]) => last + 0.42,
        y1: () => 0,
        y2: () => 0,
        dy: 3,
        stroke: 'var(--chart-ink)',
        strokeWidth: 2,
      }),
      ...[false, true].map((own) =>
        Plot.text(
          numbered.filter((column) => (column.rank === rank) === own),
          {
            x: 'rank',
            y: () => 0,
            dy: 12,
            text: (d: Column) => strip.number(d.rank),
            fontSize: LABEL_SIZE,
            fill: (d: Column) => (inside(d.rank) ? 'currentColor' : 'var(--chart-quiet)'),
            fontWeight: own ? 700 : 400,
          },
        ),
      ),
    ],
  }
  return drawPlot('rank', options, strip)
}

/** The dashed mark and the reason, in place of columns. */
function notRanked(strip: RankStrip): string {
  const { width = 8 * COLUMN + 4, reason = '' } = strip
  const pen = penOf(width, strip.direction)
  const lines = wrapText(reason, LABEL_SIZE, width - 36)
  const box = ' rx="4" fill="none" stroke="var(--line-2)" stroke-width="1.5" stroke-dasharray="4 3"'
  const body =
    pen.rect(1, 11, 26, 26, box) +
    pen.text(14, 24, '–', { size: 14, weight: 700 }) +
    lines.map((line, i) => pen.text(36, 24 + (i - (lines.length - 1) / 2) * 15, line, REASON)).join('')
  return frame('rank', { width, height: 48 }, strip, body)
}

const REASON = { size: LABEL_SIZE, anchor: 'start', fill: 'var(--chart-quiet)' } as const
