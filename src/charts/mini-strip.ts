/** One line for a table: the scale 0 to 4, a mark a voice, a bar from the lowest to the highest. */
import { penOf } from './pen.js'
import { type Drawing, frame } from './svg.js'
import { voiceShape } from './voice-mark.js'

interface MiniStrip extends Drawing {
  /** Level of each voice in the definition's order, 0 to 4, null for one without. */
  readonly levels: readonly (number | null)[]
  readonly width?: number
}

const RADIUS = 6
const STEP = 13
const MARGIN = 26
const MIDDLE = 14
const LEVELS = [0, 1, 2, 3, 4]

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
  const pen = penOf(width, direction)
  const at = (level: number) => MARGIN + level * perLevel
  const line = (from: number, to: number, y: readonly [number, number], attributes: string) =>
    pen.path(`M${pen.at(from, y[0])}L${pen.at(to, y[1])}`, ` fill="none" ${attributes}`)
  const axis =
    line(at(0), at(4), [MIDDLE, MIDDLE], 'stroke="var(--chart-grid)"') +
    LEVELS.map((level) => line(at(level), at(level), [MIDDLE - 4, MIDDLE + 4], 'stroke="var(--chart-axis)"')).join('')
  const ends = [at(Math.min(...known)), at(Math.max(...known))] as const
  const reach = line(...ends, [MIDDLE, MIDDLE], 'stroke="var(--chart-quiet)" stroke-width="3"')
  const shapes = spread.map(({ place, x }) => voiceShape(place, pen.side(at(x)), MIDDLE, 2 * RADIUS)).join('')
  return frame('mini', { width, height: 2 * MIDDLE }, strip, axis + reach + shapes)
}
