/** The parts of the results page below its ranking. */
import { actionsSection } from '../../reports/content/actions.js'
import { voiceSections } from '../../reports/content/by-voice.js'
import type { Context } from '../../reports/content/context.js'
import { divergenceSection } from '../../reports/content/divergences.js'
import { voicesFigure } from '../../reports/content/drawings.js'
import { findingsSection, findingWords } from '../../reports/content/findings.js'
import { heatmapSection } from '../../reports/content/heatmap.js'
import { influenceSection } from '../../reports/content/influence.js'
import { missingSection } from '../../reports/content/missing.js'
import { sureSection } from '../../reports/content/ranking.js'
import type { Section } from '../../reports/model.js'
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
    readonly figure: readonly BlockView[]
    readonly leads: readonly { readonly name: string; readonly lead: string }[]
    readonly folds: readonly SectionView[]
  }
  readonly divergences: SectionView
  readonly findings: SectionView
  readonly actions: { readonly section: SectionView; readonly catalogue: readonly BlockView[] }
  readonly missing?: { readonly section: SectionView; readonly folds: readonly Fold[] }
}

/** A heading that opens what stands under it. */
export interface Fold {
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
    divergences: sectionView(divergenceSection(context), context, place),
    findings: findingsOf(context, seen, place),
    actions: actionsOf(context, place),
    ...(sight.ranking && { missing: missingOf(context, place) }),
  }
}

/** How sure the order is, drawn ranks apart: the strips stand in the ranking already. */
export function sureWords(context: Context): string {
  return String(sureSection(context)?.lead ?? '')
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

function voicesOf(context: Context, place: BlockPlace): OverviewView['voices'] {
  const { say, result, definition } = context
  const rows = result.sectors
    .filter(({ status }) => status !== 'out-of-scope')
    .map(({ id, score, voices }) => ({
      label: context.sector(id),
      joint: score,
      voices: definition.voices.map((voice) => voices[voice.id]?.score ?? null),
    }))
  const sections = voiceSections(context)
  return {
    key: voiceViews(context),
    figure:
      rows.length === 0
        ? []
        : blockViews([voicesFigure(context, 'voices', say('results.voices'), rows)], context, place),
    leads: definition.dimensions.map(({ name }, i) => ({ name, lead: String(sections[i]?.lead ?? '') })),
    // The figures of the dimensions are in the report; here the same numbers stand as tables.
    folds: sections.map((section) => {
      const blocks = section.blocks.filter(({ kind }) => kind !== 'figure' && kind !== 'key')
      return sectionView({ ...section, blocks }, context, place)
    }),
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
