/** Rounds: one run of a questionnaire in an assessment, from preparing to closed. */
import type { Updateable } from 'kysely'
import type { LoadedDefinition } from '../definitions/index.js'
import { MalinesError } from '../errors.js'
import type { Form, Result, Round } from '../rules/model.js'
import type { Actions } from './actions.js'
import type { CurrentAnswer } from './answers.js'
import type { Assessment } from './assessments.js'
import { type AuditDetails, sha256 } from './audit-entry.js'
import { isClosedEver, roundClosings } from './closings.js'
import type { Database } from './database.js'
import type { Definitions } from './definitions.js'
import type { Findings } from './findings.js'
import type { RoundCache } from './round-cache.js'
import { addRound, HEAD } from './round-heads.js'
import { roundImport } from './round-import.js'
import { roundLoader } from './round-loader.js'
import { roundPast } from './round-past.js'
import { roundRegister } from './round-register.js'
import { roundStates } from './round-states.js'
import type { Tables } from './tables.js'
import type { Write, Writing } from './writing.js'

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

export function rounds(
  database: Database,
  cache: RoundCache,
  definitions: Definitions,
  write: Write,
  findings: Findings,
  actions: Actions,
) {
  const { db } = database
  const { load, definitionOf } = roundLoader(database, cache, definitions)
  const past = roundPast(database, cache, definitions)

  /** A round in preparation. Errors: `not-found` without such an assessment or questionnaire. */
  async function create(round: NewRound, by: string | null): Promise<RoundHead> {
    return write(async (writing) => {
      const head = await addRound(writing.db, writing.at, round)
      await told(writing, head.id, 'round', by, { change: 'created' })
      return head
    })
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
  async function update(id: string, change: RoundChange, by: string | null): Promise<RoundHead> {
    return write(async (writing) => {
      const head = await setRound(writing, id, change)
      await told(writing, id, 'round', by, { change: 'settings', keys: Object.keys(change) })
      return head
    })
  }

  /** Takes the place of the whole frame. Errors: `not-found`. */
  async function saveFrame(id: string, frame: RoundFrame, by: string | null): Promise<void> {
    const text = JSON.stringify(frame)
    await write(async (writing) => {
      await setRound(writing, id, { frame: text })
      await told(writing, id, 'frame', by, { sha256: sha256(text) })
    })
  }

  /** The result that was kept when the round was closed. */
  async function result(id: string): Promise<Result | undefined> {
    const row = await db.selectFrom('rounds').select('result').where('id', '=', id).executeTakeFirst()
    return typeof row?.result === 'string' ? JSON.parse(row.result) : undefined
  }

  /** Errors: `conflict` once it has been opened, has an answer or was ever closed; `not-found`. */
  async function remove(id: string, by: string | null): Promise<void> {
    await write(async ({ db, note, changed }) => {
      const head = await db.selectFrom('rounds').select(['state', 'assessment']).where('id', '=', id).executeTakeFirst()
      if (!head) missing()
      const events = db.selectFrom('answerEvents').select('seq').where('round', '=', id).limit(1)
      if (head.state !== 'preparing' || (await events.executeTakeFirst()) || (await isClosedEver(db, id))) {
        throw new MalinesError('conflict', 'Only a round in preparation without answers can be deleted.')
      }
      await db.deleteFrom('rounds').where('id', '=', id).execute()
      await note({ action: 'round', by, round: id, assessment: head.assessment, details: { change: 'deleted' } })
      changed({ round: id, kind: 'round' })
    })
  }

  return {
    ...{ create, find, listOf, listAll, update, saveFrame, result, delete: remove, load, ...past },
    importRound: roundImport(write),
    ...roundRegister(database, write, findings, actions),
    ...roundStates(write, cache, definitionOf),
    ...roundClosings(database, past.at),
  }
}

async function told(
  writing: Writing,
  round: string,
  action: 'round' | 'frame',
  by: string | null,
  details: AuditDetails,
): Promise<void> {
  await writing.keepPart(round, by)
  await writing.note({ action, by, round, details })
  writing.changed({ round, kind: 'round' })
}

/** Changes a round's row. Errors: `not-found`. */
export async function setRound({ db }: Writing, id: string, change: Updateable<Tables['rounds']>): Promise<RoundHead> {
  // Setting the id to itself keeps the statement whole when nothing changes.
  const query = db
    .updateTable('rounds')
    .set({ id, ...change })
    .where('id', '=', id)
  return (await query.returning(HEAD).executeTakeFirst()) ?? missing()
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such round.')
}
