import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/store/index.js'
import { type Invitation, type NewInvitation, stateOf } from '../../src/store/invitations.js'
import type { NewParticipant, Role } from '../../src/store/participants.js'
import { addTestRound, openTestStore, type TestRound } from '../support/store.js'

const AT = '2026-03-01T09:00:00.000Z'
const DAY = 24 * 3600 * 1000

let store: Store
let place: TestRound
let now = Date.parse(AT)

beforeEach(async () => {
  now = Date.parse(AT)
  store = await openTestStore({ clock: () => new Date(now) })
  place = await addTestRound(store, 'preparing')
})
afterEach(() => store.close())

describe('bodies', () => {
  test.each([
    ['Ville de Malines', 'ville-de-malines'],
    ['  Čeština & Ñandú, e.V. ', 'cestina-nandu-e-v'],
    ['بلدية', 'body'],
    ['x'.repeat(100), 'x'.repeat(40)],
  ])('%s has an id made of its name', async (name, id) => {
    const body = await store.bodies.create(place.head.id, { name, voice: 'house' }, null)
    expect(body).toEqual({ id, name: name.trim(), voice: 'house' })
    expect((await store.bodies.listOf(place.head.id)).at(-1)).toEqual(body)
  })

  test('of the same name are told apart by number', async () => {
    const ids = []
    for (let n = 0; n < 3; n++) {
      ids.push((await store.bodies.create(place.head.id, { name: 'Town', voice: 'house', group: 'friends' }, null)).id)
    }
    expect(ids).toEqual(['town', 'town-2', 'town-3'])
    const listed = await store.bodies.listOf(place.head.id)
    expect(listed.map(({ id }) => id)).toEqual(['owner', 'house', 'visitors', 'town', 'town-2', 'town-3'])
    expect(listed[3]).toEqual({ id: 'town', name: 'Town', voice: 'house', group: 'friends' })
  })

  test('change in what is given, and keep their id', async () => {
    const round = place.head.id
    await store.bodies.update(round, 'house', { name: 'Big house', voice: 'visitors', group: 'friends' }, null)
    const changed = { id: 'house', name: 'Big house', voice: 'visitors', group: 'friends' }
    expect((await store.bodies.listOf(round))[1]).toEqual(changed)
    await store.bodies.update(round, 'house', { group: null }, null)
    expect((await store.bodies.listOf(round))[1]).toEqual({ id: 'house', name: 'Big house', voice: 'visitors' })
  })

  test('go only while they never answered, with the parts that people have in them', async () => {
    const [round, person] = [place.head.id, place.person.id]
    const part = { person, assessment: place.assessment.id, role: 'respondent', round } as const
    await store.participants.add({ ...part, body: 'house' }, null)
    const owner = await store.participants.add({ ...part, body: 'owner' }, null)
    const save = { round, body: 'owner', item: 'q-11', person }
    const first = await store.answers.save({ ...save, value: { level: 1 }, basedOn: null, key: 'a' })
    await store.answers.save({ ...save, value: null, basedOn: first.revision, key: 'b' })
    await store.bodies.delete(round, 'house', null)
    await expect(store.bodies.delete(round, 'owner', null)).rejects.toMatchObject({ code: 'conflict' })
    expect((await store.bodies.listOf(round)).map(({ id }) => id)).toEqual(['owner', 'visitors'])
    expect(await store.participants.listOfPerson(person)).toEqual([owner])
  })

  test('that are not there are not found', async () => {
    const { create, update, delete: remove } = store.bodies
    for (const attempt of [
      create('nowhere', { name: 'Town', voice: 'house' }, null),
      update(place.head.id, 'nobody', { name: 'x' }, null),
      remove(place.head.id, 'nobody', null),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'not-found' })
    }
  })
})

