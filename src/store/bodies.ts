/** Bodies: the organisations that answer in a round. */
import { MalinesError } from '../errors.js'
import type { Body } from '../rules/model.js'
import type { Database } from './database.js'
import { bodiesOf } from './round-parts.js'
import type { Write, Writing } from './writing.js'

export type NewBody = Omit<Body, 'id'>

export interface BodyChange {
  readonly name?: string
  readonly voice?: string
  readonly group?: string | null
}

export type Bodies = ReturnType<typeof bodies>

export function bodies({ db }: Database, write: Write) {
  /** Adds a body under an id that is made of its name. Errors: `not-found` without such a round. */
  async function create(round: string, { name, voice, group }: NewBody, by: string | null): Promise<Body> {
    const id = await write(async (writing) => {
      const { db } = writing
      const found = await db.selectFrom('rounds').select('id').where('id', '=', round).executeTakeFirst()
      if (!found) throw new MalinesError('not-found', 'There is no such round.')
      const rows = await db.selectFrom('bodies').select(['id', 'place']).where('round', '=', round).execute()
      const place = 1 + Math.max(0, ...rows.map((row) => row.place))
      const id = freeId(name, new Set(rows.map((row) => row.id)))
      await db
        .insertInto('bodies')
        .values({ round, id, place, name: name.trim(), voice, group: group ?? null })
        .execute()
      await told(writing, round, id, 'added', by)
      return id
    })
    return { id, name: name.trim(), voice, ...(group === undefined ? {} : { group }) }
  }

  /** The id stays whatever the name becomes. Errors: `not-found`. */
  async function update(round: string, id: string, change: BodyChange, by: string | null): Promise<void> {
    await write(async (writing) => {
      const query = writing.db
        .updateTable('bodies')
        .set({ id, ...change })
        .where('round', '=', round)
        .where('id', '=', id)
      const { numUpdatedRows } = await query.executeTakeFirst()
      if (numUpdatedRows === 0n) missing()
      await told(writing, round, id, 'changed', by)
    })
  }

  /**
   * Takes a body out, with the parts and invitations that people have in it.
   * Errors: `conflict` once it has answered or said something, also when the answers were cleared; `not-found`.
   */
  async function remove(round: string, id: string, by: string | null): Promise<void> {
    await write(async (writing) => {
      const { db } = writing
      const answers = db.selectFrom('answers').select('seq').where('round', '=', round).where('body', '=', id)
      const messages = db.selectFrom('messages').select('id').where('round', '=', round).where('body', '=', id)
      if ((await answers.limit(1).executeTakeFirst()) || (await messages.limit(1).executeTakeFirst())) {
        throw new MalinesError('conflict', 'A body that has answered or said something stays in its round.')
      }
      const query = db.deleteFrom('bodies').where('round', '=', round).where('id', '=', id)
      const { numDeletedRows } = await query.executeTakeFirst()
      if (numDeletedRows === 0n) missing()
      await told(writing, round, id, 'removed', by)
    })
  }

  /** In the order in which they were added. */
  const listOf = (round: string): Promise<Body[]> => bodiesOf(db, round)

  return { create, update, delete: remove, listOf }
}

async function told(writing: Writing, round: string, body: string, change: string, by: string | null): Promise<void> {
  await writing.keepPart(round, by)
  await writing.note({ action: 'body', by, round, details: { body, change } })
  writing.changed({ round, kind: 'round', body })
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
