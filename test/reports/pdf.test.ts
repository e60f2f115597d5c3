import { describe, expect, test } from 'vitest'
import { renderPdf } from '../../src/reports/pdf/index.js'
import { SAMPLE_REPORT } from '../support/sample-report.js'
import { madeOf, needs, runOn } from '../support/tools.js'

const pdf = await renderPdf(SAMPLE_REPORT)

/** Lines of a program's table about the file. */
function linesOf(tool: string, args: readonly string[], bytes: Uint8Array = pdf): readonly string[] {
  return runOn(bytes, tool, args)
    .split('\n')
    .filter((line) => line.trim() !== '')
}

function textOfPage(page: number, bytes: Uint8Array = pdf): string {
  return runOn(bytes, 'pdftotext', ['-layout', '-f', String(page), '-l', String(page), 'FILE', '-'])
}

describe('the file', () => {
  test('is the same byte by byte when it is made again', async () => {
    await renderPdf({ ...SAMPLE_REPORT, title: 'Another one', sections: [] })
    expect((await renderPdf(SAMPLE_REPORT)).equals(pdf)).toBe(true)
  })

  test('has its title in the XMP packet as text, whatever stands in it', () => {
    expect(pdf.includes('Rivermond 2026: priority report &lt;draft&gt; &amp; more')).toBe(true)
  })

  test('cannot be made for a day that does not exist', async () => {
    await expect(renderPdf({ ...SAMPLE_REPORT, date: 'soon' })).rejects.toThrow(RangeError)
  })

  needs('qpdf')('has no fault that qpdf finds', () => {
    expect(runOn(pdf, 'qpdf', ['--check', 'FILE'])).toContain('No syntax or stream encoding errors found')
  })

  needs('pdfinfo')('says its title, its dates and that it is tagged', () => {
    const info = linesOf('pdfinfo', ['FILE'])
    expect(info).toContain('Title:           Rivermond 2026: priority report <draft> & more')
    expect(info).toContain('Creator:         malines')
    expect(info).toContain('Tagged:          yes')
    expect(info).toContain('PDF version:     1.7')
    expect(info).toContain('Page size:       595.276 x 841.89 pts (A4)')
    const dates = linesOf('pdfinfo', ['-isodates', 'FILE']).filter((line) => line.includes('Date:'))
    expect(dates.map((line) => line.split(/\s+/)[1])).toEqual(['2026-06-30T00:00:00Z', '2026-06-30T00:00:00Z'])
  })

  needs('pdffonts')('embeds every font as a subset', () => {
    const [, , ...fonts] = linesOf('pdffonts', ['FILE'])
    expect(fonts.length).toBeGreaterThan(3)
    for (const font of fonts) {
      expect(font).toMatch(/^[A-Z]{6}\+NotoSans-\w+ +CID TrueType +Identity-H +yes yes yes/)
    }
  })

  needs('pdfdetach')('carries its attachments byte by byte', () => {
    expect(linesOf('pdfdetach', ['-list', 'FILE'])).toEqual(['2 embedded files', '1: result.json', '2: round.json'])
    const round = madeOf(pdf, 'pdfdetach', ['-savefile', 'round.json', '-o', 'OUT', 'FILE'])
    expect(round.toString('utf8')).toBe(SAMPLE_REPORT.attachments[0]!.json)
  })

  needs('qpdf')('describes its attachments as data with a day', () => {
    const { attachments } = JSON.parse(runOn(pdf, 'qpdf', ['--json', '--json-key=attachments', 'FILE']))
    expect(attachments['round.json'].description).toBe('The round')
    const [stream] = Object.values(attachments['round.json'].streams) as Record<string, string>[]
    expect(stream).toMatchObject({ mimetype: 'application/json', creationdate: '2026-06-30T00:00:00Z' })
    expect(runOn(pdf, 'qpdf', ['--qdf', '--object-streams=disable', 'FILE', '-'])).toContain('/AFRelationship /Data')
  })

  needs('qpdf')('has a bookmark for each section, and below it for its headings', () => {
    const { outlines } = JSON.parse(runOn(pdf, 'qpdf', ['--json', '--json-key=outlines', 'FILE']))
    type Item = { readonly title: string; readonly kids: readonly Item[] }
    expect(outlines.map((item: Item) => item.title)).toEqual(SAMPLE_REPORT.sections.map((section) => section.title))
    expect(outlines[4].kids.map((item: Item) => item.title)).toEqual([
      'How each voice sees it',
      'Positions and agreed answers',
      'All migrants, whatever their status: agreed at 2',
    ])
  })
})

