/** One question in the meeting: every body's position on the scale, a row a voice, a frame round each voice's median. */
import { drawPlot, Plot } from './plot.js'
import { SLIM } from './rows.js'
import type { Drawing, NumberText } from './svg.js'
import { textWidth, wrapText } from './text-width.js'
import { voiceColour, voiceSymbol } from './voice-mark.js'

interface Strip extends Drawing {
  /** Names of the voices in the definition's order: a row each. */
  readonly voices: readonly string[]
  /** Place of each row's voice in the definition, which gives its shape and colour; the row itself unless given. */
  readonly places?: readonly number[]
  /** A mark a body: the place of its voice and its level. */
  readonly positions: readonly { readonly voice: number; readonly level: number }[]
  /** Median of each voice, null for one without. */
  readonly medians: readonly (number | null)[]
  /** The agreed level, null as long as there is none. */
  readonly agreed: number | null
  /** Short names of the levels 0 to 4; left out in a slim drawing. */
  readonly levels: readonly string[]
  readonly width?: number
  /** Size of all letters and marks: 1 on a page, more on a projector. */
  readonly scale?: number
  readonly number: NumberText
  readonly words: {
    /** In the row of a voice that has not answered. */
    readonly noAnswer: string
  }
}

const LEVELS = [0, 1, 2, 3, 4]
const ROW_HEIGHT = 62
/** Share of the distance between two levels that the marks of one voice may fill, and of a row's height. */
const CELL = { width: 0.8, height: 0.72 }

export function strip(chart: Strip): string {
  const { voices, positions, medians, agreed, words, width = 1120, scale = 1, direction } = chart
  const slim = width < SLIM
  const placeOf = (row: number) => chart.places?.[row] ?? row
  const rtl = direction === 'rtl'
  const nameSize = 17 * scale
  const names = voices.map((name) => wrapText(name, nameSize, width * 0.24))
  const before = slim ? 40 : Math.max(...names.flat().map((line) => textWidth(line, nameSize))) + 50 * scale
  const height = ROW_HEIGHT * scale * voices.length
  const top = slim ? 44 : 62 * scale
  const perLevel = (width - before - 8) / 5
  const radius = slim ? 8 : 11 * scale
  const cells = cellsOf(positions, { perLevel, rowHeight: ROW_HEIGHT * scale, radius })
  const frames = medians.flatMap((level, voice) => (level === null ? [] : [frameOf(cells.marks, voice, level)]))
  const silent = voices.flatMap((_, voice) => (positions.some((position) => position.voice === voice) ? [] : [voice]))
  const rows = voices.map((_, voice) => voice)
  const last = voices.length - 0.5
  const levelText = { x: (level: number) => level, y: () => -0.5 }
  // The start of the rows is half a level before 0; these shifts lead out of the drawing, to the names.
  const out = rtl ? 1 : -1
  const options = {
    width,
    height: height + top + 6,
    marginLeft: rtl ? 8 : before,
    marginRight: rtl ? before : 8,
    marginTop: top,
    marginBottom: 6,
    x: { domain: rtl ? [4.5, -0.5] : [-0.5, 4.5], axis: null },
    y: { domain: [last, -0.5], axis: null },
    marks: [
      Plot.rect(agreed === null ? [] : [agreed], {
        x1: (level: number) => level - 0.34,
        x2: (level: number) => level + 0.34,
        y1: () => -0.5,
        y2: () => last,
        fill: 'var(--chart-agreed)',
        rx: 6,
      }),
      Plot.ruleX(LEVELS, { y1: -0.5, y2: last, stroke: 'var(--chart-grid)' }),
      Plot.ruleY(rows.slice(1), { y: (row: number) => row - 0.5, stroke: 'var(--chart-grid)' }),
      Plot.rect(frames, {
        x1: 'x1',
        x2: 'x2',
        y1: ({ voice }: Frame) => voice - CELL.height / 2,
        y2: ({ voice }: Frame) => voice + CELL.height / 2,
        stroke: ({ voice }: Frame) => voiceColour(placeOf(voice)),
        strokeWidth: 2,
        fill: 'none',
        rx: 8,
      }),
      Plot.dot(cells.marks, {
        x: 'x',
        y: 'y',
        symbol: ({ voice }: Mark) => voiceSymbol(placeOf(voice)),
        fill: ({ voice }: Mark) => voiceColour(placeOf(voice)),
        r: cells.radius,
        stroke: 'var(--chart-paper)',
        strokeWidth: 2 * (cells.radius / 11),
      }),
      Plot.text(LEVELS, {
        ...levelText,
        dy: slim ? -22 : -42 * scale,
        text: (level: number) => chart.number(level),
        fontSize: 22 * scale,
        fontWeight: 700,
      }),
      Plot.text(slim ? [] : LEVELS, {
        ...levelText,
        dy: -16 * scale,
        text: (level: number) => wrapText(chart.levels[level] ?? '', 14 * scale, perLevel - 6, 1)[0],
        fontSize: 14 * scale,
        fill: 'var(--chart-quiet)',
      }),
      Plot.dot(rows, {
        x: () => -0.5,
        y: (row: number) => row,
        dx: slim ? out * 28 : out * (before - 12 * scale),
        symbol: (row: number) => voiceSymbol(placeOf(row)),
        fill: (row: number) => voiceColour(placeOf(row)),
        r: slim ? 7 : 9 * scale,
      }),
      Plot.text(slim ? [] : names, {
        x: () => -0.5,
        y: (_: readonly string[], row: number) => row,
        dx: out * (before - 32 * scale),
        text: (lines: readonly string[]) => lines.join('\n'),
        textAnchor: rtl ? 'end' : 'start',
        fontSize: nameSize,
        fontWeight: 600,
        lineHeight: 1.15,
      }),
      Plot.text(silent, {
        x: () => 2,
        y: (row: number) => row,
        text: () => words.noAnswer,
        fontSize: 14 * scale,
        fill: 'var(--chart-quiet)',
      }),
    ],
  }
  return drawPlot('strip', options, chart)
}

