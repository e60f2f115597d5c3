import { describe, expect, test } from 'vitest'
import { sectorReport } from '../../src/reports/content/sector.js'
import type { Report, Run, Text } from '../../src/reports/model.js'
import type { Round } from '../../src/rules/index.js'
import { allText, cells, EXAMPLES, example, reportInput, reportText, section, tables } from './content-rounds.js'

function report(name: string, sectors: readonly string[], language = 'en', change?: (round: Round) => Round): Report {
  return sectorReport(reportInput(example(name, language, change), language), sectors)
}

function runsOf(of: Report): Run[] {
  const runs = (text: Text) => (typeof text === 'string' ? [{ text }] : text)
  return of.sections.flatMap(({ blocks }) =>
    blocks.flatMap((block) => {
      if (block.kind === 'paragraph' || block.kind === 'heading') return runs(block.text)
      return block.kind === 'list' ? block.items.flatMap(runs) : []
    }),
  )
}

describe('the sector report', () => {
  test.each(EXAMPLES)('%s has all sectors in one file, in the order asked for', (name) => {
    const ids = example(name).definition.sectors.map(({ id }) => id)
    const of = report(name, ids)
    expect(of.sections.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids)
    expect(JSON.stringify(of)).not.toMatch(/NaN|undefined|Infinity/)
  })

  test('an unknown sector is refused with those that exist', () => {
    expect(() => report('rivermond-2026', ['roads'])).toThrow('no "roads" among food, water')
  })

  test('the first page says score, rank and what it is made of', () => {
    const first = section(report('rivermond-2026', ['shelter']), 'shelter')
    expect(first.rank).toEqual({ rank: 1, words: 'of 9; rank 1 to 3, depends on the weights' })
    expect(first.lead).toBe(
      'Score 39 of 100: Institutional capacity 50, Policy coherence 31, Policy comprehensiveness 38.',
    )
    expect(allText(first)).toContain(
      'Priority 0.65, from need 0.61 (4th), urgency 0.88 (1st) and interdependence 0.48 (1st).',
    )
  })

  test('the arithmetic goes down to the answers, set in by depth', () => {
    const [table] = tables(section(report('rivermond-2026', ['shelter']), 'shelter-arithmetic'))
    const rows = (table?.rows ?? []).map(({ indent, cells: row }) => [indent, ...row.map(({ text }) => text)])
    expect(rows[0]?.[0]).toBe(0)
    expect(Math.max(...rows.map(([indent]) => Number(indent)))).toBe(5)
    const texts = cells(table)
    expect(texts.find(([step]) => step?.startsWith('Urgency'))?.slice(1)).toEqual(['(2 × 4 + 2 + 4) ÷ 16', '0.875'])
    expect(texts.find(([step]) => step?.startsWith('Limit by'))?.[2]).toBe('±0')
  })

  test('every position of every body stands in the table of positions', () => {
    const input = example('rivermond-2026')
    const text = cells(tables(section(report('rivermond-2026', ['shelter']), 'shelter-answers'))[0])
    const own = text.find(([name]) => name?.startsWith('Firewall'))
    expect(own?.slice(1)).toEqual(['1, 1', 'not asked', '1, 1', '0, 1, 0, 0', '0.67\nprovisional'])
    expect(input.round.positions?.filter(({ item }) => item === 'shelter.coherence.firewall')).toHaveLength(8)
  })

  test('rationale, dissent and comments stand word for word, each with its voice', () => {
    const { round } = example('rivermond-2026')
    const runs = runsOf(report('rivermond-2026', ['shelter']))
    const said = runs.map(({ text }) => text)
    const agreed =
      round.agreed?.filter(({ item }) => item.startsWith('shelter.co') || item.startsWith('shelter.ca')) ?? []
    for (const { rationale, dissent = [] } of agreed) {
      if (rationale) expect(said).toContain(rationale)
      for (const { note } of dissent) expect(said).toContain(note)
    }
    const comments = round.positions?.filter(({ item, comment }) => item.startsWith('shelter.co') && comment) ?? []
    expect(comments.length).toBeGreaterThan(0)
    for (const { comment } of comments) expect(said).toContain(comment)
    const dissent = runs.findIndex(({ text }) => text.includes('ce qui compte est la porte de la halle'))
    expect(runs[dissent - 1]?.voice).toBe('major_groups')
  })

  test('a standard says whether it was read at its source', () => {
    const text = allText(section(report('rivermond-2026', ['shelter']), 'shelter-check'))
    expect(text).toContain('read in the standard itself')
    expect(text).toContain('not checked at the source')
  })

  test('only conventions in force stand there, those that another brings with it too', () => {
    const of = (conventionsInForce: string[]) =>
      allText(
        section(
          report('rivermond-2026', ['shelter'], 'en', (round) => ({ ...round, conventionsInForce, findings: [] })),
          'shelter-check',
        ),
      )
    expect(of(['protocol1967'])).toContain('1951 Refugee Convention')
    expect(of(['icescr'])).toContain('Art. 11(1): adequate housing')
    expect(of(['icescr'])).not.toContain('1951 Refugee Convention')
    expect(of([])).toContain('No convention in force has articles for this sector.')
  })

  test('evidence is listed with the body that named it', () => {
    const of = report('rivermond-2026', ['shelter'], 'en', (round) => ({
      ...round,
      positions: round.positions?.map((position) =>
        position.item === 'shelter.capacity.data' && position.body === 'region-welfare'
          ? { ...position, evidence: [{ title: 'Bed register, week 40', url: 'https://example.org/beds' }] }
          : position,
      ),
    }))
    const text = allText(section(of, 'shelter-check'))
    expect(text).toContain('Bed register, week 40 https://example.org/beds')
    expect(text).toContain('Region of Valmere, Department of Welfare, Housing and Mobility, Local disaggregated data.')
  })

  test('a sector out of scope has its reason and no numbers', () => {
    const of = report('kavara-2026', ['food'])
    expect(allText(section(of, 'food'))).toContain('Already assessed in the last 12 months')
    expect(of.sections.map(({ id }) => id)).toEqual(['reading', 'food', 'method'])
  })

  test('actions follow the band of each dimension, and the highest band says what to keep', () => {
    const text = allText(section(report('rivermond-2026', ['education']), 'education-rules'))
    expect(text).toContain('Education, Policy coherence: 75 (High)')
    expect(text).toContain('Keep the prior check of new rules and publish its results.')
  })

  test('an action of the round stands with its voice, day and state', () => {
    const action = {
      id: 'a',
      sector: 'shelter',
      text: 'Open the hall.',
      lead: 'local',
      due: '2027-01-15',
      state: 'started',
    }
    const of = report('rivermond-2026', ['shelter'], 'en', (round) => ({ ...round, actions: [action] }))
    const table = tables(section(of, 'shelter-rules')).find(({ caption }) => caption === 'Decided in this round')
    expect(cells(table)).toEqual([
      ['Open the hall.', 'Shelter', 'City of Rivermond / Ville de Rivemont', '15 January 2027', 'Started'],
    ])
  })

  test('of an action that several lead every voice stands, and one that nobody of them leads keeps its words', () => {
    const actions = [
      { id: 'a', sector: 'shelter', text: 'A.', lead: 'local, national', state: 'refused' },
      { id: 'b', sector: 'shelter', text: 'B.', lead: 'The port, national', declaration: ['23'] },
    ]
    const of = report('rivermond-2026', ['shelter'], 'en', (round) => ({ ...round, actions }))
    const table = tables(section(of, 'shelter-rules')).find(({ caption }) => caption === 'Decided in this round')
    expect(cells(table)).toEqual([
      ['A.', 'Shelter', 'Federal State / État fédéral\nCity of Rivermond / Ville de Rivemont', '–', 'Refused'],
      ['B.\n§\u00a023', 'Shelter', 'The port, national', '–', '–'],
    ])
  })

  test('what a server knows of an action stands with it: its text in the language of the report, and why it was refused', () => {
    const actions = [{ id: 'a', sector: 'shelter', text: 'Ouvrir.', state: 'refused', declaration: ['24'] }]
    const input = reportInput(example('rivermond-2026', 'en', (round) => ({ ...round, actions })))
    const actionNotes = { a: { text: 'Open.', note: 'No money until June.' }, other: { note: 'Elsewhere.' } }
    const of = sectorReport({ ...input, actionNotes }, ['shelter'])
    const table = tables(section(of, 'shelter-rules')).find(({ caption }) => caption === 'Decided in this round')
    expect(cells(table).map(([text]) => text)).toEqual(['Open.\n§\u00a024\nNo money until June.'])
  })

  test('what the round has chosen from the catalogue is not proposed again', () => {
    const first = 'Remove rules that punish housing people'
    const proposed = (of: Report) =>
      tables(section(of, 'shelter-rules'))
        .filter(({ caption }) => caption === 'From the catalogue')
        .flatMap((table) => cells(table))
        .some(([text]) => text?.startsWith(first))
    expect(proposed(report('rivermond-2026', ['shelter']))).toBe(true)
    const actions = [{ id: 'shelter.coherence.low.1', text: 'Other words.' }]
    const of = report('rivermond-2026', ['shelter'], 'en', (round) => ({ ...round, actions }))
    expect(proposed(of)).toBe(false)
  })

  test('is in French with French figures', () => {
    const text = reportText(report('rivermond-2026', ['shelter'], 'fr'))
    expect(text).toContain('besoin 0,61 (4e), urgence 0,88 (1er) et interdépendance 0,48 (1er)')
    expect(text).toContain('rang 1')
  })
})
