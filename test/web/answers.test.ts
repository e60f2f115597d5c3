import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answering, answering } from '../support/answering.js'

let t: Answering

describe('a save by script', () => {
  beforeEach(async () => {
    t = await answering()
  })

  test('tells what stands there after the commit', async () => {
    const reply = await t.put(t.house, 'q-11', { level: 0, confidence: 'documented', comment: ' Two rooms. ' })
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({
      by: 'Amina',
      value: { level: 0, confidence: 'documented', comment: 'Two rooms.' },
    })
    expect(reply.json().revision).toBe(await t.revision('q-11'))
    expect(reply.json().text).toMatch(/^Saved at \d\d:\d\d$/)
    expect(await t.value('q-11')).toEqual({ level: 0, confidence: 'documented', comment: 'Two rooms.', lang: 'en' })
  })

  test('keeps what it leaves out and takes away what it empties', async () => {
    await t.put(t.house, 'q-11', { level: 3, confidence: 'opinion', comment: 'Why' })
    await t.put(t.house, 'q-11', { level: 2 })
    expect(await t.value('q-11')).toMatchObject({ level: 2, confidence: 'opinion', comment: 'Why' })
    await t.put(t.house, 'q-11', { level: 2, confidence: null, comment: '' })
    expect(await t.value('q-11')).toEqual({ level: 2 })
  })

  test('takes don’t know, not applicable with a reason, and taking back', async () => {
    expect((await t.put(t.house, 'q-11', { answer: 'dk' })).statusCode).toBe(200)
    expect(await t.value('q-11')).toEqual({ answer: 'dk' })
    await t.put(t.house, 'q-23', { level: 2 })
    expect((await t.put(t.house, 'q-24', { answer: 'na', reason: 'No house has one.' })).statusCode).toBe(200)
    expect(await t.value('q-24')).toEqual({ answer: 'na', reason: 'No house has one.', lang: 'en' })
    expect((await t.put(t.house, 'q-11', { answer: 'none' })).json()).toMatchObject({ value: null })
    expect(await t.value('q-11')).toBeNull()
  })

  test.each<[string, object]>([
    ['a level that is null', { level: null }],
    ['a level as text', { level: '2' }],
    ['a level between two', { level: 2.5 }],
    ['a level above the scale', { level: 5 }],
    ['an answer that is null', { answer: null }],
    ['another answer', { answer: 'maybe' }],
    ['neither a level nor an answer', {}],
    ['both', { level: 1, answer: 'dk' }],
    ['a reason beside a level', { level: 1, reason: 'because' }],
    ['an unknown key', { level: 1, score: 4 }],
    ['an unknown key in the evidence', { level: 1, evidence: [{ title: 'a', url: 'https://a.example', by: 'x' }] }],
    ['not applicable without a reason', { answer: 'na', reason: '  ' }],
    ['not applicable where it always applies', { answer: 'na', reason: 'no' }],
    ['another confidence', { level: 1, confidence: 'sure' }],
    ['a comment that is too long', { level: 1, comment: 'x'.repeat(5001) }],
    ['a figure where none is asked', { level: 1, number: 3 }],
    ['a link that runs', { level: 1, evidence: [{ title: 'a', url: 'javascript:alert(1)' }] }],
    ['a link with a password', { level: 1, evidence: [{ title: 'a', url: 'https://me:pw@a.example/' }] }],
    [
      'a file that was never handed in',
      { level: 1, evidence: [{ title: 'a', sha256: 'a'.repeat(64), name: 'a', bytes: 1 }] },
    ],
    [
      'a link and a file in one',
      { level: 1, evidence: [{ title: 'a', url: 'https://a.example', sha256: 'a'.repeat(64) }] },
    ],
    ['no key', { level: 1, key: '' }],
    ['a key that is too long', { level: 1, key: 'k'.repeat(101) }],
    ['a revision as text', { level: 1, basedOn: '1' }],
  ])('refuses %s and saves nothing', async (_, answer) => {
    const reply = await t.put(t.house, 'q-11', answer)
    expect(reply.statusCode).toBe(422)
    expect(reply.json().error.code).toBe('invalid')
    expect(await t.value('q-11')).toBeUndefined()
  })

  test('takes a figure where one is asked, 0 and more', async () => {
    await t.put(t.house, 'u-11', { level: 2 })
    expect((await t.put(t.house, 'u-12', { level: 2, number: -1 })).statusCode).toBe(422)
    expect((await t.put(t.house, 'u-12', { level: 2, number: 0 })).statusCode).toBe(200)
    expect(await t.value('u-12')).toEqual({ level: 2, number: 0 })
  })

  test('refuses an item that the body is not asked', async () => {
    expect((await t.put(t.owner, 'q-12', { level: 1 }, 'owner')).statusCode).toBe(422)
    expect((await t.put(t.house, 'q-13', { level: 1 })).statusCode).toBe(422)
    expect((await t.put(t.house, 'nothing', { level: 1 })).statusCode).toBe(422)
    await t.put(t.house, 'u-11', { level: 0 })
    expect((await t.put(t.house, 'u-12', { level: 1 })).statusCode).toBe(422)
  })

  test('the same key again is the same save', async () => {
    const save = { level: 1, basedOn: null, key: 'once' }
    const first = await t.house.put(t.at('/answers/q-11'), save)
    const again = await t.house.put(t.at('/answers/q-11'), save)
    expect(again.statusCode).toBe(200)
    expect(again.json().revision).toBe(first.json().revision)
    expect(await t.store.answers.history(t.head.id, 'house', 'q-11')).toHaveLength(1)
  })

  test('an answer that somebody changed is a conflict that shows theirs', async () => {
    await t.put(t.second, 'q-11', { level: 3, comment: 'Peter’s' })
    const reply = await t.put(t.house, 'q-11', { level: 1, basedOn: null })
    expect(reply.statusCode).toBe(409)
    const { error, current } = reply.json()
    expect(error.code).toBe('conflict')
    expect(current).toMatchObject({ by: 'Peter', value: { level: 3, comment: 'Peter’s' } })
    expect(current.at).toMatch(/^\d{4}-/)
    expect(await t.value('q-11')).toMatchObject({ level: 3 })
  })

  test.each<[string, 'owner' | 'leader' | 'observer', number]>([
    ['somebody of another body', 'owner', 403],
    ['the facilitator', 'leader', 403],
    ['an observer', 'observer', 403],
  ])('%s can’t write', async (_, who, status) => {
    expect((await t.put(t[who], 'q-11', { level: 1 })).statusCode).toBe(status)
  })

  test('for a stranger the round does not exist', async () => {
    expect((await t.put(t.stranger, 'q-11', { level: 1 })).statusCode).toBe(404)
  })
})

