/** Discussion: what is said about an item of a round, in threads; notes of a body are its own. */
import { randomUUID } from 'node:crypto'
import { MalinesError } from '../errors.js'
import { sha256 } from './audit-entry.js'
import type { Database } from './database.js'
import { type Hearer, messageQueries } from './messages.js'
import { checkText } from './texts.js'
import type { Write, Writing } from './writing.js'

export interface NewMessage {
  readonly round: string
  readonly item: string
  /** Message that this one answers; a new thread without it. */
  readonly parent?: string | null
  /** The body that the person speaks for; null for the facilitator. */
  readonly body?: string | null
  readonly person: string
  /** 1 to 5,000 characters. */
  readonly text: string
  /** BCP 47 tag. */
  readonly lang: string
  /** Ids of people. */
  readonly mentions?: readonly string[]
  /** True for a note that only its body reads; what answers it is one too. */
  readonly isPrivate?: boolean
}

export interface Message {
  readonly id: string
  readonly round: string
  readonly item: string
  /** Id of the thread's first message. */
  readonly thread: string
  readonly parent: string | null
  readonly body: string | null
  readonly person: string
  readonly personName: string
  readonly text: string
  readonly lang: string
  readonly mentions: readonly { readonly person: string; readonly name: string }[]
  readonly isPrivate: boolean
  readonly at: string
}

export interface Thread {
  /** Id of its first message. */
  readonly id: string
  readonly item: string
  readonly isPrivate: boolean
  /** The oldest first. */
  readonly messages: readonly Message[]
  /** Null while it is open. */
  readonly settled: {
    readonly at: string
    readonly by: string | null
    readonly byName: string | null
    readonly outcome: string | null
  } | null
}

export type Discussion = ReturnType<typeof discussion>

export function discussion({ db }: Database, write: Write) {
  const queries = messageQueries(db)

  /**
   * Says something about an item.
   * Errors: `invalid` text, or a private note of no body; `not-found` without such a round, body, person or parent,
   * also when the parent is another body's note; `conflict` when the thread is settled.
   */
  async function add(message: NewMessage): Promise<Message> {
    const id = randomUUID()
    const { round, item, body = null, person: by } = message
    const text = checkText(message.text)
    await write(async (writing) => {
      const place = await placeOf(writing, id, message)
      await checkWho(writing, message)
      await writing.db
        .insertInto('messages')
        .values(({ selectFrom, fn, val, eb }) => ({
          ...{ id, round, item, body, person: by, text, lang: message.lang, at: writing.at },
          ...{ thread: place.thread, parent: message.parent ?? null, isPrivate: Number(place.isPrivate) },
          ...{ settledAt: null, settledBy: null, outcome: null },
          place: selectFrom('messages').select(eb(fn.coalesce(fn.max('place'), val(0)), '+', 1).as('place')),
        }))
        .execute()
      const mentions = [...new Set(message.mentions)].map((person) => ({ message: id, person }))
      if (mentions.length > 0) await writing.db.insertInto('mentions').values(mentions).execute()
      const { thread, isPrivate } = place
      const details = { message: id, thread, item, body, isPrivate, sha256: sha256(text) }
      await writing.note({ action: 'discussion', by, round, details })
      writing.changed(changeOf(round, item, isPrivate ? body : null))
    })
    return (await queries.find(id)) ?? missing()
  }

  /** Closes a thread, with what came of it. Errors: `not-found`; `conflict` when it is settled; `invalid` outcome. */
  async function settle(thread: string, by: string, outcome: string | null = null): Promise<void> {
    const text = outcome === null ? null : checkText(outcome)
    await turn(thread, by, true, (at) => ({ settledAt: at, settledBy: by, outcome: text }))
  }

  /** Opens a settled thread again. Errors: `not-found`; `conflict` when it is open. */
  async function reopen(thread: string, by: string): Promise<void> {
    await turn(thread, by, false, () => ({ settledAt: null, settledBy: null, outcome: null }))
  }

  type Settling = { settledAt: string | null; settledBy: string | null; outcome: string | null }

  async function turn(thread: string, by: string, isSettled: boolean, change: (at: string) => Settling): Promise<void> {
    await write(async ({ db, at, note, changed }) => {
      const first = db.selectFrom('messages').selectAll().where('id', '=', thread).where('parent', 'is', null)
      const { round, item, body, isPrivate, settledAt } = (await first.executeTakeFirst()) ?? missing()
      if ((settledAt !== null) === isSettled) {
        throw new MalinesError('conflict', isSettled ? 'This thread is settled already.' : 'This thread is open.')
      }
      await db.updateTable('messages').set(change(at)).where('id', '=', thread).execute()
      await note({ action: 'discussion', by, round, details: { thread, item, isSettled } })
      changed(changeOf(round, item, isPrivate === 1 ? body : null))
    })
  }

  /** Threads of an item that somebody may read, the oldest first. */
  const listOf = (round: string, item: string, hearer: Hearer): Promise<Thread[]> =>
    queries.threadsOf(round, item, hearer)

  /** How many threads that somebody may read are open, by item; an item without any is left out. */
  async function countsOf(round: string, hearer: Hearer = EVERYBODY): Promise<ReadonlyMap<string, number>> {
    return queries.openOf(round, hearer)
  }

  return { add, settle, reopen, listOf, countsOf, find: queries.find, mentionsOf: queries.mentionsOf }
}

/** What all who take part may read: no note of any body. */
const EVERYBODY: Hearer = { bodies: [], all: true }

function changeOf(round: string, item: string, body: string | null) {
  return { round, kind: 'discussion' as const, item, ...(body === null ? {} : { body }) }
}

/** The thread that a message belongs to, and whether only its body reads it. */
async function placeOf({ db }: Writing, id: string, { round, item, parent, body, isPrivate = false }: NewMessage) {
  if (parent === undefined || parent === null) {
    if (isPrivate && (body ?? null) === null) throw new MalinesError('invalid', 'A note belongs to a body.')
    return { thread: id, isPrivate }
  }
  const found = await db
    .selectFrom('messages')
    .innerJoin('messages as first', 'first.id', 'messages.thread')
    .select(['first.id as thread', 'first.isPrivate', 'first.body', 'first.settledAt'])
    .where('messages.id', '=', parent)
    .where('messages.round', '=', round)
    .where('messages.item', '=', item)
    .executeTakeFirst()
  if (!found || (found.isPrivate === 1 && found.body !== (body ?? null))) missing()
  if (found.settledAt !== null) throw new MalinesError('conflict', 'This thread is settled; open it again to go on.')
  if (isPrivate && found.isPrivate === 0) throw new MalinesError('invalid', 'A note starts a thread of its own.')
  return { thread: found.thread, isPrivate: found.isPrivate === 1 }
}

async function checkWho({ db }: Writing, { round, body = null, person, mentions = [] }: NewMessage): Promise<void> {
  const head = await db.selectFrom('rounds').select('id').where('id', '=', round).executeTakeFirst()
  if (!head) throw new MalinesError('not-found', 'There is no such round.')
  if (body !== null) {
    const query = db.selectFrom('bodies').select('id').where('round', '=', round).where('id', '=', body)
    if (!(await query.executeTakeFirst())) throw new MalinesError('not-found', 'This round has no such body.')
  }
  const ids = [...new Set([person, ...mentions])]
  const known = await db.selectFrom('people').select('id').where('id', 'in', ids).execute()
  if (known.length < ids.length) throw new MalinesError('not-found', 'There is no such person.')
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such message.')
}
