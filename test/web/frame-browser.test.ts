/** What the frame does once scripts run, in a real browser under the server's content policy. */
import fastify from 'fastify'
import helmet from 'helmet'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { serveStatic } from '../../src/web/static.js'
import { page, useViews } from '../../src/web/views.js'
import { openChromium, testInChromium, violationsOf } from '../support/chromium.js'
import { fakeViewer, renderFragment } from '../support/page.js'

const visit = openChromium()
const FORM =
  '<form class="m-wrap"><label for="name">Name</label><input id="name"><label for="level">Level</label><input type="radio" id="level"></form>'
const summary = await renderFragment('partials/error-summary', { summary: [{ href: '#name', text: 'Say a name' }] })

const app = fastify()
app.decorateRequest('viewer')
app.addHook('onRequest', async (request) => {
  request.viewer = fakeViewer()
})
app.addHook('onSend', async (request, _, payload) =>
  request.url.startsWith('/rounds/r/answer') ? String(payload).replace('<h1', () => `${summary}${FORM}<h1`) : payload,
)

let address: string

beforeAll(async () => {
  const own = ["'self'"]
  const directives = { defaultSrc: own, scriptSrc: own, styleSrc: own, imgSrc: [...own, 'data:'] }
  const protect = helmet({ contentSecurityPolicy: { useDefaults: false, directives } })
  app.addHook('onRequest', ({ raw }, reply, next) => protect(raw, reply.raw, () => next()))
  await useViews(app)
  serveStatic(app)
  app.get('/rounds/r', (_, reply) => page(reply, 'error', { title: 'Board' }))
  app.get('/rounds/r/answer', (_, reply) => {
    const tabs = [
      { key: 'board' as const, href: '/rounds/r', current: false },
      { key: 'answer' as const, href: '/rounds/r/answer', current: true },
    ]
    const round = { name: 'Valmora', state: 'open' as const, form: 'full' as const, closesOn: null, tabs }
    return page(reply, 'error', { title: 'Answer', round })
  })
  address = await app.listen({ host: '127.0.0.1', port: 0 })
})

afterAll(async () => {
  await app.close()
})

/** The page of an answer, fresh, with what the browser complains about. */
async function open(): Promise<{ tab: Page; complaints: () => readonly string[] }> {
  const { tab, complaints } = await visit()
  await tab.goto(`${address}/rounds/r/answer`, { waitUntil: 'networkidle' })
  return { tab, complaints }
}

describe('the frame in a browser', () => {
  testInChromium('focuses what is to be corrected, and breaks no policy', async () => {
    const { tab, complaints } = await open()
    expect(await tab.evaluate('document.activeElement.className')).toBe('ds-error-summary')
    expect(await tab.evaluate('document.fonts.ready.then(() => document.fonts.check("16px Noto Sans"))')).toBe(true)
    expect(complaints()).toEqual([])
  })

  testInChromium('axe finds nothing in light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { tab } = await open()
      await tab.emulateMedia({ colorScheme })
      expect([colorScheme, await violationsOf(tab)]).toEqual([colorScheme, []])
    }
  })

  testInChromium('a question mark shows the keys; Escape closes them and gives the focus back', async () => {
    const { tab } = await open()
    await tab.focus('#level')
    await tab.keyboard.press('?')
    expect(await tab.isVisible('#keys')).toBe(true)
    expect(await tab.evaluate('document.activeElement.id')).toBe('keys-title')
    await tab.keyboard.press('Escape')
    expect(await tab.isVisible('#keys')).toBe(false)
    expect(await tab.evaluate('document.activeElement.id')).toBe('level')
  })

  testInChromium('letters in a text field are text', async () => {
    const { tab } = await open()
    await tab.focus('#name')
    await tab.keyboard.type('gb?')
    expect(await tab.inputValue('#name')).toBe('gb?')
    expect(await tab.isVisible('#keys')).toBe(false)
    expect(tab.url()).toContain('/answer')
  })

  testInChromium('two letters lead to another page of the round', async () => {
    const { tab } = await open()
    await tab.keyboard.type('xgxb')
    expect(tab.url()).toContain('/answer')
    await tab.keyboard.type('gb')
    await tab.waitForURL(`${address}/rounds/r`)
  })

  testInChromium('keys that were turned off stay off on this device, and can be turned on again', async () => {
    const { tab } = await open()
    await tab.click('[data-keys-open]')
    await tab.uncheck('#keys-on')
    await tab.keyboard.press('Escape')
    await tab.reload({ waitUntil: 'networkidle' })
    await tab.keyboard.press('?')
    expect(await tab.isVisible('#keys')).toBe(false)
    await tab.click('[data-keys-open]')
    expect(await tab.isChecked('#keys-on')).toBe(false)
    await tab.check('#keys-on')
    await tab.keyboard.press('Escape')
    await tab.keyboard.press('?')
    expect(await tab.isVisible('#keys')).toBe(true)
  })
})
