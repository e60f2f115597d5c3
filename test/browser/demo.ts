/** The demonstration as browser tests use it: its people, and a body that has still to answer. */
import { type DemoAccount, fillDemo } from '../../src/demo.js'
import type { Item } from '../../src/rules/items.js'
import type { Assessment } from '../../src/store/assessments.js'
import type { RoundHead } from '../../src/store/rounds.js'
import { askedOf, hasAnswered } from '../../src/web/asked.js'
import type { TestServer } from '../support/server.js'

export type Role = DemoAccount['role'] | 'stranger'

export interface Demo {
  /** The first account with a role; undefined for a stranger. */
  readonly person: (role: Role) => string | undefined
  readonly city: Assessment
  readonly open: RoundHead
  readonly closed: RoundHead
  /** The body of the respondent in the open round. */
  readonly body: string
  /** Where the pages of that body are. */
  readonly mine: string
  /** Questions of that body that it has answered, and those that it has not. */
  readonly answered: readonly Item[]
  readonly missing: readonly Item[]
}

export async function openDemo({ store }: TestServer): Promise<Demo> {
  const accounts = await fillDemo(store, new Date())
  const person = (role: Role) => accounts.find((account) => account.role === role)?.person
  const parts = await store.participants.listOfPerson(person('respondent') ?? '')
  const heads = await Promise.all(parts.map(({ round }) => store.rounds.find(round ?? '')))
  const [open, closed] = (['open', 'closed'] as const).map((state) => heads.find((head) => head?.state === state))
  const id = parts.find(({ round }) => round === open?.id)?.body
  if (!open || !closed || !id) throw new Error('the demonstration has no respondent in an open and a closed round')
  const stored = await store.rounds.load(open.id)
  const body = stored.round.bodies.find((one) => one.id === id)!
  const asked = askedOf(stored, body).filter(({ kind }) => kind !== 'pair')
  const isAnswered = (item: Item) => hasAnswered(stored, body, item.id)
  return {
    ...{ person, open, closed, city: stored.assessment, body: id, mine: `/rounds/${open.id}/bodies/${id}` },
    answered: asked.filter(isAnswered),
    missing: asked.filter((item) => !isAnswered(item)),
  }
}
