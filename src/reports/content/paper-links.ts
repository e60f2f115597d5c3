/** The links between sectors on paper: one empty table, its question and its scale. */
import { type Chapter, LINKS } from '../../rules/chapters.js'
import { itemIndex } from '../../rules/items.js'
import { LEVELS } from '../../rules/model.js'
import type { Block, Cover, PaperBlock, Section } from '../model.js'
import type { PaperContext } from './paper-context.js'
import { list, note, paragraph, strong } from './text.js'

export function linksSection(context: PaperContext, { items }: Chapter): Section<Block | PaperBlock> {
  const { say, definition } = context
  const index = itemIndex(definition)
  const asked = new Set(items.map(({ index: item }) => item))
  const named = sectorsOf(items)
  const sectors = index.sectors.map((id, place) => ({ id, place })).filter(({ id }) => named.has(id))
  const names = sectors.map(({ id }) => context.sector(id))
  const rows = sectors.map(({ id, place }) => ({
    head: context.sector(id),
    cells: sectors.map((column) => asked.has(index.pairs[place]?.[column.place] ?? -1)),
  }))
  return {
    id: LINKS,
    title: say('matrix.title'),
    lead: say('matrix.lead'),
    blocks: [
      paragraph(say('matrix.example')),
      ...list(LEVELS.map((level) => [strong(`${level}  `), { text: definition.interdependence.scale[level] }])),
      { kind: 'grid', caption: say('matrix.table'), corner: say('paper.links.corner'), columns: names, rows },
      note(`${say('matrix.fill')} ${say('matrix.blank-note')}`),
      { kind: 'blanks', text: say('question.comment'), lines: 2 },
    ],
  }
}

function sectorsOf(items: Chapter['items']): ReadonlySet<string> {
  return new Set(
    items.flatMap((item) => (item.kind === 'pair' ? [item.source.influencing, item.source.dependent] : [])),
  )
}

/** Strength of a thread of the cover: every link is asked, none is answered. */
const THREAD = 0.25

/** The links that are asked about, all alike. */
export function blankLace({ chapters, definition }: PaperContext): Cover['lace'] {
  const items = chapters.find(({ id }) => id === LINKS)?.items ?? []
  const named = sectorsOf(items)
  const sectors = definition.sectors.filter(({ id }) => named.has(id))
  const place = (id: string) => sectors.findIndex((sector) => sector.id === id)
  const links = items.flatMap((item) => {
    if (item.kind !== 'pair') return []
    return [{ from: place(item.source.influencing), to: place(item.source.dependent), strength: THREAD }]
  })
  return { letters: sectors.map(({ letter }) => letter), links }
}
