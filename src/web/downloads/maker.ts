/** Hands jobs to threads that make reports; from TypeScript sources, which threads can't load, they are made here. */
import { availableParallelism } from 'node:os'
import { Piscina } from 'piscina'
import type { Definition } from '../../rules/model.js'
import type { StoredRound } from '../../store/rounds.js'
import type { Job, Made, Order, RoundJob } from '../report-worker.js'
import { definitionIn } from '../scores.js'

/** Makes reports and comparisons; `close` ends its threads. */
export interface Maker {
  readonly make: (
    job: Job,
    definitions: ReadonlyMap<string, Definition>,
  ) => Promise<Exclude<Made, { missing: unknown }>>
  readonly close: () => Promise<void>
}

/** Threads end after this time without work. */
const IDLE_MS = 60_000

export function openMaker(): Maker {
  const isBuilt = import.meta.url.endsWith('.js')
  let pool: Piscina<Order, Made> | undefined
  const run = async (order: Order): Promise<Made> => {
    if (!isBuilt) return (await import('../report-worker.js')).default(order)
    pool ??= openPool(() => {
      pool = undefined
    })
    return pool.run(order)
  }
  return {
    async make(job, definitions) {
      let made = await run({ job, definitions: new Map() })
      // Another thread may take the second try; it is then given what it lacks as well.
      for (let tries = 0; 'missing' in made && tries < 3; tries++) made = await run({ job, definitions })
      if ('missing' in made) throw new RangeError(`no questionnaire ${made.missing.join(', ')}`)
      return made
    },
    close: async () => pool?.destroy(),
  }
}

function openPool(onEnd: () => void): Piscina<Order, Made> {
  const pool = new Piscina<Order, Made>({
    filename: new URL('../report-worker.js', import.meta.url).href,
    minThreads: 0,
    // One core stays with those who answer.
    maxThreads: Math.max(1, Math.min(4, availableParallelism() - 1)),
    idleTimeout: IDLE_MS,
  })
  // A thread that can't work would be started again for ever: its jobs fail, and the next one has new threads.
  pool.on('error', () => {
    onEnd()
    void pool.destroy()
  })
  return pool
}

/** A round as a job takes it, and its questionnaire under the name that the job gives it. */
export function jobOf(stored: StoredRound, language: string, kept?: RoundJob['kept']) {
  const definition = definitionIn(stored, language)
  const name = `${definition.hash} ${definition.language}`
  return { job: { definition: name, round: stored.round, ...(kept && { kept }) }, entry: [name, definition] as const }
}
