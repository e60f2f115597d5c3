import { describe, expect, test } from 'vitest'
import { scoreRound } from '../../src/rules/index.js'
import { documentOf } from '../support/page.js'
import { errorsOf, FRAME, type Led, ledRound, NOW, questionnaire, readyRound, textOf } from '../support/set-up.js'

const manage = ({ head }: Pick<Led, 'head'>, part?: string) => `/rounds/${head.id}/manage${part ? `/${part}` : ''}`
const SECTORS = questionnaire.sectors.map(({ id }) => id)

describe('the overview', () => {
  test('lists the seven parts with their state, and keeps the round from opening', async () => {
    const led = await ledRound()
    const page = await led.browser.get(manage(led))
    expect(page.statusCode).toBe(200)
    const document = documentOf(page.body)
    expect(document.querySelectorAll('[aria-labelledby="set-up-parts"] li').length).toBe(7)
    const button = document.querySelector('form[action$="/state"] button')
    expect(button?.getAttribute('aria-disabled')).toBe('true')
    expect(textOf(page.body, '#open-note')).toContain('Not yet.')
    expect(textOf(page.body, '[data-check="stop"]')).toContain('Missing: There is no body yet')
  })

  test('is in French too', async () => {
    const led = await ledRound()
    const page = await led.browser.get(`${manage(led)}?lang=fr`)
    expect(textOf(page.body, 'h1')).toBe('Préparer le cycle')
  })

  test('is for facilitators alone', async () => {
    const led = await readyRound()
    const { assessment, id: round } = led.head
    const respondent = await led.person('R')
    const body = led.bodies[0]?.id ?? ''
    await led.store.participants.add({ person: respondent.id, assessment, role: 'respondent', round, body }, null)
    const observer = await led.person('O')
    await led.store.participants.add({ person: observer.id, assessment, role: 'observer', round }, null)
    const stranger = await led.person('S')
    const administrator = await led.person('A', { isAdministrator: true })
    for (const part of [undefined, 'place', 'bodies', 'scope']) {
      for (const [person, status] of [
        [respondent, 403],
        [observer, 403],
        [stranger, 404],
        [administrator, 404],
      ] as const) {
        const browser = await led.as(person)
        expect((await browser.get(manage(led, part))).statusCode).toBe(status)
        if (part) expect((await browser.post(manage(led, part), {})).statusCode).toBe(status)
      }
    }
    const browser = await led.as(respondent)
    expect((await browser.post(`/rounds/${round}/state`, { state: 'open' })).statusCode).toBe(403)
    expect((await browser.post(`/rounds/${round}/openings`, { target: '*' })).statusCode).toBe(403)
    expect((await led.store.rounds.find(round))?.state).toBe('preparing')
  })

  test('knows no other parts', async () => {
    const led = await ledRound()
    expect((await led.browser.get(manage(led, 'else'))).statusCode).toBe(404)
    expect((await led.browser.post(manage(led, 'else'), {})).statusCode).toBe(404)
  })
})

