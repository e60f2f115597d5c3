import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import canonicalize from 'canonicalize'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AuditCheck } from '../../src/store/audit.js'
import type { AuditHead } from '../../src/store/audit-entry.js'
import { openStore, type Store } from '../../src/store/index.js'
import { addTestRound, type TestRound } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'

let folder: string
let store: Store
let place: TestRound
let id: string

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'malines-trail-'))
  store = await openStore(folder, { clock: () => new Date(AT) })
  place = await addTestRound(store)
  id = place.head.id
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

let keys = 0
const save = (item: string, body = 'house', basedOn: number | null = null) =>
  store.answers.save({
    ...{ round: id, body, item, value: { level: 2 }, person: place.person.id, basedOn },
    key: `key ${++keys}`,
  })

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Changes the file as no part of malines can: without the triggers. */
function tamper(...statements: readonly string[]): void {
  const sqlite = new Sqlite(join(folder, 'malines.sqlite'))
  sqlite.pragma('foreign_keys = OFF')
  const triggers = sqlite
    .prepare<[], { name: string; sql: string }>("select name, sql from sqlite_schema where type = 'trigger'")
    .all()
  for (const { name } of triggers) sqlite.exec(`drop trigger ${name}`)
  for (const statement of statements) expect(sqlite.prepare(statement).run().changes).toBeGreaterThan(0)
  for (const { sql } of triggers) sqlite.exec(sql)
  sqlite.close()
}

