/** Pages follow their round while they are in view: parts change under the reader, the focus and open folds do not. */
import { describe, expect } from 'vitest'
import { openChromium, testInChromium, type Visitor, violationsOf } from '../support/chromium.js'
import { startTestServer } from '../support/server.js'
import { openDemo, type Role } from './demo.js'

const visit = openChromium()
const server = await startTestServer()
const demo = await openDemo(server)
const [first, second, third] = demo.missing
const board = `/rounds/${demo.open.id}`

async function open(role: Role, path: string): Promise<Visitor> {
  const visitor = await visit({ locale: 'en', viewport: { width: 1280, height: 900 } })
  await server.signIn(visitor, demo.person(role) ?? '')
  await visitor.tab.goto(server.address + path, { waitUntil: 'networkidle' })
  return visitor
}

/** Milliseconds: a browser on a busy machine is slow. */
const PATIENTLY = { timeout: 60_000 }

let keys = 0

/** Somebody of the body answers elsewhere. */
const answer = (item: string, level: 1 | 3) =>
  server.store.answers.save({
    ...{ round: demo.open.id, body: demo.body, item, value: { level }, basedOn: null },
    ...{ person: demo.person('respondent') ?? null, key: `key ${++keys}` },
  })

describe('a page in view', () => {
  testInChromium('shows a position of somebody else as it is given, and tells other scripts', async () => {
    const { tab, complaints } = await open('facilitator', `${demo.mine}/answers/${first!.id}`)
    await tab.evaluate(`{
      globalThis.heard = []
      document.addEventListener('malines:live', ({ detail }) => globalThis.heard.push(detail))
    }`)
    const before = await tab.locator('#others').textContent()
    await answer(first!.id, 3)
    await expect.poll(() => tab.locator('#others').textContent(), PATIENTLY).not.toBe(before)
    expect(await tab.locator('#steps [aria-current]').count()).toBe(1)
    const heard = [{ kind: 'answer', body: demo.body, item: first!.id }]
    await expect.poll(() => tab.evaluate('globalThis.heard'), PATIENTLY).toEqual(heard)
    expect(await violationsOf(tab)).toEqual([])
    expect(complaints()).toEqual([])
  })

  testInChromium('keeps the focus and what is open, and tints what changed for a moment', async () => {
    const { tab } = await open('facilitator', demo.mine)
    const fold = tab.locator('#chapters details').nth(1)
    await fold.locator('summary').click()
    await fold.locator('a').first().focus()
    const href = await tab.evaluate('document.activeElement.getAttribute("href")')
    const before = await tab.locator('#progress-lead').innerText()
    await answer(second!.id, 1)
    await tab.locator('#chapters[data-fresh]').waitFor()
    await expect.poll(() => tab.locator('#progress-lead').innerText(), PATIENTLY).not.toBe(before)
    expect(await fold.getAttribute('open')).toBe('')
    expect(await tab.evaluate('document.activeElement.getAttribute("href")')).toBe(href)
    await expect.poll(() => tab.locator('[data-fresh]').count(), PATIENTLY).toBe(0)
  })

  testInChromium('says who is here, and where', async () => {
    const { tab } = await open('facilitator', board)
    const other = await open('respondent', `${demo.mine}/answers/${third!.id}`)
    const here = tab.locator('#here')
    await expect.poll(() => here.locator('li').count(), PATIENTLY).toBe(2)
    expect(await here.innerText()).toMatch(/\(you\)[\s\S]*question \d/)
    expect(await violationsOf(tab)).toEqual([])
    await other.leave()
    await expect.poll(() => here.locator('li').count(), PATIENTLY).toBe(1)
  })

  testInChromium('says when it can no longer follow', async () => {
    const visitor = await open('observer', board)
    const { tab } = visitor
    await server.store.sessions.endAll(demo.person('observer') ?? '')
    const state = tab.locator('[data-live-state]')
    await expect.poll(() => state.innerText(), PATIENTLY).toContain('You are signed out')
    expect(await violationsOf(tab)).toEqual([])
    await server.signIn(visitor, demo.person('observer') ?? '')
    await expect.poll(() => state.textContent(), PATIENTLY).toBe('')
  })
})