describe('the place', () => {
  const filled = {
    name: 'City of Rivermond',
    country: 'Belgique',
    'profile.places': ['transit', 'destination'],
    'profile.population': '94 610',
    'profile.population.source': 'Civil register',
    'profile.population.day': '2026-01-01',
    'profile.migrants': '14,200',
    'profile.change_12m': '1.5',
    'profile.surge': 'yes_past',
    'profile.languages': 'French\nArabic, Dari; French',
    'profile.date': '2026-04-01',
  }

  test('is saved, whatever way its numbers are written, and leads to the next part', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'place'), filled)
    expect([reply.statusCode, reply.headers.location]).toEqual([303, `${manage(led, 'tiers')}?saved=place`])
    const round = await led.round()
    expect(round.assessment).toEqual({ name: 'City of Rivermond', country: 'BE' })
    expect(round.profile).toEqual({
      'profile.places': ['transit', 'destination'],
      'profile.population': 94610,
      'profile.migrants': 14200,
      'profile.change_12m': 1.5,
      'profile.surge': 'yes_past',
      'profile.languages': ['French', 'Arabic', 'Dari'],
      'profile.date': '2026-04-01',
    })
    expect(round.profileSources).toEqual({ 'profile.population': { source: 'Civil register', date: '2026-01-01' } })
    expect((await led.browser.get(`${manage(led, 'tiers')}?saved=place`)).body).toContain('Saved: The place')
  })

  test('shows what was saved, in the numbers of the language', async () => {
    const led = await ledRound()
    await led.browser.post(manage(led, 'place'), filled)
    const document = documentOf((await led.browser.get(manage(led, 'place'))).body)
    const value = (id: string) => document.getElementById(id)?.getAttribute('value')
    expect(value('profile.population')).toBe('94,610')
    expect(value('country')).toBe('Belgium')
    expect(value('profile.population.day')).toBe('2026-01-01')
    expect(document.getElementById('profile.languages')?.textContent?.trim()).toBe('French\nArabic\nDari')
    const chosen = [...document.querySelectorAll('[name="profile.places"][checked]')]
    expect(chosen.map((box) => box.getAttribute('value'))).toEqual(['transit', 'destination'])
    const french = documentOf((await led.browser.get(`${manage(led, 'place')}?lang=fr`)).body)
    expect(french.getElementById('profile.population')?.getAttribute('value')).toBe('94\u202f610')
  })

  test('can be saved in part; an empty field is no answer and never 0', async () => {
    const led = await ledRound(FRAME)
    const reply = await led.browser.post(manage(led, 'place'), {
      name: 'Rivermond',
      country: '',
      'profile.surge': 'no',
    })
    expect(reply.statusCode).toBe(303)
    const round = await led.round()
    expect(round.profile).toEqual({ 'profile.tiers': FRAME.profile?.['profile.tiers'], 'profile.surge': 'no' })
    expect(round.assessment.country).toBeUndefined()
  })

  test('says of each field what to type, and keeps the rest', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'place'), {
      ...filled,
      name: '',
      country: 'Atlantis',
      'profile.population': 'many',
      'profile.population.day': 'last year',
      'profile.change_12m': 'a lot',
      'profile.date': '2026-02-30',
    })
    expect(reply.statusCode).toBe(422)
    expect(errorsOf(reply.body).map(([href]) => href)).toEqual([
      ...[
        '#profile.population',
        '#profile.population.day',
        '#profile.change_12m',
        '#profile.date',
        '#name',
        '#country',
      ],
    ])
    const document = documentOf(reply.body)
    expect(document.getElementById('profile.population')?.getAttribute('value')).toBe('many')
    expect(document.getElementById('profile.population')?.getAttribute('aria-invalid')).toBe('true')
    expect(document.getElementById('profile.population-error')?.textContent).toContain('whole number')
    expect(document.getElementById('profile.migrants')?.getAttribute('value')).toBe('14,200')
    expect((await led.round()).profile).toBeUndefined()
  })

  test('an option that the questionnaire does not have is found by the check of the round', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'place'), { ...filled, 'profile.surge': 'perhaps' })
    expect(reply.statusCode).toBe(422)
    expect(errorsOf(reply.body)).toEqual([['#profile.surge', expect.stringContaining('perhaps')]])
  })

  test('what is typed stays text', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'place'), {
      ...filled,
      name: '"><script>alert(1)</script>',
      country: 'x',
    })
    expect(reply.body).not.toContain('<script>alert')
  })
})

describe('the tiers', () => {
  test('get their names; an empty one has none', async () => {
    const led = await ledRound(FRAME)
    const form = {
      'profile.tiers.national': 'État fédéral',
      'profile.tiers.regional': ' ',
      'profile.tiers.local': 'Ville',
    }
    const reply = await led.browser.post(manage(led, 'tiers'), form)
    expect(reply.headers.location).toBe(`${manage(led, 'form')}?saved=tiers`)
    const { profile } = await led.round()
    expect(profile?.['profile.tiers']).toEqual({ national: 'État fédéral', local: 'Ville' })
    expect(profile?.['profile.population']).toBe(94610)
    const page = await led.browser.get(manage(led, 'tiers'))
    expect(documentOf(page.body).getElementById('profile.tiers.national')?.getAttribute('value')).toBe('État fédéral')
  })
})

