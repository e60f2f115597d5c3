/** The steps of an assessment as people take them: through the pages' own forms, in the words of their language. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { wordsOf } from '../../src/locales/messages.js'

const PASSWORD = 'three knots of lace'
/** More pages than a body is asked in a round with two sectors. */
const MOST_PAGES = 80

/** What is left in scope, so that the path stays short. */
export const IN_SCOPE = ['water', 'documents']

export interface Account {
  readonly name: string
  readonly email: string
}

export const wordsIn = (language: string) => wordsOf(language).say

type Say = ReturnType<typeof wordsIn>

/** Presses a button and waits for the page that follows. */
export async function press(tab: Page, name: string): Promise<void> {
  await tab.getByRole('button', { name, exact: true }).first().click()
  await tab.waitForLoadState()
}

/** Fills the form of a new account; `button` is its name. */
export async function makeAccount(tab: Page, { name, email }: Account, button: string): Promise<void> {
  await tab.fill('#name', name)
  await tab.fill('#email', email)
  await tab.fill('#password', PASSWORD)
  await press(tab, button)
}

/** Goes through the parts of the set-up, from the overview on and back to it. */
export async function setUp(tab: Page, say: Say, manage: string): Promise<void> {
  const fill: Readonly<Record<string, () => Promise<void>>> = {
    place: async () => {
      await tab.locator('[name="profile.places"]').first().check()
      await tab.fill('[name="profile.population"]', '48000')
      await tab.fill('[name="profile.population.source"]', 'Register of residents')
      await tab.fill('[name="profile.population.day"]', '2026-01-01')
      await tab.selectOption('[name="profile.surge"]', { index: 1 })
      await tab.fill('[name="profile.date"]', '2026-03-02')
    },
    tiers: async () => {
      await tab.locator('input[id$="national"]').fill('Federal government')
      await tab.locator('input[id$="local"]').fill('City of Valmora')
    },
    form: async () => {
      await tab.check('#form-short')
      await tab.fill('#closesOn', '2099-12-31')
    },
    scope: async () => {
      const sectors = await tab.locator('[name="sector"]').all()
      for (const sector of sectors) {
        const id = (await sector.getAttribute('value')) ?? ''
        if (IN_SCOPE.includes(id)) continue
        await sector.uncheck()
        await tab.selectOption(`[id="reason.${id}"]`, { index: 1 })
        await tab.fill(`[id="note.${id}"]`, 'Another authority answers for it')
      }
    },
    conventions: () =>
      tab
        .locator('.m-convention select')
        .first()
        .selectOption({ index: 1 })
        .then(() => undefined),
    method: () => tab.check('#mode-both'),
  }
  for (const [part, fillIn] of Object.entries(fill)) {
    await tab.goto(`${manage}/${part}`)
    await fillIn()
    await press(tab, say('set-up.save', { last: part === 'method' ? 'true' : 'false' }))
    expect(await tab.locator('[data-error-summary]').allInnerTexts(), part).toEqual([])
  }
}

/** Adds a body with a first person, and gives the link for that person. */
export async function addBody(tab: Page, say: Say, manage: string, body: NewBody): Promise<string> {
  await tab.goto(`${manage}/bodies`)
  await tab.fill('#bodyName', body.name)
  await tab.locator(`[name="voice"][value="${body.voice}"]`).check()
  if (body.group) await tab.selectOption('#group', body.group)
  await tab.fill('#person', body.person.name)
  await press(tab, say('bodies.add.button'))
  return tab.inputValue('#fresh-link')
}

export interface NewBody {
  readonly name: string
  readonly voice: string
  /** A major group, where that is the voice. */
  readonly group?: string
  readonly person: Account
  /** What it answers: a level for each item, by its place among those it is asked. */
  readonly level: (place: number) => number
}

/** Answers one page, whichever form it has, and goes on to the next. */
export async function answerPage(tab: Page, level: (place: number) => number, place: number): Promise<void> {
  const levels = tab.locator('#answer [name="answer"]')
  if (await levels.count()) {
    await tab.click(`label[for="level-${level(place)}"]`)
    await tab.locator('#confidence input').first().check()
  } else {
    const cells = await tab.locator('#matrix .m-matrix input').all()
    for (const [i, cell] of cells.entries()) await cell.fill(String(level(i)))
  }
  const before = tab.url()
  await tab.locator('.m-dock button').click()
  await tab.waitForURL((url) => url.href !== before)
}

/** Answers everything that a body is asked, from its own page on; gives how many pages that took. */
export async function answerAll(tab: Page, round: string, { level }: NewBody): Promise<number> {
  await tab.goto(`${round}/answer?next=yes`)
  let pages = 0
  while (await tab.locator('.m-dock button').count()) {
    await answerPage(tab, level, pages)
    pages += 1
    if (pages > MOST_PAGES) throw new Error(`no end of questions at ${tab.url()}`)
  }
  return pages
}
