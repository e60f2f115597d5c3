import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { MalinesError } from '../../src/errors.js'
import {
  type AnswerValue,
  answerKey,
  type CurrentAnswer,
  type Save,
  type SavedAnswer,
  StaleAnswer,
} from '../../src/store/answers.js'
import type { Store } from '../../src/store/index.js'
import { addTestRound, openTestStore, type TestRound } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'

let store: Store
let place: TestRound
let keys = 0

beforeEach(async () => {
  store = await openTestStore({ at: AT })
  place = await addTestRound(store)
})
afterEach(() => store.close())

/** A save of a level by the test's person for the body `house`, unless told otherwise. */
function saving(changes: Partial<Save> = {}): Save {
  const { head, person } = place
  const usual = { round: head.id, body: 'house', item: 'q-11', value: { level: 2 as const }, person: person.id }
  return { ...usual, basedOn: null, key: `key ${++keys}`, ...changes }
}

async function refusal(promise: Promise<unknown>): Promise<MalinesError> {
  const reason: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (reason instanceof MalinesError) return reason
  throw new Error(`refused with ${String(reason)}`)
}

describe('one save', () => {
  test('resolves with what stands there now', async () => {
    const value = { level: 3, confidence: 'documented', comment: 'By decree.' } as const
    const { person } = place
    const saved = await store.answers.save(saving({ value }))
    expect(saved).toEqual({ revision: saved.revision, value, person: person.id, personName: person.name, at: AT })
    expect(saved.revision).toBeGreaterThan(0)
  })

  test('by nobody has no name', async () => {
    expect(await store.answers.save(saving({ person: null }))).toMatchObject({ person: null, personName: null })
  })

  test('cleared is null, and its history stays', async () => {
    const first = await store.answers.save(saving())
    const second = await store.answers.save(saving({ value: null, basedOn: first.revision }))
    expect(second.value).toBeNull()
    const history = await store.answers.history(place.head.id, 'house', 'q-11')
    expect(history.map(({ value, basedOn }) => ({ value, basedOn }))).toEqual([
      { value: { level: 2 }, basedOn: null },
      { value: null, basedOn: first.revision },
    ])
    expect(history.map(({ revision }) => revision)).toEqual([first.revision, second.revision])
  })

  test('changes only its own item and body', async () => {
    await store.answers.save(saving())
    await store.answers.save(saving({ body: '', value: { level: 1, rationale: 'Agreed.' } }))
    await store.answers.save(saving({ body: 'owner', value: { answer: 'dk' } }))
    await store.answers.save(saving({ item: 'q-13', value: { level: 0 } }))
    const { answers } = await store.rounds.load(place.head.id)
    const values = [...answers].map(([key, { value }]) => [key, value])
    expect(values).toEqual([
      [answerKey('house', 'q-11'), { level: 2 }],
      [answerKey('', 'q-11'), { level: 1, rationale: 'Agreed.' }],
      [answerKey('owner', 'q-11'), { answer: 'dk' }],
      [answerKey('house', 'q-13'), { level: 0 }],
    ])
  })
})

describe('a refused save', () => {
  test('that rests on an older answer carries the current one with its author', async () => {
    const first = await store.answers.save(saving())
    const second = await store.answers.save(saving({ value: { level: 4 }, basedOn: first.revision }))
    for (const basedOn of [null, first.revision, second.revision + 1]) {
      const error = await refusal(store.answers.save(saving({ value: { level: 0 }, basedOn })))
      expect(error).toBeInstanceOf(StaleAnswer)
      expect(error.code).toBe('conflict')
      expect(error).toMatchObject({ current: second })
      expect(error.message).toContain(place.person.name)
    }
    const { answers } = await store.rounds.load(place.head.id)
    expect(answers.get(answerKey('house', 'q-11'))).toEqual(second)
  })

  test('that rests on an answer of nowhere is a conflict', async () => {
    const error = await refusal(store.answers.save(saving({ basedOn: 7 })))
    expect(error.code).toBe('conflict')
    expect(error).not.toBeInstanceOf(StaleAnswer)
  })

  test.each([
    ['an unknown round', { round: 'nowhere' }, 'not-found'],
    ['an unknown body', { body: 'nobody' }, 'not-found'],
  ] as const)('for %s', async (_, changes, code) => {
    expect((await refusal(store.answers.save(saving(changes)))).code).toBe(code)
  })

  test('for a closed round', async () => {
    await store.rounds.setState(place.head.id, 'closed', {}, null)
    expect((await refusal(store.answers.save(saving()))).code).toBe('round-closed')
    await store.rounds.setState(place.head.id, 'open', {}, null)
    expect(await store.answers.save(saving())).toMatchObject({ value: { level: 2 } })
  })
})

describe('a retry with the same key', () => {
  test('gives what was saved the first time, also after a later change, and adds nothing', async () => {
    const save = saving()
    const first = await store.answers.save(save)
    await store.answers.save(saving({ value: { level: 4 }, basedOn: first.revision }))
    expect(await store.answers.save(save)).toEqual(first)
    expect(await store.answers.history(place.head.id, 'house', 'q-11')).toHaveLength(2)
  })

  test('in the same turn is one save', async () => {
    const heard: SavedAnswer[] = []
    store.answers.onSaved((event) => heard.push(event))
    const save = saving()
    const [first, again] = await Promise.all([store.answers.save(save), store.answers.save(save)])
    expect(again).toEqual(first)
    expect(heard).toHaveLength(1)
  })

  test('for another item or body is a conflict', async () => {
    const save = saving()
    await store.answers.save(save)
    for (const changes of [{ item: 'q-13' }, { body: 'owner' }]) {
      expect((await refusal(store.answers.save({ ...save, ...changes }))).code).toBe('conflict')
    }
  })

  test('in another round is a save of its own', async () => {
    const save = saving()
    const other = await addTestRound(store)
    const [first, second] = [
      await store.answers.save(save),
      await store.answers.save({ ...save, round: other.head.id }),
    ]
    expect(second.revision).toBeGreaterThan(first.revision)
  })
})

