import { beforeEach, describe, expect, test } from 'vitest'
import { wordsOf } from '../../src/locales/messages.js'
import type { NewInvitation } from '../../src/store/invitations.js'
import type { Person } from '../../src/store/people.js'
import { SESSION_COOKIE } from '../../src/web/context.js'
import { invite, mailInvitation, renewInvitation } from '../../src/web/invitations.js'
import { hashPassword } from '../../src/web/passwords.js'
import { ORIGIN, type TestApp, testApp } from '../support/app.js'
import { mailServer } from '../support/mail-server.js'
import { documentOf } from '../support/page.js'
import { addTestRound, openTestStore, type TestRound } from '../support/store.js'

const PASSWORD = 'a sentence of my own'
const hash = await hashPassword(PASSWORD)
const ACCOUNT = { name: 'Soraya Rahimi', email: 'soraya@example.org', password: PASSWORD }
const DAY = 24 * 3600 * 1000

let site: TestApp
let place: TestRound
let leader: Person
let now: Date
beforeEach(async () => {
  now = new Date()
  const clock = () => now
  const store = await openTestStore({ clock })
  site = await testApp({ store, clock })
  place = await addTestRound(store)
  leader = await site.person('Inès Moreau')
  await store.participants.add({ person: leader.id, assessment: place.assessment.id, role: 'facilitator' }, null)
})

/** The path and the invitation of a new link, for the first body unless told otherwise. */
async function link(wish: Partial<NewInvitation> = {}) {
  const { invitation, url } = await invite(site.app, {
    ...{ assessment: place.assessment.id, round: place.head.id, body: place.bodies[0].id, role: 'respondent' },
    ...{ createdBy: leader.id, ...wish },
  })
  return { id: invitation.id, invitation, url, path: url.slice(ORIGIN.length) }
}

const known = async (id: string) =>
  (await site.store.invitations.listOf(place.assessment.id)).find((one) => one.id === id)!
const partsOf = async (email: string) =>
  site.store.participants.listOfPerson((await site.store.people.findByEmail(email))!.id)
const errorsOf = (html: string) =>
  [...documentOf(html).querySelectorAll('[data-error-summary] a')].map((one) => one.getAttribute('href'))

