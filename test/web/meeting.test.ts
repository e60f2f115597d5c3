import { beforeEach, describe, expect, test } from 'vitest'
import type { Level } from '../../src/rules/model.js'
import { lead, stageOf } from '../../src/web/meeting/stage.js'
import { valueBefore } from '../../src/web/meeting/undo.js'
import { changeState } from '../../src/web/round-state.js'
import { type Answering, answering, hidden, typedIn } from '../support/answering.js'
import type { Browser } from '../support/app.js'
import { documentOf } from '../support/page.js'

let t: Answering
beforeEach(async () => {
  t = await answering()
})

const at = (page = '') => `/rounds/${t.head.id}/meeting${page}`
const pageOf = async (page: string, who: Browser = t.leader) => documentOf((await who.get(at(page))).body)
const HOSTILE = '<script>alert(1)</script>"\'&{{t}}'

let keys = 0

/** Positions of a house and another body on an item; they are apart by the difference. */
async function positions(item: string, house: Level, other: Level, body = 'owner') {
  for (const [own, level] of [
    ['house', house],
    [body, other],
  ] as const) {
    const save = { round: t.head.id, body: own, item, person: null, basedOn: null, key: `position ${++keys}` }
    await t.store.answers.save({ ...save, value: { level, comment: `${own} on ${item}` } })
  }
}

/** Posts the form of an item as its page gave it, with what was filled in. */
async function post(item: string, form: Record<string, string>, { query = '', undo = false, who = t.leader } = {}) {
  const { body } = await who.get(at(`/${item}${query}`))
  const url = at(`/${item}${undo ? '/undo' : ''}${query}`)
  return who.post(url, { basedOn: hidden(body, 'basedOn'), key: hidden(body, 'key'), ...form })
}

const linksIn = (page: ReturnType<typeof documentOf>) =>
  [...page.querySelectorAll('.m-meeting-list th a')].map(
    (a) => a.getAttribute('href')?.split('/').at(-1)?.split('?')[0],
  )

describe('the agenda', () => {
  test('takes up divergences by gap × need', async () => {
    await positions('q-11', 4, 2) // gap 2, mean 3: 2 × ¼
    await positions('q-31', 0, 3) // gap 3, mean 1.5: 3 × 0.625
    await positions('q-23', 1, 2) // no divergence
    await positions('u-11', 4, 2, 'visitors') // gap 2, mean 3: 2 × ¾
    const page = await pageOf('')
    expect(linksIn(page)).toEqual(['q-31', 'u-11', 'q-11'])
    expect(page.querySelector('.m-lead')?.textContent).toBe('3 items, none agreed yet.')
    expect(page.querySelectorAll('.m-meeting-list svg.plot')).toHaveLength(3)
  })

  test('an item keeps its place when it is agreed, whatever was agreed', async () => {
    await positions('q-31', 0, 3)
    await positions('q-11', 4, 2)
    await post('q-31', { answer: '4' })
    const page = await pageOf('')
    expect(linksIn(page)).toEqual(['q-31', 'q-11'])
    expect(page.querySelector('.m-lead')?.textContent).toBe('2 items, one of them agreed.')
    expect(page.querySelector('main .ds-button')?.textContent).toContain('Go on with item 2')
  })

  test('shows what the filter leaves, and all for a word that it does not know', async () => {
    await positions('q-11', 4, 2)
    await positions('q-31', 0, 3)
    await positions('u-11', 4, 2, 'visitors')
    await positions('q-23', 1, 2)
    await post('q-31', { answer: '1' })
    expect(linksIn(await pageOf('?state=agreed'))).toEqual(['q-31'])
    expect(linksIn(await pageOf('?state=open'))).toEqual(['u-11', 'q-11'])
    expect(linksIn(await pageOf('?kind=urgency'))).toEqual(['u-11'])
    expect(linksIn(await pageOf('?group=learning&show=all'))).toContain('q-23')
    expect(linksIn(await pageOf('?group=learning'))).toEqual([])
    expect(linksIn(await pageOf('?state=<script>&kind=x&group[]=1'))).toEqual(['q-31', 'u-11', 'q-11'])
  })

  test('says that nothing is apart and how to see all items', async () => {
    const page = await pageOf('')
    expect(page.querySelector('.m-empty')?.textContent).toContain('No two voices lie two levels apart')
    const all = await pageOf('?show=all')
    expect(linksIn(all)).toContain('q-training')
    expect(linksIn(all).length).toBeGreaterThan(10)
  })

  test('links keep the filter', async () => {
    await positions('q-11', 4, 2)
    const page = await pageOf('?show=all&group=collection')
    expect(page.querySelector('.m-meeting-list th a')?.getAttribute('href')).toMatch(/\?show=all&group=collection$/)
  })

  test('of a closed round holds what was agreed, and no way to write', async () => {
    await positions('q-11', 4, 2)
    await positions('q-31', 0, 3)
    await post('q-31', { answer: '1' })
    await t.store.rounds.setState(t.head.id, 'meeting', {}, null)
    await changeState(t.store, await t.store.rounds.load(t.head.id), 'closed', { by: null })
    const page = await pageOf('')
    expect(page.querySelector('h1')?.textContent).toBe('What was agreed')
    expect(linksIn(page)).toEqual(['q-31'])
    const item = await pageOf('/q-31')
    expect(item.querySelector('form#agreed')).toBeNull()
    expect(item.querySelector('#agreed')?.textContent).toContain('level 1')
  })
})