describe('the structure tree', () => {
  const treeOf = () => runOn(pdf, 'pdfinfo', ['-struct-text', 'FILE']).replace(/ "\n/g, '"\n')

  needs('pdfinfo')('has a head for each column and each row of a table, and its caption', () => {
    const tree = treeOf()
    expect(tree).toContain('/Summary (Priority ranking: rank, interval, need, urgency and interdependence)')
    expect(tree).toMatch(/TH:\s+\/Scope \/Column\s+"Interdependence"/)
    expect(tree).toMatch(/TH:\s+\/Scope \/Row\s+"Shelter"\s+TD\s+"1"\s+TD\s+"always 1"\s+TD\s+"0\.75"/)
  })

  needs('pdfinfo')('lets the name of a group of rows run over all columns', () => {
    expect(treeOf()).toMatch(/TH:\s+\/Scope \/Row\s+\/ColSpan 6\s+"Capacity"/)
  })

  needs('pdfinfo')('has headings, paragraphs and lists', () => {
    const tree = treeOf()
    expect(tree).toMatch(/Sect "Shelter"\s+H1 \(block\)\s+"Shelter"/)
    expect(tree).toMatch(/H2 \(block\)\s+"How each voice sees it"/)
    expect(tree).toMatch(/H3 \(block\)\s+"What would move it"/)
    expect(tree).toMatch(/L \(block\)\s+LI \(block\)\s+Lbl \(block\)\s+"Definition"\s+LBody \(block\)\s+"mechelen-50/)
  })

  needs('pdfinfo')('does not read footers and repeated heads', () => {
    const tree = treeOf()
    expect(tree).not.toContain('Page 2 of')
    expect(tree).not.toContain('continued')
    expect(tree.match(/"Bodies"/g)).toHaveLength(2)
  })

  needs('qpdf')('has an alternative for each figure, and the language of foreign words', () => {
    const objects = runOn(pdf, 'qpdf', ['--qdf', '--object-streams=disable', 'FILE', '-'])
    const figures = objects.split('endobj').filter((object) => object.includes('/S /Figure'))
    expect(figures).toHaveLength(4)
    for (const figure of figures) expect(figure).toMatch(/\/Alt \(\w/)
    expect(objects).toContain('/Alt (Federal State 3, City of Rivermond 2, Major groups 0)')
    expect(objects.match(/\/Lang \(fr\)/g)).toHaveLength(2)
    expect(objects).toContain('/Lang (en)')
  })
})

describe('the pages', () => {
  needs('pdftotext')('have a footer, and a number but on the cover', () => {
    expect(textOfPage(1)).toContain(SAMPLE_REPORT.footer)
    expect(textOfPage(1)).not.toContain('Page 1')
    expect(textOfPage(2)).toMatch(/City of Rivermond, round 2026 · priority report +Page 2 of 9\n/)
  })

  needs('pdftotext')('say what a drawn sign means', () => {
    expect(textOfPage(9)).toContain('0.61 → 0.58')
    expect(textOfPage(6)).toMatch(/Federal State: +State/)
  })

  needs('pdftotext')('hold a section that goes on below the one before', () => {
    expect(textOfPage(9)).toMatch(/end-60[\s\S]*How the numbers are made/)
  })

  needs('pdfinfo')('may be letter, with the same text width', async () => {
    const letter = await renderPdf(SAMPLE_REPORT, { size: 'LETTER' })
    expect(linesOf('pdfinfo', ['FILE'], letter)).toContain('Page size:       612 x 792 pts (letter)')
  })
})