describe('form and dates', () => {
  const form = {
    name: '2026',
    form: 'full',
    reveal: 'facilitator',
    closesOn: '2026-07-15',
    timeZone: 'europe/brussels',
  }

  test('are saved, and the page counts the questions of each form', async () => {
    const led = await ledRound(FRAME)
    const page = textOf((await led.browser.get(manage(led, 'form'))).body)
    expect(page).toMatch(/Short form, \d+ questions/)
    const reply = await led.browser.post(manage(led, 'form'), form)
    expect(reply.statusCode).toBe(303)
    expect(await led.store.rounds.find(led.head.id)).toMatchObject({ ...form, timeZone: 'Europe/Brussels' })
  })

  test.each([
    ['a day that is over', { closesOn: '2026-05-03' }, '#closesOn'],
    ['no day', { closesOn: 'soon' }, '#closesOn'],
    ['no zone', { timeZone: 'Mars' }, '#timeZone'],
    ['no name', { name: ' ' }, '#name'],
    ['another form', { form: 'long' }, '#form'],
    ['another rule', { reveal: 'never' }, '#reveal'],
  ])('%s is refused', async (_, change, href) => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'form'), { ...form, ...change })
    expect([reply.statusCode, errorsOf(reply.body).map(([link]) => link)]).toEqual([422, [href]])
    expect(await led.store.rounds.find(led.head.id)).toMatchObject({ closesOn: null, form: 'short' })
  })

  test('once the round is open only the dates change, whatever is sent', async () => {
    const led = await readyRound()
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
    const page = await led.browser.get(manage(led, 'form'))
    expect(documentOf(page.body).querySelectorAll('input[name="form"], input[name="reveal"]').length).toBe(0)
    const reply = await led.browser.post(manage(led, 'form'), { ...form, name: 'Other' })
    expect(reply.statusCode).toBe(303)
    expect(await led.store.rounds.find(led.head.id)).toMatchObject({
      ...{ name: '2026', form: 'short', reveal: 'own-answer', closesOn: '2026-07-15', timeZone: 'Europe/Brussels' },
    })
  })
})

describe('scope', () => {
  const without = (sector: string) => SECTORS.filter((id) => id !== sector)

  test('a sector is left out with its reason, day and explanation', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'scope'), {
      sector: without('food'),
      'reason.food': 'assessed_elsewhere',
      'day.food': '2026-03-01',
      'note.food': 'By the region',
    })
    expect(reply.headers.location).toBe(`${manage(led, 'conventions')}?saved=scope`)
    const out = { sector: 'food', reason: 'assessed_elsewhere', date: '2026-03-01', note: 'By the region' }
    expect((await led.round()).outOfScope).toEqual([out])
    const document = documentOf((await led.browser.get(manage(led, 'scope'))).body)
    expect(document.querySelector('[name="sector"][value="food"]')?.hasAttribute('checked')).toBe(false)
    expect(document.getElementById('note.food')?.textContent?.trim()).toBe('By the region')
  })

  test('a sector without a reason stays in, and each missing field is named', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'scope'), { sector: without('water'), 'day.water': '' })
    expect(reply.statusCode).toBe(422)
    expect(errorsOf(reply.body)).toEqual([
      ['#reason.water', 'Water: choose why it is left out'],
      ['#day.water', expect.stringContaining('Water')],
      ['#note.water', expect.stringContaining('Water')],
    ])
    expect((await led.round()).outOfScope).toBeUndefined()
  })

  test('a question is left out by itself, and taken in again', async () => {
    const led = await ledRound()
    const id = questionnaire.sectors[0]?.questions[0]?.id ?? ''
    const reason = { reason: 'other', note: 'Not here', date: '2026-03-01' }
    const one = { 'reason.another': 'other', 'note.another': 'Not here', 'day.another': '2026-03-01' }
    await led.browser.post(manage(led, 'scope'), { sector: SECTORS, another: id, ...one })
    expect((await led.round()).outOfScope).toEqual([{ item: id, ...reason }])
    const kept = { [`reason.${id}`]: 'other', [`note.${id}`]: 'Not here', [`day.${id}`]: '2026-03-01' }
    await led.browser.post(manage(led, 'scope'), { sector: SECTORS, item: id, ...kept })
    expect((await led.round()).outOfScope).toEqual([{ item: id, ...reason }])
    await led.browser.post(manage(led, 'scope'), { sector: SECTORS, ...kept })
    expect((await led.round()).outOfScope).toBeUndefined()
  })

  test('a question that does not exist is no choice, and one sector stays in', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'scope'), { another: 'nothing' })
    const links = errorsOf(reply.body).map(([href]) => href)
    expect([reply.statusCode, links.includes('#another'), links.includes('#sector')]).toEqual([422, true, true])
  })
})

