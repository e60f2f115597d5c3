/** One line for a table: the scale 0 to 4, a mark a voice, a bar from the lowest to the highest. */
import { drawPlot, Plot } from './plot.js'
import type { Drawing } from './svg.js'
import { voiceColour, voiceSymbol } from './voice-mark.js'

interface MiniStrip extends Drawing {
  /** Level of each voice in the definition's order, 0 to 4, null for one without. */
  readonly levels: readonly (number | null)[]
  readonly width?: number
}

const RADIUS = 6
const STEP = 13
const MARGIN = 26

/** The strip, or an empty string below two voices: there is nothing to compare. */
export function miniStrip(strip: MiniStrip): string {
  const { levels, width = 200, direction } = strip
  const marks = levels.flatMap((level, place) => (level === null ? [] : [{ level, place }]))
  if (marks.length < 2) return ''
  const known = marks.map((mark) => mark.level)
  const perLevel = (width - 2 * MARGIN) / 4
  const spread = marks.map(({ level, place }) => {
    const same = marks.filter((mark) => mark.level === level)
    // They stay nearer to their own level than to the next.
    const step = Math.min(STEP, (0.8 * perLevel) / (same.length - 1 || 1))
    const index = same.findIndex((mark) => mark.place === place)
    return { place, x: level + ((index - (same.length - 1) / 2) * step) / perLevel }
  })
  type Mark = (typeof spread)[number]
  const options = {
    width,
    height: 28,
    marginLeft: MARGIN,
    marginRight: MARGIN,
    marginTop: 4,
    marginBottom: 4,
    x: { domain: direction === 'rtl' ? [4, 0] : [0, 4], axis: null },
    y: { domain: [-1, 1], axis: null },
    marks: [
      Plot.ruleY([0], { stroke: 'var(--chart-grid)' }),
      Plot.ruleX([0, 1, 2, 3, 4], { y1: -0.4, y2: 0.4, stroke: 'var(--chart-axis)' }),
      Plot.link([{ low: Math.min(...known), high: Math.max(...known) }], {
        x1: 'low',
        x2: 'high',
        y1: () => 0,
        y2: () => 0,
        stroke: 'var(--chart-quiet)',
        strokeWidth: 3,
      }),
      Plot.dot(spread, {
        x: 'x',
        y: () => 0,
        symbol: ({ place }: Mark) => voiceSymbol(place),
        fill: ({ place }: Mark) => voiceColour(place),
        r: RADIUS,
        stroke: 'var(--chart-paper)',
        strokeWidth: 1.5,
      }),
    ],
  }
  return drawPlot('mini', options, strip)
}
