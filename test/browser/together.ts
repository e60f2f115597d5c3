/** One round on one server with its people, each in a browser of their own: what they do, and what their pages say. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Level } from '../../src/rules/model.js'
import type { AnswerEvent } from '../../src/store/answers.js'
import type { Reveal } from '../../src/store/rounds.js'
import type { Visit, Visitor } from '../support/chromium.js'
import type { TestServer } from '../support/server.js'
import { addTestRound } from '../support/store.js'

/** Milliseconds: browsers on a busy machine are slow. */
export const PATIENTLY = { timeout: 60_000 }

const PEOPLE = {
  leader: { name: 'Ines Moreau', body: undefined },
  amina: { name: 'Amina Haddad', body: 'house' },
  peter: { name: 'Peter Stein', body: 'house' },
  olga: { name: 'Olga Silva', body: 'owner' },
} as const

type Name = keyof typeof PEOPLE

export interface Together {
  readonly round: string
  readonly person: (name: Name) => string
  /** A page of the round in a context of its own, such as `/meeting`; of a body with its id. */
  readonly open: (name: Name, page?: string) => Promise<Visitor>
  /** Path of the page of an item of a body, below the round. */
  readonly item: (item: string, body?: string) => string
  /** Everything that was ever saved for an item; body '' is the agreed answer. */
  readonly history: (item: string, body?: string) => Promise<readonly AnswerEvent[]>
  /** An answer of a body that comes from elsewhere. */
  readonly answer: (body: string, item: string, level: Level, comment?: string) => Promise<void>
  /** Ends somebody's part in the round. */
  readonly remove: (name: Name) => Promise<void>
}

let count = 0

/** A fresh round of the tiny questionnaire: one who leads, two of the body `house`, one of the body `owner`. */
export async function together(server: TestServer, visit: Visit, reveal?: Reveal): Promise<Together> {
  const { store } = server
  const { head, assessment } = await addTestRound(store)
  // Everything is asked, and the round has days to go.
  await store.rounds.update(head.id, { form: 'full', closesOn: '2099-12-31', ...(reveal && { reveal }) }, null)
  const ids = new Map<string, string>()
  const parts = new Map<string, string>()
  for (const [key, { name, body }] of Object.entries(PEOPLE)) {
    const email = `${key}-${++count}@example.org`
    const { id } = await store.people.create(
      {
        ...{ name, email, passwordHash: null, isAdministrator: false, language: null },
      },
      null,
    )
    const part = body
      ? ({ role: 'respondent', round: head.id, body } as const)
      : ({ role: 'facilitator', round: null, body: null } as const)
    const { id: made } = await store.participants.add({ person: id, assessment: assessment.id, ...part }, null)
    ids.set(key, id)
    parts.set(key, made)
  }
  const round = head.id
  const person = (name: Name) => ids.get(name) ?? ''
  return {
    round,
    person,
    async open(name, page = '') {
      const visitor = await visit({ locale: 'en', viewport: { width: 1280, height: 900 } })
      await server.signIn(visitor, person(name))
      await following(visitor, () => visitor.tab.goto(`${server.address}/rounds/${round}${page}`))
      return visitor
    },
    item: (item, body = 'house') => `/bodies/${body}/answers/${item}`,
    history: (item, body = 'house') => store.answers.history(round, body, item),
    async answer(body, item, level, comment) {
      const now = (await store.answers.history(round, body, item)).at(-1)?.revision ?? null
      const value = { level, ...(comment === undefined ? {} : { comment }) }
      await store.answers.save({ round, body, item, value, basedOn: now, person: null, key: `elsewhere ${++count}` })
    },
    remove: (name) => store.participants.remove(parts.get(name) ?? '', null),
  }
}

/** Does what leads to a page, and waits until that page has its scripts and hears of its round. */
export async function following({ tab }: Visitor, act: () => Promise<unknown>): Promise<void> {
  const stream = tab.waitForResponse((response) => new URL(response.url()).pathname.endsWith('/live'))
  await act()
  await stream
  await tab.waitForLoadState()
}

/** Chooses a level on the page of a question. */
export const choose = ({ tab }: Visitor, level: Level) => tab.locator(`label[for="level-${level}"]`).click()

/** The save state of a page comes to be this one. */
export const reaches = ({ tab }: Visitor, state: 'none' | 'saved' | 'waiting' | 'conflict') =>
  tab.locator(`.m-save[data-state="${state}"]`).waitFor()

/** What stands in a part of a page comes to hold some words. */
export async function says({ tab }: Visitor, selector: string, words: string | RegExp): Promise<void> {
  const text = () => tab.locator(selector).first().innerText()
  if (typeof words === 'string') await expect.poll(text, PATIENTLY).toContain(words)
  else await expect.poll(text, PATIENTLY).toMatch(words)
}

/** The same for words that may stand in a fold. */
export const holds = ({ tab }: Visitor, selector: string, words: string) =>
  expect.poll(() => tab.locator(selector).first().textContent(), PATIENTLY).toContain(words)

/** Presses a button by its words, and waits until the page after it hears of its round. */
export const press = (visitor: Visitor, name: string) =>
  following(visitor, () => visitor.tab.getByRole('button', { name, exact: true }).first().click())

/** Puts a mark on a page that a reload would take away. */
export async function stays({ tab }: Visitor): Promise<() => Promise<void>> {
  await tab.evaluate('globalThis.mark = 1')
  return async () => expect(await tab.evaluate('globalThis.mark')).toBe(1)
}

/** What is said to those who listen, from now on: every sentence that comes into a polite or pressing place. */
export async function listenTo(tab: Page): Promise<() => Promise<readonly string[]>> {
  await tab.evaluate(`{
    globalThis.said = []
    const places = '[aria-live]:not([aria-live="off"]), [role="status"], [role="alert"], [role="log"]'
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) {
        const place = (target.closest ? target : target.parentElement)?.closest(places)
        const alert = [...addedNodes].find((node) => node.matches?.('[role="alert"]'))
        const text = (place ?? alert)?.textContent.trim()
        if (text) globalThis.said.push(text)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  }`)
  return () => tab.evaluate('globalThis.said')
}

/** Everything that a page heard of its round: the text of its streams, also of those to come. */
export async function hearStreams(visitor: Visitor): Promise<() => Promise<string>> {
  const { tab } = visitor
  await tab.addInitScript(`{
    const Source = EventSource
    globalThis.heard = ''
    globalThis.EventSource = class extends Source {
      constructor(...given) {
        super(...given)
        for (const kind of ['state', 'part', 'change', 'out']) {
          this.addEventListener(kind, ({ data }) => { globalThis.heard += kind + ' ' + data + '\\n' })
        }
      }
    }
  }`)
  await following(visitor, () => tab.reload())
  return () => tab.evaluate('globalThis.heard')
}

/** From now on time passes on a page only with `tab.clock.runFor`. */
export async function stopClock(tab: Page): Promise<void> {
  await tab.clock.install()
  await tab.clock.pauseAt(Date.now() + 10_000)
}

/** How saving stands on a page, half a second later by its own clock. */
export async function saveState(tab: Page): Promise<string | null> {
  await tab.clock.runFor(500)
  return tab.locator('.m-save').getAttribute('data-state')
}
