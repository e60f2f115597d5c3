/** A real server for tests in a browser: in memory, on a free port, until the last test of the file. */
import { afterAll } from 'vitest'
import type { AppOptions } from '../../src/app.js'
import { type Running, start } from '../../src/main.js'
import { openStore, type Store } from '../../src/store/index.js'
import { SESSION_COOKIE } from '../../src/web/context.js'
import { TEST_CONFIG } from './app.js'
import type { Visitor } from './chromium.js'

export interface TestServer extends Running {
  readonly store: Store
  /** Where a link leads on this server, whatever address it was made for. */
  readonly at: (link: string) => string
  /** Signs a visitor in without asking for a password. */
  readonly signIn: (visitor: Visitor, person: string) => Promise<void>
}

/** Starts a server on an empty store. */
export async function startTestServer(options: Pick<AppOptions, 'links'> = {}): Promise<TestServer> {
  const store = await openStore(':memory:')
  const running = await start({ store, config: { ...TEST_CONFIG, port: 0 }, ...options })
  afterAll(running.stop)
  return {
    ...running,
    store,
    at: (link) => new URL(new URL(link, running.address).pathname, running.address).href,
    async signIn({ tab }, person) {
      const value = await store.sessions.start(person)
      await tab.context().addCookies([{ name: SESSION_COOKIE, value, url: running.address }])
    },
  }
}
