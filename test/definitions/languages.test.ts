import { describe, expect, test } from 'vitest'
import { listDefinitions, loadDefinition } from '../../src/definitions/index.js'
import { MECHELEN_FOLDER, mechelen, TINY_FOLDER, tiny } from '../support/definitions.js'
import { faultsAfter, withEdits } from '../support/edited.js'

describe('a translation', () => {
  test('changes texts and nothing else', () => {
    const { definition, languages } = mechelen()
    const food = definition.sectors[0]?.questions[0]
    const nourriture = languages.get('fr')?.sectors[0]?.questions[0]
    expect(nourriture?.text).toBe(
      'Comment les tâches qui permettent aux migrants de manger à leur faim sont-elles réparties entre les autorités\u202f?',
    )
    expect(nourriture?.levels[0]).toBe('Rien ne dit quelle autorité fait quoi\u00a0: ni texte, ni pratique établie.')
    expect({ ...nourriture, text: '', help: '', levels: {}, evidence: [] }).toEqual({
      ...food,
      text: '',
      help: '',
      levels: {},
      evidence: [],
    })
  })

  test('has the hash of the source language, with or without translations', () => {
    const { definition, languages } = mechelen()
    expect(definition.hash).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(languages.get('fr')?.hash).toBe(definition.hash)
    const edits = [['fr/definition.yaml', 'title: Évaluation initiale conjointe', 'title: Évaluation']] as const
    withEdits(MECHELEN_FOLDER, edits, (copy) => {
      const other = loadDefinition(copy)
      expect(other.definition.hash).toBe(definition.hash)
      expect(other.languages.get('fr')?.title).toBe('Évaluation')
    })
  })

  test('lacks a text, has one too many, and others that are none: each with language and place', () => {
    const faults = faultsAfter(MECHELEN_FOLDER, [
      [
        'fr/sectors/food.yaml',
        '      1: Les rôles reposent uniquement sur l’habitude ou sur des accords verbaux.\n',
        '',
      ],
      ['fr/sectors/food.yaml', '  food.capacity.role:\n', '  food.capacity.role:\n    depth: core\n'],
      ['fr/sectors/food.yaml', '  food.trigger1:', '  food.trigger9:'],
      ['fr/sectors/food.yaml', 'short: Alimentation', 'short: ""'],
      ['fr/sectors/food.yaml', '\nname: Alimentation', '\nname: 50'],
      ['fr/sectors/food.yaml', '      - Loi, décret,', '      - Encore une preuve\n      - Loi, décret,'],
      ['fr/conventions.yaml', '    short: PIDCP', '    short: "PIDCP "'],
      ['fr/interdependence.yaml', 'scale:', 'scale: Aucune\nstairs:'],
      ['fr/major-groups.yaml', 'rules:', 'rules: Aucune\ncustoms:'],
      ['fr/cross-cutting.yaml', null],
    ])
    expect(faults).toEqual([
      'fr/sectors/food.yaml: /name: must be text; put it in quotes',
      'fr/sectors/food.yaml: /short: the text in fr is empty',
      'fr/sectors/food.yaml: /urgency_triggers/food.trigger1: the texts in fr are missing',
      'fr/sectors/food.yaml: /urgency_triggers/food.trigger9: the source language has no text here; take it out',
      'fr/sectors/food.yaml: /questions/food.capacity.role/depth: the source language has no text here; take it out',
      'fr/sectors/food.yaml: /questions/food.capacity.role/levels/1: the text in fr is missing',
      'fr/sectors/food.yaml: /questions/food.capacity.role/evidence/4: the source language has no text here; take it out',
      'fr/cross-cutting.yaml: the file is missing',
      'fr/interdependence.yaml: /scale: must be a mapping of keys to texts',
      'fr/interdependence.yaml: /stairs: the source language has no text here; take it out',
      'fr/conventions.yaml: /conventions/iccpr/short: has spaces or line breaks at its ends',
      'fr/major-groups.yaml: /rules: must be a list in the order of the source',
      'fr/major-groups.yaml: /customs: the source language has no text here; take it out',
    ])
  })

  test('of a text that was added in the source is asked for', () => {
    const faults = faultsAfter(MECHELEN_FOLDER, [
      ['interdependence.yaml', 'suggested: 0\n', 'suggested: 0\n    rationale: Farms take water.\n'],
    ])
    expect(faults).toEqual([
      'fr/interdependence.yaml: /pairs/interdep.water.on.food/rationale: the text in fr is missing',
    ])
  })

  test('is no sector and no file of another definition', () => {
    const faults = faultsAfter(MECHELEN_FOLDER, [['fr/sectors/cellar.yaml', 'name: Cave\n']])
    expect(faults).toEqual(['fr/sectors/cellar.yaml: definition.yaml does not list this sector'])
  })

  test('is into another language than that of the source', () => {
    const faults = faultsAfter(TINY_FOLDER, [['en/major-groups.yaml', 'note: Anyone may come.\n']])
    expect(faults[0]).toBe('en: this is the source language, not another')
  })
})

describe('a questionnaire of another kind', () => {
  const { definition, languages } = tiny()

  test('loads by the same rules, in one language', () => {
    expect([...languages.keys()]).toEqual(['en'])
    expect(definition.sectors.map(({ id, questions }) => [id, questions.length])).toEqual([
      ['collection', 4],
      ['learning', 4],
      ['building', 4],
    ])
    expect(definition.interdependence.pairs).toHaveLength(6)
  })

  test('keeps weights, comparability and what it drops', () => {
    expect(definition.sectors.map(({ questions }) => questions.map(({ weight }) => weight ?? 1))).toEqual([
      [2, 1, 1, 1],
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ])
    expect([definition.previous, definition.dropped]).toEqual(['1.0.0', ['q-cafe']])
    expect(definition.sectors[1]?.questions[1]?.comparability).toBe('indirect')
    expect(definition.interdependence.pairs[3]?.comparability).toBe('new')
  })

  test('gets what its files leave out', () => {
    expect(definition.sectors[0]?.questions[0]).toMatchObject({ not_applicable: false, sdg_targets: [] })
    expect(definition.criteria[1]?.declaration).toEqual([])
    expect(definition.conventions.conventions[0]).toMatchObject({
      optional: false,
      implies: [],
      articles: { building: [], learning: [] },
    })
  })

  test('has another hash as soon as one word is another', () => {
    withEdits(TINY_FOLDER, [['sectors/building.yaml', 'Create a post.', 'Create two posts.']], (copy) => {
      expect(loadDefinition(copy).definition.hash).not.toBe(definition.hash)
    })
    withEdits(TINY_FOLDER, [['sectors/building.yaml', 'letter: c\n', 'letter: "c" # third\n']], (copy) => {
      expect(loadDefinition(copy).definition.hash).toBe(definition.hash)
    })
  })
})

test('the definitions that come with malines are listed', () => {
  expect(listDefinitions()).toEqual([MECHELEN_FOLDER])
  expect(() => listDefinitions(`${MECHELEN_FOLDER}/nowhere`)).toThrow('There is no folder')
})
