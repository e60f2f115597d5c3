/** Two rounds on the common basis: a ring then, a disc now; a change that is not clear is grey. */
import { drawPlot, Plot } from './plot.js'
import { layRows, SLIM, SMALL_SIZE, scoreAxis, scoreScale } from './rows.js'
import { type Drawing, emptyChart, type NumberText, signed } from './svg.js'
import { textWidth } from './text-width.js'

interface DumbbellRow {
  readonly label: string
  /** Scores from 0 to 100; a row without both is left out, and belongs in the list of what can't be compared. */
  readonly from: number | null
  readonly to: number | null
  /** Null when no draws say. */
  readonly clear: boolean | null
}

interface Dumbbell extends Drawing {
  readonly rows: readonly DumbbellRow[]
  readonly width?: number
  readonly number: NumberText
  readonly words: {
    /** Short names of the two rounds. */
    readonly from: string
    readonly to: string
    readonly clear: string
    readonly unclear: string
    /** When no row can be compared. */
    readonly empty: string
  }
}

interface Change {
  readonly row: number
  readonly from: number
  readonly to: number
  readonly clear: boolean | null
  readonly colour: string
}

const NUMBER_SIZE = 16
const RADIUS = { ring: 6, disc: 7 }

export function dumbbell(chart: Dumbbell): string {
  const { width = 760, number, words, direction } = chart
  const shown = chart.rows.filter((row) => row.from !== null && row.to !== null)
  if (shown.length === 0) return emptyChart('dumbbell', width, chart, words.empty)
  const changes = shown.map(({ from, to, clear }, row) => changeOf(row, from!, to!, clear))
  const deltas = changes.map(({ from, to }) => signed(to - from, 0, number))
  const verdicts = changes.map(({ clear }) => (clear === null ? '' : clear ? words.clear : words.unclear))
  const slim = width < SLIM
  const numberEnd = Math.max(...deltas.map((text) => textWidth(text, NUMBER_SIZE))) + 8
  const verdictWidth = slim ? 0 : 12 + Math.max(...verdicts.map((text) => textWidth(text, SMALL_SIZE)))
  const rows = layRows({
    labels: shown.map((row) => row.label),
    width,
    end: numberEnd + verdictWidth,
    rowHeight: 44,
    top: 30,
    bottom: 8,
    direction,
  })
  const { sign } = rows
  const atEnd = { x: () => 100, y: (_: string, row: number) => row, text: (text: string) => text }
  // An arrow needs room between the ring and the disc.
  const room = (2 * 14 * 100) / rows.inner
  const options = {
    ...rows,
    x: scoreScale(rows),
    marks: [
      ...scoreAxis(rows, number, shown.length),
      rows.names(0),
      ...[true, false].map((clear) =>
        Plot.arrow(
          changes.filter((change) => (change.clear === true) === clear && Math.abs(change.to - change.from) > room),
          {
            x1: 'from',
            x2: 'to',
            y1: 'row',
            y2: 'row',
            insetStart: RADIUS.ring + 1,
            insetEnd: RADIUS.disc + 1,
            // In units of the stroke.
            headLength: clear ? 3 : 4,
            stroke: 'colour',
            strokeWidth: clear ? 3.5 : 2,
          },
        ),
      ),
      Plot.dot(changes, {
        x: 'from',
        y: 'row',
        r: RADIUS.ring,
        fill: 'var(--chart-paper)',
        stroke: 'colour',
        strokeWidth: 2,
      }),
      Plot.dot(changes, { x: 'to', y: 'row', r: RADIUS.disc, fill: 'colour' }),
      Plot.text(deltas, {
        ...atEnd,
        dx: sign * (numberEnd + 14),
        textAnchor: rows.finish,
        fontSize: NUMBER_SIZE,
        fontWeight: 700,
      }),
      Plot.text(slim ? [] : verdicts, {
        ...atEnd,
        dx: sign * (numberEnd + 24),
        textAnchor: rows.start,
        fontSize: SMALL_SIZE,
        fill: 'var(--chart-quiet)',
      }),
      ...roundNames(changes[0]!, words, rows.inner, sign),
    ],
  }
  return drawPlot('dumbbell', options, chart)
}

function changeOf(row: number, from: number, to: number, clear: boolean | null): Change {
  const colour = clear !== true ? 'var(--chart-quiet)' : to >= from ? 'var(--chart-up)' : 'var(--chart-down)'
  return { row, from, to, clear, colour }
}

/** The names of the two rounds over the first row, moved apart where they would touch. */
function roundNames(first: Change, words: Dumbbell['words'], inner: number, sign: 1 | -1): readonly Plot.Markish[] {
  const perPoint = inner / 100
  const names = [
    { x: first.from, text: words.from },
    { x: first.to, text: words.to },
  ].sort((a, b) => a.x - b.x)
  const [low, high] = [names[0]!, names[1]!]
  const need = (textWidth(low.text, 12) + textWidth(high.text, 12)) / 2 + 8
  const push = Math.max(0, need - (high.x - low.x) * perPoint) / 2
  return [
    { ...low, dx: -push * sign },
    { ...high, dx: push * sign },
  ].map(({ x, text, dx }) =>
    Plot.text([text], { x: () => x, y: () => 0, dx, dy: -17, fontSize: 12, fill: 'var(--chart-quiet)' }),
  )
}
