/** Whether the trail and the events of answers are what they were. */
import type { Kysely } from 'kysely'
import { type AuditCheck, entryOf } from './audit.js'
import {
  type AuditEntry,
  type AuditHead,
  canonical,
  detailsOfEvent,
  HEAD_SETTING,
  headText,
  sha256,
} from './audit-entry.js'
import type { AuditRow, Tables } from './tables.js'

/**
 * - `missing`: an entry was taken out, or the end cut off
 * - `changed`: an entry is not what its hash says
 * - `unchained`: an entry does not follow the one before
 * - `event-changed`: an event of an answer is not what its entry says
 * - `event-missing`: an entry's event was taken out
 * - `event-unknown`: an event has no entry
 * - `current-changed`: what stands as the current answer is not its last event
 * - `other`: the entry that was noted elsewhere had another hash
 */
type AuditReason =
  | 'missing'
  | 'changed'
  | 'unchained'
  | 'event-changed'
  | 'event-missing'
  | 'event-unknown'
  | 'current-changed'
  | 'other'

/** `seq` is the entry's number; the event's for `event-unknown` and `current-changed`. */
export interface AuditFault {
  readonly seq: number
  readonly reason: AuditReason
}

/** Rows are read a thousand at a time, and others may work in between. */
const AT_ONCE = 1000
/** Before every number, also one that somebody put in. */
const FIRST = Number.MIN_SAFE_INTEGER

export async function checkTrail(db: Kysely<Tables>, noted?: AuditHead): Promise<AuditCheck> {
  // Everything after this moment is left alone: later rows have greater numbers.
  const moment = await db.connection().execute(async (held) => ({
    last: (await held.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst())?.seq ?? 0,
    event: await lastEvent(held),
    kept: (await held.selectFrom('settings').select('value').where('name', '=', HEAD_SETTING).executeTakeFirst())
      ?.value,
    current: (await wrongCurrent(held)) ?? (await strayCurrent(held)),
  }))
  const events = eventsOf(db, moment.event)
  let head: AuditHead = { seq: 0, hash: '' }
  const ends = (reason: AuditReason, seq: number): AuditCheck => ({ entries: head.seq, head, fault: { seq, reason } })
  for await (const row of entriesOf(db, moment.last)) {
    const reason = entryFault(row, head) ?? (row.seq === noted?.seq && row.hash !== noted.hash ? 'other' : undefined)
    if (reason) return ends(reason, reason === 'missing' ? head.seq + 1 : row.seq)
    const entry = entryOf(row)
    const eventFault = isOfEvent(entry) ? await faultOfEvent(entry, events) : undefined
    if (eventFault) return ends(eventFault.reason, eventFault.seq)
    head = { seq: row.seq, hash: row.hash }
  }
  const isWhole = (moment.kept ?? headText({ seq: 0, hash: '' })) === headText(head) && (noted?.seq ?? 0) <= head.seq
  if (!isWhole) return ends('missing', head.seq + 1)
  const left = await events.next()
  if (!left.done) return ends('event-unknown', left.value.seq)
  if (moment.current !== undefined) return ends('current-changed', moment.current)
  return { entries: head.seq, head }
}

function entryFault(row: AuditRow, head: AuditHead): AuditReason | undefined {
  if (row.seq !== head.seq + 1) return 'missing'
  if (row.previous !== head.hash) return 'unchained'
  try {
    const { previous, hash, ...rest } = entryOf(row)
    const isSame = sha256(previous + canonical(rest)) === hash && canonical(rest.details) === row.details
    return isSame ? undefined : 'changed'
  } catch {
    // Details that are no JSON any more.
    return 'changed'
  }
}

const isOfEvent = ({ action }: AuditEntry): boolean => action === 'answer' || action === 'agreed'

interface EventRow {
  readonly seq: number
  readonly round: string
  readonly body: string
  readonly item: string
  readonly value: string | null
  readonly basedOn: number | null
  readonly person: string | null
  readonly at: string
}

/** Entries of answers stand in the order of their events. */
async function faultOfEvent(entry: AuditEntry, events: AsyncIterator<EventRow>): Promise<AuditFault | undefined> {
  const { value: event, done } = await events.next()
  const number = Number(entry.details.event)
  if (done || event.seq > number) return { seq: entry.seq, reason: 'event-missing' }
  if (event.seq < number) return { seq: event.seq, reason: 'event-unknown' }
  const isSame =
    canonical(detailsOfEvent(event)) === canonical(entry.details) &&
    (entry.action === 'agreed') === (event.body === '') &&
    event.round === entry.round &&
    event.person === entry.person &&
    event.at === entry.at
  return isSame ? undefined : { seq: entry.seq, reason: 'event-changed' }
}

async function* entriesOf(db: Kysely<Tables>, last: number): AsyncGenerator<AuditRow, undefined> {
  for (let seq = FIRST; seq < last; ) {
    const query = db.selectFrom('audit').selectAll().where('seq', '>', seq).where('seq', '<=', last)
    const rows = await query.orderBy('seq').limit(AT_ONCE).execute()
    yield* rows
    seq = rows.at(-1)?.seq ?? last
  }
}

async function* eventsOf(db: Kysely<Tables>, last: number): AsyncGenerator<EventRow, undefined> {
  const columns = ['seq', 'round', 'body', 'item', 'value', 'basedOn', 'person', 'at'] as const
  for (let seq = FIRST; seq < last; ) {
    const query = db.selectFrom('answerEvents').select(columns).where('seq', '>', seq).where('seq', '<=', last)
    const rows = await query.orderBy('seq').limit(AT_ONCE).execute()
    yield* rows
    seq = rows.at(-1)?.seq ?? last
  }
}

async function lastEvent(db: Kysely<Tables>): Promise<number> {
  const query = db.selectFrom('answerEvents').select(({ fn }) => fn.max('seq').as('seq'))
  return Number((await query.executeTakeFirst())?.seq ?? 0)
}

/** An item whose current answer does not stand on its first and last event, by the number of its last. */
async function wrongCurrent(db: Kysely<Tables>): Promise<number | undefined> {
  const ends = db
    .selectFrom('answerEvents')
    .select(({ fn }) => ['round', 'body', 'item', fn.min('seq').as('first'), fn.max('seq').as('last')])
    .groupBy(['round', 'body', 'item'])
    .as('ends')
  const row = await db
    .selectFrom(ends)
    .leftJoin('answers', (join) =>
      join
        .onRef('answers.round', '=', 'ends.round')
        .onRef('answers.body', '=', 'ends.body')
        .onRef('answers.item', '=', 'ends.item'),
    )
    .select('ends.last')
    .where(({ eb, or, ref }) =>
      or([
        eb('answers.seq', 'is', null),
        eb('answers.seq', '!=', ref('ends.last')),
        eb('answers.firstSeq', '!=', ref('ends.first')),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? undefined : Number(row.last)
}

/** A current answer that is another item's event, by the event's number. */
async function strayCurrent(db: Kysely<Tables>): Promise<number | undefined> {
  const row = await db
    .selectFrom('answers')
    .leftJoin('answerEvents', (join) =>
      join
        .onRef('answerEvents.seq', '=', 'answers.seq')
        .onRef('answerEvents.round', '=', 'answers.round')
        .onRef('answerEvents.body', '=', 'answers.body')
        .onRef('answerEvents.item', '=', 'answers.item'),
    )
    .select('answers.seq')
    .where('answerEvents.seq', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row?.seq
}
