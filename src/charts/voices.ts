/** What each voice thinks: a row a sector (or a dimension of one), a shape a voice, a stroke for the joint score. */
import { drawPlot, Plot } from './plot.js'
import { LABEL_SIZE, layRows, type Rows, SLIM, SMALL_SIZE, scoreAxis, scoreScale } from './rows.js'
import { type Drawing, emptyChart, type NumberText } from './svg.js'
import { textWidth } from './text-width.js'
import { voiceColour, voiceSymbol } from './voice-mark.js'

export interface VoiceRow {
  readonly label: string
  /** Joint score, 0 to 100; without one the row has no stroke. */
  readonly joint: number | null
  /** Score of each voice in the definition's order, null for one that has none. */
  readonly voices: readonly (number | null)[]
}

interface VoicesChart extends Drawing {
  readonly rows: readonly VoiceRow[]
  readonly width?: number
  readonly number: NumberText
  readonly words: {
    /** Head of the numbers at the end: how far the voices lie apart. */
    readonly range: string
    /** When there is no row. */
    readonly empty: string
  }
}

/** From this many points between the lowest and the highest voice on, the bar is brick. */
const WIDE_GAP = 30
/** Marks nearer than this many points form a run, and so do marks that would touch. */
const NEAR = 3
const ROW_HEIGHT = 44

export function voicesChart(chart: VoicesChart): string {
  const { rows: data, width = 760, number, words, direction } = chart
  if (data.length === 0) return emptyChart('voices', width, chart, words.empty)
  const ranges = data.map(rangeOf)
  const texts = ranges.map((range) => (range === null ? '–' : number(Math.round(range.high - range.low))))
  const end = Math.max(textWidth(words.range, SMALL_SIZE), ...texts.map((text) => textWidth(text, LABEL_SIZE)))
  const rows = layRows({
    labels: data.map((row) => row.label),
    width,
    end: end + 10,
    rowHeight: ROW_HEIGHT,
    top: 28,
    bottom: 8,
    direction,
  })
  const atEnd = { x: () => 100, dx: rows.sign * (end + 24), textAnchor: rows.finish } as const
  const bars = ranges.flatMap((range, row) => (range === null ? [] : [{ ...range, row, wide: isWide(range) }]))
  const ends = texts.map((text, row) => ({ text, row, wide: isWide(ranges[row] ?? null) }))
  const joints = data.flatMap(({ joint }, row) => (joint === null ? [] : [{ joint, row }]))
  const options = {
    ...rows,
    x: scoreScale(rows),
    marks: [
      ...scoreAxis(rows, number, data.length),
      rows.names(0),
      Plot.link(bars, {
        x1: 'low',
        x2: 'high',
        y1: 'row',
        y2: 'row',
        stroke: (bar: { wide: boolean }) => (bar.wide ? 'var(--chart-gap)' : 'var(--chart-axis)'),
        strokeWidth: (bar: { wide: boolean }) => (bar.wide ? 5 : 3),
        strokeLinecap: 'round',
      }),
      Plot.link(joints, {
        x1: 'joint',
        x2: 'joint',
        y1: ({ row }: { row: number }) => row - 0.32,
        y2: ({ row }: { row: number }) => row + 0.32,
        stroke: 'var(--chart-ink)',
        strokeWidth: 3,
      }),
      Plot.dot(
        data.flatMap((row, i) => marksOf(row, i, rows)),
        {
          x: 'score',
          y: 'y',
          symbol: ({ place }: Mark) => voiceSymbol(place),
          fill: ({ place }: Mark) => voiceColour(place),
          r: markRadius(width),
          stroke: 'var(--chart-paper)',
          strokeWidth: 1.5,
        },
      ),
      ...[false, true].map((wide) =>
        Plot.text(
          ends.filter((row) => row.wide === wide),
          {
            ...atEnd,
            y: 'row',
            text: 'text',
            fontSize: LABEL_SIZE,
            fontWeight: wide ? 700 : 400,
          },
        ),
      ),
      Plot.text([words.range], { ...atEnd, y: () => -0.5, dy: -14, fontSize: SMALL_SIZE, fill: 'var(--chart-quiet)' }),
    ],
  }
  return drawPlot('voices', options, chart)
}

function markRadius(width: number): number {
  return width < SLIM ? 6.5 : 7.5
}

interface Range {
  readonly low: number
  readonly high: number
}

/** Lowest and highest voice; one voice alone has no range. */
function rangeOf(row: VoiceRow): Range | null {
  const known = row.voices.filter((score) => score !== null)
  return known.length < 2 ? null : { low: Math.min(...known), high: Math.max(...known) }
}

/** By the number as printed. */
function isWide(range: Range | null): boolean {
  return range !== null && Math.round(range.high - range.low) >= WIDE_GAP
}

interface Mark {
  readonly place: number
  readonly score: number
  readonly y: number
}

/** Marks that would hide each other spread over the height of the row, in the order of their scores. */
function marksOf(row: VoiceRow, index: number, { inner, width }: Rows): readonly Mark[] {
  const near = Math.max(NEAR, (2 * markRadius(width) * 100) / inner)
  const marks = row.voices
    .flatMap((score, place) => (score === null ? [] : [{ place, score }]))
    .sort((a, b) => a.score - b.score || a.place - b.place)
  const runs: (typeof marks)[] = []
  for (const [i, mark] of marks.entries()) {
    if (i > 0 && mark.score - marks[i - 1]!.score < near) runs.at(-1)!.push(mark)
    else runs.push([mark])
  }
  return runs.flatMap((run) => {
    const step = Math.min(11, 28.5 / (run.length - 1)) / ROW_HEIGHT
    return run.map((mark, k) => ({ ...mark, y: index + (run.length > 1 ? (k - (run.length - 1) / 2) * step : 0) }))
  })
}
