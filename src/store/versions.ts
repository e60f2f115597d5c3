/** Versions: states of a round that the facilitator gave a name. */
import { randomUUID } from 'node:crypto'
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import { lastEventOf } from './round-parts.js'
import type { Moment } from './round-past.js'
import type { Write } from './writing.js'

export interface Version extends Moment {
  readonly id: string
  readonly round: string
  readonly name: string
}

/** Longest name, in characters. */
const LONGEST = 200

export type Versions = ReturnType<typeof versions>

export function versions({ db }: Database, write: Write) {
  /** Gives the round's state of this moment a name of 1 to 200 characters. Errors: `invalid` name; `not-found` round. */
  async function add(round: string, name: string, by: string | null): Promise<Version> {
    const trimmed = name.trim()
    if (trimmed === '' || trimmed.length > LONGEST) {
      throw new MalinesError('invalid', 'The name of a version has 1 to 200 characters.')
    }
    const id = randomUUID()
    await write(async ({ db, at, note, keepPart, changed }) => {
      const part = await keepPart(round, by)
      const afterEvent = await lastEventOf(db, round)
      await db.insertInto('versions').values({ id, round, name: trimmed, at, person: by, afterEvent, part }).execute()
      await note({ action: 'version', by, round, details: { version: id, event: afterEvent, part } })
      changed({ round, kind: 'workflow' })
    })
    return (await find(id)) ?? missing()
  }

  async function find(id: string): Promise<Version | undefined> {
    return rows().where('versions.id', '=', id).executeTakeFirst()
  }

  /** The oldest first. */
  const listOf = (round: string): Promise<Version[]> => rows().where('round', '=', round).execute()

  const rows = () =>
    db
      .selectFrom('versions')
      .leftJoin('people', 'people.id', 'versions.person')
      .select(['versions.id', 'round', 'versions.name', 'at', 'person', 'people.name as personName'])
      .select(['afterEvent as seq', 'part'])
      .orderBy('at')
      .orderBy('part')
      .orderBy('afterEvent')

  return { add, find, listOf }
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such version.')
}
