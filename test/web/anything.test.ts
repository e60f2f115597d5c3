/** Ten thousand requests that no page would send: none may make the server fail, or show its inside. */

import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { expect, test } from 'vitest'
import type { RoundState } from '../../src/store/rounds.js'
import type { GuardedRoute } from '../../src/web/guard.js'
import { type Browser, ORIGIN, type TestApp, testApp } from '../support/app.js'
import { tiny } from '../support/definitions.js'
import { addTestRound } from '../support/store.js'

/** Each world is a server of its own: what one body broke does not hide what the next would. */
const WORLDS = 10
const BODIES_A_WORLD = 1_000
const QUERIES_A_WORLD = 100

const STATES: readonly RoundState[] = ['preparing', 'open', 'meeting', 'closed']

/** Fields that forms and scripts send; a body of these goes deeper than one of made-up names. */
const NAMES = [
  ...['act', 'do', 'key', 'basedOn', 'as', 'was', 'voice', 'thread', 'state', 'role', 'next', 'country', 'answer'],
  ...[
    'target',
    'status',
    'seen',
    'revision',
    'remove',
    'reason',
    'rationale',
    'kind',
    'held',
    'from',
    'email',
    'level',
  ],
  ...['confidence', 'comment', 'url', 'timeZone', 'severity', 'sectors', 'sector', 'present', 'number', 'mode', 'item'],
  ...['group', 'file', 'convention', 'confirm', 'but-here', 'body', 'another', 'name', 'note', 'password', 'bodyName'],
  ...['to', 'take-back', 'since', 'same', 'said', 'round-name', 'round', 'reveal', 'person', 'open', 'of', 'observer'],
  ...[
    'normaliser',
    'meeting',
    'form',
    'definition',
    'analyst',
    'text',
    'settledBy',
    'sentence',
    'seed',
    'rules',
    'lead',
  ],
  ...['resolved', 'rename', 'lock', 'link-title', 'link', 'limit', 'language', 'effect', 'decline', 'days', 'closesOn'],
  ...['notApplicable', 'evidence', 'dissent', 'value', 'lang', 'due', 'declaration', 'dimension', 'profile.population'],
]

/** Values that forms and scripts send, so that some of what comes is nearly right. */
const LIKELY = [
  ...['', 'on', '0', '1', '4', '2026-02-30', '2026-12-31', 'en', 'fr', 'open', 'closed', 'meeting', 'preparing', 'na'],
  ...['dk', 'add', 'remove', 'save', 'rename', 'facilitator', 'respondent', 'observer', 'someone@example.org', 'short'],
  ...['https://example.org/a', 'javascript:alert(1)', '//example.org', '/rounds', 'full', 'own-answer', 'confirmed'],
]

const STRANGE = [
  ...[
    '\u0000',
    '\ud800',
    '\u202e',
    '__proto__',
    'constructor',
    '%00',
    '%',
    '../../etc/passwd',
    '<script>alert(1)</script>',
  ],
  ...[
    "' OR 1=1 --",
    '{{constructor}}',
    '{0, plural}',
    '=1+1',
    'NaN',
    'null',
    '-1',
    '1e999',
    '9'.repeat(400),
    'é'.repeat(70_000),
  ],
]

const scalar = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...LIKELY) },
  { weight: 2, arbitrary: fc.constantFrom(...STRANGE) },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false, 0, -1, 1, 4, 5, 0.5, 1e308, 2 ** 53) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
)
const value = fc.oneof(
  { weight: 6, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
)
const name = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom(...STRANGE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
)
const entries = fc.array(fc.tuple(name, value), { maxLength: 10 })

interface Sent {
  readonly type: string
  readonly payload: string
}

const json = entries.map((list) => ({ type: 'application/json', payload: JSON.stringify(Object.fromEntries(list)) }))
const form = entries.map((list) => ({
  type: 'application/x-www-form-urlencoded',
  payload: list.map(([key, one]) => `${encode(key)}=${encode(textOf(one))}`).join('&'),
}))
const parts = entries.map((list) => ({
  type: 'multipart/form-data; boundary=edge',
  payload: `${list.map(([key, one]) => part(key, textOf(one))).join('')}--edge--\r\n`,
}))
/** What is no body at all, or not the kind that it says it is. */
const broken: fc.Arbitrary<Sent> = fc.record({
  type: fc.constantFrom('application/json', 'multipart/form-data; boundary=edge', 'text/plain', 'image/png', 'x'),
  payload: fc.oneof(fc.constantFrom('', '{', '[', 'null', '[]', '"text"', '--edge\r\n'), fc.string({ unit: 'binary' })),
})
const sent: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 8, arbitrary: json },
  { weight: 8, arbitrary: form },
  { weight: 2, arbitrary: parts },
  { weight: 1, arbitrary: broken },
)

/** One request: places are drawn as numbers, and become a route, a person and a round of the world at hand. */
const request = fc.record({
  route: fc.nat(),
  who: fc.nat(),
  where: fc.nat(),
  sent,
  queries: fc.array(fc.tuple(name, scalar), { maxLength: 4 }),
  wantsJson: fc.boolean(),
  /** One place of an address in thirteen is none that the server gave out. */
  strays: fc.nat({ max: 12 }),
  stray: fc.constantFrom(...STRANGE.slice(1, -2), 'none', ' '),
})
type Drawn = typeof request extends fc.Arbitrary<infer Value> ? Value : never

