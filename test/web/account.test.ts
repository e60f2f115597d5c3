import { beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../src/store/people.js'
import { SESSION_COOKIE } from '../../src/web/context.js'
import { newPasswordLink } from '../../src/web/password-links.js'
import { hashPassword, isPassword } from '../../src/web/passwords.js'
import { type Browser, type TestApp, testApp } from '../support/app.js'
import { documentOf } from '../support/page.js'

const OLD = 'a sentence of my own'
const NEW = 'quite another sentence'
const hash = await hashPassword(OLD)

let site: TestApp
let person: Person
let browser: Browser
let now: Date
beforeEach(async () => {
  now = new Date()
  site = await testApp({ clock: () => now })
  person = await site.store.people.create({ name: 'Amina', email: 'amina@example.org', passwordHash: hash }, null)
  browser = await site.as(person)
})

const errorsOf = (html: string) =>
  [...documentOf(html).querySelectorAll('[data-error-summary] a')].map((link) => link.getAttribute('href'))
const keptHash = async () => (await site.store.people.findByEmail(person.email))?.passwordHash

describe('the account', () => {
  test('is for those who are signed in', async () => {
    expect((await (await site.as()).get('/account')).headers.location).toBe('/sign-in?next=%2Faccount')
  })

  test('keeps name and language, and the page speaks it from then on', async () => {
    const response = await browser.post('/account', { name: 'Amina Haddad', language: 'fr' })
    expect(response.statusCode).toBe(303)
    const page = await browser.get(String(response.headers.location))
    expect(page.body).toContain('Votre compte')
    expect(page.body).toContain('Enregistré')
    expect((await browser.get('/account')).body).toContain('<html lang="fr"')
    expect(await site.store.people.find(person.id)).toMatchObject({ name: 'Amina Haddad', language: 'fr' })
  })

  test.each([
    [{ name: '', language: 'en' }, ['#name']],
    [{ name: 'x'.repeat(101), language: 'en' }, ['#name']],
    [{ name: 'Amina', language: 'xx' }, ['#language']],
  ])('refuses %j', async (form, errors) => {
    const response = await browser.post('/account', form)
    expect([response.statusCode, errorsOf(response.body)]).toEqual([422, errors])
    expect(documentOf(response.body).querySelector('#name')?.getAttribute('value')).toBe(form.name)
    expect(await site.store.people.find(person.id)).toMatchObject({ name: 'Amina', language: null })
  })

  test('shows a name as text', async () => {
    await browser.post('/account', { name: '<b>Amina</b>', language: 'en' })
    expect((await browser.get('/account')).body).not.toContain('<b>Amina</b>')
  })

  test('changes the password, and ends the other sessions alone', async () => {
    const other = await site.as(person)
    const response = await browser.post('/account/password', { 'old-password': OLD, password: NEW })
    expect(response.headers.location).toBe('/account?done=password')
    expect(await isPassword(await keptHash(), NEW)).toBe(true)
    expect((await browser.get('/account')).statusCode).toBe(200)
    expect((await other.get('/account')).statusCode).toBe(303)
  })

  test.each([
    [{ 'old-password': 'not mine', password: NEW }, ['#old-password']],
    [{ 'old-password': OLD, password: 'short' }, ['#password']],
    [{ 'old-password': '', password: '' }, ['#old-password', '#password']],
    [{ 'old-password': OLD, password: 'amina and her words' }, ['#password']],
  ])('refuses to change it with %j', async (form, errors) => {
    const response = await browser.post('/account/password', form)
    expect([response.statusCode, errorsOf(response.body)]).toEqual([422, errors])
    expect(await keptHash()).toBe(hash)
  })

  test('leads back from the address of a refused change', async () => {
    expect((await browser.get('/account/password?lang=fr')).headers.location).toBe('/account')
    expect((await browser.get('/account')).body).toContain('<html lang="fr"')
  })

  test('lets nobody guess the old password for long', async () => {
    for (let n = 0; n < 10; n++) await browser.post('/account/password', { 'old-password': 'x', password: NEW })
    const response = await browser.post('/account/password', { 'old-password': OLD, password: NEW })
    expect(response.statusCode).toBe(429)
    expect(await keptHash()).toBe(hash)
  })

  test('lists the sessions with this device among them', async () => {
    const alone = documentOf((await browser.get('/account')).body)
    expect(alone.querySelector('input[name=but-here]')).toBeNull()
    await site.as(person)
    const page = documentOf((await browser.get('/account')).body)
    const sessions = [...page.querySelectorAll('[aria-labelledby=sessions-title] li')].map((item) => item.textContent)
    expect(sessions).toHaveLength(2)
    expect(sessions.filter((text) => text?.includes('This device'))).toHaveLength(1)
    expect(page.querySelector('input[name=but-here]')).not.toBeNull()
  })
})

describe('a link to set the password', () => {
  const link = () => newPasswordLink(site.store, person.id, now)

  test('sets it once, ends all sessions and signs in', async () => {
    const path = await link()
    const stranger = await site.as()
    expect((await stranger.get(path)).body).toContain('amina@example.org')
    const response = await stranger.post(path, { password: NEW })
    expect([response.statusCode, response.headers.location]).toEqual([303, '/'])
    expect(stranger.cookies[SESSION_COOKIE]).toBeDefined()
    expect(await isPassword(await keptHash(), NEW)).toBe(true)
    expect((await browser.get('/account')).statusCode).toBe(303)
    expect((await (await site.as()).get(path)).statusCode).toBe(410)
    expect((await (await site.as()).post(path, { password: 'a third sentence' })).statusCode).toBe(410)
    expect(await isPassword(await keptHash(), NEW)).toBe(true)
  })

  test('of two at once, one sets it', async () => {
    const path = await link()
    const [first, second] = [await site.as(), await site.as()]
    const responses = await Promise.all([first.post(path, { password: NEW }), second.post(path, { password: NEW })])
    expect(responses.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410])
  })

  test('takes no weak password, and lives on', async () => {
    const path = await link()
    const response = await browser.post(path, { password: 'password123' })
    expect([response.statusCode, errorsOf(response.body)]).toEqual([422, ['#password']])
    expect((await browser.get(path)).statusCode).toBe(200)
  })

  test('leads nowhere when a newer one was made, after seven days, for a disabled account, or when mistyped', async () => {
    const replaced = await link()
    const path = await link()
    const code = async (url: string) => (await browser.get(url)).statusCode
    expect([await code(replaced), await code(`${path}x`), await code('/password/x')]).toEqual([410, 410, 410])
    expect(await code(path)).toBe(200)
    await site.store.people.update(person.id, { disabledAt: now.toISOString() }, null)
    expect(await code(path)).toBe(410)
    await site.store.people.update(person.id, { disabledAt: null }, null)
    now = new Date(now.getTime() + 7 * 24 * 3600 * 1000)
    expect(await code(path)).toBe(410)
  })
})

describe('the help page', () => {
  test.each(['en', 'fr'])('is there for everybody, in %s', async (lang) => {
    const response = await (await site.as()).get(`/help?lang=${lang}`)
    expect(response.statusCode).toBe(200)
    expect(documentOf(response.body).querySelectorAll('h2').length).toBeGreaterThan(5)
  })
})
