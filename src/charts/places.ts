/** One place among others: a ring a place, a disc for the own one, a bar for the middle half. */
import { drawPlot, Plot } from './plot.js'
import { LABEL_SIZE, layRows, scoreAxis, scoreScale } from './rows.js'
import { type Drawing, emptyChart, type NumberText } from './svg.js'
import { textWidth } from './text-width.js'

interface PlacesRow {
  readonly label: string
  /** Score of the own place, 0 to 100, null without one. */
  readonly own: number | null
  /** Scores of the other places. */
  readonly others: readonly (number | null)[]
}

interface PlacesChart extends Drawing {
  /** Sorted by the point being made: the own priority. */
  readonly rows: readonly PlacesRow[]
  readonly width?: number
  readonly number: NumberText
  readonly words: {
    /** When there is no row. */
    readonly empty: string
  }
}

export function placesChart(chart: PlacesChart): string {
  const { rows: data, width = 560, number, words, direction } = chart
  if (data.length === 0) return emptyChart('places', width, chart, words.empty)
  const texts = data.map(({ own }) => (own === null ? '–' : number(Math.round(own))))
  const end = Math.max(...texts.map((text) => textWidth(text, LABEL_SIZE))) + 12
  const labels = data.map((row) => row.label)
  const rows = layRows({ labels, width, end, rowHeight: 38, top: 28, bottom: 8, direction })
  const others = data.flatMap((line, row) => known(line.others).map((score) => ({ score, row })))
  const own = data.flatMap((line, row) => (line.own === null ? [] : [{ score: line.own, row }]))
  const halves = data.flatMap((line, row) => middleHalf(line, row))
  const options = {
    ...rows,
    x: scoreScale(rows),
    marks: [
      ...scoreAxis(rows, number, data.length),
      rows.names(0),
      Plot.rect(halves, {
        x1: 'low',
        x2: 'high',
        y1: ({ row }: { row: number }) => row - 0.24,
        y2: ({ row }: { row: number }) => row + 0.24,
        fill: 'var(--chart-agreed)',
        rx: 4,
      }),
      Plot.dot(others, {
        x: 'score',
        y: 'row',
        r: 4.5,
        fill: 'var(--chart-paper)',
        stroke: 'var(--chart-node)',
        strokeWidth: 1.5,
      }),
      Plot.dot(own, {
        x: 'score',
        y: 'row',
        r: 7.5,
        fill: 'var(--chart-ink)',
        stroke: 'var(--chart-paper)',
        strokeWidth: 2,
      }),
      Plot.text(texts, {
        x: () => 100,
        y: (_: string, row: number) => row,
        text: (text: string) => text,
        dx: rows.sign * (end + 14),
        textAnchor: rows.finish,
        fontSize: LABEL_SIZE,
        fontWeight: 700,
      }),
    ],
  }
  return drawPlot('places', options, chart)
}

function known(scores: readonly (number | null)[]): readonly number[] {
  return scores.filter((score) => score !== null)
}

/** From the first to the third quartile of all places, the own one among them; none below two. */
function middleHalf({ own, others }: PlacesRow, row: number): readonly { row: number; low: number; high: number }[] {
  const scores = known([own, ...others]).toSorted((a, b) => a - b)
  return scores.length < 2 ? [] : [{ row, low: quantile(scores, 0.25), high: quantile(scores, 0.75) }]
}

/** Quantile by linear interpolation between the neighbours. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share
  const below = Math.floor(place)
  const next = sorted[below + 1] ?? sorted[below]!
  return sorted[below]! + (place - below) * (next - sorted[below]!)
}
