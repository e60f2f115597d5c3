/** Exact rank acceptability over all weights: SMAA-2 without sampling (METHOD 8; Lahdelma & Salminen 2001). */
import { TOLERANCE } from './tolerance.js'

/** Smallest and largest weight that an input may have, 0 to 1, by the inputs' order. */
export type WeightBounds = readonly (readonly [number, number])[]

/** A convex polygon of weights (w1, w2), w3 = 1 − w1 − w2: x and y in turn, counter-clockwise. */
type Polygon = readonly number[]

const TRIANGLE: Polygon = [0, 0, 1, 0, 0, 1]
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
  const shares = alternatives.map(() => new Array<number>(alternatives.length).fill(0))
  const cells =
    inputs === 1
      ? [{ weights: [1], size: 1 }]
      : inputs === 2
        ? segments(alternatives, bounds)
        : areas(alternatives, bounds)
  const total = cells.reduce((sum, cell) => sum + cell.size, 0)
  const addRanks = rankAdder(shares, alternatives)
  for (const cell of cells) addRanks(cell.weights, cell.size / total)
  return shares
}

/** Weights at the middle of a region in which the order does not change, and how large the region is. */
interface Cell {
  readonly weights: readonly number[]
  readonly size: number
}

/** Adds `size` to the share of the rank that each alternative has at some weights; ties share their ranks. */
export type AddRanks = (weights: readonly number[], size: number) => void

/** Ranks alternatives again and again: the working space is made once. */
export function rankAdder(shares: number[][], alternatives: readonly (readonly number[])[]): AddRanks {
  const n = alternatives.length
  const values = new Float64Array(n)
  const order = new Int32Array(n)
  return (weights, size) => {
    for (let i = 0; i < n; i++) {
      const row = alternatives[i]
      let value = 0
      for (let k = 0; k < row.length; k++) value += weights[k] * row[k]
      values[i] = value
      let at = i
      for (; at > 0 && values[order[at - 1]] < value; at--) order[at] = order[at - 1]
      order[at] = i
    }
    for (let start = 0; start < n; ) {
      let end = start + 1
      while (end < n && values[order[end - 1]] - values[order[end]] <= TOLERANCE) end++
      const share = size / (end - start)
      for (let i = start; i < end; i++) for (let rank = start; rank < end; rank++) shares[order[i]][rank] += share
      start = end
    }
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
  let polygons: Polygon[] = [startPolygon(bounds)]
  for (let i = 0; i < alternatives.length; i++) {
    for (let j = i + 1; j < alternatives.length; j++) {
      const a = alternatives[i][0] - alternatives[j][0]
      const b = alternatives[i][1] - alternatives[j][1]
      const c = alternatives[i][2] - alternatives[j][2]
      if (Math.max(Math.abs(a), Math.abs(b), Math.abs(c)) <= TOLERANCE) continue
      if ((a > 0 && b > 0 && c > 0) || (a < 0 && b < 0 && c < 0)) continue
      const cut: Polygon[] = []
      for (const polygon of polygons) split(polygon, a, b, c, cut)
      polygons = cut
    }
  }
  return polygons.map(centre).filter((cell) => cell.size > 0)
}

function startPolygon(bounds?: WeightBounds): Polygon {
  if (!bounds) return TRIANGLE
  let polygon = TRIANGLE
  bounds.forEach(([low, high], k) => {
    const unit = [0, 1, 2].map((at) => (at === k ? 1 : 0))
    // w_k ≥ low and w_k ≤ high as lines through the simplex, where the weights sum to 1.
    for (const [sign, limit] of [
      [1, low],
      [-1, high],
    ]) {
      const [a, b, c] = unit.map((value) => sign * (value - limit))
      polygon = side(polygon, a, b, c)
    }
  })
  if (centre(polygon).size <= TOLERANCE ** 2) throw new RangeError('no weights satisfy these bounds')
  return polygon
}

/** The part of a polygon on which a·w1 + b·w2 + c·w3 ≥ 0. */
function side(polygon: Polygon, a: number, b: number, c: number): Polygon {
  const part: number[] = []
  const n = polygon.length
  let x = polygon[n - 2]
  let y = polygon[n - 1]
  let here = a * x + b * y + c * (1 - x - y)
  for (let i = 0; i < n; i += 2) {
    const nextX = polygon[i]
    const nextY = polygon[i + 1]
    const next = a * nextX + b * nextY + c * (1 - nextX - nextY)
    if ((here > ON_LINE && next < -ON_LINE) || (here < -ON_LINE && next > ON_LINE)) {
      const t = here / (here - next)
      part.push(x + t * (nextX - x), y + t * (nextY - y))
    }
    if (next >= -ON_LINE) part.push(nextX, nextY)
    x = nextX
    y = nextY
    here = next
  }
  return part
}

function split(polygon: Polygon, a: number, b: number, c: number, into: Polygon[]): void {
  let positive = false
  let negative = false
  for (let i = 0; i < polygon.length; i += 2) {
    const value = a * polygon[i] + b * polygon[i + 1] + c * (1 - polygon[i] - polygon[i + 1])
    if (value > ON_LINE) positive = true
    else if (value < -ON_LINE) negative = true
  }
  if (positive && negative) into.push(side(polygon, a, b, c), side(polygon, -a, -b, -c))
  else into.push(polygon)
}

function centre(polygon: Polygon): Cell {
  const n = polygon.length
  if (n < 6) return { weights: [0, 0, 1], size: 0 }
  let size = 0
  let x = 0
  let y = 0
  for (let i = 0; i < n; i += 2) {
    const x0 = polygon[i]
    const y0 = polygon[i + 1]
    const x1 = polygon[(i + 2) % n]
    const y1 = polygon[(i + 3) % n]
    const cross = x0 * y1 - x1 * y0
    size += cross / 2
    x += (x0 + x1) * cross
    y += (y0 + y1) * cross
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
