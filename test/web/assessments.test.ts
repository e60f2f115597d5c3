import { describe, expect, test } from 'vitest'
import { testApp } from '../support/app.js'
import { mechelen, tiny } from '../support/definitions.js'
import { documentOf } from '../support/page.js'
import { errorsOf, FRAME, type Led, ledRound, NOW, readyRound, textOf } from '../support/set-up.js'

const place = ({ head }: Pick<Led, 'head'>) => `/assessments/${head.assessment}`

describe('a new assessment', () => {
  async function administered() {
    const test = await testApp({ clock: () => NOW })
    await test.store.definitions.keep(mechelen())
    const person = await test.person('Ruth', { isAdministrator: true })
    return { ...test, person, browser: await test.as(person) }
  }

  test('has its maker as facilitator and a first round in preparation', async () => {
    const { browser, store, person } = await administered()
    expect((await browser.get('/assessments/new')).statusCode).toBe(200)
    const reply = await browser.post('/assessments/new', { name: ' Ville de Malines ', country: 'be' })
    const [assessment] = await store.assessments.list()
    expect(assessment).toMatchObject({ name: 'Ville de Malines', country: 'BE' })
    expect(await store.participants.listOfPerson(person.id)).toMatchObject([
      { role: 'facilitator', assessment: assessment?.id },
    ])
    const [round] = await store.rounds.listOf(assessment?.id ?? '')
    expect(round).toMatchObject({ name: '2026', state: 'preparing', form: 'short', previous: null })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, `/rounds/${round?.id}/manage`])
  })

  test('needs a name; its country is one that exists, or none', async () => {
    const { browser, store } = await administered()
    const reply = await browser.post('/assessments/new', { name: '', country: 'Atlantis' })
    expect([reply.statusCode, errorsOf(reply.body).map(([href]) => href)]).toEqual([422, ['#name', '#country']])
    expect(documentOf(reply.body).getElementById('country')?.getAttribute('value')).toBe('Atlantis')
    expect(await store.assessments.list()).toEqual([])
    expect((await browser.post('/assessments/new', { name: 'Somewhere', country: '' })).statusCode).toBe(303)
  })

  test('is made by administrators and facilitators, not by others', async () => {
    const led = await readyRound()
    expect((await led.browser.get('/assessments/new')).statusCode).toBe(200)
    const stranger = await led.as(await led.person('S'))
    expect((await stranger.get('/assessments/new')).statusCode).toBe(403)
    expect((await stranger.post('/assessments/new', { name: 'A' })).statusCode).toBe(403)
    expect((await (await led.as()).get('/assessments/new')).statusCode).toBe(303)
  })
})

