/** The cover: the round's own lace on plum, and below it what the report is. */
import { lace } from '../../charts/index.js'
import { drawSvg } from './blocks/figure.js'
import { factBoxes } from './blocks/lists.js'
import { artifact, child, type Element, type Sheet } from './document.js'
import type { Box, Flow } from './flow.js'
import { paintText } from './glyphs.js'
import { balanceLines, measure } from './lines.js'
import { piecesOf } from './runs.js'
import { colour, LEADING, mm, type Style, TEXT } from './style.js'
import { linesHeight, writeLines } from './write.js'

const LACE = { width: 470, height: 306 }
/** Height of the plum where there is room, and where there is not. */
const TALL = mm(158)
const LOW = mm(80)
const GAP = mm(12)

export function writeCover(sheet: Sheet, flow: Flow): void {
  const { paper, report } = sheet
  const { cover } = report
  const section = child(sheet, sheet.root, 'Sect')
  const boxes: readonly Box[] = [
    ...coverText(sheet, section, 'H1', cover.title, TEXT.cover, LEADING.title, paper.textWidth, mm(2)),
    ...cover.subtitle.flatMap((line) => coverText(sheet, section, 'P', line, TEXT.subtitle, 1.3, paper.textWidth, 0)),
    ...coverText(sheet, section, 'P', cover.statement, TEXT.lead, LEADING.body, mm(135), mm(8), mm(8)),
    ...factBoxes(sheet, section, cover.facts),
  ]
  const text = boxes.reduce((sum, box) => sum + box.height + Math.max(box.before ?? 0, box.after ?? 0), 0)
  const plum = Math.max(LOW, Math.min(TALL, paper.bottom - GAP - text))
  flow.newPage(plum + GAP)
  artifact(sheet, 'Layout', () => drawPlum(sheet, plum))
  flow.place(boxes)
}

function coverText(
  sheet: Sheet,
  section: Element,
  type: 'H1' | 'P',
  text: string,
  style: Style,
  leading: number,
  width: number,
  after: number,
  before = 0,
): readonly Box[] {
  const lines = balanceLines(measure(piecesOf(sheet, text, style)), width, leading)
  if (lines.length === 0) return []
  const draw = (y: number) => writeLines(sheet, child(sheet, section, type), lines, { x: sheet.paper.left, y, width })
  return [{ height: linesHeight(lines), before, after, draw }]
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
