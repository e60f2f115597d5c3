/** Findings: contradictions and non-conformities of a round, from being proposed to being resolved. */
import { MalinesError } from '../errors.js'
import type { Finding } from '../rules/model.js'
import type { Database } from './database.js'
import { checkText } from './texts.js'
import type { Write, Writing } from './writing.js'

/** `proposed` findings wait for the facilitator and are no part of the round; `declined` ones are gone from it. */
export type FindingState = Finding['status'] | 'proposed' | 'declined'

/** A finding with what the round file does not hold. */
export interface FiledFinding {
  readonly finding: Finding
  readonly isProposed: boolean
  /** The body that brought it in; null for the facilitator. */
  readonly body: string | null
  readonly person: string | null
  readonly personName: string | null
  /** When it was brought in, or the day that was given for it. */
  readonly since: string
  /** What was said when it last changed its state. */
  readonly note: string | null
}

export interface FindingEvent {
  readonly at: string
  readonly person: string | null
  readonly personName: string | null
  /** Null when it was brought in. */
  readonly from: FindingState | null
  readonly to: FindingState
  readonly note: string | null
}

/** A proposal that did not become a part of the round. */
export interface DeclinedFinding {
  readonly id: string
  /** Undefined when an older version declined it. */
  readonly finding: Finding | undefined
  readonly body: string | null
  /** Who proposed it. */
  readonly person: string | null
  readonly at: string
  readonly byName: string | null
  readonly note: string | null
}

export interface FilingOptions {
  readonly body?: string | null
  /** 1 to 5,000 characters. */
  readonly note?: string | null
  /** True keeps it out of the round until it is accepted; only when it is new. */
  readonly isProposed?: boolean
  /** Day or moment since when it is there. Missing: now for a new one, else as it was. */
  readonly since?: string
}

export type Findings = ReturnType<typeof findings>

export function findings({ db }: Database, write: Write) {
  /**
   * Adds a finding, or takes the place of the one with its id; who brought that in stays, and when unless it is given.
   * Errors: `invalid` note.
   */
  async function save(round: string, finding: Finding, options: FilingOptions, by: string | null) {
    await write((writing) => put(writing, round, finding, options, by))
  }

  /** Resolves a finding or opens it again. Errors: `not-found`; `invalid` note. */
  async function setStatus(
    round: string,
    id: string,
    { status, note }: { readonly status: Finding['status']; readonly note?: string | null },
    by: string | null,
  ): Promise<void> {
    await write(async (writing) => {
      const { finding } = (await rowOf(writing, round, id)) ?? missing()
      await put(writing, round, { ...finding, status }, { note: note ?? null }, by)
    })
  }

  /** Makes a proposed finding a part of the round. Errors: `not-found`; `conflict` when it is one already. */
  async function accept(round: string, id: string, note: string | null, by: string | null) {
    await write(async (writing) => {
      const { finding } = await proposed(writing, round, id)
      const query = writing.db.updateTable('findings').set({ isProposed: 0, note: checkedNote(note) })
      await query.where('round', '=', round).where('id', '=', id).execute()
      await told(writing, round, finding, { from: 'proposed', to: finding.status, note, body: null }, by)
    })
  }

  /** Takes a proposed finding away; its history stays, and what it said. Errors: `not-found`; `conflict` when it was accepted. */
  async function decline(round: string, id: string, note: string | null, by: string | null) {
    await write(async (writing) => {
      const { finding, body } = await proposed(writing, round, id)
      await writing.db.deleteFrom('findings').where('round', '=', round).where('id', '=', id).execute()
      const declined = JSON.stringify({ finding, body })
      const step = { from: 'proposed', to: 'declined', note: checkedNote(note), declined, body } as const
      await told(writing, round, finding, step, by)
    })
  }

  /** All of them, proposed ones too, in the order in which they came. */
  async function listOf(round: string): Promise<FiledFinding[]> {
    const rows = await db
      .selectFrom('findings')
      .leftJoin('people', 'people.id', 'findings.person')
      .innerJoin('rounds', 'rounds.id', 'findings.round')
      .select(['value', 'isProposed', 'body', 'person', 'people.name as personName', 'since', 'note'])
      .select('rounds.createdAt')
      .where('round', '=', round)
      .orderBy('findings.place')
      .execute()
    return rows.map(({ value, isProposed, createdAt, since, ...row }) => ({
      ...{ finding: JSON.parse(value), isProposed: isProposed === 1, since: since ?? createdAt, ...row },
    }))
  }

  /** What became of a finding, the oldest first; also of one that was declined. */
  async function history(round: string, id: string): Promise<FindingEvent[]> {
    return db
      .selectFrom('findingEvents')
      .leftJoin('people', 'people.id', 'findingEvents.person')
      .select(['at', 'person', 'people.name as personName', 'from', 'to', 'note'])
      .where('round', '=', round)
      .where('finding', '=', id)
      .orderBy('seq')
      .execute()
  }

  /** Proposals that were declined, the last one first. */
  async function listDeclined(round: string): Promise<DeclinedFinding[]> {
    const rows = await db
      .selectFrom('findingEvents')
      .leftJoin('people', 'people.id', 'findingEvents.person')
      .select(['finding as id', 'declined', 'at', 'people.name as byName', 'note'])
      .select(({ selectFrom }) =>
        selectFrom('findingEvents as first')
          .select('first.person')
          .whereRef('first.round', '=', 'findingEvents.round')
          .whereRef('first.finding', '=', 'findingEvents.finding')
          .orderBy('first.seq')
          .limit(1)
          .as('person'),
      )
      .where('round', '=', round)
      .where('to', '=', 'declined')
      .orderBy('seq', 'desc')
      .execute()
    return rows.map(({ declined, ...row }) => {
      const said: { finding?: Finding; body?: string | null } = declined === null ? {} : JSON.parse(declined)
      return { ...row, finding: said.finding, body: said.body ?? null }
    })
  }

  return { save, setStatus, accept, decline, listOf, listDeclined, history }
}

