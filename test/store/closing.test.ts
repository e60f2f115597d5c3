import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import canonicalize from 'canonicalize'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readRound, writeRound } from '../../src/roundfile/index.js'
import { METHOD_VERSION, scoreRound } from '../../src/rules/index.js'
import { sealOf } from '../../src/store/closings.js'
import { openStore, type Store } from '../../src/store/index.js'
import { tiny } from '../support/definitions.js'
import { addTestRound, openTestStore, type TestRound } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'

let store: Store
let place: TestRound
let by: string
let id: string

beforeEach(async () => {
  store = await openTestStore({ at: AT })
  place = await addTestRound(store)
  by = place.person.id
  id = place.head.id
  const save = { round: id, body: 'house', item: 'q-11', value: { level: 2 as const }, person: by, basedOn: null }
  await store.answers.save({ ...save, key: 'first' })
})
afterEach(() => store.close())

async function close() {
  const stored = await store.rounds.load(id)
  const result = scoreRound(tiny().definition, stored.round)
  await store.rounds.close(id, { result, revision: stored.revision, by })
  return { stored, result }
}

describe('a closed round', () => {
  test('keeps its result, sealed with the round, the questionnaire and the method', async () => {
    const { stored, result } = await close()
    const closing = await store.rounds.closing(id)
    const { hash } = tiny().definition
    expect(closing).toMatchObject({
      ...{ at: AT, person: by, personName: place.person.name, definitionHash: hash, method: METHOD_VERSION },
      ...{ result: JSON.parse(JSON.stringify(result)), reopened: null },
    })
    // As anybody makes it from the two files.
    const files = { definition: hash, method: METHOD_VERSION, result: JSON.parse(JSON.stringify(result)) }
    const round = readRound(writeRound(stored.round), tiny().definition)
    const text = canonicalize({ ...files, round }) ?? ''
    expect(closing?.seal).toBe(`sha256:${createHash('sha256').update(text).digest('hex')}`)
    expect(closing && (await store.rounds.isSealed(id, closing))).toBe(true)
    expect(await store.rounds.result(id)).toEqual(closing?.result)
    expect(await store.audit.listOf({ round: id }, { limit: 1 })).toMatchObject([
      { action: 'round-state', person: by, details: { from: 'open', to: 'closed', seal: closing?.seal } },
    ])
  })

  test('can be seen as it was closed, whatever its place is called later', async () => {
    const { stored } = await close()
    await store.assessments.update(place.assessment.id, { name: 'Renamed' }, null)
    const closing = await store.rounds.closing(id)
    const past = closing && (await store.rounds.at(id, closing.seq, closing.part))
    expect(past?.round).toEqual(stored.round)
    expect(past?.head.state).toBe('closed')
    expect(closing && (await store.rounds.isSealed(id, closing))).toBe(true)
  })

  test('is not closed again, nor when it changed since it was scored', async () => {
    const { revision, round } = await store.rounds.load(id)
    const result = scoreRound(tiny().definition, round)
    await store.bodies.create(id, { name: 'Late', voice: 'owner' }, null)
    await expect(store.rounds.close(id, { result, revision, by })).rejects.toMatchObject({ code: 'conflict' })
    expect(await store.rounds.closings(id)).toEqual([])
    await store.rounds.close(id, { result, by })
    await expect(store.rounds.close(id, { result, by })).rejects.toMatchObject({ code: 'conflict' })
    await expect(store.rounds.close('x', { result, by })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('by its state alone is sealed too, and anew with another result', async () => {
    const result = scoreRound(tiny().definition, (await store.rounds.load(id)).round)
    await store.rounds.setState(id, 'closed', { result }, by)
    await store.rounds.setState(id, 'closed', {}, null)
    expect(await store.rounds.closings(id)).toMatchObject([{ person: by, reopened: null }])
    await store.rounds.setState(id, 'closed', { result: { ...result, flags: [] } }, null)
    expect(await store.rounds.closings(id)).toMatchObject([{ reopened: { reason: null } }, { reopened: null }])
  })

  test('without a result has no closing', async () => {
    await store.rounds.setState(id, 'closed', {}, null)
    expect(await store.rounds.closing(id)).toBeUndefined()
  })
})

describe('opened again', () => {
  test('it needs a reason, and keeps that, the closing and its result', async () => {
    const { result } = await close()
    for (const reason of ['', ' ', 'x'.repeat(1001)]) {
      await expect(store.rounds.reopen(id, { to: 'open', reason, by })).rejects.toMatchObject({ code: 'invalid' })
    }
    const head = await store.rounds.reopen(id, { to: 'meeting', reason: ' A late answer. ', by })
    expect(head).toMatchObject({ state: 'meeting', closedAt: null })
    expect(await store.rounds.result(id)).toBeUndefined()
    expect(await store.rounds.closing(id)).toBeUndefined()
    const [closing] = await store.rounds.closings(id)
    expect(closing.reopened).toEqual({ at: AT, by, reason: 'A late answer.' })
    expect(closing.result).toEqual(JSON.parse(JSON.stringify(result)))
    const save = { round: id, body: 'owner', item: 'q-11', value: null, person: by, basedOn: null, key: 'late' }
    await store.answers.save(save)
    expect(await store.rounds.isSealed(id, closing)).toBe(true)
    await close()
    expect(await store.rounds.closings(id)).toHaveLength(2)
    expect(await store.audit.listOf({ round: id }, { limit: 3 })).toMatchObject([
      {},
      {},
      { details: { from: 'closed', to: 'meeting', reason: 'A late answer.' } },
    ])
  })

  test('it loses the names under it, which the trail keeps', async () => {
    for (const voice of ['visitors', 'owner']) await store.signOffs.add(id, { voice, name: 'N.', dissents: 1 }, by)
    await close()
    expect(await store.signOffs.listOf(id)).toHaveLength(2)
    await store.rounds.reopen(id, { to: 'open', reason: 'Again.', by })
    expect(await store.signOffs.listOf(id)).toEqual([])
    const entries = await store.audit.listOf({ round: id })
    expect(entries[0].details.unsigned).toEqual(['owner', 'visitors'])
    expect(entries.filter(({ action }) => action === 'sign-off')).toHaveLength(2)
    expect((await store.audit.verify()).fault).toBeUndefined()
  })

  test('only when it is closed, and never deleted', async () => {
    const reopen = () => store.rounds.reopen(id, { to: 'open', reason: 'Again.', by })
    await expect(reopen()).rejects.toMatchObject({ code: 'conflict' })
    const { head } = await addTestRound(store, 'preparing')
    const result = scoreRound(tiny().definition, (await store.rounds.load(head.id)).round)
    await store.rounds.close(head.id, { result, by })
    await store.rounds.setState(head.id, 'preparing', {}, null)
    await expect(store.rounds.delete(head.id, null)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a seal is broken', () => {
  test.each([
    ['by another answer', 'update answer_events set value = \'{"level":4}\''],
    ['by another set-up', `update round_parts set content = replace(content, '"2026"', '"2025"')`],
    ['by another result that is shown', `update rounds set result = '{}'`],
    ['by another result that was kept', `update closings set result = replace(result, 'short', 'full')`],
    ['by another method', "update closings set method = '2'"],
  ])('%s', async (_, change) => {
    const folder = mkdtempSync(join(tmpdir(), 'malines-seal-'))
    await store.close()
    store = await openStore(folder)
    ;({ id } = (await addTestRound(store)).head)
    const save = { round: id, body: 'house', item: 'q-11', value: { level: 2 as const }, person: null, basedOn: null }
    await store.answers.save({ ...save, key: 'first' })
    const result = scoreRound(tiny().definition, (await store.rounds.load(id)).round)
    await store.rounds.close(id, { result, by: null })
    await store.close()
    const sqlite = new Sqlite(join(folder, 'malines.sqlite'))
    for (const table of ['answer_events', 'round_parts']) sqlite.exec(`drop trigger ${table}_no_update`)
    expect(sqlite.prepare(change).run().changes).toBeGreaterThan(0)
    sqlite.close()
    store = await openStore(folder)
    const [closing] = await store.rounds.closings(id)
    expect(await store.rounds.isSealed(id, closing)).toBe(false)
    rmSync(folder, { recursive: true })
  })
})

test('a seal changes with every part of it', async () => {
  const { round } = await store.rounds.load(id)
  const result = scoreRound(tiny().definition, round)
  const sealed = { definition: 'sha256:1', method: '1', round, result }
  const others = [
    { definition: 'sha256:2' },
    { method: '2' },
    { round: { ...round, method: { seed: 5 } } },
    { result: { ...result, flags: [] } },
  ]
  const seals = [sealed, ...others.map((other) => ({ ...sealed, ...other }))].map(sealOf)
  expect(new Set(seals).size).toBe(5)
  expect(sealOf({ ...sealed, round: JSON.parse(JSON.stringify(round)) })).toBe(seals[0])
})
