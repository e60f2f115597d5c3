/**
 * Noto Sans, opened once a process. A document embeds a subset of the faces that it uses; the shapes of words are kept
 * between documents, because finding them takes longer than drawing them.
 */
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'

const require = createRequire(import.meta.url)
const FILES = {
  regular: require.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
  italic: require.resolve('@expo-google-fonts/noto-sans/400Regular_Italic/NotoSans_400Regular_Italic.ttf'),
  medium: require.resolve('@expo-google-fonts/noto-sans/500Medium/NotoSans_500Medium.ttf'),
  semibold: require.resolve('@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf'),
  bold: require.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf'),
} as const

export type Face = keyof typeof FILES
const FACES = Object.keys(FILES) as Face[]

/** Where a shaped letter stands, in thousandths of the size. */
export interface GlyphPosition {
  readonly xAdvance: number
  /** The advance that the font file states; kerning makes the other one. */
  readonly advanceWidth: number
  readonly xOffset: number
  readonly yOffset: number
}

/** What this folder uses of a font that pdfkit has opened, beyond the types of pdfkit. */
interface OpenFont {
  readonly id: string
  /** The parsed file, which a later document takes instead of a path. */
  readonly font: string & { hasGlyphForCodePoint(point: number): boolean }
  /** Shaped words by their letters. */
  layoutCache: object
  widthOfString(text: string, size: number): number
  /** Letters as hexadecimal numbers of the embedded subset. */
  encode(text: string): readonly [readonly string[], readonly GlyphPosition[]]
  /** The font as an object of its document. */
  ref(): unknown
}

/** Words kept for each face; beyond that the next document starts anew, so that a long-lived process stays small. */
const KEPT_WORDS = 20_000

const opened = new Map<Face, OpenFont>()
const widths = new Map<Face, Map<string, number>>()
const covered = new Map<number, boolean>()

function openFont(face: Face): OpenFont {
  const known = opened.get(face)
  if (known) return known
  const font = currentFont(new PDFDocument({ autoFirstPage: false, font: FILES[face] }))
  opened.set(face, font)
  return font
}

/** The font that a document is set in. */
export function currentFont(doc: PDFKit.PDFDocument): OpenFont {
  return Reflect.get(doc, '_font')
}

/** Makes the faces known to a document by their names. */
export function registerFonts(doc: PDFKit.PDFDocument): void {
  for (const face of FACES) {
    const font = openFont(face)
    if ((widths.get(face)?.size ?? 0) > KEPT_WORDS) {
      widths.delete(face)
      font.layoutCache = Object.create(null)
    }
    doc.registerFont(face, font.font).font(face)
    currentFont(doc).layoutCache = font.layoutCache
  }
}

/** Width of a word at size 1. It is measured as it is drawn, with the space after it. */
export function emWidth(word: string, face: Face): number {
  let known = widths.get(face)
  if (!known) {
    known = new Map()
    widths.set(face, known)
  }
  let width = known.get(word)
  if (width === undefined) {
    const font = openFont(face)
    width = font.widthOfString(`${word} `, 1) - font.widthOfString(' ', 1)
    known.set(word, width)
  }
  return width
}

/** Width of a space at size 1. */
export function emSpace(face: Face): number {
  return openFont(face).widthOfString(' ', 1)
}

/** Whether Noto Sans has a sign; all its faces have the same ones. */
export function hasSign(sign: string): boolean {
  const point = sign.codePointAt(0)!
  let known = covered.get(point)
  if (known === undefined) {
    known = openFont('regular').font.hasGlyphForCodePoint(point)
    covered.set(point, known)
  }
  return known
}