describe('the page of an invitation', () => {
  test('says who invites, for what, how long it takes, who sees it, and that it can be left', async () => {
    const { path } = await link()
    const { body, statusCode, headers } = await (await site.as()).get(path)
    const text = documentOf(body).querySelector('main')!.textContent!
    expect([statusCode, headers['cache-control']]).toEqual([200, 'no-store'])
    expect(documentOf(body).querySelector('h1')?.textContent).toBe(`Speak for ${place.bodies[0].name}`)
    for (const word of ['Inès Moreau', 'Network', 'questions', 'About', 'once they have given their own', 'not you']) {
      expect(text).toContain(word)
    }
    expect(text).toContain('At least 10 characters')
    expect(text).toContain('no account is made')
  })

  test('says when positions open where the facilitator opens them', async () => {
    await site.store.rounds.update(place.head.id, { reveal: 'facilitator' }, null)
    const { path } = await link()
    expect((await (await site.as()).get(path)).body).toContain('once the facilitator opens them')
  })

  test('tells major groups that they stay visible and count as one voice, never that nothing is merged', async () => {
    const { voices } = (await site.store.rounds.load(place.head.id)).definition.definition
    const group = voices.find(({ kind }) => kind === 'groups')!
    const body = place.bodies.find(({ voice }) => voice === group.id)!
    const { path } = await link({ body: body.id })
    const text = documentOf((await (await site.as()).get(path)).body).querySelector('main')!.textContent!
    expect(text).toContain('always stay visible as your own')
    expect(text).toContain('all groups together count as one voice of up to')
    expect(text).not.toMatch(/never merged/)
  })

  test.each(['facilitator', 'observer', 'analyst'] as const)(
    'speaks to a future %s, in both languages',
    async (role) => {
      const round = role === 'facilitator' ? null : place.head.id
      const { path } = await link({ role, round, body: null })
      for (const lang of ['en', 'fr']) {
        const { body, statusCode } = await (await site.as()).get(`${path}?lang=${lang}`)
        expect(statusCode).toBe(200)
        expect(documentOf(body).querySelector('h1')?.textContent).toContain('Network')
      }
    },
  )

  test('is marked as opened when the invited see it first, not when the facilitator looks', async () => {
    const { path, id } = await link()
    await (await site.as(leader)).get(path)
    expect((await known(id)).openedAt).toBeNull()
    await (await site.as()).get(path)
    const first = (await known(id)).openedAt
    expect(first).toBe(now.toISOString())
    now = new Date(now.getTime() + DAY)
    await (await site.as()).get(path)
    expect((await known(id)).openedAt).toBe(first)
  })

  test('fills in for whom it is, and shows names as text', async () => {
    const { path } = await link({ name: '<u>Nora</u>', email: 'nora@example.org' })
    const { body } = await (await site.as()).get(path)
    expect(body).not.toContain('<u>Nora</u>')
    expect(documentOf(body).querySelector('#name')?.getAttribute('value')).toBe('<u>Nora</u>')
    expect(documentOf(body).querySelector('#email')?.getAttribute('value')).toBe('nora@example.org')
  })

  test('says that it is unknown, expired, revoked or used up, and what to do', async () => {
    const stranger = await site.as()
    const title = async (path: string, code: number): Promise<string | null | undefined> => {
      for (const response of [await stranger.get(path), await stranger.post(path, ACCOUNT)]) {
        expect(response.statusCode).toBe(code)
      }
      return documentOf((await stranger.get(path)).body).querySelector('h1')?.textContent
    }
    expect(await title('/invitations/x', 404)).toBe('This invitation leads nowhere')
    const revoked = await link()
    await site.store.invitations.revoke(revoked.id, null)
    expect(await title(revoked.path, 410)).toBe('This invitation was taken back')
    const used = await link()
    await site.store.invitations.use(used.id, null)
    expect(await title(used.path, 410)).toBe('This invitation has been used')
    const expired = await link()
    now = new Date(now.getTime() + 15 * DAY)
    expect(await title(expired.path, 410)).toBe('This invitation has expired')
    expect(await site.store.people.findByEmail(ACCOUNT.email)).toBeUndefined()
  })

  test('a renewed link takes the place of the old one', async () => {
    const { path, id } = await link()
    const renewed = (await renewInvitation(site.app, id, null)).slice(ORIGIN.length)
    expect((await (await site.as()).get(path)).statusCode).toBe(404)
    expect((await (await site.as()).get(renewed)).statusCode).toBe(200)
  })
})

