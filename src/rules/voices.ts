/** What each voice says, how far the voices agree and how well a score is supported (METHOD 3.8, 3.10, 4). */
import { publishBlock, publishDimension, type Weights } from './aggregate.js'
import { cliffsDelta, krippendorffOrdinal, tastleWierman, vanDerEijk } from './agreement.js'
import type { Block } from './items.js'
import type { Confidence, ConfidenceBand, Divergence, Score, VoicePair, VoiceView } from './model.js'
import { above, atLeast, same } from './tolerance.js'
import { type Entry, EXCLUDED, type Values } from './values.js'

/** What the positions on the items of a round say, apart from the agreed answers. */
export interface Voices {
  /** Lower medians by item, then by voice; NaN where a voice gave no level. */
  readonly medians: readonly (readonly number[])[]
  /** Consensus by item; null below two positions with a level. */
  readonly consensus: readonly (number | null)[]
}

export function voicesOf(values: Values): Voices {
  return {
    medians: values.medians,
    consensus: values.entries.map((entries) => (countLevels(entries) < 2 ? null : tastleWierman(frequencies(entries)))),
  }
}

function countLevels(entries: readonly Entry[]): number {
  let count = 0
  for (const { answer } of entries) if (answer === null) count++
  return count
}

/** Weight of each level: every voice weighs 1, shared equally among its bodies with a level (METHOD 4). */
export function frequencies(entries: readonly Entry[]): number[] {
  const weights = [0, 0, 0, 0, 0]
  // Entries are ordered by voice: each run of one voice shares a weight of 1.
  for (let start = 0; start < entries.length; ) {
    const { voice } = entries[start]
    let end = start
    let given = 0
    for (; end < entries.length && entries[end].voice === voice; end++) if (entries[end].answer === null) given++
    for (; start < end; start++) if (entries[start].answer === null) weights[entries[start].level] += 1 / given
  }
  return weights
}

/** Whether the round asks an item: share and time only where the severity value is above 0 (METHOD 2.1, 6). */
export function isAsked(values: Values, item: number): boolean {
  if (values.states[item] === 'not-asked') return false
  const source = values.index.items[item]
  if (source.kind !== 'urgency' || source.source.kind === 'severity') return true
  return values.levels[values.index.urgency.get(source.sector)?.severity ?? -1] !== 0
}

/** Items on which two voices are two levels apart or more, whether or not an answer was agreed (METHOD 4). */
export function divergencesOf(values: Values, voices: Voices): Divergence[] {
  const divergences: Divergence[] = []
  for (const item of values.index.items) {
    const medians = voices.medians[item.index]
    let lowest = Number.POSITIVE_INFINITY
    let highest = Number.NEGATIVE_INFINITY
    for (const median of medians) {
      if (median < lowest) lowest = median
      if (median > highest) highest = median
    }
    const gap = highest - lowest
    if (!(gap >= 2) || !isAsked(values, item.index)) continue
    divergences.push({
      item: item.id,
      gap,
      consensus: voices.consensus[item.index] ?? 0,
      twoCamps: above(0, vanDerEijk(frequencies(values.entries[item.index])) ?? 0),
      medians: Object.fromEntries(
        values.index.voices.flatMap((voice, v) => (Number.isNaN(medians[v]) ? [] : [[voice, medians[v]]])),
      ),
    })
  }
  return divergences
}

/** One voice's levels: its own positions alone, over the items that it is asked (METHOD 3.10). */
export function levelsOfVoice(values: Values, voices: Voices, voice: number): Float64Array {
  const levels = values.index.items.map((item, i) => {
    if (values.states[i] === 'not-asked' || !item.asksVoice[voice]) return EXCLUDED
    const median = voices.medians[i][voice]
    if (!Number.isNaN(median)) return median
    const own = values.entries[i].filter((entry) => entry.voice === voice)
    const isNotApplicable = own.length > 0 && own.every((entry) => entry.answer === 'na')
    return isNotApplicable ? EXCLUDED : Number.NaN
  })
  return new Float64Array(levels)
}

