/** Attendance: who was there when a meeting agreed. */
import { randomUUID } from 'node:crypto'
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import { checkText } from './texts.js'
import type { Write } from './writing.js'

export interface Attendee {
  readonly id: string
  /** Which meeting: its day, or a name. */
  readonly meeting: string
  readonly name: string
  readonly voice: string | null
  readonly body: string | null
  /** Their account, when they have one. */
  readonly person: string | null
  readonly at: string
}

export type NewAttendee = Pick<Attendee, 'meeting' | 'name'> & Partial<Pick<Attendee, 'voice' | 'body' | 'person'>>

export type Attendance = ReturnType<typeof attendance>

export function attendance({ db }: Database, write: Write) {
  /** Errors: `invalid` name or meeting; `not-found` without such a round or body. */
  async function add(round: string, attendee: NewAttendee, by: string | null): Promise<Attendee> {
    const { voice = null, body = null, person = null } = attendee
    const [meeting, name] = [checkText(attendee.meeting), checkText(attendee.name)]
    return write(async (writing) => {
      const { at } = writing
      const table = body === null ? 'rounds' : 'bodies'
      const known = writing.db
        .selectFrom(table)
        .select('id')
        .where(body === null ? 'id' : 'bodies.round', '=', round)
      const found = body === null ? known : known.where('id', '=', body)
      if (!(await found.executeTakeFirst())) throw new MalinesError('not-found', 'There is no such round or body.')
      const row = { id: randomUUID(), meeting, name, voice, body, person, at }
      await writing.db
        .insertInto('attendance')
        .values(({ selectFrom, fn, val, eb }) => ({
          ...{ round, ...row },
          place: selectFrom('attendance').select(eb(fn.coalesce(fn.max('place'), val(0)), '+', 1).as('place')),
        }))
        .execute()
      const details = { attendee: row.id, meeting, voice, body, attendingPerson: person, isPresent: true }
      await writing.note({ action: 'attendance', by, round, details })
      writing.changed({ round, kind: 'workflow' })
      return row
    })
  }

  /** Takes somebody off the list. Errors: `not-found`. */
  async function remove(id: string, by: string | null): Promise<void> {
    await write(async (writing) => {
      const row = await writing.db.deleteFrom('attendance').where('id', '=', id).returningAll().executeTakeFirst()
      if (!row) throw new MalinesError('not-found', 'There is nobody like this on the list.')
      const { round, meeting } = row
      await writing.note({ action: 'attendance', by, round, details: { attendee: id, meeting, isPresent: false } })
      writing.changed({ round, kind: 'workflow' })
    })
  }

  /** All meetings of a round, in the order in which people were put down. */
  async function listOf(round: string): Promise<Attendee[]> {
    const query = db.selectFrom('attendance').select(['id', 'meeting', 'name', 'voice', 'body', 'person', 'at'])
    return query.where('round', '=', round).orderBy('place').execute()
  }

  return { add, remove, listOf }
}