describe('conventions', () => {
  test('what is in force counts, with day and reservations', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'conventions'), {
      'party.crc': 'yes',
      'since.crc': '1992',
      'reservations.crc': 'On article 9',
      'party.cat': 'signed',
      'party.icmw': 'no',
    })
    expect(reply.headers.location).toBe(`${manage(led, 'bodies')}?saved=conventions`)
    const round = await led.round()
    expect(round.conventionsInForce).toEqual(['crc'])
    expect(round.conventions).toContainEqual({ id: 'crc', party: 'yes', since: '1992', reservations: 'On article 9' })
    expect(round.conventions?.map(({ id }) => id).sort()).toEqual(['cat', 'crc', 'icmw'])
  })

  test('those of the world region come first, and what follows from another is said', async () => {
    const led = await ledRound({ conventionsInForce: ['protocol1967'] })
    const page = await led.browser.get(manage(led, 'conventions'))
    const rows = [...documentOf(page.body).querySelectorAll('[aria-labelledby="conventions-proposed"] > ul label')]
    const shown = rows.map((row) => row.textContent ?? '').join(' ')
    expect(shown).toContain('ECHR')
    expect(shown).not.toContain('Banjul')
    expect(textOf(page.body)).toMatch(/applies too, through/)
    const select = documentOf(page.body).getElementById('party.protocol1967')
    expect(select?.querySelector('[selected]')?.getAttribute('value')).toBe('yes')
  })

  test('another answer than those of the list is refused', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'conventions'), { 'party.crc': 'maybe' })
    expect([reply.statusCode, errorsOf(reply.body).map(([href]) => href)]).toEqual([422, ['#party.crc']])
  })
})

describe('the method', () => {
  const weights = { 'weight.need': '1', 'weight.urgency': '2', 'weight.interdependence': '0.5' }
  const dimensions = Object.fromEntries(questionnaire.dimensions.map(({ id }) => [`dimension.${id}`, '1']))
  const form = { mode: 'both', normaliser: 'fixed', seed: '2026', ...weights, ...dimensions }

  test('is saved and leads back to the overview', async () => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'method'), form)
    expect(reply.headers.location).toBe(`${manage(led)}?saved=method`)
    expect((await led.round()).method).toMatchObject({
      ...{ mode: 'both', normaliser: 'fixed', seed: 2026 },
      weights: { need: 1, urgency: 2, interdependence: 0.5 },
    })
  })

  test.each([
    ['a negative weight', { 'weight.need': '-1' }, '#weight.need'],
    ['an empty weight', { 'weight.need': '' }, '#weight.need'],
    [
      'weights that are all 0',
      { 'weight.need': '0', 'weight.urgency': '0', 'weight.interdependence': '0' },
      '#weight.need',
    ],
    ['a seed that is too large', { seed: '4294967296' }, '#seed'],
    ['another mode', { mode: 'need' }, '#mode'],
    ['another normaliser', { normaliser: 'own' }, '#normaliser'],
  ])('%s is refused', async (_, change, href) => {
    const led = await ledRound()
    const reply = await led.browser.post(manage(led, 'method'), { ...form, ...change })
    expect([reply.statusCode, errorsOf(reply.body).map(([link]) => link)]).toEqual([422, [href]])
    expect((await led.round()).method).toBeUndefined()
  })

  test('is fixed once the round is open, as everything is once it is closed', async () => {
    const led = await readyRound()
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
    expect((await led.browser.post(manage(led, 'method'), form)).statusCode).toBe(409)
    expect(
      documentOf((await led.browser.get(manage(led, 'method'))).body).querySelector('fieldset[disabled]'),
    ).not.toBeNull()
    expect((await led.browser.post(manage(led, 'tiers'), {})).statusCode).toBe(303)
    await led.store.rounds.setState(led.head.id, 'closed', {}, null)
    for (const part of ['place', 'tiers', 'form', 'scope', 'conventions', 'method']) {
      expect((await led.browser.post(manage(led, part), form)).statusCode).toBe(409)
    }
  })
})

