/** Sector by sector, in the order of the ranking: the score and its arithmetic, why the rank, the weakest criteria. */
import type { SectorResult } from '../../rules/model.js'
import { INPUT_ORDER } from '../explain.js'
import type { Block, Section } from '../model.js'
import { itemNote } from '../words/answers.js'
import { rankWords } from '../words/intervals.js'
import { ratioText } from '../words/numbers.js'
import type { Context } from './context.js'
import { moveSentences } from './moves.js'
import { alsoWords, inputOf, placeIn } from './ranking.js'
import { inputsInUse, whyNotRanked } from './reasons.js'
import { scoreCell, scoreSentence, sureSentence } from './scores.js'
import { column, lines, paragraph, quiet, row, table } from './text.js'
import { unequalWeights } from './weights.js'

/** One short part a sector; the first begins a page. */
export function sectorSections(context: Context): Section[] {
  const { ranked, unranked, outOfScope } = context
  return [...ranked, ...unranked, ...outOfScope].map((sector, i) => ({
    id: `sector-${sector.id}`,
    title: context.sectorOf(sector.id).name,
    ...(i > 0 && { continues: true }),
    ...(sector.status !== 'out-of-scope' && { rank: rankMark(context, sector) }),
    lead: scoreSentence(context, sector.id, sector),
    blocks: sector.status === 'out-of-scope' ? [] : [...whyBlocks(context, sector), ...weakestTable(context, sector)],
  }))
}

/** "1 of 9, rank 1 to 3, depends on the weights" beside the mark. */
export function rankMark(context: Context, { priority }: SectorResult): { rank: number | null; words: string } {
  const words = rankWords(priority, context.words)
  return {
    rank: priority.rank,
    words: priority.rank === null ? words : context.say('rank.of', { words, n: context.ranked.length }),
  }
}

/** How sure the score is, what the rank is made of, and what would move it. */
export function whyBlocks(context: Context, sector: SectorResult): Block[] {
  const { say } = context
  const sure = paragraph(sureSentence(context, sector.id, sector))
  if (sector.priority.rank === null) {
    return [sure, paragraph(say('sector.unranked', { reason: whyNotRanked(context, sector.id) }))]
  }
  const moves = moveSentences(context, sector.id)
  return [
    sure,
    paragraph(prioritySentence(context, sector)),
    ...(moves.length === 0 ? [] : [paragraph(moves.join(' '))]),
  ]
}

/** "Priority 0.65, from need 0.61 (4th), urgency 0.88 (1st) and interdependence 0.48 (1st)." */
function prioritySentence(context: Context, sector: SectorResult): string {
  const { say, words } = context
  const used = inputsInUse(context)
  const parts = INPUT_ORDER.filter((input) => used.includes(input)).map((input) => {
    const value = ratioText(words, inputOf(sector, input) ?? 0)
    return say('sector.input', { input, value, place: placeIn(context, sector, input) })
  })
  const also = alsoWords(context, sector).map((text) => say('sector.also', { text }))
  const value = ratioText(words, sector.priority.value ?? 0)
  return [say('sector.priority', { value, parts: words.list(parts) }), ...unequalWeights(context), ...also].join(' ')
}

/** At most this many criteria stand in the compact part. */
const SHOWN = 3

/** The criteria with the lowest scores, and what stands behind them. */
function weakestTable(context: Context, sector: SectorResult): Block[] {
  const { say, definition } = context
  const scored = definition.dimensions.flatMap(({ id, name }) =>
    Object.entries(sector.dimensions[id]?.criteria ?? {}).flatMap(([criterion, score]) =>
      score.score === null ? [] : [{ criterion, dimension: name, score, at: score.score }],
    ),
  )
  const weakest = [...scored].sort((a, b) => a.at - b.at).slice(0, SHOWN)
  const columns = [column(say('sector.weakest'), 58), column(say('column.score'), 18), column(say('sector.level'), 94)]
  const rows = weakest.map(({ criterion, dimension, score }) =>
    row(
      lines([context.criterion(criterion), quiet(dimension)]),
      scoreCell(score, context),
      lines(levelsWords(context, sector.id, criterion)),
    ),
  )
  return table(say('sector.weakest.caption', { sector: context.sector(sector.id) }), columns, rows)
}

/** What the agreed level says, or that the voices are still apart. */
function levelsWords(context: Context, sector: string, criterion: string): string[] {
  const { say } = context
  const words = context.asked.flatMap((answers) => {
    const { item, agreed, value } = answers
    const of = context.item(item)
    if (of.kind !== 'question' || of.sector !== sector || of.source.criterion !== criterion || value === null) return []
    if (agreed?.level === undefined) return [itemNote(answers, context)]
    return [say('sector.agreed', { level: agreed.level, text: of.source.levels[agreed.level] })]
  })
  return words
}
