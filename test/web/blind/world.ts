/**
 * A round as somebody meets it. Of every scenario there are two worlds: they differ in each text, level, file and name
 * that is hidden in it, and in nothing else.
 */
import type { Item } from '../../../src/rules/items.js'
import { scoreRound } from '../../../src/rules/score.js'
import type { AnswerValue } from '../../../src/store/answers.js'
import type { Store } from '../../../src/store/index.js'
import type { Person } from '../../../src/store/people.js'
import type { Version } from '../../../src/store/versions.js'
import { dissentsOf } from '../../../src/web/closing/voices.js'
import { newPasswordLink } from '../../../src/web/password-links.js'
import { type Browser, type TestApp, testApp } from '../../support/app.js'
import { tiny } from '../../support/definitions.js'
import { openTestStore } from '../../support/store.js'
import { countFrom } from './chance.js'
import { addHidden } from './deeds.js'
import { ALL_ITEMS, ASKED, asks, BODIES, hides, OWN, type Scenario, UNASKED } from './scenarios.js'
import { agreedOf, filledAnswer, type Mark, mark, marksIn, type Side, type Tail } from './texts.js'

export const NOW = new Date('2026-05-04T10:00:00Z')

export interface World extends TestApp {
  readonly side: Side
  readonly scenario: Scenario
  readonly round: string
  readonly assessment: string
  readonly previous: string
  readonly viewer: Browser
  readonly leader: Browser
  readonly administrator: Browser
  /** Ids that stand in addresses, by the name of the parameter. */
  readonly ids: Readonly<Record<'finding' | 'action' | 'token' | 'person', readonly string[]>>
  /** The first messages of threads, by item. */
  readonly threads: ReadonlyMap<string, readonly string[]>
  /** A state of the round when it had some answers. */
  readonly version: Version
  /** Every text that was written. */
  readonly planted: readonly Mark[]
  /** People who speak for bodies, by body. */
  readonly people: Readonly<Record<string, Person>>
}

/** The server of one side, for all scenarios. */
export async function sideOf(side: Side): Promise<TestApp> {
  countFrom(`side ${side}`)
  const clock = () => NOW
  const site = await testApp({ clock, store: await openTestStore({ clock }) })
  await site.store.definitions.keep(tiny())
  return site
}

/** Builds the world of a scenario on a side. Whatever is hidden in it is another thing on the other side. */
export async function worldOf(site: TestApp, side: Side, scenario: Scenario): Promise<World> {
  countFrom(`world ${scenario.name}`)
  const { store } = site
  const { hash } = tiny().definition
  const assessment = await store.assessments.create({ name: 'Network', country: null }, null)
  const previous = await pastRound(store, assessment.id)
  const plan = { assessment: assessment.id, name: '2026', definitionHash: hash, form: 'full', previous } as const
  const { id: round } = await store.rounds.create({ ...plan, reveal: scenario.reveal }, null)
  for (const { name, voice } of BODIES) await store.bodies.create(round, { name, voice }, null)
  const leader = await site.person('Leader')
  await store.participants.add({ person: leader.id, assessment: assessment.id, role: 'facilitator' }, null)
  const people: Record<string, Person> = {}
  for (const { id: body, name } of BODIES) {
    const person = await site.person(`Person of ${name}`)
    people[body] = person
    await store.participants.add(
      { ...{ person: person.id, assessment: assessment.id }, role: 'respondent', round, body },
      null,
    )
  }
  const observer = await site.person('Observer')
  await store.participants.add({ ...{ person: observer.id, assessment: assessment.id }, role: 'observer', round }, null)
  const viewer = scenario.role === 'observer' ? observer : people[OWN.id]!
  await store.participants.add(
    { ...{ person: viewer.id, assessment: assessment.id }, role: 'observer', round: previous },
    null,
  )
  await store.rounds.setState(round, 'open', {}, leader.id)
  const planted: Mark[] = []
  const making: Making = { store, round, scenario, side, leader, people, viewer, planted, isHidden: hides(scenario) }
  const [first, ...rest] = ALL_ITEMS
  await answer(making, first!)
  const version = await store.versions.add(round, 'Before the meeting', leader.id)
  for (const item of rest) await answer(making, item)
  const threads = new Map<string, readonly string[]>()
  for (const item of ASKED) threads.set(item.id, await discuss(making, item))
  await submit(making)
  const register = await registerIn(making)
  for (const target of scenario.openings) await store.rounds.open(round, target, leader.id)
  await sign(making)
  await end(making)
  const invited = { assessment: assessment.id, round, body: OWN.id, role: 'respondent', createdBy: leader.id } as const
  const { token } = await store.invitations.create(invited)
  const password = await newPasswordLink(store, observer.id, NOW)
  const administrator = await site.person('Administrator', { isAdministrator: true })
  const world: World = {
    ...site,
    ...{ side, scenario, round, assessment: assessment.id, previous, people, threads, version, planted },
    viewer: await site.as(viewer),
    leader: await site.as(leader),
    administrator: await site.as(administrator),
    ids: { ...register, token: ['none', token, password.replace('/password/', '')], person: [viewer.id] },
  }
  // One side has more of what is hidden, so that its number shows too; after all else, whose ids stay the same.
  if (side === 'b') await addHidden(world)
  return world
}

