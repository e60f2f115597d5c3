import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeRound } from '../../src/roundfile/index.js'
import type { Finding } from '../../src/rules/index.js'
import type { Store } from '../../src/store/index.js'
import type { Person } from '../../src/store/people.js'
import { addTestRound, openTestStore } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'
const FINDING: Finding = {
  ...{ id: 'title', kind: 'contradiction', sectors: ['learning'], severity: 'blocking', status: 'open' },
  ...{ rules: 'One asks for what the other forbids.', settledBy: 'The board.' },
}

let store: Store
let person: Person
let by: string
let round: string

beforeEach(async () => {
  store = await openTestStore({ at: AT })
  const place = await addTestRound(store)
  person = place.person
  by = person.id
  round = place.head.id
})
afterEach(() => store.close())

const steps = async (id = 'title') =>
  (await store.findings.history(round, id)).map(({ from, to, note }) => [from, to, note])
const inRound = async () => (await store.rounds.load(round)).round.findings

describe('a finding', () => {
  test('is in the round as it was given, and says beside it who brought it in and since when', async () => {
    await store.findings.save(round, FINDING, { body: 'house', note: 'As we see it.' }, by)
    expect(await inRound()).toEqual([FINDING])
    const rest = { body: 'house', person: by, personName: person.name, since: AT, note: 'As we see it.' }
    expect(await store.findings.listOf(round)).toEqual([{ finding: FINDING, isProposed: false, ...rest }])
    expect(writeRound((await store.rounds.load(round)).round)).not.toContain('As we see it.')
  })

  test('keeps who changed its status, when and why', async () => {
    await store.rounds.saveFinding(round, FINDING, by)
    await store.findings.save(round, { ...FINDING, severity: 'friction' }, {}, by)
    await store.findings.setStatus(round, 'title', { status: 'resolved', note: 'By decree.' }, by)
    await store.findings.setStatus(round, 'title', { status: 'open' }, null)
    expect(await steps()).toEqual([
      [null, 'open', null],
      ['open', 'resolved', 'By decree.'],
      ['resolved', 'open', null],
    ])
    const history = await store.findings.history(round, 'title')
    expect(history[1]).toMatchObject({ at: AT, person: by, personName: person.name })
    expect(history[2]).toMatchObject({ person: null, personName: null })
    expect(await inRound()).toEqual([{ ...FINDING, severity: 'friction' }])
  })

  test('that is proposed is no part of the round until it is accepted', async () => {
    await store.findings.save(round, FINDING, { body: 'house', isProposed: true }, by)
    expect(await inRound()).toBeUndefined()
    expect(await store.findings.listOf(round)).toMatchObject([{ isProposed: true, body: 'house' }])
    await store.findings.save(round, { ...FINDING, severity: 'friction' }, {}, by)
    expect(await inRound()).toBeUndefined()
    await store.findings.accept(round, 'title', 'Agreed.', by)
    expect(await inRound()).toEqual([{ ...FINDING, severity: 'friction' }])
    expect(await steps()).toEqual([
      [null, 'proposed', null],
      ['proposed', 'open', 'Agreed.'],
    ])
    await expect(store.findings.accept(round, 'title', null, null)).rejects.toMatchObject({ code: 'conflict' })
    await expect(store.findings.decline(round, 'title', null, null)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('that was declined is gone, but for its history', async () => {
    await store.findings.save(round, FINDING, { body: 'house', isProposed: true }, by)
    await store.findings.decline(round, 'title', 'No contradiction.', by)
    expect(await store.findings.listOf(round)).toEqual([])
    expect(await steps()).toEqual([
      [null, 'proposed', null],
      ['proposed', 'declined', 'No contradiction.'],
    ])
    const { name: byName } = (await store.people.find(by)) ?? {}
    expect(await store.findings.listDeclined(round)).toEqual([
      { id: 'title', finding: FINDING, body: 'house', person: by, at: AT, byName, note: 'No contradiction.' },
    ])
  })

  test('that was imported is there since then', async () => {
    const { assessment, definitionHash } = (await store.rounds.load(round)).head
    await store.rounds.saveFinding(round, FINDING, null)
    const file = (await store.rounds.load(round)).round
    const head = await store.rounds.importRound(assessment, file, { state: 'open', definitionHash }, by)
    expect(await store.findings.listOf(head.id)).toMatchObject([{ finding: FINDING, person: by, since: AT }])
    expect(await store.findings.history(head.id, 'title')).toMatchObject([{ from: null, to: 'open' }])
  })

  test('that is not there has no status and no history', async () => {
    for (const attempt of [
      store.findings.setStatus(round, 'x', { status: 'open' }, null),
      store.findings.accept(round, 'x', null, null),
      store.findings.decline(round, 'x', null, null),
      store.findings.save('x', FINDING, {}, null),
    ]) {
      await expect(attempt).rejects.toThrow()
    }
    expect(await steps('x')).toEqual([])
  })

  test.each(['', 'x'.repeat(5001)])('takes no note of no or too many characters', async (note) => {
    await expect(store.findings.save(round, FINDING, { note }, null)).rejects.toMatchObject({ code: 'invalid' })
  })
})
