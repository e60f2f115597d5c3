import { round } from './svg.js'

/** The four shapes, in the order of a definition's voices: as a path in a square of 16, and as Plot calls them. */
const SHAPES = [
  { symbol: 'square', path: 'M2 2h12v12h-12z' },
  { symbol: 'triangle', path: 'M8 0.8L15.6 14.4H0.4z' },
  { symbol: 'circle', path: 'M1.2 8a6.8 6.8 0 1 0 13.6 0a6.8 6.8 0 1 0 -13.6 0z' },
  { symbol: 'diamond2', path: 'M8 0.2L15.8 8L8 15.8L0.2 8z' },
] as const

export type VoiceSymbol = (typeof SHAPES)[number]['symbol']

/** Shape of the voice at a place (0 is the first) of the definition's order. */
export function voiceSymbol(place: number): VoiceSymbol {
  return SHAPES[place % SHAPES.length]!.symbol
}

/** Colour of a voice by its place: a fifth voice has the first shape again, in the second colour. */
export function voiceColour(place: number): string {
  const count = SHAPES.length
  return `var(--voice-${((place + Math.floor(place / count)) % count) + 1})`
}

/**
 * The mark of a voice, to stand before its name. It is decoration: the name beside it says who speaks.
 * `unheard` draws the dashed outline of a voice that has not answered yet.
 */
export function voiceMark(place: number, options: { readonly size?: number; readonly unheard?: boolean } = {}): string {
  const size = round(options.size ?? 16)
  const colour = voiceColour(place)
  const paint = options.unheard
    ? `fill="none" stroke="${colour}" stroke-width="1.5" stroke-dasharray="2.5 1.8"`
    : `fill="${colour}"`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="m-mark" viewBox="0 0 16 16" width="${size}" height="${size}"` +
    ` aria-hidden="true"><path d="${SHAPES[place % SHAPES.length]!.path}" ${paint}/></svg>`
  )
}

/** The mark of a voice inside a drawing, with its middle at a point; a rim of paper keeps neighbours apart. */
export function voiceShape(place: number, x: number, y: number, size: number): string {
  const corner = `${round(x - size / 2)},${round(y - size / 2)}`
  return (
    `<path d="${SHAPES[place % SHAPES.length]!.path}" transform="translate(${corner}) scale(${round(size / 16)})"` +
    ` fill="${voiceColour(place)}" stroke="var(--chart-paper)" stroke-width="2"/>`
  )
}