interface Making {
  readonly store: Store
  readonly round: string
  readonly scenario: Scenario
  readonly side: Side
  readonly leader: Person
  readonly people: Readonly<Record<string, Person>>
  readonly viewer: Person
  readonly planted: Mark[]
  readonly isHidden: (item: Item) => boolean
}

/** A closed round before, which its readers see whole. */
async function pastRound(store: Store, assessment: string): Promise<string> {
  const { definition } = tiny()
  const positions = ASKED.flatMap((item) =>
    BODIES.filter(({ voice }) => asks(item, voice)).map(({ id: body }) => ({ body, item: item.id, level: 1 as const })),
  )
  const round = {
    format: 'malines-round/1',
    definition: { id: definition.id, version: definition.version, form: 'full' },
    assessment: { name: 'Network' },
    round: { name: '2024' },
    bodies: BODIES,
    positions,
  } as const
  const head = await store.rounds.importRound(
    assessment,
    round,
    { state: 'open', definitionHash: definition.hash },
    null,
  )
  await store.rounds.setState(head.id, 'closed', { result: scoreRound(definition, round) }, null)
  return head.id
}

/** An earlier answer and the one that stands, of every body and of all together. */
async function answer(making: Making, item: Item): Promise<void> {
  const { store, round, scenario, side, people, leader, isHidden, planted } = making
  const hidden: Tail = isHidden(item) ? side : 'open'
  const saveBoth = async (body: string, person: Person, earlier: AnswerValue, later: AnswerValue) => {
    const place = { round, body, item: item.id, person: person.id }
    const old = { ...place, value: earlier, basedOn: null, key: `old ${body} ${item.id}` }
    const { revision } = await store.answers.save(old)
    await store.answers.save({ ...place, value: later, basedOn: revision, key: `new ${body} ${item.id}` })
    planted.push(...marksIn(JSON.stringify([earlier, later])))
  }
  for (const { id: body, voice } of BODIES) {
    const isLeftOpen = body === OWN.id && (!scenario.hasAnswered(item) || UNASKED.includes(item))
    if (!asks(item, voice) || isLeftOpen) continue
    const tail = body === OWN.id && scenario.role === 'respondent' ? 'open' : hidden
    planted.push({ kind: 'file', item: item.id, body, tail })
    const earlier = await filledAnswer(store, item, body, tail, 'old')
    await saveBoth(body, people[body]!, earlier, await filledAnswer(store, item, body, tail, ''))
  }
  if (UNASKED.includes(item)) return
  await saveBoth('', leader, agreedOf(item, hidden, 'old'), agreedOf(item, hidden, ''))
}

