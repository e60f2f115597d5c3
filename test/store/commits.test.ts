import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { answers, type Save, type SavedAnswer } from '../../src/store/answers.js'
import { type Database, openDatabase } from '../../src/store/database.js'
import { openStore, type Store } from '../../src/store/index.js'
import { roundCache } from '../../src/store/round-cache.js'
import { addTestRound } from '../support/store.js'

let folder: string
let store: Store
let round: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'malines-commits-'))
  store = await openStore(folder)
  round = (await addTestRound(store)).head.id
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const HEADER = 32
const FRAME = 24

/** Commits in the write-ahead log: frames that state the size of the database (sqlite.org/fileformat2, 4.1). */
function commits(): number {
  const path = join(folder, 'malines.sqlite-wal')
  const log = existsSync(path) ? readFileSync(path) : Buffer.alloc(HEADER)
  const page = log.readUInt32BE(8)
  let count = 0
  for (let at = HEADER; at + FRAME + page <= log.length; at += FRAME + page) {
    if (log.readUInt32BE(at + 4) > 0) count++
  }
  return count
}

function saving(index: number, changes: Partial<Save> = {}): Save {
  const place = { round, body: 'house', item: `q-${index}`, person: null, basedOn: null }
  return { ...place, value: { level: 2 }, key: `key ${index}`, ...changes }
}

const HUNDRED = Array.from({ length: 100 }, (_, index) => index)

/** Answers in the file as another process sees them: committed ones. */
function inFile(): number {
  const other = new Sqlite(join(folder, 'malines.sqlite'), { readonly: true })
  const count = other.prepare<[], number>('select count(*) from answers').pluck().get()
  other.close()
  return count ?? 0
}

test('a hundred saves that arrive together are one commit, and one that arrives alone is another', async () => {
  const before = commits()
  expect(before).toBeGreaterThan(5)
  await Promise.all(HUNDRED.map((index) => store.answers.save(saving(index))))
  expect(commits()).toBe(before + 1)
  await store.answers.save(saving(100))
  expect(commits()).toBe(before + 2)
})

test('the reply, the event and the round in memory come after the commit', async () => {
  const seen: number[] = []
  store.answers.onSaved(() => seen.push(inFile()))
  await store.rounds.load(round)
  const saves = HUNDRED.map((index) =>
    store.answers.save(saving(index)).then(async () => {
      seen.push(inFile())
      expect((await store.rounds.load(round)).answers.size).toBe(100)
    }),
  )
  expect((await store.rounds.load(round)).answers.size).toBe(0)
  await Promise.all(saves)
  expect(seen).toEqual(Array.from({ length: 200 }, () => 100))
})

describe('when nothing can be committed', () => {
  let database: Database
  let own: ReturnType<typeof answers>
  const events: SavedAnswer[] = []

  beforeEach(async () => {
    database = await openDatabase(folder, () => new Date())
    database.sqlite.pragma('busy_timeout = 0')
    own = answers(database, roundCache(0), () => undefined)
    events.length = 0
    own.onSaved((event) => events.push(event))
  })
  afterEach(() => database.db.destroy())

  const saveAll = () => Promise.allSettled(HUNDRED.map((index) => own.save(saving(index))))

  async function allFail(code: string): Promise<void> {
    const results = await saveAll()
    expect(results.map((result) => result.status === 'rejected' && result.reason.code)).toEqual(HUNDRED.map(() => code))
    expect(inFile()).toBe(0)
    expect(events).toEqual([])
  }

  async function allSucceed(): Promise<void> {
    expect((await saveAll()).every(({ status }) => status === 'fulfilled')).toBe(true)
    expect(inFile()).toBe(100)
  }

  test('because another process writes, every save fails, and the next ones are kept', async () => {
    const other = new Sqlite(join(folder, 'malines.sqlite'))
    other.exec('begin immediate')
    await allFail('SQLITE_BUSY')
    other.close()
    await allSucceed()
  })

  test('because the commit itself fails, every save fails, and the next ones are kept', async () => {
    // A reference to nowhere that is only looked at in the commit.
    database.sqlite.exec(`
      create table dangling (person text references people (id) deferrable initially deferred);
      create temp trigger dangle after insert on answer_events begin insert into dangling values ('nobody'); end`)
    await allFail('SQLITE_CONSTRAINT_FOREIGNKEY')
    database.sqlite.exec('drop trigger dangle')
    await allSucceed()
  })
})
