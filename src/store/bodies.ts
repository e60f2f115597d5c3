/** Bodies: the organisations that answer in a round. */
import { MalinesError } from '../errors.js'
import type { Body } from '../rules/model.js'
import type { Database } from './database.js'
import type { RoundCache } from './round-cache.js'
import { bodiesOf } from './round-loader.js'

export type NewBody = Omit<Body, 'id'>

export interface BodyChange {
  readonly name?: string
  readonly voice?: string
  readonly group?: string | null
}

export type Bodies = ReturnType<typeof bodies>

export function bodies({ db }: Database, cache: RoundCache) {
  /** Adds a body under an id that is made of its name. Errors: `not-found` without such a round. */
  async function create(round: string, { name, voice, group }: NewBody): Promise<Body> {
    const id = await db.transaction().execute(async (tx) => {
      const found = await tx.selectFrom('rounds').select('id').where('id', '=', round).executeTakeFirst()
      if (!found) throw new MalinesError('not-found', 'There is no such round.')
      const rows = await tx.selectFrom('bodies').select(['id', 'place']).where('round', '=', round).execute()
      const place = 1 + Math.max(0, ...rows.map((row) => row.place))
      const id = freeId(name, new Set(rows.map((row) => row.id)))
      await tx
        .insertInto('bodies')
        .values({ round, id, place, name: name.trim(), voice, group: group ?? null })
        .execute()
      return id
    })
    cache.drop(round)
    return { id, name: name.trim(), voice, ...(group === undefined ? {} : { group }) }
  }

  /** The id stays whatever the name becomes. Errors: `not-found`. */
  async function update(round: string, id: string, change: BodyChange): Promise<void> {
    const query = db
      .updateTable('bodies')
      .set({ id, ...change })
      .where('round', '=', round)
      .where('id', '=', id)
    const { numUpdatedRows } = await query.executeTakeFirst()
    cache.drop(round)
    if (numUpdatedRows === 0n) missing()
  }

  /**
   * Takes a body out, with the parts and invitations that people have in it.
   * Errors: `conflict` once it has answered, also when the answers were cleared; `not-found`.
   */
  async function remove(round: string, id: string): Promise<void> {
    await db.transaction().execute(async (tx) => {
      const events = tx.selectFrom('answerEvents').select('seq').where('round', '=', round).where('body', '=', id)
      if (await events.limit(1).executeTakeFirst()) {
        throw new MalinesError('conflict', 'A body that has answered stays in its round.')
      }
      const query = tx.deleteFrom('bodies').where('round', '=', round).where('id', '=', id)
      const { numDeletedRows } = await query.executeTakeFirst()
      if (numDeletedRows === 0n) missing()
    })
    cache.drop(round)
  }

  /** In the order in which they were added. */
  const listOf = (round: string): Promise<Body[]> => bodiesOf(db, round)

  return { create, update, delete: remove, listOf }
}

function missing(): never {
  throw new MalinesError('not-found', 'This round has no such body.')
}

const LONGEST = 40

/** The name in plain small letters, with a number when that is taken; `body` for a name without any. */
function freeId(name: string, taken: ReadonlySet<string>): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug =
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, LONGEST)
      .replace(/^-+|-+$/g, '') || 'body'
  let id = slug
  for (let next = 2; taken.has(id); next++) id = `${slug}-${next}`
  return id
}
