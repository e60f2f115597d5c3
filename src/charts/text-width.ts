/**
 * Width of a text, estimated from a table of letters: nothing is measured in the browser, so that the page and the PDF
 * place the same labels at the same points.
 */

/** Advance widths of Noto Sans SemiBold, in hundredths of an em; narrower weights fit into them. */
const WIDTHS: readonly (readonly [number, string])[] = [
  [27, " !'’,.:;ijlı·"],
  [32, 'J()-[]`'],
  [39, 'If{}/\\'],
  [42, 'trł_'],
  [49, 'sczF"“”„?'],
  [55, 'LŁSvyxE|'],
  [58, '$+0123456789<=>T^~aekYZ–−«»§'],
  [63, 'VbdgpqPoCRXhnu#K'],
  [67, 'ABßα'],
  [75, 'DG&UH'],
  [80, 'NOQw…ж'],
  [90, '%@æ'],
  [96, 'WmMœŒÆ'],
]
const BY_LETTER = new Map(WIDTHS.flatMap(([width, letters]) => [...letters].map((letter) => [letter, width] as const)))
/** Other letters: those of scripts whose signs fill a square, and the rest. */
const SQUARE = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60]/
const OTHER_WIDTH = 64

/** Estimated width of a line at a font size, in the unit of the size. */
export function textWidth(text: string, size: number): number {
  let sum = 0
  for (const letter of text.normalize('NFD')) {
    if (/\p{M}/u.test(letter)) continue
    sum += BY_LETTER.get(letter) ?? (SQUARE.test(letter) ? 100 : OTHER_WIDTH)
  }
  return (sum * size) / 100
}

/** The text in at most `lines` lines of a width; what does not fit ends in "…". */
export function wrapText(text: string, size: number, width: number, lines = 2): readonly string[] {
  const done: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && textWidth(longer, size) > width) {
      done.push(line)
      line = word
    } else line = longer
  }
  done.push(line)
  const kept = done.slice(0, lines)
  const cut = done.length > lines
  return kept.map((part, i) => shorten(part, size, width, cut && i === lines - 1))
}

/** A line cut to a width, letter by letter. */
function shorten(line: string, size: number, width: number, more: boolean): string {
  if (!more && textWidth(line, size) <= width) return line
  const letters = [...line]
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, size) > width) letters.pop()
  return `${letters.join('').trimEnd()}…`
}
