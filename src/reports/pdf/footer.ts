/** The line at the foot of every page; a screen reader passes over it. */
import { artifact, type Sheet } from './document.js'
import { breakLines, type Line, measure } from './lines.js'
import { LINE, mm, TEXT } from './style.js'
import { writeLine } from './write.js'

/** Writes all footers, once the number of pages is known; the cover has no page number. */
export function writeFooters(sheet: Sheet): void {
  const { doc, paper, report } = sheet
  const { count } = doc.bufferedPageRange()
  const rule = paper.height - mm(16.3)
  const top = rule + mm(1.6)
  const right = paper.left + paper.textWidth
  for (let page = 0; page < count; page++) {
    doc.switchToPage(page)
    const label = page === 0 ? undefined : oneLine(report.pageLabel(page + 1, count), paper.textWidth / 2)
    const footer = oneLine(report.footer, paper.textWidth - (label ? label.width + mm(5) : 0))
    artifact(sheet, 'Pagination', () => {
      doc.lineWidth(0.5).moveTo(paper.left, rule).lineTo(right, rule).stroke(LINE)
      writeLine(doc, footer, paper.left, top)
      if (label) writeLine(doc, label, right - label.width, top)
    })
  }
}

/** The text in a single line; what does not fit ends in "…". */
function oneLine(text: string, width: number): Line {
  const style = TEXT.footer
  const [line, more] = breakLines(measure([{ text, style }]), width, 1)
  if (!more) return line ?? { spans: [], width: 0, height: 0, baseline: 0 }
  const shorter = breakLines(measure([{ text, style }]), width - style.size, 1)[0]!
  const last = shorter.spans.at(-1)!
  const spans = [...shorter.spans.slice(0, -1), { ...last, text: `${last.text.trimEnd()}…` }]
  return { ...shorter, spans, width: shorter.width + style.size }
}
