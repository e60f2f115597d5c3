/** Sectors by dimensions: every score as a coloured cell with its number, hatched where there is none. */
import type { Section } from '../model.js'
import type { Context } from './context.js'
import { rangeText, scoreCell } from './scores.js'
import { column, row, strong, table } from './text.js'

export function heatmapSection(context: Context): Section {
  const { say, definition, result } = context
  const columns = [
    column(say('column.sector'), 32),
    ...definition.dimensions.map(({ name }) => column(name, 72 / definition.dimensions.length)),
    column(say('column.score'), 22),
    column(say('heatmap.bounds'), 20),
    column(say('heatmap.confidence'), 24),
  ]
  const rows = result.sectors.map((sector) => {
    const { low, high, confidence } = sector
    return row(
      [strong(context.sector(sector.id))],
      ...definition.dimensions.map(({ id }) => scoreCell(sector.dimensions[id] ?? NO_SCORE, context)),
      scoreCell(sector, context),
      low === null || high === null ? '–' : rangeText(low, high, context),
      confidence === null ? '–' : say('confidence', { band: confidence }),
    )
  })
  return {
    id: 'heatmap',
    title: say('heatmap.title'),
    lead: heatmapLead(context),
    blocks: [...table(say('heatmap.caption'), columns, rows, say('heatmap.note')), { kind: 'key', of: 'scores' }],
  }
}

const NO_SCORE = { status: 'not-applicable', score: null } as const

interface HeatCell {
  readonly sector: string
  readonly dimension: string
  readonly score: number
}

/** The cells of the heat map that have a number, in the definition's order. */
function heatCells({ result, definition }: Pick<Context, 'result' | 'definition'>): readonly HeatCell[] {
  return result.sectors.flatMap((sector) =>
    definition.dimensions.flatMap(({ id }) => {
      const score = sector.dimensions[id]?.score ?? null
      return score === null ? [] : [{ sector: sector.id, dimension: id, score }]
    }),
  )
}

/** The weakest and the strongest cell, by the numbers as printed. */
function heatmapLead(context: Context): string {
  const { say, words } = context
  const cells = heatCells(context).map((entry) => ({ ...entry, printed: Math.round(entry.score) }))
  if (cells.length === 0) return say('heatmap.lead.none')
  const name = (printed: number) =>
    cells
      .filter((entry) => entry.printed === printed)
      .map(({ sector, dimension }) => `${context.sector(sector)}, ${context.dimension(dimension)}`)
  const lowest = Math.min(...cells.map(({ printed }) => printed))
  const highest = Math.max(...cells.map(({ printed }) => printed))
  const part = (key: 'heatmap.weakest' | 'heatmap.strongest', printed: number) => {
    const names = name(printed)
    return say(key, {
      score: printed,
      cells: names.slice(0, 3).join(say('separator')),
      more: Math.max(0, names.length - 3),
    })
  }
  if (lowest === highest) return say('heatmap.same', { score: words.number(lowest) })
  return `${part('heatmap.weakest', lowest)} ${part('heatmap.strongest', highest)}`
}
