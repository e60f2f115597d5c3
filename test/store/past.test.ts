import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/index.js'
import type { StoredRound } from '../../src/store/rounds.js'
import { tiny } from '../support/definitions.js'
import { addTestRound, openTestStore, type TestRound } from '../support/store.js'

let store: Store
let place: TestRound
let id: string
let now = 0

/** A clock that goes on by a second whenever it is looked at. */
function ticking(): Date {
  now += 1000
  return new Date(now)
}

beforeEach(async () => {
  now = Date.UTC(2026, 2, 1)
  store = await openTestStore({ clock: ticking })
  place = await addTestRound(store)
  id = place.head.id
})
afterEach(() => store.close())

let keys = 0

/** Saves over what stands there; gives the event's number. */
async function save(body: string, item: string, level: 0 | 1 | 2 | 3 | 4 | null): Promise<number> {
  const current = (await store.rounds.load(id)).answers.get(`${body}\u0000${item}`)
  const value = level === null ? null : { level }
  const basedOn = current?.revision ?? null
  const { revision } = await store.answers.save({
    ...{ round: id, body, item, value, person: place.person.id, basedOn, key: `key ${++keys}` },
  })
  return revision
}

/** A round without its revision, with its answers as a list. */
const plain = ({ revision: _, answers, ...stored }: StoredRound) => ({ ...stored, answers: [...answers] })

const KINDS = ['update', 'frame', 'open', 'finding', 'action', 'body', 'meeting', 'place'] as const

describe('a round after an answer', () => {
  test('is what it was then, whatever was saved and changed before and since', async () => {
    const finding = { kind: 'contradiction', sectors: [], severity: 'friction', status: 'open' } as const
    const step = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({
          body: fc.constantFrom('', 'house', 'owner'),
          item: fc.constantFrom('q-11', 'q-13', 'q-14'),
          level: fc.constantFrom(0 as const, 2 as const, 4 as const, null),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...KINDS),
      },
    )
    let count = 0
    const change = {
      update: () => store.rounds.update(id, { name: `Name ${++count}` }, null),
      frame: () => store.rounds.saveFrame(id, { method: { seed: ++count } }, null),
      open: () => store.rounds.open(id, `target ${++count}`, null),
      finding: () => store.rounds.saveFinding(id, { id: 'f', ...finding, rules: `Rule ${++count}` }, null),
      action: () => store.rounds.saveAction(id, { id: 'a', text: `Text ${++count}` }, null),
      body: () => store.bodies.create(id, { name: `Body ${++count}`, voice: 'visitors' }, null),
      meeting: () => store.rounds.setState(id, ++count % 2 === 0 ? 'meeting' : 'open', {}, null),
      place: () => store.assessments.update(place.assessment.id, { name: `Place ${++count}` }, null),
    }
    type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
    const run = async (steps: readonly Step[]) => {
      const seen: { seq: number; part?: number; stored: StoredRound }[] = []
      for (const one of steps) {
        if (typeof one === 'object') {
          const seq = await save(one.body, one.item, one.level)
          seen.push({ seq, stored: await store.rounds.load(id) })
        } else {
          await change[one]()
          const { seq, part } = await store.versions.add(id, 'Now', null)
          seen.push({ seq, part, stored: await store.rounds.load(id) })
        }
      }
      for (const { seq, part, stored } of seen) {
        expect(plain(await store.rounds.at(id, seq, part))).toEqual(plain(stored))
      }
    }
    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 10 }), run), { numRuns: 10 })
  }, 30_000)

  test('that is nothing yet is as it was made, without bodies and in preparation', async () => {
    await save('house', 'q-11', 2)
    const { head, round, answers } = await store.rounds.at(id, 0)
    expect(head).toMatchObject({ id, state: 'preparing', openedAt: null })
    expect(round.bodies).toEqual([])
    expect(answers.size).toBe(0)
  })

  test('knows nothing of other rounds', async () => {
    await save('house', 'q-11', 2)
    const before = await store.rounds.load(id)
    const other = await addTestRound(store)
    const elsewhere = { round: other.head.id, body: 'house', item: 'q-13', person: null, basedOn: null, key: '1' }
    const { revision } = await store.answers.save({ ...elsewhere, value: { level: 1 } })
    expect(plain(await store.rounds.at(id, revision))).toEqual(plain(before))
  })

  test('has a revision of its own, and is the same object while it is looked at', async () => {
    const seq = await save('house', 'q-11', 2)
    const live = await store.rounds.load(id)
    const past = await store.rounds.at(id, seq)
    expect(await store.rounds.at(id, seq)).toBe(past)
    expect(past.revision).not.toBe(live.revision)
    expect(await store.rounds.load(id)).toBe(live)
    await save('house', 'q-11', 3)
    expect((await store.rounds.at(id, seq)).round.positions?.[0]).toMatchObject({ level: 2 })
    for (let n = 0; n < 20; n++) await store.rounds.at(id, await save('house', 'q-13', 1))
    expect(plain(await store.rounds.at(id, seq))).toEqual(plain(past))
  })

  test('has a translation that was mended since', async () => {
    const seq = await save('house', 'q-11', 2)
    await store.rounds.at(id, seq)
    const { definition } = tiny()
    const french = { ...definition, language: 'fr', title: 'Prêts' }
    await store.definitions.keep({ definition, languages: new Map([...tiny().languages, ['fr', french]]) })
    expect((await store.rounds.at(id, seq)).definition.languages.get('fr')?.title).toBe('Prêts')
  })

  test('is refused for a round, part or number that is none', async () => {
    const other = await addTestRound(store)
    const { part } = await store.versions.add(other.head.id, 'Elsewhere', null)
    for (const attempt of [store.rounds.at('x', 0), store.rounds.at(id, 0, part), store.rounds.at(id, 0, 999)]) {
      await expect(attempt).rejects.toMatchObject({ code: 'not-found' })
    }
    for (const seq of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expect(store.rounds.at(id, seq)).rejects.toMatchObject({ code: 'invalid' })
    }
  })

  test('that was imported has its bodies from the first answer on', async () => {
    await save('house', 'q-11', 2)
    await save('house', 'q-13', 2)
    const { round } = await store.rounds.load(id)
    const { assessment, definitionHash } = place.head
    const head = await store.rounds.importRound(assessment, round, { state: 'open', definitionHash }, null)
    const { answers } = await store.rounds.load(head.id)
    const [first] = answers.values()
    const past = await store.rounds.at(head.id, first.revision)
    expect(past.round.positions).toHaveLength(1)
    expect(past.round.bodies).toEqual(round.bodies)
    expect(past.head).toEqual(head)
  })
})

