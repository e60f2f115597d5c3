import type { LightMyRequestResponse } from 'fastify'
import { expect, test } from 'vitest'
import type { AuditAction } from '../../src/store/audit-entry.js'
import { newPasswordLink } from '../../src/web/password-links.js'
import { hashPassword } from '../../src/web/passwords.js'
import { startLink } from '../../src/web/start.js'
import { type Browser, ORIGIN, type TestApp, testApp } from '../support/app.js'
import { FRAME, NOW, questionnaire, readyRound } from '../support/set-up.js'

/** One write of a page: what the trail has to say of it, and that its author did it. */
interface Write {
  readonly route: string
  readonly told: readonly AuditAction[]
  readonly by: string
}

/** Does a write and looks at what the trail got from it: each entry names the author. */
async function wrote(
  { store }: Pick<TestApp, 'store'>,
  { route, told, by }: Write,
  work: () => Promise<LightMyRequestResponse>,
): Promise<void> {
  const { seq } = await store.audit.head()
  const { statusCode } = await work()
  expect.soft([200, 303], `${route}: ${statusCode}`).toContain(statusCode)
  const entries = (await store.audit.listOf({})).filter((entry) => entry.seq > seq).reverse()
  const expected = told.map((action) => [action, by])
  expect(
    entries.map(({ action, personName }) => [action, personName]),
    route,
  ).toEqual(expected)
}

