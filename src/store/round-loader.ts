/** Brings a whole round into memory. */
import type { Kysely } from 'kysely'
import type { LoadedDefinition } from '../definitions/index.js'
import { MalinesError } from '../errors.js'
import { parseValue, type SavedAnswer } from './answers.js'
import type { Database } from './database.js'
import type { Definitions } from './definitions.js'
import type { RoundCache } from './round-cache.js'
import { partsOf } from './round-parts.js'
import type { StoredRound } from './rounds.js'
import type { Tables } from './tables.js'

export function roundLoader({ db }: Database, cache: RoundCache, definitions: Definitions) {
  /**
   * The whole round as it is now: the same object until something of it changes. Nothing in it may be changed.
   * @throws {MalinesError} `not-found`
   */
  async function load(id: string): Promise<StoredRound> {
    const known = cache.get(id)
    if (known) return known
    const definition = await definitionOf(id)
    // The connection is held from the first row to the last: nothing is committed between them.
    return db.connection().execute(async (held) => {
      const now = cache.get(id)
      if (now) return now
      cache.put({ ...(await partsOf(held, id)), definition }, await answersOf(held, id))
      return cache.get(id) ?? missing()
    })
  }

  /** The questionnaire that a round pins. Errors: `not-found`. */
  async function definitionOf(id: string): Promise<LoadedDefinition> {
    const pinned = await db.selectFrom('rounds').select('definitionHash').where('id', '=', id).executeTakeFirst()
    return definitions.get(pinned?.definitionHash ?? missing())
  }

  return { load, definitionOf }
}

/** Current answers of a round in the order of their first events. */
export async function answersOf(db: Kysely<Tables>, round: string): Promise<Omit<SavedAnswer, 'round'>[]> {
  const rows = await db
    .selectFrom('answers')
    .innerJoin('answerEvents', 'answerEvents.seq', 'answers.seq')
    .leftJoin('people', 'people.id', 'answerEvents.person')
    .select(['answers.body', 'answers.item', 'answers.seq', 'value', 'person', 'people.name as personName', 'at'])
    .where('answers.round', '=', round)
    .orderBy('firstSeq')
    .execute()
  return rows.map(({ body, item, seq: revision, value, ...row }) => ({
    body,
    item,
    answer: { revision, value: parseValue(value), ...row },
  }))
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such round.')
}
