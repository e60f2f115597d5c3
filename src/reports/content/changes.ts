/** What moved on the common basis, and why (METHOD 9). */
import { contributions, dumbbell } from '../../charts/index.js'
import type { Contribution } from '../../rules/model.js'
import type { Block, Section, Text } from '../model.js'
import { causeWords } from '../words/causes.js'
import { directionOf } from '../words/direction.js'
import { levelText, scoreText, signedText } from '../words/numbers.js'
import type { Compared, ComparisonContext } from './comparison-context.js'
import { column, heading, lines, list, note, paragraph, quiet, row, strong, table } from './text.js'

const WIDE = 680

/** Every sector on the common basis: a chart, the same as a table, and the sentence that says it. */
export function changesSection(context: ComparisonContext): Section {
  const { say, words, before, after } = context
  const ordered = [...context.compared].sort((a, b) => b.common.delta - a.common.delta)
  const all = [...ordered, ...(context.enabling === undefined ? [] : [context.enabling])]
  const rows = all.map((block) => ({ label: nameOf(context, block), ...block.common, clear: block.clear }))
  const title = say('changes.title', { from: before.round.round.name, to: after.round.round.name })
  const alt = rows
    .map(({ label, from, to }) => say('changes.row', { label, from: scoreText(words, from), to: scoreText(words, to) }))
    .join(say('separator'))
  const draw = (prefix: string, width: number) =>
    dumbbell({
      prefix,
      title,
      description: alt === '' ? say('changes.none') : alt,
      direction: directionOf(words.language),
      rows,
      width,
      number: words.number,
      words: {
        from: before.round.round.name,
        to: after.round.round.name,
        clear: say('changes.clear', { clear: 'yes' }),
        unclear: say('changes.clear', { clear: 'no' }),
        empty: say('changes.none'),
      },
    })
  const figure = (): Block => ({
    kind: 'figure',
    svg: draw('changes', WIDE),
    at: (width) => draw(`changes-${width}`, width),
    alt: `${title}. ${alt}`,
  })
  const tested = all.some(({ clear }) => clear !== null) ? 'yes' : 'no'
  const key = say('changes.figure', { from: before.round.round.name, to: after.round.round.name, tested })
  return {
    id: 'changes',
    title,
    lead: changesLead(context, ordered),
    blocks: [
      ...(rows.length === 0 ? [] : [figure(), note(key), ...changesTable(context, all), note(say('changes.sign'))]),
    ],
  }
}

function nameOf({ after, say }: ComparisonContext, { id }: Pick<Compared, 'id'>): string {
  return id === null ? say('place.enabling') : after.sector(id)
}

/** Which sectors rose, which fell, which moved too little to be sure. */
function changesLead(context: ComparisonContext, ordered: readonly Compared[]): string {
  const { say, words, comparison } = context
  const names = (blocks: readonly Compared[]) => words.list(blocks.map((block) => nameOf(context, block)))
  const counted = (list: readonly Compared[]) => ({ n: list.length, sectors: names(list) })
  const lost = comparison.sectors.filter(({ status }) => status !== 'compared').length
  if (ordered.length === 0) return say('changes.none')
  const tested = ordered.some(({ clear }) => clear !== null)
  const moved = ordered.filter(({ common }) => Math.abs(common.delta) >= 0.05)
  const shown = tested ? moved.filter(({ clear }) => clear) : moved
  const rose = shown.filter(({ common }) => common.delta > 0)
  const fell = shown.filter(({ common }) => common.delta < 0).reverse()
  const rest = ordered.filter((block) => !shown.includes(block))
  return [
    ...(rose.length > 0 ? [say('changes.rose', { ...counted(rose), tested: tested ? 'yes' : 'no' })] : []),
    ...(fell.length > 0 ? [say('changes.fell', { ...counted(fell), tested: tested ? 'yes' : 'no' })] : []),
    ...(rest.length > 0 ? [say(tested ? 'changes.unclear' : 'changes.still', counted(rest))] : []),
    ...(lost > 0 ? [say('changes.lost', { n: lost })] : []),
    ...(tested ? [] : [say('changes.untested')]),
  ].join(' ')
}

function changesTable(context: ComparisonContext, blocks: readonly Compared[]): Block[] {
  const { say, words, before, after } = context
  const columns = [
    column(say('column.sector'), 38),
    column(before.round.round.name, 15, 'end'),
    column(after.round.round.name, 15, 'end'),
    column(say('changes.change'), 20, 'end'),
    column(say('changes.is-clear'), 22),
    column(say('changes.by-chance'), 60),
  ]
  const rows = blocks.map((block) =>
    row(
      [strong(nameOf(context, block))],
      scoreText(words, block.common.from),
      scoreText(words, block.common.to),
      [strong(signedText(words, block.common.delta, 1))],
      clearText(context, block),
      signText(context, block),
    ),
  )
  return table(say('changes.caption'), columns, rows)
}

function clearText({ say }: ComparisonContext, { clear }: Compared): Text {
  if (clear === null) return [quiet(say('changes.not-tested'))]
  return clear ? [strong(say('changes.clear', { clear: 'yes' }))] : [quiet(say('changes.clear', { clear: 'no' }))]
}

/** Fewest changed items with which p < .05 is possible at all. */
const ENOUGH_CHANGES = 6

