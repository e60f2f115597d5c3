/** Every address of the server that can be opened, filled with the ids of a world. */
import type { LightMyRequestResponse } from 'fastify'
import type { Browser } from '../../support/app.js'
import { countFrom } from './chance.js'
import { ALL_ITEMS, ASKED, asks, BODIES, groupOf } from './scenarios.js'
import { fileOf } from './texts.js'
import type { World } from './world.js'

/** Routes that the walk leaves out, with the reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '/rounds/:round/live': 'a stream, which has a test of its own',
}

/** What can stand behind the path, beside nothing: whatever turns on another part of a page. */
const QUERIES: Readonly<Record<string, (world: World) => readonly string[]>> = {
  '/': () => ['?lang=fr'],
  '/rounds/:round': () => ['?show=mine', '?lang=fr', '?lang=en'],
  '/rounds/:round/results': () => ['?mode=urgency&need=3', '?mode=need&severity=2', '?lang=fr', '?lang=en'],
  '/rounds/:round/meeting': () => [
    ...['?show=all', '?show=all&state=agreed', '?show=all&state=open', '?show=all&present=1', '?show=apart'],
    ...['learning', 'cross', 'interdependence'].map((group) => `?show=all&group=${group}`),
  ],
  '/rounds/:round/findings': () => ['?by=who', '?show=settled'],
  '/rounds/:round/actions': () => ['?by=who', '?show=all'],
  '/rounds/:round/answer': () => ['?next=1'],
  '/rounds/:round/past': ({ version }) => [`?seq=${version.seq}&part=${version.part}`],
  '/rounds/:round/past.json': ({ version }) => [`?seq=${version.seq}&part=${version.part}`],
  '/rounds/:round/manage/trail': () => ['?kind=answers'],
  '/rounds/:round/answers.csv': () => ['?lang=fr'],
  '/rounds/:round/reports/sector.pdf': () => ['?sector=learning'],
  '/assessments/:assessment/compare': ({ round, previous }) => [`?from=${previous}&to=${round}`, '?draws=1'],
  '/assessments/:assessment/compare.pdf': ({ round, previous }) => [`?from=${previous}&to=${round}`],
}

export interface Address {
  readonly route: string
  readonly path: string
}

/** Files of both sides: an address is asked for on either, whichever of them has it. */
function files(): readonly string[] {
  return ALL_ITEMS.flatMap((item) =>
    BODIES.filter(({ voice }) => asks(item, voice)).flatMap(({ id: body }) =>
      (['open', 'a', 'b'] as const).map((tail) => fileOf(item.id, body, tail)),
    ),
  )
}

/** What the parameters of addresses stand for. */
function valuesOf(world: World): Readonly<Record<string, readonly string[]>> {
  const { round, assessment, ids } = world
  return {
    ...ids,
    round: [round],
    assessment: [assessment],
    body: BODIES.map(({ id }) => id),
    item: ALL_ITEMS.map(({ id }) => id),
    sector: [...new Set(ASKED.map(groupOf))],
    part: ['place', 'method'],
    sha256: files(),
  }
}

/** The routes that a browser can open, once each. */
export function openRoutes({ app }: World): readonly string[] {
  const open = app.guarded.filter(
    ({ method, right, url }) => method === 'GET' && right !== 'asset' && !(url in ELSEWHERE),
  )
  return [...new Set(open.map(({ url }) => url))]
}

/** Routes that the ids of a world don't fill: they need a value here, or a reason. */
export function unfilled(world: World): readonly string[] {
  const known = valuesOf(world)
  return openRoutes(world).filter((url) => (url.match(/(?<=:)\w+/g) ?? []).some((name) => !(name in known)))
}

/** All addresses of a world. */
export function addressesIn(world: World): readonly Address[] {
  const known = valuesOf(world)
  return openRoutes(world).flatMap((route) => {
    const queries = ['', ...(QUERIES[route]?.(world) ?? [])]
    return filled(route, known).flatMap((path) => queries.map((query) => ({ route, path: `${path}${query}` })))
  })
}

function filled(route: string, known: Readonly<Record<string, readonly string[]>>): readonly string[] {
  const name = /:(\w+)/.exec(route)?.[1]
  if (name === undefined) return [route]
  return (known[name] ?? []).flatMap((value) => filled(route.replace(`:${name}`, encodeURIComponent(value)), known))
}

export interface Seen {
  readonly route: string
  readonly status: number
  readonly text: string
}

/** Opens every address in turn. Each scenario comes from an address of its own, so that nobody asks too often. */
export async function walk(browser: Browser, addresses: readonly Address[], from: string): Promise<Map<string, Seen>> {
  countFrom('walk')
  const seen = new Map<string, Seen>()
  for (const { route, path } of addresses) {
    const response = await browser.get(path, { remoteAddress: from })
    seen.set(path, { route, status: response.statusCode, text: wholeOf(response) })
  }
  return seen
}

/** A response with all its headers but the moment at which Node.js sent it. */
export function wholeOf({ statusCode, headers, rawPayload }: LightMyRequestResponse): string {
  const lines = Object.entries(headers).filter(([name]) => name !== 'date')
  return [statusCode, ...lines.map(([name, value]) => `${name}: ${value}`), rawPayload.toString('latin1')].join('\n')
}

/** Where two walks differ: the path and the first place, with a few words around it. */
export function differences(one: ReadonlyMap<string, Seen>, other: ReadonlyMap<string, Seen>): readonly string[] {
  return [...one].flatMap(([path, { text }]) => {
    const second = other.get(path)?.text ?? ''
    if (text === second) return []
    const at = [...text].findIndex((sign, index) => sign !== second[index])
    const around = (whole: string) => whole.slice(Math.max(0, at - 60), at + 60)
    return [`${path}: ${around(text)} | ${around(second)}`]
  })
}
