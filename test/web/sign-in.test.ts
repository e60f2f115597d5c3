import { beforeEach, describe, expect, test } from 'vitest'
import { SESSION_COOKIE } from '../../src/web/context.js'
import { hashPassword } from '../../src/web/passwords.js'
import { ownPath } from '../../src/web/sign-in.js'
import { type TestApp, testApp } from '../support/app.js'
import { documentOf } from '../support/page.js'

const PASSWORD = 'a sentence of my own'
const hash = await hashPassword(PASSWORD)

let site: TestApp
const fresh = async () => {
  site = await testApp()
  await site.store.people.create({ name: 'Amina Haddad', email: 'amina@example.org', passwordHash: hash }, null)
}

const summaryOf = (html: string) =>
  [...documentOf(html).querySelectorAll('[data-error-summary] a')].map((link) => link.textContent)

describe('signing in', () => {
  beforeEach(fresh)

  test('starts a session of fourteen days in a cookie that no script reads', async () => {
    const browser = await site.as()
    const response = await browser.post('/sign-in', { email: ' Amina@Example.org', password: PASSWORD })
    expect([response.statusCode, response.headers.location]).toEqual([303, '/'])
    const cookie = response.cookies.find(({ name }) => name === SESSION_COOKIE)
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 14 * 24 * 3600 })
    expect((await browser.get('/account')).body).toContain('Amina Haddad')
  })

  test('is secure-only where the address of the site is', async () => {
    const secure = await testApp({ store: site.store, config: { url: 'https://assessment.example' } })
    const browser = await secure.as()
    const token = /name="csrf" content="([^"]+)"/.exec((await browser.get('/sign-in')).body)![1]
    const response = await secure.app.inject({
      ...{ method: 'POST', url: '/sign-in', cookies: browser.cookies },
      headers: { origin: 'https://assessment.example', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf: token, email: 'amina@example.org', password: PASSWORD }).toString(),
    })
    expect(response.cookies.find(({ name }) => name === SESSION_COOKIE)).toMatchObject({ secure: true })
  })

  test('leads to the page that was asked for', async () => {
    const browser = await site.as()
    const asked = await browser.get('/account')
    const form = documentOf((await browser.get(String(asked.headers.location))).body)
    const next = form.querySelector('input[name=next]')!.getAttribute('value')!
    const response = await browser.post('/sign-in', { email: 'amina@example.org', password: PASSWORD, next })
    expect(response.headers.location).toBe('/account')
  })

  test('says the same of a wrong password, of an unknown e-mail and of an account without a password', async () => {
    await site.store.people.create({ name: 'New', email: 'new@example.org', passwordHash: null }, null)
    const tries = ['amina@example.org', 'nobody@example.org', 'new@example.org'].map(async (email) => {
      const response = await (await site.as()).post('/sign-in', { email, password: 'not this one' })
      expect(response.statusCode).toBe(422)
      expect(documentOf(response.body).querySelector('#email')?.getAttribute('value')).toBe(email)
      expect(response.body).not.toContain('not this one')
      return summaryOf(response.body)
    })
    const [known, unknown, without] = await Promise.all(tries)
    expect(known).toHaveLength(1)
    expect([unknown, without]).toEqual([known, known])
  })

  test('says which field is empty', async () => {
    const response = await (await site.as()).post('/sign-in', { email: '', password: '' })
    expect([response.statusCode, summaryOf(response.body).length]).toEqual([422, 2])
  })

  test('is refused for a disabled account, which only its owner is told', async () => {
    const person = (await site.store.people.findByEmail('amina@example.org'))!
    await site.store.people.update(person.id, { disabledAt: '2026-01-01T00:00:00.000Z' }, null)
    const say = async (password: string) =>
      summaryOf((await (await site.as()).post('/sign-in', { email: person.email, password })).body).join()
    expect(await say(PASSWORD)).toContain('disabled')
    expect(await say('not this one')).not.toContain('disabled')
  })

  test('is refused after ten tries in a minute for an e-mail, in words, even with the right password', async () => {
    const browser = await site.as()
    for (let n = 0; n < 10; n++) await browser.post('/sign-in', { email: 'amina@example.org', password: 'wrong one' })
    const response = await browser.post('/sign-in', { email: 'amina@example.org', password: PASSWORD })
    expect(response.statusCode).toBe(429)
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
    expect(summaryOf(response.body).join()).toContain('Too many tries')
    const other = await browser.post('/sign-in', { email: 'other@example.org', password: PASSWORD })
    expect(other.statusCode).toBe(422)
  })

  test('is refused after forty tries in a minute from one address, whatever the e-mails', async () => {
    const browser = await site.as()
    const codes: number[] = []
    for (let n = 0; n < 41; n++) {
      codes.push((await browser.post('/sign-in', { email: `p${n}@example.org`, password: 'x' })).statusCode)
    }
    expect(codes.slice(0, 40).every((code) => code === 422)).toBe(true)
    expect(codes[40]).toBe(429)
  }, 30_000)

  test('ends the session that the browser had before', async () => {
    const browser = await site.as(await site.person('Before'))
    const before = browser.cookies[SESSION_COOKIE]
    await browser.post('/sign-in', { email: 'amina@example.org', password: PASSWORD })
    expect(await site.store.sessions.find(before)).toBeUndefined()
  })

  test('somebody who is signed in goes on at once', async () => {
    const browser = await site.as(await site.person('Somebody'))
    expect((await browser.get('/sign-in?next=/account')).headers.location).toBe('/account')
  })
})

describe('signing out', () => {
  beforeEach(fresh)

  test('ends the session and forgets its cookie', async () => {
    const browser = await site.as(await site.person('Somebody'))
    const token = browser.cookies[SESSION_COOKIE]
    const response = await browser.post('/sign-out', {})
    expect([response.statusCode, response.headers.location]).toEqual([303, '/sign-in?done=out'])
    expect(await site.store.sessions.find(token)).toBeUndefined()
    expect(browser.cookies[SESSION_COOKIE]).toBeUndefined()
    expect((await browser.get('/sign-in?done=out')).body).toContain('You are signed out')
  })

  test('everywhere ends all sessions; everywhere else leaves this one', async () => {
    const person = await site.person('Somebody')
    const [here, there] = [await site.as(person), await site.as(person)]
    const elsewhere = await here.post('/sign-out-everywhere', { 'but-here': 'yes' })
    expect(elsewhere.headers.location).toBe('/account?done=elsewhere')
    expect((await here.get('/account')).statusCode).toBe(200)
    expect((await there.get('/account')).statusCode).toBe(303)
    const again = await site.as(person)
    await here.post('/sign-out-everywhere', {})
    expect(await site.store.sessions.listOf(person.id)).toEqual([])
    expect((await again.get('/account')).statusCode).toBe(303)
  })
})

describe('a path to go on to', () => {
  test.each([
    ['/rounds/a?b=c#d', '/rounds/a?b=c#d'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['/a\\b', '/'],
    ['/\t/evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['/é', '/'],
    ['', '/'],
    [undefined, '/'],
    [['/a', '/b'], '/'],
    [`/${'a'.repeat(2000)}`, '/'],
  ])('%j is taken as %s', (text, path) => {
    expect(ownPath(text)).toBe(path)
  })
})
