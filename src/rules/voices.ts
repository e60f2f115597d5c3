/** What each voice says, how far the voices agree and how well a score is supported (METHOD 3.8, 3.10, 4). */
import { publishBlock, publishDimension, type Weights } from './aggregate.js'
import { deltaOfCounts, ordinalAlpha, tastleWierman, vanDerEijk } from './agreement.js'
import { type Cells, type Columns, NO_ANSWER, NOT_APPLICABLE } from './answers.js'
import type { Block } from './items.js'
import { type ConfidenceBand, type Divergence, LEVELS, type Score, type VoicePair, type VoiceView } from './model.js'
import { above, atLeast, same } from './tolerance.js'
import { EXCLUDED, type Values } from './values.js'

/** Consensus on each item; null below two positions with a level, whatever was agreed. */
export function consensusOf({ index, positions }: Values): (number | null)[] {
  const { levelCounts, columns, cells } = positions
  return index.items.map((_, i) => (levelCounts[i] < 2 ? null : tastleWierman(frequencies(i, columns, cells))))
}

/** Weight of each level on an item: every voice weighs 1, shared equally among its bodies with a level (METHOD 4). */
export function frequencies(item: number, { bodies, starts }: Columns, cells: Cells): number[] {
  const weights = [0, 0, 0, 0, 0]
  const row = item * bodies.length
  for (let voice = 0; voice + 1 < starts.length; voice++) {
    const end = row + starts[voice + 1]
    let given = 0
    for (let at = row + starts[voice]; at < end; at++) if (cells[at] >= 0) given++
    for (let at = row + starts[voice]; at < end; at++) if (cells[at] >= 0) weights[cells[at]] += 1 / given
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
export function divergencesOf(values: Values, consensus: readonly (number | null)[]): Divergence[] {
  const divergences: Divergence[] = []
  const { columns, cells } = values.positions
  for (const { id, index: item } of values.index.items) {
    const gap = gapOf(values, item)
    if (gap < 2 || !isAsked(values, item)) continue
    divergences.push({
      item: id,
      gap,
      consensus: consensus[item] ?? 0,
      twoCamps: above(0, vanDerEijk(frequencies(item, columns, cells)) ?? 0),
      medians: mediansById(values, item),
    })
  }
  return divergences
}

/** Largest difference between the medians of two voices; 0 when fewer than two gave a level. */
function gapOf({ index, medians }: Values, item: number): number {
  const voices = index.voices.length
  let lowest = Number.POSITIVE_INFINITY
  let highest = Number.NEGATIVE_INFINITY
  for (let at = item * voices; at < (item + 1) * voices; at++) {
    if (medians[at] < lowest) lowest = medians[at]
    if (medians[at] > highest) highest = medians[at]
  }
  return Math.max(0, highest - lowest)
}

function mediansById({ index, medians }: Values, item: number): Record<string, number> {
  const byId: Record<string, number> = {}
  for (let voice = 0; voice < index.voices.length; voice++) {
    const median = medians[item * index.voices.length + voice]
    if (!Number.isNaN(median)) byId[index.voices[voice]] = median
  }
  return byId
}

/** One voice's levels: its own positions alone, over the items that it is asked (METHOD 3.10). */
export function levelsOfVoice(values: Values, voice: number): Float64Array {
  const { items, voices } = values.index
  const levels = new Float64Array(items.length)
  for (let i = 0; i < items.length; i++) {
    const median = values.medians[i * voices.length + voice]
    if (!isAskedVoice(values, i, voice)) levels[i] = EXCLUDED
    else if (!Number.isNaN(median)) levels[i] = median
    else levels[i] = isNotApplicable(values, i, voice) ? EXCLUDED : Number.NaN
  }
  return levels
}

function isAskedVoice(values: Values, item: number, voice: number): boolean {
  return values.states[item] !== 'not-asked' && values.index.items[item].asksVoice[voice]
}

/** Whether all that a voice answers to an item is that it does not apply. */
function isNotApplicable({ positions: { columns, cells } }: Values, item: number, voice: number): boolean {
  const row = item * columns.bodies.length
  const own = cells.subarray(row + columns.starts[voice], row + columns.starts[voice + 1])
  return own.includes(NOT_APPLICABLE) && own.every((cell) => cell === NOT_APPLICABLE || cell === NO_ANSWER)
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
  let askedAll = true
  for (const dimension of block.dimensions) {
    if (dimension.items.some((item) => isAskedVoice(values, item, voice))) {
      const { status, score } = publishDimension(dimension, levels, weights, capped)
      dimensions[dimension.id] = { status, score }
    } else askedAll = false
  }
  const score = askedAll ? publishBlock(block, dimensions, levels, weights, capped).score : null
  return { score, dimensions }
}

/**
 * Confidence of a block's score: the weakest of completeness, mean agreement and mean support of its applicable items.
 * At most medium where no item has two positions. The bands are this project's own choice.
 */
export function confidenceOf(
  values: Values,
  consensus: readonly (number | null)[],
  items: readonly number[],
  completeness: number,
): ConfidenceBand {
  let agreement = 0
  let agreements = 0
  let support = 0
  let supports = 0
  for (const item of items) {
    if (values.levels[item] === EXCLUDED) continue
    const agreed = consensus[item]
    if (agreed !== null) {
      agreement += agreed
      agreements++
    }
    support += values.positions.support[item]
    supports += values.positions.levelCounts[item]
  }
  const weakest = Math.min(
    completeness,
    agreements === 0 ? 1 : agreement / agreements,
    supports === 0 ? 0 : support / supports,
  )
  if (agreements > 0 && atLeast(weakest, 0.8)) return 'high'
  return atLeast(weakest, 0.5) ? 'medium' : 'low'
}

/** Fewest pairable items for an alpha. This project's own choice. */
const ALPHA_ITEMS = 5

/** Krippendorff's ordinal alpha on the voices' medians over the questions of a block. */
export function alphaOf(values: Values, block: Block): number | null {
  const voices = values.index.voices.length
  const units: number[][] = []
  for (const item of block.items) {
    if (!isAsked(values, item)) continue
    const given: number[] = []
    for (let at = item * voices; at < (item + 1) * voices; at++) {
      if (!Number.isNaN(values.medians[at])) given.push(values.medians[at])
    }
    if (given.length > 1) units.push(given)
  }
  return units.length < ALPHA_ITEMS ? null : ordinalAlpha(units, LEVELS.length)
}

/** Every two voices that have bodies, over the questions that both answered; urgency runs the other way and is left out. */
export function voicePairsOf(values: Values): VoicePair[] {
  const { index, present } = values
  const questions = index.items.flatMap((item, i) => (item.kind === 'question' && isAsked(values, i) ? [i] : []))
  const pairs: VoicePair[] = []
  for (let a = 0; a < index.voices.length; a++) {
    for (let b = a + 1; b < index.voices.length; b++) {
      if (present[a] && present[b]) pairs.push(voicePair(values, questions, a, b))
    }
  }
  return pairs
}

function voicePair({ index, medians }: Values, questions: readonly number[], a: number, b: number): VoicePair {
  const voices = index.voices.length
  const first = LEVELS.map(() => 0)
  const second = LEVELS.map(() => 0)
  let items = 0
  let sum = 0
  for (const item of questions) {
    const x = medians[item * voices + a]
    const y = medians[item * voices + b]
    if (Number.isNaN(x) || Number.isNaN(y)) continue
    first[x]++
    second[y]++
    sum += x - y
    items++
  }
  return {
    voices: [index.voices[a], index.voices[b]],
    items,
    gap: items === 0 ? null : sum / items,
    delta: deltaOfCounts(first, second),
  }
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
