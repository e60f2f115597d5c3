import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { CamelCasePlugin, Kysely, Migrator, SqliteDialect } from 'kysely'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { up } from '../../migrations/0001-first.js'
import { openStore, type Store } from '../../src/store/index.js'
import { tiny } from '../support/definitions.js'

const AT = '2026-03-01T09:00:00.000Z'

let folder: string
let store: Store

// Read once, outside the time of any test.
beforeAll(() => void tiny())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'malines-upgrade-'))
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

/** A file as the first version made it, with a round and more answers than the upgrade takes at a time. */
async function writeFirst(answers: number): Promise<void> {
  const sqlite = new Sqlite(join(folder, 'malines.sqlite'))
  sqlite.pragma('synchronous = off')
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: sqlite }), plugins: [new CamelCasePlugin()] })
  const provider = { getMigrations: async () => ({ '0001-first': { up } }) }
  expect((await new Migrator({ db, provider }).migrateToLatest()).error).toBeUndefined()
  const { hash, id, version } = tiny().definition
  const content = JSON.stringify([...tiny().languages.values()])
  sqlite.prepare('insert into definitions values (?, ?, ?, ?)').run(hash, id, version, content)
  const finding = { id: 'f', kind: 'contradiction', sectors: [], severity: 'friction', status: 'open', rules: 'A.' }
  sqlite.exec(`
    insert into people values ('p', 'Pia', 'pia@example.org', null, 0, null, '${AT}', null);
    insert into assessments values ('a', 'Network', 'BE', '${AT}');
    insert into rounds values ('r', 1, 'a', '2026', '${hash}', 'short', 'open', 'own-answer', '2026-06-30', 'UTC',
      null, '{"method":{"seed":7}}', null, '${AT}', '${AT}', null);
    insert into bodies values ('r', 'house', 1, 'House', 'owner', null), ('r', 'friends', 2, 'Friends', 'visitors', 'g');
    insert into openings values ('r', 'learning', 'p', '${AT}');
    insert into findings values ('r', 'f', 1, '${JSON.stringify(finding)}');
    insert into actions values ('r', 'x', 1, '{"id":"x","text":"Paint."}')`)
  const event = sqlite.prepare(`insert into answer_events (round, body, item, value, based_on, key, person, at)
    values ('r', ?, ?, ?, ?, ?, ?, '${AT}')`)
  const current = sqlite.prepare('insert into answers values (?, ?, ?, ?, ?)')
  sqlite.exec('begin')
  for (let n = 1; n <= answers; n++) {
    const [body, value] = n % 3 === 0 ? ['', null] : ['house', '{"level":3}']
    const { lastInsertRowid: seq } = event.run(body, `q-${n}`, value, null, `k ${n}`, n % 2 === 0 ? 'p' : null)
    current.run('r', body, `q-${n}`, seq, seq)
  }
  sqlite.exec('commit')
  await db.destroy()
}

describe('a file of the first version', () => {
  test('has a whole trail of its answers once it is opened, and goes on', async () => {
    await writeFirst(501)
    store = await openStore(folder)
    expect(await store.audit.verify()).toEqual({ entries: 501, head: await store.audit.head() })
    const [last] = await store.audit.listOf({ assessment: 'a', round: 'r' }, { before: 3, limit: 1 })
    expect(last).toMatchObject({ seq: 2, at: AT, person: 'p', personName: 'Pia', action: 'answer' })
    const save = { round: 'r', body: 'house', item: 'q-1', value: { level: 4 as const }, person: 'p', key: 'next' }
    await store.answers.save({ ...save, basedOn: 1 })
    await store.rounds.open('r', '*', 'p')
    expect((await store.audit.verify()).fault).toBeUndefined()
    const sqlite = new Sqlite(join(folder, 'malines.sqlite'))
    sqlite.exec(`drop trigger answer_events_no_update; update answer_events set value = '{}' where seq = 400`)
    sqlite.close()
    expect((await store.audit.verify()).fault).toEqual({ seq: 400, reason: 'event-changed' })
  })

  test('has the round as it was, also to be looked at as it was', async () => {
    await writeFirst(3)
    store = await openStore(folder)
    const stored = await store.rounds.load('r')
    expect(stored.round).toMatchObject({
      ...{ method: { seed: 7 }, round: { name: '2026', closesOn: '2026-06-30' } },
      bodies: [
        { id: 'house', name: 'House', voice: 'owner' },
        { id: 'friends', name: 'Friends', voice: 'visitors', group: 'g' },
      ],
      findings: [{ id: 'f' }],
      actions: [{ id: 'x', text: 'Paint.' }],
    })
    const { revision: _, answers, ...past } = await store.rounds.at('r', 3)
    const { revision: __, answers: all, ...now } = stored
    expect({ ...past, answers: [...answers] }).toEqual({ ...now, answers: [...all] })
    expect((await store.rounds.at('r', 1)).round.positions).toHaveLength(1)
    expect(await store.rounds.moments('r')).toMatchObject([{ kind: 'state', state: 'open', seq: 0, at: AT }])
    expect(await store.findings.listOf('r')).toMatchObject([{ isProposed: false, person: null, since: AT }])
    // Kept as the program keeps it: what is the same is not kept twice.
    const { part } = await store.versions.add('r', 'After the upgrade', null)
    expect(part).toBe((await store.rounds.moments('r'))[0].part)
  })

  test('with nothing in it has no trail', async () => {
    await writeFirst(0)
    store = await openStore(folder)
    expect(await store.audit.verify()).toEqual({ entries: 0, head: { seq: 0, hash: '' } })
  })
})
