import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RoundChanged } from '../../src/store/changes.js'
import type { Store } from '../../src/store/index.js'
import type { Person } from '../../src/store/people.js'
import { addTestRound, openTestStore } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'

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

describe('a submission', () => {
  test('is the last word on a body’s answers, and all words are kept', async () => {
    const submitted = await store.submissions.add(round, 'house', { state: 'submitted' }, by)
    expect(submitted).toEqual({
      ...{ body: 'house', state: 'submitted', note: null, at: AT, person: by, personName: person.name },
    })
    await store.submissions.add(round, 'house', { state: 'changes-asked', note: ' Say why. ' }, by)
    await store.submissions.add(round, 'owner', { state: 'submitted', note: 'Done.' }, null)
    const last = [
      { body: 'owner', state: 'submitted', note: 'Done.', person: null },
      { body: 'house', state: 'changes-asked', note: 'Say why.', person: by },
    ]
    const { bodies } = (await store.rounds.load(round)).round
    const ids = bodies.map(({ id }) => id)
    last.sort((a, b) => ids.indexOf(a.body) - ids.indexOf(b.body))
    expect(await store.submissions.listOf(round)).toMatchObject(last)
    const history = await store.submissions.history(round, 'house')
    expect(history.map(({ state }) => state)).toEqual(['submitted', 'changes-asked'])
  })

  test('asks for changes only of who has submitted, and says which', async () => {
    const ask = (note: string | null) => store.submissions.add(round, 'house', { state: 'changes-asked', note }, by)
    await expect(ask('Say why.')).rejects.toMatchObject({ code: 'conflict' })
    await store.submissions.add(round, 'house', { state: 'submitted' }, by)
    for (const note of [null, ' ']) await expect(ask(note)).rejects.toMatchObject({ code: 'invalid' })
    await ask('Say why.')
    await expect(ask('Say more.')).rejects.toMatchObject({ code: 'conflict' })
  })

  test('is of a body of the round', async () => {
    const wish = { state: 'submitted' } as const
    await expect(store.submissions.add(round, 'x', wish, null)).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.submissions.add('x', 'house', wish, null)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a sign-off', () => {
  test('is one for each voice, and can be taken away', async () => {
    const signOff = { voice: 'owner', name: ' Ona Owner ', person: by, note: 'Gladly.', dissents: 2 }
    const kept = await store.signOffs.add(round, signOff, by)
    expect(kept).toEqual({ ...signOff, name: 'Ona Owner', at: AT })
    await expect(store.signOffs.add(round, signOff, by)).rejects.toMatchObject({ code: 'conflict' })
    const other = await store.signOffs.add(round, { voice: 'visitors', name: 'V.', dissents: 0 }, null)
    expect(await store.signOffs.listOf(round)).toEqual([kept, other])
    await store.signOffs.remove(round, 'owner', by)
    expect(await store.signOffs.listOf(round)).toEqual([other])
    await expect(store.signOffs.remove(round, 'owner', by)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('has a name and a round', async () => {
    const signOff = { voice: 'owner', name: ' ', dissents: 0 }
    await expect(store.signOffs.add(round, signOff, null)).rejects.toMatchObject({ code: 'invalid' })
    await expect(store.signOffs.add('x', { ...signOff, name: 'N.' }, null)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('attendance', () => {
  test('lists who was at which meeting, in the order in which they were put down', async () => {
    const first = await store.attendance.add(round, { meeting: '2026-03-01', name: 'Z.', body: 'house' }, by)
    const second = await store.attendance.add(round, { meeting: '2026-03-01', name: 'A.', voice: 'owner' }, by)
    const third = await store.attendance.add(round, { meeting: '2026-03-08', name: 'B.', person: by }, by)
    expect(first).toEqual({
      ...{ id: first.id, meeting: '2026-03-01', name: 'Z.', voice: null, body: 'house', person: null, at: AT },
    })
    expect(await store.attendance.listOf(round)).toEqual([first, second, third])
    await store.attendance.remove(second.id, by)
    expect(await store.attendance.listOf(round)).toEqual([first, third])
    await expect(store.attendance.remove(second.id, null)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('is of a name, at a meeting, of a round and body that are there', async () => {
    const attendee = { meeting: '2026-03-01', name: 'N.' }
    await expect(store.attendance.add(round, { ...attendee, name: '' }, null)).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(store.attendance.add(round, { ...attendee, meeting: '' }, null)).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(store.attendance.add(round, { ...attendee, body: 'x' }, null)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(store.attendance.add('x', attendee, null)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a quorum', () => {
  test('is a number of bodies by voice, and takes the place of the one before', async () => {
    expect(await store.quorums.of(round)).toEqual({})
    await store.quorums.set(round, { house: 2, owner: 1 }, by)
    await store.quorums.set(round, { house: 3 }, by)
    expect(await store.quorums.of(round)).toEqual({ house: 3 })
    await store.quorums.set(round, {}, by)
    expect(await store.quorums.of(round)).toEqual({})
  })

  test('is at least one body, of a round that is there', async () => {
    for (const bodies of [0, -1, 1.5, Number.NaN]) {
      await expect(store.quorums.set(round, { house: bodies }, null)).rejects.toMatchObject({ code: 'invalid' })
    }
    await expect(store.quorums.set('x', { house: 1 }, null)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('an item that was put off', () => {
  test('stays so until it is taken up again, and the trail says both once', async () => {
    await store.postponed.add(round, 'q-11', by)
    await store.postponed.add(round, 'q-11', by)
    expect([...(await store.postponed.of(round))]).toEqual([['q-11', AT]])
    await store.postponed.remove(round, 'q-11', by)
    await store.postponed.remove(round, 'q-11', by)
    expect((await store.postponed.of(round)).size).toBe(0)
    const entries = await store.audit.listOf({ round })
    expect(entries.filter(({ action }) => action === 'postponed').map(({ details }) => details.isPostponed)).toEqual([
      ...[false, true],
    ])
    await expect(store.postponed.add('x', 'q-11', null)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a reason', () => {
  test('is of two rounds that are there; an empty one takes it away', async () => {
    const { assessment, definitionHash } = (await store.rounds.load(round)).head
    const other = await store.rounds.create({ assessment, name: 'Later', definitionHash, form: 'full' }, by)
    const pair = { from: round, to: other.id }
    await store.reasons.save(pair, { sector: 'building', text: ' New rooms ', lang: 'en' }, by)
    await store.reasons.save(pair, { sector: 'building', text: 'A new house', lang: 'en' }, by)
    expect(await store.reasons.of(pair)).toEqual([{ sector: 'building', text: 'A new house', lang: 'en' }])
    expect(await store.reasons.of({ from: other.id, to: round })).toEqual([])
    await store.reasons.save(pair, { sector: 'building', text: ' ', lang: 'en' }, by)
    expect(await store.reasons.of(pair)).toEqual([])
    for (const wrong of [
      { from: 'x', to: round },
      { from: round, to: round },
    ]) {
      const saved = store.reasons.save(wrong, { sector: 'building', text: 'x', lang: 'en' }, by)
      await expect(saved).rejects.toMatchObject({ code: 'not-found' })
    }
  })
})

describe('a listener', () => {
  const finding = { kind: 'contradiction', sectors: [], severity: 'friction', status: 'open', rules: '' } as const
  const saving = (body: string) => ({
    ...{ round, body, item: 'q-11', value: { level: 2 as const }, person: null, basedOn: null, key: `of ${body}` },
  })

  test('hears of every change of a round, what it was and whose', async () => {
    const heard: RoundChanged[] = []
    store.onChanged((change) => heard.push(change))
    const said = { round, item: 'q-11', person: by, text: 'Hm.', lang: 'en' }
    await store.answers.save(saving('house'))
    await store.answers.save(saving(''))
    await store.rounds.saveFrame(round, {}, null)
    await store.bodies.update(round, 'house', { name: 'House' }, null)
    await store.rounds.saveFinding(round, { id: 'f', ...finding }, null)
    await store.discussion.add({ ...said, body: 'house' })
    await store.discussion.add({ ...said, body: 'house', isPrivate: true })
    await store.submissions.add(round, 'house', { state: 'submitted' }, null)
    await store.signOffs.add(round, { voice: 'owner', name: 'N.', dissents: 0 }, null)
    await store.attendance.add(round, { meeting: 'One', name: 'N.' }, null)
    await store.versions.add(round, 'Draft', null)
    await store.rounds.setState(round, 'meeting', {}, null)
    await store.people.update(by, { name: 'Another' }, null)
    expect(heard).toEqual([
      { round, kind: 'answer', body: 'house', item: 'q-11' },
      { round, kind: 'agreed', item: 'q-11' },
      { round, kind: 'round' },
      { round, kind: 'round', body: 'house' },
      { round, kind: 'finding' },
      { round, kind: 'discussion', item: 'q-11' },
      { round, kind: 'discussion', item: 'q-11', body: 'house' },
      { round, kind: 'workflow', body: 'house' },
      ...[1, 2, 3].map(() => ({ round, kind: 'workflow' })),
      { round, kind: 'round' },
    ])
  })

  test('hears after the commit, when the round in memory is the new one', async () => {
    const before = await store.rounds.load(round)
    const loads: Promise<unknown>[] = []
    store.onChanged(() => loads.push(store.rounds.load(round)))
    await store.rounds.update(round, { name: 'New' }, null)
    await store.answers.save(saving('house'))
    expect(await Promise.all(loads)).toMatchObject([{ head: { name: 'New' } }, { answers: { size: 1 } }])
    expect((await store.rounds.load(round)).revision).toBeGreaterThan(before.revision)
  })

  test('hears nothing of what failed or changed nothing, nor once it is taken off', async () => {
    const heard: RoundChanged[] = []
    const off = store.onChanged((change) => heard.push(change))
    await expect(store.bodies.delete(round, 'x', null)).rejects.toThrow()
    await expect(store.answers.save(saving('x'))).rejects.toThrow()
    await store.rounds.open(round, '*', by)
    await store.rounds.open(round, '*', by)
    expect(heard).toHaveLength(1)
    off()
    await store.rounds.update(round, { name: 'New' }, null)
    expect(heard).toHaveLength(1)
  })

  test('that fails takes nothing from the change or from the others', async () => {
    const warnings: Error[] = []
    const onWarning = (warning: Error) => warnings.push(warning)
    process.on('warning', onWarning)
    const heard: RoundChanged[] = []
    store.onChanged(() => {
      throw new Error('I am out.')
    })
    store.onChanged((change) => heard.push(change))
    expect(await store.rounds.update(round, { name: 'New' }, null)).toMatchObject({ name: 'New' })
    expect(heard).toHaveLength(1)
    await new Promise(setImmediate)
    process.off('warning', onWarning)
    expect(warnings.map(({ message }) => message)).toContain('I am out.')
  })
})
