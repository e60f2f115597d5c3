/** The key of the score classes: five cells with their range, and the hatching of a missing number. */
import { bandRange, type ScoreBand } from './palette.js'
import { type Pen, penOf } from './pen.js'
import { type Drawing, frame, type NumberText } from './svg.js'
import { textWidth, wrapText } from './text-width.js'

interface ScoreKey extends Drawing {
  readonly width?: number
  readonly number: NumberText
  readonly words: {
    /** Before the cells: what they are classes of. */
    readonly label: string
    /** What the hatching means. */
    readonly none: string
  }
}

const BANDS: readonly ScoreBand[] = [0, 1, 2, 3, 4]
const SIZE = 13
const CELL = { width: 52, height: 24 }
const LINE = 32

/** In one line where the width allows it, else in two: the classes, then the hatching. */
export function scoreKey(key: ScoreKey): string {
  const { number, words, width = 640 } = key
  const pen = penOf(width, key.direction)
  const labelWidth = textWidth(words.label, SIZE) + 12
  const cells = BANDS.map((band) => {
    const [from, to] = bandRange(band)
    const x = labelWidth + band * CELL.width
    return (
      pen.rect(x, 4, CELL.width, CELL.height, ` fill="var(--score-${band})"`) +
      pen.text(x + CELL.width / 2, 16, `${number(from)}–${number(to)}`, { size: SIZE, fill: `var(--on-${band})` })
    )
  })
  const inline = labelWidth + 5 * CELL.width + 20
  const noneWidth = 40 + textWidth(words.none, SIZE)
  const oneLine = inline + noneWidth <= width
  const at = oneLine ? { x: inline, y: 16 } : { x: 0, y: 16 + LINE }
  const lines = wrapText(words.none, SIZE, width - at.x - 40)
  const body = [
    pen.text(0, 16, words.label, { size: SIZE, anchor: 'start' }),
    ...cells,
    hatchedCell(pen, at.x, at.y - 10),
    ...lines.map((line, i) => pen.text(at.x + 38, at.y + i * 17, line, QUIET)),
  ].join('')
  return frame('key', { width, height: at.y + 16 + (lines.length - 1) * 17 }, key, body)
}

const QUIET = { size: SIZE, anchor: 'start', fill: 'var(--chart-quiet)' } as const

/** A cell of 30 by 20 with strokes from the lower to the upper edge: no pattern, which not every reader of SVG knows. */
function hatchedCell(pen: Pen, x: number, y: number): string {
  const [width, height, gap] = [30, 20, 6]
  const strokes: string[] = []
  for (let start = gap - height; start < width; start += gap) {
    const from = Math.max(0, start)
    const to = Math.min(width, start + height)
    strokes.push(`M${pen.at(x + from, y + height - (from - start))}L${pen.at(x + to, y + height - (to - start))}`)
  }
  return (
    pen.path(strokes.join(''), ' fill="none" stroke="var(--line)"') +
    pen.rect(x, y, width, height, ' fill="none" stroke="var(--line)"')
  )
}
