import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NewMessage } from '../../src/store/discussion.js'
import type { Store } from '../../src/store/index.js'
import type { Person } from '../../src/store/people.js'
import { addTestRound, openTestStore } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'
const ALL = { bodies: [], all: true }

let store: Store
let person: Person
let round: string

beforeEach(async () => {
  store = await openTestStore({ at: AT })
  const place = await addTestRound(store)
  person = place.person
  round = place.head.id
})
afterEach(() => store.close())

const say = (changes: Partial<NewMessage> = {}) =>
  store.discussion.add({ round, item: 'q-11', person: person.id, text: 'Why so low?', lang: 'en', ...changes })

const texts = async (hearer: { bodies: readonly string[]; all?: boolean }, item = 'q-11') =>
  (await store.discussion.listOf(round, item, hearer)).map(({ messages }) => messages.map(({ text }) => text))

describe('a message', () => {
  test('starts a thread, or answers one', async () => {
    const first = await say({ text: '  Why so low?\n' })
    expect(first).toEqual({
      ...{ id: first.id, round, item: 'q-11', thread: first.id, parent: null, body: null, person: person.id },
      ...{ personName: person.name, text: 'Why so low?', lang: 'en', mentions: [], isPrivate: false, at: AT },
    })
    const reply = await say({ parent: first.id, body: 'house', text: 'No staff.' })
    const deeper = await say({ parent: reply.id, body: 'owner', text: 'Since when?' })
    const other = await say({ body: 'house', text: 'Another thing.' })
    expect([reply.thread, deeper.thread, other.thread]).toEqual([first.id, first.id, other.id])
    const threads = await store.discussion.listOf(round, 'q-11', ALL)
    expect(threads).toEqual([
      { id: first.id, item: 'q-11', isPrivate: false, messages: [first, reply, deeper], settled: null },
      { id: other.id, item: 'q-11', isPrivate: false, messages: [other], settled: null },
    ])
    expect(await store.discussion.listOf(round, 'q-13', ALL)).toEqual([])
    expect(await store.discussion.find(deeper.id)).toEqual(deeper)
    expect(await store.discussion.find('x')).toBeUndefined()
  })

  test.each(['', ' \n ', 'x'.repeat(5001)])('of no or too many characters is refused', async (text) => {
    await expect(say({ text })).rejects.toMatchObject({ code: 'invalid' })
    expect(await texts(ALL)).toEqual([])
  })

  test('of 5,000 characters is kept as it is, also when it looks like a page or a formula', async () => {
    const text = `=1+1 <script>'${'é'.repeat(4986)}`
    expect(text).toHaveLength(5000)
    expect(await say({ text })).toMatchObject({ text })
  })

  test.each([
    ['round', { round: 'x' }],
    ['body', { body: 'x' }],
    ['person', { person: 'x' }],
    ['mentioned person', { mentions: ['x'] }],
    ['message to answer', { parent: 'x' }],
  ])('of no such %s is not found', async (_, changes) => {
    await expect(say(changes)).rejects.toMatchObject({ code: 'not-found' })
  })

  test('answers only one of its own round and item', async () => {
    const { id: parent } = await say()
    await expect(say({ parent, item: 'q-13' })).rejects.toMatchObject({ code: 'not-found' })
    const other = await addTestRound(store)
    await expect(say({ parent, round: other.head.id })).rejects.toMatchObject({ code: 'not-found' })
  })

  test('keeps its body in the round', async () => {
    await say({ body: 'house' })
    await expect(store.bodies.delete(round, 'house', null)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('goes with a round that is deleted', async () => {
    const { head } = await addTestRound(store, 'preparing')
    const { id: parent } = await say({ round: head.id, body: 'house', mentions: [person.id] })
    await say({ round: head.id, parent, body: 'owner' })
    await store.rounds.delete(head.id, null)
    expect(await store.discussion.find(parent)).toBeUndefined()
  })
})

describe('who reads what', () => {
  beforeEach(async () => {
    const { id: asked } = await say({ text: 'Facilitator asks.' })
    await say({ parent: asked, body: 'house', text: 'House answers.' })
    await say({ parent: asked, body: 'owner', text: 'Owner answers.' })
    await say({ body: 'owner', text: 'Owner starts.' })
    const { id: note } = await say({ body: 'house', text: 'House notes.', isPrivate: true })
    await say({ parent: note, body: 'house', text: 'House notes more.' })
  })

  test('a note is read by its own body alone, and so is what answers it', async () => {
    const note = ['House notes.', 'House notes more.']
    const shared = [['Facilitator asks.', 'House answers.', 'Owner answers.'], ['Owner starts.']]
    expect(await texts({ bodies: ['house'], all: true })).toEqual([...shared, note])
    expect(await texts({ bodies: ['owner'], all: true })).toEqual(shared)
    expect(await texts(ALL)).toEqual(shared)
    expect(await texts({ bodies: ['owner'] })).not.toContainEqual(note)
  })

  test('before positions are seen a body reads itself and the facilitator', async () => {
    expect(await texts({ bodies: ['house'] })).toEqual([
      ['Facilitator asks.', 'House answers.'],
      ['House notes.', 'House notes more.'],
    ])
    expect(await texts({ bodies: ['owner', 'house'] })).toHaveLength(3)
    expect(await texts({ bodies: [] })).toEqual([['Facilitator asks.']])
  })

  test('a note of another body can’t be answered, and a reply is no note of its own', async () => {
    const [, , note] = await store.discussion.listOf(round, 'q-11', { bodies: ['house'], all: true })
    for (const body of ['owner', null]) {
      await expect(say({ parent: note.id, body })).rejects.toMatchObject({ code: 'not-found' })
    }
    const [shared] = await store.discussion.listOf(round, 'q-11', ALL)
    await expect(say({ parent: shared.id, body: 'house', isPrivate: true })).rejects.toMatchObject({ code: 'invalid' })
    await expect(say({ isPrivate: true })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('threads are counted by item for who reads them, while they are open', async () => {
    await say({ item: 'q-13', body: 'owner' })
    const counts = async (...hearer: [{ bodies: string[]; all?: boolean }] | []) => [
      ...(await store.discussion.countsOf(round, ...hearer)),
    ]
    expect(await counts()).toEqual([
      ['q-11', 2],
      ['q-13', 1],
    ])
    expect(await counts({ bodies: ['house'], all: true })).toContainEqual(['q-11', 3])
    expect(await counts({ bodies: ['house'] })).toEqual([['q-11', 2]])
    const [{ id }] = await store.discussion.listOf(round, 'q-13', ALL)
    await store.discussion.settle(id, person.id)
    expect(await counts()).toEqual([['q-11', 2]])
  })

  test('the trail holds no word of it', async () => {
    const trail = JSON.stringify(await store.audit.listOf({ round }))
    for (const word of ['House notes', 'Facilitator asks']) expect(trail).not.toContain(word)
  })
})

describe('a mention', () => {
  const read = async (id: string) => (await store.discussion.mentionsOf(id)).map(({ text }) => text)

  test('is listed for whom it names, the newest first, once', async () => {
    const message = await say({ text: 'First.', mentions: [person.id, person.id] })
    expect(message.mentions).toEqual([{ person: person.id, name: person.name }])
    await say({ text: 'Second.', mentions: [person.id] })
    await say({ text: 'Third.' })
    expect(await read(person.id)).toEqual(['Second.', 'First.'])
    expect(await read('x')).toEqual([])
  })

  test('in a note is listed only for those who act for its body', async () => {
    const { person: outsider, assessment } = await addTestRound(store)
    await say({ body: 'house', text: 'Note.', isPrivate: true, mentions: [outsider.id] })
    expect(await read(outsider.id)).toEqual([])
    const part = { person: outsider.id, assessment: assessment.id, role: 'respondent', round } as const
    const { id } = await store.participants.add({ ...part, body: 'owner' }, null)
    expect(await read(outsider.id)).toEqual([])
    await store.participants.remove(id, null)
    await store.participants.add({ ...part, body: 'house' }, null)
    expect(await read(outsider.id)).toEqual(['Note.'])
  })
})

describe('a thread', () => {
  test('is settled with what came of it, and opened again', async () => {
    const { id } = await say()
    const settled = async () => (await store.discussion.listOf(round, 'q-11', ALL))[0].settled
    await store.discussion.settle(id, person.id, ' Level 2. ')
    expect(await settled()).toEqual({ at: AT, by: person.id, byName: person.name, outcome: 'Level 2.' })
    await expect(store.discussion.settle(id, person.id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(say({ parent: id })).rejects.toMatchObject({ code: 'conflict' })
    await store.discussion.reopen(id, person.id)
    expect(await settled()).toBeNull()
    await expect(store.discussion.reopen(id, person.id)).rejects.toMatchObject({ code: 'conflict' })
    await say({ parent: id, text: 'Then.' })
    expect(await texts(ALL)).toEqual([['Why so low?', 'Then.']])
  })

  test('is no reply', async () => {
    const { id: parent } = await say()
    const { id } = await say({ parent })
    for (const thread of [id, 'x']) {
      await expect(store.discussion.settle(thread, person.id)).rejects.toMatchObject({ code: 'not-found' })
      await expect(store.discussion.reopen(thread, person.id)).rejects.toMatchObject({ code: 'not-found' })
    }
  })
})
