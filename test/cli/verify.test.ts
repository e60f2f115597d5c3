import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { run } from '../../src/cli/program.js'
import { scoreRound } from '../../src/rules/index.js'
import { openStore } from '../../src/store/index.js'
import { tiny } from '../support/definitions.js'
import { addTestRound } from '../support/store.js'

let folder: string
let round: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'malines-verify-'))
  vi.stubEnv('MALINES_DATA', folder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

/** Data with a round that was closed, opened again and closed. */
async function fill(): Promise<void> {
  const store = await openStore(folder)
  const { head, person } = await addTestRound(store)
  round = head.id
  const by = person.id
  const save = { round, body: 'house', value: { level: 2 as const }, person: by, basedOn: null }
  await store.answers.save({ ...save, item: 'q-11', key: 'a' })
  await store.answers.save({ ...save, item: 'q-12', key: 'b' })
  const close = async () => {
    const stored = await store.rounds.load(round)
    await store.rounds.close(round, { result: scoreRound(tiny().definition, stored.round), by })
  }
  await close()
  await store.rounds.reopen(round, { to: 'open', reason: 'A mistake', by })
  await close()
  await store.close()
}

/** Changes the file behind the program's back. */
function tamper(...statements: readonly string[]): void {
  const sqlite = new Sqlite(join(folder, 'malines.sqlite'))
  for (const statement of statements) sqlite.exec(statement)
  sqlite.close()
}

async function verify(...args: string[]) {
  let out = ''
  let err = ''
  const terminal = {
    out: (text: string) => {
      out += text
    },
    err: (text: string) => {
      err += text
    },
    isWatched: false,
  }
  const code = await run(['verify', ...args], terminal)
  return { code, out, err }
}

describe('malines verify', () => {
  test('says what holds', async () => {
    await fill()
    const { code, out, err } = await verify()
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/File: sound\.\nTrail: \d+ entries, unbroken\.\n {2}Last entry.*: \d+:[0-9a-f]{64}\n/)
    expect(out).toContain('Questionnaires: 1, as their hashes say.\nClosed rounds: 2 seals hold.\nEverything holds.\n')
  })

  test('holds the trail against an entry that was noted', async () => {
    await fill()
    const noted = /\d+:[0-9a-f]{64}/.exec((await verify()).out)?.[0] ?? ''
    expect((await verify('--noted', noted)).out).toContain('unbroken, as noted')
    const [seq] = noted.split(':')
    const other = await verify('--noted', `${seq}:${'0'.repeat(64)}`)
    expect([other.code, other.err]).toEqual([1, expect.stringContaining('another hash than the one that was noted')])
    expect((await verify('--noted', 'x')).code).toBe(2)
  })

  const GUARDS = ['audit_no_update', 'audit_no_delete', 'round_parts_no_update', 'answer_events_no_update'].map(
    (name) => `drop trigger ${name}`,
  )

  test.each([
    ['an answer', [...GUARDS, "update answer_events set value = '{\"level\":4}' where item = 'q-11'"], 'trail/'],
    ['an entry', [...GUARDS, "update audit set person_name = 'X' where seq = 3"], 'trail/3'],
    ['an entry taken out', [...GUARDS, 'delete from audit where seq = 3'], 'trail/3'],
    [
      'a result',
      ["update closings set result = replace(result, 'result/1', 'result/2') where reopened_at is not null"],
      'rounds/',
    ],
    ['a result that is shown', ["update rounds set result = replace(result, 'result/1', 'result/2')"], 'rounds/'],
    ['a result that can’t be read', ["update closings set result = '{'"], 'can’t be read'],
    ['a seal', ["update closings set seal = 'sha256:0'"], 'rounds/'],
    ['a frame', [...GUARDS, "update round_parts set content = replace(content, 'visitors', 'guests')"], 'rounds/'],
    ['a closing taken out', ['delete from closings'], 'its seals are not those of the trail'],
    ['a closed round opened', ["update rounds set state = 'open'"], 'its state is not that of its last closing'],
    [
      'a questionnaire',
      ["update definitions set content = replace(content, 'Houses', 'Homes')"],
      'questionnaires/museum',
    ],
  ])('finds %s that was changed by hand', async (_, statements, words) => {
    await fill()
    tamper(...statements)
    const { code, out, err } = await verify()
    expect(code).toBe(1)
    expect(err).toContain('The data are not what they were.\n')
    expect(err).toContain(words)
    expect(out).not.toContain('Everything holds')
  })

  test('a round that was closed without a result has no seal, which is said and no fault', async () => {
    await fill()
    const store = await openStore(folder)
    const { head } = await addTestRound(store)
    await store.rounds.setState(head.id, 'closed', {}, null)
    await store.close()
    const { code, out } = await verify()
    expect([code, out]).toEqual([0, expect.stringContaining(`${head.id} is closed without a seal.`)])
  })

  test('makes no data where there are none', async () => {
    const { code, err } = await verify()
    expect([code, err]).toEqual([1, `There are no data in “${folder}”.\n`])
    expect(existsSync(join(folder, 'malines.sqlite'))).toBe(false)
  })

  test('explains itself', async () => {
    const { code, out } = await verify('--help')
    expect([code, out]).toEqual([0, expect.stringContaining('--noted')])
  })
})
