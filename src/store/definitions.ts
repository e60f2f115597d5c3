/** Questionnaires, each kept whole with all its languages, by the hash that rounds pin. */
import type { LoadedDefinition } from '../definitions/index.js'
import { MalinesError } from '../errors.js'
import type { Definition } from '../rules/model.js'
import type { Database } from './database.js'
import type { RoundCache } from './round-cache.js'

export type Definitions = ReturnType<typeof definitions>

export function definitions({ db }: Database, cache: RoundCache) {
  const parsed = new Map<string, LoadedDefinition>()

  /** Keeps a definition and gives its hash. The hash leaves translations out: mended ones take the place of the old. */
  async function keep(loaded: LoadedDefinition): Promise<string> {
    const { hash, id, version } = loaded.definition
    const content = JSON.stringify([...loaded.languages.values()])
    const known = await db.selectFrom('definitions').select('content').where('hash', '=', hash).executeTakeFirst()
    if (known?.content === content) return hash
    await db
      .insertInto('definitions')
      .values({ hash, id, version, content })
      .onConflict((on) => on.column('hash').doUpdateSet({ content }))
      .execute()
    parsed.delete(hash)
    cache.clear()
    return hash
  }

  /**
   * The definition with a hash, the same object every time.
   * @throws {MalinesError} `not-found`
   */
  async function get(hash: string): Promise<LoadedDefinition> {
    const known = parsed.get(hash)
    if (known) return known
    const row = await db.selectFrom('definitions').select('content').where('hash', '=', hash).executeTakeFirst()
    if (!row) throw new MalinesError('not-found', 'There is no such questionnaire.')
    const loaded = parsed.get(hash) ?? parse(row.content)
    parsed.set(hash, loaded)
    return loaded
  }

  /** All of them, by id and version. */
  async function list(): Promise<{ hash: string; id: string; version: string }[]> {
    return db.selectFrom('definitions').select(['hash', 'id', 'version']).orderBy('id').orderBy('version').execute()
  }

  return { keep, get, list }
}

/** The source language stands first. */
function parse(content: string): LoadedDefinition {
  const all: Definition[] = JSON.parse(content)
  return { definition: all[0], languages: new Map(all.map((one) => [one.language, one])) }
}
