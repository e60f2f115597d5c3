import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/index.js'
import type { Person } from '../../src/store/people.js'
import { openTestStore } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'
const DAY = 24 * 3600 * 1000

let store: Store
let now = Date.parse(AT)

beforeEach(async () => {
  now = Date.parse(AT)
  store = await openTestStore({ clock: () => new Date(now) })
})
afterEach(() => store.close())

const add = (email: string, name = 'Aïcha'): Promise<Person> =>
  store.people.create({ name, email, passwordHash: 'hash', isAdministrator: false, language: 'fr' }, null)

describe('people', () => {
  test('are found by id and by address, whatever its case and spaces', async () => {
    const person = await add('  Aicha@Example.ORG ')
    expect(person).toEqual({
      id: person.id,
      name: 'Aïcha',
      email: 'aicha@example.org',
      isAdministrator: false,
      language: 'fr',
      createdAt: AT,
      disabledAt: null,
    })
    expect(await store.people.find(person.id)).toEqual(person)
    expect(await store.people.findByEmail(' AICHA@example.org')).toEqual({ ...person, passwordHash: 'hash' })
    expect(await store.people.find('nobody')).toBeUndefined()
    expect(await store.people.findByEmail('nobody@example.org')).toBeUndefined()
  })

  test('have each their own address', async () => {
    await add('a@example.org')
    await expect(add('A@example.org')).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.people.count()).toBe(1)
  })

  test('are listed by name', async () => {
    expect(await store.people.count()).toBe(0)
    for (const name of ['Zoe', 'Bea', 'Mo']) await add(`${name}@example.org`, name)
    expect((await store.people.list()).map(({ name }) => name)).toEqual(['Bea', 'Mo', 'Zoe'])
  })

  test('change in what is given and nothing else', async () => {
    const person = await add('a@example.org')
    expect(await store.people.update(person.id, {}, null)).toEqual(person)
    expect(await store.people.update(person.id, { isAdministrator: true }, null)).toEqual({
      ...person,
      isAdministrator: true,
    })
    const changed = { name: 'Aïcha B.', language: null, disabledAt: AT }
    expect(await store.people.update(person.id, { ...changed, passwordHash: 'new' }, null)).toEqual({
      ...person,
      ...changed,
      isAdministrator: true,
    })
    expect(await store.people.findByEmail('a@example.org')).toMatchObject({ passwordHash: 'new' })
    await expect(store.people.update('nobody', { name: 'x' }, null)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a session', () => {
  test('is found by its token for fourteen days', async () => {
    const person = await add('a@example.org')
    const token = await store.sessions.start(person.id)
    expect(token).toMatch(/^[\w-]{43}$/)
    const found = await store.sessions.find(token)
    expect(found?.person).toEqual(person)
    expect(found?.session).toMatchObject({ person: person.id, createdAt: AT, seenAt: AT })
    expect(found?.session.id).not.toContain(token)
    now += 14 * DAY - 1
    expect(await store.sessions.find(token)).toBeDefined()
    now += 1
    expect(await store.sessions.find(token)).toBeUndefined()
    expect(await store.sessions.listOf(person.id)).toEqual([])
  })

  test('is none for another token, or once the account is disabled', async () => {
    const person = await add('a@example.org')
    const token = await store.sessions.start(person.id)
    expect(await store.sessions.find(`${token}x`)).toBeUndefined()
    await store.people.update(person.id, { disabledAt: AT }, null)
    expect(await store.sessions.find(token)).toBeUndefined()
    await store.people.update(person.id, { disabledAt: null }, null)
    expect(await store.sessions.find(token)).toBeDefined()
  })

  test('notes when it was last seen, not at every request', async () => {
    const person = await add('a@example.org')
    const token = await store.sessions.start(person.id)
    const seenAt = async () => {
      await store.sessions.find(token)
      return (await store.sessions.listOf(person.id))[0].seenAt
    }
    now += 10 * 60 * 1000 - 1
    expect(await seenAt()).toBe(AT)
    now += 1
    expect(await seenAt()).toBe(new Date(now).toISOString())
  })

  test('ends alone, with all of its person, or with all but one', async () => {
    const [person, other] = [await add('a@example.org'), await add('b@example.org')]
    const tokens: string[] = []
    for (let n = 0; n < 4; n++) tokens.push(await store.sessions.start(person.id))
    const elsewhere = await store.sessions.start(other.id)
    const alive = async () => {
      const found = await Promise.all(tokens.map((token) => store.sessions.find(token)))
      return found.map((session) => session !== undefined)
    }
    await store.sessions.end(tokens[0])
    expect(await alive()).toEqual([false, true, true, true])
    await store.sessions.endAll(person.id, tokens[2])
    expect(await alive()).toEqual([false, false, true, false])
    await store.sessions.endAll(person.id)
    expect(await alive()).toEqual([false, false, false, false])
    expect(await store.sessions.find(elsewhere)).toBeDefined()
  })
})
