/** Runs of the content as pieces in their looks. */
import type { Run, Text } from '../model.js'
import type { Sheet } from './document.js'
import type { Piece } from './lines.js'
import { boxOrnament, voiceOrnament } from './marks.js'
import { ALERT, mm, QUIET, type Style } from './style.js'

/** Between the words of one box and the next box. */
const BOX_GAP = mm(5)

/** `sameColour` holds on a coloured ground, where only one colour can be read. */
export function piecesOf(sheet: Sheet, text: Text, base: Style, sameColour = false): readonly Piece[] {
  if (typeof text === 'string') return [{ text, style: base }]
  return text.flatMap((run, i) => {
    const style = styleOf(run, base, sameColour)
    const lang = run.lang === undefined || run.lang === sheet.report.language ? {} : { lang: run.lang }
    const words: Piece = { text: run.text, style, ...lang }
    const mark = run.box ? { ornament: boxOrnament(style), style } : voicePiece(sheet, run, style)
    if (!mark) return [words]
    // Between words a mark belongs to those after it.
    return [i === 0 ? mark : { ...mark, gap: run.box ? BOX_GAP : style.size * 0.8 }, words]
  })
}

/** The mark of the voice that speaks in a run, if one does; it says the name where the run does not. */
export function voicePiece(sheet: Sheet, run: Run, style: Style): Piece | undefined {
  const place = sheet.report.voices.findIndex((voice) => voice.id === run.voice)
  if (place < 0) return undefined
  const { name } = sheet.report.voices[place]!
  const actual = run.text.includes(name) ? undefined : `${name}: `
  return { ornament: voiceOrnament(place, style, actual), style }
}

function styleOf(run: Run, base: Style, sameColour: boolean): Style {
  if (!run.strong && !run.alert && !run.quiet) return base
  return {
    face: run.strong && base.face !== 'bold' ? 'semibold' : base.face,
    size: base.size,
    colour: sameColour ? base.colour : run.alert ? ALERT : run.quiet ? QUIET : base.colour,
  }
}

export function runsOf(text: Text): readonly Run[] {
  return typeof text === 'string' ? [{ text }] : text
}

/** The words alone, for bookmarks and alternatives. */
export function plainText(text: Text): string {
  return typeof text === 'string' ? text : text.map((run) => run.text).join('')
}
