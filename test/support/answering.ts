/** A round of the tiny questionnaire in its full form, with people in every part of it: for pages that take answers. */
import type { LightMyRequestResponse } from 'fastify'
import { type AnswerValue, answerKey } from '../../src/store/answers.js'
import type { RoundState } from '../../src/store/rounds.js'
import { type Browser, ORIGIN, type TestApp, testApp } from './app.js'
import type { documentOf } from './page.js'
import { addTestRound, type TestRound } from './store.js'

export interface Answering extends TestApp, Pick<TestRound, 'assessment' | 'head' | 'bodies'> {
  /** Acts for the body `house`, as `second` does. */
  readonly house: Browser
  readonly second: Browser
  readonly owner: Browser
  readonly leader: Browser
  readonly observer: Browser
  readonly stranger: Browser
  /** Address of a page of a body, `house` unless told. */
  readonly at: (page: string, body?: string) => string
  /** What stands under an item now. */
  readonly value: (item: string, body?: string) => Promise<AnswerValue | undefined>
  readonly revision: (item: string, body?: string) => Promise<number | null>
  /** A save by script with what it has to say beside the answer; the revision is the one that stands there. */
  readonly put: (browser: Browser, item: string, answer: object, body?: string) => Promise<LightMyRequestResponse>
}

let keys = 0
let app: Promise<TestApp> | undefined

/** One server for all rounds of a test file. */
function shared(): Promise<TestApp> {
  app ??= testApp()
  return app
}

export async function answering(state: RoundState = 'open', clock?: () => Date): Promise<Answering> {
  const test = await (clock ? testApp({ clock }) : shared())
  const { person: _, ...round } = await addTestRound(test.store, state)
  await test.store.rounds.update(round.head.id, { form: 'full' }, null)
  const part = { assessment: round.assessment.id }
  const as = async (name: string, more: object) => {
    const person = await test.person(name)
    await test.store.participants.add({ person: person.id, role: 'respondent', ...part, ...more }, null)
    return test.as(person)
  }
  const inRound = { round: round.head.id }
  const current = async (item: string, body: string) => {
    const { answers } = await test.store.rounds.load(round.head.id)
    return answers.get(answerKey(body, item))
  }
  const at = (page: string, body = 'house') => `/rounds/${round.head.id}/bodies/${body}${page}`
  const revision = async (item: string, body = 'house') => (await current(item, body))?.revision ?? null
  return {
    ...test,
    ...round,
    house: await as('Amina', { ...inRound, body: 'house' }),
    second: await as('Peter', { ...inRound, body: 'house' }),
    owner: await as('Olga', { ...inRound, body: 'owner' }),
    leader: await as('Lena', { role: 'facilitator' }),
    observer: await as('Omar', { role: 'observer', ...inRound }),
    stranger: await test.as(await test.person('Nobody')),
    at,
    value: async (item, body = 'house') => (await current(item, body))?.value,
    revision,
    async put(browser, item, answer, body = 'house') {
      const stamp = { basedOn: await revision(item, body), key: `key ${++keys}` }
      return browser.put(at(`/answers/${item}`, body), { ...stamp, ...answer })
    },
  }
}

/** Field values of a form on a page, as a browser would send them. */
export function hidden(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
}

const SIGNS: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#x27;': "'", '&amp;': '&' }

/** Text of a text area, as a browser reads it: linkedom leaves its entities as they are. */
export function typedIn(page: ReturnType<typeof documentOf>, selector: string): string {
  const text = page.querySelector(selector)?.textContent ?? ''
  return text.replace(/&[^;]+;/g, (sign: string) => SIGNS[sign] ?? sign).replace(/^\n/, '')
}

/** A form post with a file, as browsers send it. */
export async function postFile(
  { app }: TestApp,
  browser: Browser,
  url: string,
  form: Readonly<Record<string, string>>,
  file: { readonly name: string; readonly content: Buffer | string },
): Promise<LightMyRequestResponse> {
  const csrf = /<meta name="csrf" content="([^"]+)"/.exec((await browser.get('/help')).body)?.[1] ?? ''
  const data = new FormData()
  for (const [name, value] of Object.entries({ csrf, ...form })) data.append(name, value)
  data.append('file', new Blob([new Uint8Array(Buffer.from(file.content))]), file.name)
  const request = new Request(ORIGIN, { method: 'POST', body: data })
  const headers = { origin: ORIGIN, 'content-type': request.headers.get('content-type') ?? '' }
  const payload = Buffer.from(await request.arrayBuffer())
  return app.inject({ method: 'POST', url, headers, payload, cookies: browser.cookies })
}
