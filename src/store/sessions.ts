/** Who is signed in where. */
import type { Database } from './database.js'
import { type Person, personOf } from './people.js'
import type { PersonRow } from './tables.js'
import { daysAfter, hashOfToken, newToken } from './tokens.js'

export interface Session {
  /** Hash of the token. */
  readonly id: string
  readonly person: string
  readonly createdAt: string
  /** Last use, to ten minutes. */
  readonly seenAt: string
  readonly expiresAt: string
}

const DAYS = 14
const SEEN_EVERY = 10 * 60 * 1000

export type Sessions = ReturnType<typeof sessions>

/** Every request asks for this, so it is asked in SQLite's own words. */
const FIND = `select p.id, p.name, p.email, p.password_hash as passwordHash, p.is_administrator as isAdministrator,
    p.language, p.created_at as createdAt, p.disabled_at as disabledAt,
    s.token_hash as tokenHash, s.created_at as startedAt, s.seen_at as seenAt, s.expires_at as expiresAt
  from sessions s join people p on p.id = s.person
  where s.token_hash = ? and p.disabled_at is null`

interface FoundRow extends PersonRow {
  readonly tokenHash: string
  readonly startedAt: string
  readonly seenAt: string
  readonly expiresAt: string
}

interface Found {
  readonly person: Person
  readonly session: Session
}

export function sessions({ db, sqlite, memory, now }: Database) {
  const row = sqlite.prepare<[string], FoundRow>(FIND)
  const known = memory.remember((token: string) => foundIn(row.get(hashOfToken(token))))

  /** Gives the token of a new session of fourteen days; only its hash is kept. */
  async function start(person: string): Promise<string> {
    const token = newToken()
    const createdAt = now()
    await db.deleteFrom('sessions').where('expiresAt', '<=', createdAt).execute()
    await db
      .insertInto('sessions')
      .values({
        tokenHash: hashOfToken(token),
        person,
        createdAt,
        seenAt: createdAt,
        expiresAt: daysAfter(createdAt, DAYS),
      })
      .execute()
    return token
  }

  /** The session of a token with its person; undefined once it has expired or the account is disabled. */
  async function find(token: string): Promise<Found | undefined> {
    const found = known(token)
    const at = now()
    if (!found || found.session.expiresAt <= at) return undefined
    const { id, seenAt } = found.session
    if (Date.parse(at) - Date.parse(seenAt) >= SEEN_EVERY) {
      await db.updateTable('sessions').set({ seenAt: at }).where('tokenHash', '=', id).execute()
    }
    return found
  }

  async function end(token: string): Promise<void> {
    await db.deleteFrom('sessions').where('tokenHash', '=', hashOfToken(token)).execute()
  }

  /** Ends all sessions of a person, but for one that may be spared. */
  async function endAll(person: string, exceptToken?: string): Promise<void> {
    const all = db.deleteFrom('sessions').where('person', '=', person)
    const some = exceptToken === undefined ? all : all.where('tokenHash', '!=', hashOfToken(exceptToken))
    await some.execute()
  }

  /** Sessions of a person that hold, the last used first. */
  async function listOf(person: string): Promise<Session[]> {
    const rows = await db
      .selectFrom('sessions')
      .selectAll()
      .where('person', '=', person)
      .where('expiresAt', '>', now())
      .orderBy('seenAt', 'desc')
      .orderBy('tokenHash')
      .execute()
    return rows.map(({ tokenHash: id, ...row }) => ({ id, ...row }))
  }

  return { start, find, end, endAll, listOf }
}

function foundIn(row: FoundRow | undefined): Found | undefined {
  if (!row) return undefined
  const { tokenHash: id, startedAt: createdAt, seenAt, expiresAt, ...person } = row
  return { person: personOf(person), session: { id, person: person.id, createdAt, seenAt, expiresAt } }
}
