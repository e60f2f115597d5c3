/** A running server: settings, store, app, listen, and a graceful end. */
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.js'
import type { Config } from './config.js'
import { DEFINITIONS_FOLDER, listDefinitions, loadDefinition } from './definitions/index.js'
import { openStore, type Store } from './store/index.js'

export interface Running {
  readonly app: FastifyInstance
  readonly store: Store
  /** Where it listens, such as http://127.0.0.1:8080. */
  readonly address: string
  /** Finishes the requests under way, then closes the store. */
  readonly stop: () => Promise<void>
}

/** Starts the server; the questionnaires that come with malines are kept in the store first. */
export async function start(config: Config): Promise<Running> {
  const store = await openStore(config.data)
  try {
    for (const folder of listDefinitions(DEFINITIONS_FOLDER)) await store.definitions.keep(loadDefinition(folder))
    const app = await buildApp({ store, config })
    const address = await app.listen({ host: config.host, port: config.port })
    const stop = async () => {
      await app.close()
      await store.close()
    }
    return { app, store, address, stop }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Ends the server when the system asks for it; a second time at once. */
export function stopOnSignal(running: Running): Promise<void> {
  return new Promise((done, failed) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => running.stop().then(done, failed))
    }
  })
}