describe('the blind rule', () => {
  beforeEach(async () => {
    await t.put(t.owner, 'q-11', { level: 4, comment: 'Olga’s words' }, 'owner')
    await post('q-11', { answer: '3', rationale: 'Agreed words' })
  })

  test('a respondent finds no hidden item on the agenda, and neither positions nor the agreed answer on its page', async () => {
    const agenda = await t.house.get(at('?show=all&state='))
    expect(linksIn(documentOf(agenda.body))).not.toContain('q-11')
    expect(documentOf(agenda.body).querySelector('.m-closed')?.textContent).toContain('not on your list yet')
    const { body, statusCode } = await t.house.get(at('/q-11'))
    expect(statusCode).toBe(200)
    expect(body).toContain('Hidden until you have answered')
    expect(body).toContain('meeting.js')
    expect(body).not.toContain('Olga')
    expect(body).not.toContain('Agreed words')
  })

  test('the item opens with the body’s own answer', async () => {
    await t.put(t.house, 'q-11', { level: 1 })
    const page = await pageOf('/q-11', t.house)
    expect(page.querySelector('#words')?.textContent).toContain('Olga’s words')
    expect(page.querySelector('#agreed')?.textContent).toContain('Agreed words')
    expect(page.querySelector('form#agreed')).toBeNull()
  })

  test('order and gaps of the agenda do not tell what is hidden', async () => {
    const before = (await t.house.get(at('?show=all'))).body
    await t.put(t.owner, 'q-31', { level: 0 }, 'owner')
    await t.put(t.owner, 'q-11', { level: 0 }, 'owner')
    const rows = (html: string) => documentOf(html).querySelector('.m-meeting-list')?.innerHTML
    expect(rows((await t.house.get(at('?show=all'))).body)).toBe(rows(before))
  })
})

