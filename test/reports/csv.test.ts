import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../src/locales/messages.js'
import { answersCsv } from '../../src/reports/csv.js'
import type { Round } from '../../src/rules/model.js'
import { tiny } from '../support/definitions.js'

const { definition } = tiny()

function csv(more: Partial<Round>, language = 'en'): string {
  const round: Round = {
    format: 'malines-round/1',
    definition: { id: definition.id, version: definition.version, form: 'full' },
    assessment: { name: 'Network' },
    round: { name: '2026' },
    bodies: [{ id: 'b', name: '=Body', voice: 'house' }],
    ...more,
  }
  return answersCsv(definition, round, wordsOf(language))
}

/** The fields of a CSV, read by the letter of RFC 4180. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]]
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === '\r\n') rows.push([])
    if (pattern.lastIndex === text.length) break
  }
  return rows.slice(0, -1)
}

describe('answers as a table', () => {
  test('begin with a byte order mark and end their lines with CRLF', () => {
    const text = csv({ positions: [{ body: 'b', item: 'q-11', level: 0 }] })
    expect(text.startsWith('\uFEFF')).toBe(true)
    expect(text.endsWith('\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  test('have one row for each answer of a body, and one for each agreed answer, in the order of the questionnaire', () => {
    const rows = parse(
      csv({
        positions: [
          { body: 'b', item: 'q-21', level: 4 },
          { body: 'b', item: 'q-11', level: 0, confidence: 'opinion' },
        ],
        agreed: [{ item: 'q-11', level: 1, rationale: 'Why', dissent: [{ voice: 'visitors', note: 'No' }] }],
      }).slice(1),
    )
    const [heads, ...body] = rows
    const at = (row: string[] | undefined, column: string) => row?.[heads?.indexOf(column) ?? -1]
    expect(body.map((row) => at(row, 'item'))).toEqual(['q-11', 'q-11', 'q-21'])
    expect(at(body[0], 'level')).toBe('0')
    expect(at(body[0], 'agreed level')).toBe('')
    expect(at(body[1], 'agreed level')).toBe('1')
    expect(at(body[1], 'dissent')).toBe('Visitors: No')
    expect(at(body[2], 'sector')).toBe('learning')
    expect(rows.every(({ length }) => length === heads?.length)).toBe(true)
  })

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])('never let a spreadsheet run %j', (comment) => {
    const rows = parse(csv({ positions: [{ body: 'b', item: 'q-11', answer: 'na', reason: 'x', comment }] }).slice(1))
    expect(rows[1]).toContain(`'${comment}`)
    expect(rows[1]).toContain(`'=Body`)
  })

  test('keep quotation marks, commas, line breaks and every script as they were written', () => {
    const comment = 'He said "no", twice,\r\nthen\nمرحبا and 语言'
    const rows = parse(csv({ positions: [{ body: 'b', item: 'q-11', level: 2, comment }] }).slice(1))
    expect(rows[1]).toContain(comment)
  })

  test('have their heads in the language that is asked for', () => {
    expect(csv({}, 'fr').slice(1)).toMatch(/^élément,secteur,/)
  })
})
