/** A round beside its answers, as it is and as it was: kept whole whenever something of it changes. */
import type { Kysely } from 'kysely'
import { MalinesError } from '../errors.js'
import type { Body, Finding, RoundAction } from '../rules/model.js'
import type { RoundParts } from './round-cache.js'
import { HEAD } from './round-heads.js'
import type { RoundFrame } from './rounds.js'
import type { Tables } from './tables.js'

/** Parts of a round without its questionnaire, which the head names. */
export type KeptParts = Omit<RoundParts, 'definition'>

/** The parts as they are now. Errors: `not-found`. */
export async function partsOf(db: Kysely<Tables>, round: string): Promise<KeptParts> {
  const { frame, ...head } = (await headOf(db, round)) ?? missing()
  const assessments = db.selectFrom('assessments').selectAll().where('id', '=', head.assessment)
  return {
    head,
    assessment: await assessments.executeTakeFirstOrThrow(),
    frame,
    bodies: await bodiesOf(db, round),
    findings: await findingsOf(db, round),
    actions: await actionsOf(db, round),
    openings: await openingsOf(db, round),
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

/** A finding that is only proposed is no part of the round. */
async function findingsOf(db: Kysely<Tables>, round: string): Promise<Finding[]> {
  const query = db.selectFrom('findings').select('value').where('round', '=', round).where('isProposed', '=', 0)
  return (await query.orderBy('place').execute()).map(({ value }) => JSON.parse(value))
}

async function actionsOf(db: Kysely<Tables>, round: string): Promise<RoundAction[]> {
  const rows = await db.selectFrom('actions').select('value').where('round', '=', round).orderBy('place').execute()
  return rows.map(({ value }) => JSON.parse(value))
}

async function openingsOf(db: Kysely<Tables>, round: string): Promise<string[]> {
  const query = db.selectFrom('openings').select('target').where('round', '=', round)
  const rows = await query.orderBy('at').orderBy('target').execute()
  return rows.map(({ target }) => target)
}

/** Keeps the parts as they are now, unless they are as they were; gives their number. Errors: `not-found`. */
export async function keepPart(
  db: Kysely<Tables>,
  at: string,
  round: string,
  by: string | null,
  after?: number,
): Promise<number> {
  const parts = await partsOf(db, round)
  const content = JSON.stringify(parts)
  const query = db.selectFrom('roundParts').select(['seq', 'content']).where('round', '=', round)
  const last = await query.orderBy('seq', 'desc').limit(1).executeTakeFirst()
  if (last?.content === content) return last.seq
  const afterEvent = after ?? (await lastEventOf(db, round))
  const { state } = parts.head
  const row = { round, afterEvent, state, at, person: by, content }
  return (await db.insertInto('roundParts').values(row).returning('seq').executeTakeFirstOrThrow()).seq
}

/** Number of the last event of a round's answers, 0 without any. */
export async function lastEventOf(db: Kysely<Tables>, round: string): Promise<number> {
  const query = db.selectFrom('answerEvents').select(({ fn }) => fn.max('seq').as('seq'))
  return Number((await query.where('round', '=', round).executeTakeFirst())?.seq ?? 0)
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such round.')
}
