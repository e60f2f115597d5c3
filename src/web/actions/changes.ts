/** How the scores of sectors moved since the round before, as far as a viewer may see both; it proves no cause. */
import { scoreText, signedText } from '../../reports/words/numbers.js'
import { compareRounds } from '../../rules/compare.js'
import type { Comparison, SectorComparison } from '../../rules/model.js'
import type { Store } from '../../store/index.js'
import type { StoredRound } from '../../store/rounds.js'
import { may } from '../access.js'
import { comparisonOf } from '../compare.js'
import type { Viewer } from '../context.js'
import type { Maker } from '../downloads/maker.js'
import { once, type Seen } from '../scores.js'
import type { Setting } from '../set-up/part.js'

/** The change of a sector's score on the common questions. */
export interface ScoreChange {
  readonly from: string
  readonly to: string
  readonly delta: string
  readonly isDown: boolean
  /** Null while it was not tested against chance. */
  readonly clear: boolean | null
}

export interface ScoreChanges {
  readonly before: string
  readonly after: string
  readonly bySector: ReadonlyMap<string, ScoreChange>
  readonly isTested: boolean
  readonly href: string
}

interface Asked {
  readonly store: Store
  readonly maker: Maker
  readonly viewer: Viewer
  readonly seen: Seen
  readonly setting: Setting
  /** Whether changes are tested, which takes a moment. */
  readonly isTested: boolean
}

/** Undefined without a round before that the viewer sees whole, or where the questionnaires can't be compared. */
export async function changesFor(asked: Asked): Promise<ScoreChanges | undefined> {
  const { store, viewer, seen, setting } = asked
  const { stored } = seen
  if (stored.head.previous === null) return undefined
  const previous = await store.rounds.load(stored.head.previous)
  if (may(viewer, 'round:export', { assessment: stored.assessment, stored: previous }) !== 'yes') return undefined
  const comparison = await compare(asked, previous)
  if (!comparison) return undefined
  const shown = comparison.sectors.filter(({ id }) => seen.sight.sector(id))
  return {
    before: previous.head.name,
    after: stored.head.name,
    bySector: new Map(shown.flatMap((sector) => changeOf(sector, setting))),
    isTested: comparison.uncertainty !== undefined,
    href: `/assessments/${stored.assessment.id}/compare?from=${previous.head.id}&to=${stored.head.id}`,
  }
}

/** Of what is open alone, without a test, while something is hidden from the viewer. */
async function compare({ maker, seen, isTested }: Asked, previous: StoredRound): Promise<Comparison | undefined> {
  const { stored, sight, round } = seen
  if (sight.everything) return comparisonOf(maker, previous, stored, isTested)
  return once(seen, `since ${previous.revision}`, () => {
    try {
      return compareRounds(
        { definition: previous.definition.definition, round: previous.round },
        { definition: stored.definition.definition, round },
      )
    } catch (error) {
      if (error instanceof RangeError) return undefined
      throw error
    }
  })
}

function changeOf({ id, common, clear }: SectorComparison, { words }: Setting): [string, ScoreChange][] {
  if (common === null || common.from === null || common.to === null || common.delta === null) return []
  const { from, to, delta } = common
  return [
    [
      id,
      {
        ...{ from: scoreText(words, from), to: scoreText(words, to), delta: signedText(words, delta, 1) },
        ...{ isDown: delta < 0, clear },
      },
    ],
  ]
}
