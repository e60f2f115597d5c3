import { beforeEach, describe, expect, test } from 'vitest'
import { readRound, writeRound } from '../../src/roundfile/index.js'
import { type RoundAction, scoreRound } from '../../src/rules/index.js'
import type { RoundHead } from '../../src/store/rounds.js'
import type { Browser } from '../support/app.js'
import { mechelen } from '../support/definitions.js'
import { documentOf } from '../support/page.js'
import { errorsOf, textOf } from '../support/set-up.js'
import { needs, runOn } from '../support/tools.js'
import { demoSite, exampleRound, type Site } from './rounds.js'

const EXAMPLE = exampleRound('rivermond-2026')
const { definition, languages } = mechelen()
const [OWN = EXAMPLE.bodies[0]!] = EXAMPLE.bodies
const HOSTILE = '<script>alert(1)</script>"\'{{7*7}}'
/** Between the days of the examples and those of the tests. */
const NOW = new Date('2026-12-01T23:30:00.000Z')

const FORM = {
  ...{ text: 'Written order to the operator of the port hall.', sector: 'shelter', dimension: 'coherence' },
  ...{ lead: ['local', 'national'], due: '2027-01-15', commitment: ['23', '24'], note: 'Asked for by the city.' },
}

let site: Site
let round: RoundHead
let at: string
let respondent: Browser
let observer: Browser

beforeEach(async () => {
  site = await demoSite(() => NOW)
  // The body of the respondent has answered nothing on education and all of shelter.
  const positions = EXAMPLE.positions?.filter(({ body, item }) => body !== OWN.id || !item.startsWith('education.'))
  round = await site.add({ ...EXAMPLE, positions }, 'open', site.before.id)
  at = `/rounds/${round.id}/actions`
  respondent = await as('Nadia', { role: 'respondent', body: OWN.id })
  observer = await as('Otto', { role: 'observer' })
})

async function as(name: string, part: { role: 'respondent'; body: string } | { role: 'observer' }): Promise<Browser> {
  const person = await site.person(name)
  const { assessment } = site
  await site.store.participants.add({ person: person.id, assessment, round: round.id, ...part }, null)
  return site.as(person)
}

const actionsIn = async (of = round): Promise<readonly RoundAction[]> =>
  (await site.store.rounds.load(of.id)).round.actions ?? []
const write = async (form: object = {}) => {
  const reply = await site.facilitator.post(at, { ...FORM, ...form })
  return { reply, href: String(reply.headers.location ?? '').split('?')[0] ?? '' }
}
const follow = (href: string, state: string, note = '') => site.facilitator.post(`${href}/state`, { state, note })
const put = (action: Partial<RoundAction>, of = round) =>
  site.store.actions.save(of.id, { id: 'count', text: 'Count the places.', sector: 'shelter', ...action }, null, null)
const rowsOf = (html: string) =>
  [...documentOf(html).querySelectorAll('.m-actions tbody tr')].map((row) =>
    (row.textContent ?? '').replace(/\s+/g, ' '),
  )
const headsOf = (html: string) =>
  [...documentOf(html).querySelectorAll('.m-section h2')].map((head) => head.textContent?.trim())

