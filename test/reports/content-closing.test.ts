import { describe, expect, test } from 'vitest'
import type { ClosingNote } from '../../src/reports/content/closing.js'
import { priorityReport } from '../../src/reports/content/priority.js'
import { cells, example, plain, reportInput, reportText, section, tables } from './content-rounds.js'

const CLOSING: ClosingNote = {
  ...{ on: '2026-12-10', by: 'Inès Moreau', seal: `sha256:${'9c41'.repeat(16)}`, note: 'The groups meet in January.' },
  signed: [
    { voice: 'national', name: 'A. Peeters', on: '2026-12-08', dissents: 2, note: 'We keep 3 on the firewall.' },
    { voice: 'local', name: 'B. Diallo', on: '2026-12-09', dissents: 0, note: null },
  ],
}

const report = (language: string, closing?: ClosingNote) =>
  priorityReport({ ...reportInput(example('rivermond-2026', language), language), ...(closing && { closing }) })

describe('the closing in a priority report', () => {
  test('says when, by whom, who signed for each voice with what reservation, and the seal', () => {
    const of = section(report('en', CLOSING), 'closing')
    expect(of.lead).toMatch(/^Closed on 10 December 2026 by Inès Moreau\. Signed by 2 of 4 voices/)
    expect(cells(tables(of)[0]).map((row) => row.slice(1))).toEqual([
      ['A. Peeters\nWe keep 3 on the firewall.', '8 December 2026', '2'],
      ['not signed', '–', '–'],
      ['B. Diallo', '9 December 2026', '0'],
      ['not signed', '–', '–'],
    ])
    const words = of.blocks.flatMap((block) => (block.kind === 'paragraph' ? [plain(block.text)] : []))
    expect(words).toEqual(['Said at the closing: The groups meet in January.', expect.stringContaining(CLOSING.seal)])
  })

  test('speaks French', () => {
    expect(section(report('fr', CLOSING), 'closing').lead).toMatch(/^Clos le 10 décembre 2026 par Inès Moreau\./)
  })

  test('is left out of the report of a round that is open, or known by its file alone', () => {
    expect(report('en').sections.map(({ id }) => id)).not.toContain('closing')
    expect(reportText(report('en'))).not.toContain('sha256:9c41')
  })
})
