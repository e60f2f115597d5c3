/** A round file becomes a round: all of it or nothing. */
import type { AgreedAnswer, Position, Round } from '../rules/model.js'
import type { Database } from './database.js'
import { addRound, HEAD } from './round-heads.js'
import type { RoundFrame, RoundHead, RoundState } from './rounds.js'

export interface ImportOptions {
  readonly state: RoundState
  readonly definitionHash: string
  readonly previous?: string | null
}

/** Rows of one statement: far below the number of values that either database takes. */
const ROWS = 500

export function roundImport({ db, now }: Database) {
  /**
   * Adds a sound round to an assessment, whose own name and country hold. Its answers become events by nobody.
   * Errors: `not-found` without such an assessment, questionnaire or previous round.
   */
  return async function importRound(assessment: string, round: Round, options: ImportOptions): Promise<RoundHead> {
    const at = now()
    const { state, definitionHash, previous } = options
    return db.transaction().execute(async (tx) => {
      const { id } = await addRound(tx, at, {
        assessment,
        name: round.round.name,
        definitionHash,
        form: round.definition.form,
        closesOn: round.round.closesOn,
        previous,
        frame: frameOf(round),
      })
      const bodies = round.bodies.map((body, place) => ({ round: id, place, ...body, group: body.group ?? null }))
      await inChunks(bodies, (rows) => tx.insertInto('bodies').values(rows).execute())
      await inChunks(registered(id, round.findings), (rows) => tx.insertInto('findings').values(rows).execute())
      await inChunks(registered(id, round.actions), (rows) => tx.insertInto('actions').values(rows).execute())
      await inChunks(eventsOf(id, round, at), (rows) => tx.insertInto('answerEvents').values(rows).execute())
      const first = tx.selectFrom('answerEvents').select(['round', 'body', 'item', 'seq', 'seq as firstSeq'])
      await tx
        .insertInto('answers')
        .columns(['round', 'body', 'item', 'seq', 'firstSeq'])
        .expression(first.where('round', '=', id))
        .execute()
      const moments = { openedAt: state === 'preparing' ? null : at, closedAt: state === 'closed' ? at : null }
      const query = tx
        .updateTable('rounds')
        .set({ state, ...moments })
        .where('id', '=', id)
      return query.returning(HEAD).executeTakeFirstOrThrow()
    })
  }
}

function frameOf(round: Round): RoundFrame {
  const { profile, profileSources, conventionsInForce, conventions, outOfScope, method } = round
  return { profile, profileSources, conventionsInForce, conventions, outOfScope, method }
}

function registered(round: string, entries: readonly { readonly id: string }[] = []) {
  return entries.map((entry, place) => ({ round, id: entry.id, place, value: JSON.stringify(entry) }))
}

function eventsOf(round: string, { positions = [], agreed = [] }: Round, at: string) {
  const answers: readonly { readonly body: string; readonly answer: Omit<Position, 'body'> | AgreedAnswer }[] = [
    ...positions.map(({ body, ...answer }) => ({ body, answer })),
    ...agreed.map((answer) => ({ body: '', answer })),
  ]
  return answers.map(({ body, answer: { item, ...value } }, index) => ({
    ...{ round, body, item, value: JSON.stringify(value) },
    ...{ basedOn: null, key: `import ${index}`, person: null, at },
  }))
}

async function inChunks<T>(rows: readonly T[], insert: (chunk: readonly T[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS) await insert(rows.slice(start, start + ROWS))
}