describe('the page of an item', () => {
  test('shows the question, the positions by voice and how far they lie apart in words', async () => {
    await positions('q-31', 0, 3)
    const page = await pageOf('/q-31')
    expect(page.querySelector('.m-eyebrow')?.textContent).toContain('Item 1 of 1 · Building')
    expect(page.querySelectorAll('#positions svg.plot')).toHaveLength(3)
    expect(page.querySelector('.m-verdict')?.textContent).toBe(
      'Divergence. Positions go from 0 to 3 and form two camps (agreement 0.32 of 1). Three levels apart: Owners (3) on one side, Houses (0) on the other.',
    )
    expect(page.querySelector('#words')?.textContent).toContain('owner on q-31')
    expect(page.querySelectorAll('[name="answer"]').length).toBeGreaterThan(5)
  })

  test('leads to its discussion, with the threads that are open, and to the history of the agreed answer', async () => {
    await positions('q-11', 4, 2)
    const person = t.leader.person?.id ?? ''
    await t.store.discussion.add({ round: t.head.id, item: 'q-11', person, text: 'Why?', lang: 'en' })
    const page = await pageOf('/q-11')
    const text = (href: string) => page.querySelector(`a[href="/rounds/${t.head.id}${href}"]`)?.textContent
    expect(text('/discussion/q-11')).toBe('Discussion (1)')
    expect(text('/agreed/q-11/history')).toBe('History of the agreed answer')
  })

  test('names the levels of a link without what they mean', async () => {
    const pair = linksIn(await pageOf('?show=all&kind=pair'))[0] ?? ''
    const page = await pageOf(`/${pair}`)
    expect([...page.querySelectorAll('.m-choice small')].map((small) => small.textContent).slice(0, 3)).toEqual([
      ...['Not at all', 'A little', 'Somewhat'],
    ])
  })

  test('says when positions are too few, and when they are all the same', async () => {
    expect((await pageOf('/q-11')).querySelector('.m-verdict')?.textContent).toBe('No body has given a level yet.')
    await t.put(t.house, 'q-11', { level: 2 })
    expect((await pageOf('/q-11')).querySelector('.m-verdict')?.textContent).toBe('One body has given a level: 2.')
    await t.put(t.owner, 'q-11', { level: 2 }, 'owner')
    expect((await pageOf('/q-11')).querySelector('.m-verdict')?.textContent).toBe('All positions are at level 2.')
  })

  test('is there for urgency items and links too', async () => {
    const page = await pageOf('?show=all&kind=pair')
    const pair = linksIn(page)[0] ?? ''
    await post(pair, { answer: '3', rationale: 'Seen together' })
    expect(await t.value(pair, '')).toEqual({ level: 3, rationale: 'Seen together', lang: 'en' })
    await post('u-11', { answer: '2' })
    expect(await t.value('u-11', '')).toEqual({ level: 2 })
  })

  test('that does not exist is not found', async () => {
    expect((await t.leader.get(at('/q-99'))).statusCode).toBe(404)
    expect((await t.leader.post(at('/q-99'), { answer: '1' })).statusCode).toBe(404)
  })

  test('stands on a projector without what leads elsewhere', async () => {
    const { body } = await t.leader.get(at('/q-11?present=1'))
    expect(body).toMatch(/<html [^>]*data-size="lg" data-present/)
    expect(documentOf(body).querySelector('[data-present-link]')?.getAttribute('href')).toBe(at('/q-11'))
  })
})

