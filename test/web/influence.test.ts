import { beforeEach, describe, expect, test } from 'vitest'
import { type Answering, answering, hidden } from '../support/answering.js'
import { documentOf } from '../support/page.js'

let t: Answering
beforeEach(async () => {
  t = await answering()
})

const pairs = ['p-1', 'p-2', 'p-3', 'p-4', 'p-5', 'p-6']
const values = () => Promise.all(pairs.map((id) => t.value(id)))

/** Posts a page’s form as the page gave it, with the cells that were filled in. */
async function post(url: string, cells: Record<string, string>, who: 'house' | 'second' = 'house', act = 'stay') {
  const { body } = await t[who].get(url)
  return t[who].post(url, formOf(body, cells, act))
}

/** The page’s own cells as they stand, and those that were changed. */
function formOf(html: string, cells: Record<string, string>, act = 'stay') {
  const page = documentOf(html)
  const shown = [...page.querySelectorAll('.m-matrix input, .m-pair [checked]')].map((input) => {
    return [input.getAttribute('name') ?? '', input.getAttribute('value') ?? '']
  })
  const typed = Object.entries(cells).map(([id, value]) => [`cell.${id}`, value])
  const stamp = { was: hidden(html, 'was'), seen: hidden(html, 'seen'), key: hidden(html, 'key') }
  return { ...Object.fromEntries(shown), ...stamp, ...Object.fromEntries(typed), act }
}

describe('the matrix', () => {
  test('has a cell for each pair, named by both sectors, and none for a sector on itself', async () => {
    const page = documentOf((await t.house.get(t.at('/influence'))).body)
    const cells = [...page.querySelectorAll('.m-matrix input')]
    expect(cells.map((cell) => cell.getAttribute('name'))).toEqual(pairs.map((id) => `cell.${id}`))
    expect(cells[0]?.getAttribute('aria-label')).toMatch(/ depends on /)
    expect(cells[0]?.getAttribute('data-question')).toBe('Does the programme need the collection?')
    expect(page.querySelectorAll('[data-self]')).toHaveLength(3)
    expect(page.querySelector('[data-count-now]')?.textContent).toBe('0 of 6 answered.')
  })

  test('saves only the cells that were changed; 0 is a level, blank is none', async () => {
    const reply = await post(t.at('/influence'), { 'p-1': '0', 'p-2': '4', 'p-3': '?' })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, t.at('/influence')])
    expect(await values()).toEqual([{ level: 0 }, { level: 4 }, { answer: 'dk' }, undefined, undefined, undefined])
    const before = await t.revision('p-1')
    await post(t.at('/influence'), { 'p-2': '' })
    expect(await t.value('p-2')).toBeNull()
    expect(await t.revision('p-1')).toBe(before)
  })

  test('a comment on a pair stays when its level changes', async () => {
    await t.put(t.house, 'p-1', { level: 1, comment: 'Why' })
    await post(t.at('/influence'), { 'p-1': '3' })
    expect(await t.value('p-1')).toMatchObject({ level: 3, comment: 'Why' })
  })

  test('what is no answer is told in the page; nothing is saved and everything typed is kept', async () => {
    const reply = await post(t.at('/influence'), { 'p-1': '2', 'p-2': '5', 'p-3': 'x' })
    expect(reply.statusCode).toBe(422)
    const page = documentOf(reply.body)
    expect(page.querySelectorAll('.ds-error-summary li')).toHaveLength(2)
    const wrong = page.querySelector('[aria-invalid]')
    expect([wrong?.getAttribute('name'), wrong?.getAttribute('value')]).toEqual(['cell.p-2', '5'])
    expect(page.querySelector('[name="cell.p-1"]')?.getAttribute('value')).toBe('2')
    expect((await values()).every((value) => value === undefined)).toBe(true)
  })

  test('a cell that somebody changed meanwhile is shown with both values; others are saved', async () => {
    const { body } = await t.house.get(t.at('/influence'))
    await post(t.at('/influence'), { 'p-1': '4', 'p-4': '1' }, 'second')
    const reply = await t.house.post(t.at('/influence'), formOf(body, { 'p-1': '2', 'p-2': '3' }))
    expect(reply.statusCode).toBe(409)
    expect(documentOf(reply.body).querySelector('.ds-error-summary')?.textContent).toContain('Peter saved “level 4”')
    // Peter’s p-4 was blank on this page and untouched: it stays.
    expect(await values()).toEqual([{ level: 4 }, { level: 3 }, undefined, { level: 1 }, undefined, undefined])
    const again = await t.house.post(t.at('/influence'), formOf(reply.body, {}))
    expect(again.statusCode).toBe(303)
    expect(await t.value('p-1')).toEqual({ level: 2 })
  })

  test('leads on to the first question of the first sector', async () => {
    const reply = await post(t.at('/influence'), { 'p-1': '1' }, 'house', 'next')
    expect(reply.headers.location).toBe(t.at('/answers/q-11'))
  })

  test('is read by the facilitator and seen by nobody else', async () => {
    const page = documentOf((await t.leader.get(t.at('/influence'))).body)
    expect(page.querySelector('.m-matrix input')).toBeNull()
    expect((await t.owner.get(t.at('/influence'))).statusCode).toBe(403)
    expect((await t.leader.post(t.at('/influence'), { 'cell.p-1': '1' })).statusCode).toBe(403)
  })

  test('takes nothing when the round is closed', async () => {
    await t.store.rounds.setState(t.head.id, 'closed', {}, null)
    expect((await t.house.post(t.at('/influence'), { 'cell.p-1': '1' })).statusCode).toBe(409)
    expect(await t.value('p-1')).toBeUndefined()
  })
})

