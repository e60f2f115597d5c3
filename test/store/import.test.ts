import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeRound } from '../../src/roundfile/index.js'
import type { Round } from '../../src/rules/index.js'
import { answerKey } from '../../src/store/answers.js'
import type { Assessment } from '../../src/store/assessments.js'
import type { Store } from '../../src/store/index.js'
import { mechelen } from '../support/definitions.js'
import { exampleRound } from '../support/round.js'
import { openTestStore } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'

let store: Store
let definitionHash: string

beforeEach(async () => {
  store = await openTestStore({ at: AT })
  definitionHash = await store.definitions.keep(mechelen())
})
afterEach(() => store.close())

const placeOf = (round: Round): Promise<Assessment> => store.assessments.create(round.assessment, null)

describe('an imported round', () => {
  test.each(['kavara-2026', 'rivermond-2024', 'rivermond-2026'] as const)(
    '%s is written as it was read',
    async (name) => {
      const round = exampleRound(name)
      const { id: assessment } = await placeOf(round)
      const head = await store.rounds.importRound(assessment, round, { state: 'closed', definitionHash }, null)
      const stored = await store.rounds.load(head.id)
      expect(writeRound(stored.round)).toBe(writeRound(round))
      expect(stored.definition).toBe(await store.definitions.get(definitionHash))
    },
  )

  test('keeps actions, groups and all that the method does not read', async () => {
    const kept: Round = {
      ...exampleRound('kavara-2026'),
      profileSources: { 'profile.population': { source: 'Register', date: '2026-01-01' } },
      conventions: [{ id: 'crc', party: 'yes', since: '1991' }],
      actions: [
        { id: 'z', text: 'Last first.' },
        { id: 'a', text: 'Then this.', sector: 'water', declaration: ['24'] },
      ],
    }
    const { id } = await placeOf(kept)
    const head = await store.rounds.importRound(id, kept, { state: 'open', definitionHash }, null)
    expect(writeRound((await store.rounds.load(head.id)).round)).toBe(writeRound(kept))
  })

  test('is in its state, after its previous one, with events by nobody', async () => {
    const { id } = await placeOf(exampleRound('rivermond-2024'))
    const into = (state: 'closed' | 'preparing', previous?: string) =>
      store.rounds.importRound(id, exampleRound('rivermond-2024'), { state, definitionHash, previous }, null)
    const first = await into('closed')
    expect(first).toMatchObject({ state: 'closed', openedAt: AT, closedAt: AT, previous: null, name: '2024' })
    const second = await into('preparing', first.id)
    expect(second).toMatchObject({ state: 'preparing', openedAt: null, closedAt: null, previous: first.id })
    const { answers, round } = await store.rounds.load(second.id)
    const [{ body, item, level }] = round.positions ?? []
    const answer = answers.get(answerKey(body, item))
    expect(answer).toMatchObject({ value: { level }, person: null, personName: null, at: AT })
    expect(await store.answers.history(second.id, body, item)).toMatchObject([{ ...answer, basedOn: null }])
  })

  test('goes on with answers of people', async () => {
    const round = exampleRound('kavara-2026')
    const { id } = await placeOf(round)
    const head = await store.rounds.importRound(id, round, { state: 'open', definitionHash }, null)
    const [{ body, item }] = round.positions ?? []
    const known = (await store.rounds.load(head.id)).answers.get(answerKey(body, item))
    const save = { round: head.id, body, item, value: { level: 4 as const }, person: null, key: 'next' }
    await store.answers.save({ ...save, basedOn: known?.revision ?? null })
    const { positions } = (await store.rounds.load(head.id)).round
    expect(positions?.[0]).toEqual({ body, item, level: 4 })
    expect(positions).toHaveLength(round.positions?.length ?? 0)
  })

  test('comes whole or not at all', async () => {
    const round = exampleRound('kavara-2026')
    const { id } = await placeOf(round)
    const [first] = round.positions ?? []
    const broken = { ...round, positions: [...(round.positions ?? []), first] }
    await expect(store.rounds.importRound(id, broken, { state: 'open', definitionHash }, null)).rejects.toThrow()
    expect(await store.rounds.listAll()).toEqual([])
    await expect(
      store.rounds.importRound('nowhere', round, { state: 'open', definitionHash }, null),
    ).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
