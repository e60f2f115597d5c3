/** Items that a meeting put off, until it takes them up again. */
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import type { Write } from './writing.js'

export type Postponed = ReturnType<typeof postponed>

export function postponed({ db }: Database, write: Write) {
  /** Puts an item off; a second time changes nothing. Errors: `not-found` without such a round. */
  async function add(round: string, item: string, by: string | null): Promise<void> {
    await write(async (writing) => {
      const known = await writing.db.selectFrom('rounds').select('id').where('id', '=', round).executeTakeFirst()
      if (!known) throw new MalinesError('not-found', 'There is no such round.')
      const query = writing.db.insertInto('postponed').values({ round, item, at: writing.at, person: by })
      const added = await query.onConflict((on) => on.columns(['round', 'item']).doNothing()).executeTakeFirst()
      if (added.numInsertedOrUpdatedRows === 0n) return
      await writing.note({ action: 'postponed', by, round, details: { item, isPostponed: true } })
      writing.changed({ round, kind: 'workflow', item })
    })
  }

  /** Takes an item up again; one that was not put off stays as it is. */
  async function remove(round: string, item: string, by: string | null): Promise<void> {
    await write(async (writing) => {
      const query = writing.db.deleteFrom('postponed').where('round', '=', round).where('item', '=', item)
      if ((await query.executeTakeFirst()).numDeletedRows === 0n) return
      await writing.note({ action: 'postponed', by, round, details: { item, isPostponed: false } })
      writing.changed({ round, kind: 'workflow', item })
    })
  }

  /** When each item of a round was put off, by its id. */
  async function of(round: string): Promise<ReadonlyMap<string, string>> {
    const rows = await db.selectFrom('postponed').select(['item', 'at']).where('round', '=', round).execute()
    return new Map(rows.map(({ item, at }) => [item, at]))
  }

  return { add, remove, of }
}
