import { describe, expect, test } from 'vitest'
import { comparisonReport } from '../../src/reports/content/comparison.js'
import { priorityReport } from '../../src/reports/content/priority.js'
import { sectorReport } from '../../src/reports/content/sector.js'
import { allText, comparisonInput, reportInput, reportText, section, tinyInput } from './content-rounds.js'

/** Words of the questionnaire of the Declaration of Mechelen, that a report about museums has no reason to use. */
const FOREIGN = /mechelen|shelter|migra|national|regional|§ 50|capacity|coherence/i

describe('a questionnaire of another kind', () => {
  test('has a priority report in its own words', () => {
    const report = priorityReport(reportInput(tinyInput()))
    const text = reportText(report)
    expect(text).toContain('Collection')
    expect(text).toContain('Visitors')
    expect(text).not.toMatch(FOREIGN)
    expect(report.voices.map(({ name }) => name)).toEqual(['Owners', 'Houses', 'Visitors'])
  })

  test('has a sector report of every sector', () => {
    const input = reportInput(tinyInput())
    const ids = input.definition.sectors.map(({ id }) => id)
    const report = sectorReport(input, ids)
    for (const { id, name } of input.definition.sectors) expect(section(report, id).title).toBe(name)
    expect(reportText(report)).not.toMatch(FOREIGN)
  })

  test('has a comparison report', () => {
    const report = comparisonReport(comparisonInput(tinyInput('2024', 1), tinyInput('2026')))
    expect(allText(section(report, 'changes'))).toContain('2024')
    expect(reportText(report)).not.toMatch(FOREIGN)
  })

  test('is reported in French around its own texts', () => {
    const text = reportText(priorityReport(reportInput(tinyInput(), 'fr')))
    expect(text).toContain('Où agir d’abord')
    expect(text).toContain('Taking part')
  })
})
