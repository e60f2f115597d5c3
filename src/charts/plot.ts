/** Draws with Observable Plot and hands back plain SVG: colours from variables, no style, no ARIA of its own. */
import * as Plot from '@observablehq/plot'
import { parseHTML } from 'linkedom'
import { type Drawing, frame, round } from './svg.js'

export { Plot }

const { document } = parseHTML('<html><body></body></html>')

export interface PlotSize {
  readonly width: number
  readonly height: number
}

/** One chart as an SVG string; `name` is its class. */
export function drawPlot(name: string, options: Plot.PlotOptions & PlotSize, drawing: Drawing): string {
  const svg = Plot.plot({ ...options, document })
  for (const style of svg.querySelectorAll('style')) style.remove()
  return frame(name, options, drawing, plain(svg.innerHTML))
}

/** Lengths to two decimals and no labels inside: the drawing has one name, its title. Only tags are touched. */
function plain(body: string): string {
  return body.replace(/<[^>]+>/g, (tag) =>
    tag
      .replace(/ aria-[a-z]+="[^"]*"/g, '')
      .replace(/-?\d+(?:\.\d+(?:e-?\d+)?|e-\d+)/g, (length) => round(Number(length))),
  )
}