/** Routes that are not sent to here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '/sign-in': 'a session is no change',
  '/sign-out': 'a session is no change',
  '/sign-out-everywhere': 'a session is no change',
  '/start/:token': 'has a test of its own',
  '/assessments/:assessment/compare':
    'a reason, which is never saved without its person; needs two rounds with numbers',
  '/rounds/:round/bodies/:body/answers/:item/evidence': 'an answer, which is never saved without its person',
  '/rounds/:round/bodies/:body/answers/:item/history': 'an answer, which is never saved without its person',
  '/rounds/:round/agreed/:item/history': 'an answer, which is never saved without its person',
  '/rounds/:round/bodies/:body/influence': 'an answer, which is never saved without its person',
  '/rounds/:round/bodies/:body/influence/:sector': 'an answer, which is never saved without its person',
}

test('the trail names who acted, whatever they change', async () => {
  const led = await readyRound()
  const { store, browser: ines, head } = led
  const done = new Set<string>()
  const round = `/rounds/${head.id}`
  const place = `/assessments/${head.assessment}`
  const step = (who: Browser, route: string, told: readonly AuditAction[], path: string, form: object = {}) => {
    done.add(route)
    const by = who.person?.name ?? ''
    return wrote(led, { route, told, by }, () => who.post(path, form as Record<string, string>))
  }
  const inRound = (who: Browser, below: string, told: readonly AuditAction[], path: string, form: object = {}) =>
    step(who, `/rounds/:round${below}`, told, `${round}${path}`, form)
  const inPlace = (below: string, told: readonly AuditAction[], path: string, form: object = {}) =>
    step(ines, `/assessments/:assessment${below}`, told, `${place}${path}`, form)

  // People and places
  const administrator = await led.as(await led.person('Administrator', { isAdministrator: true }))
  await step(administrator, '/people', ['person'], '/people', { name: 'Peter', email: 'peter@example.net' })
  const peter = (await store.people.findByEmail('peter@example.net'))!
  for (const deed of ['promote', 'demote', 'disable', 'enable']) {
    await step(administrator, '/people/:person', ['person'], `/people/${peter.id}`, { do: deed })
  }
  const own = await led.as(peter)
  await step(own, '/account', ['person'], '/account', { name: 'Peter', language: 'fr' })
  await store.people.update(peter.id, { passwordHash: await hashPassword('an old sentence') }, null)
  const change = { 'old-password': 'an old sentence', password: 'a new sentence' }
  await step(own, '/account/password', ['person'], '/account/password', change)
  const link = await newPasswordLink(store, peter.id, NOW)
  await step(await strangerNamed('Peter'), '/password/:token', ['person'], link, { password: 'a third sentence' })
  await step(ines, '/assessments/new', ['assessment', 'participant', 'round'], '/assessments/new', {
    name: 'Elsewhere',
  })
  await inPlace('', ['assessment'], '', { name: 'Rivermond', country: 'Belgium' })

  // Invitations, by all who have a hand in them
  await inPlace('/invitations', ['invitation'], '/invitations', { role: 'facilitator', name: 'Peter' })
  const [invitation] = await store.invitations.listOf(head.assessment)
  for (const deed of ['renew', 'revoke']) {
    await inPlace('/invitations/:invitation', ['invitation'], `/invitations/${invitation!.id}`, { do: deed })
  }
  const wish = { assessment: head.assessment, role: 'facilitator', createdBy: led.ines.id } as const
  const { token } = await store.invitations.create(wish)
  await step(await led.as(peter), '/invitations/:token', ['invitation', 'participant'], `/invitations/${token}`)
  const parts = await store.participants.listOfAssessment(head.assessment)
  const part = parts.find(({ person }) => person === peter.id)!
  await inPlace('/participants/:participant', ['participant'], `/participants/${part.id}`)
  await inRound(ines, '/invitations', ['invitation'], '/invitations', { role: 'observer', name: 'Omar' })
  const observing = (await store.invitations.listOf(head.assessment)).find(({ role }) => role === 'observer')
  await inRound(ines, '/invitations/:invitation', ['invitation'], `/invitations/${observing!.id}`, { do: 'revoke' })

  // Set-up
  const form = { name: '2026', form: 'short', reveal: 'own-answer', closesOn: '2026-07-31', timeZone: 'UTC' }
  await inRound(ines, '/manage/:part', ['round'], '/manage/form', form)
  await inRound(ines, '/manage/:part', ['frame'], '/manage/tiers')
  await store.rounds.saveFrame(head.id, FRAME, null)
  const body = { bodyName: 'Port', voice: 'local', person: 'L. Kovač' }
  await inRound(ines, '/manage/bodies', ['body', 'invitation'], '/manage/bodies', body)
  for (const [deed, told] of [
    ['rename', 'body'],
    ['act', 'participant'],
    ['leave', 'participant'],
    ['delete', 'body'],
  ] as const) {
    await inRound(ines, '/manage/bodies/:body', [told], '/manage/bodies/port', { do: deed, bodyName: 'Harbour' })
  }
  const ministry = led.bodies[0]!
  const staff = parts.find((one) => one.body === ministry.id)!
  const respondent = await led.as(await store.people.find(staff.person))
  await inPlace('/rounds', ['round', 'round'], '/rounds', { 'round-name': '2028' })

  // An open round
  await inRound(ines, '/state', ['round-state'], '/state', { state: 'open' })
  await inRound(ines, '/openings', ['opening'], '/openings', { target: questionnaire.sectors[0]!.id })
  await inRound(ines, '/manage/versions', ['version'], '/manage/versions', { name: 'Before' })
  const item = questionnaire.sectors[0]!.questions.find(({ asked_to }) => asked_to.includes(ministry.voice))!.id
  const at = `/bodies/${ministry.id}`
  const answer = { answer: '2', basedOn: '', key: 'first' }
  await inRound(respondent, '/bodies/:body/answers/:item', ['answer'], `${at}/answers/${item}`, answer)
  const talk = { do: 'thread', text: 'Why?', as: ministry.id }
  await inRound(respondent, '/discussion/:item', ['discussion'], `/discussion/${item}`, talk)
  const proposal = { kind: 'contradiction', severity: 'blocking', sectors: questionnaire.sectors[0]!.id, rules: 'One' }
  await inRound(respondent, '/findings', ['finding'], '/findings', proposal)
  const [filed] = await store.findings.listOf(head.id)
  const finding = `/findings/${filed!.finding.id}`
  await inRound(ines, '/findings/:finding/proposal', ['finding'], `${finding}/proposal`, { do: 'accept' })
  await inRound(ines, '/findings/:finding', ['finding'], finding, { ...proposal, rules: 'Two' })
  await inRound(ines, '/findings/:finding/status', ['finding'], `${finding}/status`, {
    status: 'resolved',
    note: 'So.',
  })
  await inRound(respondent, '/bodies/:body/submission', ['submission'], `${at}/submission`)
  await inRound(ines, '/bodies/:body/submission/changes', ['submission'], `${at}/submission/changes`, { note: 'Why?' })
  const dimension = questionnaire.dimensions[0]!.id
  const planning = { sector: questionnaire.sectors[0]!.id, dimension, lead: 'local', due: '2027-01-15' }
  const action = { ...planning, commitment: '23', text: 'Count the places.', note: 'Asked for by the city.' }
  await inRound(ines, '/actions', ['action'], '/actions', action)
  const [planned] = await store.actions.listOf(head.id)
  const plan = `/actions/${planned!.action.id}`
  await inRound(ines, '/actions/:action', ['action'], plan, { ...action, text: 'Count all places.' })
  await inRound(ines, '/actions/:action/state', ['action'], `${plan}/state`, { state: 'started' })

  const catalogue = { chosen: 'shelter.capacity.low.1', due: '2027-10-01' }
  await inRound(ines, '/actions/catalogue', ['action'], '/actions/catalogue', catalogue)

  // The meeting and the end
  await inRound(ines, '/meeting/attendance', ['attendance'], '/meeting/attendance', { name: 'K. Osei' })
  await inRound(ines, '/meeting/:item', ['agreed'], `/meeting/${item}`, { answer: '1', basedOn: '', key: 'agreed' })
  const agreed = (await store.answers.history(head.id, '', item)).at(-1)!
  const undo = { basedOn: String(agreed.revision), key: 'undo' }
  await inRound(ines, '/meeting/:item/undo', ['agreed'], `/meeting/${item}/undo`, undo)
  await inRound(ines, '/manage/quorum', ['quorum'], '/manage/quorum', { [`quorum-${ministry.voice}`]: '1' })
  await inRound(respondent, '/bodies/:body/sign-off', ['sign-off'], `${at}/sign-off`, { act: 'sign' })
  const gone = { act: 'take-away', voice: ministry.voice }
  await inRound(ines, '/manage/sign-offs', ['sign-off'], '/manage/sign-offs', gone)
  const { revision } = await store.rounds.load(head.id)
  const lock = { confirm: 'yes', note: 'In haste.', revision: String(revision) }
  await inRound(ines, '/manage/close', ['round-state'], '/manage/close', lock)
  await inRound(ines, '/reopen', ['round-state'], '/reopen', { to: 'open', reason: 'A mistake.' })
  await inRound(ines, '/participants/:participant', ['participant'], `/participants/${staff.id}`)

  const writes = led.app.guarded.filter(({ method, right }) => method === 'POST' && right !== 'asset')
  const left = new Set(writes.map(({ url }) => url).filter((url) => !done.has(url) && !(url in ELSEWHERE)))
  expect([...left]).toEqual([])

  /** Somebody who is not signed in, but whom the link names. */
  async function strangerNamed(name: string): Promise<Browser> {
    const stranger = await led.as()
    return { ...stranger, person: { ...peter, name } }
  }
})

test('somebody who makes an account of their own is its author', async () => {
  const account = { name: 'Amina', email: 'amina@example.net', password: 'a sentence of her own' }
  const site = await testApp()
  const start = (await startLink(site.store, ORIGIN))!.slice(ORIGIN.length)
  const first = { route: '/start/:token', told: ['person'], by: 'Amina' } as const
  const stranger = await site.as()
  await wrote(site, first, () => stranger.post(start, account))

  const led = await readyRound()
  const [body] = led.bodies
  const { token } = await led.store.invitations.create({
    ...{ assessment: led.head.assessment, round: led.head.id, body: body!.id, role: 'respondent' },
    createdBy: led.ines.id,
  })
  const { seq } = await led.store.audit.head()
  await (await led.as()).post(`/invitations/${token}`, account)
  const entries = (await led.store.audit.listOf({})).filter((entry) => entry.seq > seq).reverse()
  // The link is used up before there is an account that could have done it.
  expect(entries.map(({ action, personName }) => [action, personName])).toEqual([
    ['invitation', null],
    ['person', 'Amina'],
    ['participant', 'Amina'],
  ])
})
