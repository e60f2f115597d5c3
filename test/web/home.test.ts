import { describe, expect, test } from 'vitest'
import type { NewMessage } from '../../src/store/discussion.js'
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
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
    const html = await home(led, person)
    expect(waiting(html)).toMatch(/\d+ questions without your answer/)
    expect(waiting(html)).toContain('Rivermond, round 2026, for Ministry. Open until 30 June 2026.')
    expect(waiting(html)).toContain('Begin answering')
    const link = documentOf(html).querySelector('[aria-labelledby="waiting"] a')
    expect(link?.getAttribute('href')).toBe(`/rounds/${led.head.id}/bodies/ministry`)
    await led.store.rounds.setState(led.head.id, 'meeting', {}, null)
    expect(textOf(await home(led, person))).toContain('Nothing waits for you.')
  })

  test('counts own answers, also “don’t know”, and nobody else’s', async () => {
    const led = await readyRound()
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
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
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
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
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
    expect(await links(led.ines)).toEqual([round, `${round}/results`, `${round}/manage`])
    expect(await links(person)).toEqual([`${round}/answer`, round, `${round}/results`])
    expect(textOf(await home(led, person), '[aria-labelledby="mine"]')).toContain('You: respondent for Ministry.')
  })

  test('shows nobody a number of others', async () => {
    const led = await readyRound()
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
    const observer = await led.person('O')
    const { assessment, id: round } = led.head
    await led.store.participants.add({ person: observer.id, assessment, role: 'observer', round }, null)
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

describe('messages addressed to somebody', () => {
  const mentions = (html: string) => textOf(html, '[aria-labelledby="mentions"]')
  const ITEM = 'shelter.capacity.role'

  async function begun(reveal: 'own-answer' | 'facilitator' = 'own-answer') {
    const led = await readyRound()
    const person = await respondentOf(led, 'ministry')
    await led.store.rounds.update(led.head.id, { reveal }, null)
    await led.store.rounds.setState(led.head.id, 'open', {}, null)
    const say = (text: string, more: Partial<NewMessage> = {}) =>
      led.store.discussion.add({
        ...{ round: led.head.id, item: ITEM, person: led.ines.id, text, lang: 'en', mentions: [person.id] },
        ...more,
      })
    const answer = (body: string) =>
      led.store.answers.save({
        ...{ round: led.head.id, item: ITEM, person: null, basedOn: null, body, value: { level: 1 }, key: body },
      })
    return { led, person, say, answer }
  }

  test('stand on their first page with a link to the message, and wait until they answer', async () => {
    const { led, person, say } = await begun()
    expect(mentions(await home(led, person))).toBe('')
    const { id } = await say('Which rule do you mean? <b>')
    const html = await home(led, person)
    expect(mentions(html)).toMatch(
      /Facilitator .* Without your answer.*Which rule do you mean\?.*Rivermond, round 2026, Shelter/,
    )
    expect(html).not.toContain('<b>')
    const link = documentOf(html).querySelector('[aria-labelledby="mentions"] a')?.getAttribute('href') ?? ''
    expect(link).toBe(`/rounds/${led.head.id}/discussion/${ITEM}#said-${id}`)
    expect((await (await led.as(person)).get(link.split('#')[0] ?? '')).body).toContain(`id="said-${id}"`)
    expect(textOf(html)).toContain('2 things wait for you.')
    await say('Article 3', { person: person.id, body: 'ministry', parent: id, mentions: [] })
    expect(mentions(await home(led, person))).not.toContain('Without your answer')
    expect(mentions(await home(led, led.ines))).toBe('')
  })

  test('come with those without an answer first, then the newest', async () => {
    const { led, person, say } = await begun()
    const first = await say('First')
    const second = await say('Second')
    await say('Third')
    const order = async () => mentions(await home(led, person)).match(/First|Second|Third/g)
    expect(await order()).toEqual(['Third', 'Second', 'First'])
    await led.store.discussion.settle(second.id, led.ines.id)
    expect(await order()).toEqual(['Third', 'First', 'Second'])
    expect(first.text).toBe('First')
  })

  test('of another body stay hidden until the reader has answered the question', async () => {
    const { led, person, say, answer } = await begun()
    const other = await respondentOf(led, 'city-services')
    await say('We would say 3', { person: other.id, body: 'city-services' })
    const hidden = await home(led, person)
    expect(hidden).not.toContain('We would say 3')
    expect(mentions(hidden)).toBe('')
    await answer('ministry')
    expect(mentions(await home(led, person))).toMatch(/City services .*We would say 3/)
  })

  test('of another body stay hidden while the facilitator keeps the positions closed', async () => {
    const { led, person, say, answer } = await begun('facilitator')
    const other = await respondentOf(led, 'city-services')
    await say('We would say 3', { person: other.id, body: 'city-services' })
    await answer('ministry')
    expect(await home(led, person)).not.toContain('We would say 3')
    await led.store.rounds.open(led.head.id, ITEM, led.ines.id)
    expect(mentions(await home(led, person))).toContain('We would say 3')
  })

  test('in a note of another body are nobody else’s', async () => {
    const { led, person, say, answer } = await begun()
    const other = await respondentOf(led, 'city-services')
    await say('Only among us', { person: other.id, body: 'city-services', isPrivate: true })
    await answer('ministry')
    expect(await home(led, person)).not.toContain('Only among us')
    expect(await home(led, led.ines)).not.toContain('Only among us')
  })

  test('are gone with the part that somebody had in the round', async () => {
    const { led, person, say } = await begun()
    await say('Still there?')
    const parts = await led.store.participants.listOfPerson(person.id)
    for (const { id } of parts) await led.store.participants.remove(id, null)
    expect(await home(led, person)).not.toContain('Still there?')
  })
})
