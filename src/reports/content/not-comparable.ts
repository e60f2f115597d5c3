/** What can't be compared, and why. */
import type { SectorComparison } from '../../rules/model.js'
import type { Section, Text } from '../model.js'
import { scoreText } from '../words/numbers.js'
import type { ComparisonContext } from './comparison-context.js'
import type { Context } from './context.js'
import { whyNoScore } from './reasons.js'
import { column, row, strong, table } from './text.js'

export function notComparableSection(context: ComparisonContext): Section | undefined {
  const { say, words, comparison, after, before, enabling } = context
  const lost = comparison.sectors.filter(({ status }) => status !== 'compared')
  const columns = [
    column(say('column.sector'), 44),
    column(before.round.round.name, 22, 'end'),
    column(after.round.round.name, 22, 'end'),
    column(say('missing.reason'), 82),
  ]
  const score = (side: Context, id: string): Text => {
    const value = side.result.sectors.find((sector) => sector.id === id)?.score ?? null
    return value === null ? '–' : scoreText(words, value)
  }
  const rows = lost.map((sector) =>
    row(
      [strong(after.sector(sector.id))],
      score(before, sector.id),
      score(after, sector.id),
      reasonOf(context, sector),
    ),
  )
  if (enabling === undefined && after.definition.cross_cutting.questions.length > 0) {
    const value = ({ result }: Context) =>
      result.enabling.score === null ? '–' : scoreText(words, result.enabling.score)
    rows.push(row([strong(say('place.enabling'))], value(before), value(after), enablingReason(context)))
  }
  if (rows.length === 0) return undefined
  return {
    id: 'not-comparable',
    title: say('not-comparable.title'),
    lead: say('not-comparable.lead'),
    blocks: table(say('not-comparable.title'), columns, rows),
  }
}

function reasonOf(context: ComparisonContext, { id, status }: SectorComparison): string {
  const { say, before, after } = context
  const sides = [before, after].map((side) => ({ side, sector: side.result.sectors.find((own) => own.id === id) }))
  const reasons = sides.flatMap(({ side, sector }) => {
    const round = side.round.round.name
    if (sector === undefined) return [say('not-comparable.absent', { round })]
    if (sector.status === 'out-of-scope') return [say('not-comparable.out', { round })]
    if (sector.score === null) return [say('not-comparable.no-score', { round, reason: whyNoScore(side, id, sector) })]
    return []
  })
  return reasons.length > 0 || status === 'out-of-scope' ? reasons.join(say('separator')) : say('not-comparable.common')
}

function enablingReason({ say, before, after }: ComparisonContext): string {
  const reasons = [before, after].flatMap((side) => {
    const { enabling } = side.result
    if (enabling.score !== null) return []
    return [say('not-comparable.no-score', { round: side.round.round.name, reason: whyNoScore(side, null, enabling) })]
  })
  return reasons.length > 0 ? reasons.join(say('separator')) : say('not-comparable.common')
}
