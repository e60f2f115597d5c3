/** Interdependence of sectors: DEMATEL with a fixed normaliser (METHOD 7). */
import type { Normaliser } from './model.js'
import { TOLERANCE } from './tolerance.js'
import { EXCLUDED, type Values } from './values.js'

/** What DEMATEL makes of a matrix of direct influence; rows influence, columns depend. */
export interface Dematel {
  /** What X was divided by. */
  readonly divisor: number
  /** Total influence T, direct and through others. */
  readonly total: readonly (readonly number[])[]
  /** Row sums D. */
  readonly influence: readonly number[]
  /** Column sums R. */
  readonly dependence: readonly number[]
  /** D + R. */
  readonly prominence: readonly number[]
  /** D − R: above 0 a cause, below 0 an effect. */
  readonly relation: readonly number[]
  /** Mean of T: arrows are drawn above it. */
  readonly threshold: number
}

/**
 * `X = A/s`, `T = X(I − X)⁻¹`.
 * @param matrix n × n, each cell 0 to `scaleMax`; the diagonal is read as it stands
 * @param options `fixed` divides by scaleMax·n, so that rounds compare; `classic` by the largest row or column sum
 * @returns null when I − X is singular, which only the classic divisor can bring about
 * @throws RangeError on a matrix that is not square or has a cell outside the scale
 * @see Fontela & Gabus 1976
 */
export function dematel(
  matrix: readonly (readonly number[])[],
  options: { readonly normaliser?: Normaliser; readonly scaleMax?: number } = {},
): Dematel | null {
  const { normaliser = 'fixed', scaleMax = 4 } = options
  const n = matrix.length
  if (matrix.some((row) => row.length !== n)) throw new RangeError('an influence matrix is square')
  if (matrix.some((row) => row.some((cell) => !(cell >= 0 && cell <= scaleMax)))) {
    throw new RangeError(`a cell of an influence matrix is 0 to ${scaleMax}`)
  }
  const divisor = normaliser === 'fixed' ? scaleMax * n : largestSum(matrix)
  const x = matrix.map((row) => row.map((cell) => (divisor === 0 ? 0 : cell / divisor)))
  const total = totalInfluence(x)
  if (total === null) return null
  const influence = total.map((row) => row.reduce((a, b) => a + b, 0))
  const dependence = total.map((_, j) => total.reduce((sum, row) => sum + row[j], 0))
  return {
    divisor,
    total,
    influence,
    dependence,
    prominence: influence.map((d, i) => d + dependence[i]),
    relation: influence.map((d, i) => d - dependence[i]),
    threshold: n === 0 ? 0 : influence.reduce((a, b) => a + b, 0) / (n * n),
  }
}

/**
 * Index of interdependence, `I = (n/(n − 1))·P/(1 + P)`, `P = (D + R)/2`: a uniform network at level l gives l/4.
 * @returns 0 to 1; null for a single sector
 */
export function interdependenceIndex(influence: number, dependence: number, n: number): number | null {
  if (n < 2) return null
  const p = (influence + dependence) / 2
  return ((n / (n - 1)) * p) / (1 + p)
}

function largestSum(matrix: readonly (readonly number[])[]): number {
  const rows = matrix.map((row) => row.reduce((a, b) => a + b, 0))
  const columns = matrix.map((_, j) => matrix.reduce((sum, row) => sum + row[j], 0))
  return Math.max(0, ...rows, ...columns)
}

/** T = (I − X)⁻¹ − I by Gauss–Jordan with row pivots; null when I − X is singular. */
function totalInfluence(x: readonly (readonly number[])[]): number[][] | null {
  const n = x.length
  const left = x.map((row, i) => row.map((value, j) => (i === j ? 1 : 0) - value))
  const right = x.map((_, i) => x.map((_, j) => (i === j ? 1 : 0)))
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let i = column + 1; i < n; i++) if (Math.abs(left[i][column]) > Math.abs(left[pivot][column])) pivot = i
    if (Math.abs(left[pivot][column]) <= TOLERANCE) return null
    ;[left[column], left[pivot]] = [left[pivot], left[column]]
    ;[right[column], right[pivot]] = [right[pivot], right[column]]
    const scale = 1 / left[column][column]
    for (let j = 0; j < n; j++) {
      left[column][j] *= scale
      right[column][j] *= scale
    }
    for (let i = 0; i < n; i++) {
      const factor = left[i][column]
      if (i === column || factor === 0) continue
      for (let j = 0; j < n; j++) {
        left[i][j] -= factor * left[column][j]
        right[i][j] -= factor * right[column][j]
      }
    }
  }
  return right.map((row, i) => row.map((value, j) => value - (i === j ? 1 : 0)))
}

