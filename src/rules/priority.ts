/** Ranking by urgency, interdependence and need (METHOD 8). */
import { exactAcceptability, rankInterval } from './acceptability.js'
import type { Flag, Input, Mode, Priority } from './model.js'
import { above } from './tolerance.js'

/** The inputs of a mode, before there are answers and after, in the order of METHOD 8. */
export function inputsOf(mode: Mode, stage: 'screening' | 'priority'): readonly Input[] {
  const before: readonly Input[] = mode === 'both' ? ['urgency', 'interdependence'] : [mode]
  return stage === 'screening' ? before : [...before, 'need']
}

/** The inputs of one sector in scope, 0 to 1; null where it has none. */
export type SectorInputs = Readonly<Record<Input, number | null>>

export interface Ranking {
  /** One entry a sector; null when it is not ranked. */
  readonly ranks: readonly (number | null)[]
  readonly values: readonly (number | null)[]
  /** The inputs that some sector has, in order. */
  readonly inputs: readonly Input[]
  /** Inputs that no sector has. */
  readonly missing: readonly Input[]
  /** Whether any weight is left, so that sectors can be ranked. */
  readonly possible: boolean
}

/**
 * Ranks sectors by the weighted mean of their inputs; rank 1 = highest, ties share a rank (1, 2, 2, 4).
 * An input that no sector has leaves with its weight; a sector without an input that others have is not ranked.
 */
export function rank(
  sectors: readonly SectorInputs[],
  inputs: readonly Input[],
  weights: Readonly<Record<Input, number>>,
): Ranking {
  const used = inputs.filter((input) => sectors.some((sector) => sector[input] !== null))
  const missing = inputs.filter((input) => !used.includes(input))
  const total = used.reduce((sum, input) => sum + weights[input], 0)
  const possible = total > 0
  const values = sectors.map((sector) => {
    if (!possible) return null
    let sum = 0
    for (const input of used) {
      const value = sector[input]
      if (value === null) return null
      sum += weights[input] * value
    }
    return sum / total
  })
  return { ranks: ranksOf(values), values, inputs: used, missing, possible }
}

/** Rank of each value, highest first: one more than the number of values above it; null for null. */
export function ranksOf(values: readonly (number | null)[]): (number | null)[] {
  return values.map((value) =>
    value === null ? null : 1 + values.filter((other) => other !== null && above(other, value)).length,
  )
}

const NOT_RANKED: Priority = { rank: null, value: null, interval: null, acceptability: null }

/** Ranks with the share of all weights that give each of them; one entry a sector, in order. */
export function priorities(sectors: readonly SectorInputs[], ranking: Ranking): Priority[] {
  const ranked = sectors.filter((_, i) => ranking.ranks[i] !== null)
  const rows = ranked.map((sector) => ranking.inputs.map((input) => sector[input] ?? 0))
  const shares = exactAcceptability(rows)
  let at = 0
  return sectors.map((_, i) => {
    if (ranking.ranks[i] === null) return NOT_RANKED
    const acceptability = shares[at++]
    const interval = rankInterval(acceptability)
    return { rank: ranking.ranks[i], value: ranking.values[i], interval, acceptability }
  })
}

/** Missing inputs, and the sectors that are not ranked for want of one that others have. */
export function rankingFlags(ranking: Ranking, sectors: readonly string[]): Flag[] {
  const missing = ranking.missing.map((at): Flag => ({ kind: 'input-missing', at }))
  if (!ranking.possible) return missing
  const unranked = sectors.filter((_, i) => ranking.ranks[i] === null)
  return [...missing, ...unranked.map((sector): Flag => ({ kind: 'not-ranked', sector }))]
}

/** The sectors among the first three by one input alone; none when more than three share these ranks (METHOD 8). */
export function topThree(sectors: readonly string[], values: readonly (number | null)[], at: Input): Flag[] {
  const ranks = ranksOf(values)
  const first = sectors.filter((_, i) => (ranks[i] ?? 4) <= 3)
  return first.length > 3 ? [] : first.map((sector): Flag => ({ kind: 'top-three', sector, at }))
}

/** Highest minus lowest of each input over the ranked sectors, 0 to 1. */
export function spreadOf(sectors: readonly SectorInputs[], ranking: Ranking): Partial<Record<Input, number>> {
  const ranked = sectors.filter((_, i) => ranking.ranks[i] !== null)
  const spread: Partial<Record<Input, number>> = {}
  if (ranked.length === 0) return spread
  for (const input of ranking.inputs) {
    const values = ranked.map((sector) => sector[input] ?? 0)
    spread[input] = Math.max(...values) - Math.min(...values)
  }
  return spread
}
