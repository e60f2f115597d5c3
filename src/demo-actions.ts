/** Actions of the demonstration: some carried over from the round before and followed, some new, one refused. */
import { readFileSync } from 'node:fs'
import { leadOf } from './reports/words/leads.js'
import type { Definition, RoundAction } from './rules/model.js'
import type { ActionState } from './store/actions.js'
import type { Store } from './store/index.js'

/** An action in full, or one of the catalogue with what was decided about it. */
type Told = RoundAction | (Pick<RoundAction, 'due' | 'declaration'> & { readonly catalogue: string })

interface ActionsFile {
  /** Decided in the first round, which leaves them open. */
  readonly before: readonly Told[]
  /** Decided in the second, into which those were carried over. */
  readonly now: readonly Told[]
  /** What became of them in the second round. */
  readonly steps: readonly { readonly id: string; readonly state: ActionState; readonly note: string }[]
}

/** The actions of the first round, and what adds those of the second and follows them all. */
export function demoActions(file: string, definition: Definition) {
  const { before, now, steps }: ActionsFile = JSON.parse(readFileSync(file, 'utf8'))
  const inFull = (list: readonly Told[]) => list.map((told) => actionOf(told, definition))

  async function follow({ actions }: Store, round: string): Promise<void> {
    await actions.add(round, inFull(now), null)
    for (const { id, ...step } of steps) await actions.setState(round, id, step, null)
  }

  return { before: inFull(before), follow }
}

function actionOf(told: Told, { sectors }: Definition): RoundAction {
  if (!('catalogue' in told)) return { ...told, state: 'proposed' }
  const sector = sectors.find(({ actions }) => actions.some(({ id }) => id === told.catalogue))
  const source = sector?.actions.find(({ id }) => id === told.catalogue)
  if (!sector || !source) throw new RangeError(`the catalogue has no action "${told.catalogue}"`)
  const { id, dimension, text, lead } = source
  const { due, declaration = source.declaration } = told
  return { id, sector: sector.id, dimension, text, lead: leadOf(lead), due, state: 'proposed', declaration }
}
