/**
 * Where the nodes and labels of the influence map stand (no name, side or range is fixed). Lengths are pixels, y grows
 * downwards. The same input gives the same places.
 */
import { textWidth } from './text-width.js'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Box {
  readonly x0: number
  readonly x1: number
  readonly y0: number
  readonly y1: number
}

/** A link as drawn: points along it, and whether it is one of the strong ones. */
interface Line {
  readonly points: readonly Point[]
  readonly strong: boolean
}

export interface PlacedLabel {
  /** Index of the node. */
  readonly node: number
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly box: Box
  /** End of the leader line from the node, when the label stands further out. */
  readonly leader?: Point
}

export interface LabelTask {
  readonly nodes: readonly Point[]
  readonly labels: readonly string[]
  /** Index of the chosen node, whose label is placed first. */
  readonly focus?: number
  readonly lines: readonly Line[]
  readonly frame: Box
  /** Words of the frame, which no label may cover. */
  readonly taken: readonly Box[]
  readonly radius: number
  readonly size: number
}

/** Space between two nodes that stepped apart. */
const NODE_GAP = 3
/** Below this width of drawing the letters alone are shown. */
const MIN_WIDTH = 260
const STEPS = 200

/** Nodes that touch step apart along the line between them, inside the frame. */
export function separate(nodes: readonly Point[], radius: number, frame: Box): readonly Point[] {
  // A hundredth of a pixel, each in its own direction, so that there is a line between nodes at the same place too.
  const at = nodes.map(({ x, y }, i) => ({ x: x + 0.01 * i * Math.cos(2.4 * i), y: y + 0.01 * i * Math.sin(2.4 * i) }))
  const need = 2 * radius + NODE_GAP
  for (let step = 0, moved = true; moved && step < STEPS; step++) {
    moved = false
    for (let i = 1; i < at.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [at[i]!, at[j]!]
        const distance = Math.hypot(a.x - b.x, a.y - b.y)
        if (distance >= need - 0.01) continue
        moved = true
        const angle = Math.atan2(a.y - b.y, a.x - b.x)
        const half = (need - distance) / 2
        Object.assign(
          a,
          keepInside({ x: a.x + Math.cos(angle) * half, y: a.y + Math.sin(angle) * half }, radius, frame),
        )
        Object.assign(
          b,
          keepInside({ x: b.x - Math.cos(angle) * half, y: b.y - Math.sin(angle) * half }, radius, frame),
        )
      }
    }
  }
  return at
}

function keepInside({ x, y }: Point, radius: number, frame: Box): Point {
  return {
    x: Math.max(frame.x0 + radius, Math.min(frame.x1 - radius, x)),
    y: Math.max(frame.y0 + radius, Math.min(frame.y1 - radius, y)),
  }
}

/** A place for each label that finds one; a node without stands there with its letter alone. */
export function placeLabels(task: LabelTask): readonly PlacedLabel[] {
  if (task.frame.x1 - task.frame.x0 < MIN_WIDTH) return []
  const placed: PlacedLabel[] = []
  const left: number[] = []
  for (const node of inOrder(task)) {
    const label = nearLabel(task, node, placed) ?? (node === task.focus ? farLabel(task, node, placed) : undefined)
    if (label) placed.push(label)
    else left.push(node)
  }
  for (const node of left) {
    const label = farLabel(task, node, placed)
    if (label) placed.push(label)
  }
  return placed
}

/** The chosen node first, then those with the most neighbours. */
function inOrder({ nodes, focus }: LabelTask): readonly number[] {
  const near = 90
  const crowd = nodes.map((a) => nodes.filter((b) => Math.hypot(a.x - b.x, a.y - b.y) < near).length)
  const rank = (node: number) => (node === focus ? Number.POSITIVE_INFINITY : crowd[node]!)
  return nodes.map((_, node) => node).sort((a, b) => (rank(a) === rank(b) ? a - b : rank(b) - rank(a)))
}

/** The cheapest of eight places round the node: north, east, west, south, then the corners. */
function nearLabel(task: LabelTask, node: number, placed: readonly PlacedLabel[]): PlacedLabel | undefined {
  const { nodes, labels, radius, size } = task
  const height = lineHeight(size)
  const gap = radius + 4
  const corner = 0.72 * gap
  const places = [
    [0, -gap - height / 2, 'middle'],
    [gap, 0, 'start'],
    [-gap, 0, 'end'],
    [0, gap + height / 2, 'middle'],
    [corner, -corner - height / 4, 'start'],
    [-corner, -corner - height / 4, 'end'],
    [corner, corner + height / 4, 'start'],
    [-corner, corner + height / 4, 'end'],
  ] as const
  let best: PlacedLabel | undefined
  let lowest = Number.POSITIVE_INFINITY
  places.forEach(([dx, dy, anchor], order) => {
    const at = { x: nodes[node]!.x + dx, y: nodes[node]!.y + dy }
    const box = labelBox(at, anchor, labels[node]!, size)
    if (!isFree(task, box, placed)) return
    const cost = 0.5 * order + linesUnder(task.lines, box)
    if (cost < lowest) {
      lowest = cost
      best = { node, ...at, anchor, box }
    }
  })
  return best
}

