/** Statistics of agreement and difference (METHOD 4). */
import { TOLERANCE } from './tolerance.js'

/**
 * Tastle–Wierman consensus, `1 + Σ p_i·log2(1 − |i − μ|/(k − 1))`.
 * @param frequencies weight of each of the k ordered levels, lowest first; any unit, k ≥ 2
 * @returns 0 (half at either end) to 1 (all at one level); null when all frequencies are 0
 * @throws RangeError on fewer than two levels or a negative frequency
 * @see Tastle & Wierman 2007
 */
export function tastleWierman(frequencies: readonly number[]): number | null {
  const total = checkFrequencies(frequencies)
  if (total === 0) return null
  const k = frequencies.length
  let mu = 0
  for (let i = 0; i < k; i++) mu += (i * frequencies[i]) / total
  let sum = 1
  for (let i = 0; i < k; i++) {
    if (frequencies[i] > 0) sum += (frequencies[i] / total) * Math.log2(1 - Math.abs(i - mu) / (k - 1))
  }
  return Math.min(1, Math.max(0, sum))
}

/**
 * van der Eijk's agreement A: the frequencies are cut into layers of equal height, each layer is −1 to 1 by how
 * one-peaked its pattern is, and the layers are averaged by their weight.
 * @param frequencies weight of each of the k ordered levels, lowest first; k ≥ 3
 * @returns −1 (two camps at the ends), 0 (uniform) to 1 (all at one level); null when all frequencies are 0
 * @throws RangeError on fewer than three levels or a negative frequency
 * @see van der Eijk 2001
 */
export function vanDerEijk(frequencies: readonly number[]): number | null {
  if (frequencies.length < 3) throw new RangeError('van der Eijk’s A needs three levels or more')
  const total = checkFrequencies(frequencies)
  if (total === 0) return null
  const rest = [...frequencies]
  const least = total * 1e-12
  let agreement = 0
  for (;;) {
    let height = Number.POSITIVE_INFINITY
    let covered = 0
    for (let i = 0; i < rest.length; i++) {
      if (rest[i] > least) covered++
      else rest[i] = 0
      if (rest[i] > 0 && rest[i] < height) height = rest[i]
    }
    if (covered === 0) return agreement
    agreement += ((height * covered) / total) * layerAgreement(rest, covered)
    for (let i = 0; i < rest.length; i++) if (rest[i] > 0) rest[i] -= height
  }
}

/** Agreement of the layer of the levels above 0: unimodality of its triples, scaled by how many levels it covers. */
function layerAgreement(heights: readonly number[], covered: number): number {
  if (covered === 1) return 1
  const k = heights.length
  let unimodal = 0
  let bimodal = 0
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      for (let c = b + 1; c < k; c++) {
        const [left, middle, right] = [heights[a] > 0, heights[b] > 0, heights[c] > 0]
        if (left && !middle && right) bimodal++
        else if (middle && left !== right) unimodal++
      }
    }
  }
  if (unimodal + bimodal === 0) return 0
  const u = ((k - 2) * unimodal - (k - 1) * bimodal) / ((k - 2) * (unimodal + bimodal))
  return u * (1 - (covered - 1) / (k - 1))
}

function checkFrequencies(frequencies: readonly number[]): number {
  if (frequencies.length < 2) throw new RangeError('a scale has two levels or more')
  let total = 0
  for (const frequency of frequencies) {
    if (!(frequency >= 0)) throw new RangeError('a frequency is 0 or more')
    total += frequency
  }
  return total
}

/**
 * Krippendorff's alpha with the ordinal metric.
 * @param observers one row an observer, one column a unit; null where an observer gave no value
 * @returns at most 1; null when the expected disagreement is 0 or no unit has two values
 * @see Krippendorff 2011; Hayes & Krippendorff 2007
 */
export function krippendorffOrdinal(observers: readonly (readonly (number | null)[])[]): number | null {
  const units = (observers[0] ?? []).map((_, unit) => unitValues(observers, unit)).filter((values) => values.length > 1)
  const categories = categoriesOf(units.flat())
  const codes = units.map((values) => values.map((value) => categories.indexOf(value)))
  return ordinalAlpha(codes, categories.length)
}

function unitValues(observers: readonly (readonly (number | null)[])[], unit: number): number[] {
  const values: number[] = []
  for (const row of observers) if (row[unit] !== null) values.push(row[unit])
  return values
}

/** Distinct values, lowest first. */
function categoriesOf(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}

/**
 * Krippendorff's ordinal alpha on values that are categories already.
 * @param units the values of each unit that has two or more, each 0 to `categories` − 1
 */
export function ordinalAlpha(units: readonly (readonly number[])[], categories: number): number | null {
  const coincidences = coincidencesOf(units, categories)
  const totals = coincidences.map((row) => row.reduce((a, b) => a + b, 0))
  const n = totals.reduce((a, b) => a + b, 0)
  let observed = 0
  let expected = 0
  for (let a = 0; a < categories; a++) {
    let between = totals[a]
    for (let b = a + 1; b < categories; b++) {
      between += totals[b]
      const distance = (between - (totals[a] + totals[b]) / 2) ** 2
      observed += 2 * coincidences[a][b] * distance
      expected += 2 * totals[a] * totals[b] * distance
    }
  }
  return expected <= TOLERANCE ? null : 1 - ((n - 1) * observed) / expected
}

/** How often two values of one unit are a and b, each unit weighing as many as it has values. */
function coincidencesOf(units: readonly (readonly number[])[], categories: number): number[][] {
  const coincidences = Array.from({ length: categories }, () => new Array<number>(categories).fill(0))
  for (const values of units) {
    for (let i = 0; i < values.length; i++) {
      for (let j = 0; j < values.length; j++) {
        if (i !== j) coincidences[values[i]][values[j]] += 1 / (values.length - 1)
      }
    }
  }
  return coincidences
}

/**
 * Cliff's delta: P(a > b) − P(a < b) over all pairs of a value of each list.
 * @returns −1 to 1; null when a list is empty
 * @see Cliff 1993
 */
export function cliffsDelta(a: readonly number[], b: readonly number[]): number | null {
  const categories = categoriesOf([...a, ...b])
  const count = (values: readonly number[]) => categories.map((c) => values.filter((value) => value === c).length)
  return deltaOfCounts(count(a), count(b))
}

/** Cliff's delta of two lists of which it is known how often each holds each value, lowest value first. */
export function deltaOfCounts(a: readonly number[], b: readonly number[]): number | null {
  const pairs = a.reduce((x, y) => x + y, 0) * b.reduce((x, y) => x + y, 0)
  if (pairs === 0) return null
  let sum = 0
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) sum += a[i] * b[j] * Math.sign(i - j)
  }
  return sum / pairs
}

export type AgreementBand = 'agreed' | 'differs' | 'disagrees'

/** The band of a consensus 0 to 1; the limits are this project's own choice. */
export function agreementBand(consensus: number): AgreementBand {
  if (consensus >= 0.8 - TOLERANCE) return 'agreed'
  return consensus >= 0.5 - TOLERANCE ? 'differs' : 'disagrees'
}
