/** The demonstration: the example rounds as assessments, with an account for every role. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEFINITIONS_FOLDER, loadDefinition } from './definitions/index.js'
import { demoActions } from './demo-actions.js'
import { readRound } from './roundfile/index.js'
import { type Round, scoreRound } from './rules/index.js'
import type { Store } from './store/index.js'
import type { RoundHead, RoundState } from './store/rounds.js'

const FOLDER = join(DEFINITIONS_FOLDER, 'mechelen-50')
const DAYS_OPEN = 30
const DAY = 24 * 3600 * 1000

/** An account of the demonstration, and what it shows. */
export interface DemoAccount {
  readonly person: string
  readonly name: string
  readonly role: 'administrator' | 'facilitator' | 'respondent' | 'observer' | 'analyst'
  /** The body that a respondent acts for. */
  readonly body?: string
}

/**
 * Fills an empty store: one city with a closed round and an open one, another town with a closed one. In the open round
 * one body has its last group of items still to answer, so that the blind rule can be seen at work.
 */
export async function fillDemo(store: Store, now: Date): Promise<readonly DemoAccount[]> {
  const loaded = loadDefinition(FOLDER)
  const hash = await store.definitions.keep(loaded)
  const example = (name: string): Round =>
    readRound(readFileSync(join(FOLDER, 'examples', `${name}.round.json`), 'utf8'), loaded.definition)

  const keep = async (assessment: string, round: Round, state: RoundState, previous: string | null = null) => {
    const head = await store.rounds.importRound(assessment, round, { state, definitionHash: hash, previous }, null)
    if (state === 'closed')
      await store.rounds.setState(head.id, state, { result: scoreRound(loaded.definition, round) }, null)
    return head
  }
  const [before, current, elsewhere] = ['rivermond-2024', 'rivermond-2026', 'kavara-2026'].map(example)
  const city = await store.assessments.create(placeOf(current), null)
  const town = await store.assessments.create(placeOf(elsewhere), null)
  const actions = demoActions(join(FOLDER, 'examples', 'rivermond.actions.json'), loaded.definition)
  const closed = await keep(city.id, { ...before, actions: actions.before }, 'closed')
  const closesOn = new Date(now.getTime() + DAYS_OPEN * DAY).toISOString().slice(0, 10)
  const voices = loaded.definition.voices.map(({ id }) => current.bodies.find(({ voice }) => voice === id))
  const bodies = voices.filter((body) => body !== undefined)
  const opened = {
    ...unfinished(current, bodies[0].id),
    actions: actions.before,
    round: { ...current.round, closesOn },
  }
  const open = await keep(city.id, opened, 'open', closed.id)
  await actions.follow(store, open.id)
  const shared = await keep(town.id, elsewhere, 'closed')
  return accounts(store, { city: city.id, town: town.id, open, closed, shared, bodies })
}

const placeOf = ({ assessment }: Round) => ({ name: assessment.name, country: assessment.country ?? null })

/** The round without the last fifth of what one body answered. */
function unfinished(round: Round, body: string): Round {
  const positions = round.positions ?? []
  const own = positions.filter((position) => position.body === body)
  const missing = new Set(own.slice(Math.floor(own.length * 0.8)))
  return { ...round, positions: positions.filter((position) => !missing.has(position)) }
}

interface Places {
  readonly city: string
  readonly town: string
  readonly open: RoundHead
  readonly closed: RoundHead
  readonly shared: RoundHead
  readonly bodies: Round['bodies']
}

const RESPONDENTS = ['Lena Kovač', 'Tomas Lindqvist', 'Amina Haddad', 'Sara Rahimi']

async function accounts(store: Store, places: Places): Promise<readonly DemoAccount[]> {
  const { city, town, open, closed, shared, bodies } = places
  const made: DemoAccount[] = []
  const account = async (name: string, role: DemoAccount['role'], body?: string) => {
    const email = `${name
      .split(' ')[0]
      .normalize('NFD')
      .replace(/\P{ASCII}/gu, '')
      .toLowerCase()}@demo.example`
    // No password has this hash: the accounts of the demonstration are entered by their links alone.
    const isAdministrator = role === 'administrator'
    const { id } = await store.people.create({ name, email, passwordHash: '', isAdministrator, language: null }, null)
    made.push({ person: id, name, role, body })
    return id
  }
  await account('Ruth Adeyemi', 'administrator')
  const leader = await account('Inès Moreau', 'facilitator')
  for (const assessment of [city, town]) {
    await store.participants.add({ person: leader, assessment, role: 'facilitator', round: null, body: null }, null)
  }
  for (const [place, body] of bodies.entries()) {
    const person = await account(RESPONDENTS[place % RESPONDENTS.length], 'respondent', body.name)
    for (const round of [open, closed]) {
      const isThere = (await store.bodies.listOf(round.id)).some(({ id }) => id === body.id)
      if (!isThere) continue
      await store.participants.add(
        { person, assessment: city, role: 'respondent', round: round.id, body: body.id },
        null,
      )
    }
  }
  const observer = await account('Piet Claes', 'observer')
  await store.participants.add(
    { person: observer, assessment: city, role: 'observer', round: open.id, body: null },
    null,
  )
  const analyst = await account('Yara Silva', 'analyst')
  for (const [assessment, round] of [
    [city, closed],
    [town, shared],
  ] as const) {
    await store.participants.add({ person: analyst, assessment, role: 'analyst', round: round.id, body: null }, null)
  }
  return made
}