describe('the register', () => {
  test('stands in the order of the ranking, each action with lead, day, commitment and state in words', async () => {
    await write()
    await write({ sector: 'all', text: 'One register for all.', dimension: '', commitment: [] })
    await write({ sector: 'education', text: 'Drop the number.', lead: 'regional' })
    const page = await site.facilitator.get(at)
    expect(page.statusCode).toBe(200)
    expect(textOf(page.body)).toContain('3 actions.')
    const { sectors } = scoreRound(definition, (await site.store.rounds.load(round.id)).round)
    const rank = (id: string) => sectors.find((one) => one.id === id)?.priority.rank ?? 99
    const order = rank('shelter') < rank('education') ? ['Shelter', 'Education'] : ['Education', 'Shelter']
    expect(headsOf(page.body).slice(0, 3)).toEqual([...order, 'All sectors'])
    const row = rowsOf(page.body).find((text) => text.includes('port hall')) ?? ''
    expect(row).toContain('Own action. Asked for by the city.')
    expect(row).toContain('15 January 2027')
    expect(row).toMatch(/§ ?23, § ?24 ?Proposed/)
    expect(documentOf(page.body).querySelectorAll('.m-actions svg[data-voice="national"]')).toHaveLength(2)
    const ranks = [...documentOf(page.body).querySelectorAll('.m-section .m-rank')].map((one) =>
      Number(one.textContent),
    )
    expect(ranks).toEqual([rank('shelter'), rank('education')].sort((a, b) => a - b))
  })

  test('is the page of its tab for all who read the round, with the reports beside it', async () => {
    for (const browser of [site.facilitator, respondent, observer]) {
      const page = documentOf((await browser.get(at)).body)
      const current = page.querySelector('.m-tabs a[aria-current="page"]')
      expect([current?.textContent, current?.getAttribute('href')]).toEqual(['Actions and report', at])
      expect(page.querySelector(`.m-subnav a[href="/rounds/${round.id}/reports"]`)).not.toBeNull()
    }
    const results = documentOf((await site.analyst.get(`/rounds/${site.before.id}/results`)).body)
    expect(results.querySelector('.m-tabs a[data-key="actions"]')?.getAttribute('href')).toMatch(/reports$/)
    expect((await site.analyst.get(`/rounds/${site.before.id}/actions`)).statusCode).toBe(403)
  })

  test.each([
    ['2026-12-01', 'Proposed', false],
    ['2026-11-30', 'Late by 1 day', true],
    ['2026-06-01', 'Late by 183 days', true],
    ['spring', 'Proposed', false],
  ])('due %s on 1 December says %s', async (due, words, isLate) => {
    await site.store.rounds.update(round.id, { timeZone: 'UTC' }, null)
    await put({ due })
    const [row = ''] = rowsOf((await observer.get(at)).body)
    expect(row).toContain(words)
    expect(row.includes('Late')).toBe(isLate)
  })

  test('counts days in the time zone of the round', async () => {
    await site.store.rounds.update(round.id, { timeZone: 'Europe/Brussels' }, null)
    await put({ due: '2026-12-01' })
    expect(rowsOf((await observer.get(at)).body)[0]).toContain('Late by 1 day')
  })

  test.each([
    ['done', 'Done'],
    ['refused', 'Refused'],
  ])('what is %s is never late', async (state, words) => {
    await put({ due: '2020-01-01', state })
    const [row] = rowsOf((await observer.get(at)).body)
    expect(row).toContain(words)
    expect(row).not.toContain('Late')
  })

  test('says a state, a lead and a day as they stand in an imported file', async () => {
    await put({ state: 'on hold', lead: 'The port', due: 'spring 2027' })
    await put({ id: 'late', state: 'late', due: 'spring' })
    const [row, late] = rowsOf((await observer.get(at)).body)
    expect(row).toMatch(/The port.*spring 2027.*on hold/)
    expect(late).toMatch(/Late(?! by)/)
  })

  test('is narrowed down by state, lead and sector', async () => {
    await put({ id: 'a', text: 'A.', lead: 'local', due: '2020-01-01', state: 'started' })
    await put({ id: 'b', text: 'B.', lead: 'national, local', state: 'done' })
    await put({ id: 'c', text: 'C.', lead: 'national', sector: 'food' })
    await put({ id: 'd', text: 'D.', sector: undefined, state: 'refused' })
    const shown = async (query: string) =>
      rowsOf((await observer.get(`${at}?${query}`)).body)
        .map((row) => /[A-D]\./.exec(row)?.[0]?.[0])
        .sort()
        .join('')
    expect(await shown('state=open')).toBe('AC')
    expect(await shown('state=late')).toBe('A')
    expect(await shown('state=started')).toBe('A')
    expect(await shown('state=refused')).toBe('D')
    expect(await shown('lead=national')).toBe('BC')
    expect(await shown('sector=all')).toBe('D')
    expect(await shown('lead=local&sector=shelter&state=done')).toBe('B')
    expect(await shown('state=moon&lead=moon&sector=moon')).toBe('ABCD')
    const none = (await observer.get(`${at}?lead=regional`)).body
    expect(textOf(none)).toContain('No action is like that.')
    expect(documentOf(none).querySelector('#lead-of option[selected]')?.getAttribute('value')).toBe('regional')
    expect(textOf((await observer.get(at)).body)).toContain('4 actions, one done, one late, one refused.')
  })
})

