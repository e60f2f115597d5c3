/** The register of findings and its cap (METHOD 5). */
import { describe, expect, test } from 'vitest'
import { explain, type Finding, scoreRound } from '../../src/rules/index.js'
import { tiny } from '../support/definitions.js'
import { type RoundSpec, roundOf } from '../support/round.js'

const { definition } = tiny()
/** Two sectors at their best; `welcome` is the dimension that a finding caps. */
const best = { 'q-21': 4, 'q-22': 4, 'q-23': 4, 'q-31': 4, 'q-32': 4, 'q-33': 4 }
const base: RoundSpec = { profile: { 'profile.seasons': ['summer'] }, agreed: best }
const learning = (spec: RoundSpec) => scoreRound(definition, roundOf(definition, { ...base, ...spec })).sectors[1]
const welcome = (...findings: Partial<Finding>[]) => learning({ findings }).dimensions.welcome.score

describe('a finding', () => {
  test.each<[string, Partial<Finding>, number]>([
    ['caps when it is open and blocking', { sectors: ['learning'] }, 50],
    ['caps every sector that it names', { sectors: ['building', 'learning'] }, 50],
    ['caps no other sector', { sectors: ['building', 'collection'] }, 100],
    ['does not cap as a friction', { sectors: ['learning'], severity: 'friction' }, 100],
    ['does not cap when it is resolved', { sectors: ['learning'], status: 'resolved' }, 100],
    ['does not cap as a resolved friction', { sectors: ['learning'], severity: 'friction', status: 'resolved' }, 100],
    ['on a convention that is not in force never caps', { sectors: ['learning'], convention: 'illicit1970' }, 100],
  ])('%s', (_, finding, score) => expect(welcome(finding)).toBe(score))

  test('on a convention in force caps, also on one that another implies', () => {
    const findings = [{ sectors: ['learning'], convention: 'illicit1970', article: '7' }]
    expect(learning({ findings, conventions: ['illicit1970'] }).dimensions.welcome.score).toBe(50)
    expect(learning({ findings, conventions: ['unidroit1995'] }).dimensions.welcome.score).toBe(50)
  })

  test('caps once, however many there are', () => {
    expect(welcome({ sectors: ['learning'] }, { sectors: ['learning'] })).toBe(50)
  })

  test('caps although one beside it is resolved', () => {
    expect(welcome({ sectors: ['learning'], status: 'resolved' }, { sectors: ['learning'] })).toBe(50)
  })

  test('lifts nothing that lies below the cap', () => {
    const capped = (level: number) =>
      learning({ agreed: { ...best, 'q-23': level }, findings: [{ sectors: ['learning'] }] }).dimensions.welcome.score
    expect([0, 1, 2, 3, 4].map(capped)).toEqual([0, 25, 50, 50, 50])
  })

  test('caps the capped dimension alone, its bounds, and with it the sector', () => {
    const sector = learning({ agreed: { ...best, 'q-23': 'dk' }, form: 'full', findings: [{ sectors: ['learning'] }] })
    expect(sector.dimensions.means).toMatchObject({ score: 100, low: 100, high: 100 })
    expect(sector.dimensions.welcome).toMatchObject({ status: 'insufficient', score: null, low: null, high: null })
    const answered = learning({
      agreed: { ...best, 'q-24': 'dk' },
      form: 'full',
      findings: [{ sectors: ['learning'] }],
    })
    // Without the cap welcome would run from (4 + 0)/2 to 4.
    expect(answered.dimensions.welcome).toMatchObject({ status: 'scored', score: 50, low: 50, high: 50 })
    // √(5 · 3)
    expect(answered.score).toBeCloseTo(25 * (Math.sqrt(15) - 1), 9)
    expect([answered.low, answered.high]).toEqual([answered.score, answered.score])
  })

  test('changes neither the criteria nor completeness', () => {
    const [free, capped] = [learning({}), learning({ findings: [{ sectors: ['learning'] }] })]
    expect(capped.dimensions.welcome.criteria).toEqual(free.dimensions.welcome.criteria)
    expect(capped.completeness).toBe(free.completeness)
  })

  test('between a sector out of scope and another one acts on the other', () => {
    const spec: RoundSpec = { outOfScope: ['building'], findings: [{ sectors: ['building', 'learning'] }] }
    expect(learning(spec).dimensions.welcome.score).toBe(50)
  })

  test('is named where it caps', () => {
    const findings = [
      { id: 'stairs', sectors: ['learning'] },
      { id: 'prices', sectors: ['learning'], severity: 'friction' as const },
      { id: 'hours', sectors: ['learning', 'building'] },
    ]
    const step = explain(definition, roundOf(definition, { ...base, findings }), 'learning')
    const need = step.kind === 'priority' ? step.inputs.find(({ input }) => input === 'need')?.step : undefined
    const dimensions = need?.kind === 'need' ? need.score.dimensions : []
    expect(dimensions.map(({ dimension, x, uncapped, cappedBy }) => [dimension, x, uncapped, cappedBy])).toEqual([
      ['means', 5, 5, []],
      ['welcome', 3, 5, ['stairs', 'hours']],
    ])
  })
})