test('ten thousand bodies and a thousand queries give no failure and no stack', { timeout: 600_000 }, async () => {
  const wrong: string[] = []
  const seen = new Map<number, number>()
  for (let seed = 1; seed <= WORLDS; seed++) {
    const world = await openWorld()
    const writes = world.site.app.guarded.filter(({ method }) => method === 'POST' || method === 'PUT')
    const reads = world.site.app.guarded.filter(({ method, right }) => method === 'GET' && right !== 'asset')
    const ask = async (drawn: Drawn, routes: readonly GuardedRoute[]) => {
      const { line, status, fault } = await world.send(drawn, routes[drawn.route % routes.length])
      seen.set(status, (seen.get(status) ?? 0) + 1)
      if (fault) wrong.push(`${line}: ${status} ${fault}`)
    }
    for (const drawn of fc.sample(request, { seed, numRuns: BODIES_A_WORLD })) await ask(drawn, writes)
    for (const drawn of fc.sample(request, { seed: -seed, numRuns: QUERIES_A_WORLD })) await ask(drawn, reads)
    await world.close()
  }
  expect(wrong).toEqual([])
  // The bodies reach what stands behind the first checks: some are taken, many are refused in words.
  expect(seen.get(303) ?? 0).toBeGreaterThan(200)
  expect(seen.get(422) ?? 0).toBeGreaterThan(1_000)
  expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(WORLDS * (BODIES_A_WORLD + QUERIES_A_WORLD))
})

/** A server with a round in every state, and people of every kind. */
async function openWorld() {
  const site = await testApp()
  const rounds: { params: Record<string, string>; people: readonly (() => Promise<Browser>)[] }[] = []
  const administrator = await site.person('Administrator', { isAdministrator: true })
  for (const state of STATES) rounds.push(await placeOf(site, state, administrator))
  const browsers = new Map<unknown, { browser: Browser; csrf: string }>()
  const signedIn = async (who: () => Promise<Browser>) => {
    const found = browsers.get(who)
    if (found) return found
    const browser = await who()
    const csrf = /<meta name="csrf" content="([^"]+)"/.exec((await browser.get('/help')).body)?.[1] ?? ''
    browsers.set(who, { browser, csrf })
    return { browser, csrf }
  }
  async function send(drawn: Drawn, { method, url }: GuardedRoute) {
    const { params, people } = rounds[drawn.where % rounds.length]
    const who = people[drawn.who % people.length]
    const { browser, csrf } = await signedIn(who)
    let place = 0
    const path = url.replace(/:([a-z0-9]+)|\*/g, (_, key: string) => {
      place += 1
      return encode(drawn.strays === place ? drawn.stray : (params[key] ?? drawn.stray))
    })
    const query = drawn.queries.map(([key, one]) => `${encode(key)}=${encode(textOf(one))}`).join('&')
    const options: InjectOptions = {
      method: method as 'GET',
      url: query === '' ? path : `${path}?${query}`,
      headers: { origin: ORIGIN, 'x-csrf-token': csrf, accept: drawn.wantsJson ? 'application/json' : 'text/html' },
      cookies: browser.cookies,
    }
    // A stream has no end; that it begins is all that is asked of it here.
    if (url.endsWith('/live')) options.payloadAsStream = true
    if (method !== 'GET') {
      options.payload = drawn.sent.payload
      options.headers = { ...options.headers, 'content-type': drawn.sent.type }
    }
    const response = await site.app.inject(options)
    if (options.payloadAsStream) response.stream().destroy()
    const body = options.payloadAsStream ? '' : response.body
    // Whoever signed out, or was disabled, signs in again.
    if (response.headers.location === '/sign-in' || response.cookies.length > 0) browsers.delete(who)
    const line = `${method} ${options.url} as ${browser.person?.name ?? 'stranger'} with ${JSON.stringify(drawn.sent)}`
    return { line: line.slice(0, 600), status: response.statusCode, fault: faultIn(response.statusCode, body) }
  }
  const close = async () => {
    await site.app.close()
    await site.store.close()
  }
  return { site, send, close }
}

/** A round in a state, with what addresses of it name, and with people who have a part in it. */
async function placeOf(site: TestApp, state: RoundState, administrator: Awaited<ReturnType<TestApp['person']>>) {
  const { store } = site
  const { assessment, head, bodies } = await addTestRound(store, state)
  const [own, other] = bodies
  const people = [administrator]
  const add = async (role: string, more: object) => {
    const person = await site.person(`${role} ${state}`)
    const part = { person: person.id, assessment: assessment.id, role, round: null, body: null, ...more }
    const { id } = await store.participants.add(part as never, null)
    people.push(person)
    return { id, person }
  }
  await add('facilitator', {})
  await add('facilitator', {})
  await add('respondent', { round: head.id, body: own.id })
  await add('respondent', { round: head.id, body: other.id })
  await add('analyst', { round: head.id })
  const { id: participant, person } = await add('observer', { round: head.id })
  const { definition } = tiny()
  const sector = definition.sectors[0]
  const params = {
    ...{ assessment: assessment.id, round: head.id, body: own.id, participant, person: person.id },
    ...{ item: sector.questions[0].id, sector: sector.id, part: 'place' },
  }
  const browsers: (() => Promise<Browser>)[] = people.map((one) => () => site.as(one))
  return { params, people: [...browsers, () => site.as()] }
}

/** What a page may never say: a failure, or where in the program it came from. */
function faultIn(status: number, body: string): string | undefined {
  if (status >= 500) return body.slice(0, 300)
  return /^\s+at .+:\d+:\d+|node_modules|SQLITE_|SqliteError|(Type|Range|Reference)Error\b/m.exec(body)?.[0]
}

function part(key: string, text: string): string {
  return `--edge\r\ncontent-disposition: form-data; name="${key.replaceAll(/["\r\n]/g, '')}"\r\n\r\n${text}\r\n`
}

function textOf(one: unknown): string {
  return typeof one === 'string' ? one : JSON.stringify(one)
}

/** A half of a pair of code units can't stand in an address. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString())
}
