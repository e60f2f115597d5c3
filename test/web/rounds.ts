/** Rounds of the demonstration in a store, with people of every role, for pages that show numbers. */
import { readFileSync } from 'node:fs'
import { readRound } from '../../src/roundfile/index.js'
import { type Round, scoreRound } from '../../src/rules/index.js'
import type { RoundHead, RoundState } from '../../src/store/rounds.js'
import { type Browser, type TestApp, testApp } from '../support/app.js'
import { mechelen } from '../support/definitions.js'

const { definition } = mechelen()

/** An example round as it stands in its file. */
export function exampleRound(name: string): Round {
  const file = new URL(`../../assessments/mechelen-50/examples/${name}.round.json`, import.meta.url)
  return readRound(readFileSync(file, 'utf8'), definition)
}

export interface Site extends TestApp {
  readonly assessment: string
  readonly before: RoundHead
  readonly now: RoundHead
  readonly facilitator: Browser
  readonly analyst: Browser
  /** Adds a round of the assessment. */
  readonly add: (round: Round, state: RoundState, previous?: string) => Promise<RoundHead>
}

/** With a clock that may stand still: one city with the round of 2024, closed and shared with an analyst, and that of 2026, open. */
export async function demoSite(clock?: () => Date): Promise<Site> {
  const site = await testApp(clock && { clock })
  const { store } = site
  const hash = await store.definitions.keep(mechelen())
  const { id: assessment } = await store.assessments.create({ name: 'Ville d’Émeraude', country: null }, null)
  const add = async (round: Round, state: RoundState, previous?: string) => {
    const options = { state, definitionHash: hash, ...(previous === undefined ? {} : { previous }) }
    const head = await store.rounds.importRound(assessment, round, options, null)
    if (state === 'closed') await store.rounds.setState(head.id, state, { result: scoreRound(definition, round) }, null)
    return head
  }
  const before = await add(exampleRound('rivermond-2024'), 'closed')
  const now = await add(exampleRound('rivermond-2026'), 'open', before.id)
  const [lead, analyst] = [await site.person('Facilitator'), await site.person('Analyst')]
  await store.participants.add({ person: lead.id, assessment, role: 'facilitator' }, null)
  await store.participants.add({ person: analyst.id, assessment, role: 'analyst', round: before.id }, null)
  return { ...site, assessment, before, now, add, facilitator: await site.as(lead), analyst: await site.as(analyst) }
}

/** Visible words of a page, with single spaces. */
export function wordsIn(html: string): string {
  return html
    .replace(/<(script|style|title|desc)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', '’')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
}
