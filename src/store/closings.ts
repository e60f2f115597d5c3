/** Closing: the result is kept and sealed with all that it rests on; a round is opened again only with a reason. */
import type { Kysely } from 'kysely'
import { MalinesError } from '../errors.js'
import type { Result, Round } from '../rules/model.js'
import { canonical, sha256 } from './audit-entry.js'
import type { Database } from './database.js'
import { lastEventOf } from './round-parts.js'
import type { roundPast } from './round-past.js'
import type { Tables } from './tables.js'
import type { Writing } from './writing.js'

export interface Closing {
  readonly at: string
  readonly person: string | null
  readonly personName: string | null
  readonly definitionHash: string
  /** Version of the method. */
  readonly method: string
  readonly result: Result
  /** See `sealOf`. */
  readonly seal: string
  /** The round as it was closed: `rounds.at(round, seq, part)`. */
  readonly seq: number
  readonly part: number
  /** What was said to it, such as why a voice is missing. */
  readonly note: string | null
  /** Null while the closing holds. */
  readonly reopened: { readonly at: string; readonly by: string | null; readonly reason: string | null } | null
}

export interface Sealed {
  /** Hash of the questionnaire. */
  readonly definition: string
  readonly method: string
  readonly round: Round
  readonly result: Result
}

/**
 * `sha256:…` over the canonical JSON (RFC 8785) of `{definition, method, result, round}`: the questionnaire's hash, the
 * method's version, the result and the round as their files hold them.
 */
export function sealOf({ definition, method, result, round }: Sealed): string {
  // Through JSON, so that a round in memory and one read from a file are the same.
  return `sha256:${sha256(canonical(JSON.parse(JSON.stringify({ definition, method, result, round }))))}`
}

interface NewlyClosed {
  readonly id: string
  readonly by: string | null
  readonly sealed: Sealed
  readonly part: number
  readonly note: string | null
}

/** Keeps what a round was closed with, in the transaction that closes it; `part` is the closed round's. */
export async function keepClosing({ db, at }: Writing, { id, by, sealed, part, note }: NewlyClosed): Promise<string> {
  const seal = sealOf(sealed)
  await db
    .insertInto('closings')
    .values({
      ...{ round: id, at, person: by, definitionHash: sealed.definition, method: sealed.method, seal, part, note },
      ...{ result: JSON.stringify(sealed.result), afterEvent: await lastEventOf(db, id) },
      ...{ reopenedAt: null, reopenedBy: null, reason: null },
    })
    .execute()
  return seal
}

/** Ends the closing that holds, with the names under it. */
export async function endClosing({ db, at }: Writing, id: string, by: string | null, reason: string | null) {
  const change = { reopenedAt: at, reopenedBy: by, reason }
  await db.updateTable('closings').set(change).where('round', '=', id).where('reopenedAt', 'is', null).execute()
  const signed = await db.deleteFrom('signOffs').where('round', '=', id).returning('voice').execute()
  return signed.map(({ voice }) => voice).sort()
}

export async function isClosedEver(db: Kysely<Tables>, id: string): Promise<boolean> {
  const query = db.selectFrom('closings').select('seq').where('round', '=', id).limit(1)
  return (await query.executeTakeFirst()) !== undefined
}

export function roundClosings({ db }: Database, at: ReturnType<typeof roundPast>['at']) {
  /** Every time that a round was closed, the oldest first; the last one holds unless it was opened again. */
  async function closings(round: string): Promise<Closing[]> {
    const rows = await db
      .selectFrom('closings')
      .leftJoin('people', 'people.id', 'closings.person')
      .select([
        'at',
        'person',
        'people.name as personName',
        'definitionHash',
        'method',
        'result',
        'seal',
        'part',
        'note',
      ])
      .select(['afterEvent as seq', 'reopenedAt', 'reopenedBy', 'reason'])
      .where('round', '=', round)
      .orderBy('closings.seq')
      .execute()
    return rows.map(({ result, reopenedAt, reopenedBy: by, reason, ...row }) => ({
      ...{ ...row, result: JSON.parse(result) },
      reopened: reopenedAt === null ? null : { at: reopenedAt, by, reason },
    }))
  }

  /** The closing that holds now; undefined while the round is open, or when it was closed by an older version. */
  async function closing(round: string): Promise<Closing | undefined> {
    const last = (await closings(round)).at(-1)
    return last?.reopened === null ? last : undefined
  }

  /** Whether the round and result in the store are those that a closing was sealed over, and the result kept the same. */
  async function isSealed(round: string, kept: Closing): Promise<boolean> {
    const { definitionHash: definition, method, result, seal, seq, part, reopened } = kept
    const past = await at(round, seq, part)
    if (sealOf({ definition, method, result, round: past.round }) !== seal) return false
    if (past.head.definitionHash !== definition) return false
    return reopened !== null || (await isShown(round, result))
  }

  /** Whether a closed round shows the result that was sealed. */
  async function isShown(round: string, sealed: Result): Promise<boolean> {
    const row = await db.selectFrom('rounds').select('result').where('id', '=', round).executeTakeFirst()
    return row?.result === JSON.stringify(sealed)
  }

  return { closings, closing, isSealed }
}

/** Errors: `invalid` when no reason is given. */
export function checkedReason(reason: string): string {
  const trimmed = reason.trim()
  if (trimmed !== '' && trimmed.length <= 1000) return trimmed
  throw new MalinesError('invalid', 'Opening a closed round again needs a reason, of at most 1,000 characters.')
}
