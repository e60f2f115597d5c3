import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestApp } from '../support/app.js'
import { type Listening, listen } from '../support/live.js'
import { changeHidden } from './blind/deeds.js'
import { OWN, SCENARIOS, type Scenario } from './blind/scenarios.js'
import { type Mark, marksIn, type Side } from './blind/texts.js'
import { type Address, addressesIn, differences, openRoutes, unfilled, walk } from './blind/walk.js'
import { NOW, sideOf, type World, worldOf } from './blind/world.js'
import { sendAll } from './blind/writes.js'

/**
 * The blind rule as non-interference: two worlds that differ only in what is hidden from somebody are the same to
 * them, byte for byte, at every address of the server and in every stream. Whatever can be seen, is.
 */
vi.mock('node:crypto', async (original) => {
  const { counted } = await import('./blind/chance.js')
  return counted(await original<typeof import('node:crypto')>())
})

const sites = {} as Record<Side, TestApp>

beforeAll(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  sites.a = await sideOf('a')
  sites.b = await sideOf('b')
})

afterAll(async () => {
  vi.useRealTimers()
  for (const { app, store } of Object.values(sites)) {
    await app.close()
    await store.close()
  }
})

const bothOf = async (scenario: Scenario): Promise<Record<Side, World>> => ({
  a: await worldOf(sites.a, 'a', scenario),
  b: await worldOf(sites.b, 'b', scenario),
})

const nameOf = ({ kind, item, body }: Mark): string => `${kind} ${item} ${body}`
const namesOf = (marks: readonly Mark[]): readonly string[] => [...new Set(marks.map(nameOf))].sort()
const secretsIn = (text: string) => namesOf(marksIn(text).filter(({ tail }) => tail !== 'open'))

/** What was replaced is read in the history of the own answers and of the agreed ones, but for where it led to. */
function isShown({ kind, body }: Mark, { role }: Scenario): boolean {
  if (['oldurl', 'oldname', 'oldfile'].includes(kind)) return false
  return !kind.startsWith('old') || body === 'all' || (body === OWN.id && role === 'respondent')
}

describe.each(SCENARIOS.map((scenario) => [scenario.name, scenario] as const))('%s', (_, scenario) => {
  let worlds: Record<Side, World>

  beforeAll(async () => {
    worlds = await bothOf(scenario)
  })

  test('sees the same in both worlds, and of it what is open', async () => {
    const from = `10.0.0.${SCENARIOS.indexOf(scenario) + 1}`
    const { a, b } = worlds
    const addresses = addressesIn(a)
    expect(addressesIn(b)).toEqual(addresses)
    const one = await walk(a.viewer, addresses, from)
    const other = await walk(b.viewer, addresses, from)
    expect([...one].filter(([, { status }]) => status >= 429).map(([path]) => path)).toEqual([])
    expect(differences(one, other)).toEqual([])
    const all = [...one.values(), ...other.values()].map(({ text }) => text).join('\n')
    expect(secretsIn(all)).toEqual([])
    const shown = (marks: readonly Mark[]) => namesOf(marks.filter((mark) => isShown(mark, scenario)))
    expect(shown(marksIn(all))).toEqual(shown(a.planted.filter(({ tail }) => tail === 'open')))
  }, 300_000)

  test('is told the same in both worlds, whatever they send', async () => {
    const one = await sendAll(worlds.a)
    const other = await sendAll(worlds.b)
    expect([...one].filter(([, { status }]) => status >= 429).map(([path]) => path)).toEqual([])
    expect(differences(one, other)).toEqual([])
    expect(secretsIn([...one.values()].map(({ text }) => text).join('\n'))).toEqual([])
  }, 120_000)
})

describe('a stream', () => {
  const PAGES = ['', '?show=mine', '/bodies/own', '/bodies/own/answers/q-11', '/meeting', '/results', '/findings']
  const LAST_DAY = '2027-01-31'

  /** All that the streams of a world carry, from their state to the word that the round’s last day has moved. */
  async function hear(world: World, meanwhile: () => Promise<void>): Promise<Record<string, string>> {
    const pages = PAGES.filter((page) => world.scenario.role === 'respondent' || !page.includes('own'))
    const streams: Record<string, Listening> = {}
    for (const page of pages) {
      const stream = await listen(addresses[world.side], world.viewer, `/rounds/${world.round}${page}`)
      await expect.poll(() => stream.part('round-state'), { message: page }).toBeDefined()
      streams[page] = stream
    }
    await meanwhile()
    await world.store.rounds.update(world.round, { closesOn: LAST_DAY }, null)
    for (const page of pages) await expect.poll(() => lastOf(streams[page]!), { message: page }).toContain('"round"')
    for (const stream of Object.values(streams)) stream.close()
    // Between events a stream sends signs of life.
    return Object.fromEntries(pages.map((page) => [page, streams[page]!.text().replaceAll('\n:\n\n', '\n')]))
  }

  const lastOf = ({ events }: Listening) => JSON.stringify(events.at(-1))
  const addresses = {} as Record<Side, string>

  beforeAll(async () => {
    for (const [side, { app }] of Object.entries(sites))
      addresses[side as Side] = await app.listen({ port: 0, host: '127.0.0.1' })
  })

  const running = SCENARIOS.filter(({ state, openings }) => state === 'open' && !openings.includes('*'))

  test.each(running.map((scenario) => [scenario.name, scenario] as const))(
    'of %s says nothing of what is hidden, nor that it changed',
    async (_, scenario) => {
      const { a, b } = await bothOf({ ...scenario, name: `${scenario.name}, at a stream` })
      const quiet = await hear(b, async () => undefined)
      expect(await hear(a, () => changeHidden(a))).toEqual(quiet)
      expect(secretsIn(Object.values(quiet).join())).toEqual([])
    },
  )
})

describe('the walk', () => {
  /** Addresses that nobody can open here. */
  const CLOSED: Readonly<Record<string, string>> = {
    '/start/:token': 'answers only while nobody has an account',
  }

  test('fills every route, and each of them opens to somebody', async () => {
    const world = await worldOf(sites.a, 'a', {
      ...SCENARIOS.find(({ openings }) => openings.includes('*'))!,
      name: '',
    })
    expect(unfilled(world)).toEqual([])
    const addresses = addressesIn(world)
    const shut: string[] = []
    for (const route of openRoutes(world)) {
      if (
        !(await opens(
          world,
          addresses.filter((one) => one.route === route),
        ))
      )
        shut.push(route)
    }
    expect(shut).toEqual(Object.keys(CLOSED))
  })

  async function opens({ leader, viewer, administrator }: World, addresses: readonly Address[]): Promise<boolean> {
    for (const browser of [leader, viewer, administrator]) {
      for (const { path } of addresses) if ((await browser.get(path)).statusCode < 400) return true
    }
    return false
  }
})