interface Mark {
  readonly voice: number
  readonly level: number
  readonly x: number
  readonly y: number
}

interface Frame {
  readonly voice: number
  readonly x1: number
  readonly x2: number
}

interface CellSize {
  readonly perLevel: number
  readonly rowHeight: number
  readonly radius: number
}

/** Bodies of one voice at one level stand side by side, then in lines; all marks shrink until the fullest cell holds. */
function cellsOf(
  positions: Strip['positions'],
  size: CellSize,
): { readonly marks: readonly Mark[]; readonly radius: number } {
  const groups = new Map<string, { voice: number; level: number }[]>()
  for (const position of positions) {
    const key = `${position.voice}/${position.level}`
    groups.set(key, [...(groups.get(key) ?? []), position])
  }
  const most = Math.max(1, ...[...groups.values()].map((group) => group.length))
  const room = { width: CELL.width * size.perLevel, height: CELL.height * size.rowHeight }
  let radius = size.radius
  const step = () => 2.4 * radius
  const perLine = () => Math.max(1, Math.floor(room.width / step()))
  while (radius > 2 && Math.ceil(most / perLine()) * step() > room.height) radius *= 0.95
  const marks = [...groups.values()].flatMap((group) => {
    const lines = Math.ceil(group.length / perLine())
    const columns = Math.ceil(group.length / lines)
    return group.map(({ voice, level }, i) => {
      const line = Math.floor(i / columns)
      const inLine = line === lines - 1 ? group.length - line * columns : columns
      const column = (i % columns) - (inLine - 1) / 2
      const x = level + (column * step()) / size.perLevel
      return { voice, level, x, y: voice + ((line - (lines - 1) / 2) * step()) / size.rowHeight }
    })
  })
  return { marks, radius }
}

/** A frame wide enough for the marks that stand at the median. */
function frameOf(marks: readonly Mark[], voice: number, level: number): Frame {
  const inside = marks.filter((mark) => mark.voice === voice && mark.level === level)
  const reach = Math.max(0, ...inside.map((mark) => Math.abs(mark.x - level)))
  const half = Math.min(0.47, Math.max(0.28, reach + 0.18))
  return { voice, x1: level - half, x2: level + half }
}