describe('an agreed answer', () => {
  test('is saved with rationale and dissent by voice, and leads to the next item', async () => {
    await positions('q-31', 0, 3)
    await positions('q-11', 4, 2)
    const form = { answer: '2', rationale: HOSTILE, 'dissent-house': 'We stay at 0.', 'dissent-owner': '', act: 'next' }
    const response = await post('q-31', form)
    expect([response.statusCode, response.headers.location]).toEqual([303, at('/q-11')])
    expect(await t.value('q-31', '')).toEqual({
      level: 2,
      rationale: HOSTILE,
      dissent: [{ voice: 'house', note: 'We stay at 0.' }],
      lang: 'en',
    })
    const shown = await t.leader.get(at('/q-31'))
    expect(shown.body).not.toContain('<script>alert')
    expect(typedIn(documentOf(shown.body), '#rationale')).toBe(HOSTILE)
    expect(typedIn(documentOf(shown.body), '#dissent-house')).toBe('We stay at 0.')
    const last = await post('q-11', { answer: '3', act: 'next' })
    expect(last.headers.location).toBe(at())
  })

  test('can be “do not know” or, with a reason, “not applicable”', async () => {
    await post('q-31', { answer: 'dk' })
    expect(await t.value('q-31', '')).toEqual({ answer: 'dk' })
    const refused = await post('q-24', { answer: 'na' })
    expect(refused.statusCode).toBe(422)
    await post('q-24', { answer: 'na', reason: 'No programme' })
    expect(await t.value('q-24', '')).toEqual({ answer: 'na', reason: 'No programme', lang: 'en' })
  })

  test('without a level is refused in words, with everything typed', async () => {
    const response = await post('q-11', { rationale: 'Typed', 'dissent-owner': 'Against', act: 'next' })
    const page = documentOf(response.body)
    expect(response.statusCode).toBe(422)
    expect(page.querySelector('.ds-error-summary a')?.getAttribute('href')).toBe('#level-0')
    expect(typedIn(page, '#rationale')).toBe('Typed')
    expect(typedIn(page, '#dissent-owner')).toBe('Against')
    expect(await t.value('q-11', '')).toBeUndefined()
  })

  test('an empty form goes on and saves nothing', async () => {
    expect((await post('q-11', { act: 'next' })).statusCode).toBe(303)
    expect(await t.value('q-11', '')).toBeUndefined()
  })

  test('that somebody else changed is shown in both versions; mine, theirs or one of both stays', async () => {
    const { body } = await t.leader.get(at('/q-11'))
    const old = { basedOn: hidden(body, 'basedOn'), key: 'old page' }
    await post('q-11', { answer: '1', rationale: 'Theirs' })
    const conflict = await t.leader.post(at('/q-11'), {
      ...old,
      answer: '4',
      rationale: 'Mine',
      'dissent-house': HOSTILE,
    })
    expect(conflict.statusCode).toBe(409)
    expect(conflict.body).toContain('Theirs')
    expect(conflict.body).not.toContain('<script>alert')
    const page = documentOf(conflict.body)
    expect(typedIn(page, '[name="rationale"]')).toBe('Mine')
    const again = { basedOn: hidden(conflict.body, 'basedOn'), key: hidden(conflict.body, 'key') }
    const both = await t.leader.post(at('/q-11'), { ...again, act: 'both', answer: '4', rationale: 'Mine' })
    expect(typedIn(documentOf(both.body), '#rationale')).toBe('Theirs\n\nMine')
    expect(await t.value('q-11', '')).toMatchObject({ level: 1 })
    await t.leader.post(at('/q-11'), { ...again, answer: '4', rationale: 'Mine' })
    expect(await t.value('q-11', '')).toMatchObject({ level: 4, rationale: 'Mine' })
  })

  test('is taken back', async () => {
    await post('q-11', { answer: '1' })
    await post('q-11', { act: 'take-back' })
    expect(await t.value('q-11', '')).toBeNull()
  })

  test('words that another facilitator saves again keep their language', async () => {
    await post('q-11', { answer: '1', rationale: 'Des mots' }, { query: '?lang=fr' })
    await post('q-11', { answer: '2', rationale: 'Des mots' }, { query: '?lang=en' })
    expect(await t.value('q-11', '')).toEqual({ level: 2, rationale: 'Des mots', lang: 'fr' })
  })

  test('is not taken once the round is closed, and the words are shown to be copied', async () => {
    const { body } = await t.leader.get(at('/q-11'))
    await changeState(t.store, await t.store.rounds.load(t.head.id), 'closed', { by: null })
    const form = { basedOn: hidden(body, 'basedOn'), key: 'late', answer: '1', rationale: 'Late words' }
    const response = await t.leader.post(at('/q-11'), form)
    expect(response.statusCode).toBe(409)
    expect(response.body).toContain('Late words')
    expect((await t.leader.post(at('/q-11/undo'), {})).statusCode).toBe(409)
  })

  test('is written by facilitators alone', async () => {
    for (const who of [t.house, t.observer]) {
      expect((await who.post(at('/q-11'), { answer: '1' })).statusCode).toBe(403)
      expect((await who.post(at('/q-11/undo'), {})).statusCode).toBe(403)
      expect((await who.post(at('/attendance'), { present: 'house' })).statusCode).toBe(403)
    }
    for (const page of ['', '/q-11', '/now']) expect((await t.stranger.get(at(page))).statusCode).toBe(404)
  })
})

