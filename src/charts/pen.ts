import { type Direction, haloText, round, type TextStyle, textLine } from './svg.js'

interface Point {
  readonly x: number
  readonly y: number
}

/** Draws in left-to-right coordinates and mirrors them for a right-to-left reader; letters and digits are not mirrored. */
export interface Pen {
  /** Where a place of the drawing is for this reader. */
  readonly side: (x: number) => number
  /** A point of a path. */
  readonly at: (x: number, y: number) => string
  readonly line: (from: Point, to: Point) => string
  readonly path: (d: string, attributes: string) => string
  readonly rect: (x: number, y: number, width: number, height: number, attributes: string) => string
  readonly circle: (x: number, y: number, radius: number, attributes: string) => string
  readonly text: (x: number, y: number, text: string, style: TextStyle) => string
  readonly halo: (x: number, y: number, text: string, style: TextStyle) => string
}

export function penOf(width: number, direction: Direction = 'ltr'): Pen {
  const mirrored = direction === 'rtl'
  const side = (x: number) => (mirrored ? width - x : x)
  const at = (x: number, y: number) => `${round(side(x))} ${round(y)}`
  const path = (d: string, attributes: string) => `<path d="${d}"${attributes}/>`
  return {
    side,
    at,
    path,
    line: (from, to) => path(`M${at(from.x, from.y)}L${at(to.x, to.y)}`, ' fill="none"'),
    rect: (x, y, w, h, attributes) =>
      `<rect x="${round(mirrored ? width - x - w : x)}" y="${round(y)}" width="${round(w)}" height="${round(h)}"${attributes}/>`,
    circle: (x, y, radius, attributes) =>
      `<circle cx="${round(side(x))}" cy="${round(y)}" r="${round(radius)}"${attributes}/>`,
    text: (x, y, text, style) => textLine(side(x), y, text, mirrored ? opposite(style) : style),
    halo: (x, y, text, style) => haloText(side(x), y, text, mirrored ? opposite(style) : style),
  }
}

/** The same text on the other side of its point. */
function opposite(style: TextStyle): TextStyle {
  if (style.anchor === 'start') return { ...style, anchor: 'end' }
  if (style.anchor === 'end') return { ...style, anchor: 'start' }
  return style
}