describe('the page of an assessment', () => {
  test('shows its facilitator everything', async () => {
    const led = await readyRound()
    const page = await led.browser.get(place(led))
    const text = textOf(page.body)
    for (const words of ['Round 2026', 'In preparation.', 'Facilitators', 'Ines (you)', 'A new round']) {
      expect(text).toContain(words)
    }
    expect(textOf((await led.browser.get(`${place(led)}?lang=fr`)).body)).toContain('Animation')
  })

  test('shows others only the rounds in which they take part, an analyst only closed ones', async () => {
    const led = await readyRound()
    const { assessment, id: round } = led.head
    const later = await led.store.rounds.create(
      { assessment, name: 'later', definitionHash: led.hash, form: 'short' },
      null,
    )
    const observer = await led.person('O')
    await led.store.participants.add({ person: observer.id, assessment, role: 'observer', round }, null)
    const analyst = await led.person('A')
    await led.store.participants.add({ person: analyst.id, assessment, role: 'analyst', round: later.id }, null)
    const seen = textOf((await (await led.as(observer)).get(place(led))).body)
    expect(seen).toContain('Round 2026')
    expect(seen).not.toContain('later')
    expect(seen).not.toContain('Facilitators')
    const reading = await led.as(analyst)
    expect(textOf((await reading.get(place(led))).body)).toContain('no round that you can read yet')
    await led.store.rounds.setState(later.id, 'closed', {}, null)
    expect(textOf((await reading.get(place(led))).body)).toContain('later')
    expect((await (await led.as(await led.person('S'))).get(place(led))).statusCode).toBe(404)
  })

  test('leads to the comparison once there are results of two rounds', async () => {
    const led = await readyRound()
    const { assessment } = led.head
    const href = async () => documentOf((await led.browser.get(place(led))).body).querySelector('a[href$="/compare"]')
    expect(await href()).toBeNull()
    const second = await led.store.rounds.create(
      { assessment, name: '2', definitionHash: led.hash, form: 'short' },
      null,
    )
    await led.store.rounds.setState(led.head.id, 'closed', {}, null)
    expect(await href()).toBeNull()
    await led.store.rounds.setState(second.id, 'open', {}, null)
    expect(await href()).not.toBeNull()
  })

  test('renames the place', async () => {
    const led = await readyRound()
    expect((await led.browser.post(place(led), { name: 'Rivemont', country: 'France' })).statusCode).toBe(303)
    expect(await led.store.assessments.get(led.head.assessment)).toMatchObject({ name: 'Rivemont', country: 'FR' })
    const reply = await led.browser.post(place(led), { name: '', country: 'FR' })
    expect([reply.statusCode, errorsOf(reply.body).map(([href]) => href)]).toEqual([422, ['#place-name']])
  })

  test('is changed by nobody else', async () => {
    const led = await readyRound()
    const people = await led.store.participants.listOfAssessment(led.head.assessment)
    const respondent = await led.store.people.find(people.find(({ role }) => role === 'respondent')?.person ?? '')
    const browser = await led.as(respondent)
    for (const path of ['', '/rounds', '/invitations', `/participants/${people[0]?.id}`]) {
      expect((await browser.post(place(led) + path, { name: 'X' })).statusCode).toBe(403)
    }
  })
})

describe('facilitators', () => {
  test('invite others by a link that is shown once', async () => {
    const led = await readyRound()
    const reply = await led.browser.post(`${place(led)}/invitations`, { role: 'facilitator', name: 'Peter' })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, place(led)])
    expect(textOf((await led.browser.get(place(led))).body)).toContain('A new link for Peter')
    const [link] = await led.store.invitations.listOf(led.head.assessment)
    expect(link).toMatchObject({ role: 'facilitator', round: null, body: null })
    const wrong = await led.browser.post(`${place(led)}/invitations`, { role: 'facilitator', limit: 'x' })
    expect(errorsOf(wrong.body).map(([href]) => href)).toEqual(['#facilitator-limit'])
    const revoked = await led.browser.post(`${place(led)}/invitations/${link?.id}`, { do: 'revoke' })
    expect(revoked.headers.location).toBe(`${place(led)}?done=revoke`)
  })

  test('are taken out, but never the last one', async () => {
    const led = await readyRound()
    const { assessment } = led.head
    const [own] = await led.store.participants.listOfPerson(led.ines.id)
    const remove = (id: string | undefined) => led.browser.post(`${place(led)}/participants/${id}`, {})
    const last = await remove(own?.id)
    expect(last.statusCode).toBe(409)
    expect(textOf(last.body)).toContain('An assessment needs a facilitator')
    const peter = await led.person('Peter')
    const part = await led.store.participants.add({ person: peter.id, assessment, role: 'facilitator' }, null)
    expect((await remove(part.id)).headers.location).toBe(`${place(led)}?done=removed`)
    await led.store.participants.add({ person: peter.id, assessment, role: 'facilitator' }, null)
    expect((await remove(own?.id)).headers.location).toBe('/')
    expect((await led.browser.get(place(led))).statusCode).toBe(404)
  })

  test('can’t take respondents out here', async () => {
    const led = await readyRound()
    const people = await led.store.participants.listOfAssessment(led.head.assessment)
    const part = people.find(({ role }) => role === 'respondent')
    expect((await led.browser.post(`${place(led)}/participants/${part?.id}`, {})).statusCode).toBe(404)
  })
})