/** Threads of another body, of the facilitator and of the own one, and notes; gives the first message of each. */
async function discuss(making: Making, item: Item): Promise<readonly string[]> {
  const { store, round, scenario, side, people, leader, viewer, isHidden, planted } = making
  const hidden: Tail = isHidden(item) ? side : 'open'
  const say = async (body: string | null, kind: string, tail: Tail, more: object = {}): Promise<string> => {
    const person = body === null ? leader.id : people[body]!.id
    const text = mark(kind, item.id, body ?? 'all', tail)
    planted.push(...marksIn(text))
    const said = await store.discussion.add({ round, item: item.id, body, person, text, lang: 'en', ...more })
    return said.id
  }
  const other = await say('house', 'thread', hidden, { mentions: [viewer.id, leader.id] })
  await say('guests', 'reply', hidden, { parent: other })
  const settled = await say('second', 'settled', hidden)
  const outcome = mark('outcome', item.id, 'second', hidden)
  planted.push(...marksIn(outcome))
  await store.discussion.settle(settled, people.second!.id, outcome)
  const asked = await say(null, 'asks', 'open')
  await say('house', 'answers', hidden, { parent: asked, mentions: [viewer.id] })
  const note = await say('house', 'note', side, { isPrivate: true, mentions: [viewer.id] })
  const ids = [other, settled, asked, note]
  if (scenario.role === 'observer') return ids
  const mine = await say(OWN.id, 'mine', 'open')
  await say('guests', 'back', hidden, { parent: mine })
  return [...ids, mine, await say(OWN.id, 'notes', 'open', { isPrivate: true })]
}

/** A body submits, and is asked for changes in words for it alone. */
async function submit({ store, round, side, people, leader, planted }: Making): Promise<void> {
  const note = mark('changes', 'none', 'house', side)
  planted.push(...marksIn(note))
  await store.submissions.add(round, 'house', { state: 'submitted' }, people.house!.id)
  await store.submissions.add(round, 'house', { state: 'changes-asked', note }, leader.id)
}

/** Findings that stand, that are proposed and that were declined, and an action. */
async function registerIn(making: Making): Promise<Pick<World['ids'], 'finding' | 'action'>> {
  const { store, round, side, people, leader, scenario, planted } = making
  const said = (kind: string, id: string, body: string, tail: Tail): string => {
    const text = mark(kind, id, body, tail)
    planted.push(...marksIn(text))
    return text
  }
  const contradiction = { kind: 'contradiction', severity: 'blocking', status: 'open' } as const
  const propose = async (id: string, body: string, tail: Tail) => {
    const finding = { ...contradiction, id, sectors: tail === 'b' ? ['building'] : ['learning', 'building'] }
    const options = { isProposed: true, body, note: said('proposalnote', id, body, tail) }
    const rules = said('proposal', id, body, tail)
    await store.findings.save(round, { ...finding, rules }, options, people[body]!.id)
  }
  const filed = { ...contradiction, id: 'filed', sectors: ['learning', 'building'] }
  await store.findings.save(round, { ...filed, rules: said('finding', 'filed', 'all', 'open') }, {}, leader.id)
  await propose('own-proposal', OWN.id, scenario.role === 'respondent' ? 'open' : side)
  await propose('proposal', 'house', side)
  await propose('declined', 'house', side)
  await store.findings.decline(round, 'declined', said('declined', 'declined', 'house', side), leader.id)
  await store.actions.save(round, { id: 'act', text: said('action', 'act', 'all', 'open') }, null, leader.id)
  return { finding: ['filed', 'own-proposal', 'proposal', 'declined'], action: ['act'] }
}

/** Two voices sign, with the number of agreed answers that they dissent from. */
async function sign({ store, round, leader }: Making): Promise<void> {
  const stored = await store.rounds.load(round)
  for (const voice of ['owner', 'house']) {
    const signOff = { voice, name: `Signs for ${voice}`, dissents: dissentsOf(stored, voice) }
    await store.signOffs.add(round, signOff, leader.id)
  }
}

async function end({ store, round, scenario, leader }: Making): Promise<void> {
  if (scenario.state === 'open') return
  const { definition, round: whole } = await store.rounds.load(round)
  const result = scenario.state === 'closed' ? { result: scoreRound(definition.definition, whole) } : {}
  await store.rounds.setState(round, scenario.state, result, leader.id)
}
