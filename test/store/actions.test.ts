import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeRound } from '../../src/roundfile/index.js'
import type { RoundAction } from '../../src/rules/index.js'
import { scoreRound } from '../../src/rules/index.js'
import type { Store } from '../../src/store/index.js'
import type { Person } from '../../src/store/people.js'
import type { RoundHead } from '../../src/store/rounds.js'
import { tiny } from '../support/definitions.js'
import { addTestRound, openTestStore } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'
const ACTION: RoundAction = {
  ...{ id: 'count', sector: 'learning', text: 'Count the places.', lead: 'house', due: '2026-09-01' },
  ...{ state: 'proposed', declaration: ['23'] },
}

let store: Store
let person: Person
let by: string
let head: RoundHead
let round: string

beforeEach(async () => {
  store = await openTestStore({ at: AT })
  const place = await addTestRound(store)
  person = place.person
  by = person.id
  head = place.head
  round = head.id
})
afterEach(() => store.close())

const steps = async (id = 'count', of = round) =>
  (await store.actions.history(of, id)).map(({ from, to, note }) => [from, to, note])
const inRound = async (of = round) => (await store.rounds.load(of)).round.actions
const next = async (change: Partial<RoundAction> = {}) => {
  const file = (await store.rounds.load(round)).round
  const actions = file.actions?.map((action) => ({ ...action, ...change }))
  const { assessment, definitionHash } = head
  const options = { state: 'preparing', definitionHash, previous: round } as const
  return store.rounds.importRound(assessment, { ...file, ...(actions && { actions }) }, options, by)
}