describe('beside a sector', () => {
  const changeOf = (html: string, sector: string) =>
    documentOf(html).querySelector(`section[aria-labelledby="in-${sector}"] .m-change`)

  test('stands how its score moved since the round before, grey while it is not tested, and that it proves no cause', async () => {
    await put({})
    const page = (await site.facilitator.get(at)).body
    expect(textOf(page)).toContain('The numbers stand side by side; they prove no cause.')
    expect(textOf(page)).toContain('Score 2024 to 2026, common questions')
    const change = changeOf(page, 'shelter')
    expect(change?.textContent).toMatch(/43 → 46 \+\d\.\d.*not tested/s)
    expect(change?.hasAttribute('data-unclear')).toBe(true)
    expect(documentOf(page).querySelector(`a[href="${at}?draws=1"]`)).not.toBeNull()
  })

  test('a closed round says which changes are clear', async () => {
    await put({})
    await put({ id: 'other', sector: 'security' })
    const { round: whole } = await site.store.rounds.load(round.id)
    await site.store.rounds.setState(round.id, 'closed', { result: scoreRound(definition, whole) }, null)
    const page = (await site.facilitator.get(at)).body
    expect(changeOf(page, 'shelter')?.textContent).toContain('not clear')
    expect(changeOf(page, 'security')?.hasAttribute('data-unclear')).toBe(false)
    expect(changeOf(page, 'security')?.hasAttribute('data-down')).toBe(true)
    expect(textOf(page)).toContain('Security fell.')
  }, 60_000)

  test('nothing stands without a round before', async () => {
    const first = await site.add(EXAMPLE, 'open')
    await put({}, first)
    const page = (await site.facilitator.get(`/rounds/${first.id}/actions`)).body
    expect(documentOf(page).querySelector('.m-change')).toBeNull()
    expect(textOf(page)).not.toContain('prove no cause')
  })

  test('what is hidden from a reader is left out: ranks, changes of hidden sectors, and the catalogue', async () => {
    await site.store.participants.add(
      {
        ...{ person: respondent.person?.id ?? '', assessment: site.assessment, role: 'respondent' },
        ...{ round: site.before.id, body: OWN.id },
      },
      null,
    )
    await put({})
    await put({ id: 'hidden', sector: 'education' })
    const page = (await respondent.get(at)).body
    expect(documentOf(page).querySelector('.m-rank')).toBeNull()
    expect(changeOf(page, 'education')).toBeNull()
    expect(changeOf(page, 'shelter')).not.toBeNull()
    expect(documentOf(page).querySelector('[data-unclear]')?.textContent).toContain('not tested')
    expect(textOf(page)).toContain('until your body has answered')
    expect(documentOf(page).querySelector('#choose')).toBeNull()
    const tested = (await respondent.get(`${at}?draws=1`)).body
    expect(changeOf(tested, 'education')).toBeNull()
  })

  test('nothing of a round before that the reader does not see', async () => {
    await put({})
    expect(changeOf((await observer.get(at)).body, 'shelter')).toBeNull()
  })
})

