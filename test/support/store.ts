/** Stores in memory, and a small round in one of them. */
import type { Body } from '../../src/rules/model.js'
import type { Assessment } from '../../src/store/assessments.js'
import { openStore, type Store } from '../../src/store/index.js'
import type { Person } from '../../src/store/people.js'
import type { RoundHead, RoundState } from '../../src/store/rounds.js'
import { tiny } from './definitions.js'

/** An empty store in memory; with `at`, a clock that stands still. */
export function openTestStore(options: { readonly at?: string; readonly clock?: () => Date } = {}): Promise<Store> {
  const { at, clock = at === undefined ? undefined : () => new Date(at) } = options
  return openStore(':memory:', { clock })
}

export interface TestRound {
  readonly assessment: Assessment
  readonly head: RoundHead
  /** One body for each voice of the tiny questionnaire, with the voice's id. */
  readonly bodies: readonly Body[]
  readonly person: Person
}

/** A round of the tiny questionnaire, open unless told otherwise, with a person. */
export async function addTestRound(store: Store, state: RoundState = 'open'): Promise<TestRound> {
  const people = await store.people.count()
  const person = await store.people.create(
    {
      name: `Person ${people}`,
      email: `person-${people}@example.org`,
      passwordHash: null,
      isAdministrator: false,
      language: null,
    },
    null,
  )
  const assessment = await store.assessments.create({ name: 'Network', country: 'BE' }, null)
  const definitionHash = await store.definitions.keep(tiny())
  const draft = await store.rounds.create(
    { assessment: assessment.id, name: '2026', definitionHash, form: 'short' },
    null,
  )
  const bodies: Body[] = []
  for (const { id } of tiny().definition.voices) {
    bodies.push(await store.bodies.create(draft.id, { name: id, voice: id }, null))
  }
  const head = state === 'preparing' ? draft : await store.rounds.setState(draft.id, state, {}, null)
  return { assessment, head, bodies, person }
}
