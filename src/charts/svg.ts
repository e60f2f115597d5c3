/** The frame that all charts share: one SVG string with its text alternative, no script, no style. */

export type Direction = 'ltr' | 'rtl'

/** What every chart is told besides its numbers; all texts are in the reader's language. */
export interface Drawing {
  /** Makes the ids of this drawing unique on a page. */
  readonly prefix: string
  /** Name of the chart, heard before its description. */
  readonly title: string
  /** What the chart shows, in a sentence: its text alternative. */
  readonly description: string
  /** `rtl` mirrors the drawing; digits and words stay as they are given. */
  readonly direction?: Direction
}

/** A number with its decimals in the reader's language, such as `Words.number`. */
export type NumberText = (value: number, decimals?: number) => string

/** A change with its sign; what is printed as 0 has none. */
export function signed(change: number, decimals: number, number: NumberText): string {
  const size = Math.abs(change)
  if (Math.round(size * 10 ** decimals) === 0) return number(0, decimals)
  return `${change < 0 ? '−' : '+'}${number(size, decimals)}`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text as it may stand between tags or in a quoted attribute. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!)
}

/** A length with at most two decimals. */
export function round(length: number): string {
  return String(Math.round(length * 100) / 100 + 0)
}

/** The `svg` element around a drawing, with its title and description. */
export function frame(name: string, size: { width: number; height: number }, drawing: Drawing, body: string): string {
  const { prefix, title, description } = drawing
  const id = escapeText(prefix)
  const [width, height] = [round(size.width), round(size.height)]
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="plot ${name}" viewBox="0 0 ${width} ${height}"` +
    ` width="${width}" height="${height}" role="img" aria-labelledby="${id}-t ${id}-d"` +
    // Words are placed by computed sides, which `text-anchor` would swap on a right-to-left page.
    ` direction="ltr" fill="currentColor" text-anchor="middle">` +
    `<title id="${id}-t">${escapeText(title)}</title><desc id="${id}-d">${escapeText(description)}</desc>${body}</svg>`
  )
}

export interface TextStyle {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly size: number
  readonly weight?: 400 | 600 | 700
  readonly fill?: string
  readonly italic?: boolean
}

/** A line of text whose middle is at `y`. */
export function textLine(x: number, y: number, text: string, style: TextStyle, more = ''): string {
  const { anchor = 'middle', size, weight = 400, fill = 'currentColor', italic = false } = style
  return (
    `<text x="${round(x)}" y="${round(y + size * 0.35)}" text-anchor="${anchor}" font-size="${size}"` +
    (weight === 400 ? '' : ` font-weight="${weight}"`) +
    (italic ? ' font-style="italic"' : '') +
    ` fill="${fill}"${more}>${escapeText(text)}</text>`
  )
}

/** Text with a halo of the paper: drawn twice, because the PDF knows no paint order. */
export function haloText(x: number, y: number, text: string, style: TextStyle): string {
  const halo = textLine(
    x,
    y,
    text,
    { ...style, fill: 'none' },
    ' stroke="var(--paper)" stroke-width="4" stroke-linejoin="round"',
  )
  return halo + textLine(x, y, text, style)
}

/** A drawing that has nothing to show but a sentence that says why. */
export function emptyChart(name: string, width: number, drawing: Drawing, text: string): string {
  const x = drawing.direction === 'rtl' ? width : 0
  const anchor = drawing.direction === 'rtl' ? 'end' : 'start'
  const line = textLine(x, 16, text, { anchor, size: 14, fill: 'var(--chart-quiet)' })
  return frame(`${name} empty`, { width, height: 32 }, drawing, line)
}

/** Wide and slim drawings of the same chart for a page; the style sheet shows one. Their prefixes must differ. */
export function both(wide: string, slim: string): string {
  return `<div class="m-wide">${wide}</div><div class="m-slim">${slim}</div>`
}
