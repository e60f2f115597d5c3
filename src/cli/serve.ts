/** `malines serve` and `malines demo`: the server, until it is told to stop. */
import { randomBytes } from 'node:crypto'
import { readConfig } from '../config.js'
import { type DemoAccount, fillDemo } from '../demo.js'
import { start, stopOnSignal } from '../main.js'
import { openStore } from '../store/index.js'
import { startLink } from '../web/start.js'
import type { Terminal } from './terminal.js'

/** Runs the server on the data of MALINES_DATA; without any account it prints the link that makes the first one. */
export async function serveCommand(env: NodeJS.ProcessEnv, terminal: Terminal): Promise<void> {
  const config = readConfig(env)
  const store = await openStore(config.data)
  const running = await start({ store, config })
  const end = stopOnSignal(running)
  terminal.out(`malines listens at ${running.address}, data in ${config.data}\n`)
  const link = await startLink(store, running.url)
  if (link !== undefined) terminal.out(`Make the first account, once: ${link}\n`)
  await end
}

/** Runs a server on the example rounds, kept in memory alone, and prints a link to sign in as each role. */
export async function demoCommand(env: NodeJS.ProcessEnv, terminal: Terminal): Promise<void> {
  const config = { ...readConfig({ MALINES_LOG: 'warn', ...env }), data: ':memory:' }
  const store = await openStore(config.data)
  const accounts = await fillDemo(store, new Date())
  const links = new Map(accounts.map(({ person }) => [randomBytes(9).toString('base64url'), person]))
  const running = await start({ store, config, links })
  const end = stopOnSignal(running)
  terminal.out(`malines listens at ${running.address} with example data; nothing is kept.\nSign in as:\n`)
  for (const [token, person] of links) {
    const account = accounts.find((one) => one.person === person)
    if (account) terminal.out(`  ${title(account)}\n    ${running.url}/demo/${token}\n`)
  }
  terminal.out('Stop with Ctrl+C.\n')
  await end
}

const title = ({ role, name, body }: DemoAccount) => `${role}: ${name}${body === undefined ? '' : `, ${body}`}`