describe('when the round takes no answers', () => {
  test.each(['preparing', 'meeting', 'closed'] as const)('%s: the save is refused as round-closed', async (state) => {
    t = await answering(state)
    const reply = await t.put(t.house, 'q-11', { level: 1 })
    expect(reply.statusCode).toBe(409)
    expect(reply.json().error.code).toBe('round-closed')
  })

  test('the last day counts whole, in the round’s own time zone', async () => {
    let now = new Date('2026-06-30T21:30:00Z')
    t = await answering('open', () => now)
    await t.store.rounds.update(t.head.id, { closesOn: '2026-06-30', timeZone: 'Europe/Brussels' }, null)
    expect((await t.put(t.house, 'q-11', { level: 1 })).statusCode).toBe(200)
    now = new Date('2026-06-30T22:30:00Z')
    expect((await t.put(t.house, 'q-11', { level: 2 })).statusCode).toBe(409)
  })
})

describe('an agreed answer', () => {
  beforeAll(async () => {
    t = await answering('meeting')
  })
  const agree = (item: string, answer: object, key = `agreed ${Math.random()}`) =>
    t.leader.put(`/rounds/${t.head.id}/agreed/${item}`, { basedOn: null, key, ...answer })

  test('is written by the facilitator, with rationale and dissent', async () => {
    const dissent = [{ voice: 'visitors', note: 'We see 1.' }]
    const reply = await agree('q-11', { level: 2, rationale: 'Both read the plan.', dissent })
    expect(reply.statusCode).toBe(200)
    expect(await t.value('q-11', '')).toEqual({ level: 2, rationale: 'Both read the plan.', dissent, lang: 'en' })
    const { round } = await t.store.rounds.load(t.head.id)
    expect(round.agreed).toMatchObject([{ item: 'q-11', level: 2 }])
  })

  test.each<[string, object]>([
    ['a level that is null', { level: null }],
    ['a comment, which belongs to a body', { level: 1, comment: 'x' }],
    ['dissent of nobody', { level: 1, dissent: [{ voice: 'ghosts', note: 'Boo' }] }],
    ['dissent without a word', { level: 1, dissent: [{ voice: 'visitors', note: ' ' }] }],
    ['two dissents of one voice', { level: 1, dissent: [1, 2].map((n) => ({ voice: 'visitors', note: `${n}` })) }],
    ['not applicable where it always applies', { answer: 'na', reason: 'x' }],
  ])('refuses %s', async (_, answer) => {
    expect((await agree('q-12', answer)).statusCode).toBe(422)
    expect(await t.value('q-12', '')).toBeUndefined()
  })

  test('is no answer to what the round does not ask', async () => {
    expect((await agree('q-13', { level: 1 })).statusCode).toBe(422)
  })

  test('is not for bodies, nor for a closed round', async () => {
    const put = { level: 1, basedOn: null, key: 'a' }
    expect((await t.house.put(`/rounds/${t.head.id}/agreed/q-12`, put)).statusCode).toBe(403)
    await t.store.rounds.setState(t.head.id, 'closed', {}, null)
    expect((await agree('q-12', { level: 1 })).statusCode).toBe(409)
  })
})