describe('saves that arrive together', () => {
  const ITEMS = Array.from({ length: 100 }, (_, index) => `q-${index}`)

  test('one bad row leaves its neighbours alone', async () => {
    const results = await Promise.allSettled(
      ITEMS.map((item, index) => store.answers.save(saving({ item, ...(index === 40 ? { person: 'nobody' } : {}) }))),
    )
    expect(results.map(({ status }) => status)).toEqual(ITEMS.map((_, i) => (i === 40 ? 'rejected' : 'fulfilled')))
    const { answers } = await store.rounds.load(place.head.id)
    expect(answers.size).toBe(99)
  })

  test('two for the same item: the first holds, the second is stale', async () => {
    const [first, second] = await Promise.allSettled([
      store.answers.save(saving()),
      store.answers.save(saving({ value: { level: 0 } })),
    ])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({
      status: 'rejected',
      reason: { name: 'StaleAnswer', current: { value: { level: 2 } } },
    })
  })

  test('wait for a transaction that is open', async () => {
    const work: Promise<unknown>[] = []
    for (const item of ITEMS) {
      work.push(store.answers.save(saving({ item })))
      work.push(store.bodies.create(place.head.id, { name: `Body of ${item}`, voice: 'house' }, null))
      await new Promise(setImmediate)
    }
    await Promise.all(work)
    const { round } = await store.rounds.load(place.head.id)
    expect(round.positions).toHaveLength(100)
    expect(round.bodies).toHaveLength(103)
  })

  test('are kept when the store closes', async () => {
    const saves = ITEMS.map((item) => store.answers.save(saving({ item })))
    await store.close()
    expect(await Promise.all(saves)).toHaveLength(100)
    await expect(store.answers.save(saving())).rejects.toThrow()
  })
})

describe('listeners', () => {
  test('hear of every new answer once, with where it stands, when it is already in the round', async () => {
    const heard: [SavedAnswer, CurrentAnswer | undefined][] = []
    const loads: Promise<unknown>[] = []
    store.answers.onSaved((event) => {
      const load = store.rounds.load(event.round)
      loads.push(load.then(({ answers }) => heard.push([event, answers.get(answerKey(event.body, event.item))])))
    })
    const answer = await store.answers.save(saving())
    await refusal(store.answers.save(saving()))
    await Promise.all(loads)
    expect(heard).toEqual([[{ round: place.head.id, body: 'house', item: 'q-11', answer }, answer]])
  })

  test('hear nothing once they are taken off', async () => {
    const listener = vi.fn()
    const off = store.answers.onSaved(listener)
    off()
    await store.answers.save(saving())
    expect(listener).not.toHaveBeenCalled()
  })

  test('that fail take nothing from the saves and from each other', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const listener = vi.fn()
    store.answers.onSaved(() => {
      throw new Error('deaf')
    })
    store.answers.onSaved(listener)
    expect(await store.answers.save(saving())).toMatchObject({ value: { level: 2 } })
    await new Promise(setImmediate)
    expect(listener).toHaveBeenCalledTimes(1)
    expect(warned).toHaveBeenCalledTimes(1)
    warned.mockRestore()
  })
})

describe('whatever is saved', () => {
  const value: fc.Arbitrary<AnswerValue> = fc.oneof(
    fc.constant(null),
    fc.record({ level: fc.constantFrom(0 as const, 1 as const, 4 as const), comment: fc.string() }),
    fc.record({ answer: fc.constant('dk' as const) }),
  )
  const step = fc.record({
    body: fc.constantFrom('', 'house', 'owner'),
    item: fc.constantFrom('q-11', 'q-13', 'u-31'),
    value,
    isStale: fc.boolean(),
    together: fc.boolean(),
  })

  test('the current values are the last events, in memory and after reading again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { head } = await addTestRound(store)
        const expected = new Map<string, AnswerValue>()
        const pending: Promise<unknown>[] = []
        for (const { body, item, value, isStale, together } of steps) {
          const key = answerKey(body, item)
          if (!together) await Promise.all(pending.splice(0))
          const before = (await store.answers.history(head.id, body, item)).at(-1)?.revision ?? null
          const basedOn = isStale ? (before ?? 0) + 1 : before
          const save = store.answers.save(saving({ round: head.id, body, item, value, basedOn }))
          pending.push(
            save.then(
              (answer) => expected.set(key, answer.value),
              () => undefined,
            ),
          )
          // In the middle, so that the round in memory is changed and not only read once.
          if (value === null) await store.rounds.load(head.id)
        }
        await Promise.all(pending)
        const warm = await store.rounds.load(head.id)
        await store.assessments.update(head.assessment, {}, null)
        const cold = await store.rounds.load(head.id)
        expect(cold.revision).toBeGreaterThan(warm.revision)
        expect([...cold.answers]).toEqual([...warm.answers])
        expect(cold.round).toEqual(warm.round)
        expect(new Map([...cold.answers].map(([key, answer]) => [key, answer.value]))).toEqual(expected)
        for (const [key, answer] of cold.answers) {
          const [body, item] = key.split('\u0000')
          const { basedOn: _, key: __, ...last } = (await store.answers.history(head.id, body, item)).at(-1)!
          expect(last).toEqual(answer)
        }
      }),
      { seed: 50, numRuns: 40 },
    )
  })
})