describe('an item that is put off', () => {
  const off = (item: string, act = 'postpone', who = t.leader) => who.post(at(`/${item}`), { act })

  test('is marked on the agenda and its page, leads on to the next item, and comes back', async () => {
    await positions('q-31', 0, 3)
    await positions('q-11', 4, 2)
    expect((await off('q-31')).headers.location).toBe(at('/q-11'))
    expect((await off('q-11')).headers.location).toBe(at())
    const agenda = await pageOf('')
    expect(agenda.querySelector('.m-lead')?.textContent).toBe('2 items, none agreed yet. 2 are postponed.')
    expect(linksIn(await pageOf('?state=postponed'))).toEqual(['q-31', 'q-11'])
    expect((await pageOf('/q-31')).querySelector('form#agreed .ds-tag')?.textContent).toMatch(
      /^Postponed on \d+ \w+ \d+$/,
    )
    expect((await pageOf('/q-31')).querySelector('#agenda')?.textContent).toContain('postponed')
    expect((await off('q-31', 'take-up')).headers.location).toBe(at('/q-31'))
    expect(linksIn(await pageOf('?state=postponed'))).toEqual(['q-11'])
    expect((await pageOf('/q-31')).querySelector('button[value="postpone"]')?.textContent).toBe('Postpone')
  })

  test('is taken up last, after all that are open', async () => {
    await positions('q-31', 0, 3)
    await positions('q-11', 4, 2)
    await off('q-31')
    expect((await pageOf('')).querySelector('main .ds-button')?.textContent).toContain('Go on with item 2')
    await post('q-11', { answer: '3' })
    expect((await pageOf('')).querySelector('main .ds-button')?.getAttribute('href')).toBe(at('/q-31'))
  })

  test('is put off no more once it is agreed, and an agreed one never is', async () => {
    await positions('q-31', 0, 3)
    await off('q-31')
    await post('q-31', { answer: '1' })
    expect(linksIn(await pageOf('?state=postponed'))).toEqual([])
    expect((await pageOf('/q-31')).querySelector('button[value="postpone"], button[value="take-up"]')).toBeNull()
    await positions('q-11', 4, 2)
    await post('q-11', { answer: '2' })
    await off('q-11')
    expect((await t.store.postponed.of(t.head.id)).has('q-11')).toBe(false)
  })

  test('is put off by facilitators alone, while the round takes agreed answers', async () => {
    await positions('q-11', 4, 2)
    expect((await off('q-11', 'postpone', t.house)).statusCode).toBe(403)
    await changeState(t.store, await t.store.rounds.load(t.head.id), 'closed', { by: null })
    expect((await off('q-11')).statusCode).toBe(409)
    expect((await t.store.postponed.of(t.head.id)).size).toBe(0)
  })
})

