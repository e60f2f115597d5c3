import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrations } from '../../migrations/index.js'
import { MalinesError } from '../../src/errors.js'
import { openDatabase } from '../../src/store/database.js'
import { openStore } from '../../src/store/index.js'
import { addTestRound } from '../support/store.js'

let folder: string
const file = () => join(folder, 'malines.sqlite')
const open = () => openDatabase(folder, () => new Date())

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'malines-store-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A file with a round in it, closed. */
async function written(): Promise<void> {
  const store = await openStore(folder)
  await addTestRound(store)
  await store.close()
}

/** What stands in the way of opening; the file has to be the same after it. */
async function refusal(data = folder): Promise<MalinesError> {
  const reason: unknown = await openStore(data).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (reason instanceof MalinesError) return reason
  throw new Error(`refused with ${String(reason)}`)
}

async function refusedUntouched(): Promise<string> {
  const before = readFileSync(file())
  const { mtimeMs } = statSync(file())
  const { code, message } = await refusal()
  expect(code).toBe('invalid')
  expect(message).toContain(file())
  expect(readFileSync(file()).equals(before)).toBe(true)
  expect(statSync(file()).mtimeMs).toBe(mtimeMs)
  return message
}

describe('a file of its own', () => {
  test('is made with its folder, and opened again as it was', async () => {
    folder = join(folder, 'a', 'b')
    const first = await openStore(folder)
    expect(first.isReady()).toBe(true)
    const { head } = await addTestRound(first)
    await first.close()
    expect(first.isReady()).toBe(false)
    expect(readdirSync(folder)).toEqual(['malines.sqlite'])
    const second = await openStore(folder)
    expect(await second.rounds.find(head.id)).toEqual(head)
    await second.close()
  })

  test('keeps what was committed when the program stops without closing it', async () => {
    const store = await openStore(folder)
    const { head } = await addTestRound(store)
    const stopped = mkdtempSync(join(tmpdir(), 'malines-stopped-'))
    for (const name of ['malines.sqlite', 'malines.sqlite-wal']) {
      writeFileSync(join(stopped, name), readFileSync(join(folder, name)))
    }
    const next = await openStore(stopped)
    expect(await next.rounds.find(head.id)).toEqual(head)
    await Promise.all([store.close(), next.close()])
    rmSync(stopped, { recursive: true })
  })

  test('is written ahead, to the disk, with references that hold', async () => {
    const { db, sqlite } = await open()
    const pragma = (name: string) => sqlite.pragma(name, { simple: true })
    expect(pragma('journal_mode')).toBe('wal')
    expect(pragma('synchronous')).toBe(2)
    expect(pragma('foreign_keys')).toBe(1)
    expect(pragma('busy_timeout')).toBe(5000)
    await db.destroy()
  })

  test('starts at nothing and applies every migration once', async () => {
    writeFileSync(file(), '')
    for (let times = 0; times < 2; times++) {
      const { db, sqlite } = await open()
      const applied = sqlite.prepare('select name from kysely_migration order by name').pluck().all()
      expect(applied).toEqual(Object.keys(migrations))
      await db.destroy()
    }
  })

  test('has strict tables, and an index for every reference to a row that may go', async () => {
    // People and events stay for good: nobody ever looks for what refers to them before they go.
    const stay = ['answer_events person', 'answers seq', 'answers first_seq']
    const { db, sqlite } = await open()
    const own = "type = 'table' and name not like 'kysely_%' and name not like 'sqlite_%'"
    const tables = sqlite
      .prepare<[], { name: string; sql: string }>(`select name, sql from sqlite_schema where ${own}`)
      .all()
    expect(tables).toHaveLength(29)
    for (const { name, sql } of tables) {
      expect(sql).toMatch(/\) strict$/)
      const indices = sqlite.prepare<[string], string>('select name from pragma_index_list(?)').pluck().all(name)
      const columnsOf = sqlite.prepare<[string], string>('select name from pragma_index_info(?) order by seqno').pluck()
      const indexed = indices.map((index) => columnsOf.all(index).join())
      const references = sqlite
        .prepare<[string], string>('select group_concat("from") from pragma_foreign_key_list(?) group by id')
        .pluck()
        .all(name)
      for (const reference of references.filter((one) => !stay.includes(`${name} ${one}`))) {
        const isCovered = indexed.some((columns) => columns === reference || columns.startsWith(`${reference},`))
        expect(`${name} ${reference} ${isCovered}`).toBe(`${name} ${reference} true`)
      }
    }
    await db.destroy()
  })

  test('adds events of answers and changes none', async () => {
    await written()
    const { db, sqlite } = await open()
    sqlite.exec("insert into answer_events (round, body, item, key, at) select id, '', 'q-11', 'k', '2026' from rounds")
    for (const statement of ["update answer_events set value = '{}'", 'delete from answer_events']) {
      expect(() => sqlite.exec(statement)).toThrow('answer events are only ever added')
    }
    await db.destroy()
  })
})

describe('refused and left untouched:', () => {
  test('a file of a newer version', async () => {
    await written()
    const sqlite = new Sqlite(file())
    sqlite.exec("insert into kysely_migration values ('9999-later', '2030-01-01')")
    sqlite.close()
    expect(await refusedUntouched()).toContain('newer version of malines')
    expect(await refusedUntouched()).toContain('9999-later')
  })

  test('a database of another program', async () => {
    const sqlite = new Sqlite(file())
    sqlite.exec('create table recipes (name text)')
    sqlite.close()
    expect(await refusedUntouched()).toContain('another program')
  })

  test('a file that is no database', async () => {
    writeFileSync(file(), 'Dear city, the data are attached. '.repeat(100))
    expect(await refusedUntouched()).toContain('damaged')
  })

  test('a file that was cut off', async () => {
    await written()
    truncateSync(file(), Math.floor(statSync(file()).size / 2))
    expect(await refusedUntouched()).toContain('damaged')
  })

  test('a file with a page that was overwritten', async () => {
    await written()
    const bytes = readFileSync(file())
    bytes.fill(0x5a, 3 * 4096, 5 * 4096)
    writeFileSync(file(), bytes)
    expect(await refusedUntouched()).toContain('damaged')
  })

  test('a file that can’t be brought up to date, which loses and gains nothing', async () => {
    const sqlite = new Sqlite(file())
    sqlite.exec('create table kysely_migration (name text, timestamp text); create table openings (door text)')
    const { code, message } = await refusal()
    expect(code).toBe('invalid')
    expect(message).toContain('openings already exists')
    expect(sqlite.prepare('select name from sqlite_schema order by name').pluck().all()).toEqual([
      ...['kysely_migration', 'openings'],
    ])
    sqlite.close()
  })

  test('a folder that is a file', async () => {
    writeFileSync(file(), 'no folder')
    const { code, message } = await refusal(file())
    expect(code).toBe('invalid')
    expect(message).toContain('can’t be made')
    expect(message).toContain('MALINES_DATA')
  })

  test('a file in a place that can’t be opened', async () => {
    folder = join(folder, 'taken')
    await openStore(folder).then((store) => store.close())
    rmSync(file())
    // A folder where the file should be: nothing else fails for every user of the system.
    await openStore(file()).then((store) => store.close())
    const { code, message } = await refusal()
    expect(code).toBe('invalid')
    expect(message).toContain('can’t be opened or written')
  })
})
