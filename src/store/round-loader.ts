/** Brings a whole round into memory. */
import type { Kysely } from 'kysely'
import { MalinesError } from '../errors.js'
import type { Body, Finding, RoundAction } from '../rules/model.js'
import { parseValue, type SavedAnswer } from './answers.js'
import type { Database } from './database.js'
import type { Definitions } from './definitions.js'
import type { RoundCache } from './round-cache.js'
import { HEAD } from './round-heads.js'
import type { RoundFrame, StoredRound } from './rounds.js'
import type { Tables } from './tables.js'

export function roundLoader({ db }: Database, cache: RoundCache, definitions: Definitions) {
  /**
   * The whole round as it is now: the same object until something of it changes. Nothing in it may be changed.
   * @throws {MalinesError} `not-found`
   */
  return async function load(id: string): Promise<StoredRound> {
    const known = cache.get(id)
    if (known) return known
    const pinned = await db.selectFrom('rounds').select('definitionHash').where('id', '=', id).executeTakeFirst()
    const definition = await definitions.get(pinned?.definitionHash ?? missing())
    // The connection is held from the first row to the last: nothing is committed between them.
    return db.connection().execute(async (held) => {
      const now = cache.get(id)
      if (now) return now
      const { frame, ...head } = (await headOf(held, id)) ?? missing()
      const assessments = held.selectFrom('assessments').selectAll().where('id', '=', head.assessment)
      const parts = {
        head,
        frame,
        definition,
        assessment: await assessments.executeTakeFirstOrThrow(),
        bodies: await bodiesOf(held, id),
        findings: await listOf<Finding>(held, 'findings', id),
        actions: await listOf<RoundAction>(held, 'actions', id),
        openings: await openingsOf(held, id),
      }
      cache.put(parts, await answersOf(held, id))
      return cache.get(id) ?? missing()
    })
  }
}

async function headOf(db: Kysely<Tables>, id: string) {
  const row = await db.selectFrom('rounds').select(HEAD).select('frame').where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const frame: RoundFrame = JSON.parse(row.frame)
  return { ...row, frame }
}

/** Bodies of a round in the order in which they were added. */
export async function bodiesOf(db: Kysely<Tables>, round: string): Promise<Body[]> {
  const query = db.selectFrom('bodies').select(['id', 'name', 'voice', 'group']).where('round', '=', round)
  const rows = await query.orderBy('place').execute()
  return rows.map(({ group, ...body }) => ({ ...body, ...(group === null ? {} : { group }) }))
}

async function listOf<T>(db: Kysely<Tables>, table: 'findings' | 'actions', round: string): Promise<T[]> {
  const rows = await db.selectFrom(table).select('value').where('round', '=', round).orderBy('place').execute()
  return rows.map(({ value }) => JSON.parse(value))
}

async function openingsOf(db: Kysely<Tables>, round: string): Promise<string[]> {
  const query = db.selectFrom('openings').select('target').where('round', '=', round)
  const rows = await query.orderBy('at').orderBy('target').execute()
  return rows.map(({ target }) => target)
}

async function answersOf(db: Kysely<Tables>, round: string): Promise<Omit<SavedAnswer, 'round'>[]> {
  const rows = await db
    .selectFrom('answers')
    .innerJoin('answerEvents', 'answerEvents.seq', 'answers.seq')
    .leftJoin('people', 'people.id', 'answerEvents.person')
    .select(['answers.body', 'answers.item', 'answers.seq', 'value', 'person', 'people.name as personName', 'at'])
    .where('answers.round', '=', round)
    .orderBy('firstSeq')
    .execute()
  return rows.map(({ body, item, seq: revision, value, ...row }) => ({
    body,
    item,
    answer: { revision, value: parseValue(value), ...row },
  }))
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such round.')
}
