/** Exact rank acceptability over all weights: SMAA-2 without sampling (METHOD 8; Lahdelma & Salminen 2001). */
import { TOLERANCE } from './tolerance.js'

/** Smallest and largest weight that an input may have, 0 to 1, by the inputs' order. */
export type WeightBounds = readonly (readonly [number, number])[]

/** A corner this close to a line lies on it. */
const ON_LINE = 1e-13

/**
 * The share of all weights at which each alternative gets each rank.
 * @param alternatives one row an alternative, one column an input (one to three), all 0 to 1, higher ranks first
 * @param bounds clip the weights; all of them from 0 to 1 unless given
 * @returns `[alternative][rank − 1]`; rows and columns sum to 1; ties within 1e-9 share their ranks equally
 * @throws RangeError on rows of different lengths, more than three inputs, and bounds that no weights satisfy
 */
export function exactAcceptability(alternatives: readonly (readonly number[])[], bounds?: WeightBounds): number[][] {
  const inputs = alternatives[0]?.length ?? 1
  if (inputs < 1 || inputs > 3) throw new RangeError('acceptability is exact for one, two or three inputs')
  if (alternatives.some((row) => row.length !== inputs)) throw new RangeError('alternatives have the same inputs')
  if (bounds && bounds.length !== inputs) throw new RangeError('one pair of bounds an input')
  const cells =
    inputs === 1
      ? [{ weights: [1], size: 1 }]
      : inputs === 2
        ? segments(alternatives, bounds)
        : areas(alternatives, bounds)
  const total = cells.reduce((sum, cell) => sum + cell.size, 0)
  const counter = rankCounter(alternatives.length)
  const table = new Float64Array(alternatives.flat())
  for (const { weights, size } of cells) {
    weigh(table, weights, counter.values)
    counter.add(size / total)
  }
  return counter.shares()
}

/** Weights at the middle of a region in which the order does not change, and how large the region is. */
interface Cell {
  readonly weights: readonly number[]
  readonly size: number
}

/** The weighted sum of each row of a table that has as many columns as there are weights. */
export function weigh(table: Float64Array, weights: readonly number[], into: Float64Array): void {
  const columns = weights.length
  for (let row = 0; row < into.length; row++) {
    let value = 0
    for (let k = 0; k < columns; k++) value += weights[k] * table[row * columns + k]
    into[row] = value
  }
}

/** Ranks alternatives again and again, and counts who gets which rank. */
interface RankCounter {
  /** Values of the alternatives, to be set before each `add`. */
  readonly values: Float64Array
  /** Adds `size` to the share of the rank that each alternative has by its value; ties share their ranks. */
  readonly add: (size: number) => void
  /** `[alternative][rank − 1]`. */
  readonly shares: () => number[][]
}

/** @param n number of alternatives */
export function rankCounter(n: number): RankCounter {
  const values = new Float64Array(n)
  const order = new Int32Array(n).map((_, i) => i)
  const shares = new Float64Array(n * n)
  const add = (size: number): void => {
    sortDown(order, values)
    for (let start = 0; start < n; ) {
      let end = start + 1
      while (end < n && values[order[end - 1]] - values[order[end]] <= TOLERANCE) end++
      const share = size / (end - start)
      for (let i = start; i < end; i++) for (let rank = start; rank < end; rank++) shares[order[i] * n + rank] += share
      start = end
    }
  }
  const rows = (): number[][] => {
    const list: number[][] = []
    for (let i = 0; i < n; i++) list.push([...shares.subarray(i * n, (i + 1) * n)])
    return list
  }
  return { values, add, shares: rows }
}

/** Puts the places of values in order, highest value first; quick when they nearly are, as after a small change. */
function sortDown(order: Int32Array, values: Float64Array): void {
  for (let i = 1; i < order.length; i++) {
    const place = order[i]
    const value = values[place]
    let at = i
    for (; at > 0 && values[order[at - 1]] < value; at--) order[at] = order[at - 1]
    order[at] = place
  }
}

/** Two inputs: w1 runs from 0 to 1 (or between its bounds), cut where two alternatives are level. */
function segments(alternatives: readonly (readonly number[])[], bounds?: WeightBounds): Cell[] {
  const [[low1, high1], [low2, high2]] = bounds ?? [
    [0, 1],
    [0, 1],
  ]
  const from = Math.max(0, low1, 1 - high2)
  const to = Math.min(1, high1, 1 - low2)
  if (to < from - TOLERANCE) throw new RangeError('no weights satisfy these bounds')
  const cuts = [from, to]
  for (let i = 0; i < alternatives.length; i++) {
    for (let j = i + 1; j < alternatives.length; j++) {
      const first = alternatives[i][0] - alternatives[j][0]
      const second = alternatives[i][1] - alternatives[j][1]
      const cut = second / (second - first)
      if (Math.abs(second - first) > ON_LINE && cut > from && cut < to) cuts.push(cut)
    }
  }
  cuts.sort((a, b) => a - b)
  if (to - from <= TOLERANCE) return [{ weights: [from, 1 - from], size: 1 }]
  return cuts.slice(1).map((end, i) => {
    const middle = (cuts[i] + end) / 2
    return { weights: [middle, 1 - middle], size: end - cuts[i] }
  })
}