/** The sign-flip test in words; below six changed items it can't speak, and says so. */
function signText({ say, words }: ComparisonContext, { signFlip }: Compared): Text {
  if (signFlip === null) return '–'
  const { changed, p } = signFlip
  if (changed < ENOUGH_CHANGES) return say('changes.sign.few', { n: changed })
  return say('changes.sign.p', { n: changed, p: words.number(p, p < 0.01 ? 3 : 2) })
}

// ------------------------------------------------------------------------------------------------- one sector's why

/** One part a compared block: what moved it, the basis effect, and the causes. */
export function changedSections(context: ComparisonContext): Section[] {
  const blocks = [...context.compared].sort((a, b) => Math.abs(b.common.delta) - Math.abs(a.common.delta))
  const all = [...blocks, ...(context.enabling === undefined ? [] : [context.enabling])]
  return all.map((block, i) => changedSection(context, block, i > 0))
}

function changedSection(context: ComparisonContext, block: Compared, continues: boolean): Section {
  const { say, words } = context
  const { delta } = block.common
  const title = say('why.title', {
    sector: nameOf(context, block),
    way: Math.abs(delta) < 0.05 ? 'none' : delta > 0 ? 'up' : 'down',
    points: words.number(Math.abs(delta), 1),
  })
  return {
    id: `why-${block.id ?? 'enabling'}`,
    title,
    ...(continues && { continues: true }),
    lead: whyLead(context, block),
    blocks: [...contributionBlocks(context, block, title), ...basisBlocks(context, block)],
  }
}

/** "Published score 43 → 39; on the common questions 43 → 46; what was asked and answered differs by −7.1." */
function whyLead({ say, words }: ComparisonContext, { full, common, basisEffect }: Compared): string {
  return say('why.lead', {
    from: scoreText(words, full.from),
    to: scoreText(words, full.to),
    full: signedText(words, full.delta, 1),
    common: signedText(words, common.delta, 1),
    basis: signedText(words, basisEffect, 1),
  })
}

/** Largest first; an item without points moved, but not the score. */
function contributionBlocks(context: ComparisonContext, block: Compared, title: string): Block[] {
  const { say, words } = context
  const sorted = [...block.contributions].sort((a, b) => Math.abs(b.points) - Math.abs(a.points))
  if (sorted.length === 0) return [paragraph(say('why.nothing'))]
  // What adds nothing has its line in the table only.
  const shown = sorted
    .filter(({ points }) => Math.abs(points) >= 0.05)
    .map((entry) => ({ label: contributionName(context, entry), points: entry.points }))
  const id = `why-${block.id ?? 'enabling'}`.replace(/[^A-Za-z0-9_-]/g, '-')
  const alt = shown.map(({ label, points }) => `${label} ${signedText(words, points, 1)}`).join(say('separator'))
  const draw = (prefix: string, width: number) =>
    contributions({
      prefix,
      title,
      description: alt,
      direction: directionOf(words.language),
      rows: shown,
      total: block.common.delta,
      width,
      number: words.number,
      words: { total: say('why.total'), empty: say('why.nothing') },
    })
  const figure = (): Block => ({
    kind: 'figure',
    svg: draw(id, WIDE),
    at: (width) => draw(`${id}-${width}`, width),
    alt: `${title}. ${alt}`,
  })
  const columns = [column(say('why.item'), 110), column(say('why.level'), 34), column(say('why.points'), 26, 'end')]
  const rows = sorted.map((entry) =>
    row(contributionText(context, entry), levelChange(context, entry), [strong(signedText(words, entry.points, 1))]),
  )
  return [
    ...(shown.length === 0 ? [] : [figure()]),
    ...table(say('why.caption', { sector: nameOf(context, block) }), columns, rows),
  ]
}

function contributionName(context: ComparisonContext, entry: Contribution): string {
  return 'item' in entry
    ? context.label(entry.item)
    : context.say('why.cap', { dimension: context.after.dimension(entry.cap) })
}

/** The label of an item and its question. */
function contributionText(context: ComparisonContext, entry: Contribution): Text {
  if ('cap' in entry) return [strong(contributionName(context, entry))]
  const label = context.label(entry.item)
  const { text } = context.after.item(entry.item).source
  return lines([strong(label), ...(text === label ? [] : [quiet(text)])])
}

function levelChange({ before, after, say, words }: ComparisonContext, entry: Contribution): string {
  if ('cap' in entry) return '–'
  const [from, to] = [before.answers(entry.item).value, after.answers(entry.item).value]
  if (from === null || to === null) return '–'
  return say('why.from-to', { from: levelText(words, from), to: levelText(words, to) })
}

/** The questions with a value in one round only, each with its cause. */
function basisBlocks(context: ComparisonContext, block: Compared): Block[] {
  const { say, comparison } = context
  const items = context.notCommonOf(block.id)
  const weights = comparison.notCommon.filter((entry) => 'weights' in entry).length > 0
  if (items.length === 0 && !weights) return []
  const causes = [...new Set(items.map(({ cause }) => cause))].map((cause) =>
    say('why.basis.items', {
      labels: context.words.list(items.filter((entry) => entry.cause === cause).map(({ item }) => context.label(item))),
      cause: causeWords(cause, context.words),
    }),
  )
  return [
    heading(say('why.basis', { n: items.length }), 3),
    ...list([...causes, ...(weights ? [say('why.basis.weights')] : [])]),
  ]
}
