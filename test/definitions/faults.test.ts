import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { CORE_SCHEMA, load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { loadDefinition } from '../../src/definitions/index.js'
import { MalinesError } from '../../src/errors.js'
import { MECHELEN_FOLDER, TINY_FOLDER } from '../support/definitions.js'
import { type Edit, faultsAfter, withEdits } from '../support/edited.js'

/** What is broken in the tiny definition, how, and every fault that comes of it. */
type Case = readonly [name: string, edits: readonly Edit[], faults: readonly string[]]

const collection = 'sectors/collection.yaml'
const learning = 'sectors/learning.yaml'
const building = 'sectors/building.yaml'

const files: readonly Case[] = [
  ['a file is missing', [['conventions.yaml', null]], ['conventions.yaml: the file is missing']],
  ['a file is empty', [[building, '# Nothing yet\n']], ['sectors/building.yaml: the file is empty']],
  [
    'YAML is broken',
    [['definition.yaml', 'title: Ready', 'title: [Ready']],
    ['definition.yaml: line 9: missed comma between flow collection entries'],
  ],
  [
    'a key stands twice',
    [['definition.yaml', 'language: en', 'language: en\nlanguage: de']],
    ['definition.yaml: line 8: the same key stands here for the second time'],
  ],
  [
    'a sector is not listed',
    [['sectors/cellar.yaml', 'id: cellar\n']],
    ['sectors/cellar.yaml: definition.yaml does not list this sector'],
  ],
  [
    'a file has an unknown name',
    [['convention.yaml', 'note: Twice\n']],
    ['convention.yaml: no file of a definition is named so'],
  ],
  [
    'a sector has the name of another file',
    [[building, 'id: building', 'id: house']],
    ['sectors/building.yaml: /id: must be "building", as the file is named'],
  ],
  [
    'the list of sectors is missing',
    [['definition.yaml', 'sectors: [collection, learning, building]\n', '']],
    ['definition.yaml: "sectors" is missing'],
  ],
]

const shape: readonly Case[] = [
  [
    'a key is misspelt',
    [[building, '    text: How many', '    txet: How many']],
    [
      'sectors/building.yaml: /urgency/1: u-32: "text" is missing',
      'sectors/building.yaml: /urgency/1: u-32: "txet" is no key here; there are id, kind, text, help, levels, asked_to, declaration, numeric_field, show_if, comparability, not_applicable',
    ],
  ],
  [
    'a paragraph is a number',
    [[building, 'declaration: ["3"]', 'declaration: [3]']],
    ['sectors/building.yaml: /declaration/0: must be text, not a number; put it in quotes'],
  ],
  [
    'a list is a text',
    [[building, 'evidence: [List of posts]', 'evidence: List of posts']],
    ['sectors/building.yaml: /questions/0/evidence: q-31: must be a list, not text'],
  ],
  [
    'an entry is empty',
    [[building, '    help: Even once.', '    help:']],
    ['sectors/building.yaml: /urgency/0/help: u-31: must be text, not empty'],
  ],
  [
    'a text is empty',
    [[building, 'help: Even once.', 'help: ""']],
    ['sectors/building.yaml: /urgency/0/help: u-31: must not be empty'],
  ],
  [
    'a text ends with a line break',
    [[building, 'help: Even once.', 'help: >\n      Even once.']],
    [
      'sectors/building.yaml: /urgency/0/help: u-31: "Even once.\n" does not fit: text for people, without spaces or line breaks at its ends',
    ],
  ],
  [
    'a level is missing, another is beyond the scale',
    [[building, '4: An injury', '5: An injury']],
    [
      'sectors/building.yaml: /urgency/0/levels: u-31: "4" is missing',
      'sectors/building.yaml: /urgency/0/levels: u-31: "5" is no key here; there are 0, 1, 2, 3, 4',
    ],
  ],
  [
    'a rule has an unknown name',
    [['definition.yaml', 'rule: weakest-part', 'rule: median']],
    ['definition.yaml: /dimensions/0/rule: means: "median" is not one of mean, weakest-part'],
  ],
  [
    'a version is no version',
    [['definition.yaml', 'version: "2.0.0"', 'version: "2"']],
    ['definition.yaml: /version: "2" does not fit: three numbers with dots, as in 1.0.0'],
  ],
  [
    'an id holds spaces',
    [[building, 'band: weak, lead: [house]', 'band: weak, lead: [the house]']],
    [
      'sectors/building.yaml: /actions/1/lead/0: act-32: "the house" does not fit: small letters, digits, _ and -, with a letter first',
      'sectors/building.yaml: /actions/1/lead/0: act-32: there is no voice "the house"; there are owner, house, visitors',
    ],
  ],
  [
    'a key of a mapping is no id',
    [[building, '  owner: Pays', '  The owner: Pays']],
    [
      'sectors/building.yaml: /roles: "The owner" does not fit: small letters, digits, _ and -, with a letter first',
      'sectors/building.yaml: /roles/The owner: there is no tier "The owner"; there are owner, house',
    ],
  ],
  [
    'a voice is asked twice',
    [[building, 'asked_to: [owner, house]', 'asked_to: [owner, owner]']],
    ['sectors/building.yaml: /questions/0/asked_to: q-31: "owner" stands here twice'],
  ],
  [
    'nobody is asked',
    [[building, 'asked_to: [owner, house]', 'asked_to: []']],
    ['sectors/building.yaml: /questions/0/asked_to: q-31: needs at least 1 entry'],
  ],
  [
    'a suggested value is beyond the scale',
    [['interdependence.yaml', 'suggested: 3', 'suggested: 5']],
    ['interdependence.yaml: /pairs/4/suggested: p-5: must be 4 or less'],
  ],
  [
    'a weight is 0',
    [[collection, 'weight: 2', 'weight: 0']],
    ['sectors/collection.yaml: /questions/0/weight: q-11: must be more than 0'],
  ],
  [
    'a field that may be left out is neither true nor false',
    [['definition.yaml', 'required: true', 'required: perhaps']],
    ['definition.yaml: /profile/0/required: profile.name: must be true or false, not text'],
  ],
]

const references: readonly Case[] = [
  [
    'a voice that is asked does not exist',
    [[building, 'asked_to: [owner, house]', 'asked_to: [owner, hose]']],
    [
      'sectors/building.yaml: /questions/0/asked_to/1: q-31: there is no voice "hose"; there are owner, house, visitors',
    ],
  ],
  [
    'a criterion does not exist',
    [[building, 'criterion: space', 'criterion: spice']],
    [
      'sectors/building.yaml: /questions/1/criterion: q-32: there is no criterion "spice"; there are staff, space, training, access, taking-part',
    ],
  ],
  [
    'a criterion belongs to another dimension',
    [[building, 'criterion: taking-part', 'criterion: space']],
    ['sectors/building.yaml: /questions/3/criterion: q-34: the criterion "space" belongs to the dimension "means"'],
  ],
  [
    'a sector asks what is cross-cutting',
    [[building, 'criterion: space', 'criterion: training']],
    [
      'sectors/building.yaml: /questions/1/criterion: q-32: the criterion "training" is for cross-cutting questions only',
    ],
  ],
  [
    'a dimension does not exist',
    [[building, 'act-31, dimension: means', 'act-31, dimension: ways']],
    ['sectors/building.yaml: /actions/0/dimension: act-31: there is no dimension "ways"; there are means, welcome'],
  ],
  [
    'a criterion names no dimension',
    [['definition.yaml', 'id: taking-part, dimension: welcome', 'id: taking-part, dimension: wellcome']],
    [
      'definition.yaml: /criteria/4/dimension: taking-part: there is no dimension "wellcome"; there are means, welcome',
      'sectors/collection.yaml: /questions/3/criterion: q-14: the criterion "taking-part" belongs to the dimension "wellcome"',
      'sectors/learning.yaml: /questions/3/criterion: q-24: the criterion "taking-part" belongs to the dimension "wellcome"',
      'sectors/building.yaml: /questions/3/criterion: q-34: the criterion "taking-part" belongs to the dimension "wellcome"',
    ],
  ],
  [
    'a convention, a standard, an objective and a domain do not exist',
    [
      [collection, 'conventions: [illicit1970]', 'conventions: [illicit1971]\n    gcm_objectives: [24]'],
      [collection, 'standards: [std-light]', 'standards: [std-dark]\n    mgi_domains: [7]'],
    ],
    [
      'sectors/collection.yaml: /questions/2/conventions/0: q-13: there is no convention "illicit1971"; there are illicit1970, unidroit1995',
      'sectors/collection.yaml: /questions/2/standards/0: q-13: there is no standard "std-dark"; there are std-light',
      'sectors/collection.yaml: /questions/2/mgi_domains/0: q-13: there is no MGI domain "7"',
      'sectors/collection.yaml: /questions/2/gcm_objectives/0: q-13: there is no GCM objective "24"',
    ],
  ],
  [
    'a role is given to a voice that does not govern',
    [[building, '  owner: Pays', '  visitors: Pay']],
    ['sectors/building.yaml: /roles/visitors: there is no tier "visitors"; there are owner, house'],
  ],
  [
    'an action names no band',
    [['cross-cutting.yaml', 'band: weak', 'band: week']],
    ['cross-cutting.yaml: /actions/0/band: act-training: there is no band "week"; there are weak, strong'],
  ],
  [
    'a recommendation is for no dimension',
    [['definition.yaml', '  welcome: Keep', '  farewell: Keep']],
    [
      'definition.yaml: /high_by_dimension/farewell: there is no dimension "farewell"; there are means, welcome',
      'definition.yaml: /high_by_dimension: has nothing for the dimension "welcome"',
    ],
  ],
  [
    'articles are for no sector',
    [['conventions.yaml', '      collection:', '      cellar:']],
    [
      'conventions.yaml: /conventions/0/articles/cellar: illicit1970: there is no sector "cellar"; there are collection, learning, building, cross',
    ],
  ],
  [
    'a convention brings an unknown one',
    [['conventions.yaml', 'implies: [illicit1970]', 'implies: [hague1954]']],
    [
      'conventions.yaml: /conventions/1/implies/0: unidroit1995: there is no convention "hague1954"; there are illicit1970, unidroit1995',
    ],
  ],
  [
    'a group has no category',
    [['major-groups.yaml', 'id: friends, category: near', 'id: friends, category: far']],
    ['major-groups.yaml: /groups/1/category: friends: there is no category "far"; there are near'],
  ],
  [
    'an id stands in one list twice',
    [[building, 'id: q-32', 'id: q-31']],
    ['sectors/building.yaml: /questions/1/id: q-31: "q-31" stands in this list twice'],
  ],
  [
    'an id is another item in another file',
    [['interdependence.yaml', 'id: p-6', 'id: q-11']],
    ['interdependence.yaml: /pairs/5/id: q-11: another item in sectors/collection.yaml is "q-11" too'],
  ],
  [
    'two sectors have one letter',
    [[building, 'letter: c', 'letter: a']],
    ['sectors/building.yaml: /letter: another sector in sectors/collection.yaml is "a" too'],
  ],
]

const conditions: readonly Case[] = [
  [
    'a condition rests on an unknown item',
    [[learning, 'item: q-23', 'item: q-29']],
    ['sectors/learning.yaml: /questions/3/show_if/item: q-24: there is no item "q-29"'],
  ],
  [
    'conditions lead in a circle',
    [
      [learning, '    comparability: indirect', '    show_if: { item: q-24, min_level: 1 }'],
      [learning, 'item: q-23', 'item: q-22'],
    ],
    ['sectors/learning.yaml: /questions/1/show_if: q-22: the conditions lead in a circle: q-22 → q-24 → q-22'],
  ],
  [
    'an item rests on itself',
    [[learning, 'item: q-23', 'item: q-24']],
    ['sectors/learning.yaml: /questions/3/show_if: q-24: the conditions lead in a circle: q-24 → q-24'],
  ],
  [
    'a condition is half a condition',
    [[learning, '{ item: q-23, min_level: 2 }', '{ item: q-23 }']],
    ['sectors/learning.yaml: /questions/3/show_if: q-24: "min_level" is missing beside "item"'],
  ],
  [
    'a condition is empty',
    [[learning, '{ item: q-23, min_level: 2 }', '{}']],
    ['sectors/learning.yaml: /questions/3/show_if: q-24: needs at least 1 key'],
  ],
  [
    'a condition is two conditions',
    [[learning, 'min_level: 2 }', 'min_level: 2, profile: profile.seasons, min_selected: 1 }']],
    ['sectors/learning.yaml: /questions/3/show_if: q-24: takes at most 2 keys'],
  ],
  [
    'a level is asked of 0, which says nothing',
    [[learning, 'min_level: 2', 'min_level: 0']],
    ['sectors/learning.yaml: /questions/3/show_if/min_level: q-24: must be 1 or more'],
  ],
  [
    'a condition rests on a field without options',
    [[building, 'profile.seasons, min_selected: 1', 'profile.name, min_selected: 1']],
    ['sectors/building.yaml: /questions/2/show_if/profile: q-33: "profile.name" has no options that could be selected'],
  ],
  [
    'a condition rests on an unknown field',
    [[building, 'profile.seasons, min_selected: 1', 'profile.season, min_selected: 1']],
    [
      'sectors/building.yaml: /questions/2/show_if/profile: q-33: there is no field of the profile "profile.season"; there are profile.name, profile.seasons',
    ],
  ],
  [
    'a condition asks for more options than there are',
    [[building, 'min_selected: 1', 'min_selected: 3']],
    ['sectors/building.yaml: /questions/2/show_if/min_selected: q-33: "profile.seasons" has only 2 options'],
  ],
  [
    'a condition rests on the conventions of no sector',
    [[collection, 'sector: collection', 'sector: cellar']],
    [
      'sectors/collection.yaml: /questions/2/show_if/conventions_in_force_for_sector: q-13: there is no sector "cellar"; there are collection, learning, building',
    ],
  ],
]

const wholeness: readonly Case[] = [
  [
    'a sector lacks a core question',
    [[building, 'criterion: access\n    depth: core', 'criterion: access\n    depth: extended']],
    ['sectors/building.yaml: /questions: needs a core question in the dimension "welcome"'],
  ],
  [
    'a kind of urgency is asked twice, another not at all',
    [[building, 'kind: time', 'kind: share']],
    [
      'sectors/building.yaml: /urgency: needs exactly one item of the kind share, has 2',
      'sectors/building.yaml: /urgency: needs exactly one item of the kind time, has 0',
    ],
  ],
  [
    'a pair is asked twice, another not at all',
    [['interdependence.yaml', 'dependent: building, suggested: 1', 'dependent: learning, suggested: 1']],
    [
      'interdependence.yaml: /pairs/1: p-2: the influence of collection on learning is asked twice',
      'interdependence.yaml: /pairs: the influence of collection on building is not asked',
    ],
  ],
  [
    'a sector influences itself',
    [
      [
        'interdependence.yaml',
        'influencing: building, dependent: learning',
        'influencing: learning, dependent: learning',
      ],
    ],
    [
      'interdependence.yaml: /pairs/5: p-6: "learning" cannot influence itself',
      'interdependence.yaml: /pairs: the influence of building on learning is not asked',
    ],
  ],
  [
    'bands leave a gap',
    [['definition.yaml', 'min: 2, max: 4', 'min: 3, max: 4']],
    ['definition.yaml: /bands/1/min: strong: must be 2: bands cover 0 to 4 without a gap'],
  ],
  [
    'bands end before 4 and go backwards',
    [['definition.yaml', 'min: 2, max: 4', 'min: 2, max: 1']],
    [
      'definition.yaml: /bands/1/max: strong: must be more than 2, where the band begins',
      'definition.yaml: /bands/1/max: strong: must be 4: bands cover 0 to 4',
    ],
  ],
  [
    'a choice has no options',
    [['definition.yaml', 'type: text', 'type: single']],
    ['definition.yaml: /profile/0: profile.name: a field of type single needs "options"'],
  ],
  [
    'a group has no fields',
    [['definition.yaml', 'type: text', 'type: group']],
    ['definition.yaml: /profile/0: profile.name: a field of type group needs "fields"'],
  ],
  [
    'the weakest part is sought where there are no parts',
    [['definition.yaml', 'rule: mean', 'rule: weakest-part']],
    ['definition.yaml: /dimensions/1: welcome: the rule weakest-part needs "parts"'],
  ],
  [
    'a mean has parts',
    [['definition.yaml', 'rule: weakest-part', 'rule: mean']],
    [
      'definition.yaml: /dimensions/0/parts: means: parts need the rule weakest-part',
      'definition.yaml: /criteria/0: staff: the dimension "means" has no parts; take "part" out',
      'definition.yaml: /criteria/1: space: the dimension "means" has no parts; take "part" out',
      'definition.yaml: /criteria/2: training: the dimension "means" has no parts; take "part" out',
    ],
  ],
  [
    'a criterion is in no part',
    [['definition.yaml', 'part: rooms, ', '']],
    ['definition.yaml: /criteria/1: space: needs a "part" of the dimension "means": people or rooms'],
  ],
  [
    'a criterion is in an unknown part',
    [['definition.yaml', 'part: rooms, ', 'part: halls, ']],
    ['definition.yaml: /criteria/1: space: the dimension "means" has no part "halls"; there are people, rooms'],
  ],
  [
    'a tier stands after the groups',
    [['definition.yaml', 'id: owner, kind: tier', 'id: owner, kind: groups']],
    [
      'definition.yaml: /voices/1: house: the tier "house" must stand before the other voices',
      'sectors/collection.yaml: /roles/owner: there is no tier "owner"; there are house',
      'sectors/learning.yaml: /roles/owner: there is no tier "owner"; there are house',
      'sectors/building.yaml: /roles/owner: there is no tier "owner"; there are house',
    ],
  ],
  [
    'items compare with no version',
    [['definition.yaml', 'previous: "1.0.0"\ndropped: [q-cafe]\n', '']],
    [
      'sectors/learning.yaml: /questions/1/comparability: q-22: definition.yaml names no "previous" version to compare with',
      'sectors/building.yaml: /questions/3/comparability: q-34: definition.yaml names no "previous" version to compare with',
      'interdependence.yaml: /pairs/3/comparability: p-4: definition.yaml names no "previous" version to compare with',
    ],
  ],
  [
    'items are dropped from no version',
    [
      ['definition.yaml', 'previous: "1.0.0"\n', ''],
      [learning, '    comparability: indirect\n', ''],
      [building, '    comparability: new\n', ''],
      ['interdependence.yaml', '    comparability: new\n', ''],
    ],
    ['definition.yaml: "previous" is missing beside "dropped"'],
  ],
  [
    'a dropped item is still asked',
    [['definition.yaml', 'dropped: [q-cafe]', 'dropped: [q-11]']],
    ['definition.yaml: /dropped/0: "q-11" is still asked'],
  ],
  [
    'a version follows itself',
    [['definition.yaml', 'previous: "1.0.0"', 'previous: "2.0.0"']],
    ['definition.yaml: /previous: is the version itself'],
  ],
  [
    'a dimension has more questions than can be compared',
    [[building, 'urgency:\n', `${manyQuestions(18)}\nurgency:\n`]],
    ['sectors/building.yaml: /questions: has 20 questions in the dimension "means"; at most 19 can be compared'],
  ],
]

function manyQuestions(count: number): string {
  const question = (n: number) =>
    `{ id: more-${n}, dimension: means, criterion: staff, depth: extended, text: More?, help: More., evidence: [], ` +
    'levels: { 0: a, 1: b, 2: c, 3: d, 4: e }, asked_to: [house], declaration: [] }'
  return Array.from({ length: count }, (_, n) => `  - ${question(n)}\n`).join('')
}

const yamlFiles = ['definition.yaml', 'cross-cutting.yaml', 'interdependence.yaml', 'conventions.yaml'].concat([
  'major-groups.yaml',
  collection,
  learning,
  building,
])

/** A value with another one in a place: each step chooses an entry, and the way ends where there is none. */
function replaced(value: unknown, [step, ...way]: readonly number[], other: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return other
  const entries = Object.entries(value)
  if (entries.length === 0) return other
  const chosen = step % entries.length
  const changed = entries.map(([key, child], at) => [key, at === chosen ? replaced(child, way, other) : child])
  return Array.isArray(value) ? changed.map(([, child]) => child) : Object.fromEntries(changed)
}

const groups = { files, shape, references, conditions, wholeness }

describe('a broken definition is refused with file, place and reason', () => {
  for (const [group, cases] of Object.entries(groups)) {
    describe(group, () => {
      test.each(cases)('%s', (_name, edits, faults) => {
        expect(faultsAfter(TINY_FOLDER, edits)).toEqual(faults)
      })
    })
  }

  test('the name "cross" is taken', () => {
    const faults = faultsAfter(TINY_FOLDER, [['definition.yaml', 'sectors: [', 'sectors: [cross, ']])
    expect(faults).toContain('definition.yaml: /sectors/0: "cross" stands for all sectors together and can name none')
  })

  test('a sector whose name is no name of a file is never looked for on the disk', () => {
    const faults = faultsAfter(TINY_FOLDER, [['definition.yaml', 'sectors: [', 'sectors: [../../secret, ']])
    expect(faults).toEqual([
      'definition.yaml: /sectors/0: "../../secret" does not fit: small letters, digits, _ and -, with a letter first',
    ])
  })

  test('faults of several files and kinds come all at once', () => {
    const faults = faultsAfter(TINY_FOLDER, [
      ['definition.yaml', 'rule: mean', 'rule: median'],
      [collection, 'weight: 2', 'weight: heavy'],
      [learning, 'item: q-23', 'item: q-29'],
      [building, 'letter: c', 'letter: c\nletter: d'],
      ['interdependence.yaml', 'suggested: 3', 'suggested: 3.5'],
      ['conventions.yaml', null],
    ])
    expect(faults).toEqual([
      'definition.yaml: /dimensions/1/rule: welcome: "median" is not one of mean, weakest-part',
      'sectors/collection.yaml: /questions/0/weight: q-11: must be a number, not text',
      'sectors/building.yaml: line 7: the same key stands here for the second time',
      'interdependence.yaml: /pairs/4/suggested: p-5: must be a whole number, not 3.5',
      'conventions.yaml: the file is missing',
      // What a file that can't be read would have held is not missed a second time, so "q-29" may stand in it.
    ])
  })

  test('whatever stands in a file, there are faults and no crash', () => {
    withEdits(TINY_FOLDER, [], (copy) => {
      const place = fc.array(fc.nat(20), { maxLength: 6 })
      const other = fc.constantFrom<unknown>(null, true, 3, 'x', [], ['x'], {}, { id: 3 })
      fc.assert(
        fc.property(fc.constantFrom(...yamlFiles), place, other, (file, way, value) => {
          const path = join(copy, file)
          const before = readFileSync(path, 'utf8')
          writeFileSync(path, JSON.stringify(replaced(load(before, { schema: CORE_SCHEMA }), way, value)))
          try {
            loadDefinition(copy)
          } catch (error) {
            if (!(error instanceof MalinesError) || error.faults.length === 0) throw error
          } finally {
            writeFileSync(path, before)
          }
        }),
        { numRuns: 200, seed: 1 },
      )
    })
  })

  test('a folder without a definition is not found', () => {
    expect(() => loadDefinition(MECHELEN_FOLDER.replace('mechelen-50', 'nowhere'))).toThrow('There is no definition in')
  })
})