describe('versions and moments', () => {
  test('a version is the round of its moment, with all that changed after the last answer', async () => {
    await save('house', 'q-11', 2)
    await store.rounds.update(id, { name: 'Before' }, null)
    const then = await store.rounds.load(id)
    const version = await store.versions.add(id, ' Draft 1 ', place.person.id)
    expect(version).toMatchObject({ name: 'Draft 1', round: id, personName: place.person.name })
    await store.rounds.update(id, { name: 'After' }, null)
    await save('owner', 'q-11', 2)
    expect(plain(await store.rounds.at(id, version.seq, version.part))).toEqual(plain(then))
    expect(await store.versions.find(version.id)).toEqual(version)
    const second = await store.versions.add(id, 'Draft 2', null)
    expect(second).toMatchObject({ person: null, personName: null })
    expect(await store.versions.listOf(id)).toEqual([version, second])
  })

  test.each(['', '  ', 'x'.repeat(201)])('a version named %j is refused', async (name) => {
    await expect(store.versions.add(id, name, null)).rejects.toMatchObject({ code: 'invalid' })
  })

  test('a version of no round is not found', async () => {
    await expect(store.versions.add('x', 'Draft', null)).rejects.toMatchObject({ code: 'not-found' })
    expect(await store.versions.find('x')).toBeUndefined()
  })

  test('moments are the states and versions in their order, each to be looked at', async () => {
    const by = place.person.id
    await save('house', 'q-11', 2)
    const { id: version } = await store.versions.add(id, 'Draft', by)
    await store.rounds.update(id, { name: 'Renamed' }, null)
    const seq = await save('house', 'q-13', 2)
    await store.rounds.setState(id, 'meeting', {}, by)
    const moments = await store.rounds.moments(id)
    expect(moments).toMatchObject([
      { kind: 'state', state: 'preparing', seq: 0, person: null },
      { kind: 'state', state: 'open', seq: 0 },
      { kind: 'version', id: version, name: 'Draft', seq: seq - 1, person: by },
      { kind: 'state', state: 'meeting', seq, person: by, personName: place.person.name },
    ])
    const states = []
    for (const { seq, part } of moments) states.push((await store.rounds.at(id, seq, part)).head.state)
    expect(states).toEqual(['preparing', 'open', 'open', 'meeting'])
    expect(await store.rounds.moments('x')).toEqual([])
  })
})