describe('undo', () => {
  test('goes one step back each time, as entries of their own', async () => {
    await post('q-11', { answer: '1' })
    await post('q-11', { answer: '2', rationale: 'Second' })
    await post('q-11', { answer: '3' })
    await post('q-11', {}, { undo: true })
    expect(await t.value('q-11', '')).toEqual({ level: 2, rationale: 'Second', lang: 'en' })
    await post('q-11', {}, { undo: true })
    expect(await t.value('q-11', '')).toEqual({ level: 1 })
    await post('q-11', {}, { undo: true })
    expect(await t.value('q-11', '')).toBeNull()
    expect(await t.store.answers.history(t.head.id, '', 'q-11')).toHaveLength(6)
  })

  test('from a page that is out of date shows both versions', async () => {
    await post('q-11', { answer: '1' })
    const { body } = await t.leader.get(at('/q-11'))
    await post('q-11', { answer: '2' })
    const response = await t.leader.post(at('/q-11/undo'), { basedOn: hidden(body, 'basedOn'), key: 'old' })
    expect(response.statusCode).toBe(409)
    expect(await t.value('q-11', '')).toEqual({ level: 2 })
  })

  test('a save after an undo is the next step back', () => {
    const said = (key: string, level: 0 | 1 | 2 | 3) => ({ key, value: { level } })
    expect(valueBefore([])).toBeNull()
    expect(valueBefore([said('a', 1)])).toBeNull()
    expect(valueBefore([said('a', 1), said('b', 2), said('undo c', 1), said('d', 3)])).toEqual({ level: 1 })
    // A key that only looks like an undo is a save like others.
    expect(valueBefore([said('a', 1), said('b', 2), said('undo c', 3)])).toEqual({ level: 2 })
  })
})

describe('where the meeting is', () => {
  const now = async (who: Browser) => (await who.get(at('/now'), { headers: { accept: 'application/json' } })).json()

  test('nobody is led while a facilitator looks around in an open round', async () => {
    await t.leader.get(at('/q-11'))
    expect(await now(t.house)).toEqual({ item: null, href: at() })
    expect((await t.house.get(at('/now'))).headers.location).toBe(at())
  })

  test('one who shows an item leads, and everybody finds the way there', async () => {
    const response = await t.leader.post(at('/q-11'), { act: 'lead' })
    expect([response.statusCode, response.headers.location]).toEqual([303, at('/q-11')])
    expect(await now(t.house)).toEqual({ item: 'q-11', href: at('/q-11') })
    await t.leader.get(at('/q-31'))
    expect((await t.house.get(at('/now'))).headers.location).toBe(at('/q-31'))
    const agenda = await pageOf('', t.house)
    expect(agenda.querySelector('#now a')?.getAttribute('href')).toBe(at('/now'))
    expect(agenda.querySelector('#now')?.textContent).toContain('Building')
  })

  test('the one who leads is told how many follow', async () => {
    await positions('q-11', 4, 2)
    await t.leader.post(at('/q-11'), { act: 'lead' })
    const told = async (who: Browser) => (await pageOf('/q-11', who)).querySelector('#now')?.textContent ?? ''
    expect(await told(t.leader)).toContain('Nobody else has the meeting open.')
    const present = (person: string, page: 'meeting' | 'board') =>
      t.app.hub.enter(t.head.id, { person, name: person, voice: undefined, place: { page } })
    const leaves = [present('a', 'meeting'), present('a', 'meeting'), present('b', 'meeting'), present('c', 'board')]
    leaves.push(present(t.leader.person?.id ?? '', 'meeting'))
    await expect.poll(() => told(t.leader), { timeout: 5_000 }).toContain('2 people follow the meeting.')
    expect(await told(t.observer)).not.toContain('follow the meeting')
    for (const leave of leaves) leave()
  })

  test('pages that listen hear that it went on, never to which item', async () => {
    const told: unknown[] = []
    const leave = t.app.hub.join(t.head.id, (changes) => told.push(...changes))
    await t.leader.post(at('/q-11'), { act: 'lead' })
    await expect.poll(() => told).toEqual([{ round: t.head.id, kind: 'meeting' }])
    await t.leader.get(at('/q-11'))
    await t.leader.get(at('/q-31'))
    await expect.poll(() => told).toHaveLength(2)
    leave()
  })

  test('in the meeting the first facilitator leads, a second one looks around until they take the lead', async () => {
    await t.store.rounds.setState(t.head.id, 'meeting', {}, null)
    const other = await t.person('Lea')
    await t.store.participants.add(
      {
        ...{ person: other.id, role: 'facilitator', assessment: t.assessment.id },
        ...{ round: null, body: null },
      },
      null,
    )
    const second = await t.as(other)
    await t.leader.get(at('/q-11'))
    await second.get(at('/q-31'))
    await t.house.get(at('/q-23'))
    expect((await now(second)).item).toBe('q-11')
    await second.post(at('/q-31'), { act: 'lead' })
    expect((await now(t.house)).item).toBe('q-31')
    await t.leader.get(at('/q-23'))
    expect((await now(t.house)).item).toBe('q-31')
  })

  test('ends by itself when nobody moves it for four hours', () => {
    const since = new Date('2026-06-01T08:00:00Z')
    lead(t.store, 'round', { item: 'q-11', leader: 'x', since })
    expect(stageOf(t.store, 'round', new Date('2026-06-01T12:00:00Z'))?.item).toBe('q-11')
    expect(stageOf(t.store, 'round', new Date('2026-06-01T12:00:01Z'))).toBeUndefined()
  })
})

