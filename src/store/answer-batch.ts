/** Many answers in one durable transaction: the hot path, in SQLite's own statements. */
import Sqlite from 'better-sqlite3'
import { MalinesError } from '../errors.js'
import { type CurrentAnswer, parseValue, type Save, type SavedAnswer, StaleAnswer } from './answers.js'
import { detailsOfEvent, entryWriter, type NewEntry } from './audit-entry.js'
import type { RoundState } from './rounds.js'

/** What became of one save; `isNew` is false when its key had been saved before. */
export type Outcome =
  | { readonly saved: SavedAnswer; readonly isNew: true }
  | { readonly saved: SavedAnswer; readonly isNew: false }
  | { readonly error: unknown }

interface EventRow {
  readonly seq: number
  readonly body: string
  readonly item: string
  readonly value: string | null
  readonly person: string | null
  readonly personName: string | null
  readonly at: string
}

interface PlaceRow {
  readonly state: RoundState
  readonly assessment: string
  /** 1, or null. */
  readonly hasBody: number | null
  readonly personName: string | null
}

const PLACE = `select state, assessment,
    (select 1 from bodies where bodies.round = rounds.id and bodies.id = ?) as hasBody,
    (select name from people where people.id = ?) as personName
  from rounds where id = ?`

const EVENT = `select e.seq, e.body, e.item, e.value, e.person, p.name as personName, e.at
  from answer_events e left join people p on p.id = e.person`

/**
 * Gives a function that writes saves in one transaction, in their order, with an outcome for each; a refused one leaves
 * the others alone. It throws when nothing could be committed.
 */
export function answerBatch(sqlite: Sqlite.Database, now: () => string): (saves: readonly Save[]) => Outcome[] {
  const trail = entryWriter(sqlite)
  const write = answerWriter(sqlite, now, trail.add)
  const writeAll = sqlite.transaction((saves: readonly Save[]): Outcome[] => {
    trail.start()
    const outcomes = saves.map((save) => {
      try {
        return write(save)
      } catch (error) {
        if (concernsAll(error)) throw error
        return { error }
      }
    })
    trail.end()
    return outcomes
  })
  return (saves) => (saves.length === 0 ? [] : writeAll.immediate(saves))
}

/** A full disk or a damaged file is no fault of one row. */
function concernsAll(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && !error.code.startsWith('SQLITE_CONSTRAINT')
}

function answerWriter(
  sqlite: Sqlite.Database,
  now: () => string,
  note: (entry: NewEntry) => void,
): (save: Save) => Outcome {
  const byKey = sqlite.prepare<[string, string], EventRow>(`${EVENT} where e.round = ? and e.key = ?`)
  const bySeq = sqlite.prepare<[number], EventRow>(`${EVENT} where e.seq = ?`)
  const current = sqlite
    .prepare<[string, string, string], number>('select seq from answers where round = ? and body = ? and item = ?')
    .pluck()
  const placeOf = sqlite.prepare<[string, string | null, string], PlaceRow>(PLACE)
  const append = sqlite.prepare(
    `insert into answer_events (round, body, item, value, based_on, key, person, at)
      values (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const move = sqlite.prepare(
    `insert into answers (round, body, item, seq, first_seq) values (?, ?, ?, ?, ?)
      on conflict (round, body, item) do update set seq = excluded.seq`,
  )

  function checkPlace(save: Save): PlaceRow {
    const found = placeOf.get(save.body, save.person, save.round)
    if (found === undefined) throw new MalinesError('not-found', 'There is no such round.')
    if (found.state === 'closed')
      throw new MalinesError('round-closed', 'This round is closed; it takes no more answers.')
    if (save.body !== '' && found.hasBody !== 1) throw new MalinesError('not-found', 'This round has no such body.')
    // The trail takes no half character, and nothing may fail between an event and its entry.
    if (/\p{Surrogate}/u.test(save.item)) throw new MalinesError('invalid', 'The name of this item is broken.')
    return found
  }

  function checkFresh(save: Save): void {
    const seq = current.get(save.round, save.body, save.item)
    if ((seq ?? null) === save.basedOn) return
    const row = seq === undefined ? undefined : bySeq.get(seq)
    if (row) throw new StaleAnswer(answerOf(row))
    throw new MalinesError('conflict', 'This answer rests on one that was never saved here; load the page again.')
  }

  return (save) => {
    const before = byKey.get(save.round, save.key)
    if (before) return repeated(save, before)
    const { assessment, personName } = checkPlace(save)
    checkFresh(save)
    const { round, body, item, person, basedOn } = save
    const text = save.value === null ? null : JSON.stringify(save.value)
    const at = now()
    const seq = Number(append.run(round, body, item, text, basedOn, save.key, person, at).lastInsertRowid)
    move.run(round, body, item, seq, seq)
    const details = detailsOfEvent({ seq, body, item, value: text, basedOn })
    note({ at, person, personName, assessment, round, action: body === '' ? 'agreed' : 'answer', details })
    return {
      saved: { round, body, item, answer: { revision: seq, value: parseValue(text), person, personName, at } },
      isNew: true,
    }
  }
}

function repeated({ round, body, item }: Save, before: EventRow): Outcome {
  if (before.body !== body || before.item !== item) {
    throw new MalinesError('conflict', 'This save has the key of another one; load the page again.')
  }
  return { saved: { round, body, item, answer: answerOf(before) }, isNew: false }
}

function answerOf({ seq: revision, value, person, personName, at }: EventRow): CurrentAnswer {
  return { revision, value: parseValue(value), person, personName, at }
}
