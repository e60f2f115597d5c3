/** The rows of rounds: which columns make a head, and how one comes into being. */
import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { MalinesError } from '../errors.js'
import type { NewRound, RoundHead } from './rounds.js'
import type { Tables } from './tables.js'

export const HEAD = [
  ...(['id', 'assessment', 'name', 'definitionHash', 'form', 'state', 'reveal', 'closesOn', 'timeZone'] as const),
  ...(['previous', 'createdAt', 'openedAt', 'closedAt'] as const),
] as const

/** Adds a round in preparation. Errors: `not-found` without its assessment, questionnaire or previous round. */
export async function addRound(db: Kysely<Tables>, at: string, round: NewRound): Promise<RoundHead> {
  const { assessment, definitionHash, previous = null } = round
  const exists = {
    assessment: await db.selectFrom('assessments').select('id').where('id', '=', assessment).executeTakeFirst(),
    questionnaire: await db
      .selectFrom('definitions')
      .select('id')
      .where('hash', '=', definitionHash)
      .executeTakeFirst(),
    'previous round':
      previous === null || (await db.selectFrom('rounds').select('id').where('id', '=', previous).executeTakeFirst()),
  }
  for (const [noun, found] of Object.entries(exists)) {
    if (!found) throw new MalinesError('not-found', `There is no such ${noun}.`)
  }
  return db
    .insertInto('rounds')
    .values(({ selectFrom, fn, val, eb }) => ({
      id: randomUUID(),
      place: selectFrom('rounds').select(eb(fn.coalesce(fn.max('place'), val(0)), '+', 1).as('place')),
      assessment,
      name: round.name.trim(),
      definitionHash,
      form: round.form,
      state: 'preparing' as const,
      reveal: round.reveal ?? ('own-answer' as const),
      closesOn: round.closesOn ?? null,
      timeZone: round.timeZone ?? 'UTC',
      previous,
      frame: JSON.stringify(round.frame ?? {}),
      result: null,
      createdAt: at,
      openedAt: null,
      closedAt: null,
    }))
    .returning(HEAD)
    .executeTakeFirstOrThrow()
}
