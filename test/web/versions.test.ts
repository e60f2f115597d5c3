import { beforeEach, describe, expect, test } from 'vitest'
import { readRound } from '../../src/roundfile/index.js'
import type { Level } from '../../src/rules/model.js'
import { askedOf } from '../../src/web/asked.js'
import { instantOf } from '../../src/web/versions.js'
import { type Answering, answering } from '../support/answering.js'
import { type Browser, testApp } from '../support/app.js'
import { tiny } from '../support/definitions.js'
import { documentOf } from '../support/page.js'
import { addTestRound, openTestStore } from '../support/store.js'

const ITEM = 'q-11'
const HOSTILE = '<script>alert(1)</script>"\'&{{t}}'

let t: Answering
beforeEach(async () => {
  t = await answering()
})

const manage = () => `/rounds/${t.head.id}/manage/versions`
const past = (query: string, ending = '') => `/rounds/${t.head.id}/past${ending}?${query}`
const pageOf = async (who: Browser, path: string) => documentOf((await who.get(path)).body)
const rowsIn = (page: ReturnType<typeof documentOf>) =>
  [...page.querySelectorAll('.m-time > li > div:nth-child(2)')].map(({ textContent }) =>
    (textContent ?? '').replace(/\s+/g, ' ').trim(),
  )
const hrefs = (page: ReturnType<typeof documentOf>) =>
  [...page.querySelectorAll('.m-time a')].map((link) => link.getAttribute('href') ?? '')
const name = (text: string, who = t.leader) => who.post(manage(), { name: text })

/** The same level from everybody on every question that they are asked. */
async function answerAll(level: Level) {
  const stored = await t.store.rounds.load(t.head.id)
  for (const body of stored.round.bodies) {
    for (const { id: item, kind } of askedOf(stored, body)) {
      if (kind !== 'question') continue
      const save = { round: t.head.id, body: body.id, item, person: null, key: `${body.id} ${item} ${level}` }
      await t.store.answers.save({ ...save, value: { level }, basedOn: await t.revision(item, body.id) })
    }
  }
}

const levelsOf = async (who: Browser, query: string) => {
  const response = await who.get(past(query, '.json'))
  const { positions = [] } = readRound(response.body, tiny().definition)
  return positions.map(({ level }) => level)
}

describe('the page of versions', () => {
  test('lists versions and states with who and when, the newest first', async () => {
    await t.store.rounds.setState(t.head.id, 'meeting', {}, t.leader.person?.id ?? null)
    expect((await name('before the council')).headers.location).toBe(`${manage()}?done=named`)
    const page = await pageOf(t.leader, `${manage()}?done=named`)
    expect(rowsIn(page)).toEqual([
      'before the council Version Lena',
      'The meeting began Lena',
      'Opened for answers',
      'Preparation began',
    ])
    expect(page.querySelector('[role="alert"]')?.textContent).toContain('The present state has a name now')
    expect(page.querySelector('.m-subnav [aria-current]')?.textContent).toBe('Versions')
    expect((await t.store.versions.listOf(t.head.id)).map((version) => version.person)).toEqual([t.leader.person?.id])
  })

  test.each([
    ['empty', ' ', 'Give it a name'],
    ['too long', 'x'.repeat(201), 'A name has at most 200 characters'],
  ])('refuses a name that is %s', async (_, text, message) => {
    const response = await name(text)
    const page = documentOf(response.body)
    expect(response.statusCode).toBe(422)
    expect(page.querySelector('#name-error')?.textContent).toBe(message)
    expect(page.querySelector('#name')?.getAttribute('value')).toBe(text.trim())
    expect(await t.store.versions.listOf(t.head.id)).toEqual([])
  })

  test('shows a name as it was written', async () => {
    await name(HOSTILE)
    expect((await t.leader.get(manage())).body).not.toContain('<script>alert')
  })

  test('is the facilitator’s', async () => {
    for (const who of [t.house, t.observer]) {
      expect((await who.get(manage())).statusCode).toBe(403)
      expect((await name('x', who)).statusCode).toBe(403)
    }
    expect((await t.stranger.get(manage())).statusCode).toBe(404)
  })
})