describe('accepting', () => {
  test('makes the account, gives the part, signs in and opens the board', async () => {
    const { path, id } = await link()
    const browser = await site.as()
    const response = await browser.post(path, ACCOUNT)
    expect([response.statusCode, response.headers.location]).toEqual([303, `/rounds/${place.head.id}`])
    expect(browser.cookies[SESSION_COOKIE]).toBeDefined()
    expect(await partsOf(ACCOUNT.email)).toMatchObject([
      { role: 'respondent', round: place.head.id, body: place.bodies[0].id, assessment: place.assessment.id },
    ])
    expect(await site.store.people.findByEmail(ACCOUNT.email)).toMatchObject({ isAdministrator: false, language: 'en' })
    expect((await known(id)).uses).toBe(1)
  })

  test.each([
    ['facilitator', (): string => `/assessments/${place.assessment.id}`],
    ['observer', (): string => `/rounds/${place.head.id}`],
    ['analyst', (): string => '/'],
  ] as const)('a future %s begins where there is something to do', async (role, start) => {
    const { path } = await link({ role, round: role === 'facilitator' ? null : place.head.id, body: null })
    expect((await (await site.as()).post(path, ACCOUNT)).headers.location).toBe(start())
    expect(await partsOf(ACCOUNT.email)).toMatchObject([{ role }])
  })

  test('says everything that is wrong, keeps what was typed, and uses nothing up', async () => {
    const { path, id } = await link()
    const response = await (await site.as()).post(path, { name: '', email: 'x', password: 'short' })
    expect([response.statusCode, errorsOf(response.body)]).toEqual([422, ['#name', '#email', '#password']])
    expect(documentOf(response.body).querySelector('#email')?.getAttribute('value')).toBe('x')
    expect((await known(id)).uses).toBe(0)
  })

  test('a link for several serves that many, each with an own account', async () => {
    const { path, id } = await link({ limit: 2 })
    const codes: number[] = []
    for (const n of [1, 2, 3]) {
      codes.push((await (await site.as()).post(path, { ...ACCOUNT, email: `p${n}@example.net` })).statusCode)
    }
    expect(codes).toEqual([303, 303, 410])
    expect((await known(id)).uses).toBe(2)
    expect(await site.store.people.findByEmail('p3@example.net')).toBeUndefined()
  })

  test('of five at once on a link for two, two are taken', async () => {
    const { path, id } = await link({ limit: 2 })
    const browsers = await Promise.all([1, 2, 3, 4, 5].map(() => site.as()))
    const responses = await Promise.all(
      browsers.map((browser, n) => browser.post(path, { ...ACCOUNT, email: `p${n}@example.net` })),
    )
    expect(responses.filter(({ statusCode }) => statusCode === 303)).toHaveLength(2)
    expect((await known(id)).uses).toBe(2)
    const people = await site.store.people.list()
    expect(people.filter(({ email }) => email.endsWith('@example.net'))).toHaveLength(2)
  })

  test('pressed twice, it is one account and one use', async () => {
    const { path, id } = await link({ limit: 5 })
    const browser = await site.as()
    await browser.get('/help')
    const responses = await Promise.all([browser.post(path, ACCOUNT), browser.post(path, ACCOUNT)])
    expect(responses.map(({ statusCode }) => statusCode)).toContain(303)
    expect((await browser.post(path, ACCOUNT)).statusCode).toBe(303)
    expect((await known(id)).uses).toBe(1)
    expect(await partsOf(ACCOUNT.email)).toHaveLength(1)
  })

  test('an e-mail with an account is offered to sign in instead, and its link is not used up', async () => {
    await site.store.people.create({ name: 'Soraya', email: ACCOUNT.email, passwordHash: hash }, null)
    const { path, id } = await link()
    const response = await (await site.as()).post(path, { ...ACCOUNT, password: 'not the right one' })
    expect([response.statusCode, errorsOf(response.body)]).toEqual([422, ['#email']])
    const page = documentOf(response.body)
    expect(page.querySelector('#own-email')?.getAttribute('value')).toBe(ACCOUNT.email)
    expect(page.querySelector('form[action="/sign-in"] input[name=next]')?.getAttribute('value')).toBe(path)
    expect((await known(id)).uses).toBe(0)
    expect(await partsOf(ACCOUNT.email)).toEqual([])
  })

  test('the account’s own password is proof enough', async () => {
    await site.store.people.create({ name: 'Soraya', email: ACCOUNT.email, passwordHash: hash }, null)
    const { path } = await link()
    const browser = await site.as()
    expect((await browser.post(path, ACCOUNT)).statusCode).toBe(303)
    expect(await partsOf(ACCOUNT.email)).toHaveLength(1)
    expect((await browser.get('/account')).body).toContain('Soraya')
  })

  test('a disabled account takes no part', async () => {
    const person = await site.store.people.create({ name: 'Soraya', email: ACCOUNT.email, passwordHash: hash }, null)
    await site.store.people.update(person.id, { disabledAt: now.toISOString() }, null)
    const { path } = await link()
    expect((await (await site.as()).post(path, ACCOUNT)).statusCode).toBe(422)
    expect(await partsOf(ACCOUNT.email)).toEqual([])
  })

  test('is no way to guess passwords', async () => {
    await site.store.people.create({ name: 'Soraya', email: ACCOUNT.email, passwordHash: hash }, null)
    const { path } = await link()
    const browser = await site.as()
    for (let n = 0; n < 10; n++) await browser.post(path, { ...ACCOUNT, password: 'not the right one' })
    expect((await browser.post(path, ACCOUNT)).statusCode).toBe(429)
    expect(await partsOf(ACCOUNT.email)).toEqual([])
  })

  test('somebody who is signed in accepts with one button, once, and finds the board there later', async () => {
    const person = await site.person('Peter Lund')
    const browser = await site.as(person)
    const { path, id } = await link({ limit: 3 })
    const page = documentOf((await browser.get(path)).body)
    expect(page.querySelector('#password')).toBeNull()
    expect(page.querySelector('main')?.textContent).toContain('Accept as Peter Lund')
    const board = `/rounds/${place.head.id}`
    expect((await browser.post(path, {})).headers.location).toBe(board)
    expect((await browser.post(path, {})).headers.location).toBe(board)
    expect((await browser.get(path)).headers.location).toBe(board)
    expect((await known(id)).uses).toBe(1)
    expect(await site.store.participants.listOfPerson(person.id)).toHaveLength(1)
  })

  test('somebody who is signed in and comes too late is told so', async () => {
    const { path, id } = await link()
    await site.store.invitations.use(id, null)
    const person = await site.person('Peter Lund')
    expect((await (await site.as(person)).post(path, {})).statusCode).toBe(410)
    expect(await site.store.participants.listOfPerson(person.id)).toEqual([])
  })
})

