import { describe, expect, test } from 'vitest'
import { type Answering, answering } from '../support/answering.js'
import { documentOf } from '../support/page.js'
import { textOf } from '../support/set-up.js'

const submit = (t: Answering, form: Record<string, string> = { act: 'submit' }) =>
  t.house.post(t.at('/submission'), form)
const last = async (t: Answering, body = 'house') => (await t.store.submissions.history(t.head.id, body)).at(-1)
const panelOf = async (t: Answering, who = t.house) => textOf((await who.get(t.at(''))).body, '#submission')

describe('a body that submits', () => {
  test('sees what is without an answer, submits with a note, and the note stands on its page, harmless', async () => {
    const t = await answering()
    expect(await panelOf(t)).toMatch(/Not submitted \d+ questions have no answer/)
    const reply = await submit(t, { act: 'submit', note: '<script>alert(1)</script> عدد' })
    expect(reply.headers.location).toBe(`${t.at('')}#submission`)
    expect(await last(t)).toMatchObject({ state: 'submitted', personName: 'Amina' })
    const { body } = await t.house.get(t.at(''))
    expect(body).not.toContain('<script>alert')
    expect(documentOf(body).querySelector('#submission blockquote')?.getAttribute('dir')).toBe('auto')
    expect(await panelOf(t)).toContain('can’t be changed now')
  })

  test('a second time says nothing new', async () => {
    const t = await answering()
    await submit(t)
    await submit(t)
    expect(await t.store.submissions.history(t.head.id, 'house')).toHaveLength(1)
  })

  test('can save no answer any more: by script, on the page, or in the matrix, and no word is lost', async () => {
    const t = await answering()
    await t.put(t.house, 'q-11', { level: 2 })
    await submit(t)
    const saved = await t.put(t.house, 'q-11', { level: 4 })
    expect([saved.statusCode, saved.json().error.code]).toEqual([409, 'round-closed'])
    const posted = await t.second.post(t.at('/answers/q-11'), { answer: '4', comment: 'Typed in vain' })
    expect(posted.statusCode).toBe(409)
    expect(textOf(posted.body)).toContain('your answers are submitted')
    expect(posted.body).toContain('Typed in vain')
    expect(await t.value('q-11')).toEqual({ level: 2 })
    const page = documentOf((await t.house.get(t.at('/answers/q-11'))).body)
    expect(page.querySelector('[name="answer"]')).toBeNull()
    expect(page.querySelector('.ds-alert')?.textContent).toContain('The answers of this body are submitted')
    const matrix = documentOf((await t.house.get(t.at('/influence'))).body)
    expect(matrix.querySelector('.ds-alert')?.textContent).toContain('The answers of this body are submitted')
    // Another body still writes, and the facilitator still agrees.
    expect((await t.put(t.owner, 'q-11', { level: 1 }, 'owner')).statusCode).toBe(200)
  })

  test('takes its answers back while the round is open, and writes again', async () => {
    const t = await answering()
    await submit(t)
    await submit(t, { act: 'take-back' })
    expect((await last(t))?.state).toBe('taken-back')
    expect((await t.put(t.house, 'q-11', { level: 4 })).statusCode).toBe(200)
  })

  test('does not take them back in the meeting, but can submit there', async () => {
    const t = await answering('meeting')
    expect((await submit(t)).statusCode).toBe(303)
    expect((await submit(t, { act: 'take-back' })).statusCode).toBe(409)
    expect((await last(t))?.state).toBe('submitted')
  })

  test.each(['preparing', 'closed'] as const)('can’t while the round is %s', async (state) => {
    const t = await answering(state)
    expect((await submit(t)).statusCode).toBe(409)
    expect(await last(t)).toBeUndefined()
  })

  test('is waited for at home no more; asked for changes, it is again', async () => {
    const t = await answering()
    await submit(t)
    expect(textOf((await t.house.get('/')).body)).not.toContain('without an answer')
    await t.leader.post(t.at('/submission/changes'), { note: 'Look at light again' })
    expect(textOf((await t.house.get('/')).body)).toContain('The facilitator asks for changes')
  })

  test('with a note that is too long is told so, and its words stay', async () => {
    const t = await answering()
    const reply = await submit(t, { act: 'submit', note: 'x'.repeat(5001) })
    expect(reply.statusCode).toBe(422)
    expect(documentOf(reply.body).querySelector('[data-error-summary] a')?.getAttribute('href')).toBe(
      '#submission-note',
    )
    expect(reply.body).toContain('x'.repeat(5001))
    expect(await last(t)).toBeUndefined()
  })
})

describe('the facilitator', () => {
  test('asks for changes with a note; the body sees it and writes again', async () => {
    const t = await answering()
    await submit(t)
    const bare = await t.leader.post(t.at('/submission/changes'), { note: ' ' })
    expect([bare.statusCode, textOf(bare.body).includes('Say what should change')]).toEqual([422, true])
    expect((await t.leader.post(t.at('/submission/changes'), { note: 'Look at light again' })).statusCode).toBe(303)
    expect(await panelOf(t)).toMatch(/Changes asked .* Look at light again/)
    expect((await t.put(t.house, 'q-11', { level: 4 })).statusCode).toBe(200)
  })

  test('asks nothing of a body that has not submitted, and submits for none', async () => {
    const t = await answering()
    expect((await t.leader.post(t.at('/submission/changes'), { note: 'Why?' })).statusCode).toBe(409)
    expect((await t.leader.post(t.at('/submission'), { act: 'submit' })).statusCode).toBe(403)
  })
})

test.each([
  ['owner', 403],
  ['observer', 403],
  ['stranger', 404],
] as const)('%s submits nothing for the house and asks it for nothing', async (who, status) => {
  const t = await answering()
  expect((await t[who].post(t.at('/submission'), { act: 'submit' })).statusCode).toBe(status)
  await submit(t)
  expect((await t[who].post(t.at('/submission/changes'), { note: 'x' })).statusCode).toBe(status)
  expect((await last(t))?.state).toBe('submitted')
})
