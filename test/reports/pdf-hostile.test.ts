import { describe, expect } from 'vitest'
import type { Block, Report } from '../../src/reports/model.js'
import { renderPdf } from '../../src/reports/pdf/index.js'
import { SAMPLE_REPORT } from '../support/sample-report.js'
import { needs, runOn } from '../support/tools.js'

/** Every place of a report that a text can stand in. */
function reportOf(text: string): Report {
  const blocks: readonly Block[] = [
    { kind: 'heading', level: 2, text },
    { kind: 'heading', level: 3, text: [{ text, strong: true, voice: 'nobody' }] },
    { kind: 'paragraph', text },
    { kind: 'paragraph', tone: 'lead', text },
    { kind: 'paragraph', tone: 'quote', text: [{ text, lang: 'ar', voice: 'local' }] },
    { kind: 'list', items: [text, [{ text, voice: 'national' }]] },
    { kind: 'terms', items: [{ term: text, text, mark: 'ranks' }] },
    { kind: 'terms', items: [{ term: text, text }] },
    {
      kind: 'table',
      caption: text,
      columns: [
        { head: text, width: 1 },
        { head: 'b', width: 0, align: 'end' },
      ],
      rows: [
        { group: true, cells: [{ text }] },
        { cells: [{ text }, { text, band: 4 }], indent: 3 },
        {
          cells: [
            { text, rank: null },
            { text, band: 'none' },
          ],
        },
        { cells: [{ text, bar: { share: 7, input: 'need' } }] },
      ],
      note: text,
    },
  ]
  return {
    ...SAMPLE_REPORT,
    title: text,
    footer: text,
    continued: text,
    cover: {
      ...SAMPLE_REPORT.cover,
      title: text,
      subtitle: [text],
      statement: text,
      facts: [{ term: text, text }],
    },
    sections: [{ id: 'x', title: text, rank: { rank: 12, words: text }, lead: text, blocks }],
    attachments: [{ name: 'round.json', description: text, json: JSON.stringify(text) }],
  }
}

async function textOf(report: Report): Promise<string> {
  const bytes = await renderPdf(report, { size: 'LETTER' })
  runOn(bytes, 'qpdf', ['--check', 'FILE'])
  return runOn(bytes, 'pdftotext', ['FILE', '-'])
}

const count = (text: string, part: string): number => text.split(part).length - 1

describe('a text of people is shown as it is', () => {
  needs('qpdf')('in every place, with the signs of markup and of the file format', async () => {
    const signs = ['<b>bold</b>', '&amp;', '(a\\(b)', '\\n', '%%EOF', '<</Type', '/Page>>', '{{y}}']
    const text = await textOf(reportOf(signs.join(' ')))
    for (const sign of signs) expect(count(text, sign)).toBeGreaterThan(15)
  })

  needs('qpdf')('without its control signs', async () => {
    expect(count(await textOf(reportOf('be\u0000fo\u0007re')), 'before')).toBeGreaterThan(15)
  })

  needs('qpdf')('in scripts that the font lacks as boxes, whose letters can still be found', async () => {
    const text = await textOf(reportOf('漢字 👍 مرحبا'))
    for (const sign of ['漢', '字', '👍', 'م']) expect(count(text, sign)).toBeGreaterThan(10)
  })

  needs('qpdf')('on as many pages as a word of 5,000 letters takes', async () => {
    const text = await textOf(reportOf('x'.repeat(5000)))
    expect(count(text, 'x')).toBeGreaterThan(15 * 5000)
  })

  needs('qpdf')('and leaves no trace where it is empty', async () => {
    const text = await textOf(reportOf(''))
    expect(text).toContain('malines')
  })
})

needs('qpdf')('a report of nothing is a cover', async () => {
  const cover = { title: '', subtitle: [], statement: '', facts: [], lace: { letters: [], links: [] } }
  const nothing = { ...SAMPLE_REPORT, cover, sections: [], voices: [], attachments: [] }
  const bytes = await renderPdf(nothing)
  expect(runOn(bytes, 'qpdf', ['--show-npages', 'FILE']).trim()).toBe('1')
})
