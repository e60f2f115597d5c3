/** A round file becomes a round: all of it or nothing. */
import type { Kysely } from 'kysely'
import type { AgreedAnswer, Position, Round } from '../rules/model.js'
import { firstActionEvents, registeredActions } from './actions.js'
import { appendEntries, detailsOfEvent, type NewEntry } from './audit-entry.js'
import { addRound, HEAD } from './round-heads.js'
import { keepPart } from './round-parts.js'
import type { RoundFrame, RoundHead, RoundState } from './rounds.js'
import type { Tables } from './tables.js'
import type { Write } from './writing.js'

export interface ImportOptions {
  readonly state: RoundState
  readonly definitionHash: string
  readonly previous?: string | null
}

/** Rows of one statement: far below the number of values that either database takes. */
const ROWS = 500

export function roundImport(write: Write) {
  /**
   * Adds a sound round to an assessment, whose own name and country hold. Its answers become events by nobody, and `by` who brought
   * it in.
   * Errors: `not-found` without such an assessment, questionnaire or previous round.
   */
  return async function importRound(
    assessment: string,
    round: Round,
    options: ImportOptions,
    by: string | null,
  ): Promise<RoundHead> {
    const { state, definitionHash, previous } = options
    return write(async (writing) => {
      const { db: tx, at } = writing
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
      const findings = registered(id, round.findings).map((row) => ({ ...row, person: by, since: at }))
      await inChunks(findings, (rows) => tx.insertInto('findings').values(rows).execute())
      await inChunks(stepsOf(id, round, at, by), (rows) => tx.insertInto('findingEvents').values(rows).execute())
      const actions = await registeredActions(tx, id, round.actions ?? [], previous ?? null)
      await inChunks(actions, (rows) => tx.insertInto('actions').values(rows).execute())
      const steps = firstActionEvents(id, round.actions ?? [], at, by)
      await inChunks(steps, (rows) => tx.insertInto('actionEvents').values(rows).execute())
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
      const head = await query.returning(HEAD).executeTakeFirstOrThrow()
      await keepPart(tx, at, id, by, 0)
      await writing.note({ action: 'round', by, round: id, assessment, details: { change: 'imported', state } })
      await noteEvents(tx, id, assessment)
      writing.changed({ round: id, kind: 'round' })
      return head
    })
  }
}

/** An entry for each answer, as if it had been saved. */
async function noteEvents(db: Kysely<Tables>, round: string, assessment: string): Promise<void> {
  const columns = ['seq', 'body', 'item', 'value', 'basedOn', 'at'] as const
  const events = await db.selectFrom('answerEvents').select(columns).where('round', '=', round).orderBy('seq').execute()
  const entries = events.map(
    (event): NewEntry => ({
      ...{ at: event.at, person: null, personName: null, assessment, round },
      ...{ action: event.body === '' ? 'agreed' : 'answer', details: detailsOfEvent(event) },
    }),
  )
  await appendEntries(db, entries)
}

function frameOf(round: Round): RoundFrame {
  const { profile, profileSources, conventionsInForce, conventions, outOfScope, method } = round
  return { profile, profileSources, conventionsInForce, conventions, outOfScope, method }
}

function registered(round: string, entries: readonly { readonly id: string }[] = []) {
  return entries.map((entry, place) => ({ round, id: entry.id, place, value: JSON.stringify(entry) }))
}

function stepsOf(round: string, { findings = [] }: Round, at: string, person: string | null) {
  return findings.map(({ id, status }) => ({ round, finding: id, at, person, from: null, to: status, note: null }))
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