describe('the list', () => {
  test('asks the same pairs of one influencing sector, with the whole question in each legend', async () => {
    const page = documentOf((await t.house.get(t.at('/influence/learning'))).body)
    const lines = [...page.querySelectorAll('.m-pair')]
    expect(lines.map((line) => line.getAttribute('data-url'))).toEqual([t.at('/answers/p-3'), t.at('/answers/p-4')])
    expect(lines[0]?.querySelector('legend')?.textContent).toContain('Does the collection need the programme?')
    expect(lines[0]?.querySelectorAll('input')).toHaveLength(6)
    expect(page.querySelector('.m-eyebrow')?.textContent).toContain('Sector 2 of 3')
  })

  test('saves and goes on to the next sector; after the last one to the questions', async () => {
    const reply = await post(t.at('/influence/learning'), { 'p-3': '?', 'p-4': '2' }, 'house', 'next')
    expect([reply.statusCode, reply.headers.location]).toEqual([303, t.at('/influence/building')])
    expect([await t.value('p-3'), await t.value('p-4')]).toEqual([{ answer: 'dk' }, { level: 2 }])
    const page = documentOf((await t.house.get(t.at('/influence/learning'))).body)
    expect([...page.querySelectorAll('[checked]')].map((input) => input.getAttribute('value'))).toEqual(['?', '2'])
    const last = await post(t.at('/influence/building'), {}, 'house', 'next')
    expect(last.headers.location).toBe(t.at('/answers/q-11'))
  })

  test('shows what others say only of lines that are answered', async () => {
    await t.put(t.owner, 'p-3', { level: 2, comment: 'The owner’s <b>words</b>' }, 'owner')
    const before = (await t.house.get(t.at('/influence/learning'))).body
    expect(before).not.toContain('The owner’s')
    await t.put(t.house, 'p-3', { level: 2 })
    const after = (await t.house.get(t.at('/influence/learning'))).body
    expect(documentOf(after).querySelector('#said')?.textContent).toContain('The owner’s <b>words</b>')
    expect(after).not.toContain('<b>words</b>')
  })

  test('a sector that no link is asked for does not exist', async () => {
    expect((await t.house.get(t.at('/influence/kitchen'))).statusCode).toBe(404)
  })
})
