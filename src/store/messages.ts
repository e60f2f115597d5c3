/** Messages as they are read, by those who may. */
import type { ExpressionBuilder, Kysely } from 'kysely'
import type { Message, Thread } from './discussion.js'
import type { Tables } from './tables.js'

/** Who reads. */
export interface Hearer {
  /** Bodies that they act for: their notes are listed, and what was said for them. */
  readonly bodies: readonly string[]
  /** Whether they read what other bodies said too; else only the facilitator beside their own. Never others' notes. */
  readonly all?: boolean
}

export function messageQueries(db: Kysely<Tables>) {
  const rows = () =>
    db
      .selectFrom('messages')
      .innerJoin('people', 'people.id', 'messages.person')
      .select([
        'messages.id',
        'round',
        'item',
        'thread',
        'parent',
        'body',
        'messages.person',
        'people.name as personName',
      ])
      .select(['text', 'lang', 'isPrivate', 'at'])
      .orderBy('place')

  async function find(id: string): Promise<Message | undefined> {
    const [message] = await withMentions(await rows().where('messages.id', '=', id).execute())
    return message
  }

  async function threadsOf(round: string, item: string, hearer: Hearer): Promise<Thread[]> {
    const found = rows().where('round', '=', round).where('item', '=', item)
    const messages = await withMentions(await found.where((eb) => isHeard(eb, hearer)).execute())
    const firsts = await db
      .selectFrom('messages')
      .leftJoin('people', 'people.id', 'settledBy')
      .select(['messages.id', 'isPrivate', 'settledAt as at', 'settledBy as by', 'people.name as byName', 'outcome'])
      .where('round', '=', round)
      .where('item', '=', item)
      .where('parent', 'is', null)
      .where((eb) => isHeard(eb, hearer))
      .orderBy('place')
      .execute()
    return firsts.map(({ id, isPrivate, at, ...rest }) => ({
      ...{ id, item, isPrivate: isPrivate === 1, messages: messages.filter(({ thread }) => thread === id) },
      settled: at === null ? null : { at, ...rest },
    }))
  }

  async function openOf(round: string, hearer: Hearer): Promise<ReadonlyMap<string, number>> {
    const counts = await db
      .selectFrom('messages')
      .select(({ fn }) => ['item', fn.countAll<number>().as('threads')])
      .where('round', '=', round)
      .where('parent', 'is', null)
      .where('settledAt', 'is', null)
      .where((eb) => isHeard(eb, hearer))
      .groupBy('item')
      .execute()
    return new Map(counts.map(({ item, threads }) => [item, Number(threads)]))
  }

  /** Messages that name somebody, the newest first; a body's note only to those who act for it. */
  async function mentionsOf(person: string): Promise<Message[]> {
    const found = await rows()
      .clearOrderBy()
      .innerJoin('mentions', 'mentions.message', 'messages.id')
      .where('mentions.person', '=', person)
      .where(({ eb, or, exists, selectFrom }) =>
        or([
          eb('isPrivate', '=', 0),
          exists(
            selectFrom('participants')
              .select('participants.id')
              .where('participants.person', '=', person)
              .whereRef('participants.round', '=', 'messages.round')
              .whereRef('participants.body', '=', 'messages.body'),
          ),
        ]),
      )
      .orderBy('place', 'desc')
      .execute()
    return withMentions(found)
  }

  type MessageRow = Omit<Message, 'isPrivate' | 'mentions'> & { readonly isPrivate: number }

  async function withMentions(found: readonly MessageRow[]): Promise<Message[]> {
    const ids = found.map(({ id }) => id)
    const named =
      ids.length === 0
        ? []
        : await db
            .selectFrom('mentions')
            .innerJoin('people', 'people.id', 'person')
            .select(['message', 'person', 'name'])
            .where('message', 'in', ids)
            .orderBy('name')
            .orderBy('person')
            .execute()
    return found.map(({ isPrivate, ...message }) => ({
      ...{ ...message, isPrivate: isPrivate === 1 },
      mentions: named.flatMap(({ message: id, person, name }) => (id === message.id ? [{ person, name }] : [])),
    }))
  }

  return { find, threadsOf, openOf, mentionsOf }
}

function isHeard({ eb, or, and }: ExpressionBuilder<Tables, 'messages'>, { bodies, all = false }: Hearer) {
  const own = bodies.length === 0 ? eb.lit(false) : eb('messages.body', 'in', [...bodies])
  const shared = eb('messages.isPrivate', '=', 0)
  return or([own, all ? shared : and([shared, eb('messages.body', 'is', null)])])
}