describe('the catalogue', () => {
  const byId = (id: string) => definition.sectors.flatMap(({ actions }) => actions).find((one) => one.id === id)

  test('proposes for the first sector without an action, its lowest cells first, then all others', async () => {
    const page = documentOf((await site.facilitator.get(at)).body)
    const sector = page.querySelector('#for option[selected]')?.getAttribute('value')
    const result = scoreRound(definition, (await site.store.rounds.load(round.id)).round)
    const scored = result.sectors.find(({ id }) => id === sector)
    expect(scored?.priority.rank).toBe(1)
    const ids = [...page.querySelectorAll('input[name="chosen"]')].map((box) => box.getAttribute('value') ?? '')
    const own = definition.sectors.find(({ id }) => id === sector)?.actions ?? []
    expect([...ids].sort()).toEqual(own.map(({ id }) => id).sort())
    const fitting = page.querySelectorAll('fieldset > .m-list input').length
    const scores = ids.slice(0, fitting).map((id) => scored?.dimensions[byId(id)?.dimension ?? '']?.score ?? -1)
    expect(fitting).toBeGreaterThan(0)
    expect(scores).toEqual([...scores].sort((a, b) => a - b))
  })

  test('gives what is ticked to the round, with its own lead and commitment unless others are chosen', async () => {
    const chosen = ['shelter.capacity.low.1', 'shelter.coherence.low.1']
    const form = { for: 'shelter', chosen, lead: '', due: '2027-10-01', commitment: '41' }
    const reply = await site.facilitator.post(`${at}/catalogue`, form)
    expect([reply.statusCode, reply.headers.location]).toEqual([303, `${at}?done=chosen`])
    expect(await actionsIn()).toEqual(
      chosen.map((id) => ({
        ...{ id, sector: 'shelter', dimension: byId(id)?.dimension, text: byId(id)?.text, state: 'proposed' },
        ...{
          lead: byId(id)?.lead.join(', '),
          due: '2027-10-01',
          declaration: ['41', ...(byId(id)?.declaration ?? [])],
        },
      })),
    )
    await site.facilitator.post(`${at}/catalogue`, { ...form, lead: 'regional' })
    expect(await actionsIn()).toHaveLength(2)
    const page = (await site.facilitator.get(`${at}?for=shelter`)).body
    expect(page).not.toContain('value="shelter.capacity.low.1"')
    expect(rowsOf(page)[0]).toContain('From the catalogue.')
  })

  test('has actions for all sectors too', async () => {
    const [first] = definition.cross_cutting.actions
    const page = (await site.facilitator.get(`${at}?for=all`)).body
    expect(page).toContain(`value="${first?.id}"`)
    await site.facilitator.post(`${at}/catalogue`, { for: 'all', chosen: first?.id ?? '', due: '2027-10-01' })
    expect(await actionsIn()).toMatchObject([{ id: first?.id, text: first?.text }])
    expect((await actionsIn())[0]).not.toHaveProperty('sector')
  })

  test('speaks the language of its reader as long as nobody changed its words', async () => {
    const form = { for: 'shelter', chosen: 'shelter.capacity.low.1', due: '2027-10-01' }
    await site.facilitator.post(`${at}/catalogue`, form)
    const french = languages.get('fr')?.sectors.flatMap(({ actions }) => actions)
    const words = french?.find(({ id }) => id === 'shelter.capacity.low.1')?.text ?? '?'
    expect(textOf((await site.facilitator.get(`${at}?lang=fr`)).body)).toContain(words)
    await site.facilitator.get(`${at}?lang=en`)
    await site.facilitator.post(`${at}/shelter.capacity.low.1`, { ...FORM, text: 'Agree in writing by May.' })
    const [row] = rowsOf((await site.facilitator.get(at)).body)
    expect(row).toContain('Agree in writing by May.From the catalogue, reworded.')
  })

  test.each<[string, object, string, RegExp]>([
    ['nothing ticked', { chosen: [] }, '#chosen', /Tick one/],
    ['what the catalogue does not hold', { chosen: 'moon' }, '#chosen', /Tick one/],
    ['no day', { due: '' }, '#due', /until when/],
    ['a day that is none', { due: '2027-02-30' }, '#due', /day of the calendar/],
  ])('is told in words of %s, and what was typed stays', async (_, change, href, words) => {
    const form = { for: 'shelter', chosen: 'shelter.capacity.low.1', due: '2027-10-01', lead: 'regional', ...change }
    const reply = await site.facilitator.post(`${at}/catalogue`, form)
    expect(reply.statusCode).toBe(422)
    expect(errorsOf(reply.body)).toEqual([[href, expect.stringMatching(words)]])
    const page = documentOf(reply.body)
    expect(page.querySelector(href)).not.toBeNull()
    expect(page.querySelector('#lead option[selected]')?.getAttribute('value')).toBe('regional')
    expect(page.querySelector('#for option[selected]')?.getAttribute('value')).toBe('shelter')
    expect(await actionsIn()).toEqual([])
  })
})

