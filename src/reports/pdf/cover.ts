/** The cover: the round's own lace on plum, and below it what the report is. */
import { lace } from '../../charts/index.js'
import { drawSvg } from './blocks/figure.js'
import { factBoxes } from './blocks/lists.js'
import { type Look, textBoxes } from './blocks/text.js'
import { artifact, child, type Sheet } from './document.js'
import { type Box, type Flow, heightOf } from './flow.js'
import { paintText } from './glyphs.js'
import { colour, LEADING, mm, TEXT } from './style.js'

const LACE = { width: 470, height: 306 }
/** Height of the plum where there is room, and where there is not. */
const TALL = mm(158)
const LOW = mm(95)
const GAP = mm(12)
/** Left free between the facts and the footer. */
const SPARE = mm(4)

const FULL = { width: mm(170), before: 0, after: 0 }
const TITLE: Look = { ...FULL, style: TEXT.cover, leading: LEADING.title, after: mm(2), balanced: true }
const SUBTITLE: Look = { ...FULL, style: TEXT.subtitle, leading: 1.3 }
const STATEMENT: Look = { style: TEXT.lead, leading: LEADING.body, width: mm(135), before: mm(8), after: mm(8) }

export function writeCover(sheet: Sheet, flow: Flow): void {
  const { paper, report } = sheet
  const { cover } = report
  const section = child(sheet, sheet.root, 'Sect')
  const boxes: readonly Box[] = [
    ...textBoxes(sheet, section, cover.title, TITLE, 'H1'),
    ...cover.subtitle.flatMap((line) => textBoxes(sheet, section, line, SUBTITLE)),
    ...textBoxes(sheet, section, cover.statement, STATEMENT),
    ...factBoxes(sheet, section, cover.facts),
  ]
  const plum = Math.max(LOW, Math.min(TALL, paper.bottom - GAP - SPARE - heightOf(boxes, 0)))
  flow.newPage(plum + GAP)
  artifact(sheet, 'Layout', () => drawPlum(sheet, plum))
  flow.place(boxes)
}

function drawPlum({ doc, paper, report }: Sheet, height: number): void {
  doc.rect(0, 0, paper.width, height).fill(colour('--cover'))
  paintText(doc, 'malines', paper.left, mm(20) + 13, { face: 'semibold', size: 13, colour: colour('--on-priority') })
  const { letters, links } = report.cover.lace
  if (letters.length === 0) return
  const top = mm(34)
  const scale = Math.min(paper.textWidth / LACE.width, (height - top - mm(20)) / LACE.height)
  const width = LACE.width * scale
  const svg = lace({ prefix: 'lace', title: '', description: '', letters, links, ...LACE })
  const y = top + (height - top - mm(20) - LACE.height * scale) / 2
  drawSvg(doc, svg, (paper.width - width) / 2, y, width)
}
