import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { buildApp } from '../../src/app.js'
import type { Config } from '../../src/config.js'
import type { Store } from '../../src/store/index.js'
import type { Person } from '../../src/store/people.js'
import { SESSION_COOKIE } from '../../src/web/context.js'
import { openTestStore } from './store.js'

export const ORIGIN = 'http://127.0.0.1:8080'

export const TEST_CONFIG: Config = {
  data: ':memory:',
  host: '127.0.0.1',
  port: 8080,
  url: ORIGIN,
  log: 'silent',
}

/** What one person's browser does: keeps the session, reads the form token of a page, sends both back. */
export interface Browser {
  readonly person: Person | undefined
  readonly cookies: Record<string, string>
  readonly get: (url: string, options?: InjectOptions) => Promise<LightMyRequestResponse>
  /** A form post, from the page of this server. */
  readonly post: (url: string, form: Readonly<Record<string, string | string[]>>) => Promise<LightMyRequestResponse>
  /** A save of a script. */
  readonly put: (url: string, body: unknown) => Promise<LightMyRequestResponse>
}

export interface TestApp {
  readonly app: FastifyInstance
  readonly store: Store
  /** A new account with that name. */
  readonly person: (name: string, more?: { isAdministrator?: boolean }) => Promise<Person>
  /** The browser of a signed-in person, or of a stranger. */
  readonly as: (person?: Person) => Promise<Browser>
}

/** A server over an empty store in memory. Password hashes of its people are no hashes: nobody signs in by password. */
export async function testApp(
  options: { store?: Store; clock?: () => Date; config?: Partial<Config> } = {},
): Promise<TestApp> {
  const store = options.store ?? (await openTestStore())
  const config = { ...TEST_CONFIG, ...options.config }
  const app = await buildApp({ store, config, ...(options.clock ? { clock: options.clock } : {}) })
  let count = 0
  return {
    app,
    store,
    async person(name, more = {}) {
      count += 1
      const email = `person${count}@example.org`
      return store.people.create(
        { name, email, passwordHash: 'none', isAdministrator: false, language: null, ...more },
        null,
      )
    },
    as: (person) => browser(app, store, person),
  }
}

async function browser(app: FastifyInstance, store: Store, person: Person | undefined): Promise<Browser> {
  const cookies: Record<string, string> = {}
  if (person) cookies[SESSION_COOKIE] = await store.sessions.start(person.id)
  const send = async (options: InjectOptions) => {
    const response = await app.inject({ ...options, cookies })
    for (const { name, value } of response.cookies) {
      if (value === '') delete cookies[name]
      else cookies[name] = value
    }
    return response
  }
  const token = async () => /<meta name="csrf" content="([^"]+)"/.exec((await send({ url: '/help' })).body)?.[1] ?? ''
  return {
    person,
    cookies,
    get: (url, options = {}) => send({ ...options, method: 'GET', url }),
    async post(url, form) {
      const body = new URLSearchParams()
      for (const [name, value] of Object.entries({ csrf: await token(), ...form })) {
        for (const one of [value].flat()) body.append(name, one)
      }
      const headers = { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' }
      return send({ method: 'POST', url, headers, payload: body.toString() })
    },
    async put(url, body) {
      const headers = {
        ...{ origin: ORIGIN, 'x-csrf-token': await token(), accept: 'application/json' },
        'content-type': 'application/json',
      }
      return send({ method: 'PUT', url, headers, payload: JSON.stringify(body) })
    },
  }
}