describe('the trail', () => {
  test('chains each entry to the one before, by hashes that anybody can make anew', async () => {
    await save('q-11')
    const entries = (await store.audit.listOf({}, { limit: 1000 })).reverse()
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    let before = ''
    for (const { previous, hash, ...rest } of entries) {
      expect(previous).toBe(before)
      expect(hash).toBe(sha256(previous + canonicalize(rest)))
      before = hash
    }
    const [last] = entries.slice(-1)
    expect(await store.audit.head()).toEqual({ seq: last.seq, hash: last.hash })
    expect(await store.audit.verify()).toEqual({ entries: last.seq, head: { seq: last.seq, hash: last.hash } })
  })

  test('says who saved which answer when, with the hash of its value', async () => {
    const { revision } = await save('q-11')
    const joint = await save('q-13', '')
    const [second, first] = await store.audit.listOf({ round: id })
    const usual = { at: AT, person: place.person.id, personName: place.person.name, round: id }
    const digest = sha256('{"level":2}')
    expect(first).toMatchObject({ ...usual, assessment: place.assessment.id, action: 'answer' })
    expect(first.details).toEqual({ body: 'house', item: 'q-11', event: revision, basedOn: null, sha256: digest })
    expect(second).toMatchObject({ ...usual, action: 'agreed' })
    expect(second.details).toEqual({ item: 'q-13', event: joint.revision, basedOn: null, sha256: digest })
  })

  test('has no entry for a save that was refused, or that was kept before', async () => {
    const save = { round: id, body: 'house', item: 'q-11', value: null, person: null, basedOn: null, key: 'one' }
    await store.answers.save(save)
    const { seq } = await store.audit.head()
    await store.answers.save(save)
    for (const wrong of [{ basedOn: 7 }, { basedOn: null }, { body: 'x' }, { item: 'q\ud800' }]) {
      await expect(store.answers.save({ ...save, ...wrong, key: JSON.stringify(wrong) })).rejects.toThrow()
    }
    expect((await store.audit.head()).seq).toBe(seq)
    expect(await store.audit.verify()).toMatchObject({ entries: seq })
  })

  test('names the deed and the person of every change of a round', async () => {
    const { person, assessment } = place
    const by = person.id
    const start = (await store.audit.head()).seq
    const finding = { kind: 'contradiction', sectors: [], severity: 'friction', status: 'open', rules: '' } as const
    const part = { person: by, assessment: assessment.id, role: 'observer', round: id } as const
    await store.rounds.update(id, { name: 'New' }, by)
    await store.rounds.saveFrame(id, { method: { seed: 2 } }, by)
    await store.rounds.open(id, '*', by)
    await store.rounds.saveFinding(id, { id: 'f', ...finding }, by)
    await store.rounds.saveAction(id, { id: 'a', text: 'Paint.' }, by)
    const { id: body } = await store.bodies.create(id, { name: 'Friends', voice: 'visitors' }, by)
    await store.bodies.update(id, body, { name: 'Old friends' }, by)
    await store.bodies.delete(id, body, by)
    const { id: participant } = await store.participants.add(part, by)
    await store.participants.remove(participant, by)
    const { invitation } = await store.invitations.create({ ...part, createdBy: by })
    await store.invitations.use(invitation.id, by)
    await store.invitations.renew(invitation.id, by)
    await store.invitations.revoke(invitation.id, by)
    await store.versions.add(id, 'Draft', by)
    await store.submissions.add(id, 'house', { state: 'submitted' }, by)
    await store.signOffs.add(id, { voice: 'owner', name: 'O.', dissents: 0 }, by)
    await store.attendance.add(id, { meeting: '2026-03-01', name: 'O.' }, by)
    await store.discussion.add({ round: id, item: 'q-11', person: by, text: 'Why?', lang: 'en' })
    await store.rounds.setState(id, 'meeting', {}, by)
    await store.people.update(by, { disabledAt: AT }, by)
    await store.assessments.update(assessment.id, { name: 'Another' }, by)
    const entries = (await store.audit.listOf({}, { limit: 1000 })).filter(({ seq }) => seq > start).reverse()
    expect(entries.map(({ action }) => action)).toEqual([
      ...['round', 'frame', 'opening', 'finding', 'action', 'body', 'body', 'body', 'participant', 'participant'],
      ...['invitation', 'invitation', 'invitation', 'invitation', 'version', 'submission', 'sign-off', 'attendance'],
      ...['discussion', 'round-state', 'person', 'assessment'],
    ])
    expect(new Set(entries.map((entry) => entry.person))).toEqual(new Set([by]))
    expect((await store.audit.verify()).fault).toBeUndefined()
    expect(JSON.stringify(entries)).not.toContain('Why?')
  })

  test('has no entry of a change that failed', async () => {
    const { seq } = await store.audit.head()
    await expect(store.bodies.delete(id, 'nobody', null)).rejects.toThrow()
    await expect(store.people.create({ ...place.person, passwordHash: null }, null)).rejects.toThrow()
    await store.rounds.open(id, 'q-11', null)
    await store.rounds.open(id, 'q-11', null)
    expect((await store.audit.head()).seq).toBe(seq + 1)
  })

  test('stays when its round is deleted', async () => {
    const { assessment, definitionHash } = place.head
    const draft = await store.rounds.create({ assessment, name: 'Draft', definitionHash, form: 'short' }, null)
    await store.rounds.delete(draft.id, null)
    const entries = await store.audit.listOf({ round: draft.id })
    expect(entries.map(({ details }) => details.change)).toEqual(['deleted', 'created'])
    expect((await store.audit.verify()).fault).toBeUndefined()
  })

  test('is read page by page, of a round or an assessment', async () => {
    for (let n = 0; n < 5; n++) await save(`q-${n}`)
    const other = await addTestRound(store)
    const whole = await store.audit.listOf({ round: id })
    const first = await store.audit.listOf({ round: id }, { limit: 3 })
    const rest = await store.audit.listOf({ round: id }, { before: first[2].seq, limit: 100 })
    expect([...first, ...rest]).toEqual(whole)
    const ofPlace = await store.audit.listOf({ assessment: place.assessment.id })
    expect(ofPlace.filter(({ round }) => round === id)).toEqual(whole)
    expect(ofPlace.at(-1)).toMatchObject({ action: 'assessment', round: null })
    expect(ofPlace.some(({ assessment }) => assessment === other.assessment.id)).toBe(false)
  })

  test('is sound for an imported round, with more answers than one page of the check', async () => {
    const { assessment, definitionHash } = place.head
    const { round } = await store.rounds.load(id)
    const positions = Array.from({ length: 1200 }, (_, n) => ({ body: 'house', item: `q-${n}`, level: 1 as const }))
    const before = (await store.audit.head()).seq
    const { id: imported } = await store.rounds.importRound(
      assessment,
      { ...round, positions, agreed: [{ item: 'q-0', level: 2 }] },
      { state: 'open', definitionHash },
      place.person.id,
    )
    expect(await store.audit.verify()).toEqual({ entries: before + 1202, head: await store.audit.head() })
    const [last] = await store.audit.listOf({ round: imported }, { limit: 1 })
    expect(last).toMatchObject({ action: 'agreed', person: null, assessment })
    const [first] = await store.audit.listOf({ round: imported }, { before: before + 2 })
    expect(first).toMatchObject({ action: 'round', person: place.person.id, details: { change: 'imported' } })
  })

  test('goes on where it was when the file is opened again', async () => {
    await save('q-11')
    const head = await store.audit.head()
    await store.close()
    store = await openStore(folder)
    await save('q-13')
    expect(await store.audit.verify(head)).toMatchObject({ entries: head.seq + 1 })
    expect((await store.audit.verify(head)).fault).toBeUndefined()
  })

  test('takes no change', () => {
    const sqlite = new Sqlite(join(folder, 'malines.sqlite'))
    for (const statement of [
      'update audit set details = details',
      'delete from audit',
      'update round_parts set at = at',
    ]) {
      expect(() => sqlite.exec(statement)).toThrow('entries are only ever added')
    }
    sqlite.close()
  })

  test('of an empty store is sound', async () => {
    const empty = await openStore(':memory:')
    expect(await empty.audit.verify()).toEqual({ entries: 0, head: { seq: 0, hash: '' } })
    await empty.close()
  })
})

