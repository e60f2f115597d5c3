import { beforeEach, describe, expect, test } from 'vitest'
import { type Answering, answering, hidden } from '../support/answering.js'
import type { Browser } from '../support/app.js'
import { documentOf } from '../support/page.js'

const ITEM = 'q-11'
const HOSTILE = '<script>alert(1)</script>"\'&{{t}}'

let t: Answering
beforeEach(async () => {
  t = await answering()
})

const own = (body = 'house') => t.at(`/answers/${ITEM}/history`, body)
const joint = () => `/rounds/${t.head.id}/agreed/${ITEM}/history`
const pageOf = async (who: Browser, path: string) => documentOf((await who.get(path)).body)
const linesIn = (page: ReturnType<typeof documentOf>) =>
  [...page.querySelectorAll('.m-time > li > div:nth-child(2)')].map(({ textContent }) =>
    (textContent ?? '').replace(/\s+/g, ' ').trim(),
  )

/** Presses the button of the entry at a place, 0 is the newest. */
async function restore(who: Browser, path: string, place: number, more: Record<string, string> = {}) {
  const { body } = await who.get(path)
  const revisions = [...body.matchAll(/name="revision" value="(\d+)"/g)].map(([, revision]) => revision!)
  const stamp = { basedOn: hidden(body, 'basedOn'), key: hidden(body, 'key') }
  return who.post(path, { ...stamp, revision: revisions[place - 1] ?? '', ...more })
}

const events = () => t.store.answers.history(t.head.id, 'house', ITEM)

async function agree(level: number, rationale = 'as said') {
  const basedOn = await t.revision(ITEM, '')
  const key = `agreed ${level} ${rationale} ${basedOn}`
  return t.leader.put(`/rounds/${t.head.id}/agreed/${ITEM}`, { level, rationale, basedOn, key })
}

describe('the history of an answer', () => {
  test('says what was answered, by whom, and what changed, the newest first', async () => {
    await t.put(t.house, ITEM, { level: 3, comment: 'the hall was open' })
    await t.put(t.second, ITEM, { level: 2, comment: 'the hall was open' })
    await t.put(t.house, ITEM, { level: 2, comment: 'not in spring' })
    const page = await pageOf(t.house, own())
    const [now, before, first] = linesIn(page)
    expect(now).toMatch(/^level 2, .*Amina\. Changed: comment\. Comment: not in spring$/)
    expect(before).toMatch(/^level 2, .*Peter\. Changed: answer\. Before: level 3\.$/)
    expect(first).toMatch(/^level 3, .*Amina\. First answer\. Comment: the hall was open$/)
    expect(page.querySelector('[data-now]')?.textContent).toContain('In the round now')
    expect(page.querySelectorAll('[data-now]')).toHaveLength(1)
    expect(page.querySelectorAll('.m-time form')).toHaveLength(2)
  })

  test('is empty before the first answer', async () => {
    expect((await pageOf(t.house, own())).querySelector('main')?.textContent).toContain('There is no answer yet.')
  })

  test('is linked from the question', async () => {
    expect((await pageOf(t.house, t.at(`/answers/${ITEM}`))).querySelector(`a[href="${own()}"]`)?.textContent).toBe(
      'History',
    )
  })

  test('is read by its body and the facilitator', async () => {
    await t.put(t.house, ITEM, { level: 3 })
    expect((await t.owner.get(own())).statusCode).toBe(403)
    expect((await t.observer.get(own())).statusCode).toBe(403)
    expect((await t.stranger.get(own())).statusCode).toBe(404)
    const page = await pageOf(t.leader, own())
    expect(linesIn(page)).toHaveLength(1)
    expect(page.querySelector('.m-time form')).toBeNull()
    expect((await t.house.get(t.at('/answers/q-none/history'))).statusCode).toBe(404)
  })

  test('shows words as they were written, in their language', async () => {
    await t.put(t.house, ITEM, { level: 3, comment: HOSTILE, lang: 'fr' })
    const { body } = await t.house.get(own())
    expect(body).not.toContain('<script>alert')
    expect(documentOf(body).querySelector('.m-time .m-pre')?.getAttribute('lang')).toBe('fr')
  })
})

