/** A running server: store, app, listen, and a graceful end. */
import type { FastifyInstance } from 'fastify'
import { type AppOptions, buildApp } from './app.js'
import { listDefinitions, loadDefinition } from './definitions/index.js'

export interface Running {
  readonly app: FastifyInstance
  /** Where it listens, such as http://127.0.0.1:8080. */
  readonly address: string
  /** Where people reach it: by the settings, unless the port was left to the system. */
  readonly url: string
  /** Finishes the requests under way, then closes the store. */
  readonly stop: () => Promise<void>
}

/** Starts the server on an open store, which it closes at its end; first keeps the questionnaires of this version. */
export async function start(options: AppOptions): Promise<Running> {
  const { store, config } = options
  try {
    for (const folder of listDefinitions()) await store.definitions.keep(loadDefinition(folder))
    const app = await buildApp(options)
    const address = await app.listen({ host: config.host, port: config.port })
    const stop = async () => {
      await app.close()
      await store.close()
    }
    const url = new URL(config.url).port === '0' ? address : config.url
    return { app, address, url, stop }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** Ends the server when the system asks for it; asked a second time, the process ends at once. */
export function stopOnSignal(running: Running): Promise<void> {
  return new Promise((done, failed) => {
    const end = () => running.stop().then(done, failed)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  })
}