/** Three inputs: the triangle of weights, cut by the line on which two alternatives are level, for every two. */
function areas(alternatives: readonly (readonly number[])[], bounds?: WeightBounds): Cell[] {
  const plane: Plane = { corners: [0, 0, 1, 0, 0, 1], heights: [] }
  const lines = linesBetween(alternatives)
  const cells: Cell[] = []
  const cut = (polygon: Polygon, from: number): void => {
    let rest = polygon
    for (let line = from; line < lines.length; line++) {
      if (!isCut(plane, rest, lines[line])) continue
      const below = side(plane, rest, -1, rest.end)
      // What is made of the part above comes after it, and is done with when the part below goes on.
      cut(side(plane, rest, 1, below.end), line + 1)
      rest = below
    }
    const cell = centre(plane, rest)
    if (cell.size > 0) cells.push(cell)
  }
  cut(startPolygon(plane, bounds), 0)
  return cells
}

/** The weights at which two alternatives are level: a·w1 + b·w2 + c·w3 = 0. */
interface Line {
  readonly a: number
  readonly b: number
  readonly c: number
}

function linesBetween(alternatives: readonly (readonly number[])[]): Line[] {
  const lines: Line[] = []
  for (let i = 0; i < alternatives.length; i++) {
    for (let j = i + 1; j < alternatives.length; j++) {
      const a = alternatives[i][0] - alternatives[j][0]
      const b = alternatives[i][1] - alternatives[j][1]
      const c = alternatives[i][2] - alternatives[j][2]
      const isLevel = Math.max(Math.abs(a), Math.abs(b), Math.abs(c)) <= TOLERANCE
      const isOutside = (a > 0 && b > 0 && c > 0) || (a < 0 && b < 0 && c < 0)
      if (!isLevel && !isOutside) lines.push({ a, b, c })
    }
  }
  return lines
}

/** The corners of all polygons at hand: x = w1 and y = w2 in turn, w3 = 1 − w1 − w2. */
interface Plane {
  readonly corners: number[]
  /** How high each corner of a polygon is above the line that was last laid through the plane. */
  readonly heights: number[]
}

/** A convex polygon: its corners, counter-clockwise, stand from `start` up to `end` among the plane's. */
interface Polygon {
  readonly start: number
  readonly end: number
}

function startPolygon(plane: Plane, bounds?: WeightBounds): Polygon {
  let polygon: Polygon = { start: 0, end: plane.corners.length }
  if (!bounds) return polygon
  bounds.forEach(([low, high], k) => {
    const [a, b, c] = [0, 1, 2].map((at) => (at === k ? 1 : 0))
    // w_k ≥ low and w_k ≤ high as lines through the simplex, where the weights sum to 1.
    isCut(plane, polygon, { a: a - low, b: b - low, c: c - low })
    polygon = side(plane, polygon, 1, polygon.end)
    isCut(plane, polygon, { a: a - high, b: b - high, c: c - high })
    polygon = side(plane, polygon, -1, polygon.end)
  })
  if (centre(plane, polygon).size <= TOLERANCE ** 2) throw new RangeError('no weights satisfy these bounds')
  return polygon
}

/** Lays a line through the plane; whether a polygon has corners on both sides of it. */
function isCut({ corners, heights }: Plane, { start, end }: Polygon, { a, b, c }: Line): boolean {
  let lowest = 0
  let highest = 0
  for (let i = start; i < end; i += 2) {
    const height = a * corners[i] + b * corners[i + 1] + c * (1 - corners[i] - corners[i + 1])
    heights[(i - start) >> 1] = height
    lowest = Math.min(lowest, height)
    highest = Math.max(highest, height)
  }
  return lowest < -ON_LINE && highest > ON_LINE
}

/** The part of a polygon above the line (`sign` 1) or below it (−1); its corners overwrite what stands from `at` on. */
function side({ corners, heights }: Plane, { start, end }: Polygon, sign: 1 | -1, at: number): Polygon {
  let to = at
  let last = end - 2
  for (let i = start; i < end; i += 2) {
    const here = sign * heights[(last - start) >> 1]
    const next = sign * heights[(i - start) >> 1]
    if ((here > ON_LINE && next < -ON_LINE) || (here < -ON_LINE && next > ON_LINE)) {
      const t = here / (here - next)
      corners[to++] = corners[last] + t * (corners[i] - corners[last])
      corners[to++] = corners[last + 1] + t * (corners[i + 1] - corners[last + 1])
    }
    if (next >= -ON_LINE) {
      corners[to++] = corners[i]
      corners[to++] = corners[i + 1]
    }
    last = i
  }
  return { start: at, end: to }
}

function centre({ corners }: Plane, { start, end }: Polygon): Cell {
  let size = 0
  let x = 0
  let y = 0
  for (let i = start; i < end; i += 2) {
    const next = i + 2 < end ? i + 2 : start
    const cross = corners[i] * corners[next + 1] - corners[next] * corners[i + 1]
    size += cross / 2
    x += (corners[i] + corners[next]) * cross
    y += (corners[i + 1] + corners[next + 1]) * cross
  }
  if (!(size > 0)) return { weights: [0, 0, 1], size: 0 }
  x /= 6 * size
  y /= 6 * size
  return { weights: [x, y, 1 - x - y], size }
}

/** Ranks that hold 90 % of all weights: from where the cumulative share reaches .05 to where it reaches .95. */
export function rankInterval(shares: readonly number[]): [number, number] {
  let sum = 0
  let first = 0
  for (let k = 0; k < shares.length; k++) {
    sum += shares[k]
    if (first === 0 && sum >= 0.05 - TOLERANCE) first = k + 1
    if (sum >= 0.95 - TOLERANCE) return [first, k + 1]
  }
  return [Math.max(1, first), shares.length]
}
