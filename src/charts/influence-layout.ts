/** Where everything of an influence map stands, before it is drawn. */
import type { InfluenceMap } from './influence-map.js'
import { type Box, overlaps, type PlacedLabel, type Point, placeLabels, separate } from './placement.js'
import { textWidth } from './text-width.js'

export const RADIUS = 12
export const LABEL_SIZE = 14
export const SMALL_SIZE = 13
const MARGIN = { left: 50, right: 16, top: 34, bottom: 52 }
/** How far an arrow bends to the side, as a share of its length. */
const BEND = 0.13

interface Arrow {
  readonly start: Point
  readonly bend: Point
  readonly end: Point
  readonly points: readonly Point[]
  readonly strong: boolean
  /** From 0, just above the mean, to 1, the strongest link. */
  readonly share: number
}

interface Axis {
  readonly ticks: readonly number[]
  readonly from: number
  readonly to: number
  /** Pixel of a value. */
  readonly at: (value: number) => number
}

interface Word {
  readonly text: string
  readonly x: number
  readonly y: number
}

export interface InfluenceLayout {
  readonly width: number
  readonly height: number
  readonly frame: Box
  readonly x: Axis
  readonly y: Axis
  /** True places of the nodes, and where they stand after stepping apart. */
  readonly places: readonly Point[]
  readonly nodes: readonly Point[]
  readonly arrows: readonly Arrow[]
  readonly labels: readonly PlacedLabel[]
  readonly drives: Word
  readonly follows: Word
}

/** Where everything stands, left to right; the drawing mirrors it for right-to-left readers. */
export function layOut(map: InfluenceMap): InfluenceLayout {
  const { width = 640, height = Math.min(500, Math.round(0.78 * width)), words } = map
  const frame = { x0: MARGIN.left, x1: width - MARGIN.right, y0: MARGIN.top, y1: height - MARGIN.bottom }
  const x = axis(
    map.nodes.map((node) => node.dependence),
    frame.x0,
    frame.x1,
  )
  const y = axis(
    map.nodes.map((node) => node.influence),
    frame.y1,
    frame.y0,
  )
  const places = map.nodes.map((node) => ({ x: x.at(node.dependence), y: y.at(node.influence) }))
  const nodes = separate(places, RADIUS, frame)
  const arrows = arrowsBetween(map, nodes)
  const drives = slide(words.drives, { x: frame.x0 + 8, y: frame.y0 + 13 }, 1, nodes)
  const followsX = frame.x1 - 8 - textWidth(words.follows, SMALL_SIZE)
  const follows = slide(words.follows, { x: followsX, y: frame.y1 - 12 }, -1, nodes)
  const labels = placeLabels({
    nodes,
    labels: map.nodes.map((node) => node.label),
    focus: map.nodes.findIndex((node) => node.id === map.focus),
    lines: arrows,
    frame: { x0: frame.x0 + 2, x1: width - 2, y0: frame.y0 - 6, y1: frame.y1 - 4 },
    taken: [wordBox(drives), wordBox(follows)],
    radius: RADIUS,
    size: LABEL_SIZE,
  })
  return { width, height, frame, x, y, places, nodes, arrows, labels, drives, follows }
}

/** From the next half step at least a quarter step outside the data, a tick each step: 0.2 where that is not too many. */
function axis(values: readonly number[], start: number, end: number): Axis {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const step = [0.2, 0.5, 1, 2, 5, 10, 20, 50].find((size) => (high - low) / size < 7) ?? 100
  const from = Math.floor((low - step / 4) / (step / 2) + 1e-9) * (step / 2)
  const to = Math.ceil((high + step / 4) / (step / 2) - 1e-9) * (step / 2)
  const ticks: number[] = []
  for (let k = Math.max(0, Math.ceil(from / step - 1e-9)); k * step <= to + 1e-9; k++) ticks.push(k * step)
  return { ticks, from, to, at: (value) => start + ((value - from) / (to - from)) * (end - start) }
}

/** A word of the frame, moved along its edge until no node stands on it. */
function slide(text: string, start: Point, direction: 1 | -1, nodes: readonly Point[]): Word {
  const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((k) => ({ text, x: start.x + direction * k * 16, y: start.y }))
  const free = steps.find((word) => nodes.every((node) => !overlaps(wordBox(word), around(node), 2)))
  return free ?? steps[0]!
}

function wordBox({ text, x, y }: Word): Box {
  return { x0: x - 2, x1: x + textWidth(text, SMALL_SIZE) + 2, y0: y - 10, y1: y + 10 }
}

function around({ x, y }: Point): Box {
  return { x0: x - RADIUS, x1: x + RADIUS, y0: y - RADIUS, y1: y + RADIUS }
}

/** An arrow for each link above the mean, the strong ones last, on top. */
function arrowsBetween({ nodes, total, mean, focus }: InfluenceMap, at: readonly Point[]): readonly Arrow[] {
  const links = total
    .flatMap((row, i) => row.map((value, j) => ({ i, j, value })))
    .filter(({ i, j, value }) => i !== j && value > mean)
  const most = Math.max(...links.map((link) => link.value))
  const drawn = links.map(({ i, j, value }) => {
    const share = most > mean ? (value - mean) / (most - mean) : 0
    return arrow(at[i]!, at[j]!, nodes[i]!.id === focus, share)
  })
  return [...drawn.filter((link) => !link.strong), ...drawn.filter((link) => link.strong)]
}

/** A bent line from the rim of one node to the rim of another. */
function arrow(from: Point, to: Point, strong: boolean, share: number): Arrow {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const bend = { x: (from.x + to.x) / 2 - dy * BEND, y: (from.y + to.y) / 2 + dx * BEND }
  const start = towards(from, bend, RADIUS + 1)
  const end = towards(to, bend, RADIUS + 4)
  const points = Array.from({ length: 21 }, (_, k) => {
    const t = k / 20
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2]
    return { x: a * start.x + b * bend.x + c * end.x, y: a * start.y + b * bend.y + c * end.y }
  })
  return { start, bend, end, points, strong, share }
}

/** A point on the way to another, at most half of it. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y)
  const share = Math.min(distance / length, 0.5)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
}
