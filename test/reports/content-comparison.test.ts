import { describe, expect, test } from 'vitest'
import { comparisonReport } from '../../src/reports/content/comparison.js'
import type { RoundInput } from '../../src/reports/content/context.js'
import type { Report } from '../../src/reports/model.js'
import { allText, cells, comparisonInput, example, plain, section, tables, tinyInput } from './content-rounds.js'

const before = example('rivermond-2024')
const after = example('rivermond-2026')
const compare = (from: RoundInput, to: RoundInput, draws?: number): Report =>
  comparisonReport(comparisonInput(from, to, 'en', draws))
const report = compare(before, after)
const drawn = compare(before, after, 200)

/** Drops a sector of a round's scope. */
function without(name: string, sector: string): RoundInput {
  return example(name, 'en', (round) => ({
    ...round,
    outOfScope: [...(round.outOfScope ?? []), { sector, reason: 'other', note: 'Later.', date: '2026-01-10' }],
  }))
}

describe('the comparison report', () => {
  test('has its parts in order', () => {
    const ids = report.sections.map(({ id }) => id.replace(/^why-.*/, 'why'))
    const wanted = ['reading', 'changes', 'why', 'not-comparable', 'ranks', 'findings', 'method']
    expect([...new Set(ids)]).toEqual(wanted)
  })

  test('is the same twice, and prints no number that does not exist', () => {
    expect(JSON.stringify(compare(before, after))).toBe(JSON.stringify(report))
    expect(JSON.stringify(report)).not.toMatch(/NaN|undefined|Infinity/)
  })

  test('without draws nothing is called clear: it was not tested', () => {
    const rows = cells(tables(section(report, 'changes'))[0])
    expect(new Set(rows.map((row) => row[4]))).toEqual(new Set(['not tested']))
    expect(plain(section(report, 'changes').lead ?? '')).toContain('was not tested')
    expect(plain(report.cover.facts[0]?.text ?? '')).toContain('not tested')
  })

  test('with draws every change is clear or not', () => {
    const rows = cells(tables(section(drawn, 'changes'))[0])
    expect(new Set(rows.map((row) => row[4]))).toEqual(new Set(['clear', 'not clear']))
    expect(plain(section(drawn, 'changes').lead ?? '')).toContain('Shelter and Justice moved too little to be sure.')
  })

  test('below six changed answers the chance test says that it cannot speak', () => {
    const rows = cells(tables(section(report, 'changes'))[0])
    for (const { id, signFlip } of comparisonInput(before, after).comparison.sectors) {
      if (signFlip === null) continue
      const short = after.definition.sectors.find((sector) => sector.id === id)?.short
      const text = rows.find(([sector]) => sector === short)?.[5]
      expect(text).toMatch(signFlip.changed < 6 ? /too few$/ : /p = 0\.\d+$/)
    }
    expect(allText(section(report, 'changes'))).toContain('With fewer than six changed answers')
  })

  test('the contributions of a sector add up to its change, each with its question and levels', () => {
    const { comparison } = comparisonInput(before, after)
    const security = comparison.sectors.find(({ id }) => id === 'security')
    const rows = cells(tables(section(report, 'why-security'))[0])
    expect(rows).toHaveLength(security?.contributions.length ?? 0)
    const sum = rows.reduce((total, row) => total + Number(row[2]?.replace('−', '-').replace('±', '')), 0)
    expect(sum).toBeCloseTo(security?.common?.delta ?? 0, 0)
    expect(rows[0]).toEqual([
      'Firewall\nWhat happens to information on residence status when a migrant contacts the police as a victim or witness?',
      '3 to 1',
      '−5.6',
    ])
  })

  test('a cap is a contribution with its own line, also without points', () => {
    const rows = cells(tables(section(report, 'why-shelter'))[0])
    expect(rows.at(-1)).toEqual(['Limit by open blocking findings, Policy coherence', '–', '±0.0'])
  })

  test('the basis effect names the questions and the cause', () => {
    expect(allText(section(report, 'why-information'))).toContain(
      'Staff and skills, Coordination between tiers, Firewall and Origin, transit, destination and return (not in the short form)',
    )
  })

  test('a sector that cannot be compared stands with the reason', () => {
    const rows = cells(tables(section(report, 'not-comparable'))[0])
    expect(rows).toEqual([
      ['Infrastructure', '–', '41', 'no score in 2024 (4 of 8 questions answered, two thirds are needed)'],
    ])
  })

  test('a sector out of scope on one side has no difference', () => {
    const of = compare(before, without('rivermond-2026', 'food'))
    expect(cells(tables(section(of, 'not-comparable'))[0])).toContainEqual(['Food', '46', '–', 'out of scope in 2026'])
    expect(of.sections.map(({ id }) => id)).not.toContain('why-food')
  })

  test('ranks over different scopes are shown and not compared', () => {
    const part = section(compare(before, without('rivermond-2026', 'food')), 'ranks')
    expect(part.lead).toContain('shown, not compared')
    expect(tables(part)[0]?.columns).toHaveLength(3)
  })

  test('findings are settled, carried over, new, or no longer there', () => {
    const text = allText(section(report, 'findings'))
    expect(section(report, 'findings').lead).toBe(
      '3 were settled, 2 are carried over, 2 are new; one is no longer in the register.',
    )
    for (const { rules } of after.round.findings ?? []) expect(text).toContain(rules)
    expect(text).toContain('before: friction')
  })

  test('carries both rounds and the comparison', () => {
    expect(report.attachments.map(({ name }) => name)).toEqual(['round-from.json', 'round-to.json', 'comparison.json'])
  })

  test('its date is the later last day', () => {
    expect(report.date).toBe('2026-12-15')
    expect(compare(after, before).date).toBe('2026-12-15')
  })

  test('a round compared with itself did not move', () => {
    const of = compare(after, after)
    expect(section(of, 'changes').lead).toContain('did not move')
    expect(allText(section(of, 'why-shelter'))).toContain('Shelter: no change')
  })

  test('two rounds with nothing in common say so', () => {
    const empty = example('rivermond-2026', 'en', (round) => ({ ...round, positions: [], agreed: [] }))
    expect(section(compare(empty, after), 'changes').lead).toBe('No sector can be compared.')
  })

  test('rounds of another questionnaire are compared in its words', () => {
    expect(allText(section(compare(tinyInput('2024', 1), tinyInput('2026')), 'changes'))).toContain('Collection')
  })
})
