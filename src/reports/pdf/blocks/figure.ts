/** Drawings: the charts' SVG with light colours, as large as stated and never cut. */
import drawSvgInto from 'svg-to-pdfkit'
import { resolveColours } from '../../../charts/index.js'
import type { Block } from '../../model.js'
import { child, type Element, type Sheet } from '../document.js'
import type { Box } from '../flow.js'
import { hasSign } from '../fonts.js'
import { literal } from '../literal.js'
import { mm } from '../style.js'
import { paragraphBoxes } from './text.js'

type Figure = Extract<Block, { kind: 'figure' }>

/** Room that a figure leaves for its heading, lead and caption on its page. */
const BESIDE = mm(45)

export function figureBoxes(sheet: Sheet, section: Element, block: Figure): readonly Box[] {
  const { paper } = sheet
  const ratio = ratioOf(block.svg)
  const tallest = paper.bottom - paper.top - BESIDE
  const width = Math.min(mm(block.width ?? 160), paper.textWidth, tallest / ratio)
  const height = width * ratio
  const caption = block.caption
    ? paragraphBoxes(sheet, section, { kind: 'paragraph', tone: 'note', text: block.caption })
    : []
  const draw = (y: number) => writeFigure(sheet, section, block.svg, block.alt, paper.left, y, width)
  return [{ height, before: mm(2), after: mm(2.5), keep: caption.length > 0, draw }, ...caption]
}

/** Draws an SVG as a figure with its alternative; gives back nothing, its height follows from its own measures. */
export function writeFigure(
  sheet: Sheet,
  parent: Element,
  svg: string,
  alt: string,
  x: number,
  y: number,
  width: number,
): void {
  const bbox: [number, number, number, number] = [x, y, x + width, y + width * ratioOf(svg)]
  child(sheet, parent, 'Figure', { alt: literal(alt), bbox }).add(() => drawSvg(sheet.doc, svg, x, y, width))
}

/** Draws an SVG from its upper left corner, `width` wide. */
export function drawSvg(doc: PDFKit.PDFDocument, svg: string, x: number, y: number, width: number): void {
  const scalable = resolveColours(svg)
    // Its own width and height would win over the ones wanted here.
    .replace(/^<svg[^>]*>/, (tag) => tag.replace(/ (?:width|height)="[^"]*"/g, ''))
    .replace(/[^ -~\n]/gu, (sign) => (hasSign(sign) ? sign : '\ufffd'))
  drawSvgInto(doc, scalable, x, y, {
    width,
    height: width * ratioOf(svg),
    assumePt: true,
    fontCallback: (_family, bold, italic) => (italic ? 'italic' : bold ? 'semibold' : 'regular'),
    warningCallback: (message) => {
      throw new Error(message)
    },
  })
}

/** Height by width, from the view box; RangeError for a drawing without one. */
export function ratioOf(svg: string): number {
  const [, , width = 0, height = 0] = viewBox(svg)
  if (!(width > 0 && height > 0)) throw new RangeError('a drawing has a view box with a width and a height')
  return height / width
}

/** Width of the view box: in a table a unit of it is a CSS pixel. */
export function widthOf(svg: string): number {
  return viewBox(svg)[2] ?? 0
}

function viewBox(svg: string): readonly number[] {
  return (svg.match(/^<svg[^>]* viewBox="([^"]*)"/)?.[1] ?? '').split(/[\s,]+/).map(Number)
}
