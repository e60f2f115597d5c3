/** Rounds: one run of a questionnaire in an assessment, from preparing to closed. */
import type { Updateable } from 'kysely'
import type { LoadedDefinition } from '../definitions/index.js'
import { MalinesError } from '../errors.js'
import type { Form, Result, Round } from '../rules/model.js'
import type { CurrentAnswer } from './answers.js'
import type { Assessment } from './assessments.js'
import type { Database } from './database.js'
import type { Definitions } from './definitions.js'
import type { RoundCache } from './round-cache.js'
import { addRound, HEAD } from './round-heads.js'
import { roundImport } from './round-import.js'
import { roundLoader } from './round-loader.js'
import { roundRegister } from './round-register.js'
import type { Tables } from './tables.js'

export type RoundState = 'preparing' | 'open' | 'meeting' | 'closed'
/** When a body sees the others' positions: with its own answer, or once the facilitator opens them. */
export type Reveal = 'own-answer' | 'facilitator'

export interface RoundHead {
  readonly id: string
  readonly assessment: string
  readonly name: string
  readonly definitionHash: string
  readonly form: Form
  readonly state: RoundState
  readonly reveal: Reveal
  /** Last day for answers of bodies, in `timeZone`. */
  readonly closesOn: string | null
  readonly timeZone: string
  /** The round before, to compare with. */
  readonly previous: string | null
  readonly createdAt: string
  /** When it first left `preparing`. */
  readonly openedAt: string | null
  /** Null again when a closed round is opened once more. */
  readonly closedAt: string | null
}

/** What the facilitator sets beside bodies and answers. */
export type RoundFrame = Pick<
  Round,
  'profile' | 'profileSources' | 'conventionsInForce' | 'conventions' | 'outOfScope' | 'method'
>

/** Everything of a round, in memory; one object for each revision, so that scores can be kept beside it. */
export interface StoredRound {
  readonly head: RoundHead
  readonly assessment: Assessment
  readonly definition: LoadedDefinition
  /** The whole round as the method takes it. */
  readonly round: Round
  /** Current answers by `answerKey(body, item)`, also those that were cleared; body '' is the agreed answer. */
  readonly answers: ReadonlyMap<string, CurrentAnswer>
  /** What the facilitator opened: '*' for everything, a sector id, 'cross', 'interdependence', or an item id. */
  readonly openings: readonly string[]
  readonly revision: number
}

export interface NewRound {
  readonly assessment: string
  readonly name: string
  readonly definitionHash: string
  readonly form: Form
  readonly reveal?: Reveal
  readonly closesOn?: string | null
  readonly timeZone?: string
  readonly previous?: string | null
  readonly frame?: RoundFrame
}

export interface RoundChange {
  readonly name?: string
  readonly form?: Form
  readonly reveal?: Reveal
  readonly closesOn?: string | null
  readonly timeZone?: string
}

export type Rounds = ReturnType<typeof rounds>

export function rounds(database: Database, cache: RoundCache, definitions: Definitions) {
  const { db, now } = database

  /** A round in preparation. Errors: `not-found` without such an assessment or questionnaire. */
  async function create(round: NewRound): Promise<RoundHead> {
    return addRound(db, now(), round)
  }

  async function find(id: string): Promise<RoundHead | undefined> {
    return db.selectFrom('rounds').select(HEAD).where('id', '=', id).executeTakeFirst()
  }

  /** Rounds of an assessment, the newest first. */
  async function listOf(assessment: string): Promise<RoundHead[]> {
    const query = db.selectFrom('rounds').select(HEAD).where('assessment', '=', assessment)
    return query.orderBy('place', 'desc').execute()
  }

  /** All rounds, the newest first. */
  async function listAll(): Promise<RoundHead[]> {
    return db.selectFrom('rounds').select(HEAD).orderBy('place', 'desc').execute()
  }

  /** @throws {MalinesError} `not-found` */
  async function update(id: string, change: RoundChange): Promise<RoundHead> {
    return set(id, change)
  }

  /** Takes the place of the whole frame. Errors: `not-found`. */
  async function saveFrame(id: string, frame: RoundFrame): Promise<void> {
    await set(id, { frame: JSON.stringify(frame) })
  }

  /**
   * Any state may follow any other. Closing keeps the result; leaving `closed` clears it.
   * Errors: `not-found`.
   */
  async function setState(id: string, state: RoundState, { result }: { result?: Result } = {}): Promise<RoundHead> {
    const head = (await find(id)) ?? missing()
    const isClosed = state === 'closed'
    return set(id, {
      state,
      openedAt: state === 'preparing' ? head.openedAt : (head.openedAt ?? now()),
      closedAt: isClosed ? (head.closedAt ?? now()) : null,
      ...(isClosed && result === undefined ? {} : { result: isClosed ? JSON.stringify(result) : null }),
    })
  }

  /** The result that was kept when the round was closed. */
  async function result(id: string): Promise<Result | undefined> {
    const row = await db.selectFrom('rounds').select('result').where('id', '=', id).executeTakeFirst()
    return typeof row?.result === 'string' ? JSON.parse(row.result) : undefined
  }

  /** Errors: `conflict` once it has been opened or has an answer; `not-found`. */
  async function remove(id: string): Promise<void> {
    await db.transaction().execute(async (tx) => {
      const head = await tx.selectFrom('rounds').select('state').where('id', '=', id).executeTakeFirst()
      if (!head) missing()
      const answer = await tx
        .selectFrom('answerEvents')
        .select('seq')
        .where('round', '=', id)
        .limit(1)
        .executeTakeFirst()
      if (head.state !== 'preparing' || answer) {
        throw new MalinesError('conflict', 'Only a round in preparation without answers can be deleted.')
      }
      await tx.deleteFrom('rounds').where('id', '=', id).execute()
    })
    cache.drop(id)
  }

  async function set(id: string, change: Updateable<Tables['rounds']>): Promise<RoundHead> {
    const query = db
      .updateTable('rounds')
      .set({ id, ...change })
      .where('id', '=', id)
    const head = await query.returning(HEAD).executeTakeFirst()
    cache.drop(id)
    return head ?? missing()
  }

  return {
    ...{ create, find, listOf, listAll, update, saveFrame, setState, result, delete: remove },
    load: roundLoader(database, cache, definitions),
    importRound: roundImport(database),
    ...roundRegister(database, cache),
  }
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such round.')
}
