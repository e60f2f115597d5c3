/** One entry of the trail, and how it hangs on the one before. */
import { hash } from 'node:crypto'
import type Sqlite from 'better-sqlite3'
import canonicalize from 'canonicalize'
import type { Kysely } from 'kysely'
import type { AuditRow, Tables } from './tables.js'

export type AuditAction =
  | 'answer'
  | 'agreed'
  | 'assessment'
  | 'round'
  | 'round-state'
  | 'frame'
  | 'body'
  | 'opening'
  | 'finding'
  | 'action'
  | 'participant'
  | 'invitation'
  | 'person'
  | 'version'
  | 'submission'
  | 'sign-off'
  | 'attendance'
  | 'postponed'
  | 'quorum'
  | 'reason'
  | 'discussion'

/** Ids, codes and hashes: what people wrote stands in its own place. */
export type AuditDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

export interface AuditEntry {
  /** From 1, without gaps. */
  readonly seq: number
  readonly at: string
  /** Who did it, with the name of that moment; null for the program itself. */
  readonly person: string | null
  readonly personName: string | null
  readonly assessment: string | null
  readonly round: string | null
  readonly action: AuditAction
  readonly details: AuditDetails
  /** Hash of the entry before; '' for the first. */
  readonly previous: string
  /** SHA-256 in hexadecimal of `previous` and the canonical JSON (RFC 8785) of the rest. */
  readonly hash: string
}

export type NewEntry = Omit<AuditEntry, 'seq' | 'previous' | 'hash'>

/** The last entry of a trail; `seq` 0 before the first. */
export type AuditHead = Pick<AuditEntry, 'seq' | 'hash'>

/** Setting that repeats the last entry, so that an end cut off shows. */
export const HEAD_SETTING = 'audit.head'

/** The row of an entry that follows another. */
function entryAfter(head: AuditHead, { details, ...entry }: NewEntry): AuditRow {
  const seq = head.seq + 1
  const row = { ...entry, seq, details: inOrder(details), previous: head.hash }
  return { ...row, details: JSON.stringify(row.details), hash: hashOfEntry(row) }
}

/**
 * Canonical JSON (RFC 8785) sorts keys and writes texts, whole numbers, truth and null as `JSON.stringify` does: with
 * the keys in order that is all there is to it, in a third of the time of the general way.
 */
function hashOfEntry({ previous, seq, at, person, personName, assessment, round, action, details }: Unhashed): string {
  return sha256(previous + JSON.stringify({ action, assessment, at, details, person, personName, round, seq }))
}

type Unhashed = Omit<AuditEntry, 'hash'>

function inOrder(details: AuditDetails): AuditDetails {
  const keys = Object.keys(details)
  if (keys.every((key, index) => index === 0 || keys[index - 1] < key)) return details
  return Object.fromEntries(keys.sort().map((key) => [key, details[key]]))
}

/** What an entry says of an answer's event: with its hash no word of the value can change unseen. */
export function detailsOfEvent({ seq: event, body, item, value, basedOn }: KeptEvent): AuditDetails {
  const digest = sha256(value ?? 'null')
  return body === '' ? { basedOn, event, item, sha256: digest } : { basedOn, body, event, item, sha256: digest }
}

export interface KeptEvent {
  readonly seq: number
  readonly body: string
  readonly item: string
  readonly value: string | null
  readonly basedOn: number | null
}

export const canonical = (value: unknown): string => canonicalize(value) ?? ''

export const sha256 = (text: string): string => hash('sha256', text)

/** Rows of one statement: far below the number of values that either database takes. */
const ROWS = 500

/** Adds entries in the transaction of what they tell, in their order. */
export async function appendEntries(db: Kysely<Tables>, entries: readonly NewEntry[]): Promise<void> {
  let head = await headOfTrail(db)
  const rows = entries.map((entry) => {
    const row = entryAfter(head, entry)
    head = row
    return row
  })
  for (let start = 0; start < rows.length; start += ROWS) {
    await db
      .insertInto('audit')
      .values(rows.slice(start, start + ROWS))
      .execute()
  }
  const value = headText(head)
  await db
    .insertInto('settings')
    .values({ name: HEAD_SETTING, value })
    .onConflict((on) => on.column('name').doUpdateSet({ value }))
    .execute()
}

export async function headOfTrail(db: Kysely<Tables>): Promise<AuditHead> {
  const query = db.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1)
  return (await query.executeTakeFirst()) ?? { seq: 0, hash: '' }
}

export const headText = ({ seq, hash }: AuditHead): string => `${seq} ${hash}`

/** The same on the hot path: `start` reads the head, `add` chains one entry, `end` keeps the head. */
export function entryWriter(sqlite: Sqlite.Database) {
  const last = sqlite.prepare<[], AuditHead>('select seq, hash from audit order by seq desc limit 1')
  const append = sqlite.prepare(
    `insert into audit (seq, at, person, person_name, assessment, round, action, details, previous, hash)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const keep = sqlite.prepare(
    'insert into settings (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
  )
  let head: AuditHead = { seq: 0, hash: '' }
  let first = head

  function start(): void {
    head = last.get() ?? { seq: 0, hash: '' }
    first = head
  }

  function add(entry: NewEntry): void {
    const row = entryAfter(head, entry)
    const { seq, at, person, personName, assessment, round, action, details, previous, hash } = row
    append.run(seq, at, person, personName, assessment, round, action, details, previous, hash)
    head = row
  }

  function end(): void {
    if (head !== first) keep.run(HEAD_SETTING, headText(head))
  }

  return { start, add, end }
}
