import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import canonicalize from 'canonicalize'
import { describe, expect, test } from 'vitest'
import type { Definition } from '../../src/rules/model.js'
import { MECHELEN_FOLDER, mechelen } from '../support/definitions.js'
import pinned from './mechelen-texts.json' with { type: 'json' }

const { definition, languages } = mechelen()
const questions = definition.sectors.flatMap((sector) => sector.questions)
const allQuestions = [...questions, ...definition.cross_cutting.questions]

describe('the questionnaire of the Declaration of Mechelen is whole', () => {
  test('it is version 1.0.0, in English and French', () => {
    expect([definition.id, definition.version]).toEqual(['mechelen-50', '1.0.0'])
    expect([...languages.keys()]).toEqual(['en', 'fr'])
    expect(languages.get('fr')).toMatchObject({ id: 'mechelen-50', version: '1.0.0', language: 'fr' })
  })

  test('nine sectors stand in the order of the text, with its letters', () => {
    expect(definition.sectors.map(({ letter, id }) => `${letter} ${id}`)).toEqual([
      'a food',
      'b water',
      'c security',
      'd infrastructure',
      'e shelter',
      'f education',
      'g documents',
      'h information',
      'i justice',
    ])
  })

  test('four voices, three dimensions, eighteen criteria', () => {
    expect(definition.voices.map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      'tier national',
      'tier regional',
      'tier local',
      'groups major_groups',
    ])
    expect(definition.dimensions.map(({ id, rule, parts, capped }) => ({ id, rule, parts, capped }))).toEqual([
      {
        id: 'capacity',
        rule: 'weakest-part',
        parts: [
          { id: 'role', name: 'Role' },
          { id: 'resources', name: 'Resources' },
        ],
      },
      { id: 'coherence', rule: 'mean', capped: true },
      { id: 'comprehensiveness', rule: 'mean' },
    ])
    expect(definition.criteria).toHaveLength(18)
    expect(definition.criteria.filter((criterion) => criterion.cross_cutting_only)).toHaveLength(6)
  })

  test('108 sector questions, 76 of them in the short form, 21 cross-cutting, 27 on urgency, 72 pairs', () => {
    expect(questions).toHaveLength(108)
    expect(questions.filter(({ depth }) => depth === 'core')).toHaveLength(76)
    expect(definition.cross_cutting.questions).toHaveLength(21)
    expect(definition.sectors.flatMap((sector) => sector.urgency)).toHaveLength(27)
    expect(definition.interdependence.pairs).toHaveLength(72)
    expect(definition.interdependence.pairs.filter(({ rationale }) => rationale)).toHaveLength(16)
  })

  test('36 conditions: conventions, places in migration, severity', () => {
    const shown = definition.sectors.flatMap(({ id, questions, urgency }) =>
      [...questions, ...urgency].flatMap(({ show_if }) => (show_if ? [{ sector: id, ...show_if }] : [])),
    )
    const forms = shown.map((condition) => Object.keys(condition).slice(1).join(' '))
    const count = (form: string) => forms.filter((one) => one === form).length
    expect([
      count('conventions_in_force_for_sector min'),
      count('profile min_selected'),
      count('item min_level'),
    ]).toEqual([9, 9, 18])
    expect(definition.sectors[0]?.urgency.map(({ show_if }) => show_if)).toEqual([
      undefined,
      { item: 'food.urgency.severity', min_level: 1 },
      { item: 'food.urgency.severity', min_level: 1 },
    ])
  })

  test('38 conventions with 334 articles, 25 groups, 89 actions, 31 standards, 35 triggers, 12 profile fields', () => {
    const { conventions } = definition.conventions
    expect(conventions).toHaveLength(38)
    expect(conventions.flatMap(({ articles }) => Object.values(articles).flat())).toHaveLength(334)
    expect(definition.major_groups.groups).toHaveLength(25)
    const actions = definition.sectors.flatMap((sector) => sector.actions)
    expect([actions.length, definition.cross_cutting.actions.length]).toEqual([81, 8])
    const standards = definition.sectors.flatMap((sector) => sector.standards)
    expect([standards.length, standards.filter(({ verified }) => verified).length]).toEqual([31, 11])
    expect(definition.sectors.flatMap((sector) => sector.urgency_triggers)).toHaveLength(35)
    expect(definition.profile).toHaveLength(12)
  })

  test('every question keeps its references', () => {
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
    const references = (
      key: 'declaration' | 'sdg_targets' | 'gcm_objectives' | 'mgi_domains' | 'conventions' | 'standards',
    ) => sum(allQuestions.map((question) => question[key]?.length ?? 0))
    expect({
      declaration: references('declaration'),
      sdg: references('sdg_targets'),
      gcm: references('gcm_objectives'),
      mgi: references('mgi_domains'),
      conventions: references('conventions'),
      standards: references('standards'),
    }).toEqual({ declaration: 300, sdg: 265, gcm: 233, mgi: 131, conventions: 53, standards: 31 })
    expect([definition.gcm_titles.length, definition.mgi_domains.length]).toEqual([23, 6])
  })

  test('every convention has a list of articles for every sector and for all of them together', () => {
    const keys = [...definition.sectors.map(({ id }) => id), 'cross'].sort()
    for (const { articles } of definition.conventions.conventions) expect(Object.keys(articles).sort()).toEqual(keys)
  })
})

function countTexts(value: unknown): number {
  if (typeof value === 'string') return 1
  return typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, child) => sum + countTexts(child), 0)
    : 0
}

/** What `mechelen-texts.json` pins: number of texts and codes, and SHA-256, of each sector and each other part. */
function pins({ hash: _, sectors, cross_cutting, interdependence, conventions, major_groups, ...frame }: Definition) {
  const parts = { frame, ...Object.fromEntries(sectors.map((sector) => [sector.id, sector])) }
  return Object.fromEntries(
    Object.entries({ ...parts, cross_cutting, interdependence, conventions, major_groups }).map(([name, part]) => {
      const sha256 = createHash('sha256')
        .update(String(canonicalize(part)))
        .digest('hex')
      return [name, `${countTexts(part)} ${sha256}`]
    }),
  )
}

describe('no word of version 1.0.0 changes unseen: a change of words is a change of version and of these pins', () => {
  test.each(Object.keys(pinned))('in %s', (language) => {
    const texts = languages.get(language)
    expect(texts && pins(texts)).toEqual(pinned[language as keyof typeof pinned])
  })
})

describe('French texts keep the rules of French typography', () => {
  const files = readdirSync(join(MECHELEN_FOLDER, 'fr'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  )

  test('there are as many files as in English', () => {
    expect(files).toHaveLength(14)
  })

  test.each(files)('%s', (file) => {
    const texts = readFileSync(join(MECHELEN_FOLDER, 'fr', file), 'utf8').replace(/^#.*$/gm, '')
    expect(texts.match(/.{0,20}[^\u202f][;!?](?=\s|$).{0,5}/gm), 'a narrow no-break space before ; ! ?').toBeNull()
    expect(texts.match(/.{0,20}(«[^\u00a0]|[^\u00a0]»)/gm), 'a no-break space inside « »').toBeNull()
    expect(texts.match(/.{0,20}\p{L}'\p{L}.{0,5}/gmu), 'a curved apostrophe').toBeNull()
  })
})
