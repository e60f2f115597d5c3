/** Answers save themselves: at once, after a lost network once, and never over the words of somebody else. */
import { describe, expect } from 'vitest'
import { answerKey } from '../../src/store/answers.js'
import { hashPassword } from '../../src/web/passwords.js'
import { openChromium, testInChromium, type Visitor, violationsOf } from '../support/chromium.js'
import { startTestServer } from '../support/server.js'
import { openDemo } from './demo.js'

const visit = openChromium()
const server = await startTestServer()
const demo = await openDemo(server)
const [first, second, third, fourth, fifth, sixth] = demo.missing

/** A second person who answers for the same body. */
const colleague = await server.store.people.create(
  {
    ...{ name: 'Ida Berg', email: 'ida@example.org', isAdministrator: false, language: null },
    passwordHash: await hashPassword('three knots of lace'),
  },
  null,
)
const part = { assessment: demo.city.id, round: demo.open.id, body: demo.body }
await server.store.participants.add({ person: colleague.id, role: 'respondent', ...part }, null)

async function open(item: string, person = demo.person('respondent') ?? ''): Promise<Visitor> {
  const visitor = await visit({ locale: 'en', viewport: { width: 1280, height: 900 } })
  await server.signIn(visitor, person)
  await visitor.tab.goto(`${server.address}${demo.mine}/answers/${item}`, { waitUntil: 'networkidle' })
  return visitor
}

const reaches = ({ tab }: Visitor, state: string) => tab.locator(`.m-save[data-state="${state}"]`).waitFor()

const eventsOf = (item: string) => server.store.answers.history(demo.open.id, demo.body, item)

describe('an answer in a browser with scripts', () => {
  testInChromium('saves itself, says so, and is there after a reload', async () => {
    const visitor = await open(first.id)
    const { tab, complaints } = visitor
    await tab.locator('label[for="level-2"]').click()
    await reaches(visitor, 'saved')
    await tab.fill('#comment', 'The register is complete <b>since 2024</b>')
    await expect
      .poll(async () => (await eventsOf(first.id)).at(-1)?.value?.comment, { timeout: 60_000 })
      .toContain('2024')
    await reaches(visitor, 'saved')
    expect(await tab.locator('.m-save').innerText()).toMatch(/\d/)
    await tab.reload({ waitUntil: 'networkidle' })
    expect(await tab.isChecked('#level-2')).toBe(true)
    expect(await tab.inputValue('#comment')).toBe('The register is complete <b>since 2024</b>')
    expect(complaints()).toEqual([])
  })

  testInChromium('that two people changed is shown in both versions, and one of them is kept', async () => {
    const [own, other] = [await open(second.id), await open(second.id, colleague.id)]
    await own.tab.locator('label[for="level-1"]').click()
    await own.tab.fill('#comment', 'Nobody pays for it')
    await expect
      .poll(async () => (await eventsOf(second.id)).at(-1)?.value?.comment, { timeout: 60_000 })
      .toContain('pays')
    await other.tab.fill('#comment', 'The State pays for it')
    await other.tab.locator('label[for="level-4"]').click()
    await reaches(other, 'conflict')
    await other.tab.locator('[data-notice] button').click()
    await other.tab.locator('#theirs').waitFor()
    const text = await other.tab.locator('main').innerText()
    expect(text).toContain('Nobody pays for it')
    expect(text).toContain('The State pays for it')
    expect(await violationsOf(other.tab)).toEqual([])
    await other.tab.locator('form[data-conflict] button').first().click()
    await other.tab.locator('#answer').waitFor()
    const events = await eventsOf(second.id)
    expect(events.at(-1)?.value).toMatchObject({ level: 4, comment: 'The State pays for it' })
    expect(events.some(({ value }) => value?.comment === 'Nobody pays for it')).toBe(true)
  })

  testInChromium('waits for the network, and is saved once when it is back', async () => {
    const visitor = await open(third.id)
    const { tab } = visitor
    await tab.context().setOffline(true)
    await tab.locator('label[for="level-3"]').click()
    await reaches(visitor, 'waiting')
    expect(await tab.locator('.m-save').innerText()).toContain('1')
    expect(await eventsOf(third.id)).toEqual([])
    await tab.context().setOffline(false)
    await reaches(visitor, 'saved')
    expect(await eventsOf(third.id)).toHaveLength(1)
    const { answers } = await server.store.rounds.load(demo.open.id)
    expect(answers.get(answerKey(demo.body, third.id))?.value).toMatchObject({ level: 3 })
  })

  testInChromium('outlives its page without a network, and is sent once, in order, from another page', async () => {
    const visitor = await open(fourth.id)
    const { tab } = visitor
    await tab.route('**/answers/*', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
    await tab.locator('label[for="level-2"]').click()
    await reaches(visitor, 'waiting')
    await tab.fill('#comment', 'Written on a train')
    await tab.goto(`${server.address}${demo.mine}/answers/${fifth.id}`, { waitUntil: 'networkidle' })
    await tab.locator('label[for="level-1"]').click()
    await expect.poll(() => tab.locator('.m-save').innerText(), { timeout: 60_000 }).toContain('2')
    await tab.goto(`${server.address}${demo.mine}/answers/${fourth.id}`, { waitUntil: 'networkidle' })
    expect(await tab.isChecked('#level-2')).toBe(true)
    expect(await tab.inputValue('#comment')).toBe('Written on a train')
    await tab.goto(`${server.address}/rounds/${demo.open.id}`, { waitUntil: 'networkidle' })
    await tab.locator('[data-outbox] [data-state="waiting"]').waitFor()
    expect(await violationsOf(tab)).toEqual([])
    expect([await eventsOf(fourth.id), await eventsOf(fifth.id)]).toEqual([[], []])
    await tab.unroute('**/answers/*')
    await tab.evaluate("dispatchEvent(new Event('online'))")
    await expect.poll(async () => (await eventsOf(fifth.id)).length, { timeout: 60_000 }).toBe(1)
    const [last, first] = [(await eventsOf(fourth.id)).at(-1), (await eventsOf(fifth.id))[0]]
    expect(last?.value).toMatchObject({ level: 2, comment: 'Written on a train' })
    expect(last!.revision).toBeLessThan(first!.revision)
    await tab.locator('[data-outbox] [data-state="saved"]').waitFor()
    await tab.reload({ waitUntil: 'networkidle' })
    expect(await tab.locator('[data-outbox]').isVisible()).toBe(false)
  })

  testInChromium('of somebody else is never sent from the same device', async () => {
    const visitor = await open(sixth.id)
    const { tab } = visitor
    await tab.route('**/answers/*', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
    await tab.locator('label[for="level-4"]').click()
    await reaches(visitor, 'waiting')
    await server.signIn(visitor, colleague.id)
    await tab.unroute('**/answers/*')
    await tab.goto(`${server.address}${demo.mine}/answers/${sixth.id}`, { waitUntil: 'networkidle' })
    expect(await tab.isChecked('#level-4')).toBe(false)
    await tab.waitForTimeout(2_000)
    expect(await eventsOf(sixth.id)).toEqual([])
    await server.signIn(visitor, demo.person('respondent') ?? '')
    await tab.goto(`${server.address}/rounds/${demo.open.id}`, { waitUntil: 'networkidle' })
    await expect.poll(async () => (await eventsOf(sixth.id)).length, { timeout: 60_000 }).toBe(1)
  })
})
