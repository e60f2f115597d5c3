/** The SQLite file: opened only when it is sound and not newer than this program, then brought up to date. */
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { CamelCasePlugin, Kysely, Migrator, SqliteDialect } from 'kysely'
import { migrations } from '../../migrations/index.js'
import { MalinesError } from '../errors.js'
import { type Memory, openMemory } from './memory.js'
import type { Tables } from './tables.js'

/** One connection to one file: typed queries, and below them SQLite itself for statements that run together. */
export interface Database {
  readonly db: Kysely<Tables>
  readonly sqlite: Sqlite.Database
  readonly memory: Memory
  readonly now: () => string
}

/** Name of the file in the folder of the data. */
export const FILE = 'malines.sqlite'

/** Pages of 4 kB after which the log goes into the file: a page that many saves touch is then written there once. */
const WAL_PAGES = 8000

/** How long a statement waits for another process that writes, in milliseconds. */
const PATIENCE = 5000

/**
 * Opens `malines.sqlite` in a folder, made when it is missing; `:memory:` keeps nothing.
 * Errors: `invalid` when the folder can't be written, or the file is damaged, newer or another program's; it is left
 * as it is then.
 */
export async function openDatabase(data: string, clock: () => Date): Promise<Database> {
  const file = data === ':memory:' ? data : fileIn(data)
  if (file !== ':memory:' && existsSync(file) && statSync(file).size > 0) inspect(file)
  const sqlite = inWords(file, () => open(file))
  const dialect = new SqliteDialect({ database: sqlite })
  const memory = openMemory(sqlite)
  const db = new Kysely<Tables>({ dialect, plugins: [new CamelCasePlugin(), memory.forgetsWhatIsWritten] })
  try {
    await migrate(db, sqlite)
  } catch (error) {
    sqlite.close()
    throw worded(file, error)
  }
  return { db, sqlite, memory, now: () => clock().toISOString() }
}

function fileIn(folder: string): string {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new MalinesError('invalid', `The folder “${folder}” can’t be made (${reason}). ${ELSEWHERE}`)
  }
  return join(folder, FILE)
}

const ELSEWHERE = 'Choose a folder that this program may write to with MALINES_DATA.'

function open(file: string): Sqlite.Database {
  const sqlite = new Sqlite(file, { timeout: PATIENCE })
  try {
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma(`wal_autocheckpoint = ${WAL_PAGES}`)
  } catch (error) {
    sqlite.close()
    throw error
  }
  return sqlite
}

/** Looks at an existing file without any right to change it. */
function inspect(file: string): void {
  inWords(file, () => {
    const sqlite = new Sqlite(file, { readonly: true, timeout: PATIENCE })
    try {
      checkSound(file, sqlite)
      checkKnown(file, sqlite)
    } finally {
      sqlite.close()
    }
  })
}

function checkSound(file: string, sqlite: Sqlite.Database): void {
  const words = sqlite.pragma('quick_check(1)', { simple: true })
  if (words !== 'ok') throw damaged(file, String(words))
}

function checkKnown(file: string, sqlite: Sqlite.Database): void {
  const tables = sqlite.prepare<[], string>("select name from sqlite_schema where type = 'table'").pluck().all()
  if (tables.length === 0) return
  if (!tables.includes('kysely_migration')) {
    throw new MalinesError('invalid', `The file “${file}” is the database of another program. It was not changed.`)
  }
  const applied = sqlite.prepare<[], string>('select name from kysely_migration order by name').pluck().all()
  const unknown = applied.filter((name) => !Object.hasOwn(migrations, name))
  if (unknown.length === 0) return
  const words = 'was written by a newer version of malines. It was not changed; install that version to open it'
  throw new MalinesError('invalid', `The file “${file}” ${words} (unknown here: ${unknown.join(', ')}).`)
}

function damaged(file: string, reason: string): MalinesError {
  const words = 'is damaged or is no database. It was not changed; put back a copy that is sound'
  return new MalinesError('invalid', `The file “${file}” ${words} (${reason}).`)
}

function inWords<T>(file: string, use: () => T): T {
  try {
    return use()
  } catch (error) {
    throw worded(file, error)
  }
}

/** What SQLite says about a file, for people. */
function worded(file: string, error: unknown): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(error.code)) return damaged(file, error.message)
  return new MalinesError('invalid', `The file “${file}” can’t be opened or written (${error.message}). ${ELSEWHERE}`)
}

/** One transaction around all of it, so that a stop halfway leaves the file as it was. */
async function migrate(db: Kysely<Tables>, sqlite: Sqlite.Database): Promise<void> {
  const provider = { getMigrations: () => Promise.resolve({ ...migrations }) }
  sqlite.exec('begin immediate')
  const { error } = await new Migrator({ db, provider }).migrateToLatest()
  if (error === undefined) sqlite.exec('commit')
  else {
    if (sqlite.inTransaction) sqlite.exec('rollback')
    throw error
  }
}