/** A block as one voice sees it; it has a score only when all dimensions are asked to it (METHOD 3.10). */
export function viewOf(
  values: Values,
  block: Block,
  voice: number,
  levels: Float64Array,
  weights: Weights,
  capped: boolean,
): VoiceView {
  const dimensions: Record<string, Pick<Score, 'status' | 'score'>> = {}
  for (const dimension of block.dimensions) {
    const isAskedVoice = (item: number) =>
      values.states[item] !== 'not-asked' && values.index.items[item].asksVoice[voice]
    if (!dimension.items.some(isAskedVoice)) continue
    const { status, score } = publishDimension(dimension, levels, weights, capped)
    dimensions[dimension.id] = { status, score }
  }
  const askedAll = block.dimensions.every(({ id }) => id in dimensions)
  const whole = publishBlock(block, dimensions, levels, weights, capped)
  return { score: askedAll ? whole.score : null, dimensions }
}

/** How well a position is supported, 0 to 1 (METHOD 3.8). */
const SUPPORT: Readonly<Record<Confidence, number>> = { documented: 1, informed: 0.5, opinion: 0 }

/**
 * Confidence of a block's score: the weakest of completeness, mean agreement and mean support of its applicable items.
 * At most medium where no item has two positions. The bands are this project's own choice.
 */
export function confidenceOf(
  values: Values,
  voices: Voices,
  items: readonly number[],
  completeness: number,
): ConfidenceBand {
  const agreements: number[] = []
  const supports: number[] = []
  for (const item of items) {
    if (values.levels[item] === EXCLUDED) continue
    const consensus = voices.consensus[item]
    if (consensus !== null) agreements.push(consensus)
    for (const { answer, confidence } of values.entries[item]) {
      if (answer === null) supports.push(confidence ? SUPPORT[confidence] : 0)
    }
  }
  const agreement = meanOf(agreements)
  const support = meanOf(supports)
  const weakest = Math.min(completeness, agreement ?? 1, support ?? 0)
  if (agreement !== null && atLeast(weakest, 0.8)) return 'high'
  return atLeast(weakest, 0.5) ? 'medium' : 'low'
}

function meanOf(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : numbers.reduce((a, b) => a + b, 0) / numbers.length
}

/** Fewest pairable items for an alpha. This project's own choice. */
const ALPHA_ITEMS = 5

/** Krippendorff's ordinal alpha on the voices' medians over the questions of a block. */
export function alphaOf(values: Values, voices: Voices, block: Block): number | null {
  const items = block.dimensions.flatMap((dimension) => dimension.items).filter((item) => isAsked(values, item))
  const medians = items.map((item) => voices.medians[item])
  if (medians.filter((list) => list.filter((m) => !Number.isNaN(m)).length > 1).length < ALPHA_ITEMS) return null
  return krippendorffOrdinal(
    values.index.voices.map((_, voice) => medians.map((list) => (Number.isNaN(list[voice]) ? null : list[voice]))),
  )
}

/** Every two voices that have bodies, over the questions that both answered; urgency runs the other way and is left out. */
export function voicePairsOf(values: Values, voices: Voices): VoicePair[] {
  const { index, present } = values
  const questions = index.items.filter((item) => item.kind === 'question' && isAsked(values, item.index))
  const pairs: VoicePair[] = []
  for (let a = 0; a < index.voices.length; a++) {
    for (let b = a + 1; b < index.voices.length; b++) {
      if (!present[a] || !present[b]) continue
      const both = questions
        .map(({ index: item }) => [voices.medians[item][a], voices.medians[item][b]])
        .filter(([first, second]) => !Number.isNaN(first) && !Number.isNaN(second))
      const first = both.map(([value]) => value)
      const second = both.map(([, value]) => value)
      pairs.push({
        voices: [index.voices[a], index.voices[b]],
        items: both.length,
        gap: meanOf(both.map(([x, y]) => x - y)),
        delta: cliffsDelta(first, second),
      })
    }
  }
  return pairs
}

/** A question's need for discussion: (4 − value)/4; an urgency item's or a pair's: value/4; 1 without a value. */
function agendaNeed(values: Values, item: number): number {
  const level = values.levels[item]
  if (Number.isNaN(level) || level === EXCLUDED) return 1
  return values.index.items[item].kind === 'question' ? (4 - level) / 4 : level / 4
}

/** The divergences as a meeting takes them: by gap × need, then the least agreed first (METHOD 4). */
export function agendaOf(values: Values, divergences: readonly Divergence[]): Divergence[] {
  const weights = new Map(
    divergences.map((d) => [d, d.gap * agendaNeed(values, values.index.byId.get(d.item)?.index ?? -1)]),
  )
  const weight = (divergence: Divergence) => weights.get(divergence) ?? 0
  return [...divergences].sort((a, b) =>
    same(weight(a), weight(b)) ? a.consensus - b.consensus : weight(b) - weight(a),
  )
}