describe('an action', () => {
  test('is in the round as it was given, and in its file; what was said to it stands beside it', async () => {
    const changes: unknown[] = []
    store.onChanged((change) => changes.push(change))
    await store.actions.save(round, ACTION, 'Asked for by all.', by)
    expect(await inRound()).toEqual([ACTION])
    const rest = { note: 'Asked for by all.', carriedFrom: null, carriedTo: null }
    expect(await store.actions.listOf(round)).toEqual([{ action: ACTION, ...rest }])
    expect(writeRound((await store.rounds.load(round)).round)).not.toContain('Asked for by all.')
    expect(changes).toEqual([{ round, kind: 'round' }])
  })

  test('keeps who changed its state, when and why; what was said to one state is not said to the next', async () => {
    await store.actions.save(round, ACTION, null, by)
    await store.actions.setState(round, 'count', { state: 'refused', note: 'No money.' }, by)
    await store.actions.save(round, { ...ACTION, state: 'refused', text: 'Count all places.' }, null, by)
    expect(await store.actions.listOf(round)).toMatchObject([{ note: 'No money.' }])
    await store.actions.setState(round, 'count', { state: 'started' }, null)
    expect(await store.actions.listOf(round)).toMatchObject([{ note: null }])
    await store.actions.setState(round, 'count', { state: 'started', note: 'Half of them.' }, null)
    expect(await steps()).toEqual([
      [null, 'proposed', null],
      ['proposed', 'refused', 'No money.'],
      ['refused', 'refused', null],
      ['refused', 'started', null],
      ['started', 'started', 'Half of them.'],
    ])
    const history = await store.actions.history(round, 'count')
    expect(history[1]).toMatchObject({ round, at: AT, person: by, personName: person.name })
    expect(history[3]).toMatchObject({ person: null, personName: null })
    expect(await inRound()).toEqual([{ ...ACTION, state: 'started', text: 'Count all places.' }])
  })

  test('that is saved as it is takes no step', async () => {
    await store.actions.save(round, ACTION, null, by)
    await store.actions.save(round, ACTION, null, by)
    expect(await steps()).toHaveLength(1)
  })

  test('of a list is added once, in the order of the list', async () => {
    await store.actions.save(round, { ...ACTION, state: 'done' }, null, null)
    const more = { ...ACTION, id: 'sweep' }
    expect(await store.actions.add(round, [more, ACTION, { ...ACTION, id: 'paint' }], by)).toBe(2)
    expect((await inRound())?.map(({ id, state }) => [id, state])).toEqual([
      ['count', 'done'],
      ['sweep', 'proposed'],
      ['paint', 'proposed'],
    ])
  })

  test('has its entries in the trail, which holds', async () => {
    await store.actions.save(round, ACTION, null, by)
    await store.actions.setState(round, 'count', { state: 'done' }, by)
    const entries = await store.audit.listOf({ round }, { actions: ['action'] })
    expect(entries.map(({ details }) => [details.action, details.from, details.to])).toEqual([
      ['count', 'proposed', 'done'],
      ['count', null, 'proposed'],
    ])
    expect((await store.audit.verify()).fault).toBeUndefined()
  })

  test('that is not there has no state and no history', async () => {
    await expect(store.actions.setState(round, 'x', { state: 'done' }, null)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(store.actions.save('x', ACTION, null, null)).rejects.toThrow()
    expect(await steps('x')).toEqual([])
  })

  test.each([' ', 'x'.repeat(5001)])('takes no note of no or too many characters', async (note) => {
    await expect(store.actions.save(round, ACTION, note, null)).rejects.toMatchObject({ code: 'invalid' })
    expect(await inRound()).toBeUndefined()
  })
})

describe('in the next round', () => {
  test('an action that was left open is carried over with what was said to it, and followed there alone', async () => {
    await store.actions.save(round, ACTION, null, by)
    await store.actions.setState(round, 'count', { state: 'started', note: 'Half of them.' }, by)
    const { id } = await next()
    expect(await store.actions.listOf(id)).toMatchObject([
      { carriedFrom: round, carriedTo: null, note: 'Half of them.' },
    ])
    expect(await store.actions.listOf(round)).toMatchObject([{ carriedFrom: null, carriedTo: id }])
    for (const attempt of [
      store.actions.setState(round, 'count', { state: 'done' }, null),
      store.actions.save(round, { ...ACTION, text: 'Other.' }, null, null),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'conflict' })
    }
    await store.actions.setState(id, 'count', { state: 'done', note: 'All of them.' }, by)
    expect(await steps('count', id)).toEqual([
      [null, 'proposed', null],
      ['proposed', 'started', 'Half of them.'],
      [null, 'started', null],
      ['started', 'done', 'All of them.'],
    ])
    expect(await inRound()).toMatchObject([{ state: 'started' }])
    await store.rounds.delete(id, null)
    await store.actions.setState(round, 'count', { state: 'done' }, null)
    expect(await inRound()).toMatchObject([{ state: 'done' }])
  })

  test.each(['done', 'refused'] as const)('one that was %s and stands there again is a new one', async (state) => {
    await store.actions.save(round, { ...ACTION, state }, null, null)
    const { id } = await next({ state: 'proposed' })
    expect(await store.actions.listOf(id)).toMatchObject([{ carriedFrom: null }])
    expect(await steps('count', id)).toEqual([[null, 'proposed', null]])
  })

  test('stands once in the list of a round that two others follow', async () => {
    await store.actions.save(round, ACTION, null, null)
    const [first] = [await next(), await next()]
    expect(await store.actions.listOf(round)).toMatchObject([{ carriedTo: first.id }])
  })
})

test('follow-up goes on in a closed round, whose seal and result stay what they were', async () => {
  const { definition } = tiny()
  const result = scoreRound(definition, (await store.rounds.load(round)).round)
  await store.actions.save(round, ACTION, null, by)
  await store.rounds.close(round, { result, by })
  const closing = await store.rounds.closing(round)
  await store.actions.setState(round, 'count', { state: 'done', note: 'All of them.' }, by)
  await store.actions.add(round, [{ ...ACTION, id: 'sweep' }], by)
  expect(await inRound()).toMatchObject([{ state: 'done' }, { id: 'sweep' }])
  expect(closing && (await store.rounds.isSealed(round, closing))).toBe(true)
  expect(await store.rounds.result(round)).toEqual(result)
  const sealed = await store.rounds.at(round, closing?.seq ?? 0, closing?.part)
  expect(sealed.round.actions).toEqual([ACTION])
})
