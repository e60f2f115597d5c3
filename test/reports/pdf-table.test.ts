import { expect, test } from 'vitest'
import type { Block, Report } from '../../src/reports/model.js'
import { placeColumns } from '../../src/reports/pdf/blocks/columns.js'
import { renderPdf } from '../../src/reports/pdf/index.js'
import { paperOf } from '../../src/reports/pdf/style.js'
import { longTable, SAMPLE_REPORT } from '../support/sample-report.js'
import { needs, runOn } from '../support/tools.js'

function reportWith(...blocks: readonly Block[]): Report {
  return { ...SAMPLE_REPORT, sections: [{ id: 'table', title: 'The table', blocks }] }
}

/** Text of each page after the cover. */
async function pagesOf(report: Report): Promise<readonly string[]> {
  const text = runOn(await renderPdf(report), 'pdftotext', ['-layout', 'FILE', '-'])
  return text.split('\f').slice(1, -1)
}

const long = longTable(120)

needs('pdftotext')('a table over several pages repeats its head and says that it goes on', async () => {
  const pages = await pagesOf(reportWith(long))
  expect(pages.length).toBeGreaterThan(3)
  pages.forEach((page, i) => {
    expect(page).toMatch(/Question +Text +Bodies +Agreed +Score/)
    expect(page.includes('The table · continued')).toBe(i > 0)
  })
})

needs('pdftotext')('no row is cut, and none is lost', async () => {
  const pages = await pagesOf(reportWith(long))
  for (let row = 1; row <= 120; row++) {
    const holding = pages.filter((page) => new RegExp(`row-${row}\\b`).test(page))
    expect(holding).toHaveLength(1)
    expect(holding[0]).toMatch(new RegExp(`end-${row}\\b`))
  }
})

needs('pdftotext')('the note stays with the last row', async () => {
  for (let rows = 20; rows < 34; rows++) {
    const pages = await pagesOf(reportWith(longTable(rows)))
    const last = pages.find((page) => page.includes('Levels 0 to 4; scores 0 to 100.'))
    expect(last).toContain(`end-${rows}`)
    expect(last).toContain(`end-${rows - 1}`)
  }
})

needs('pdftotext')('a group stays with its first row', async () => {
  const groups: Block = {
    kind: 'table',
    caption: 'Groups',
    columns: [{ head: 'Name', width: 1 }],
    rows: Array.from({ length: 90 }, (_, i) =>
      i % 3 === 0 ? { group: true, cells: [{ text: `group-${i}` }] } : { cells: [{ text: `member-${i}` }] },
    ),
  }
  const pages = await pagesOf(reportWith(groups))
  expect(pages.length).toBeGreaterThan(2)
  for (const page of pages) {
    for (const [, i] of page.matchAll(/group-(\d+)/g)) expect(page).toContain(`member-${Number(i) + 1}`)
  }
})

needs('pdftotext')('a row higher than a page goes on line by line', async () => {
  const words = Array.from({ length: 3000 }, (_, i) => `word${i}`)
  const tall: Block = {
    kind: 'table',
    caption: 'Tall',
    columns: [
      { head: 'Name', width: 1 },
      { head: 'Text', width: 2 },
    ],
    rows: [{ cells: [{ text: 'before' }, { text: '' }] }, { cells: [{ text: 'tall' }, { text: words.join(' ') }] }],
  }
  const text = (await pagesOf(reportWith(tall))).join(' ')
  expect(text.match(/word\d+/g)).toEqual(words)
})

needs('pdftotext')('a table without rows keeps its head and note; without columns there is none', async () => {
  const empty: Block = {
    kind: 'table',
    caption: 'Empty',
    columns: [{ head: 'Name', width: 1 }],
    rows: [],
    note: 'None.',
  }
  const [page] = await pagesOf(reportWith(empty, { ...empty, columns: [], note: 'Not drawn' }))
  expect(page).toMatch(/Name\s+None\./)
  expect(page).not.toContain('Not drawn')
})

const paper = paperOf('A4')

test('columns share the width of the text by their weights', () => {
  const columns = [1, 2, 1].map((width) => ({ head: '', width }))
  const places = placeColumns(paper, columns, [0, 0, 0], [false, false, false])
  const widths = places.map((place) => place.ground.width)
  expect(widths[1]).toBeGreaterThan(1.95 * widths[0]!)
  expect(places[2]!.ground.x + places[2]!.ground.width).toBeCloseTo(paper.left + paper.textWidth, 6)
})

test('a column is as wide as its longest word where others can give way', () => {
  const columns = [1, 9, 9].map((width) => ({ head: '', width }))
  const places = placeColumns(paper, columns, [90, 10, 10], [false, false, false])
  expect(places[0]!.text.width).toBeGreaterThanOrEqual(90)
})

test('words that no page can hold do not push a column off it', () => {
  const columns = [1, 0, Number.NaN].map((width) => ({ head: '', width }))
  const places = placeColumns(paper, columns, [50_000, 50_000, 0], [false, true, false])
  expect(places.every((place) => place.text.width > 0)).toBe(true)
  expect(places[2]!.ground.x + places[2]!.ground.width).toBeCloseTo(paper.left + paper.textWidth, 6)
})