describe('analysts', () => {
  test('are invited to a closed round, and to no other', async () => {
    const led = await readyRound()
    const share = () => led.browser.post(`${place(led)}/invitations`, { role: 'analyst', round: led.head.id })
    expect(errorsOf((await share()).body).map(([href]) => href)).toEqual(['#round'])
    await led.store.rounds.setState(led.head.id, 'closed', {}, null)
    expect((await share()).statusCode).toBe(303)
    expect(await led.store.invitations.listOf(led.head.assessment)).toMatchObject([
      { role: 'analyst', round: led.head.id },
    ])
    expect(textOf((await led.browser.get(place(led))).body, '[aria-labelledby="analysts"] tbody')).toContain('2026')
  })
})

describe('a further round', () => {
  const finding = (id: string, status: 'open' | 'resolved') =>
    ({ id, kind: 'contradiction', sectors: ['food'], severity: 'friction', status, rules: 'Two rules' }) as const

  test('takes over set-up, bodies, open findings and actions, and no answer', async () => {
    const led = await readyRound()
    const { assessment, id } = led.head
    await led.store.rounds.update(id, { reveal: 'facilitator', timeZone: 'Europe/Brussels' }, null)
    await led.store.rounds.saveFinding(id, finding('open-one', 'open'), null)
    await led.store.rounds.saveFinding(id, finding('done', 'resolved'), null)
    await led.store.rounds.saveAction(id, { id: 'count', text: 'Count places' }, null)
    const reply = await led.browser.post(`${place(led)}/rounds`, { 'round-name': '2028' })
    const [next] = await led.store.rounds.listOf(assessment)
    expect(reply.headers.location).toBe(`/rounds/${next?.id}/manage`)
    expect(next).toMatchObject({
      ...{ name: '2028', state: 'preparing', previous: id, closesOn: null },
      ...{ reveal: 'facilitator', timeZone: 'Europe/Brussels', definitionHash: led.hash },
    })
    const { round } = await led.store.rounds.load(next?.id ?? '')
    expect(round.profile).toEqual(FRAME.profile)
    expect(round.conventionsInForce).toEqual(FRAME.conventionsInForce)
    expect(round.bodies).toEqual((await led.round()).bodies)
    expect(round.findings?.map((one) => one.id)).toEqual(['open-one'])
    expect(round.actions?.map((one) => one.id)).toEqual(['count'])
    expect(round.positions).toBeUndefined()
  })

  test('needs a name', async () => {
    const led = await readyRound()
    const reply = await led.browser.post(`${place(led)}/rounds`, { 'round-name': ' ' })
    expect([reply.statusCode, errorsOf(reply.body).map(([href]) => href)]).toEqual([422, ['#round-name']])
  })

  test('has the newest questionnaire or the same, and leaves out what a newer one does not know', async () => {
    const led = await ledRound({
      ...FRAME,
      outOfScope: [{ sector: 'food', reason: 'other', note: 'n', date: '2026-01-01' }],
    })
    await led.body('Ministry', 'national')
    const newer = { ...tiny().definition, version: '9.0.0', hash: `sha256:${'9'.repeat(64)}` }
    const hash = await led.store.definitions.keep({ definition: newer, languages: new Map([['en', newer]]) })
    expect(textOf((await led.browser.get(place(led))).body)).toContain('The same version as the round before')
    await led.browser.post(`${place(led)}/rounds`, { 'round-name': 'same', definition: 'same' })
    const [same] = await led.store.rounds.listOf(led.head.assessment)
    expect(same?.definitionHash).toBe(led.hash)
    await led.browser.post(`${place(led)}/rounds`, { 'round-name': 'new', definition: 'newest' })
    const [next] = await led.store.rounds.listOf(led.head.assessment)
    expect(next?.definitionHash).toBe(hash)
    const { round } = await led.store.rounds.load(next?.id ?? '')
    expect([round.bodies, round.outOfScope ?? [], round.conventionsInForce ?? []]).toEqual([[], [], []])
  })
})
