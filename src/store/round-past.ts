/** A round as it was: after any answer, or at a moment that has a name. */
import { MalinesError } from '../errors.js'
import { parseValue, type SavedAnswer } from './answers.js'
import type { Database } from './database.js'
import type { Definitions } from './definitions.js'
import type { RoundCache } from './round-cache.js'
import { type KeptParts, lastEventOf } from './round-parts.js'
import type { RoundState, StoredRound } from './rounds.js'

/** A state of a round that can be looked at again. */
export interface Moment {
  /** Last event of an answer in it, 0 without any; not above the number in `rounds.at`. */
  readonly seq: number
  /** Number of the round's parts beside its answers. */
  readonly part: number
  readonly at: string
  readonly person: string | null
  readonly personName: string | null
}

export type NamedMoment =
  | (Moment & { readonly kind: 'version'; readonly id: string; readonly name: string })
  | (Moment & { readonly kind: 'state'; readonly state: RoundState })

/** States that people look at one after the other; the one that waited longest goes. */
const MAX_KEPT = 10

export function roundPast({ db }: Database, cache: RoundCache, definitions: Definitions) {
  const kept = new Map<string, StoredRound>()

  /**
   * The round as it was after the answer event `seq`; 0 for none, as it was made. With a `part` of a moment, as it was
   * at that moment: frame, bodies, findings, actions, openings and state may have changed after the answer and before
   * the next one. Nothing in it may be changed. Before a file had a trail, frame and bodies are those of its upgrade.
   * Errors: `not-found` without such a round or part; `invalid` when `seq` is no whole number from 0.
   */
  async function at(round: string, seq: number, part?: number): Promise<StoredRound> {
    if (!Number.isSafeInteger(seq) || seq < 0) throw new MalinesError('invalid', 'A moment is a whole number from 0.')
    const found = await partAt(round, seq, part)
    const last = Math.min(seq, await lastEventOf(db, round))
    const key = `${round} ${last} ${found.seq}`
    const known = kept.get(key)
    const parts: KeptParts = JSON.parse(found.content)
    const definition = await definitions.get(parts.head.definitionHash)
    // A translation that was mended since is another object.
    const past =
      known?.definition === definition ? known : cache.past({ ...parts, definition }, await answersAt(round, last))
    kept.delete(key)
    kept.set(key, past)
    const [oldest] = kept.keys()
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    return past
  }

  async function partAt(round: string, seq: number, part: number | undefined) {
    const all = db.selectFrom('roundParts').select(['seq', 'content', 'at']).where('round', '=', round)
    if (part !== undefined) return (await all.where('seq', '=', part).executeTakeFirst()) ?? missing()
    const before = all.where('afterEvent', '<', seq).orderBy('seq', 'desc').limit(1)
    const first = all.orderBy('seq').limit(1)
    return (await before.executeTakeFirst()) ?? (await first.executeTakeFirst()) ?? missing()
  }

  /** The last answer of each body and item up to an event, in the order of their first ones. */
  async function answersAt(round: string, last: number): Promise<Omit<SavedAnswer, 'round'>[]> {
    const ends = db
      .selectFrom('answerEvents')
      .select(({ fn }) => [fn.min('seq').as('first'), fn.max('seq').as('last')])
      .where('round', '=', round)
      .where('seq', '<=', last)
      .groupBy(['body', 'item'])
      .as('ends')
    const rows = await db
      .selectFrom(ends)
      .innerJoin('answerEvents', 'answerEvents.seq', 'ends.last')
      .leftJoin('people', 'people.id', 'answerEvents.person')
      .select(['body', 'item', 'seq', 'value', 'person', 'people.name as personName', 'at'])
      .orderBy('first')
      .execute()
    return rows.map(({ body, item, seq: revision, value, ...row }) => ({
      ...{ body, item, answer: { revision, value: parseValue(value), ...row } },
    }))
  }

  /** The last state up to a time; the one that the round was made in for a time before. Errors: `not-found` round. */
  async function momentAt(round: string, time: string): Promise<Pick<Moment, 'seq' | 'part'>> {
    const parts = db.selectFrom('roundParts').select(['seq', 'at']).where('round', '=', round)
    const before = await parts.where('at', '<=', time).orderBy('seq', 'desc').limit(1).executeTakeFirst()
    const found = before ?? (await parts.orderBy('seq').limit(1).executeTakeFirst()) ?? missing()
    const events = db
      .selectFrom('answerEvents')
      .select(({ fn }) => fn.max('seq').as('seq'))
      .where('round', '=', round)
    const last = await events.where('at', '<=', time).executeTakeFirst()
    return { seq: Number(last?.seq ?? 0), part: found.seq }
  }

  /** When a state of `at` began. Errors: `not-found` without such a round or part. */
  async function timeOf(round: string, seq: number, part?: number): Promise<string> {
    const found = await partAt(round, seq, part)
    const events = db.selectFrom('answerEvents').select('at').where('round', '=', round).where('seq', '<=', seq)
    const last = await events.orderBy('seq', 'desc').limit(1).executeTakeFirst()
    return last !== undefined && last.at > found.at ? last.at : found.at
  }

  /** What can be chosen, the oldest first: each new state of the round, and its versions. */
  async function moments(round: string): Promise<NamedMoment[]> {
    const parts = await db
      .selectFrom('roundParts')
      .leftJoin('people', 'people.id', 'roundParts.person')
      .select(['seq as part', 'afterEvent as seq', 'state', 'at', 'person', 'people.name as personName'])
      .where('round', '=', round)
      .orderBy('part')
      .execute()
    const states = parts.filter(({ state }, index) => state !== parts[index - 1]?.state)
    const versions = await db
      .selectFrom('versions')
      .leftJoin('people', 'people.id', 'versions.person')
      .select([
        'versions.id',
        'versions.name',
        'part',
        'afterEvent as seq',
        'at',
        'person',
        'people.name as personName',
      ])
      .where('round', '=', round)
      .execute()
    const all: NamedMoment[] = [
      ...states.map((moment) => ({ kind: 'state' as const, ...moment })),
      ...versions.map((moment) => ({ kind: 'version' as const, ...moment })),
    ]
    return all.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)) || a.part - b.part || a.seq - b.seq)
  }

  return { at, momentAt, timeOf, moments }
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such round, or no such moment of it.')
}
