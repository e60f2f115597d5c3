/** Reasons: why a sector moved between two rounds, in the facilitator's words. */
import { MalinesError } from '../errors.js'
import { sha256 } from './audit-entry.js'
import type { Database } from './database.js'
import { checkText } from './texts.js'
import type { Write } from './writing.js'

export interface Reason {
  readonly sector: string
  /** 1 to 5,000 characters. */
  readonly text: string
  /** BCP 47 tag. */
  readonly lang: string
}

/** Two rounds that are compared, by their ids. */
export interface RoundPair {
  readonly from: string
  readonly to: string
}

export type Reasons = ReturnType<typeof reasons>

export function reasons({ db }: Database, write: Write) {
  /** Writes the reason of a sector, or takes it away with an empty text. Errors: `invalid` text; `not-found` round. */
  async function save(pair: RoundPair, { sector, text, lang }: Reason, by: string | null): Promise<void> {
    const kept = text.trim() === '' ? null : checkText(text)
    await write(async (writing) => {
      const ids = [...new Set([pair.from, pair.to])]
      const known = await writing.db.selectFrom('rounds').select('id').where('id', 'in', ids).execute()
      if (known.length < 2) throw new MalinesError('not-found', 'There are no such two rounds.')
      const key = { fromRound: pair.from, toRound: pair.to, sector }
      const { db } = writing
      await db
        .deleteFrom('reasons')
        .where('fromRound', '=', pair.from)
        .where('toRound', '=', pair.to)
        .where('sector', '=', sector)
        .execute()
      const row = { ...key, text: kept ?? '', lang, at: writing.at, person: by }
      if (kept !== null) await db.insertInto('reasons').values(row).execute()
      const details = { from: pair.from, sector, sha256: kept === null ? null : sha256(kept) }
      await writing.note({ action: 'reason', by, round: pair.to, details })
    })
  }

  /** Of every sector that has one. */
  async function of({ from, to }: RoundPair): Promise<Reason[]> {
    const query = db.selectFrom('reasons').select(['sector', 'text', 'lang'])
    return query.where('fromRound', '=', from).where('toRound', '=', to).orderBy('sector').execute()
  }

  return { save, of }
}
