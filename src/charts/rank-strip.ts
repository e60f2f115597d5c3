/** How sure a rank is: a column a rank, filled by the share of all weights that give it; the bracket holds 90 %. */
import { penOf } from './pen.js'
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
/** Where the columns stand, and how high a full one is. */
const FLOOR = 30
const HEIGHT = 26

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
  const step = (width - 4) / columns.length
  const pen = penOf(width, direction)
  const start = (rank: number) => 2 + (rank - 0.92) * step
  const column = (rank: number, share: number, attributes: string) =>
    pen.rect(start(rank), FLOOR - HEIGHT * share, 0.84 * step, HEIGHT * share, attributes)
  const paths = columns.map(({ rank: k }) => column(k, 1, ' rx="1" fill="var(--chart-grid)" fill-opacity="0.55"'))
  const bars = columns
    .filter(({ share }) => share > 0)
    .map(({ rank: k, share }) => column(k, share, ` fill="var(--chart-${k === rank ? 'ink' : 'mid'})"`))
  const numbers = numbered.map(({ rank: k }) =>
    pen.text(start(k) + 0.42 * step, FLOOR + 12, strip.number(k), {
      size: LABEL_SIZE,
      weight: k === rank ? 700 : 400,
      fill: inside(k) ? 'currentColor' : 'var(--chart-quiet)',
    }),
  )
  const bracket =
    interval === null
      ? ''
      : pen.path(
          `M${pen.at(start(interval[0]), FLOOR + 3)}L${pen.at(start(interval[1]) + 0.84 * step, FLOOR + 3)}`,
          ' fill="none" stroke="var(--chart-ink)" stroke-width="2"',
        )
  return frame('rank', { width, height: 48 }, strip, [...paths, ...bars, bracket, ...numbers].join(''))
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