describe('restoring', () => {
  test('adds an entry that says from when it is', async () => {
    await t.put(t.house, ITEM, { level: 3, comment: 'first' })
    await t.put(t.house, ITEM, { level: 1, comment: 'second' })
    const response = await restore(t.second, own(), 1)
    expect([response.statusCode, response.headers.location]).toEqual([303, `${own()}?done=restored`])
    expect(await t.value(ITEM)).toMatchObject({ level: 3, comment: 'first' })
    const all = await events()
    expect(all).toHaveLength(3)
    expect(all[2]?.basedOn).toBe(all[1]?.revision)
    expect(all[2]?.personName).toBe('Peter')
    expect(linesIn(await pageOf(t.house, own()))[0]).toMatch(/Peter\. Brings back the answer of .*\d\d:\d\d\./)
  })

  test('brings back that there was no answer', async () => {
    await t.put(t.house, ITEM, { level: 3 })
    await t.put(t.house, ITEM, { answer: 'none' })
    await t.put(t.house, ITEM, { level: 1 })
    expect((await restore(t.house, own(), 1)).statusCode).toBe(303)
    expect(await t.value(ITEM)).toBeNull()
  })

  test('sent twice is one entry', async () => {
    await t.put(t.house, ITEM, { level: 3 })
    await t.put(t.house, ITEM, { level: 1 })
    const { body } = await t.house.get(own())
    const revision = String((await events())[0]?.revision)
    const form = { basedOn: hidden(body, 'basedOn'), key: hidden(body, 'key'), revision }
    await t.house.post(own(), form)
    await t.house.post(own(), form)
    expect(await events()).toHaveLength(3)
  })

  test('from a page that somebody overtook changes nothing and shows what is new', async () => {
    await t.put(t.house, ITEM, { level: 3 })
    await t.put(t.house, ITEM, { level: 1 })
    const stale = String(await t.revision(ITEM))
    await t.put(t.second, ITEM, { level: 4 })
    const response = await restore(t.house, own(), 2, { basedOn: stale })
    expect(response.statusCode).toBe(409)
    const page = documentOf(response.body)
    expect(page.querySelector('[role="alert"]')?.textContent).toContain('Nothing was restored')
    expect(linesIn(page)[0]).toMatch(/^level 4/)
    expect(await t.value(ITEM)).toMatchObject({ level: 4 })
  })

  test('needs a version of this answer', async () => {
    await t.put(t.house, ITEM, { level: 3 })
    await t.put(t.owner, ITEM, { level: 0 }, 'owner')
    const other = String(await t.revision(ITEM, 'owner'))
    for (const revision of ['', 'x', '0', other]) {
      expect((await restore(t.house, own(), 1, { revision })).statusCode).toBe(422)
    }
    expect(await events()).toHaveLength(1)
  })

  test('is for those who write, while the round takes answers', async () => {
    await t.put(t.house, ITEM, { level: 3 })
    await t.put(t.house, ITEM, { level: 1 })
    const form = { revision: String((await events())[0]?.revision), basedOn: String(await t.revision(ITEM)), key: 'k' }
    expect((await t.leader.post(own(), form)).statusCode).toBe(403)
    expect((await t.owner.post(own(), form)).statusCode).toBe(403)
    await t.store.rounds.setState(t.head.id, 'meeting', {}, null)
    expect((await pageOf(t.house, own())).querySelector('.m-time form')).toBeNull()
    expect((await t.house.post(own(), form)).statusCode).toBe(409)
    expect(await events()).toHaveLength(2)
  })

  test('waits while the answers stand as submitted', async () => {
    await t.put(t.house, ITEM, { level: 3 })
    await t.put(t.house, ITEM, { level: 1 })
    await t.store.submissions.add(t.head.id, 'house', { state: 'submitted' }, null)
    expect((await pageOf(t.house, own())).querySelector('.m-time form')).toBeNull()
    const form = { revision: String((await events())[0]?.revision), basedOn: String(await t.revision(ITEM)), key: 'k' }
    expect((await t.house.post(own(), form)).statusCode).toBe(409)
  })
})

describe('the agreed answer', () => {
  test('has a history that all read who see the item', async () => {
    await agree(2, 'joint words')
    await t.put(t.owner, ITEM, { level: 3 }, 'owner')
    const lines = linesIn(await pageOf(t.owner, joint()))
    expect(lines[0]).toMatch(/^level 2, .*Lena\. First answer\. Rationale: joint words$/)
    expect((await pageOf(t.owner, joint())).querySelector('.m-time form')).toBeNull()
  })

  test('is hidden with the positions', async () => {
    await agree(2, 'joint words')
    const response = await t.house.get(joint())
    expect(response.statusCode).toBe(200)
    expect(response.body).not.toContain('joint words')
    expect(response.body).not.toContain('Lena')
    expect(documentOf(response.body).querySelector('.m-lead')?.textContent).toContain('Hidden until')
    expect((await t.stranger.get(joint())).statusCode).toBe(404)
  })

  test('is restored by the facilitator, also in the meeting, not after it', async () => {
    await agree(2)
    await agree(4)
    await t.store.rounds.setState(t.head.id, 'meeting', {}, null)
    expect((await restore(t.leader, joint(), 1)).statusCode).toBe(303)
    expect(await t.value(ITEM, '')).toMatchObject({ level: 2 })
    expect((await restore(t.house, joint(), 1)).statusCode).toBe(403)
    await t.store.rounds.setState(t.head.id, 'closed', {}, null)
    expect((await restore(t.leader, joint(), 1)).statusCode).toBe(409)
  })
})
