/** Who drives whom: influence and dependence of each sector, directly and through others (METHOD 7). */
import type { SectorResult } from '../../rules/model.js'
import type { Section } from '../model.js'
import { ratioText, signedText } from '../words/numbers.js'
import type { Context } from './context.js'
import { mapFigure } from './drawings.js'
import { whyNoIndex } from './reasons.js'
import { column, note, paragraph, quiet, row, strong, table } from './text.js'

interface Linked extends SectorResult {
  readonly numbers: { readonly influence: number; readonly dependence: number; readonly relation: number }
}

/** From this much balance on a sector is said to drive or to follow, else to do both. */
const BALANCED = 0.05

/** @param from id of the sector whose arrows are strong; the one with most influence where it has none */
export function influenceSection(context: Context, from?: string): Section | undefined {
  const { say, definition, result } = context
  if (definition.interdependence.pairs.length === 0) return undefined
  const linked = linkedSectors(context)
  if (result.influences === null || linked.length === 0) {
    return { id: 'influence', title: say('influence.title'), lead: whyNoIndex(context), blocks: [] }
  }
  const { sectors, total, mean } = result.influences
  const focus = linked.find(({ id }) => id === from) ?? strongest(linked)
  const nodes = sectors.map((id) => {
    const { influence, dependence } = linked.find((sector) => sector.id === id)?.numbers ?? NOTHING
    return { id, letter: context.sectorOf(id).letter, label: context.sector(id), influence, dependence }
  })
  const lead = influenceLead(context, linked)
  return {
    id: 'influence',
    title: say('influence.title'),
    lead,
    blocks: [
      mapFigure(context, { nodes, total, mean, focus: focus.id, alt: lead }),
      note(say('influence.arrows', { mean: context.number(mean, 3), sector: context.sector(focus.id) })),
      ...influenceTable(context, linked),
      paragraph(linksCount(context)),
    ],
  }
}

const NOTHING = { influence: 0, dependence: 0 }

function linkedSectors({ result }: Context): readonly Linked[] {
  return result.sectors.flatMap((sector) => {
    const { influence, dependence, relation } = sector.interdependence
    if (influence === null || dependence === null || relation === null) return []
    return [{ ...sector, numbers: { influence, dependence, relation } }]
  })
}

function strongest(linked: readonly Linked[]): Linked {
  return linked.reduce((a, b) => (b.numbers.influence > a.numbers.influence + 1e-9 ? b : a))
}

/** "Documents and Information drive, Education and Food follow. An advance in Documents would help …" */
function influenceLead(context: Context, linked: readonly Linked[]): string {
  const { say, words, result } = context
  if (result.flags.some(({ kind }) => kind === 'no-links')) return say('influence.empty')
  const byRelation = [...linked].sort((a, b) => b.numbers.relation - a.numbers.relation)
  const names = (sectors: readonly Linked[]) => words.list(sectors.map(({ id }) => context.sector(id)))
  const drive = byRelation.filter(({ numbers }) => numbers.relation > BALANCED).slice(0, 2)
  const follow = byRelation
    .filter(({ numbers }) => numbers.relation < -BALANCED)
    .reverse()
    .slice(0, 2)
  const balanced = linked.filter(({ numbers }) => Math.abs(numbers.relation) <= BALANCED)
  const focus = strongest(linked)
  return [
    drive.length > 0 ? say('influence.lead.drive', { n: drive.length, sectors: names(drive) }) : '',
    follow.length > 0 ? say('influence.lead.follow', { n: follow.length, sectors: names(follow) }) : '',
    balanced.length > 0 ? say('influence.lead.both', { sector: context.sector(strongest(balanced).id) }) : '',
    say('influence.lead.first', {
      sector: context.sector(focus.id),
      others: words.list(helpedFirst(context, focus.id)),
    }),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** The three sectors that one sector influences most. */
function helpedFirst(context: Context, id: string): string[] {
  const { sectors = [], total = [] } = context.result.influences ?? {}
  const gives = total[sectors.indexOf(id)] ?? []
  return sectors
    .map((other, j) => ({ other, value: gives[j] ?? 0 }))
    .filter(({ other, value }) => other !== id && value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, 3)
    .map(({ other }) => context.sector(other))
}

function influenceTable(context: Context, linked: readonly Linked[]) {
  const { say, words } = context
  const columns = [
    column(say('column.sector'), 50),
    column(say('influence.gives'), 28, 'end'),
    column(say('influence.takes'), 28, 'end'),
    column(say('influence.balance'), 38, 'end'),
    column(say('influence.index'), 26, 'end'),
  ]
  const rows = [...linked]
    .sort((a, b) => (b.interdependence.index ?? -1) - (a.interdependence.index ?? -1))
    .map(({ id, numbers, interdependence }) =>
      row(
        [strong(`${context.sectorOf(id).letter}\u00a0\u00a0${context.sector(id)}`)],
        ratioText(words, numbers.influence),
        ratioText(words, numbers.dependence),
        [
          { text: `${signedText(words, numbers.relation, 2)}\u00a0 ` },
          quiet(say('influence.role', { role: roleOf(numbers.relation) })),
        ],
        interdependence.index === null ? '–' : ratioText(words, interdependence.index),
      ),
    )
  return table(say('influence.caption'), columns, rows, say('influence.note'))
}

function roleOf(relation: number): 'drives' | 'follows' | 'both' {
  if (Math.abs(relation) <= BALANCED) return 'both'
  return relation > 0 ? 'drives' : 'follows'
}

/** How many links were answered, agreed and estimated. */
function linksCount(context: Context): string {
  const pairs = context.asked.filter(({ item }) => context.item(item).kind === 'pair')
  return context.say('influence.count', {
    n: pairs.length,
    agreed: pairs.filter(({ state }) => state === 'agreed').length,
    provisional: pairs.filter(({ state }) => state === 'provisional').length,
    filled: context.result.flags.filter(({ kind }) => kind === 'filled-cell').length,
  })
}

/** What one sector gives to and takes from each other one, strongest first. */
export function linksOf(context: Context, id: string, side: 'gives' | 'takes') {
  const { sectors = [], total = [] } = context.result.influences ?? {}
  const own = sectors.indexOf(id)
  const { pairs } = context.definition.interdependence
  return pairs
    .filter((pair) => (side === 'gives' ? pair.influencing : pair.dependent) === id)
    .flatMap((pair) => {
      const other = side === 'gives' ? pair.dependent : pair.influencing
      const at = sectors.indexOf(other)
      if (at < 0 || own < 0) return []
      const whole = (side === 'gives' ? total[own]?.[at] : total[at]?.[own]) ?? 0
      return [{ other, answers: context.answers(pair.id), total: whole }]
    })
    .sort((a, b) => b.total - a.total)
}
