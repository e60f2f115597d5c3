/** A tagged PDF 1.7 that is the same byte by byte whenever it is made, and where the types of pdfkit end. */
import PDFDocument from 'pdfkit'
import { escapeText } from '../../charts/svg.js'
import type { PaperReport } from '../model.js'
import { registerFonts } from './fonts.js'
import { literal } from './literal.js'
import { type Paper, type PaperSize, paperOf } from './style.js'

class TaggedDocument extends PDFDocument {
  /** Operators of the pages, written once at the end: pdfkit would make a buffer of each one. */
  private readonly operators = new Map<PDFKit.PDFPage, string[]>()

  override addPage(options?: PDFKit.PDFDocumentOptions): PDFKit.PDFDocument {
    super.addPage(options)
    this.operators.set(this.page, [])
    return this
  }

  override addContent(operator: string): PDFKit.PDFDocument {
    // A group of an SVG has a page of its own, which is written at once.
    const operators = this.operators.get(this.page)
    if (!operators) return super.addContent(operator)
    operators.push(operator)
    return this
  }

  override flushPages(): void {
    for (const [page, operators] of this.operators) page.write(operators.join('\n'))
    this.operators.clear()
    super.flushPages()
  }

  /** pdfkit writes the title into the XMP packet as it stands, which "A < B" would break. */
  override endMetadata(): void {
    const info = this.info
    this.info = { ...info, Title: escapeText(info.Title ?? '') }
    super.endMetadata()
    this.info = info
  }
}

/** What everything that draws needs to know. */
export interface Sheet {
  readonly doc: PDFKit.PDFDocument
  readonly paper: Paper
  readonly report: PaperReport
  /** The root of the structure tree. */
  readonly root: Element
}

/** Opens a document without a page; its dates are the report's. RangeError for a date that does not exist. */
export function openSheet(report: PaperReport, size: PaperSize): Sheet {
  const date = new Date(`${report.date}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) throw new RangeError(`a report has a date as YYYY-MM-DD, not "${report.date}"`)
  const paper = paperOf(size)
  const doc = new TaggedDocument({
    pdfVersion: '1.7',
    tagged: true,
    lang: report.language,
    displayTitle: true,
    bufferPages: true,
    autoFirstPage: false,
    size: [paper.width, paper.height],
    margin: 0,
    font: '',
    info: { Title: literal(report.title), Creator: 'malines', CreationDate: date, ModDate: date },
  })
  registerFonts(doc)
  const root = doc.struct('Document')
  doc.addStructure(root)
  attach(doc, report, date)
  return { doc, paper, report, root }
}

function attach(doc: PDFKit.PDFDocument, report: PaperReport, date: Date): void {
  for (const { name, description, json } of report.attachments) {
    const options = {
      name,
      description: literal(description),
      type: 'application/json',
      relationship: 'Data',
      creationDate: date,
      modifiedDate: date,
    }
    doc.file(Buffer.from(json, 'utf8'), options)
  }
}

/** Ends a document and hands over its bytes. */
export function finish(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
    doc.end()
  })
}

export type Element = PDFKit.PDFStructureElement

export interface ElementOptions {
  readonly lang?: string
  readonly alt?: string
  /** The text that a drawing stands for. */
  readonly actual?: string
  readonly title?: string
  /** Left, top, right, bottom on the page. */
  readonly bbox?: [number, number, number, number]
}

/** A new element at the end of another one; what is added to it is drawn at once. */
export function child(sheet: Sheet, parent: Element, type: string, options: ElementOptions = {}): Element {
  const element = sheet.doc.struct(type, options)
  parent.add(element)
  return element
}

/** Attributes of a table, a head or a cell, which pdfkit only knows a part of. */
export function setTableAttributes(
  element: Element,
  attributes: { readonly Scope?: 'Row' | 'Column'; readonly ColSpan?: number; readonly Summary?: string },
): void {
  const { Summary, ...others } = attributes
  const data = Reflect.get(element, 'dictionary').data
  // A plain string would be written as a name.
  data.A = { O: 'Table', ...others, ...(Summary === undefined ? {} : { Summary: Object(Summary) }) }
}

/** Draws what a screen reader passes over: rules, grounds, footers. */
export function artifact(sheet: Sheet, type: 'Layout' | 'Pagination', draw: () => void): void {
  sheet.doc.markContent('Artifact', { type })
  draw()
  sheet.doc.endMarkedContent()
}

/** Adds a bookmark to the place at `y` of the current page. */
export function bookmark(sheet: Sheet, parent: PDFKit.PDFOutline, title: string, y: number): PDFKit.PDFOutline {
  // pdfkit counts from the right edge.
  const place = { top: y, left: sheet.paper.width, expanded: false }
  return parent.addItem(title, place)
}
