/** The marks of DESIGN that stand among words: voices, ranks, bars and the score ramp. */
import { bandColours, bandRange, resolveColours, type ScoreBand, voiceMark } from '../../charts/index.js'
import type { Cell } from '../model.js'
import { emWidth } from './fonts.js'
import { paintText } from './glyphs.js'
import type { Ornament, Piece } from './lines.js'
import { ALERT, colour, INK, LINE, mm, STRONG_LINE, type Style, TEXT } from './style.js'

/** Middle of capital letters, above the baseline, as a multiple of the size. */
const MIDDLE = 0.357

const RADIUS = mm(0.8)

export function space(width: number): Ornament {
  return { width, height: 0, paint: () => undefined }
}

const shapes = new Map<number, { readonly path: string; readonly fill: string }>()

/** Outline in a square of 16, and colour; the charts draw the same ones. */
function voiceShape(place: number): { readonly path: string; readonly fill: string } {
  let shape = shapes.get(place)
  if (!shape) {
    const svg = resolveColours(voiceMark(place))
    shape = { path: svg.match(/ d="([^"]+)"/)![1]!, fill: svg.match(/ fill="(#[^"]+)"/)![1]! }
    shapes.set(place, shape)
  }
  return shape
}

/** The shape of the voice at a place of the report's order; `actual` where its name does not stand beside it. */
export function voiceOrnament(place: number, style: Style, actual?: string): Ornament {
  const { path, fill } = voiceShape(place)
  const { size } = style
  return {
    width: size * 1.4,
    height: size,
    ...(actual === undefined ? {} : { actual }),
    paint(doc, x, baseline) {
      const top = baseline - size * (MIDDLE + 0.5)
      doc
        .save()
        .translate(x, top)
        .scale(size / 16)
        .path(path)
        .fill(fill)
        .restore()
    },
  }
}

/** The square numeral: filled for the first three, dashed with "–" for no rank. */
export function rankOrnament(rank: number | null): Ornament {
  const side = mm(6.5)
  const top = rank !== null && rank <= 3
  const label = rank === null ? '–' : String(rank)
  const style: Style = { face: 'bold', size: 9, colour: top ? colour('--on-priority') : INK }
  const width = Math.max(side, emWidth(label, style.face) * style.size + mm(2))
  return {
    width,
    height: side,
    paint(doc, x, baseline) {
      const y = baseline - style.size * MIDDLE - side / 2
      if (top) doc.roundedRect(x, y, width, side, RADIUS).fill(ALERT)
      else {
        const line = 1.1
        doc.save().lineWidth(line)
        if (rank === null) doc.dash(3, { space: 2 })
        doc
          .roundedRect(x + line / 2, y + line / 2, width - line, side - line, RADIUS)
          .stroke(STRONG_LINE)
          .restore()
      }
      const left = x + (width - emWidth(label, style.face) * style.size) / 2
      paintText(doc, `${label} `, left, baseline, style)
    },
  }
}

/** Side of a box to tick, and the space behind it. */
const BOX = { side: mm(3.5), space: mm(1.8) }

/** An empty box to tick with a pen; `ticked` shows how. */
export function boxOrnament(style: Style, ticked = false): Ornament {
  const { side } = BOX
  return {
    width: side + BOX.space,
    height: style.size * 1.2,
    paint(doc, x, baseline) {
      const y = baseline - style.size * MIDDLE - side / 2
      doc.save().lineWidth(0.9).rect(x, y, side, side).stroke(INK)
      if (ticked) {
        const [left, top, right, bottom] = [x + 2, y + 2, x + side - 2, y + side - 2]
        doc.lineWidth(1.4).moveTo(left, top).lineTo(right, bottom).moveTo(left, bottom).lineTo(right, top).stroke(INK)
      }
      doc.restore()
    },
  }
}

const BAR_COLOURS = {
  need: colour('--chart-ink'),
  urgency: colour('--priority'),
  interdependence: colour('--chart-up'),
} as const

/** A track and its filled share; the number follows as text. */
export function barOrnament(bar: NonNullable<Cell['bar']>, style: Style): Ornament {
  const [width, height] = [mm(16), mm(2.3)]
  const share = Math.min(1, Math.max(0, bar.share))
  return {
    width,
    height,
    paint(doc, x, baseline) {
      const y = baseline - style.size * MIDDLE - height / 2
      doc.rect(x, y, width, height).fill(LINE)
      if (share > 0) doc.rect(x, y, width * share, height).fill(BAR_COLOURS[bar.input])
    },
  }
}

/** Ground of a cell without a number. */
export function hatch(doc: PDFKit.PDFDocument, x: number, y: number, width: number, height: number): void {
  const step = mm(1.9)
  doc.save().lineWidth(0.5)
  doc.roundedRect(x, y, width, height, RADIUS).clip()
  for (let left = x - height; left < x + width; left += step) doc.moveTo(left, y + height).lineTo(left + height, y)
  doc.stroke(LINE).restore()
  doc.save().lineWidth(0.75)
  doc
    .roundedRect(x + 0.375, y + 0.375, width - 0.75, height - 0.75, RADIUS)
    .stroke(LINE)
    .restore()
}

/** Ground of a cell with a score class. */
export function bandGround(
  doc: PDFKit.PDFDocument,
  band: ScoreBand,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  doc.roundedRect(x, y, width, height, RADIUS).fill(bandColours(band).fill)
}

const BANDS: readonly ScoreBand[] = [0, 1, 2, 3, 4]

/** "Score [0–19] … [80–100]  [hatched] not enough answers". */
export function scoreKey(words: { readonly label: string; readonly none: string }): readonly Piece[] {
  const style = TEXT.note
  return [
    { text: unbroken(words.label), style },
    { ornament: space(mm(3)), style },
    ...BANDS.map((band): Piece => ({ ornament: rampStep(band), style })),
    { ornament: hatchedSample(), style, gap: mm(4) },
    { ornament: space(mm(1.5)), style },
    { text: unbroken(words.none), style },
  ]
}

/** A short text that stays in one line, and apart from what is drawn next. */
function unbroken(text: string): string {
  return `${text} `.replaceAll(' ', '\u00a0')
}

const STEP_HEIGHT = mm(4.9)
/** A key that needs two lines keeps its steps apart. */
const KEY_HEIGHT = mm(6.4)

/** One class of the ramp, with its range. */
function rampStep(band: ScoreBand): Ornament {
  const style: Style = { face: 'regular', size: 8.5, colour: bandColours(band).text }
  const label = bandRange(band).join('–')
  const textWidth = emWidth(label, style.face) * style.size
  const width = textWidth + mm(4.6)
  return {
    width,
    height: KEY_HEIGHT,
    paint(doc, x, baseline) {
      const y = baseline - style.size * MIDDLE - STEP_HEIGHT / 2
      doc.rect(x, y, width, STEP_HEIGHT).fill(bandColours(band).fill)
      paintText(doc, `${label} `, x + (width - textWidth) / 2, baseline, style)
    },
  }
}

function hatchedSample(): Ornament {
  const width = mm(9)
  return {
    width,
    height: KEY_HEIGHT,
    paint: (doc, x, baseline) =>
      hatch(doc, x, baseline - TEXT.note.size * MIDDLE - STEP_HEIGHT / 2, width, STEP_HEIGHT),
  }
}

/** The shapes with their names, in the report's order. */
export function voicesKey(voices: readonly { readonly name: string }[]): readonly Piece[] {
  const style = TEXT.cell
  return voices.flatMap(({ name }, place): readonly Piece[] => [
    { ornament: voiceOrnament(place, style), style, gap: mm(3.5) },
    { text: unbroken(name), style },
  ])
}

/** The three forms of a rank: first, framed, none. */
export function ranksSample(): readonly Piece[] {
  return [1, 4, null].map((rank): Piece => ({ ornament: rankOrnament(rank), style: TEXT.body, gap: mm(2) }))
}

/** Five levels of which one is ticked. */
export function boxesSample(): readonly Piece[] {
  const style = TEXT.body
  return [0, 1, 2, 3, 4].flatMap((level): readonly Piece[] => [
    { ornament: boxOrnament(style, level === 2), style, gap: mm(6) },
    { text: String(level), style },
  ])
}