describe('a facilitator', () => {
  test('writes an action, which enters the round and its file', async () => {
    const { reply, href } = await write()
    expect(reply.statusCode).toBe(303)
    const [action] = await actionsIn()
    expect(action).toEqual({
      ...{ id: action?.id, sector: 'shelter', dimension: 'coherence', text: FORM.text, lead: 'national, local' },
      ...{ due: FORM.due, state: 'proposed', declaration: ['23', '24'] },
    })
    const { round: whole } = await site.store.rounds.load(round.id)
    expect(readRound(writeRound(whole), definition).actions).toEqual([action])
    const page = (await site.facilitator.get(`${href}?done=written`)).body
    expect(textOf(page)).toContain('The action is written down')
    expect(textOf(page, '.m-time')).toMatch(/\d{4}, \d\d:\d\d ?Proposed Facilitator ?Asked for by the city\./)
  })

  test('changes what it says; paragraphs outside of the annex and words instead of a day stay', async () => {
    await put({ due: 'spring', lead: 'The port', declaration: ['11(c)', '24'], dimension: 'capacity' })
    const href = `${at}/count`
    const form = documentOf((await site.facilitator.get(`${href}/edit`)).body)
    expect(form.querySelector('#text')?.textContent?.trim()).toBe('Count the places.')
    expect(form.querySelector('#due')?.getAttribute('value')).toBe('spring')
    expect(form.querySelector('#commitment-24')?.hasAttribute('checked')).toBe(true)
    const change = { ...FORM, text: 'Count all.', due: 'spring', lead: [], commitment: '23', note: 'Clearer.' }
    expect((await site.facilitator.post(href, change)).statusCode).toBe(303)
    expect(await actionsIn()).toMatchObject([
      { id: 'count', text: 'Count all.', due: 'spring', lead: 'The port', declaration: ['23', '11(c)'] },
    ])
    expect(textOf((await site.facilitator.get(href)).body, '.m-time')).toMatch(/Told Facilitator ?Clearer\..*Proposed/)
  })

  test('follows it from state to state; to refuse it needs a reason, which stays', async () => {
    const { href } = await write()
    expect((await follow(href, 'started')).statusCode).toBe(303)
    const refused = await follow(href, 'refused', ' ')
    expect(refused.statusCode).toBe(422)
    expect(errorsOf(refused.body)).toEqual([['#note', 'Say why it is refused']])
    expect(documentOf(refused.body).querySelector('#state-refused')?.hasAttribute('checked')).toBe(true)
    await follow(href, 'refused', 'Under review until June.')
    expect(await actionsIn()).toMatchObject([{ state: 'refused' }])
    expect(rowsOf((await observer.get(at)).body)[0]).toContain('Under review until June.')
    await follow(href, 'done')
    expect(rowsOf((await observer.get(at)).body)[0]).not.toContain('Under review')
    expect(textOf((await observer.get(href)).body, '.m-time')).toMatch(
      /Done.*Refused.*Under review until June\..*Started.*Proposed/,
    )
    expect(errorsOf((await follow(href, 'moon')).body)).toEqual([['#state', 'Choose the state']])
    expect(errorsOf((await follow(href, 'done', 'x'.repeat(5001))).body)[0]?.[0]).toBe('#note')
  })

  test.each<[string, object, string, RegExp]>([
    ['no words', { text: ' ' }, '#text', /what is to be done/],
    ['words that are too long', { text: 'x'.repeat(2001) }, '#text', /2,000/],
    ['no sector', { sector: '' }, '#sector', /Choose a sector/],
    ['a sector that does not exist', { sector: 'moon' }, '#sector', /Choose a sector/],
    ['nobody who leads', { lead: [] }, '#lead', /who leads/],
    ['a voice that does not exist', { lead: 'moon' }, '#lead', /who leads/],
    ['no day', { due: '' }, '#due', /until when/],
    ['a day that is none', { due: 'spring' }, '#due', /day of the calendar/],
    ['a note that is too long', { note: 'x'.repeat(5001) }, '#note', /5,000/],
  ])('is told in words of %s, and what was typed stays', async (_, change, href, words) => {
    const { reply } = await write(change)
    expect(reply.statusCode).toBe(422)
    expect(errorsOf(reply.body)).toEqual([[href, expect.stringMatching(words)]])
    const page = documentOf(reply.body)
    expect(page.querySelector(href)).not.toBeNull()
    expect(page.querySelector('#commitment-23')?.hasAttribute('checked')).toBe(true)
    expect(await actionsIn()).toEqual([])
  })

  test('no paragraph outside of 17 to 44 is a commitment', async () => {
    await write({ commitment: ['16', '17', '44', '45', 'x'] })
    expect(await actionsIn()).toMatchObject([{ declaration: ['17', '44'] }])
  })

  test('writes for a sector that its address names', async () => {
    const page = documentOf((await site.facilitator.get(`${at}/new?sector=food`)).body)
    expect(page.querySelector('#sector option[selected]')?.getAttribute('value')).toBe('food')
  })

  test('goes on in a closed round, whose seal holds', async () => {
    const { href } = await write()
    const { round: whole } = await site.store.rounds.load(round.id)
    await site.store.rounds.close(round.id, { result: scoreRound(definition, whole), by: null })
    expect((await follow(href, 'done', 'In May.')).statusCode).toBe(303)
    expect((await write()).reply.statusCode).toBe(303)
    expect(await actionsIn()).toMatchObject([{ state: 'done' }, { state: 'proposed' }])
    const closing = await site.store.rounds.closing(round.id)
    expect(closing && (await site.store.rounds.isSealed(round.id, closing))).toBe(true)
    const sealed = documentOf((await site.facilitator.get(`/rounds/${round.id}/closing`)).body)
    const file = sealed.querySelector('.m-seal a')?.getAttribute('href') ?? ''
    const kept = readRound((await site.facilitator.get(file)).body, definition)
    expect(kept.actions).toMatchObject([{ state: 'proposed' }])
  }, 60_000)
})