/** A matrix in which what nobody knows is estimated, and where. */
interface Filled {
  readonly matrix: readonly (readonly number[])[]
  readonly filled: readonly (readonly [number, number])[]
}

/** Below this share of known cells there are no numbers. This project's own choice. */
const COVERAGE = 0.6

/**
 * Fills missing cells (NaN) with the mean of the means of the known cells of their row and column; a row or column
 * without known cells leaves the other, without either the mean of all known cells.
 * @param cells n × n; the diagonal is ignored and 0 in the answer
 * @returns null with fewer than 60 % of the n(n − 1) cells known, or n < 2
 */
export function fillMissing(cells: readonly (readonly number[])[]): Filled | null {
  const n = cells.length
  const known = cells.flatMap((row, i) => row.filter((cell, j) => i !== j && !Number.isNaN(cell)))
  if (n < 2 || known.length < COVERAGE * n * (n - 1) - TOLERANCE) return null
  const filled: [number, number][] = []
  const withoutDiagonal = cells.map((row, i) => row.map((cell, j) => (i === j ? 0 : cell)))
  if (known.length === n * (n - 1)) return { matrix: withoutDiagonal, filled }
  const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const rowMean = cells.map((row, i) => average(row.filter((cell, j) => i !== j && !Number.isNaN(cell))))
  const columnMean = cells.map((_, j) =>
    average(cells.flatMap((row, i) => (i !== j && !Number.isNaN(row[j]) ? [row[j]] : []))),
  )
  const matrix = withoutDiagonal.map((row, i) =>
    row.map((cell, j) => {
      if (!Number.isNaN(cell)) return cell
      filled.push([i, j])
      const means = [rowMean[i], columnMean[j]].filter((value) => !Number.isNaN(value))
      return average(means.length > 0 ? means : known)
    }),
  )
  return { matrix, filled }
}

/** The network of a round's sectors in scope; `numbers` is null below the coverage or when singular. */
export interface RoundNetwork {
  /** Places of the sectors in scope among the definition's sectors. */
  readonly inScope: readonly number[]
  readonly numbers: Dematel | null
  /** Items of the cells that were estimated. */
  readonly filled: readonly number[]
  readonly flag: 'matrix-coverage' | 'singular-normaliser' | 'no-links' | null
}

/** DEMATEL on the pairs between sectors in scope; `levels` are item values, NaN or EXCLUDED where unknown. */
export function roundNetwork(values: Values, levels: Float64Array): RoundNetwork {
  const { index, asked, settings } = values
  const inScope = index.sectors.flatMap((_, i) => (asked.inScope[i] ? [i] : []))
  const cells = inScope.map((i) =>
    inScope.map((j) => {
      const level = i === j ? 0 : levels[index.pairs[i][j]]
      return level === EXCLUDED ? Number.NaN : level
    }),
  )
  const matrix = fillMissing(cells)
  if (matrix === null) {
    return { inScope, numbers: null, filled: [], flag: inScope.length < 2 ? null : 'matrix-coverage' }
  }
  const numbers = dematel(matrix.matrix, { normaliser: settings.normaliser })
  const noLinks = matrix.matrix.every((row) => row.every((cell) => cell === 0))
  return {
    inScope,
    numbers,
    filled: matrix.filled.map(([i, j]) => index.pairs[inScope[i]][inScope[j]]),
    flag: numbers === null ? 'singular-normaliser' : noLinks ? 'no-links' : null,
  }
}
