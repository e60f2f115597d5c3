import { beforeEach, describe, expect, test } from 'vitest'
import { startLink } from '../../src/web/start.js'
import { ORIGIN, type TestApp, testApp } from '../support/app.js'
import { documentOf } from '../support/page.js'

const ACCOUNT = { name: 'Ruth Adeyemi', email: 'ruth@example.org', password: 'a sentence of my own' }

let site: TestApp
let path: string
beforeEach(async () => {
  site = await testApp()
  path = (await startLink(site.store, ORIGIN))!.slice(ORIGIN.length)
})

describe('the first start', () => {
  test('gives a link, of which the store keeps only a hash', async () => {
    expect(path).toMatch(/^\/start\/[\w-]{43}$/)
    expect(await site.store.settings.get('start')).toMatch(/^[0-9a-f]{64}$/)
  })

  test('makes the first account an administrator, signed in', async () => {
    const browser = await site.as()
    expect((await browser.get(path)).body).toContain('At least 10 characters')
    const response = await browser.post(path, ACCOUNT)
    expect([response.statusCode, response.headers.location]).toEqual([303, '/'])
    expect(await site.store.people.list()).toMatchObject([
      { name: 'Ruth Adeyemi', email: 'ruth@example.org', isAdministrator: true, language: 'en' },
    ])
    expect((await browser.get('/people')).statusCode).toBe(200)
  })

  test('a second use says that it is over, and makes nobody', async () => {
    await (await site.as()).post(path, ACCOUNT)
    for (const response of [
      await (await site.as()).get(path),
      await (await site.as()).post(path, { ...ACCOUNT, email: 'second@example.org' }),
    ]) {
      expect(response.statusCode).toBe(410)
      expect(documentOf(response.body).querySelector('main a')?.getAttribute('href')).toBe('/sign-in')
    }
    expect(await site.store.people.count()).toBe(1)
  })

  test('of two at once only one becomes administrator', async () => {
    const [first, second] = [await site.as(), await site.as()]
    const responses = await Promise.all([
      first.post(path, ACCOUNT),
      second.post(path, { ...ACCOUNT, email: 'second@example.org' }),
    ])
    expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410])
    expect(await site.store.people.count()).toBe(1)
  })

  test('a newer start replaces the link; without an account a wrong one says where to look', async () => {
    const newer = (await startLink(site.store, ORIGIN))!
    expect((await (await site.as()).get(path)).statusCode).toBe(404)
    expect((await (await site.as()).get('/start/x')).body).toContain('prints a new link')
    expect((await (await site.as()).get(newer.slice(ORIGIN.length))).statusCode).toBe(200)
  })

  test('there is no link as soon as there is an account', async () => {
    await site.person('Somebody')
    expect(await startLink(site.store, ORIGIN)).toBeUndefined()
    expect((await (await site.as()).get(path)).statusCode).toBe(410)
  })

  test('says everything that is wrong, keeps what was typed, and the link lives on', async () => {
    const browser = await site.as()
    const response = await browser.post(path, { name: '', email: 'ruth', password: 'short' })
    const page = documentOf(response.body)
    expect(response.statusCode).toBe(422)
    const links = [...page.querySelectorAll('[data-error-summary] a')].map((link) => link.getAttribute('href'))
    expect(links).toEqual(['#name', '#email', '#password'])
    expect(page.querySelector('#email')?.getAttribute('value')).toBe('ruth')
    expect(page.querySelector('#password')?.getAttribute('value')).toBe('')
    expect(page.querySelector('#email')?.getAttribute('aria-describedby')).toBe('email-description email-error')
    expect((await browser.post(path, ACCOUNT)).statusCode).toBe(303)
  })

  test('speaks French', async () => {
    expect((await (await site.as()).get(`${path}?lang=fr`)).body).toContain('Mettre malines en service')
  })
})
