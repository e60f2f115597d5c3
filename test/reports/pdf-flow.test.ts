import { expect } from 'vitest'
import type { Block, Report, Section } from '../../src/reports/model.js'
import { renderPdf } from '../../src/reports/pdf/index.js'
import { SAMPLE_REPORT } from '../support/sample-report.js'
import { needs, runOn } from '../support/tools.js'

/** Text of each page after the cover. */
async function pagesOf(sections: readonly Section[]): Promise<readonly string[]> {
  const report: Report = { ...SAMPLE_REPORT, sections, attachments: [] }
  const text = runOn(await renderPdf(report), 'pdftotext', ['-layout', 'FILE', '-'])
  return text.split('\f').slice(1, -1)
}

function lines(count: number): readonly Block[] {
  return Array.from({ length: count }, (_, i): Block => ({ kind: 'paragraph', text: `line ${i}` }))
}

const table: Block = {
  kind: 'table',
  caption: 'Table',
  columns: [{ head: 'Name', width: 1 }],
  rows: Array.from({ length: 60 }, (_, i) => ({ cells: [{ text: `row ${i}` }] })),
}

function section(title: string, blocks: readonly Block[], continues = false): Section {
  return { id: title, title, blocks, continues }
}

needs('pdftotext')('a heading is never the last on its page', async () => {
  for (let count = 24; count < 44; count++) {
    const blocks: readonly Block[] = [...lines(count), { kind: 'heading', level: 2, text: 'The heading' }, table]
    const pages = await pagesOf([section('Section', blocks)])
    const page = pages.find((text) => text.includes('The heading'))
    expect(page, `after ${count} lines`).toMatch(/The heading\s+Name\s+row 0\s+row 1/)
  }
})

needs('pdftotext')('a paragraph goes on over a page with two lines at least on either side', async () => {
  const words = Array.from({ length: 120 }, (_, i) => `word${i}`).join(' ')
  for (let count = 30; count < 44; count++) {
    const pages = await pagesOf([section('Section', [...lines(count), { kind: 'paragraph', text: words }])])
    const counts = pages.map((page) => page.split('\n').filter((line) => line.includes('word')).length)
    expect(counts, `after ${count} lines`).not.toContain(1)
  }
})

needs('pdftotext')('a section that goes on starts below the one before where it fits, and is not divided', async () => {
  const [first] = await pagesOf([section('First', lines(8)), section('Second', lines(8), true)])
  expect(first).toMatch(/First[\s\S]*Second/)
  const pages = await pagesOf([section('First', lines(25)), section('Second', lines(25), true)])
  expect(pages).toHaveLength(2)
  expect(pages[1]).toContain('Second')
})

needs('pdftotext')('a section that does not go on starts a page', async () => {
  const pages = await pagesOf([section('First', lines(1)), section('Second', lines(1))])
  expect(pages).toHaveLength(2)
})

needs('pdfinfo')('a figure is made smaller rather than cut', async () => {
  const box = (height: number) =>
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 ${height}"><rect width="100" height="${height}" fill="var(--ink)"/></svg>`
  const figure = (height: number): Block => ({ kind: 'figure', svg: box(height), alt: 'A box', width: 400 })
  const report: Report = { ...SAMPLE_REPORT, sections: [section('Figures', [figure(10), figure(900)])] }
  const pdf = runOn(await renderPdf(report), 'qpdf', ['--qdf', '--object-streams=disable', 'FILE', '-'])
  const boxes = [...pdf.matchAll(/\/BBox \[\s+([\d.\s]+)\]/g)].map(([, numbers]) =>
    numbers!.trim().split(/\s+/).map(Number),
  )
  expect(boxes).toHaveLength(2)
  for (const [left, bottom, right, top] of boxes) {
    expect(left).toBeGreaterThan(56)
    expect(right).toBeLessThan(595 - 56)
    expect(bottom).toBeGreaterThan(62)
    expect(top).toBeLessThan(842 - 50)
  }
})
