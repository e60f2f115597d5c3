/** Breaks text into lines. Nothing is drawn here, and every word is measured once. */
import { emSpace, emWidth } from './fonts.js'
import { literal } from './literal.js'
import type { Style } from './style.js'
import { isDrawable, symbolOf } from './symbols.js'

/** Something drawn among the words. */
export interface Ornament {
  readonly width: number
  readonly height: number
  /** What it says where no word beside it does. */
  readonly actual?: string
  /** Draws it with its left edge at `x` on a baseline. */
  paint(doc: PDFKit.PDFDocument, x: number, baseline: number): void
}

/** Text in one look, or an ornament. */
export type Piece = {
  readonly style: Style
  readonly lang?: string
  /** Space before it, where the line may break too; none at the start of a line. */
  readonly gap?: number
} & ({ readonly text: string } | { readonly ornament: Ornament })

/** How a part of text hangs on the part before it. */
type Joint = 'glue' | 'space' | 'break' | 'hyphen' | 'line'

/** The smallest part that is measured; a word is an atom and those that are glued to it. */
interface Atom {
  readonly joint: Joint
  readonly text: string
  readonly width: number
  /** Width of the space before it. */
  readonly space: number
  readonly style: Style
  readonly lang?: string | undefined
  readonly ornament?: Ornament
}

/** Measured text; `size` is that of its first style. */
export interface Measured {
  readonly words: readonly (readonly Atom[])[]
  readonly size: number
}

/** A part of a line, from its left edge. */
export interface Span {
  readonly x: number
  readonly text: string
  readonly style: Style
  readonly lang?: string | undefined
  readonly ornament?: Ornament
}

export interface Line {
  readonly spans: readonly Span[]
  readonly width: number
  readonly height: number
  /** From the top of the line. */
  readonly baseline: number
}

/** A space, an allowed break inside a word, or an end of line. */
const SEPARATOR = /(\n| +|\u00ad|\u200b|(?<=\p{L}[-/\u2010])(?=\p{L}))/u
/** Most texts have no other separators than spaces, and are cut faster. */
const ONLY_SPACES = /^[^\n\u00ad\u200b\-/\u2010]*$/
const JOINTS: Readonly<Record<string, Joint>> = { '\n': 'line', '\u00ad': 'hyphen', '\u200b': 'break', '': 'break' }
/** A letter with the marks on it. */
const CLUSTER = /[^\p{M}]\p{M}*|\p{M}+/gu

/** Cuts text into words and measures them. */
export function measure(pieces: readonly Piece[]): Measured {
  const words: Atom[][] = []
  let joint = 'glue' as Joint
  const add = (atom: Atom) => {
    if (atom.joint === 'glue' && words.length > 0) words.at(-1)!.push(atom)
    else words.push([atom])
    joint = 'glue'
  }
  for (const piece of pieces) {
    const { style, lang, gap } = piece
    const space = gap ?? emSpace(style.face) * style.size
    if (gap !== undefined && joint !== 'line' && words.length > 0) joint = 'space'
    if ('ornament' in piece) {
      add({ joint, text: '', width: piece.ornament.width, space, style, lang, ornament: piece.ornament })
      continue
    }
    const text = literal(piece.text)
    text.split(ONLY_SPACES.test(text) ? /( +)/ : SEPARATOR).forEach((part, i) => {
      if (i % 2 === 1) {
        const next = JOINTS[part] ?? 'space'
        // An empty line stands between two ends of line.
        if (next === 'line' && joint === 'line') add({ joint, text: '', width: 0, space: 0, style, lang })
        joint = joint === 'line' && next === 'space' ? 'line' : next
      } else if (part !== '') {
        for (const atom of atomsOf(part, style, lang)) add({ ...atom, joint, space })
      }
    })
  }
  return { words, size: pieces[0]?.style.size ?? 0 }
}

/** A word without spaces: text, with drawn symbols for the signs that the font lacks. */
function atomsOf(word: string, style: Style, lang: string | undefined): readonly Omit<Atom, 'joint' | 'space'>[] {
  if (isDrawable(word)) return [{ text: word, width: wordWidth(word, style), style, lang }]
  const atoms: Omit<Atom, 'joint' | 'space'>[] = []
  let text = ''
  const flush = () => {
    if (text !== '') atoms.push({ text, width: wordWidth(text, style), style, lang })
    text = ''
  }
  for (const sign of word) {
    if (isDrawable(sign)) {
      text += sign
      continue
    }
    flush()
    const ornament = symbolOf(sign, style)
    atoms.push({ text: '', width: ornament.width, style, lang, ornament })
  }
  flush()
  return atoms
}

