/** What is written down in a round beside its answers: findings, actions, and what the facilitator opened. */
import type { Finding, RoundAction } from '../rules/model.js'
import { sha256 } from './audit-entry.js'
import type { Database } from './database.js'
import type { Findings } from './findings.js'
import type { Write } from './writing.js'

export interface Opening {
  /** '*' for everything, a sector id, 'cross', 'interdependence', or an item id. */
  readonly target: string
  readonly person: string | null
  readonly at: string
}

export function roundRegister({ db }: Database, write: Write, findings: Findings) {
  /** Opens positions to all who take part in a round; a second time changes nothing. */
  async function open(round: string, target: string, person: string | null): Promise<void> {
    await write(async (writing) => {
      const { at } = writing
      const query = writing.db.insertInto('openings').values({ round, target, person, at })
      const added = await query.onConflict((on) => on.columns(['round', 'target']).doNothing()).executeTakeFirst()
      if (added.numInsertedOrUpdatedRows === 0n) return
      await writing.keepPart(round, person)
      await writing.note({ action: 'opening', by: person, round, details: { target } })
      writing.changed({ round, kind: 'round' })
    })
  }

  /** In the order of opening. */
  async function listOpenings(round: string): Promise<Opening[]> {
    const query = db.selectFrom('openings').select(['target', 'person', 'at']).where('round', '=', round)
    return query.orderBy('at').orderBy('target').execute()
  }

  /** Adds a finding, or takes the place of the one with its id. */
  const saveFinding = (round: string, finding: Finding, by: string | null = null): Promise<void> =>
    findings.save(round, finding, {}, by)

  /** Adds an action, or takes the place of the one with its id. */
  async function saveAction(round: string, action: RoundAction, by: string | null = null): Promise<void> {
    const value = JSON.stringify(action)
    await write(async (writing) => {
      await writing.db
        .insertInto('actions')
        .values(({ selectFrom, fn, val, eb }) => ({
          ...{ round, id: action.id, value },
          place: selectFrom('actions')
            .select(eb(fn.coalesce(fn.max('place'), val(0)), '+', 1).as('place'))
            .where('round', '=', round),
        }))
        .onConflict((on) => on.columns(['round', 'id']).doUpdateSet({ value }))
        .execute()
      await writing.keepPart(round, by)
      await writing.note({ action: 'action', by, round, details: { action: action.id, sha256: sha256(value) } })
      writing.changed({ round, kind: 'round' })
    })
  }

  return { open, listOpenings, saveFinding, saveAction }
}
