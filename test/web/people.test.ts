import { beforeEach, describe, expect, test } from 'vitest'
import type { Person } from '../../src/store/people.js'
import { type Browser, type TestApp, testApp } from '../support/app.js'
import { documentOf } from '../support/page.js'

let site: TestApp
let administrator: Person
let browser: Browser
beforeEach(async () => {
  site = await testApp()
  administrator = await site.person('Ruth', { isAdministrator: true })
  browser = await site.as(administrator)
})

const find = (id: string) => site.store.people.find(id)
const deedsOf = (html: string, id: string) =>
  [...documentOf(html).querySelectorAll(`form[action="/people/${id}"] button`)].map((one) => one.getAttribute('value'))

describe('the people page', () => {
  test('is for administrators', async () => {
    const person = await site.person('Somebody')
    expect((await (await site.as()).get('/people')).statusCode).toBe(303)
    expect((await (await site.as(person)).get('/people')).statusCode).toBe(403)
    const response = await (await site.as(person)).post(`/people/${person.id}`, { do: 'promote' })
    expect(response.statusCode).toBe(403)
    expect(await find(person.id)).toMatchObject({ isAdministrator: false })
  })

  test('lists everybody with what can be done', async () => {
    const person = await site.person('<i>Somebody</i>')
    const { body } = await browser.get('/people')
    expect(body).not.toContain('<i>Somebody</i>')
    expect(deedsOf(body, person.id)).toEqual(['promote', 'disable', 'link'])
    expect(deedsOf(body, administrator.id)).toEqual([])
    const button = documentOf(body).querySelector(`[id="disable-${person.id}"]`)
    expect(button?.getAttribute('aria-labelledby')).toBe(`disable-${person.id} name-${person.id}`)
  })

  test('makes an account, whose link to set a password is shown once', async () => {
    const response = await browser.post('/people', { name: 'Inès Moreau', email: 'Ines@example.org' })
    expect([response.statusCode, response.headers.location]).toEqual([303, '/people'])
    const person = (await site.store.people.findByEmail('ines@example.org'))!
    expect(person).toMatchObject({ name: 'Inès Moreau', isAdministrator: false, passwordHash: null })
    const url = documentOf((await browser.get('/people')).body)
      .querySelector('#link')
      ?.getAttribute('value')
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:8080\/password\//)
    expect(documentOf((await browser.get('/people')).body).querySelector('#link')).toBeNull()
    const answer = await (await site.as()).post(new URL(url!).pathname, { password: 'a sentence of her own' })
    expect(answer.statusCode).toBe(303)
  })

  test('makes an administrator when the box is ticked', async () => {
    await browser.post('/people', { name: 'Inès', email: 'ines@example.org', administrator: 'yes' })
    expect(await site.store.people.findByEmail('ines@example.org')).toMatchObject({ isAdministrator: true })
  })

  test.each([
    [{ name: '', email: 'ines@example.org' }, '#name'],
    [{ name: 'Inès', email: 'ines' }, '#email'],
    [{ name: 'Inès', email: 'person1@example.org' }, '#email'],
  ])('makes no account of %j', async (form, href) => {
    const response = await browser.post('/people', form)
    const page = documentOf(response.body)
    expect(response.statusCode).toBe(422)
    expect(page.querySelector('[data-error-summary] a')?.getAttribute('href')).toBe(href)
    expect(page.querySelector('#email')?.getAttribute('value')).toBe(form.email)
    expect(await site.store.people.count()).toBe(1)
  })

  test('makes and unmakes administrators', async () => {
    const person = await site.person('Somebody')
    const response = await browser.post(`/people/${person.id}`, { do: 'promote' })
    expect(response.statusCode).toBe(303)
    expect((await browser.get(String(response.headers.location))).body).toContain('Somebody is an administrator now')
    expect(await find(person.id)).toMatchObject({ isAdministrator: true })
    await browser.post(`/people/${person.id}`, { do: 'demote' })
    expect(await find(person.id)).toMatchObject({ isAdministrator: false })
  })

  test('the last administrator stays, and can’t be disabled', async () => {
    for (const deed of ['demote', 'disable', 'link']) {
      expect((await browser.post(`/people/${administrator.id}`, { do: deed })).statusCode).toBe(409)
    }
    expect(await find(administrator.id)).toMatchObject({ isAdministrator: true, disabledAt: null })
  })

  test('a disabled administrator does not count as one', async () => {
    const other = await site.person('Other', { isAdministrator: true })
    await browser.post(`/people/${other.id}`, { do: 'disable' })
    expect((await browser.post(`/people/${administrator.id}`, { do: 'demote' })).statusCode).toBe(409)
  })

  test('of two administrators who unmake each other at once, one stays', async () => {
    const other = await site.person('Other', { isAdministrator: true })
    const second = await site.as(other)
    await Promise.all([
      browser.post(`/people/${other.id}`, { do: 'demote' }),
      second.post(`/people/${administrator.id}`, { do: 'demote' }),
    ])
    const left = (await site.store.people.list()).filter(({ isAdministrator }) => isAdministrator)
    expect(left).toHaveLength(1)
  })

  test('disabling ends the sessions; enabling lets sign in again', async () => {
    const person = await site.person('Somebody')
    const theirs = await site.as(person)
    await browser.post(`/people/${person.id}`, { do: 'disable' })
    expect(await site.store.sessions.listOf(person.id)).toEqual([])
    expect((await theirs.get('/account')).statusCode).toBe(303)
    expect(deedsOf((await browser.get('/people')).body, person.id)).toEqual(['enable'])
    await browser.post(`/people/${person.id}`, { do: 'enable' })
    expect(await find(person.id)).toMatchObject({ disabledAt: null })
    expect((await (await site.as(person)).get('/account')).statusCode).toBe(200)
  })

  test('gives a link to who has forgotten a password', async () => {
    const person = await site.person('Somebody')
    const response = await browser.post(`/people/${person.id}`, { do: 'link' })
    const page = documentOf((await browser.get(String(response.headers.location))).body)
    expect(page.querySelector('#link')?.getAttribute('value')).toContain(`/password/${person.id}.`)
  })

  test('leads back from the address of a refused deed', async () => {
    expect((await browser.get(`/people/${administrator.id}`)).headers.location).toBe('/people')
  })

  test('does nothing else, and to nobody else', async () => {
    const person = await site.person('Somebody')
    expect((await browser.post(`/people/${person.id}`, { do: 'delete' })).statusCode).toBe(422)
    expect((await browser.post('/people/nobody', { do: 'disable' })).statusCode).toBe(404)
  })
})
