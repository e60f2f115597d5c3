/** The lace of a cover: the sectors' letters on a grid, joined by the round's own influences. */
import { penOf } from './pen.js'
import { type Drawing, frame, round } from './svg.js'

interface Lace extends Drawing {
  readonly letters: readonly string[]
  /** Indices of the letters, and how strong the link is, 0 to 1. */
  readonly links: readonly { readonly from: number; readonly to: number; readonly strength: number }[]
  readonly width?: number
  readonly height?: number
}

const RADIUS = 14
/** How far a thread bends to the side, as a share of its length. */
const BEND = 0.18

/** Drawn for the cover's plum; nothing here needs a ground of its own. */
export function lace(drawing: Lace): string {
  const { letters, width = 470, height = 306 } = drawing
  const pen = penOf(width, drawing.direction)
  const knots = grid(letters.length, width, height)
  const threads = drawing.links.map(({ from, to, strength }) => {
    const [a, b] = [knots[from]!, knots[to]!]
    const bend = { x: (a.x + b.x) / 2 - (b.y - a.y) * BEND, y: (a.y + b.y) / 2 + (b.x - a.x) * BEND }
    const d = `M${pen.at(a.x, a.y)}Q${pen.at(bend.x, bend.y)} ${pen.at(b.x, b.y)}`
    return pen.path(d, ` stroke-width="${round(1 + strength)}" stroke-opacity="${round(0.15 + 0.75 * strength)}"`)
  })
  const marks = letters.map((letter, i) => {
    const { x, y } = knots[i]!
    const knot = pen.circle(x, y, RADIUS, ' fill="var(--cover)" stroke="var(--cover-knot)" stroke-width="2.4"')
    return knot + pen.text(x, y, letter, { size: 14, weight: 600, fill: 'var(--cover-knot)' })
  })
  const body = `<g fill="none" stroke="var(--cover-thread)">${threads.join('')}</g>${marks.join('')}`
  return frame('lace', { width, height }, drawing, body)
}

/** As many columns as rows, or one more; a last row that is not full stands in the middle. */
function grid(count: number, width: number, height: number): readonly { readonly x: number; readonly y: number }[] {
  const columns = Math.ceil(Math.sqrt(count))
  const rows = Math.ceil(count / columns)
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / columns)
    const inRow = row === rows - 1 ? count - row * columns : columns
    const column = (i % columns) + (columns - inRow) / 2
    return { x: (width * (column + 0.5)) / columns, y: (height * (row + 0.5)) / rows }
  })
}
