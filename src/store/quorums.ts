/** Quorums: how many bodies of a voice have to submit before the facilitator thinks of closing a round. */
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import type { Write } from './writing.js'

/** Number of bodies, from 1, by voice; a voice that is missing has none of its own. */
export type Quorum = Readonly<Record<string, number>>

export type Quorums = ReturnType<typeof quorums>

export function quorums({ db }: Database, write: Write) {
  /** Takes the place of what was set before. Errors: `invalid` number; `not-found` without such a round. */
  async function set(round: string, quorum: Quorum, by: string | null): Promise<void> {
    const rows = Object.entries(quorum).map(([voice, bodies]) => ({ round, voice, bodies }))
    if (rows.some(({ bodies }) => !Number.isInteger(bodies) || bodies < 1)) {
      throw new MalinesError('invalid', 'A quorum is a whole number of bodies, at least 1.')
    }
    await write(async (writing) => {
      const known = await writing.db.selectFrom('rounds').select('id').where('id', '=', round).executeTakeFirst()
      if (!known) throw new MalinesError('not-found', 'There is no such round.')
      await writing.db.deleteFrom('quorums').where('round', '=', round).execute()
      if (rows.length > 0) await writing.db.insertInto('quorums').values(rows).execute()
      await writing.note({ action: 'quorum', by, round, details: { ...quorum } })
      writing.changed({ round, kind: 'workflow' })
    })
  }

  async function of(round: string): Promise<Quorum> {
    const rows = await db.selectFrom('quorums').select(['voice', 'bodies']).where('round', '=', round).execute()
    return Object.fromEntries(rows.map(({ voice, bodies }) => [voice, bodies]))
  }

  return { set, of }
}
