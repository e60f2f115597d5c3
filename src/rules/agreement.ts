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
  let agreement = 0
  for (;;) {
    const positive = rest.filter((height) => height > total * 1e-12)
    if (positive.length === 0) return agreement
    const height = Math.min(...positive)
    const layer = rest.map((value) => value > total * 1e-12)
    agreement += ((height * positive.length) / total) * layerAgreement(layer)
    layer.forEach((present, i) => {
      rest[i] = present ? rest[i] - height : 0
    })
  }
}

/** Agreement of a layer: unimodality of its triples, scaled by how many levels it covers. */
function layerAgreement(layer: readonly boolean[]): number {
  const k = layer.length
  const covered = layer.filter(Boolean).length
  if (covered === 1) return 1
  let unimodal = 0
  let bimodal = 0
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      for (let c = b + 1; c < k; c++) {
        if (layer[a] && !layer[b] && layer[c]) bimodal++
        else if (layer[b] && layer[a] !== layer[c]) unimodal++
      }
    }
  }
  if (unimodal + bimodal === 0) return 0
  const u = ((k - 2) * unimodal - (k - 1) * bimodal) / ((k - 2) * (unimodal + bimodal))
  return u * (1 - (covered - 1) / (k - 1))
}

function checkFrequencies(frequencies: readonly number[]): number {
  if (frequencies.length < 2) throw new RangeError('a scale has two levels or more')
  if (frequencies.some((frequency) => !(frequency >= 0))) throw new RangeError('a frequency is 0 or more')
  return frequencies.reduce((a, b) => a + b, 0)
}

/**
 * Krippendorff's alpha with the ordinal metric.
 * @param observers one row an observer, one column a unit; null where an observer gave no value
 * @returns at most 1; null when the expected disagreement is 0 or no unit has two values
 * @see Krippendorff 2011; Hayes & Krippendorff 2007
 */
export function krippendorffOrdinal(observers: readonly (readonly (number | null)[])[]): number | null {
  const units = (observers[0] ?? []).map((_, unit) => unitValues(observers, unit)).filter((values) => values.length > 1)
  const categories = [...new Set(units.flat())].sort((a, b) => a - b)
  const k = categories.length
  const coincidences = Array.from({ length: k }, () => new Float64Array(k))
  for (const values of units) {
    const codes = values.map((value) => categories.indexOf(value))
    for (let i = 0; i < codes.length; i++) {
      for (let j = 0; j < codes.length; j++) if (i !== j) coincidences[codes[i]][codes[j]] += 1 / (codes.length - 1)
    }
  }
  const totals = coincidences.map((row) => row.reduce((a, b) => a + b, 0))
  const n = totals.reduce((a, b) => a + b, 0)
  let observed = 0
  let expected = 0
  for (let a = 0; a < k; a++) {
    let between = totals[a]
    for (let b = a + 1; b < k; b++) {
      between += totals[b]
      const distance = (between - (totals[a] + totals[b]) / 2) ** 2
      observed += 2 * coincidences[a][b] * distance
      expected += 2 * totals[a] * totals[b] * distance
    }
  }
  return expected <= TOLERANCE ? null : 1 - ((n - 1) * observed) / expected
}

function unitValues(observers: readonly (readonly (number | null)[])[], unit: number): number[] {
  const values: number[] = []
  for (const row of observers) if (row[unit] !== null) values.push(row[unit])
  return values
}

/**
 * Cliff's delta: P(a > b) − P(a < b) over all pairs of a value of each list.
 * @returns −1 to 1; null when a list is empty
 * @see Cliff 1993
 */
export function cliffsDelta(a: readonly number[], b: readonly number[]): number | null {
  if (a.length === 0 || b.length === 0) return null
  const counts = countValues(b)
  let sum = 0
  for (const [x, times] of countValues(a)) for (const [y, count] of counts) sum += times * count * Math.sign(x - y)
  return sum / (a.length * b.length)
}

function countValues(values: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}

export type AgreementBand = 'agreed' | 'differs' | 'disagrees'

/** The band of a consensus 0 to 1; the limits are this project's own choice. */
export function agreementBand(consensus: number): AgreementBand {
  if (consensus >= 0.8 - TOLERANCE) return 'agreed'
  return consensus >= 0.5 - TOLERANCE ? 'differs' : 'disagrees'
}