describe('elsewhere', () => {
  test('the results say the actions in the language of the page and lead to them, but not analysts', async () => {
    const form = { for: 'shelter', chosen: 'shelter.capacity.low.1', due: '2027-10-01' }
    await site.facilitator.post(`${at}/catalogue`, form)
    const page = (await site.facilitator.get(`/rounds/${round.id}/results?lang=fr`)).body
    const french = languages.get('fr')?.sectors.flatMap(({ actions }) => actions)
    const words = french?.find(({ id }) => id === 'shelter.capacity.low.1')?.text ?? '?'
    expect(textOf(page, '[aria-labelledby="actions"]')).toContain(words)
    expect(documentOf(page).querySelector(`main a[href="${at}"]`)).not.toBeNull()
    const past = (await site.analyst.get(`/rounds/${site.before.id}/results`)).body
    expect(documentOf(past).querySelector('main a[href$="/actions"]')).toBeNull()
  })

  needs('pdftotext')('the reports say why one was refused, and its words in their language', async () => {
    await site.facilitator.post(`${at}/catalogue`, { chosen: 'shelter.capacity.low.1', due: '2027-10-01' })
    await follow(`${at}/shelter.capacity.low.1`, 'refused', 'Under review until June.')
    const path = `/rounds/${round.id}/reports/sector.pdf?lang=fr&draws=0&sector=shelter`
    const { rawPayload } = await site.facilitator.get(path)
    const text = runOn(rawPayload, 'pdftotext', ['FILE', '-']).replace(/\s+/g, ' ')
    expect(text).toContain('Under review until June.')
    expect(text).toContain('Convenir par écrit qui ouvre')
    expect(text).not.toContain('Agree in writing who')
  })
})

