/** A change, its entry in the trail and what the round was like after it, in one transaction; told after the commit. */
import type { Kysely } from 'kysely'
import { type AuditAction, type AuditDetails, appendEntries, type NewEntry } from './audit-entry.js'
import type { RoundChanged } from './changes.js'
import type { Database } from './database.js'
import type { RoundCache } from './round-cache.js'
import { keepPart } from './round-parts.js'
import type { Tables } from './tables.js'

/** What a change may do while its transaction is open. */
export interface Writing {
  readonly db: Kysely<Tables>
  /** The moment of the change. */
  readonly at: string
  /** Adds an entry to the trail, after all that were added before. */
  readonly note: (note: Note) => Promise<void>
  /** Keeps the round beside its answers as it is now, if that changed; gives the part's number. */
  readonly keepPart: (round: string, by: string | null) => Promise<number>
  /** Tells listeners after the commit, once the round in memory is put aside. */
  readonly changed: (change: RoundChanged) => void
}

export interface Note {
  readonly action: AuditAction
  /** Id of the person who did it; null for the program itself. */
  readonly by: string | null
  /** The round's own unless given. */
  readonly assessment?: string | null
  readonly round?: string | null
  readonly details?: AuditDetails
}

/** What a stored round does not hold. */
const BESIDE: ReadonlySet<RoundChanged['kind']> = new Set(['discussion', 'workflow'])

export type Write = ReturnType<typeof writer>

export function writer({ db, now }: Database, cache: RoundCache, report: (change: RoundChanged) => void) {
  return async function write<T>(work: (writing: Writing) => Promise<T>): Promise<T> {
    const told: RoundChanged[] = []
    const result = await db.transaction().execute((tx) => {
      const at = now()
      return work({
        db: tx,
        at,
        note: async (note) => appendEntries(tx, [await entryOf(tx, at, note)]),
        keepPart: (round, by) => keepPart(tx, at, round, by),
        changed: (change) => {
          told.push(change)
        },
      })
    })
    for (const { round, kind } of told) if (!BESIDE.has(kind)) cache.drop(round)
    for (const change of told) report(change)
    return result
  }
}

async function entryOf(db: Kysely<Tables>, at: string, note: Note): Promise<NewEntry> {
  const { action, by, round = null, details = {} } = note
  return {
    ...{ at, person: by, personName: by === null ? null : await nameOf(db, by) },
    ...{ assessment: note.assessment ?? (round === null ? null : await assessmentOf(db, round)), round },
    ...{ action, details: wellFormed(details) },
  }
}

async function nameOf(db: Kysely<Tables>, person: string): Promise<string | null> {
  const row = await db.selectFrom('people').select('name').where('id', '=', person).executeTakeFirst()
  return row?.name ?? null
}

async function assessmentOf(db: Kysely<Tables>, round: string): Promise<string | null> {
  const row = await db.selectFrom('rounds').select('assessment').where('id', '=', round).executeTakeFirst()
  return row?.assessment ?? null
}

/** Half of a character is none: canonical JSON refuses it, and the database keeps a mark in its place. */
function wellFormed(details: AuditDetails): AuditDetails {
  return JSON.parse(JSON.stringify(details, (_, value) => (typeof value === 'string' ? whole(value) : value)))
}

const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD')
