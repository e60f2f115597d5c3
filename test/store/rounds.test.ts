import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkRound, readRound, writeRound } from '../../src/roundfile/index.js'
import type { Finding, Round } from '../../src/rules/index.js'
import { scoreRound } from '../../src/rules/index.js'
import { type AnswerValue, answerKey } from '../../src/store/answers.js'
import type { Store } from '../../src/store/index.js'
import { tiny } from '../support/definitions.js'
import { addTestRound, openTestStore, type TestRound } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'

let store: Store
let place: TestRound
let id: string
let now = AT

beforeEach(async () => {
  now = AT
  store = await openTestStore({ clock: () => new Date(now) })
  place = await addTestRound(store, 'preparing')
  id = place.head.id
})
afterEach(() => store.close())

const save = (body: string, item: string, key = `${body} ${item}`) =>
  store.answers.save({ round: id, body, item, value: { level: 2 }, person: place.person.id, basedOn: null, key })

describe('a round', () => {
  test('starts in preparation, with the usual settings', async () => {
    expect(await store.rounds.find(id)).toEqual({
      id,
      assessment: place.assessment.id,
      name: '2026',
      definitionHash: tiny().definition.hash,
      form: 'short',
      state: 'preparing',
      reveal: 'own-answer',
      closesOn: null,
      timeZone: 'UTC',
      previous: null,
      createdAt: AT,
      openedAt: null,
      closedAt: null,
    })
    expect(await store.rounds.find('nowhere')).toBeUndefined()
  })

  test('needs an assessment, a questionnaire and, when it has one, its previous round', async () => {
    const { assessment, definitionHash } = place.head
    const usual = { assessment, definitionHash, name: 'Next', form: 'full' as const }
    const settings = {
      reveal: 'facilitator',
      closesOn: '2027-05-01',
      timeZone: 'Europe/Brussels',
      previous: id,
    } as const
    expect(await store.rounds.create({ ...usual, ...settings }, null)).toMatchObject(settings)
    for (const wrong of [{ assessment: 'x' }, { definitionHash: 'x' }, { previous: 'x' }]) {
      await expect(store.rounds.create({ ...usual, ...wrong }, null)).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  test('is listed with the others of its assessment, the newest first, also within a moment', async () => {
    const { assessment, definitionHash } = place.head
    const heads = [place.head]
    for (const name of ['a', 'b', 'c']) {
      heads.unshift(await store.rounds.create({ assessment, definitionHash, name, form: 'short' }, null))
    }
    const elsewhere = await addTestRound(store)
    expect(await store.rounds.listOf(assessment)).toEqual(heads)
    expect(await store.rounds.listAll()).toEqual([elsewhere.head, ...heads])
  })

  test('changes what is given and nothing else', async () => {
    const changed = await store.rounds.update(id, { closesOn: '2026-06-30', reveal: 'facilitator' }, null)
    expect(changed).toEqual({ ...place.head, closesOn: '2026-06-30', reveal: 'facilitator' })
    expect(await store.rounds.update(id, {}, null)).toEqual(changed)
    expect(await store.rounds.update(id, { closesOn: null }, null)).toMatchObject({
      closesOn: null,
      reveal: 'facilitator',
    })
  })

  test('that does not exist can’t be changed, opened, framed, loaded or deleted', async () => {
    for (const attempt of [
      store.rounds.update('x', { name: 'y' }, null),
      store.rounds.setState('x', 'open', {}, null),
      store.rounds.saveFrame('x', {}, null),
      store.rounds.load('x'),
      store.rounds.delete('x', null),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  test('is deleted only in preparation and without answers, with all that belongs to it', async () => {
    const { assessment, person } = place
    const part = { person: person.id, assessment: assessment.id, role: 'respondent', round: id, body: 'house' } as const
    await store.participants.add(part, null)
    await store.invitations.create({ ...part, createdBy: person.id })
    await store.rounds.open(id, '*', person.id)
    await store.rounds.setState(id, 'open', {}, null)
    await expect(store.rounds.delete(id, null)).rejects.toMatchObject({ code: 'conflict' })
    await store.rounds.setState(id, 'preparing', {}, null)
    await store.rounds.load(id)
    await store.rounds.delete(id, null)
    await expect(store.rounds.load(id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await store.participants.listOfPerson(person.id)).toEqual([])
    expect(await store.invitations.listOf(assessment.id)).toEqual([])
  })

  test('with an answer stays, even in preparation', async () => {
    await save('house', 'q-11')
    await expect(store.rounds.delete(id, null)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('leaves a later one without a previous one when it is deleted', async () => {
    const { assessment, definitionHash } = place.head
    const next = await store.rounds.create(
      { assessment, definitionHash, name: '2028', form: 'short', previous: id },
      null,
    )
    await store.rounds.delete(id, null)
    expect(await store.rounds.find(next.id)).toMatchObject({ previous: null })
  })
})

describe('the state', () => {
  test('keeps when it was first opened, and when it was last closed', async () => {
    const steps = [
      ['open', '2026-03-02T00:00:00.000Z', '2026-03-02T00:00:00.000Z', null],
      ['preparing', '2026-03-03T00:00:00.000Z', '2026-03-02T00:00:00.000Z', null],
      ['open', '2026-03-04T00:00:00.000Z', '2026-03-02T00:00:00.000Z', null],
      ['meeting', '2026-03-05T00:00:00.000Z', '2026-03-02T00:00:00.000Z', null],
      ['closed', '2026-03-06T00:00:00.000Z', '2026-03-02T00:00:00.000Z', '2026-03-06T00:00:00.000Z'],
      ['closed', '2026-03-07T00:00:00.000Z', '2026-03-02T00:00:00.000Z', '2026-03-06T00:00:00.000Z'],
      ['open', '2026-03-08T00:00:00.000Z', '2026-03-02T00:00:00.000Z', null],
    ] as const
    for (const [state, at, openedAt, closedAt] of steps) {
      now = at
      expect(await store.rounds.setState(id, state, {}, null)).toMatchObject({ state, openedAt, closedAt })
    }
  })

  test('closed keeps its result, opened again clears it', async () => {
    const { round } = await store.rounds.load(id)
    const result = scoreRound(tiny().definition, round)
    await store.rounds.setState(id, 'closed', { result }, null)
    expect(await store.rounds.result(id)).toEqual(JSON.parse(JSON.stringify(result)))
    await store.rounds.setState(id, 'closed', {}, null)
    expect(await store.rounds.result(id)).toBeDefined()
    await store.rounds.setState(id, 'meeting', { result }, null)
    expect(await store.rounds.result(id)).toBeUndefined()
    expect(await store.rounds.result('nowhere')).toBeUndefined()
  })
})

describe('a loaded round', () => {
  test('is what a round file can hold', async () => {
    await store.rounds.setState(id, 'open', {}, null)
    await store.rounds.update(id, { closesOn: '2026-06-30' }, null)
    const outOfScope = [{ item: 'q-13', reason: 'closed', note: 'Later.', date: '2026-01-10' }]
    await store.rounds.saveFrame(id, { method: { seed: 7 }, outOfScope }, null)
    const value: AnswerValue = {
      level: 3,
      confidence: 'informed',
      comment: 'So.',
      number: 4,
      lang: 'fr',
      evidence: [{ title: 'Plan', url: 'https://example.org' }],
    }
    await store.answers.save({ round: id, body: 'house', item: 'q-11', value, person: null, basedOn: null, key: '1' })
    const joint = { answer: 'dk', rationale: 'Nobody counts.', dissent: [{ voice: 'owner', note: 'But.' }] } as const
    await store.answers.save({ round: id, body: '', item: 'q-11', value: joint, person: null, basedOn: null, key: '2' })
    const finding: Finding = {
      id: 'f',
      kind: 'contradiction',
      sectors: ['learning'],
      severity: 'friction',
      status: 'open',
      rules: 'A against B.',
    }
    await store.rounds.saveFinding(id, finding, null)
    await store.rounds.saveAction(id, { id: 'a', text: 'Paint.' }, null)
    const { round } = await store.rounds.load(id)
    expect(round).toEqual({
      format: 'malines-round/1',
      definition: { id: 'museum-network', version: '2.0.0', form: 'short' },
      assessment: { name: 'Network', country: 'BE' },
      round: { name: '2026', closesOn: '2026-06-30' },
      method: { seed: 7 },
      outOfScope,
      bodies: place.bodies,
      positions: [{ body: 'house', item: 'q-11', ...value }],
      agreed: [{ item: 'q-11', ...joint }],
      findings: [finding],
      actions: [{ id: 'a', text: 'Paint.' }],
    } satisfies Round)
    expect(checkRound(round, tiny().definition)).toEqual([])
    expect(readRound(writeRound(round), tiny().definition)).toEqual(round)
  })

  test('leaves out answers that were cleared or are a comment alone, and keeps their place', async () => {
    const first = await save('house', 'q-11')
    await save('house', 'q-13')
    const change = (value: { level?: 4; comment?: string } | null, basedOn: number, key: string) =>
      store.answers.save({ round: id, body: 'house', item: 'q-11', value, person: null, basedOn, key })
    const items = async () => (await store.rounds.load(id)).round.positions?.map(({ item }) => item)
    expect(await items()).toEqual(['q-11', 'q-13'])
    const second = await change(null, first.revision, 'a')
    expect(await items()).toEqual(['q-13'])
    expect((await store.rounds.load(id)).answers.get(answerKey('house', 'q-11'))).toEqual(second)
    const third = await change({ comment: 'Soon.' }, second.revision, 'b')
    expect(await items()).toEqual(['q-13'])
    await change({ level: 4 }, third.revision, 'c')
    expect(await items()).toEqual(['q-11', 'q-13'])
  })

  test('is the same object until something changes, and another with a greater revision then', async () => {
    const { bodies, person, assessment } = place
    let before = await store.rounds.load(id)
    expect(await store.rounds.load(id)).toBe(before)
    const finding = { kind: 'contradiction', sectors: [], severity: 'friction', status: 'open', rules: '' } as const
    const changes = [
      () => save('house', 'q-11'),
      () => store.rounds.update(id, { name: 'Another' }, null),
      () => store.rounds.saveFrame(id, { method: { seed: 2 } }, null),
      () => store.rounds.setState(id, 'open', {}, null),
      () => store.rounds.open(id, '*', person.id),
      () => store.rounds.saveFinding(id, { id: 'f', ...finding }, null),
      () => store.rounds.saveAction(id, { id: 'a', text: 'Paint.' }, null),
      () => store.bodies.create(id, { name: 'Friends', voice: 'visitors' }, null),
      () => store.bodies.update(id, bodies[0].id, { name: 'Owner' }, null),
      () => store.bodies.delete(id, bodies[0].id, null),
      () => store.assessments.update(assessment.id, { name: 'All museums' }, null),
    ]
    for (const change of changes) {
      await change()
      const after = await store.rounds.load(id)
      expect(after).not.toBe(before)
      expect(after.revision).toBeGreaterThan(before.revision)
      expect({ ...after, revision: 0 }).not.toEqual({ ...before, revision: 0 })
      before = after
    }
  })

  test('stays as it was when the round changes', async () => {
    await save('house', 'q-11')
    const before = await store.rounds.load(id)
    await save('owner', 'q-11')
    const [key, later] = [answerKey('house', 'q-11'), answerKey('owner', 'q-11')]
    const { answers } = before
    expect(before.round.positions).toHaveLength(1)
    expect([answers.size, answers.has(key), answers.has(later), answers.get('nothing')]).toEqual([
      ...[1, true, false, undefined],
    ])
    const value = { level: 2 }
    expect([...answers]).toMatchObject([[key, { value }]])
    expect([...answers.entries()]).toEqual([...answers])
    expect([...answers.keys()]).toEqual([key])
    expect([...answers.values()]).toMatchObject([{ value }])
    const seen: unknown[] = []
    answers.forEach((answer, key, map) => {
      seen.push([key, answer, map === answers])
    })
    expect(seen).toEqual([[key, answers.get(key), true]])
    expect([...(await store.rounds.load(id)).answers.keys()]).toEqual([key, later])
  })

  test('is loaded once for all who ask at the same time', async () => {
    const loads = await Promise.all(Array.from({ length: 5 }, () => store.rounds.load(id)))
    expect(new Set(loads).size).toBe(1)
  })

  test('of a hundred rounds is right, whether it was kept in memory or not', async () => {
    const { assessment, definitionHash } = place.head
    const heads = []
    for (let n = 0; n < 100; n++) {
      heads.push(await store.rounds.create({ assessment, definitionHash, name: `Round ${n}`, form: 'short' }, null))
    }
    for (let times = 0; times < 2; times++) {
      for (const head of heads) expect((await store.rounds.load(head.id)).head).toEqual(head)
    }
  })
})

describe('what belongs to a round', () => {
  test('openings are kept once, in order, with who opened', async () => {
    for (const target of ['learning', 'q-11', 'learning']) {
      await store.rounds.open(id, target, place.person.id)
      now = new Date(Date.parse(now) + 1000).toISOString()
    }
    expect(await store.rounds.listOpenings(id)).toMatchObject([
      { target: 'learning', person: place.person.id, at: AT },
      { target: 'q-11', person: place.person.id },
    ])
    expect((await store.rounds.load(id)).openings).toEqual(['learning', 'q-11'])
  })

  test('a finding or action saved again takes the place of the one with its id', async () => {
    for (const text of ['Paint.', 'Paint it white.']) {
      await store.rounds.saveAction(id, { id: 'a', text }, null)
      await store.rounds.saveAction(id, { id: 'b', text: 'Sweep.' }, null)
    }
    const { round } = await store.rounds.load(id)
    expect(round.actions?.map(({ text }) => text)).toEqual(['Paint it white.', 'Sweep.'])
  })
})
