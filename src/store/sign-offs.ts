/** Sign-offs: a voice puts its name under the joint answer. */
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import { checkText } from './texts.js'
import type { Write } from './writing.js'

export interface SignOff {
  readonly voice: string
  /** Who signed. */
  readonly name: string
  /** Their account, when they have one. */
  readonly person: string | null
  readonly at: string
  readonly note: string | null
  /** How many agreed answers this voice dissents from. */
  readonly dissents: number
}

export type NewSignOff = Pick<SignOff, 'voice' | 'name' | 'dissents'> & Partial<Pick<SignOff, 'person' | 'note'>>

export type SignOffs = ReturnType<typeof signOffs>

export function signOffs({ db }: Database, write: Write) {
  /** Errors: `conflict` when the voice has signed; `invalid` name or note; `not-found` without such a round. */
  async function add(round: string, signOff: NewSignOff, by: string | null): Promise<SignOff> {
    const { voice, dissents, person = null, note = null } = signOff
    const name = checkText(signOff.name)
    const text = note === null ? null : checkText(note)
    return write(async (writing) => {
      const { at } = writing
      const known = await writing.db.selectFrom('rounds').select('id').where('id', '=', round).executeTakeFirst()
      if (!known) throw new MalinesError('not-found', 'There is no such round.')
      const row = { voice, name, person, at, note: text, dissents }
      const query = writing.db.insertInto('signOffs').values({ round, ...row })
      const added = await query.onConflict((on) => on.columns(['round', 'voice']).doNothing()).executeTakeFirst()
      if (added.numInsertedOrUpdatedRows === 0n) throw new MalinesError('conflict', 'This voice has signed already.')
      await writing.note({
        action: 'sign-off',
        by,
        round,
        details: { voice, signer: person, dissents, isSigned: true },
      })
      writing.changed({ round, kind: 'workflow' })
      return row
    })
  }

  /** Takes a voice's name away again. Errors: `not-found`. */
  async function remove(round: string, voice: string, by: string | null): Promise<void> {
    await write(async (writing) => {
      const query = writing.db.deleteFrom('signOffs').where('round', '=', round).where('voice', '=', voice)
      const { numDeletedRows } = await query.executeTakeFirst()
      if (numDeletedRows === 0n) throw new MalinesError('not-found', 'This voice has not signed.')
      await writing.note({ action: 'sign-off', by, round, details: { voice, isSigned: false } })
      writing.changed({ round, kind: 'workflow' })
    })
  }

  /** In the order of signing. */
  async function listOf(round: string): Promise<SignOff[]> {
    const query = db.selectFrom('signOffs').select(['voice', 'name', 'person', 'at', 'note', 'dissents'])
    return query.where('round', '=', round).orderBy('at').orderBy('voice').execute()
  }

  return { add, remove, listOf }
}
