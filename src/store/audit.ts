/** The trail: who did what and when, each entry chained to the one before, so that a change shows. */
import { type AuditFault, checkTrail } from './audit-check.js'
import { type AuditAction, type AuditEntry, type AuditHead, headOfTrail } from './audit-entry.js'
import type { Database } from './database.js'
import type { AuditRow } from './tables.js'
import type { Note, Write } from './writing.js'

/** Whose entries are listed: a round's or an assessment's with all its rounds; all of them without either. */
export interface AuditPlace {
  readonly assessment?: string
  readonly round?: string
}

export interface AuditPage {
  /** Only entries before this number. */
  readonly before?: number
  /** At most so many, 100 unless given. */
  readonly limit?: number
  /** Only these; all of them unless given. */
  readonly actions?: readonly AuditAction[]
}

export interface AuditCheck {
  /** How many entries were looked at. */
  readonly entries: number
  /** The last entry; written down elsewhere it shows later that all up to it is as it was. */
  readonly head: AuditHead
  /** The first thing that is wrong. */
  readonly fault?: AuditFault
}

export type Audit = ReturnType<typeof audit>

export function audit({ db }: Database, write: Write) {
  /** Adds an entry that goes with no change of the store, such as an export. */
  const add = (note: Note): Promise<void> => write((writing) => writing.note(note))

  /** The newest first; the next page is `before` the last entry's `seq`. */
  async function listOf({ assessment, round }: AuditPlace, { before, limit = 100, actions }: AuditPage = {}) {
    let query = db.selectFrom('audit').selectAll().orderBy('seq', 'desc').limit(limit)
    if (assessment !== undefined) query = query.where('assessment', '=', assessment)
    if (round !== undefined) query = query.where('round', '=', round)
    if (actions !== undefined) query = query.where('action', 'in', [...actions])
    if (before !== undefined) query = query.where('seq', '<', before)
    return (await query.execute()).map(entryOf)
  }

  /** The last entry: `seq` 0 and no hash before the first. */
  const head = (): Promise<AuditHead> => headOfTrail(db)

  /**
   * Goes through the whole trail as it is at this moment. Finds an entry that was changed, put in or taken out; an end
   * that was cut off; an answer's event without its entry, with another value, author, moment or place, or taken out;
   * and a current answer that is not its last event. Who can write to the file and makes every later hash and the kept
   * head anew is not found out by the file alone: give a head that was written down elsewhere as `noted`.
   */
  const verify = (noted?: AuditHead): Promise<AuditCheck> => checkTrail(db, noted)

  return { add, listOf, head, verify }
}

export function entryOf({ details, ...row }: AuditRow): AuditEntry {
  return { ...row, details: JSON.parse(details) }
}
