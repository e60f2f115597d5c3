/** A place with a round of the questionnaire that comes with malines, led by Ines. */
import type { Body, Round } from '../../src/rules/model.js'
import type { Person } from '../../src/store/people.js'
import type { RoundFrame, RoundHead } from '../../src/store/rounds.js'
import { type Browser, type TestApp, testApp } from './app.js'
import { mechelen } from './definitions.js'
import { documentOf } from './page.js'
import { openTestStore } from './store.js'

export const NOW = new Date('2026-05-04T10:00:00Z')
export const questionnaire = mechelen().definition

/** What the readiness check asks of the place, in full. */
export const FRAME: RoundFrame = {
  profile: {
    'profile.tiers': { national: 'Federal State', local: 'City' },
    'profile.places': ['transit'],
    'profile.population': 94610,
    'profile.surge': 'no',
    'profile.date': '2026-04-01',
  },
  conventions: questionnaire.conventions.conventions.map(({ id }) => ({ id, party: id === 'crc' ? 'yes' : 'no' })),
  conventionsInForce: ['crc'],
}

export interface Led extends TestApp {
  readonly ines: Person
  readonly browser: Browser
  readonly head: RoundHead
  readonly hash: string
  /** The round as the method takes it, now. */
  readonly round: () => Promise<Round>
  readonly body: (name: string, voice: string, group?: string) => Promise<Body>
}

/** The round is in preparation, with nothing set up unless `frame` says so. */
export async function ledRound(frame: RoundFrame = {}, options: Parameters<typeof testApp>[0] = {}): Promise<Led> {
  const { clock } = { clock: () => NOW, ...options }
  const test = await testApp({ clock, ...options, store: await openTestStore({ clock }) })
  const hash = await test.store.definitions.keep(mechelen())
  const ines = await test.person('Ines')
  const { id: assessment } = await test.store.assessments.create({ name: 'Rivermond', country: 'BE' }, null)
  await test.store.participants.add({ person: ines.id, assessment, role: 'facilitator' }, null)
  const head = await test.store.rounds.create(
    { assessment, name: '2026', definitionHash: hash, form: 'short', frame },
    null,
  )
  return {
    ...test,
    ...{ ines, head, hash },
    browser: await test.as(ines),
    round: async () => (await test.store.rounds.load(head.id)).round,
    body: (name, voice, group) =>
      test.store.bodies.create(head.id, { name, voice, ...(group === undefined ? {} : { group }) }, null),
  }
}

/** A round that can open: the place is described, each tier has a body, each body somebody. */
export async function readyRound(options?: Parameters<typeof testApp>[0]): Promise<Led & { readonly bodies: Body[] }> {
  const led = await ledRound(FRAME, options)
  const { assessment, id: round } = led.head
  const bodies = [
    await led.body('Ministry', 'national'),
    await led.body('City services', 'local'),
    await led.body('Women’s network', 'major_groups', 'women'),
    await led.body('Youth council', 'major_groups', 'children_youth'),
  ]
  for (const body of bodies) {
    const { id: person } = await led.person(`Person of ${body.name}`)
    await led.store.participants.add({ person, assessment, role: 'respondent', round, body: body.id }, null)
  }
  await led.store.rounds.update(round, { closesOn: '2026-06-30' }, null)
  return { ...led, bodies }
}

/** The words of a page between two marks, with single spaces. */
export function textOf(html: string, selector = 'main'): string {
  const found = documentOf(html).querySelector(selector)
  return (found?.textContent ?? '').replace(/\s+/g, ' ').trim()
}

/** The links of the list of errors with their words. */
export function errorsOf(html: string): readonly (readonly [href: string | null, text: string])[] {
  return [...documentOf(html).querySelectorAll('[data-error-summary] a')].map((link) => {
    return [link.getAttribute('href'), (link.textContent ?? '').trim()] as const
  })
}