describe('participants', () => {
  const part = (role: Role, round: string | null, body: string | null): NewParticipant => ({
    person: place.person.id,
    assessment: place.assessment.id,
    role,
    round,
    body,
  })

  test('have the place that goes with their role', async () => {
    const { id } = place.head
    const right = [part('facilitator', null, null), part('respondent', id, 'house'), part('analyst', id, null)]
    for (const one of right) expect(await store.participants.add(one, null)).toMatchObject(one)
    for (const wrong of [
      part('facilitator', id, null),
      part('respondent', id, null),
      part('respondent', null, null),
      part('observer', null, null),
      part('observer', id, 'house'),
    ]) {
      await expect(store.participants.add(wrong, null)).rejects.toMatchObject({ code: 'invalid' })
    }
    expect(await store.participants.listOfPerson(place.person.id)).toHaveLength(3)
  })

  test('have a part once', async () => {
    for (const one of [part('facilitator', null, null), part('respondent', place.head.id, 'house')]) {
      const first = await store.participants.add(one, null)
      expect(await store.participants.add(one, null)).toEqual(first)
    }
    const other = await store.participants.add(part('respondent', place.head.id, 'owner'), null)
    expect(await store.participants.listOfPerson(place.person.id)).toHaveLength(3)
    await store.participants.remove(other.id, null)
    await store.participants.remove(other.id, null)
    expect(await store.participants.listOfPerson(place.person.id)).toHaveLength(2)
  })

  test('are listed of their assessment alone, by name', async () => {
    const other = await addTestRound(store)
    const part = { assessment: place.assessment.id, role: 'facilitator' } as const
    const second = await store.participants.add({ ...part, person: other.person.id }, null)
    const first = await store.participants.add({ ...part, person: place.person.id }, null)
    await store.participants.add({ ...part, assessment: other.assessment.id, person: place.person.id }, null)
    expect(await store.participants.listOfAssessment(place.assessment.id)).toEqual([
      { ...first, name: 'Person 0', email: 'person-0@example.org' },
      { ...second, name: 'Person 1', email: 'person-1@example.org' },
    ])
  })
})

describe('an invitation', () => {
  const invite = (changes: Partial<NewInvitation> = {}) =>
    store.invitations.create({
      ...{ assessment: place.assessment.id, role: 'respondent', round: place.head.id, body: 'house' },
      ...{ createdBy: place.person.id, ...changes },
    })
  const get = async (token: string): Promise<Invitation> => {
    const found = await store.invitations.findByToken(token)
    if (!found) throw new Error('not found')
    return found
  }
  const state = async (token: string) => stateOf(await get(token), new Date(now))

  test('is found by its token alone', async () => {
    const { invitation, token } = await invite({ name: 'M. Okafor', email: 'm@example.org', limit: 3 })
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(invitation).toMatchObject({ name: 'M. Okafor', limit: 3, uses: 0, expiresAt: '2026-03-15T09:00:00.000Z' })
    expect(await get(token)).toEqual(invitation)
    expect(await store.invitations.findByToken('other')).toBeUndefined()
    expect(await store.invitations.listOf(place.assessment.id)).toEqual([invitation])
    await expect(invite({ role: 'observer' })).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is copied, opened, used up', async () => {
    const { invitation, token } = await invite({ limit: 2 })
    expect(await state(token)).toBe('copied')
    await store.invitations.markMailed(invitation.id)
    await store.invitations.markOpened(invitation.id)
    now += DAY
    await store.invitations.markOpened(invitation.id)
    expect(await get(token)).toMatchObject({ openedAt: AT, mailedAt: AT })
    await store.invitations.use(invitation.id, null)
    expect(await state(token)).toBe('opened')
    await store.invitations.use(invitation.id, null)
    expect(await state(token)).toBe('used-up')
    await expect(store.invitations.use(invitation.id, null)).rejects.toMatchObject({ code: 'conflict' })
    expect(await get(token)).toMatchObject({ uses: 2 })
  })

  test('serves no more people than it may, however many come at once', async () => {
    const { invitation } = await invite({ limit: 3 })
    const uses = await Promise.allSettled(Array.from({ length: 10 }, () => store.invitations.use(invitation.id, null)))
    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
  })

  test('expires at its moment', async () => {
    const { invitation, token } = await invite({ expiresAt: '2026-03-02T09:00:00.000Z' })
    now += DAY - 1
    expect(await state(token)).toBe('copied')
    now += 1
    expect(await state(token)).toBe('expired')
    await expect(store.invitations.use(invitation.id, null)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('revoked is dead, renewed has another token and its time again', async () => {
    const { invitation, token } = await invite()
    await store.invitations.markOpened(invitation.id)
    await store.invitations.revoke(invitation.id, null)
    expect(await state(token)).toBe('revoked')
    await expect(store.invitations.use(invitation.id, null)).rejects.toMatchObject({ code: 'conflict' })
    now += 20 * DAY
    const fresh = await store.invitations.renew(invitation.id, null)
    expect(await store.invitations.findByToken(token)).toBeUndefined()
    expect(await state(fresh)).toBe('copied')
    await store.invitations.use(invitation.id, null)
    expect(await get(fresh)).toMatchObject({ uses: 1, expiresAt: new Date(now + 14 * DAY).toISOString() })
  })

  test('that is not there is not found', async () => {
    const { use, renew, revoke } = store.invitations
    for (const attempt of [use('x', null), renew('x', null), revoke('x', null)]) {
      await expect(attempt).rejects.toMatchObject({ code: 'not-found' })
    }
  })
})