/** The nearest free place on rings round the node whose leader line passes no other node and no label. */
function farLabel(task: LabelTask, node: number, placed: readonly PlacedLabel[]): PlacedLabel | undefined {
  const { nodes, labels, radius, size } = task
  const from = nodes[node]!
  for (let distance = radius + 14; distance < 260; distance += 6) {
    for (let k = 0; k < 24; k++) {
      // From north, alternately to both sides, 15° at a time.
      const angle = -Math.PI / 2 + ((k % 2 === 1 ? 1 : -1) * Math.ceil(k / 2) * Math.PI) / 12
      const leader = { x: from.x + Math.cos(angle) * distance, y: from.y + Math.sin(angle) * distance }
      const anchor = Math.cos(angle) >= 0 ? 'start' : 'end'
      const at = { x: leader.x + (anchor === 'start' ? 3 : -3), y: leader.y }
      const box = labelBox(at, anchor, labels[node]!, size)
      const passes = nodes.some((other, i) => i !== node && distanceToSegment(other, from, leader) <= radius + 2)
      const crosses = placed.some((label) => segmentHits(from, leader, label.box))
      const crossed = placed.some((label) => label.leader && segmentHits(nodes[label.node]!, label.leader, box))
      if (!passes && !crosses && !crossed && isFree(task, box, placed)) return { node, ...at, anchor, box, leader }
    }
  }
  return undefined
}

function lineHeight(size: number): number {
  return size * 1.15
}

function labelBox(at: Point, anchor: PlacedLabel['anchor'], label: string, size: number): Box {
  const width = textWidth(label, size)
  const x0 = anchor === 'start' ? at.x : anchor === 'end' ? at.x - width : at.x - width / 2
  return { x0, x1: x0 + width, y0: at.y - lineHeight(size) / 2, y1: at.y + lineHeight(size) / 2 }
}

/** Inside the frame, off all nodes, labels and words of the frame. */
function isFree({ nodes, frame, taken, radius }: LabelTask, box: Box, placed: readonly PlacedLabel[]): boolean {
  if (box.x0 < frame.x0 || box.x1 > frame.x1 || box.y0 < frame.y0 || box.y1 > frame.y1) return false
  const onNode = nodes.some(({ x, y }) =>
    overlaps(box, { x0: x - radius, x1: x + radius, y0: y - radius, y1: y + radius }, 2),
  )
  return (
    !onNode && !taken.some((other) => overlaps(box, other, 2)) && !placed.some((label) => overlaps(box, label.box, 4))
  )
}

/** What it costs to stand on lines: a strong one much, a faint one little, for each of its points under the label. */
function linesUnder(lines: readonly Line[], box: Box): number {
  let cost = 0
  for (const { points, strong } of lines) {
    for (const { x, y } of points) {
      if (x > box.x0 - 2 && x < box.x1 + 2 && y > box.y0 - 1 && y < box.y1 + 1) cost += strong ? 4 : 0.35
    }
  }
  return cost
}

/** Whether two boxes come closer than `gap`. */
export function overlaps(a: Box, b: Box, gap = 0): boolean {
  return a.x0 < b.x1 + gap && a.x1 > b.x0 - gap && a.y0 < b.y1 + gap && a.y1 > b.y0 - gap
}

function distanceToSegment(p: Point, a: Point, b: Point): number {
  const square = (b.x - a.x) ** 2 + (b.y - a.y) ** 2
  const share = Math.max(0, Math.min(1, ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / square))
  return Math.hypot(p.x - a.x - share * (b.x - a.x), p.y - a.y - share * (b.y - a.y))
}

/** Whether a straight line passes a box, tried at points a few pixels apart. */
function segmentHits(a: Point, b: Point, box: Box): boolean {
  const count = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / 4)
  for (let i = 0; i <= count; i++) {
    const [x, y] = [a.x + ((b.x - a.x) * i) / count, a.y + ((b.y - a.y) * i) / count]
    if (x > box.x0 - 1 && x < box.x1 + 1 && y > box.y0 && y < box.y1) return true
  }
  return false
}
