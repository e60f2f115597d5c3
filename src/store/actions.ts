/** Actions: what a round decided to do, followed from one state to the next and from one round to the next. */
import type { Kysely } from 'kysely'
import { MalinesError } from '../errors.js'
import type { RoundAction } from '../rules/model.js'
import { sha256 } from './audit-entry.js'
import type { Database } from './database.js'
import type { Tables } from './tables.js'
import { checkText } from './texts.js'
import type { Write, Writing } from './writing.js'

/** The states that malines gives; a round file may hold any other text. */
export const ACTION_STATES = ['proposed', 'started', 'done', 'refused'] as const
export type ActionState = (typeof ACTION_STATES)[number]

/** An action with what the round file does not hold. */
export interface FiledAction {
  readonly action: RoundAction
  /** What was said when it last changed its state, or since. */
  readonly note: string | null
  /** The round from which it was carried over. */
  readonly carriedFrom: string | null
  /** A later round to which it was carried over: there it is followed, here it stays as it is. */
  readonly carriedTo: string | null
}

export interface ActionEvent {
  readonly round: string
  readonly at: string
  readonly person: string | null
  readonly personName: string | null
  /** Null when it came into the round. */
  readonly from: string | null
  readonly to: string
  readonly note: string | null
}

export type Actions = ReturnType<typeof actions>

/** The state of an action: proposed unless it says another. */
export const stateOfAction = ({ state }: RoundAction): string => (state?.trim() ? state.trim() : 'proposed')

/** Whether there is still something to do: such actions go on into the next round. */
export function isOpenAction(action: RoundAction): boolean {
  const state = stateOfAction(action)
  return state !== 'done' && state !== 'refused'
}

export function actions({ db }: Database, write: Write) {
  /**
   * Adds an action, or takes the place of the one with its id; `note` is 1 to 5,000 characters.
   * Errors: `conflict` when a later round follows it; `invalid` note.
   */
  async function save(round: string, action: RoundAction, note: string | null, by: string | null) {
    await write(async (writing) => put(writing, round, action, note, by))
  }

  /** Adds those whose ids are not there yet, in their order; gives how many. */
  async function add(round: string, list: readonly RoundAction[], by: string | null): Promise<number> {
    return write(async (writing) => {
      let added = 0
      for (const action of list) {
        if (await rowOf(writing, round, action.id)) continue
        await put(writing, round, action, null, by)
        added++
      }
      return added
    })
  }

  /** Takes an action to another state, or says something to the one it has. Errors: as `save`; `not-found`. */
  async function setState(
    round: string,
    id: string,
    { state, note = null }: { readonly state: ActionState; readonly note?: string | null },
    by: string | null,
  ): Promise<void> {
    await write(async (writing) => {
      const { action } = (await rowOf(writing, round, id)) ?? missing()
      await put(writing, round, { ...action, state }, note, by)
    })
  }

  /** All of them in the order in which they came. */
  async function listOf(round: string): Promise<FiledAction[]> {
    const rows = await db
      .selectFrom('actions')
      .leftJoin('actions as later', (on) =>
        on.onRef('later.id', '=', 'actions.id').onRef('later.carriedFrom', '=', 'actions.round'),
      )
      .select(['actions.id', 'actions.value', 'actions.note', 'actions.carriedFrom', 'later.round as carriedTo'])
      .where('actions.round', '=', round)
      .orderBy('actions.place')
      .execute()
    // Two rounds may follow the same one: the first of them counts.
    const firsts = new Map(rows.toReversed().map((row) => [row.id, row]))
    return rows
      .filter((row) => firsts.get(row.id) === row)
      .map(({ id: _, value, ...row }) => ({ action: JSON.parse(value), ...row }))
  }

  /** What became of an action, the oldest first, also in the rounds from which it was carried over. */
  async function history(round: string, id: string): Promise<ActionEvent[]> {
    return db
      .selectFrom('actionEvents')
      .leftJoin('people', 'people.id', 'actionEvents.person')
      .select(['round', 'at', 'person', 'people.name as personName', 'from', 'to', 'note'])
      .where('action', '=', id)
      .where('round', 'in', await roundsOf(db, round, id))
      .orderBy('seq')
      .execute()
  }

  return { save, add, setState, listOf, history }
}

