import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../src/locales/messages.js'
import type { RoundInput } from '../../src/reports/content/context.js'
import { type ExplainNode, explainStep, explainText } from '../../src/reports/explain.js'
import { namesOf } from '../../src/reports/words/names.js'
import { explain, type Round } from '../../src/rules/index.js'
import { EXAMPLES, example, tinyInput } from './content-rounds.js'

function tree({ definition, round }: RoundInput, id: string, language = 'en'): ExplainNode {
  return explainStep(explain(definition, round, id), namesOf(definition, round, wordsOf(language)))
}

function find(node: ExplainNode, name: string): ExplainNode | undefined {
  if (node.name === name) return node
  for (const child of node.children) {
    const found = find(child, name)
    if (found) return found
  }
  return undefined
}

const rivermond = (change?: (round: Round) => Round) => example('rivermond-2026', 'en', change)
const shelter = tree(rivermond(), 'shelter')

describe('the explanation of a rank', () => {
  test('is the mean of its inputs, in figures that can be checked', () => {
    expect(shelter).toMatchObject({
      name: 'Priority of Shelter',
      how: 'rank 1; the mean of its inputs, equal weights',
      sum: '(0.611 + 0.875 + 0.478) ÷ 3',
      value: '0.655',
    })
  })

  test('has need, urgency and interdependence in this order, then what would move it', () => {
    const names = shelter.children.map(({ name }) => name)
    expect(names).toEqual(['Need', 'Urgency', 'Interdependence', 'What would move it'])
  })

  test('says what would move it, a need as the score that it is made of', () => {
    expect(find(shelter, 'What would move it')?.children.map(({ name }) => name)).toEqual([
      'One place down, level with Documents, if urgency falls from 0.88 to 0.73, the rest unchanged.',
      'One place down, level with Documents, if interdependence falls from 0.48 to 0.33, the rest unchanged.',
      'One place down, level with Documents, if the score rises from 39 to 54, the rest unchanged.',
    ])
  })

  test('with unequal weights has them in the sum', () => {
    const weights = { need: 2, urgency: 1, interdependence: 1 }
    const of = tree(
      rivermond((round) => ({ ...round, method: { ...round.method, weights } })),
      'shelter',
    )
    expect(of.sum).toBe('(2 × 0.611 + 0.875 + 0.478) ÷ 4')
  })

  test('of a sector out of scope says only that', () => {
    const { name, how, children } = tree(example('kavara-2026'), 'food')
    expect([name, how, children]).toEqual(['Priority of Food', 'Out of scope in this round.', []])
  })

  test('without an input says that it is not ranked', () => {
    const of = tree(
      rivermond((round) => ({ ...round, positions: [], agreed: [] })),
      'shelter',
    )
    expect(of.how).toBe('not ranked: an input is missing')
    expect(of.value).toBeUndefined()
  })
})

describe('the explanation of a score', () => {
  test('is the root of the product of its dimensions', () => {
    expect(find(shelter, 'Score of Shelter')).toMatchObject({
      how: 'geometric mean of its 3 dimensions; levels 0 to 4 counted as 1 to 5',
      sum: 'third root of 3.00 × 2.22 × 2.50 = 2.554; 25 × (2.554 − 1)',
      value: '38.9',
    })
  })

  test('marks the part that decides, and levels of 1 or below', () => {
    expect(find(shelter, 'Resources')).toMatchObject({ alert: true, note: 'this part decides', value: '2.00' })
    expect(find(shelter, 'Role')?.alert).toBeUndefined()
    expect(find(shelter, 'Staff and skills')?.alert).toBe(true)
  })

  test('does not mark a high level of urgency as weak, nor a low one', () => {
    expect(find(shelter, 'Share of people concerned')?.alert).toBeUndefined()
  })

  test('says of each answer whether it is agreed, with the levels of the voices', () => {
    expect(find(shelter, 'Clear roles')?.note).toBe(
      'not agreed yet: Federal State / État fédéral 4, Region of Valmere / Région de Valmère 3, ' +
        'City of Rivermond / Ville de Rivemont 2; mean 3',
    )
    expect(find(shelter, 'Staff and skills')?.note).toMatch(/^agreed at 1; positions: Region of Valmere/)
  })

  test('gives a cap its own line, also when it takes nothing away', () => {
    expect(find(shelter, 'Limit by an open blocking finding: 50 at most')).toMatchObject({
      value: '±0',
      note: '31 is not above it, so nothing is taken away',
    })
  })

  test('says how much a cap takes away', () => {
    const input = rivermond((round) => ({
      ...round,
      findings: [
        {
          id: 'f',
          kind: 'contradiction',
          sectors: ['education'],
          severity: 'blocking',
          status: 'open',
          rules: 'A against B',
        },
      ],
    }))
    expect(find(tree(input, 'education'), 'Limit by an open blocking finding: 50 at most')).toMatchObject({
      value: '−25',
      note: 'it would be 75 without it',
    })
  })

  test('of the enabling environment has no rank', () => {
    expect(tree(rivermond(), 'cross')).toMatchObject({ name: 'Enabling environment', value: '56.5' })
  })

  test('an answer without a level has no number, and never 0', () => {
    const others = ({ item }: { readonly item: string }) => item !== 'shelter.capacity.role'
    const input = rivermond((round) => ({
      ...round,
      positions: round.positions?.filter(others),
      agreed: round.agreed?.filter(others),
    }))
    const leaf = find(tree(input, 'shelter'), 'Clear roles')
    expect(leaf?.value).toBeUndefined()
    expect(leaf?.note).toMatch(/^no level yet: Federal State/)
  })
})

describe('an explanation as text', () => {
  test('has a line for each step, set in by its depth', () => {
    const lines = explainText(shelter).split('\n')
    expect(lines.slice(0, 3)).toEqual([
      'Priority of Shelter  0.655',
      '    rank 1; the mean of its inputs, equal weights',
      '    (0.611 + 0.875 + 0.478) ÷ 3',
    ])
    expect(lines).toContain('  Need  0.611')
  })

  test.each(EXAMPLES)('exists for every sector of %s, in both languages', (name) => {
    for (const language of ['en', 'fr']) {
      const input = example(name, language)
      for (const { id } of [...input.definition.sectors, { id: 'cross' }]) {
        expect(explainText(tree(input, id, language)), id).not.toMatch(/NaN|undefined|#/)
      }
    }
  })

  test('exists for a questionnaire of another kind', () => {
    const input = tinyInput()
    for (const { id } of input.definition.sectors) expect(explainText(tree(input, id))).toContain('Means')
  })
})