describe('a file that somebody changed behind its back:', () => {
  let first: number
  let second: number
  let noted: AuditHead
  const entryOf = (event: number) => `(select seq from audit where json_extract(details, '$.event') = ${event})`

  beforeEach(async () => {
    first = (await save('q-11')).revision
    second = (await save('q-11', 'house', first)).revision
    await save('q-13')
    noted = await store.audit.head()
  })

  async function faultAfter(...statements: readonly string[]): Promise<AuditCheck['fault']> {
    tamper(...statements)
    return (await store.audit.verify()).fault
  }

  const seqOf = async (event: number) =>
    (await store.audit.listOf({ round: id })).find(({ details }) => details.event === event)?.seq

  test('nothing, and the triggers do not disturb the check', async () => {
    tamper()
    expect(await store.audit.verify()).toEqual({ entries: noted.seq, head: noted })
  })

  test.each([
    ['its person', "person = 'somebody'"],
    ['its name', "person_name = 'Somebody'"],
    ['its moment', "at = '2020-01-01T00:00:00.000Z'"],
    ['its deed', "action = 'agreed'"],
    ['its round', "round = 'another'"],
    ['its assessment', 'assessment = null'],
    ['its details', "details = replace(details, 'q-11', 'q-12')"],
    ['its details, so that they are no JSON', "details = '{'"],
    ['its spaces', "details = details || ' '"],
    ['its hash', `hash = '${'0'.repeat(64)}'`],
  ])('an entry in %s', async (_, change) => {
    const seq = await seqOf(first)
    expect(await faultAfter(`update audit set ${change} where seq = ${seq}`)).toEqual({ seq, reason: 'changed' })
  })

  test('an entry with a hash that fits it, which the next one does not follow', async () => {
    const entry = (await store.audit.listOf({ round: id })).find(({ details }) => details.event === first)
    const { hash: _, previous = '', ...rest } = { ...entry, personName: 'Somebody' }
    const hash = sha256(previous + canonicalize(rest))
    const change = `update audit set person_name = 'Somebody', hash = '${hash}' where seq = ${entry?.seq}`
    expect(await faultAfter(change)).toEqual({ seq: (entry?.seq ?? 0) + 1, reason: 'unchained' })
  })

  test('an entry taken out of the middle, or the first', async () => {
    const seq = await seqOf(first)
    expect(await faultAfter(`delete from audit where seq = ${seq}`)).toEqual({ seq, reason: 'missing' })
    expect(await faultAfter('delete from audit where seq = 1')).toEqual({ seq: 1, reason: 'missing' })
  })

  test('the end cut off, also together with the events, unless the kept head is made anew too', async () => {
    const cut = [`delete from audit where seq >= ${entryOf(second)}`]
    const fault = { seq: await seqOf(second), reason: 'missing' }
    const events = [
      `update answers set seq = ${first} where seq = ${second}`,
      `delete from answers where seq > ${first}`,
      `delete from answer_events where seq > ${first}`,
    ]
    expect(await faultAfter(...cut, ...events)).toEqual(fault)
    const head = "(select seq || ' ' || hash from audit order by seq desc limit 1)"
    expect(await faultAfter(`update settings set value = ${head} where name = 'audit.head'`)).toBeUndefined()
    // Only a head that was written down elsewhere tells.
    expect((await store.audit.verify(noted)).fault).toEqual(fault)
  })

  test('the whole trail', async () => {
    expect(await faultAfter('delete from audit')).toEqual({ seq: 1, reason: 'missing' })
    expect(await faultAfter("delete from settings where name = 'audit.head'")).toEqual({
      seq: first,
      reason: 'event-unknown',
    })
  })

  test('another trail in its place, against a head that was noted', async () => {
    expect((await store.audit.verify({ ...noted, hash: '0'.repeat(64) })).fault).toEqual({
      seq: noted.seq,
      reason: 'other',
    })
  })

  test.each([
    ['value', `value = '{"level":4}'`],
    ['spaces', `value = '{"level": 2}'`],
    ['clearing', 'value = null'],
    ['author', 'person = null'],
    ['moment', "at = '2020-01-01T00:00:00.000Z'"],
    ['body', "body = 'owner'"],
    ['item', "item = 'q-12'"],
    ['predecessor', 'based_on = 99'],
  ])('an answer’s event in its %s', async (_, change) => {
    const fault = { seq: await seqOf(second), reason: 'event-changed' }
    expect(await faultAfter(`update answer_events set ${change} where seq = ${second}`)).toEqual(fault)
  })

  test('an answer’s event taken out, in the middle and at the end', async () => {
    const statements = (event: number) => [`delete from answer_events where seq = ${event}`]
    const last = { seq: noted.seq, reason: 'event-missing' }
    expect(await faultAfter(...statements(second + 1))).toEqual(last)
    const middle = { seq: await seqOf(first), reason: 'event-missing' }
    expect(await faultAfter(...statements(first))).toEqual(middle)
  })

  test('an answer’s event put in', async () => {
    const add = (seq: number) => `insert into answer_events (seq, round, body, item, value, key, at)
      values (${seq}, '${id}', 'owner', 'q-11', '{}', 'forged ${seq}', '2026')`
    expect(await faultAfter(add(99))).toEqual({ seq: 99, reason: 'event-unknown' })
    expect(await faultAfter('delete from answer_events where seq = 99')).toBeUndefined()
    expect(await faultAfter(add(-5))).toEqual({ seq: -5, reason: 'event-unknown' })
  })

  test('an answer shown under an item that nobody answered', async () => {
    const stray = `insert into answers (round, body, item, seq, first_seq)
      values ('${id}', 'owner', 'q-14', ${first}, ${first})`
    expect(await faultAfter(stray)).toEqual({ seq: first, reason: 'current-changed' })
  })

  test('an older answer made the current one, or no current answer at all', async () => {
    const fault = { seq: second, reason: 'current-changed' }
    expect(await faultAfter(`update answers set seq = ${first} where seq = ${second}`)).toEqual(fault)
    expect(await faultAfter(`delete from answers where seq = ${first}`)).toEqual(fault)
  })
})
