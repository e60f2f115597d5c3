/**
 * A server with a fault: it acknowledges a save before the commit. The answer that it gives is right in all but that;
 * the last saves wait until others come after them, or until it is told to stop.
 */
import { readConfig } from '../../../src/config.js'
import { start, stopOnSignal } from '../../../src/main.js'
import type { CurrentAnswer, Save } from '../../../src/store/answers.js'
import { openStore, type Store } from '../../../src/store/index.js'

/** More saves than clients: of those that wait, some have always been acknowledged, however slow the machine is. */
const HELD = 100

const config = readConfig(process.env)
const store = await openStore(config.data)
const running = await start({ store: acknowledgingEarly(store, await lastRevision(store)), config })
process.stdout.write(`listens at ${running.address}\n`)
await stopOnSignal(running)

async function lastRevision({ rounds }: Store): Promise<number> {
  const all = await Promise.all((await rounds.listAll()).map(({ id }) => rounds.load(id)))
  return Math.max(0, ...all.flatMap(({ answers }) => [...answers.values()].map(({ revision }) => revision)))
}

function acknowledgingEarly(store: Store, last: number): Store {
  const given = new Map<string, CurrentAnswer>()
  const held: Save[] = []
  let revision = last

  /** Whether the store takes what was acknowledged, nobody learns. */
  function commit(saves: readonly Save[]): void {
    for (const save of saves) store.answers.save(save).catch(() => undefined)
  }

  async function save(save: Save): Promise<CurrentAnswer> {
    const known = given.get(save.key)
    if (known) return known
    revision += 1
    const { value, person } = save
    const answer = { revision, value, person, personName: null, at: new Date().toISOString() }
    given.set(save.key, answer)
    held.push(save)
    commit(held.splice(0, held.length - HELD))
    return answer
  }

  function close(): Promise<void> {
    commit(held.splice(0))
    return store.close()
  }

  return { ...store, answers: { ...store.answers, save }, close }
}
