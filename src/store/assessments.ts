/** Assessments: the places that look at themselves, round after round. */
import { randomUUID } from 'node:crypto'
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import type { Write } from './writing.js'

export interface Assessment {
  readonly id: string
  readonly name: string
  /** Two capital letters. */
  readonly country: string | null
  readonly createdAt: string
}

export interface NewAssessment {
  readonly name: string
  readonly country?: string | null
}

export type Assessments = ReturnType<typeof assessments>

export function assessments({ db }: Database, write: Write) {
  async function create(place: NewAssessment, by: string | null): Promise<Assessment> {
    const { name, country = null } = place
    return write(async ({ db, at, note }) => {
      const assessment = { id: randomUUID(), name: name.trim(), country, createdAt: at }
      await db.insertInto('assessments').values(assessment).execute()
      await note({ action: 'assessment', by, assessment: assessment.id, details: { change: 'created' } })
      return assessment
    })
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
  async function update(id: string, change: Partial<NewAssessment>, by: string | null): Promise<Assessment> {
    return write(async ({ db, note, keepPart, changed }) => {
      const query = db
        .updateTable('assessments')
        .set({ id, ...change })
        .where('id', '=', id)
      const row = (await query.returningAll().executeTakeFirst()) ?? missing()
      await note({ action: 'assessment', by, assessment: id, details: { change: 'changed' } })
      const rounds = await db.selectFrom('rounds').select('id').where('assessment', '=', id).orderBy('place').execute()
      for (const round of rounds) {
        await keepPart(round.id, by)
        changed({ round: round.id, kind: 'round' })
      }
      return row
    })
  }

  return { create, find, get, list, update }
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such assessment.')
}
