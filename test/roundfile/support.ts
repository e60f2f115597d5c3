import { readFileSync } from 'node:fs'
import { mechelen } from '../support/definitions.js'

export const definition = mechelen().definition

/** Text of an example round. */
export function example(name: string): string {
  return readFileSync(new URL(`../../assessments/mechelen-50/examples/${name}.round.json`, import.meta.url), 'utf8')
}

/** A small sound round with one entry of each kind, to be broken. */
export function sound(): Record<string, unknown> {
  return {
    format: 'malines-round/1',
    definition: { id: 'mechelen-50', version: '1.0.0', form: 'short' },
    assessment: { name: 'Ville de Malines', country: 'BE' },
    round: { name: '2026', closesOn: '2026-06-30' },
    profile: {
      'profile.tiers': { national: 'State', local: 'City' },
      'profile.places': ['transit', 'destination'],
      'profile.population': 86616,
      'profile.change_12m': -0.4,
      'profile.surge': 'no',
      'profile.languages': ['Dutch', 'Arabic'],
      'profile.date': '2026-01-31',
    },
    profileSources: { 'profile.population': { source: 'Register', date: '2026-01-01' } },
    conventionsInForce: ['iccpr', 'crc'],
    conventions: [{ id: 'crc', party: 'yes', since: '1991', reservations: 'Article 2' }],
    outOfScope: [
      { sector: 'food', reason: 'assessed_elsewhere', note: 'In the spring.', date: '2026-01-10' },
      { item: 'security.coherence.firewall', reason: 'other', note: 'No police here.', date: '2026-01-10' },
    ],
    bodies: [
      { id: 'city', name: 'Ville de Malines', voice: 'local' },
      { id: 'state', name: 'State', voice: 'national' },
      { id: 'assoc', name: 'Association', voice: 'major_groups', group: 'migrant_associations' },
    ],
    positions: [
      { body: 'city', item: 'water.capacity.role', level: 2, confidence: 'documented', comment: 'By decree.' },
      { body: 'assoc', item: 'water.coherence.rules', answer: 'dk' },
      { body: 'city', item: 'water.coherence.rules', answer: 'na', reason: 'The region decides alone.' },
      {
        body: 'city',
        item: 'interdep.water.on.food',
        level: 1,
        evidence: [
          { title: 'Study', url: 'https://example.org/study' },
          { title: 'Plan', sha256: '0'.repeat(64), name: 'plan.pdf', bytes: 1200 },
        ],
        lang: 'nl',
      },
      { body: 'city', item: 'water.urgency.share', level: 1, number: 250 },
    ],
    agreed: [
      {
        item: 'water.capacity.role',
        level: 2,
        rationale: 'The decree is applied.',
        dissent: [{ voice: 'major_groups', note: 'Not at night.' }],
      },
      { item: 'water.coherence.rules', answer: 'na', reason: 'The region decides alone.' },
    ],
    findings: [
      {
        id: 'land-title',
        kind: 'contradiction',
        sectors: ['shelter', 'education'],
        severity: 'blocking',
        status: 'open',
        rules: 'Decree against by-law.',
        settledBy: 'The city',
      },
      {
        id: 'births',
        kind: 'nonconformity',
        sectors: ['documents'],
        convention: 'crc',
        article: '7',
        severity: 'friction',
        status: 'open',
        rules: 'Circular 3.',
      },
    ],
    actions: [
      {
        id: 'well',
        sector: 'water',
        dimension: 'capacity',
        text: 'Dig a well.',
        lead: 'city',
        due: '2027-01-01',
        state: 'planned',
        declaration: ['24'],
      },
    ],
    method: {
      mode: 'both',
      weights: { need: 1, urgency: 2, interdependence: 0 },
      dimensions: { capacity: 1, coherence: 0.5, comprehensiveness: 1 },
      normaliser: 'fixed',
      seed: 7,
    },
  }
}

/** The sound round with the value at a JSON pointer replaced, or left out when it is undefined. */
export function broken(pointer: string, value: unknown): unknown {
  const round: unknown = structuredClone(sound())
  const steps = pointer.slice(1).split('/')
  const last = steps.pop() ?? ''
  const parent = steps.reduce<unknown>((node, step) => Reflect.get(Object(node), step), round)
  if (value === undefined) Reflect.deleteProperty(Object(parent), last)
  else Reflect.set(Object(parent), last, value)
  return round
}