describe('states', () => {
  const go = (led: Led, state: string, more = {}) =>
    led.browser.post(`/rounds/${led.head.id}/state`, { state, ...more })
  const stateOf = async (led: Led) => (await led.store.rounds.find(led.head.id))?.state

  test('a round that lacks something does not open', async () => {
    const led = await ledRound()
    const reply = await go(led, 'open')
    expect([reply.statusCode, errorsOf(reply.body).map(([href]) => href)]).toEqual([422, ['#checks']])
    expect(await stateOf(led)).toBe('preparing')
  })

  test('a ready one opens, meets, goes back to answering, and is closed on its own page', async () => {
    const led = await readyRound()
    expect((await go(led, 'open')).headers.location).toBe(`${manage(led)}?now=open`)
    expect(textOf((await led.browser.get(`${manage(led)}?now=open`)).body)).toContain('The round is open')
    for (const state of ['meeting', 'open', 'meeting']) {
      expect((await go(led, state)).statusCode).toBe(303)
      expect(await stateOf(led)).toBe(state)
    }
    expect((await go(led, 'closed', { confirm: 'yes' })).statusCode).toBe(409)
    expect(await stateOf(led)).toBe('meeting')
    const close = `/rounds/${led.head.id}/manage/close`
    expect((await led.browser.get(manage(led))).body).toContain(`href="${close}"`)
    const revision = String((await led.store.rounds.load(led.head.id)).revision)
    const lock = { confirm: 'yes', note: 'No voice has signed', revision }
    expect((await led.browser.post(close, lock)).statusCode).toBe(303)
    expect(await stateOf(led)).toBe('closed')
    const result = await led.store.rounds.result(led.head.id)
    expect(result).toEqual(JSON.parse(JSON.stringify(scoreRound(questionnaire, await led.round()))))
    expect(textOf((await led.browser.get(manage(led))).body)).toContain('This round is closed')
  })

  test.each([
    ['preparing', 'meeting'],
    ['preparing', 'closed'],
    ['open', 'open'],
    ['open', 'preparing'],
    ['closed', 'open'],
    ['closed', 'meeting'],
  ] as const)('%s can’t become %s', async (from, to) => {
    const led = await readyRound()
    if (from !== 'preparing') await led.store.rounds.setState(led.head.id, from, {}, null)
    expect((await go(led, to, { confirm: 'yes' })).statusCode).toBe(409)
    expect(await stateOf(led)).toBe(from)
  })

  test('a last day that is over closes nothing by itself, and the overview says so', async () => {
    const led = await readyRound({ clock: () => new Date(NOW.getTime() + 100 * 24 * 3600 * 1000) })
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
    expect(textOf((await led.browser.get(manage(led))).body)).toContain('The last day is over')
    expect(await stateOf(led)).toBe('open')
  })
})

describe('positions', () => {
  const open = (led: Led, target: string) => led.browser.post(`/rounds/${led.head.id}/openings`, { target })
  const openings = async (led: Led) => (await led.store.rounds.load(led.head.id)).openings

  async function openRound() {
    const led = await readyRound()
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
    return led
  }

  test('are opened for a sector, the links, one question, or all', async () => {
    const led = await openRound()
    const question = questionnaire.sectors[2]?.questions[0]?.id ?? ''
    for (const target of ['food', 'cross', 'interdependence', question, '*']) {
      expect((await open(led, target)).statusCode).toBe(303)
      expect(await openings(led)).toContain(target)
    }
    expect((await led.store.rounds.listOpenings(led.head.id))[0]?.person).toBe(led.ines.id)
    expect(textOf((await led.browser.get(manage(led))).body, '#openings')).toContain('Open since 4 May 2026')
  })

  test('of what the round does not ask are no choice', async () => {
    const led = await openRound()
    for (const target of ['', 'nothing', '__proto__']) {
      const reply = await open(led, target)
      expect([reply.statusCode, errorsOf(reply.body).map(([href]) => href)]).toEqual([422, ['#target']])
    }
    expect(await openings(led)).toEqual([])
  })

  test('are opened only while the round is open or in its meeting', async () => {
    const led = await readyRound()
    expect((await open(led, '*')).statusCode).toBe(422)
    expect((await led.browser.get(manage(led))).body).not.toContain('id="openings"')
  })
})
