/** Sizes, colours and paper (DESIGN, "Print"). Lengths are points; `mm` turns millimetres into them. */
import { LIGHT } from '../../charts/index.js'
import type { Face } from './fonts.js'

export function mm(millimetres: number): number {
  return (millimetres * 72) / 25.4
}

export type PaperSize = 'A4' | 'LETTER'

/** A page and its text area. */
export interface Paper {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly top: number
  /** Where the text ends and the footer's room begins. */
  readonly bottom: number
  readonly textWidth: number
}

const MILLIMETRES: Readonly<Record<PaperSize, readonly [number, number]>> = { A4: [210, 297], LETTER: [215.9, 279.4] }

/** Both papers carry the same 170 mm of text; letter has fewer lines. */
export function paperOf(size: PaperSize): Paper {
  const [width, height] = MILLIMETRES[size]
  return {
    width: mm(width),
    height: mm(height),
    left: mm((width - 170) / 2),
    top: mm(18),
    bottom: mm(height - 22),
    textWidth: mm(170),
  }
}

/** How a run of text looks. */
export interface Style {
  readonly face: Face
  readonly size: number
  readonly colour: string
}

/** A light colour of the palette; RangeError for a name that it does not have. */
export function colour(name: `--${string}`): string {
  const value = LIGHT[name]
  if (value === undefined) throw new RangeError(`no light colour for ${name}`)
  return value
}

export const INK = colour('--ink')
export const QUIET = colour('--quiet')
export const ALERT = colour('--priority')
export const LINE = colour('--line')
export const STRONG_LINE = colour('--line-2')

const ink = (size: number, face: Face = 'regular'): Style => ({ face, size, colour: INK })
const quiet = (size: number, face: Face = 'regular'): Style => ({ face, size, colour: QUIET })

export const TEXT = {
  cover: ink(30, 'semibold'),
  subtitle: ink(16),
  title: ink(16, 'semibold'),
  heading2: ink(11, 'semibold'),
  heading3: ink(9.5, 'semibold'),
  lead: ink(11),
  body: ink(9.5),
  quote: ink(10),
  note: quiet(8.5),
  fact: ink(10),
  factTerm: quiet(10),
  term: ink(11, 'semibold'),
  tableHead: quiet(9, 'medium'),
  cell: ink(9),
  rowHead: ink(9, 'semibold'),
  heatHead: ink(9, 'medium'),
  footer: quiet(8.5),
} as const satisfies Readonly<Record<string, Style>>

/** Height of a line as a multiple of the size of its text. */
export const LEADING = { title: 1.2, lead: 1.4, body: 1.45, table: 1.35 } as const
