/** What the charts with one row a line share: room for the labels, the axis from 0 to 100, the grid. */
import { Plot } from './plot.js'
import type { Drawing, NumberText } from './svg.js'
import { textWidth, wrapText } from './text-width.js'

export const LABEL_SIZE = 14
export const SMALL_SIZE = 13
/** Below this width the axis has fewer numbers and the labels less room. */
export const SLIM = 500
/** Space between a label or a number at the end and the drawing. */
const GAP = 14

export interface RowsTask extends Pick<Drawing, 'direction'> {
  readonly labels: readonly string[]
  readonly width: number
  /** Room after the drawing for the numbers at the end of the rows. */
  readonly end: number
  readonly rowHeight: number
  readonly top: number
  readonly bottom: number
}

export interface Rows {
  readonly width: number
  readonly height: number
  readonly marginLeft: number
  readonly marginRight: number
  readonly marginTop: number
  readonly marginBottom: number
  /** Pixels of the drawing from side to side. */
  readonly inner: number
  /** +1 where the rows begin on the left, −1 where they begin on the right: the sign of every shift along a row. */
  readonly sign: 1 | -1
  /** Anchors of a text that begins or ends at a point, in the reader's direction. */
  readonly start: 'start' | 'end'
  readonly finish: 'start' | 'end'
  readonly y: Plot.ScaleOptions
  /** The labels before the rows, in at most two lines, shifted from a value of x. */
  readonly names: (x: number) => Plot.Markish
}

/** Row i lies at y = i; half a row stands above the first and below the last. */
export function layRows({ labels, width, end, rowHeight, top, bottom, direction }: RowsTask): Rows {
  const most = width * (width < SLIM ? 0.34 : 0.4)
  const texts = labels.map((label) => wrapText(label, LABEL_SIZE, most))
  const before = Math.ceil(Math.max(0, ...texts.flat().map((line) => textWidth(line, LABEL_SIZE)))) + GAP + 2
  const after = Math.ceil(end) + GAP
  const rtl = direction === 'rtl'
  const sign = rtl ? -1 : 1
  const [start, finish] = rtl ? (['end', 'start'] as const) : (['start', 'end'] as const)
  return {
    width,
    height: rowHeight * labels.length + top + bottom,
    marginLeft: rtl ? after : before,
    marginRight: rtl ? before : after,
    marginTop: top,
    marginBottom: bottom,
    inner: width - before - after,
    sign,
    start,
    finish,
    y: { domain: [labels.length - 0.5, -0.5], axis: null },
    names: (x) =>
      Plot.text(
        texts.map((lines, row) => ({ text: lines.join('\n'), row })),
        {
          x: () => x,
          y: 'row',
          text: 'text',
          dx: -GAP * sign,
          textAnchor: finish,
          fontSize: LABEL_SIZE,
          lineHeight: 1.15,
        },
      ),
  }
}

/** The x scale from 0 to 100, never cut, in the reader's direction. */
export function scoreScale(rows: Rows): Plot.ScaleOptions {
  return { domain: rows.sign === 1 ? [0, 100] : [100, 0], axis: null }
}

/** Numbers on top and lines down, behind the marks. */
export function scoreAxis(rows: Rows, number: NumberText, count: number): readonly Plot.Markish[] {
  const ticks = [0, 25, 50, 75, 100]
  const numbered = rows.width < SLIM ? [0, 50, 100] : ticks
  return [
    Plot.ruleX(ticks, { y1: -0.5, y2: count - 0.5, stroke: 'var(--chart-grid)' }),
    Plot.text(numbered, {
      x: (tick: number) => tick,
      y: () => -0.5,
      dy: 14 - rows.marginTop,
      text: (tick: number) => number(tick),
      fontSize: SMALL_SIZE,
    }),
  ]
}
