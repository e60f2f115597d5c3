/** Assessments: the places that look at themselves, round after round. */
import { randomUUID } from 'node:crypto'
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import type { RoundCache } from './round-cache.js'

export interface Assessment {
  readonly id: string
  readonly name: string
  /** Two capital letters. */
  readonly country: string | null
  readonly createdAt: string
}

export type Assessments = ReturnType<typeof assessments>

export function assessments({ db, now }: Database, cache: RoundCache) {
  async function create({ name, country }: { name: string; country?: string | null }): Promise<Assessment> {
    const assessment = { id: randomUUID(), name: name.trim(), country: country ?? null, createdAt: now() }
    await db.insertInto('assessments').values(assessment).execute()
    return assessment
  }

  async function find(id: string): Promise<Assessment | undefined> {
    return db.selectFrom('assessments').selectAll().where('id', '=', id).executeTakeFirst()
  }

  /** @throws {MalinesError} `not-found` */
  async function get(id: string): Promise<Assessment> {
    return (await find(id)) ?? missing()
  }

  /** All of them, by name. */
  async function list(): Promise<Assessment[]> {
    return db.selectFrom('assessments').selectAll().orderBy('name').orderBy('id').execute()
  }

  /** @throws {MalinesError} `not-found` */
  async function update(id: string, change: { name?: string; country?: string | null }): Promise<Assessment> {
    const query = db
      .updateTable('assessments')
      .set({ id, ...change })
      .where('id', '=', id)
    const row = await query.returningAll().executeTakeFirst()
    cache.clear()
    return row ?? missing()
  }

  return { create, find, get, list, update }
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such assessment.')
}
