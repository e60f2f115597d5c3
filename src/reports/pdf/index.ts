/** Reports on paper: a tagged PDF 1.7 with its data inside (DESIGN, "Print"). */
import type { PaperReport } from '../model.js'
import { writeCover } from './cover.js'
import { finish, openSheet } from './document.js'
import { Flow } from './flow.js'
import { writeFooters } from './footer.js'
import { writeSection } from './section.js'
import type { PaperSize } from './style.js'

/**
 * Draws a report. The same report gives the same bytes: no clock, no chance, no locale of the machine.
 * Signs that Noto Sans lacks stand as boxes that still carry their letter for search and copy.
 * RangeError for a date, a drawing or a colour that does not exist.
 */
export async function renderPdf(report: PaperReport, options: { readonly size?: PaperSize } = {}): Promise<Buffer> {
  const sheet = openSheet(report, options.size ?? 'A4')
  const flow = new Flow(sheet)
  writeCover(sheet, flow)
  for (const section of report.sections) writeSection(sheet, flow, section)
  writeFooters(sheet)
  return finish(sheet.doc)
}