function wordWidth(word: string, style: Style): number {
  return emWidth(word, style.face) * style.size
}

/** Width of the longest word: a narrower column would cut it. */
export function longestWord(measured: Measured): number {
  return measured.words.reduce((longest, word) => Math.max(longest, widthOf(word)), 0)
}

/** Width of the text in one line, or of its longest line where it has ends of line. */
export function naturalWidth(measured: Measured): number {
  return breakLines(measured, Number.POSITIVE_INFINITY, 1).reduce((widest, line) => Math.max(widest, line.width), 0)
}

function widthOf(word: readonly Atom[]): number {
  return word.reduce((sum, atom) => sum + atom.width, 0)
}

/** Lines at most `width` wide; a word that is wider alone is cut between letters. `leading` is a multiple of the size. */
export function breakLines(measured: Measured, width: number, leading: number): readonly Line[] {
  const lines: Line[] = []
  let line: Atom[] = []
  let used = 0
  const close = (next?: Joint) => {
    lines.push(finishLine(line, measured.size, leading, next))
    line = []
    used = 0
  }
  const append = (word: readonly Atom[]) => {
    const first = word[0]!
    if (line.length > 0 && first.joint === 'space') used += first.space
    used += widthOf(word)
    line.push(...word)
  }
  for (const word of measured.words) {
    const { joint, space } = word[0]!
    const own = widthOf(word)
    if (joint === 'line') close(joint)
    else if (line.length > 0 && used + (joint === 'space' ? space : 0) + own > width + 0.01) close(joint)
    if (own <= width + 0.01) {
      append(word)
      continue
    }
    chop(word, width).forEach((part, i) => {
      if (i > 0) close('break')
      append(part)
    })
  }
  if (line.length > 0) close()
  return lines
}

/** The same number of lines, as even as they get: for headings and terms. A long text stays as it is. */
export function balanceLines(measured: Measured, width: number, leading: number): readonly Line[] {
  const lines = breakLines(measured, width, leading)
  if (lines.length < 2 || lines.length > 4) return lines
  let [low, high] = [width / 2, width]
  for (let step = 0; step < 6; step++) {
    const middle = (low + high) / 2
    if (breakLines(measured, middle, leading).length > lines.length) low = middle
    else high = middle
  }
  return breakLines(measured, high, leading)
}

/** Lines with more space above the first one. */
export function lowered(lines: readonly Line[], space: number): readonly Line[] {
  return lines.map((line, i) =>
    i > 0 ? line : { ...line, height: line.height + space, baseline: line.baseline + space },
  )
}

/** A word in parts that fit; each holds at least one letter. */
function chop(word: readonly Atom[], width: number): readonly (readonly Atom[])[] {
  const letters = word.flatMap((atom) =>
    atom.ornament
      ? [atom]
      : (atom.text.match(CLUSTER) ?? []).map((text, i) => ({
          ...atom,
          text,
          joint: i === 0 ? atom.joint : ('glue' as const),
          width: wordWidth(text, atom.style),
        })),
  )
  const parts: Atom[][] = []
  let used = Number.POSITIVE_INFINITY
  for (const letter of letters) {
    if (used + letter.width > width) {
      parts.push([])
      used = 0
    }
    parts.at(-1)!.push(letter)
    used += letter.width
  }
  return parts
}

/** Places the atoms of a line; neighbours of one look become one span, which is drawn at once. */
function finishLine(atoms: readonly Atom[], size: number, leading: number, next: Joint | undefined): Line {
  const spans: { x: number; text: string; style: Style; lang?: string | undefined; ornament?: Ornament }[] = []
  let x = 0
  let height = size * leading
  for (const { joint, text, width, space, style, lang, ornament } of atoms) {
    const last = spans.at(-1)
    const gap = last && joint === 'space' ? space : 0
    // The space belongs to the text before it, so that a reader aloud keeps the words apart.
    if (last && !last.ornament && gap > 0) last.text += ' '
    if (last && !last.ornament && !ornament && last.style === style && last.lang === lang) last.text += text
    else spans.push({ x: x + gap, text, style, lang, ...(ornament ? { ornament } : {}) })
    x += gap + width
    height = Math.max(height, ornament ? ornament.height : style.size * leading)
  }
  const last = spans.at(-1)
  // A space at the end keeps the words of two lines apart when they are read aloud.
  if (last && !last.ornament) last.text += next === 'hyphen' ? '-' : next === 'break' ? '' : ' '
  return { spans, width: x, height, baseline: height / 2 + size * 0.37 }
}
