/** Answers: each one an event that stays, the last of them the current value. */
import { MalinesError } from '../errors.js'
import type { Confidence, Evidence, Level } from '../rules/model.js'
import { answerBatch, type Outcome } from './answer-batch.js'
import { type RoundChanged, tell } from './changes.js'
import type { Database } from './database.js'
import type { RoundCache } from './round-cache.js'

/** What stands under an item; null when it was cleared. An agreed answer has a rationale and dissent. */
export type AnswerValue = {
  readonly level?: Level
  readonly answer?: 'dk' | 'na'
  readonly reason?: string
  readonly confidence?: Confidence
  readonly comment?: string
  readonly evidence?: readonly Evidence[]
  readonly number?: number
  readonly lang?: string
  readonly rationale?: string
  readonly dissent?: readonly { readonly voice: string; readonly note: string }[]
} | null

export interface CurrentAnswer {
  /** Number of the event; grows over all answers. */
  readonly revision: number
  readonly value: AnswerValue
  /** Who saved it; null for an imported answer. */
  readonly person: string | null
  readonly personName: string | null
  readonly at: string
}

export interface AnswerEvent extends CurrentAnswer {
  readonly basedOn: number | null
  readonly key: string
}

export interface Save {
  readonly round: string
  /** '' for the agreed answer. */
  readonly body: string
  readonly item: string
  readonly value: AnswerValue
  readonly person: string | null
  /** Revision that the person saw; null for the first answer. */
  readonly basedOn: number | null
  /** One for each save, so that a retry is the same save. */
  readonly key: string
}

export interface SavedAnswer {
  readonly round: string
  readonly body: string
  readonly item: string
  readonly answer: CurrentAnswer
}

/** Somebody else saved first; `current` is what stands there now. */
export class StaleAnswer extends MalinesError {
  constructor(readonly current: CurrentAnswer) {
    super('conflict', `${current.personName ?? 'Somebody'} has changed this answer since you saw it.`)
    this.name = 'StaleAnswer'
  }
}

/** Key of a current answer in a stored round; the body '' for the agreed one. */
export const answerKey = (body: string, item: string): string => `${body}\u0000${item}`

interface Waiting {
  readonly save: Save
  readonly resolve: (answer: CurrentAnswer) => void
  readonly reject: (error: unknown) => void
}

export type Answers = Omit<ReturnType<typeof answers>, 'settled'>

export function answers({ db, sqlite, now }: Database, cache: RoundCache, onSave: (change: RoundChanged) => void) {
  const writeBatch = answerBatch(sqlite, now)
  const listeners = new Set<(event: SavedAnswer) => void>()
  let queue: Waiting[] = []
  let flushing: Promise<void> = Promise.resolve()

  /**
   * Saves one answer; resolves after the durable commit that it shares with all that came in the same turn of the loop.
   * The same key again gives what was saved the first time. Whether the round takes answers now is the caller's check;
   * only a closed round is refused here too.
   * Errors: `StaleAnswer`; `not-found` without such a round or body; `round-closed`; `conflict` when the key was used
   * for another item.
   */
  function save(save: Save): Promise<CurrentAnswer> {
    return new Promise((resolve, reject) => {
      if (queue.length === 0) setImmediate(flush)
      queue.push({ save, resolve, reject })
    })
  }

  function flush(): void {
    flushing = flushing.then(commitQueue)
  }

  async function commitQueue(): Promise<void> {
    let batch: readonly Waiting[] = []
    try {
      // The connection is held, so that no other transaction is open around this one.
      const outcomes = await db.connection().execute(async () => {
        batch = take()
        const written = writeBatch(batch.map(({ save }) => save))
        for (const outcome of written) if (isNew(outcome)) cache.patch(outcome.saved)
        return written
      })
      batch.forEach((waiting, index) => {
        settle(waiting, outcomes[index])
      })
      for (const outcome of outcomes) if (isNew(outcome)) report(outcome.saved)
    } catch (error) {
      // Without a batch the connection itself is gone.
      for (const { reject } of batch.length > 0 ? batch : take()) reject(error)
    }
  }

  function take(): readonly Waiting[] {
    const taken = queue
    queue = []
    return taken
  }

  function report(saved: SavedAnswer): void {
    tell(listeners, saved)
    const { round, body, item } = saved
    onSave(body === '' ? { round, kind: 'agreed', item } : { round, kind: 'answer', body, item })
  }

  /** Everything that was ever saved for an item, the oldest first: each event names the one that it rests on. */
  async function history(round: string, body: string, item: string): Promise<AnswerEvent[]> {
    const rows = await db
      .withRecursive('chain(seq, basedOn)', (events) =>
        events
          .selectFrom('answers')
          .innerJoin('answerEvents', 'answerEvents.seq', 'answers.seq')
          .select(['answerEvents.seq', 'basedOn'])
          .where('answers.round', '=', round)
          .where('answers.body', '=', body)
          .where('answers.item', '=', item)
          .unionAll(
            events
              .selectFrom('chain')
              .innerJoin('answerEvents', 'answerEvents.seq', 'chain.basedOn')
              .select(['answerEvents.seq', 'answerEvents.basedOn']),
          ),
      )
      .selectFrom('chain')
      .innerJoin('answerEvents', 'answerEvents.seq', 'chain.seq')
      .leftJoin('people', 'people.id', 'answerEvents.person')
      .select(['chain.seq', 'value', 'person', 'people.name as personName', 'at', 'answerEvents.basedOn', 'key'])
      .orderBy('chain.seq')
      .execute()
    return rows.map(({ seq: revision, value, ...row }) => ({ revision, value: parseValue(value), ...row }))
  }

  /** Calls a listener after each commit, once for every answer saved; gives the function that takes it off. */
  function onSaved(listener: (event: SavedAnswer) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Resolves when everything that waits is saved or refused. */
  async function settled(): Promise<void> {
    if (queue.length > 0) flush()
    await flushing
  }

  return { save, history, onSaved, settled }
}

export function parseValue(text: string | null): AnswerValue {
  return text === null ? null : JSON.parse(text)
}

function isNew(outcome: Outcome): outcome is Extract<Outcome, { isNew: true }> {
  return 'isNew' in outcome && outcome.isNew
}

function settle({ resolve, reject }: Waiting, outcome: Outcome): void {
  if ('error' in outcome) reject(outcome.error)
  else resolve(outcome.saved.answer)
}