describe('mailing an invitation', () => {
  const plain = (mail: string) => mail.replace(/=\n/g, '')

  test('sends the link with who, what and until when, and notes it', async () => {
    const server = await mailServer()
    const mailing = await testApp({ store: site.store, config: { smtp: server.url, mailFrom: 'round@city.example' } })
    const { invitation, url, id } = await link({ name: 'Nora', email: 'nora@example.org' })
    expect(await mailInvitation(mailing.app, invitation, url, wordsOf('en'))).toBe(true)
    await server.close()
    expect(server.mails).toHaveLength(1)
    const mail = plain(server.mails[0])
    expect(mail).toContain('To: nora@example.org')
    expect(mail).toContain('From: round@city.example')
    for (const words of ['Hello Nora,', url]) expect(mail).toContain(words)
    expect((await known(id)).mailedAt).not.toBeNull()
  })

  test('a name can add neither heads nor receivers', async () => {
    const server = await mailServer()
    const mailing = await testApp({ store: site.store, config: { smtp: server.url, mailFrom: 'round@city.example' } })
    const round = await site.store.rounds.update(place.head.id, { name: '2026\r\nBcc: eve@evil.example' }, null)
    const { invitation, url } = await link({ email: 'nora@example.org', round: round.id })
    expect(await mailInvitation(mailing.app, invitation, url, wordsOf('fr'))).toBe(true)
    await server.close()
    const head = server.mails[0].slice(0, server.mails[0].indexOf('\n\n'))
    expect(head).not.toMatch(/^Bcc:/m)
  })

  test('says no when the mail server refuses, when there is none, and when there is no address', async () => {
    const server = await mailServer({ refuses: true })
    const mailing = await testApp({ store: site.store, config: { smtp: server.url, mailFrom: 'round@city.example' } })
    const { invitation, url, id } = await link({ email: 'nora@example.org' })
    expect(await mailInvitation(mailing.app, invitation, url, wordsOf('en'))).toBe(false)
    await server.close()
    expect(await mailInvitation(site.app, invitation, url, wordsOf('en'))).toBe(false)
    expect((await known(id)).mailedAt).toBeNull()
    const nobody = await link()
    expect(await mailInvitation(mailing.app, nobody.invitation, nobody.url, wordsOf('en'))).toBe(false)
  })
})
