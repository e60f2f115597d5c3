/** The ranks of two rounds beside each other; they are compared only where both rank the same sectors. */
import type { Section } from '../model.js'
import type { ComparisonContext } from './comparison-context.js'
import { column, quiet, row, strong, table } from './text.js'

export function ranksSection(context: ComparisonContext): Section {
  const { say, comparison, after, before } = context
  const { sameScope } = comparison
  const columns = [
    column(say('column.sector'), 70),
    column(say('ranks.in', { round: before.round.round.name }), 30),
    column(say('ranks.in', { round: after.round.round.name }), 30),
    ...(sameScope ? [column(say('ranks.places'), 40)] : []),
  ]
  const mark = (rank: number | null) => ({ text: rank === null ? '–' : String(rank), rank })
  const order = (rank: number | null) => rank ?? Number.MAX_SAFE_INTEGER
  const rows = [...comparison.sectors]
    .sort((a, b) => order(a.rank.to) - order(b.rank.to))
    .map(({ id, rank }) =>
      row(
        [strong(after.sector(id))],
        mark(rank.from),
        mark(rank.to),
        ...(sameScope ? [placesText(context, rank)] : []),
      ),
    )
  return {
    id: 'ranks',
    continues: true,
    title: say('ranks.title'),
    lead: say('ranks.lead', { same: sameScope ? 'yes' : 'no' }),
    blocks: table(say('ranks.title'), columns, rows, say('ranks.note')),
  }
}

function placesText({ say }: ComparisonContext, { from, to }: { from: number | null; to: number | null }) {
  if (from === null || to === null) return '–'
  if (from === to) return [quiet(say('ranks.same'))]
  return say('ranks.moved', { way: to < from ? 'up' : 'down', n: Math.abs(from - to) })
}
