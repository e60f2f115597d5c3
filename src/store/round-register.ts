/** What is written down in a round beside its answers: findings, actions, and what the facilitator opened. */
import type { Finding, RoundAction } from '../rules/model.js'
import type { Actions } from './actions.js'
import type { Database } from './database.js'
import type { Findings } from './findings.js'
import type { Write } from './writing.js'

export interface Opening {
  /** '*' for everything, a sector id, 'cross', 'interdependence', or an item id. */
  readonly target: string
  readonly person: string | null
  readonly at: string
}

export function roundRegister({ db }: Database, write: Write, findings: Findings, actions: Actions) {
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
  const saveFinding = (round: string, finding: Finding, by: string | null): Promise<void> =>
    findings.save(round, finding, {}, by)

  /** Adds an action, or takes the place of the one with its id. */
  const saveAction = (round: string, action: RoundAction, by: string | null): Promise<void> =>
    actions.save(round, action, null, by)

  return { open, listOpenings, saveFinding, saveAction }
}