/** The round and those before it that an action went through. */
async function roundsOf(db: Kysely<Tables>, round: string, id: string): Promise<readonly string[]> {
  const rounds: string[] = []
  for (let next: string | null = round; next !== null && !rounds.includes(next); ) {
    rounds.push(next)
    next = await roundBefore(db, next, id)
  }
  return rounds
}

async function roundBefore(db: Kysely<Tables>, round: string, id: string): Promise<string | null> {
  const query = db.selectFrom('actions').select('carriedFrom').where('round', '=', round).where('id', '=', id)
  return (await query.executeTakeFirst())?.carriedFrom ?? null
}

async function put(writing: Writing, round: string, action: RoundAction, said: string | null, by: string | null) {
  const before = await rowOf(writing, round, action.id)
  if (before?.isFollowed) throw new MalinesError('conflict', 'This action is followed in a later round.')
  const note = said === null ? null : checkText(said)
  const value = JSON.stringify(action)
  const [from, to] = [before ? stateOfAction(before.action) : null, stateOfAction(action)]
  if (before) {
    // What was said to one state is not said to the next.
    const change = { value, ...(note === null && from === to ? {} : { note }) }
    const query = writing.db.updateTable('actions').set(change).where('round', '=', round)
    await query.where('id', '=', action.id).execute()
  } else {
    await writing.db
      .insertInto('actions')
      .values(({ selectFrom, fn, val, eb }) => ({
        ...{ round, id: action.id, value, note, carriedFrom: null },
        place: selectFrom('actions')
          .select(eb(fn.coalesce(fn.max('place'), val(0)), '+', 1).as('place'))
          .where('round', '=', round),
      }))
      .execute()
  }
  if (from !== to || note !== null || before?.value !== value) {
    const event = { round, action: action.id, at: writing.at, person: by, from, to, note }
    await writing.db.insertInto('actionEvents').values(event).execute()
  }
  await writing.keepPart(round, by)
  await writing.note({ action: 'action', by, round, details: { action: action.id, from, to, sha256: sha256(value) } })
  writing.changed({ round, kind: 'round' })
}

async function rowOf({ db }: Writing, round: string, id: string) {
  const query = db.selectFrom('actions').select('value').where('round', '=', round).where('id', '=', id)
  const row = await query.executeTakeFirst()
  if (!row) return undefined
  const later = db.selectFrom('actions').select('round').where('id', '=', id).where('carriedFrom', '=', round)
  const isFollowed = (await later.executeTakeFirst()) !== undefined
  const action: RoundAction = JSON.parse(row.value)
  return { value: row.value, action, isFollowed }
}

function missing(): never {
  throw new MalinesError('not-found', 'This round has no such action.')
}

/** Rows of the actions that a round brings in; those that its previous round left open are carried over from there. */
export async function registeredActions(
  db: Kysely<Tables>,
  round: string,
  list: readonly RoundAction[],
  previous: string | null,
) {
  const query = db
    .selectFrom('actions')
    .select(['id', 'value', 'note'])
    .where('round', '=', previous ?? '')
  const before = await query.execute()
  const open = new Map(before.filter(({ value }) => isOpenAction(JSON.parse(value))).map((row) => [row.id, row]))
  return list.map((action, place) => ({
    ...{ round, id: action.id, place, value: JSON.stringify(action), note: open.get(action.id)?.note ?? null },
    carriedFrom: open.has(action.id) ? previous : null,
  }))
}

/** The first event of each action that a round brings in. */
export function firstActionEvents(round: string, list: readonly RoundAction[], at: string, person: string | null) {
  return list.map((action) => ({
    ...{ round, action: action.id, at, person, from: null, to: stateOfAction(action), note: null },
  }))
}
