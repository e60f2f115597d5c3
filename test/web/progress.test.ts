import { beforeEach, describe, expect, test } from 'vitest'
import { type Answering, answering } from '../support/answering.js'
import { documentOf } from '../support/page.js'

let t: Answering
beforeEach(async () => {
  t = await answering()
})

const chapters = async () => {
  const page = documentOf((await t.house.get(t.at(''))).body)
  return [...page.querySelectorAll('.m-chapters > li')].map((line) => ({
    id: line.getAttribute('id'),
    count: line.querySelector('.m-num')?.textContent,
    href: line.querySelector('a')?.getAttribute('href'),
    steps: line.querySelectorAll('.m-steps li').length,
  }))
}

describe('the progress of a body', () => {
  test('urgency and links come first, then the sectors in order, then what is common', async () => {
    expect(await chapters()).toEqual([
      { id: 'urgency', count: '0 of 9', href: t.at('/answers/u-11'), steps: 9 },
      { id: 'interdependence', count: '0 of 6', href: t.at('/influence'), steps: 0 },
      { id: 'collection', count: '0 of 3', href: t.at('/answers/q-11'), steps: 3 },
      { id: 'learning', count: '0 of 4', href: t.at('/answers/q-21'), steps: 4 },
      { id: 'building', count: '0 of 3', href: t.at('/answers/q-31'), steps: 3 },
      { id: 'cross', count: '0 of 1', href: t.at('/answers/q-training'), steps: 1 },
    ])
  })

  test('follows the answers, and what they close', async () => {
    await t.put(t.house, 'u-11', { level: 0 })
    await t.put(t.house, 'q-11', { answer: 'dk' })
    const [urgency, , collection] = await chapters()
    expect(urgency).toMatchObject({ count: '1 of 7', href: t.at('/answers/u-21') })
    expect(collection).toMatchObject({ count: '1 of 3', href: t.at('/answers/q-12') })
  })

  test('is for those who answer for the body and for the facilitator', async () => {
    expect((await t.owner.get(t.at(''))).statusCode).toBe(403)
    expect((await t.observer.get(t.at(''))).statusCode).toBe(403)
    expect((await t.stranger.get(t.at(''))).statusCode).toBe(404)
    const page = documentOf((await t.leader.get(t.at(''))).body)
    expect(page.querySelector('.ds-alert')?.textContent).toContain('Only the people who answer')
  })
})

describe('where to answer', () => {
  const answer = () => `/rounds/${t.head.id}/answer`

  test('one body leads to its page, or to its next question', async () => {
    expect((await t.house.get(answer())).headers.location).toBe(t.at(''))
    expect((await t.house.get(`${answer()}?next=1`)).headers.location).toBe(t.at('/answers/u-11'))
  })

  test('several are listed, each with its progress', async () => {
    const person = t.house.person?.id ?? ''
    const part = { assessment: t.assessment.id, role: 'respondent', round: t.head.id } as const
    await t.store.participants.add({ person, ...part, body: 'visitors' }, null)
    await t.put(t.house, 'q-11', { level: 1 })
    const page = documentOf((await t.house.get(answer())).body)
    const lines = [...page.querySelectorAll('.m-chapters li')]
    expect(lines.map((line) => line.querySelector('a')?.getAttribute('href'))).toEqual([t.at(''), t.at('', 'visitors')])
    expect(lines[0]?.querySelector('.m-num')?.textContent).toBe('1 of 26')
  })

  test('the facilitator finds every body, an observer none', async () => {
    const all = documentOf((await t.leader.get(answer())).body)
    expect(all.querySelectorAll('.m-chapters li')).toHaveLength(3)
    const none = documentOf((await t.observer.get(answer())).body)
    expect(none.querySelector('.m-empty')?.textContent).toContain('You answer for no body')
  })
})
