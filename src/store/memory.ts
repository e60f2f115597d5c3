/** What every request asks, kept until something that it could rest on is written. */
import type Sqlite from 'better-sqlite3'
import type { KyselyPlugin, PluginTransformQueryArgs, PluginTransformResultArgs } from 'kysely'

/** Milliseconds between two looks for what other programs wrote. */
const LOOK = 100
/** More people than are at work at the same time; then all are asked for anew. */
const MOST = 5000

export type Memory = ReturnType<typeof openMemory>

/**
 * Saved answers pass by it: they change neither people nor their parts. Everything else that is written, here or by
 * another program on the same file, empties it; what the other wrote is seen a tenth of a second later at most.
 */
export function openMemory(sqlite: Sqlite.Database) {
  const version = sqlite.prepare<[], number>('pragma data_version').pluck()
  const kept: Map<string, unknown>[] = []
  let seen = version.get()
  let lookedAt = performance.now()

  /**
   * Asks once for each set of ids, which hold no NUL; what is not found is asked for again. Inside a transaction nothing is kept: it may still be
   * taken back.
   */
  function remember<Ids extends readonly string[], T>(ask: (...ids: Ids) => T | undefined): typeof ask {
    const known = new Map<string, T>()
    kept.push(known)
    return (...ids) => {
      lookAround()
      const key = ids.join('\u0000')
      const found = known.get(key)
      if (found !== undefined) return found
      const asked = ask(...ids)
      if (asked === undefined || sqlite.inTransaction) return asked
      if (known.size >= MOST) known.clear()
      known.set(key, asked)
      return asked
    }
  }

  /** Another program's commits change this number, our own do not. */
  function lookAround(): void {
    const at = performance.now()
    if (at - lookedAt < LOOK) return
    lookedAt = at
    const now = version.get()
    if (now !== seen) forget()
    seen = now
  }

  function forget(): void {
    for (const known of kept) known.clear()
  }

  return { remember, forgetsWhatIsWritten: watch(forget) }
}

/** Every query that is not only read, before it and once it is done. */
function watch(forget: () => void): KyselyPlugin {
  const writes = new WeakSet<object>()
  return {
    transformQuery({ node, queryId }: PluginTransformQueryArgs) {
      if (node.kind !== 'SelectQueryNode') {
        writes.add(queryId)
        forget()
      }
      return node
    },
    async transformResult({ result, queryId }: PluginTransformResultArgs) {
      if (writes.has(queryId)) forget()
      return result
    },
  }
}
