/** What is kept in memory is never older than the file: for every way in which people, parts and submissions change. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/store/database.js'
import { openStore, type Store } from '../../src/store/index.js'

let folder: string
let store: Store
let person: string
let token: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'malines-memory-'))
  store = await openStore(folder)
  const made = await store.people.create({ name: 'Ada', email: 'ada@example.org', passwordHash: 'x' }, null)
  person = made.id
  token = await store.sessions.start(person)
  expect((await store.sessions.find(token))?.person.name).toBe('Ada')
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

describe('a session that was found before', () => {
  test('has the new name as soon as it is saved', async () => {
    await store.people.update(person, { name: 'Ada L.' }, person)
    expect((await store.sessions.find(token))?.person.name).toBe('Ada L.')
  })

  test('is gone as soon as it ends, alone or with all others', async () => {
    const second = await store.sessions.start(person)
    await store.sessions.find(second)
    await store.sessions.end(token)
    expect(await store.sessions.find(token)).toBeUndefined()
    await store.sessions.endAll(person)
    expect(await store.sessions.find(second)).toBeUndefined()
  })

  test('is gone as soon as the account is disabled', async () => {
    await store.people.update(person, { disabledAt: '2026-01-01T00:00:00.000Z' }, null)
    expect(await store.sessions.find(token)).toBeUndefined()
  })

  test('is gone soon after another program took it out', async () => {
    const other = new Sqlite(join(folder, 'malines.sqlite'))
    other.exec('delete from sessions')
    other.close()
    await wait(150)
    expect(await store.sessions.find(token)).toBeUndefined()
  })
})

test('parts that were listed before are those of now', async () => {
  expect(await store.participants.listOfPerson(person)).toEqual([])
  const { id: assessment } = await store.assessments.create({ name: 'A', country: null }, null)
  const part = await store.participants.add({ person, assessment, role: 'facilitator' }, null)
  expect(await store.participants.listOfPerson(person)).toHaveLength(1)
  await store.participants.remove(part.id, null)
  expect(await store.participants.listOfPerson(person)).toEqual([])
})

test('nothing is kept that a transaction may still take back', async () => {
  const { db, sqlite, memory } = await openDatabase(':memory:', () => new Date())
  const count = sqlite.prepare<[], number>('select count(*) from assessments').pluck()
  let asked = 0
  const known = memory.remember((_: string) => {
    asked += 1
    return count.get()
  })
  const insert = () => ({ id: `${asked}`, name: 'A', country: null, createdAt: '2026' })
  expect([known('all'), known('all'), asked]).toEqual([0, 0, 1])
  const failed = db.transaction().execute(async (tx) => {
    await tx.insertInto('assessments').values(insert()).execute()
    expect(known('all')).toBe(1)
    throw new Error('taken back')
  })
  await expect(failed).rejects.toThrow('taken back')
  expect(known('all')).toBe(0)
  await db.insertInto('assessments').values(insert()).execute()
  expect([known('all'), known('all')]).toEqual([1, 1])
  await db.destroy()
})
