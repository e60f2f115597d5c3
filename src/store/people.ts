/** People with an account. */
import { randomUUID } from 'node:crypto'
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import type { PersonRow } from './tables.js'
import type { Write } from './writing.js'

export interface Person {
  readonly id: string
  readonly name: string
  /** Sign-in name, in lower case. */
  readonly email: string
  readonly isAdministrator: boolean
  /** Of pages, as a BCP 47 tag; null for the browser's. */
  readonly language: string | null
  readonly createdAt: string
  readonly disabledAt: string | null
}

export interface NewPerson {
  readonly name: string
  readonly email: string
  /** Null until a password is set. */
  readonly passwordHash: string | null
  readonly isAdministrator?: boolean
  readonly language?: string | null
}

export interface PersonChange {
  readonly name?: string
  readonly language?: string | null
  readonly passwordHash?: string
  readonly isAdministrator?: boolean
  readonly disabledAt?: string | null
}

export type People = ReturnType<typeof people>

export function people({ db, now }: Database, write: Write) {
  /**
   * @param by who makes the account; `self` for somebody who makes their own
   * @throws {MalinesError} `conflict` when the address has an account already
   */
  async function create(person: NewPerson, by: string | 'self' | null): Promise<Person> {
    const row = {
      id: randomUUID(),
      name: person.name.trim(),
      email: normalised(person.email),
      passwordHash: person.passwordHash,
      isAdministrator: Number(person.isAdministrator ?? false),
      language: person.language ?? null,
      createdAt: now(),
      disabledAt: null,
    }
    return write(async ({ db, note }) => {
      const added = await db
        .insertInto('people')
        .values(row)
        .onConflict((on) => on.column('email').doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!added) throw new MalinesError('conflict', `The address ${row.email} has an account already.`)
      const who = by === 'self' ? row.id : by
      await note({ action: 'person', by: who, details: { account: row.id, change: 'created' } })
      return personOf(added)
    })
  }

  async function find(id: string): Promise<Person | undefined> {
    const row = await db.selectFrom('people').selectAll().where('id', '=', id).executeTakeFirst()
    return row && personOf(row)
  }

  /** For signing in: with the hash of the password, null until one is set. */
  async function findByEmail(email: string): Promise<(Person & { passwordHash: string | null }) | undefined> {
    const query = db.selectFrom('people').selectAll().where('email', '=', normalised(email))
    const row = await query.executeTakeFirst()
    return row && { ...personOf(row), passwordHash: row.passwordHash }
  }

  /** Everybody, by name. */
  async function list(): Promise<Person[]> {
    const rows = await db.selectFrom('people').selectAll().orderBy('name').orderBy('email').execute()
    return rows.map(personOf)
  }

  /** @throws {MalinesError} `not-found` */
  async function update(id: string, change: PersonChange, by: string | null): Promise<Person> {
    const { isAdministrator, ...rest } = change
    const flag = isAdministrator === undefined ? {} : { isAdministrator: Number(isAdministrator) }
    return write(async ({ db, note }) => {
      // Setting the id to itself keeps the statement whole when nothing changes.
      const query = db
        .updateTable('people')
        .set({ id, ...rest, ...flag })
        .where('id', '=', id)
      const row = await query.returningAll().executeTakeFirst()
      if (!row) throw new MalinesError('not-found', 'There is no such person.')
      const { disabledAt } = row
      const state = { isAdministrator: row.isAdministrator === 1, isDisabled: disabledAt !== null }
      await note({ action: 'person', by, details: { account: id, change: 'changed', keys: keysOf(change), ...state } })
      return personOf(row)
    })
  }

  async function count(): Promise<number> {
    const row = await db
      .selectFrom('people')
      .select(({ fn }) => fn.countAll<number>().as('people'))
      .executeTakeFirst()
    return Number(row?.people ?? 0)
  }

  return { create, find, findByEmail, list, update, count }
}

/** What was changed; never the words themselves. */
const keysOf = (change: PersonChange): string[] => Object.keys(change).sort()

const normalised = (email: string): string => email.trim().toLowerCase()

export function personOf({ passwordHash: _, isAdministrator, ...row }: PersonRow): Person {
  return { ...row, isAdministrator: isAdministrator === 1 }
}
