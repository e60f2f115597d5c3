/** Signs that Noto Sans lacks, drawn by hand; any other one is a box that still carries its letter for search and copy. */
import { hasSign } from './fonts.js'
import type { Ornament } from './lines.js'
import type { Style } from './style.js'

/** Advance and outline in a square of 1000 whose origin is on the baseline, y downwards. */
interface Symbol {
  readonly advance: number
  readonly path: string
}

const ARROW = 'M90 -322H700L550 -472L605 -527L845 -287L605 -47L550 -102L700 -252H90Z'
const BOX = 'M60 0V-714H540V0ZM120 -60H480V-654H120Z'
const SYMBOLS: Readonly<Record<string, Symbol>> = {
  '→': { advance: 935, path: ARROW },
  '←': { advance: 935, path: 'M845 -322H235L385 -472L330 -527L90 -287L330 -47L385 -102L235 -252H845Z' },
  '↑': { advance: 720, path: 'M325 40V-570L175 -420L120 -475L360 -715L600 -475L545 -420L395 -570V40Z' },
  '↓': { advance: 720, path: 'M325 -715V-105L175 -255L120 -200L360 40L600 -200L545 -255L395 -105V-715Z' },
  '◂': { advance: 470, path: 'M450 -560V-60L40 -310Z' },
  '▸': { advance: 470, path: 'M20 -560V-60L430 -310Z' },
  '▲': { advance: 720, path: 'M360 -640L670 -60H50Z' },
  '▼': { advance: 720, path: 'M360 -60L670 -640H50Z' },
  '✓': { advance: 780, path: 'M80 -330L140 -390L300 -230L660 -640L720 -580L305 -105Z' },
}

/** Whether the font draws all of a word. */
export function isDrawable(word: string): boolean {
  for (const sign of word) if (!hasSign(sign)) return false
  return true
}

/** The drawing of a sign that the font lacks. */
export function symbolOf(sign: string, style: Style): Ornament {
  const { advance, path } = SYMBOLS[sign] ?? { advance: 600, path: BOX }
  const scale = style.size / 1000
  return {
    width: advance * scale,
    height: style.size,
    actual: sign,
    paint(doc, x, baseline) {
      doc.save().translate(x, baseline).scale(scale).path(path).fill(style.colour, 'even-odd').restore()
    },
  }
}
