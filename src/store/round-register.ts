/** What is written down in a round beside its answers: findings, actions, and what the facilitator opened. */
import type { Finding, RoundAction } from '../rules/model.js'
import type { Database } from './database.js'
import type { RoundCache } from './round-cache.js'

export interface Opening {
  /** '*' for everything, a sector id, 'cross', 'interdependence', or an item id. */
  readonly target: string
  readonly person: string | null
  readonly at: string
}

export function roundRegister({ db, now }: Database, cache: RoundCache) {
  /** Opens positions to all who take part in a round; a second time changes nothing. */
  async function open(round: string, target: string, person: string | null): Promise<void> {
    await db
      .insertInto('openings')
      .values({ round, target, person, at: now() })
      .onConflict((on) => on.columns(['round', 'target']).doNothing())
      .execute()
    cache.drop(round)
  }

  /** In the order of opening. */
  async function listOpenings(round: string): Promise<Opening[]> {
    const query = db.selectFrom('openings').select(['target', 'person', 'at']).where('round', '=', round)
    return query.orderBy('at').orderBy('target').execute()
  }

  /** Adds a finding, or takes the place of the one with its id. */
  const saveFinding = (round: string, finding: Finding): Promise<void> => write('findings', round, finding)

  /** Adds an action, or takes the place of the one with its id. */
  const saveAction = (round: string, action: RoundAction): Promise<void> => write('actions', round, action)

  async function write(table: 'findings' | 'actions', round: string, entry: { readonly id: string }): Promise<void> {
    const value = JSON.stringify(entry)
    await db
      .insertInto(table)
      .values(({ selectFrom, fn, val, eb }) => ({
        round,
        id: entry.id,
        place: selectFrom(table)
          .select(eb(fn.coalesce(fn.max('place'), val(0)), '+', 1).as('place'))
          .where('round', '=', round),
        value,
      }))
      .onConflict((on) => on.columns(['round', 'id']).doUpdateSet({ value }))
      .execute()
    cache.drop(round)
  }

  return { open, listOpenings, saveFinding, saveAction }
}