async function put(
  writing: Writing,
  round: string,
  finding: Finding,
  { body = null, note = null, isProposed = false, since }: FilingOptions,
  by: string | null,
): Promise<void> {
  const before = await rowOf(writing, round, finding.id)
  const value = JSON.stringify(finding)
  const kept = checkedNote(note)
  if (before) {
    const change = { value, ...(kept === null ? {} : { note: kept }), ...(since === undefined ? {} : { since }) }
    const query = writing.db.updateTable('findings').set(change).where('round', '=', round)
    await query.where('id', '=', finding.id).execute()
  } else {
    await writing.db
      .insertInto('findings')
      .values(({ selectFrom, fn, val, eb }) => ({
        ...{ round, id: finding.id, value, isProposed: Number(isProposed), body, person: by, note: kept },
        since: since ?? writing.at,
        place: selectFrom('findings')
          .select(eb(fn.coalesce(fn.max('place'), val(0)), '+', 1).as('place'))
          .where('round', '=', round),
      }))
      .execute()
  }
  const isWaiting = before?.isProposed ?? isProposed
  const step = { from: before?.state ?? null, to: isWaiting ? 'proposed' : finding.status, note: kept } as const
  await told(writing, round, finding, { ...step, body: isWaiting ? (before?.body ?? body) : null }, by)
}

interface Step extends Pick<FindingEvent, 'from' | 'to' | 'note'> {
  readonly declined?: string
  /** The body whose proposal it is: no other is told of it. Null for what is a part of the round. */
  readonly body: string | null
}

async function told(writing: Writing, round: string, { id }: Finding, of: Step, by: string | null): Promise<void> {
  const { body, ...step } = of
  const { from, to } = step
  if (from !== to || step.note !== null) {
    const event = { round, finding: id, at: writing.at, person: by, declined: null, ...step }
    await writing.db.insertInto('findingEvents').values(event).execute()
  }
  await writing.keepPart(round, by)
  await writing.note({ action: 'finding', by, round, details: { finding: id, from, to } })
  writing.changed({ round, kind: 'finding', ...(body === null ? {} : { body }) })
}

async function rowOf({ db }: Writing, round: string, id: string) {
  const query = db.selectFrom('findings').select(['value', 'isProposed', 'body']).where('round', '=', round)
  const row = await query.where('id', '=', id).executeTakeFirst()
  if (!row) return undefined
  const finding: Finding = JSON.parse(row.value)
  const isProposed = row.isProposed === 1
  const state: FindingState = isProposed ? 'proposed' : finding.status
  return { finding, body: row.body, isProposed, state }
}

async function proposed(writing: Writing, round: string, id: string) {
  const row = (await rowOf(writing, round, id)) ?? missing()
  if (!row.isProposed) throw new MalinesError('conflict', 'This finding is a part of the round already.')
  return row
}

const checkedNote = (note: string | null): string | null => (note === null ? null : checkText(note))

function missing(): never {
  throw new MalinesError('not-found', 'This round has no such finding.')
}