describe('attendance', () => {
  const list = () => t.store.attendance.listOf(t.head.id)

  test('bodies are ticked and unticked, people named and removed', async () => {
    const response = await t.leader.post(at('/attendance'), { present: ['house', 'owner'], name: HOSTILE, of: 'house' })
    expect([response.statusCode, response.headers.location]).toEqual([303, at('#attendance')])
    expect((await list()).map(({ name, body, voice }) => [name, body, voice])).toEqual([
      ['owner', 'owner', 'owner'],
      ['house', 'house', 'house'],
      [HOSTILE, 'house', 'house'],
    ])
    const { body } = await t.leader.get(at())
    expect(body).not.toContain('<script>alert')
    expect(documentOf(body).querySelector('#attendance')?.textContent).toContain('2 of 3 voices are present.')
    const named = (await list())[2]
    await t.leader.post(at('/attendance'), { was: ['house', 'owner'], present: 'house', remove: named.id })
    expect((await list()).map(({ name }) => name)).toEqual(['house'])
  })

  test('what somebody else ticked since the page was made stays', async () => {
    await t.leader.post(at('/attendance'), { present: 'house' })
    await t.leader.post(at('/attendance'), { present: 'owner' })
    expect((await list()).map(({ name }) => name)).toEqual(['house', 'owner'])
  })

  test('is read by all who take part', async () => {
    await t.leader.post(at('/attendance'), { present: 'house', name: 'Ada Guest' })
    const page = await pageOf('', t.observer)
    expect(page.querySelector('#attendance form')).toBeNull()
    expect(page.querySelector('#attendance')?.textContent).toContain('Ada Guest')
  })

  test('a name that is too long is told in words and stays in its field', async () => {
    const response = await t.leader.post(at('/attendance'), { name: 'x'.repeat(201) })
    const page = documentOf(response.body)
    expect(response.statusCode).toBe(422)
    expect(page.querySelector('.ds-error-summary a')?.getAttribute('href')).toBe('#name')
    expect(page.querySelector('#name')?.getAttribute('value')).toHaveLength(201)
    expect(await list()).toEqual([])
  })

  test('an id from another list removes nothing', async () => {
    const other = await t.store.attendance.add(t.head.id, { meeting: '2020-01-01', name: 'Earlier' }, null)
    await t.leader.post(at('/attendance'), { remove: other.id })
    expect(await list()).toHaveLength(1)
  })
})

test('an item with points in its id keeps the language that was asked for; a file does not', async () => {
  const asked = async (url: string) => (await t.leader.get(url)).cookies.some(({ value }) => value === 'fr')
  expect(await asked(at('/sector.dimension.item?lang=fr'))).toBe(true)
  expect(await asked(`/rounds/${t.head.id}/round.json?lang=fr`)).toBe(false)
})

test('the page is as good in French', async () => {
  await positions('q-31', 0, 3)
  const page = await pageOf('/q-31?lang=fr')
  expect(page.querySelector('.m-verdict')?.textContent).toContain(
    'Les positions vont de 0 à 3 et forment deux camps (accord 0,32 sur 1).',
  )
  expect(page.querySelector('.m-eyebrow')?.textContent).toContain('Point 1 sur 1')
})
