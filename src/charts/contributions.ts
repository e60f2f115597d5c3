/** What moved a score between two rounds: a bar a cause, up or down from 0; the bars add up to the total. */
import { drawPlot, Plot } from './plot.js'
import { LABEL_SIZE, layRows } from './rows.js'
import { type Drawing, emptyChart, type NumberText, signed } from './svg.js'
import { textWidth } from './text-width.js'

interface Contributions extends Drawing {
  /** Points on 0 to 100, with their sign. */
  readonly rows: readonly { readonly label: string; readonly points: number }[]
  readonly total: number
  readonly width?: number
  readonly number: NumberText
  readonly words: {
    readonly total: string
    /** When there is no row. */
    readonly empty: string
  }
}

interface Bar {
  readonly row: number
  readonly points: number
  readonly text: string
}

export function contributions(chart: Contributions): string {
  const { width = 620, number, words, direction } = chart
  if (chart.rows.length === 0) return emptyChart('contributions', width, chart, words.empty)
  const bars = chart.rows.map(({ points }, row) => ({ row, points, text: signed(points, 1, number) }))
  const total: Bar = { row: bars.length, points: chart.total, text: signed(chart.total, 1, number) }
  const all = [...bars, total]
  const textRoom = Math.max(...all.map((bar) => textWidth(bar.text, LABEL_SIZE))) + 8
  const rows = layRows({
    labels: [...chart.rows.map((row) => row.label), words.total],
    width,
    end: 0,
    rowHeight: 36,
    top: 6,
    bottom: 6,
    direction,
  })
  const points = all.map((bar) => bar.points)
  const [low, high] = [Math.min(0, ...points), Math.max(0, ...points)]
  // The texts at the bars' ends need their room beside the longest bars.
  const [before, after] = [low < 0 ? textRoom : 0, textRoom]
  const perPoint = (high - low || 1) / (rows.inner - before - after)
  const domain = [low - before * perPoint, high + after * perPoint]
  const { sign } = rows
  const y = { y1: ({ row }: Bar) => row - 0.3, y2: ({ row }: Bar) => row + 0.3 }
  const options = {
    ...rows,
    x: { domain: sign === 1 ? domain : domain.toReversed(), axis: null },
    marks: [
      ...[1, -1].map((direction) =>
        Plot.rect(
          bars.filter((bar) => Math.sign(bar.points) === direction),
          { x1: () => 0, x2: 'points', ...y, fill: direction === 1 ? 'var(--chart-up)' : 'var(--chart-down)', rx: 2 },
        ),
      ),
      Plot.rect([total], { x1: () => 0, x2: 'points', ...y, fill: 'var(--chart-quiet)', rx: 2 }),
      Plot.ruleX([0], { y1: -0.5, y2: all.length - 0.5, stroke: 'var(--chart-axis)' }),
      Plot.ruleY([bars.length - 0.5], { stroke: 'var(--chart-axis)' }),
      rows.names(domain[0]!),
      ...[true, false].map((down) =>
        Plot.text(
          all.filter((bar) => bar.points < 0 === down),
          {
            x: 'points',
            y: 'row',
            text: 'text',
            dx: (down ? -8 : 8) * sign,
            textAnchor: down ? rows.finish : rows.start,
            fontSize: LABEL_SIZE,
            fontWeight: 600,
          },
        ),
      ),
    ],
  }
  return drawPlot('contributions', options, chart)
}