test('all others read and can write nothing', async () => {
  const { href } = await write()
  for (const browser of [respondent, observer]) {
    expect((await browser.get(href)).statusCode).toBe(200)
    expect(documentOf((await browser.get(href)).body).querySelector('main form')).toBeNull()
    expect((await browser.get(`${at}/new`)).statusCode).toBe(403)
    expect((await browser.get(`${href}/edit`)).statusCode).toBe(403)
    expect((await browser.post(at, FORM)).statusCode).toBe(403)
    expect((await browser.post(href, FORM)).statusCode).toBe(403)
    expect((await browser.post(`${href}/state`, { state: 'done' })).statusCode).toBe(403)
    expect((await browser.post(`${at}/catalogue`, { chosen: 'shelter.capacity.low.1' })).statusCode).toBe(403)
  }
  expect((await site.facilitator.get(`${at}/moon`)).statusCode).toBe(404)
  expect((await site.facilitator.post(`${at}/moon/state`, { state: 'done' })).statusCode).toBe(404)
})

describe('the next round', () => {
  test('carries over what is left to do, and follows it alone', async () => {
    await put({ id: 'open', text: 'Open.', state: 'started', due: '2026-06-01' })
    await put({ id: 'over', text: 'Over.', state: 'done' })
    await put({ id: 'no', text: 'No.', state: 'refused' })
    await site.store.actions.setState(round.id, 'open', { state: 'started', note: 'Half way.' }, null)
    await site.facilitator.post(`/assessments/${site.assessment}/rounds`, { 'round-name': '2028' })
    const [next] = await site.store.rounds.listOf(site.assessment)
    expect(next?.name).toBe('2028')
    expect((await actionsIn(next)).map(({ id }) => id)).toEqual(['open'])
    const [row] = rowsOf((await site.facilitator.get(`/rounds/${next?.id}/actions`)).body)
    expect(row).toMatch(/Carried over from 2026\. Half way\..*Late by 18\d days Started/)
    const here = `/rounds/${next?.id}/actions/open`
    expect((await follow(here, 'done', 'All.')).statusCode).toBe(303)
    expect(textOf((await site.facilitator.get(here)).body, '.m-time')).toMatch(
      /Done.*All\..*Carried over into the next round.*Told.*Half way\./,
    )
    const before = (await site.facilitator.get(`${at}/open`)).body
    expect(documentOf(before).querySelector('main form')).toBeNull()
    expect(documentOf(before).querySelector(`main a[href="${here}"]`)?.textContent).toBe('To round 2028')
    expect((await follow(`${at}/open`, 'done')).statusCode).toBe(409)
    expect((await site.facilitator.post(`${at}/open`, FORM)).statusCode).toBe(409)
    expect((await site.facilitator.get(`${at}/open/edit`)).statusCode).toBe(409)
  })
})

test('what people write is text, whatever is in it', async () => {
  const { href } = await write({ text: HOSTILE, note: `${HOSTILE}\0` })
  await follow(href, 'refused', HOSTILE)
  await put({ id: HOSTILE, text: HOSTILE, lead: HOSTILE, due: HOSTILE, state: HOSTILE, declaration: [HOSTILE] })
  const odd = `${at}/${encodeURIComponent(HOSTILE)}`
  for (const url of [at, href, `${href}/edit`, odd, `${odd}/edit`, `${at}?state=${encodeURIComponent(HOSTILE)}`]) {
    const { body, statusCode } = await site.facilitator.get(url)
    expect([url, statusCode]).toEqual([url, 200])
    expect(body).not.toContain('<script>alert')
  }
})