describe('the round as it was', () => {
  test('is its board of then, with its time, and changes nothing', async () => {
    await answerAll(1)
    await name('low')
    await answerAll(4)
    const [href] = hrefs(await pageOf(t.leader, manage()))
    const page = await pageOf(t.leader, href!)
    const now = await pageOf(t.leader, `/rounds/${t.head.id}`)
    const numbers = (of: typeof page) => [...of.querySelectorAll('.m-cell b')].map(({ textContent }) => textContent)
    expect(numbers(page)).not.toEqual(numbers(now))
    expect(numbers(page)).toContain('25')
    expect(numbers(now)).toContain('100')
    expect(page.querySelector('.ds-alert h2')?.textContent).toMatch(/^This is the round as it was on .* \d\d:\d\d$/)
    expect(page.querySelector('main table a, main form')).toBeNull()
    expect(page.querySelector('.ds-alert a')?.getAttribute('href')).toBe(`/rounds/${t.head.id}`)
  })

  test('is a file that can be read again', async () => {
    await answerAll(1)
    await name('low')
    await answerAll(4)
    const [href] = hrefs(await pageOf(t.leader, manage()))
    const file = (await pageOf(t.leader, href!)).querySelector('a[download]')?.getAttribute('href') ?? ''
    expect(file).toBe(past(href!.split('?')[1]!, '.json'))
    expect(new Set(await levelsOf(t.leader, href!.split('?')[1]!))).toEqual(new Set([1]))
    const { headers } = await t.leader.get(file)
    expect(headers['content-disposition']).toContain('attachment; filename="network-2026-past-')
  })

  test('after any answer is found by its number', async () => {
    await t.put(t.house, ITEM, { level: 1 })
    const seq = await t.revision(ITEM)
    await t.put(t.house, ITEM, { level: 3 })
    expect(await levelsOf(t.leader, `seq=${seq}`)).toEqual([1])
    expect(await levelsOf(t.leader, 'seq=0')).toEqual([])
    expect((await t.leader.get(past(`seq=${seq}`))).statusCode).toBe(200)
  })

  test('is for those from whom nothing is hidden', async () => {
    await answerAll(2)
    await t.put(t.house, ITEM, { level: 1 })
    for (const ending of ['', '.json']) {
      expect((await t.house.get(past('seq=0', ending))).statusCode).toBe(403)
      expect((await t.stranger.get(past('seq=0', ending))).statusCode).toBe(404)
    }
    await t.store.rounds.open(t.head.id, '*', t.leader.person?.id ?? '')
    const page = await pageOf(t.house, past(`seq=${await t.revision(ITEM)}`))
    expect(page.querySelector('.ds-alert')?.textContent).toContain('Nothing can be changed here.')
    expect(page.querySelector('[data-band="hidden"]')).toBeNull()
    expect(page.querySelector(`a[href="${manage()}"]`)).toBeNull()
  })

  test.each([
    '',
    'seq=x',
    'seq=-1',
    'seq=1.5',
    'seq=1&part=x',
    'seq=1&seq=2',
    'day=2026-13-01',
    'day=x',
    'day=2026-06-30&time=25:00',
  ])('is refused at a moment that is none: %s', async (query) => {
    expect((await t.leader.get(past(query))).statusCode).toBe(422)
  })

  test('is not found with a part of another round', async () => {
    expect((await t.leader.get(past('seq=0&part=999999'))).statusCode).toBe(404)
  })
})

describe('a day and a time', () => {
  test('lead to the state that the round had then', async () => {
    let now = new Date('2026-03-01T10:00:00Z')
    const clock = () => now
    const site = await testApp({ store: await openTestStore({ clock }), clock })
    const { person: leader, ...round } = await addTestRound(site.store)
    await site.store.participants.add({ person: leader.id, assessment: round.assessment.id, role: 'facilitator' }, null)
    t = { ...t, ...site, ...round, leader: await site.as(leader) }
    const save = { round: t.head.id, body: 'house', item: ITEM, person: null }
    now = new Date('2026-03-02T10:00:00Z')
    const first = await t.store.answers.save({ ...save, value: { level: 1 }, basedOn: null, key: 'a' })
    now = new Date('2026-03-02T15:00:00Z')
    const second = await t.store.answers.save({ ...save, value: { level: 2 }, basedOn: first.revision, key: 'b' })
    now = new Date('2026-03-05T10:00:00Z')
    const seqAt = async (query: string) =>
      /seq=(\d+)/.exec(String((await t.leader.get(past(query))).headers.location))?.[1]
    expect(await seqAt('day=2026-02-01')).toBe('0')
    expect(await seqAt('day=2026-03-01&time=')).toBe('0')
    expect(await seqAt('day=2026-03-02&time=12:00')).toBe(String(first.revision))
    expect(await seqAt('day=2026-03-02')).toBe(String(second.revision))
    const { location } = (await t.leader.get(past('day=2026-03-02&time=12:00'))).headers
    expect((await t.leader.get(String(location))).body).toContain('2 March 2026, 10:00')
  })

  test.each([
    ['2026-03-01', '12:00', 'UTC', '2026-03-01T12:00:59.999Z'],
    ['2026-03-01', '12:00', 'Europe/Brussels', '2026-03-01T11:00:59.999Z'],
    ['2026-07-01', '00:30', 'Europe/Brussels', '2026-06-30T22:30:59.999Z'],
    ['2026-03-29', '03:30', 'Europe/Brussels', '2026-03-29T01:30:59.999Z'],
    ['2026-03-29', '01:30', 'Europe/Brussels', '2026-03-29T00:30:59.999Z'],
    ['2026-07-01', '12:00', 'Asia/Kolkata', '2026-07-01T06:30:59.999Z'],
    ['2026-07-01', '', 'UTC', undefined],
    [['2026-07-01'], undefined, 'UTC', undefined],
  ])('%s %s in %s is %s', (day, time, zone, instant) => {
    expect(instantOf(day, time, zone)).toBe(instant)
  })
})
