import { describe, expect, test } from 'vitest'
import type { Person } from '../../src/store/people.js'
import { documentOf } from '../support/page.js'
import { type Led, NOW, questionnaire, readyRound, textOf } from '../support/set-up.js'

const home = async (led: Led, person: Person) => (await (await led.as(person)).get('/')).body
const waiting = (html: string) => textOf(html, '[aria-labelledby="waiting"]')

async function respondentOf(led: Led, body: string): Promise<Person> {
  const people = await led.store.participants.listOfAssessment(led.head.assessment)
  const found = await led.store.people.find(people.find((one) => one.body === body)?.person ?? '')
  if (!found) throw new Error(`nobody acts for ${body}`)
  return found
}

describe('home', () => {
  test('is for those who signed in', async () => {
    const led = await readyRound()
    const reply = await (await led.as()).get('/')
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/sign-in?next=%2F'])
  })

  test('tells a respondent what is still to answer, only while they can', async () => {
    const led = await readyRound()
    const person = await respondentOf(led, 'ministry')
    expect(textOf(await home(led, person))).toContain('Nothing waits for you.')
    await led.store.rounds.setState(led.head.id, 'open')
    const html = await home(led, person)
    expect(waiting(html)).toMatch(/\d+ questions without your answer/)
    expect(waiting(html)).toContain('Rivermond, round 2026, for Ministry. Open until 30 June 2026.')
    expect(waiting(html)).toContain('Begin answering')
    const link = documentOf(html).querySelector('[aria-labelledby="waiting"] a')
    expect(link?.getAttribute('href')).toBe(`/rounds/${led.head.id}/bodies/ministry`)
    await led.store.rounds.setState(led.head.id, 'meeting')
    expect(textOf(await home(led, person))).toContain('Nothing waits for you.')
  })

  test('counts own answers, also “don’t know”, and nobody else’s', async () => {
    const led = await readyRound()
    await led.store.rounds.setState(led.head.id, 'open')
    const person = await respondentOf(led, 'ministry')
    const meter = async () =>
      documentOf(await home(led, person))
        .querySelector('.m-meter')
        ?.getAttribute('aria-label')
    expect(await meter()).toMatch(/^0 of/)
    const item = questionnaire.sectors[0]?.questions.find((one) => one.asked_to.includes('national'))?.id ?? ''
    const save = { round: led.head.id, item, person: null, basedOn: null } as const
    await led.store.answers.save({ ...save, body: 'city-services', value: { level: 1 }, key: 'a' })
    expect(await meter()).toMatch(/^0 of/)
    await led.store.answers.save({ ...save, body: 'ministry', value: { answer: 'dk' }, key: 'b' })
    expect(await meter()).toMatch(/^1 of/)
    expect(waiting(await home(led, person))).toContain('Go on answering')
  })

  test('tells a facilitator which round is in preparation and what it lacks', async () => {
    const led = await readyRound()
    expect(waiting(await home(led, led.ines))).toContain('Everything that it needs is there.')
    await led.body('Region', 'regional')
    expect(waiting(await home(led, led.ines))).toContain('One thing is missing: A body has nobody to answer.')
  })

  test('tells a facilitator that the last day is over', async () => {
    const led = await readyRound({ clock: () => new Date(NOW.getTime() + 100 * 24 * 3600 * 1000) })
    await led.store.rounds.setState(led.head.id, 'open')
    expect(waiting(await home(led, led.ines))).toContain('The last day of Rivermond, round 2026 is over')
    expect(textOf(await home(led, await respondentOf(led, 'ministry')))).toContain('Nothing waits for you.')
  })

  test('lists own rounds with state, part and the pages that may be read', async () => {
    const led = await readyRound()
    const links = async (person: Person) =>
      [...documentOf(await home(led, person)).querySelectorAll('.m-row-links a')].map((a) => a.getAttribute('href'))
    const round = `/rounds/${led.head.id}`
    const person = await respondentOf(led, 'ministry')
    expect(await links(led.ines)).toEqual([`${round}/manage`])
    await led.store.rounds.setState(led.head.id, 'open')
    expect(await links(led.ines)).toEqual([round, `${round}/results`, `${round}/manage`])
    expect(await links(person)).toEqual([`${round}/answer`, round, `${round}/results`])
    expect(textOf(await home(led, person), '[aria-labelledby="mine"]')).toContain('You: respondent for Ministry.')
  })

  test('shows nobody a number of others', async () => {
    const led = await readyRound()
    await led.store.rounds.setState(led.head.id, 'open')
    const observer = await led.person('O')
    const { assessment, id: round } = led.head
    await led.store.participants.add({ person: observer.id, assessment, role: 'observer', round })
    const html = await home(led, observer)
    expect(documentOf(html).querySelector('.m-meter')).toBeNull()
    expect(textOf(html)).not.toMatch(/of \d+ answered/)
  })

  test('offers a new assessment to those who may set one up', async () => {
    const led = await readyRound()
    const offers = async (person: Person) => (await home(led, person)).includes('href="/assessments/new"')
    expect(await offers(led.ines)).toBe(true)
    expect(await offers(await led.person('Ruth', { isAdministrator: true }))).toBe(true)
    const stranger = await led.person('S')
    expect(await offers(stranger)).toBe(false)
    expect(textOf(await home(led, stranger))).toContain('You take part in no assessment yet.')
  })
})
