/** Sectors by dimensions, each number leading to its arithmetic; hidden ones have none. */
import { bandOf } from '../../charts/index.js'
import type { Context } from '../../reports/content/context.js'
import { scoreText } from '../../reports/words/numbers.js'
import { option } from '../../reports/words/option.js'
import type { BlockScore, Score } from '../../rules/model.js'
import { CROSS, groupsIn } from '../asked.js'
import type { BoardCell } from '../board/table.js'
import { isOpen, type Seen } from '../scores.js'

export interface HeatRow {
  readonly name: string
  readonly cells: readonly BoardCell[]
}

export function heatRows(context: Context, seen: Seen, base: string): readonly HeatRow[] {
  const sectors = context.result.sectors.map((sector) => rowOf(context, seen, base, sector.id, sector))
  return groupsIn(seen.stored).includes(CROSS)
    ? [...sectors, rowOf(context, seen, base, CROSS, context.result.enabling)]
    : sectors
}

function rowOf(context: Context, seen: Seen, base: string, group: string, block: BlockScore): HeatRow {
  const name = group === CROSS ? context.say('place.enabling') : context.sector(group)
  const href = `${base}/${group}`
  const cell = (score: Pick<Score, 'status' | 'score'>, at: string): BoardCell => {
    if (block.status !== 'out-of-scope' && !isOpen(seen.sight, group)) {
      return { band: 'hidden', number: '–', why: context.say('board.hidden') }
    }
    if (score.score === null) {
      return {
        href: at,
        band: 'none',
        number: '–',
        why: context.say('board.no-score', { status: option(score.status) }),
      }
    }
    return { href: at, band: String(bandOf(score.score)), number: scoreText(context.words, score.score) }
  }
  const cells = context.definition.dimensions.map(({ id }) =>
    cell(block.dimensions[id] ?? { status: 'not-applicable', score: null }, `${href}#d-${id}`),
  )
  return { name, cells: [...cells, cell(block, `${href}#score`)] }
}
