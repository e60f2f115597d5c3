/** The parts of the results page below its ranking. */
import { actionsSection } from '../../reports/content/actions.js'
import { voiceSections } from '../../reports/content/by-voice.js'
import type { Context } from '../../reports/content/context.js'
import { divergenceSection } from '../../reports/content/divergences.js'
import { findingsSection, findingWords } from '../../reports/content/findings.js'
import { heatmapSection } from '../../reports/content/heatmap.js'
import { influenceSection } from '../../reports/content/influence.js'
import { missingSection } from '../../reports/content/missing.js'
import type { Section } from '../../reports/model.js'
import { isFixed } from '../../reports/words/intervals.js'
import type { Seen } from '../scores.js'
import {
  type BlockPlace,
  type BlockView,
  blockViews,
  type SectionView,
  sectionView,
  type VoiceView,
  voiceViews,
} from './blocks.js'
import { type HeatRow, heatRows } from './heat.js'

export interface OverviewView {
  readonly heat: { readonly lead: string; readonly dimensions: readonly string[]; readonly rows: readonly HeatRow[] }
  readonly influence?: {
    readonly section: SectionView
    readonly figure: readonly BlockView[]
    readonly table: readonly BlockView[]
  }
  readonly voices: {
    readonly key: readonly VoiceView[]
    readonly folds: readonly (SectionView & { readonly isOpen: boolean })[]
  }
  /** The first of them in the section, the others as `more`. */
  readonly divergences: { readonly section: SectionView; readonly more: readonly BlockView[]; readonly count: number }
  readonly findings: SectionView
  readonly actions: { readonly section: SectionView; readonly catalogue: readonly BlockView[] }
  readonly missing?: { readonly section: SectionView; readonly folds: readonly Fold[] }
}

/** A heading that opens what stands under it. */
interface Fold {
  readonly title: BlockView
  readonly blocks: readonly BlockView[]
}

export function overviewOf(context: Context, seen: Seen, base: string, place: BlockPlace): OverviewView {
  const { sight } = seen
  return {
    heat: {
      lead: sight.ranking ? String(heatmapSection(context).lead) : '',
      dimensions: context.definition.dimensions.map(({ name }) => name),
      rows: heatRows(context, seen, base),
    },
    ...(sight.influence && influenceOf(context, place)),
    voices: voicesOf(openOnly(context, seen), place),
    divergences: divergencesOf(context, place),
    findings: findingsOf(context, seen, place),
    actions: actionsOf(context, place),
    ...(sight.ranking && { missing: missingOf(context, place) }),
  }
}

/** How many sectors keep their rank under all weights; the strips that show it stand in the ranking already. */
export function sureWords({ say, ranked }: Context): string {
  if (ranked.length < 2) return ''
  return say('sure.lead', { n: ranked.filter(({ priority }) => isFixed(priority)).length, of: ranked.length })
}

function influenceOf(context: Context, place: BlockPlace): Pick<OverviewView, 'influence'> {
  const section = influenceSection(context)
  if (section === undefined) return {}
  const isTable = ({ kind }: Section['blocks'][number], at: number) =>
    kind === 'table' || at > section.blocks.findIndex((block) => block.kind === 'table')
  const blocks = (wanted: boolean) =>
    blockViews(
      section.blocks.filter((block, i) => isTable(block, i) === wanted),
      context,
      place,
    )
  const hasTable = section.blocks.some(({ kind }) => kind === 'table')
  return {
    influence: {
      section: sectionView({ ...section, blocks: [] }, context, place),
      figure: hasTable ? blocks(false) : blockViews(section.blocks, context, place),
      table: hasTable ? blocks(true) : [],
    },
  }
}

/** The same with the sectors alone whose numbers are open. */
function openOnly(context: Context, { sight }: Seen): Context {
  const sectors = context.result.sectors.filter(({ id }) => sight.sector(id))
  const voicePairs = sight.ranking ? context.result.voicePairs : []
  return { ...context, result: { ...context.result, sectors, voicePairs } }
}

/** One fold a dimension, that in which two voices are farthest apart open, then how the voices compare two by two. */
function voicesOf(context: Context, place: BlockPlace): OverviewView['voices'] {
  const ranges = context.definition.dimensions.map(({ id }) => widest(context, id))
  const open = ranges.indexOf(Math.max(...ranges))
  return {
    key: voiceViews(context),
    folds: voiceSections(context).map((section, i) => {
      const blocks = section.blocks.filter(({ kind }) => kind !== 'key')
      return { ...sectionView({ ...section, blocks }, context, place), isOpen: i === open }
    }),
  }
}

/** Most points between two voices on one sector; 0 where fewer than two have a score. */
function widest({ result }: Context, dimension: string): number {
  const ranges = result.sectors.map(({ voices }) => {
    const scores = Object.values(voices).flatMap((view) => view.dimensions[dimension]?.score ?? [])
    return scores.length < 2 ? 0 : Math.max(...scores) - Math.min(...scores)
  })
  return Math.max(0, ...ranges)
}

/** This many divergences stand in sight; the others fold. */
const IN_SIGHT = 6

function divergencesOf(context: Context, place: BlockPlace): OverviewView['divergences'] {
  const section = sectionView(divergenceSection(context), context, place)
  const [table, ...rest] = section.blocks
  const rows = table?.kind === 'table' ? (table.groups[0]?.rows ?? []) : []
  if (table?.kind !== 'table' || rows.length <= IN_SIGHT) return { section, more: [], count: 0 }
  const count = rows.length - IN_SIGHT
  const caption = context.say('results.divergences.more', { n: count })
  return {
    section: { ...section, blocks: [{ ...table, groups: [{ rows: rows.slice(0, IN_SIGHT) }] }, ...rest] },
    more: [{ ...table, caption, groups: [{ rows: rows.slice(IN_SIGHT) }] }],
    count,
  }
}

/** What a finding does to the scores is said only where all scores may be seen. */
function findingsOf(context: Context, { stored, sight }: Seen, place: BlockPlace): SectionView {
  if (sight.ranking) return sectionView(findingsSection(context), context, place)
  const findings = stored.round.findings ?? []
  const items = findings.map((finding) => findingWords(context, finding))
  const blocks: Section['blocks'] = items.length === 0 ? [] : [{ kind: 'list', items }]
  return sectionView({ id: 'findings', title: context.say('findings.title'), blocks }, context, place)
}

function actionsOf(context: Context, place: BlockPlace): OverviewView['actions'] {
  const section = actionsSection(context)
  const catalogue = section.blocks.findIndex(
    ({ kind }, i) => kind === 'heading' && section.blocks[i + 1]?.kind !== undefined && i >= section.blocks.length - 3,
  )
  const at = catalogue < 0 ? section.blocks.length : catalogue
  return {
    section: sectionView({ ...section, blocks: section.blocks.slice(0, at) }, context, place),
    catalogue: blockViews(section.blocks.slice(at + 1), context, place),
  }
}

/** What comes before the first heading is shown, what stands under each heading folds. */
function missingOf(context: Context, place: BlockPlace): NonNullable<OverviewView['missing']> {
  const section = missingSection(context)
  const views = blockViews(section.blocks, context, place)
  const heads = views.flatMap((view, i) => (view.kind === 'heading' ? [i] : []))
  const first = heads[0] ?? views.length
  return {
    section: sectionView({ ...section, blocks: section.blocks.slice(0, first) }, context, place),
    folds: heads.map((at, k) => ({ title: views[at]!, blocks: views.slice(at + 1, heads[k + 1]) })),
  }
}
