/**
 * Who drives whom: across how much a sector depends on the others, up how much it influences them. Above the dashed
 * diagonal it drives, below it follows.
 */
import { type Pen, penOf } from './pen.js'
import { type Box, overlaps, type PlacedLabel, type Point, placeLabels, separate } from './placement.js'
import { type Drawing, emptyChart, frame, type NumberText, round } from './svg.js'
import { textWidth } from './text-width.js'

export interface InfluenceNode {
  readonly id: string
  /** Letter in the node. */
  readonly letter: string
  readonly label: string
  /** Row sum of the total influences, 0 or more. */
  readonly influence: number
  /** Column sum. */
  readonly dependence: number
}

export interface InfluenceMap extends Drawing {
  /** In the order of `total`. */
  readonly nodes: readonly InfluenceNode[]
  /** What the row's sector gives to the column's, directly and through others. */
  readonly total: readonly (readonly number[])[]
  /** Arrows are drawn where the total is above it. */
  readonly mean: number
  /** Id of the sector whose arrows are drawn strong. */
  readonly focus?: string
  readonly width?: number
  readonly height?: number
  readonly number: NumberText
  readonly words: {
    /** Names of the two axes. */
    readonly influences: string
    readonly depends: string
    /** The two sides of the diagonal. */
    readonly drives: string
    readonly follows: string
    /** When no link is recorded. */
    readonly empty: string
  }
}

const RADIUS = 12
const LABEL_SIZE = 14
const SMALL_SIZE = 13
const MARGIN = { left: 50, right: 16, top: 34, bottom: 52 }
/** How far an arrow bends to the side, as a share of its length. */
const BEND = 0.13

/** The influence map as one SVG; where less than 260 px are left for the drawing, the letters stand alone. */
export function influenceMap(map: InfluenceMap): string {
  const { total, width = 640, words } = map
  if (!total.some((row) => row.some((value) => value > 0))) return emptyChart('influence', width, map, words.empty)
  const layout = layOut(map)
  const pen = penOf(width, map.direction)
  return frame(
    'influence',
    layout,
    map,
    [axes(pen, layout, map), arrows(pen, layout), nodes(pen, layout, map)].join(''),
  )
}

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
  readonly radius: number
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
  return { width, height, frame, x, y, places, nodes, radius: RADIUS, arrows, labels, drives, follows }
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

function axes(pen: Pen, { frame, x, y, drives, follows, height }: InfluenceLayout, map: InfluenceMap): string {
  const grid = [
    ...x.ticks.map((tick) => pen.line({ x: x.at(tick), y: frame.y0 }, { x: x.at(tick), y: frame.y1 })),
    ...y.ticks.map((tick) => pen.line({ x: frame.x0, y: y.at(tick) }, { x: frame.x1, y: y.at(tick) })),
  ]
  const [from, to] = [Math.max(x.from, y.from), Math.min(x.to, y.to)]
  const diagonal = from < to ? pen.line({ x: x.at(from), y: y.at(from) }, { x: x.at(to), y: y.at(to) }) : ''
  const quiet = { size: SMALL_SIZE, fill: 'var(--chart-quiet)' }
  const number = (value: number) => map.number(value, 1)
  const { depends, influences } = map.words
  const dependsEnd = frame.x1 - 18
  return [
    `<g stroke="var(--chart-grid)">${grid.join('')}</g>`,
    `<g stroke="var(--chart-axis)" stroke-dasharray="3 5">${diagonal}</g>`,
    ...x.ticks.map((tick) => pen.text(x.at(tick), frame.y1 + 16, number(tick), quiet)),
    ...y.ticks.map((tick) => pen.text(frame.x0 - 8, y.at(tick), number(tick), { ...quiet, anchor: 'end' })),
    ...[drives, follows].map((word) =>
      pen.text(word.x, word.y, word.text, { ...quiet, anchor: 'start', italic: true }),
    ),
    pen.text(dependsEnd, height - 12, depends, { size: SMALL_SIZE, anchor: 'end' }),
    pointer(pen, { x: dependsEnd + 4, y: height - 12 }, { x: dependsEnd + 16, y: height - 12 }),
    pen.text(18, 11, influences, { size: SMALL_SIZE, anchor: 'start' }),
    pointer(pen, { x: 8, y: 17 }, { x: 8, y: 5 }),
  ].join('')
}

/** The small arrow beside the name of an axis: drawn, since not every font has one. */
function pointer(pen: Pen, from: Point, tip: Point): string {
  const [ux, uy] = [Math.sign(tip.x - from.x), Math.sign(tip.y - from.y)]
  const wing = (side: number) => pen.at(tip.x - 4 * ux - 3 * side * uy, tip.y - 4 * uy - 3 * side * ux)
  const d = `M${pen.at(from.x, from.y)}L${pen.at(tip.x, tip.y)}M${wing(1)}L${pen.at(tip.x, tip.y)}L${wing(-1)}`
  return pen.path(d, ' fill="none" stroke="currentColor" stroke-width="1.2"')
}

function arrows(pen: Pen, { arrows }: InfluenceLayout): string {
  return arrows
    .map(({ start, bend, end, strong, share }) => {
      const d = `M${pen.at(start.x, start.y)}Q${pen.at(bend.x, bend.y)} ${pen.at(end.x, end.y)}`
      const head = arrowHead(pen, bend, end, strong ? 8 : 5)
      return strong
        ? pen.path(d, ` fill="none" stroke="var(--chart-ink)" stroke-width="${round(1 + 2 * share)}"`) +
            pen.path(head, ' fill="var(--chart-ink)"')
        : pen.path(d, ' fill="none" stroke="var(--chart-node)" stroke-opacity="0.34"') +
            pen.path(head, ' fill="var(--chart-node)" fill-opacity="0.5"')
    })
    .join('')
}

/** A triangle at the end of a line that comes from `from`; its tip stands 3 px further on. */
function arrowHead(pen: Pen, from: Point, end: Point, length: number): string {
  const angle = Math.atan2(end.y - from.y, end.x - from.x)
  const corner = (turn: number, distance: number) =>
    pen.at(end.x + Math.cos(angle + turn) * distance, end.y + Math.sin(angle + turn) * distance)
  return `M${corner(0, 3)}L${corner(2.6, length)}L${corner(-2.6, length)}Z`
}

function nodes(pen: Pen, layout: InfluenceLayout, map: InfluenceMap): string {
  const { places, nodes: at, labels } = layout
  const moved = at.map((node, i) => {
    const place = places[i]!
    if (Math.hypot(node.x - place.x, node.y - place.y) <= 1) return ''
    return `<g stroke="var(--chart-axis)">${pen.line(node, place)}</g>${pen.circle(place.x, place.y, 2, ' fill="var(--chart-axis)"')}`
  })
  const leaders = labels.map((label) =>
    label.leader ? `<g stroke="var(--chart-axis)">${pen.line(at[label.node]!, label.leader)}</g>` : '',
  )
  const discs = map.nodes.map((node, i) => {
    const fill = node.id === map.focus ? 'var(--chart-ink)' : 'var(--chart-node)'
    const letter = { size: SMALL_SIZE, weight: 700, fill: 'var(--chart-on-ink)' } as const
    const disc = pen.circle(at[i]!.x, at[i]!.y, RADIUS, ` fill="${fill}" stroke="var(--chart-paper)" stroke-width="2"`)
    return disc + pen.text(at[i]!.x, at[i]!.y, node.letter, letter)
  })
  const names = labels.map(({ node, x, y, anchor }) =>
    pen.halo(x, y, map.nodes[node]!.label, { size: LABEL_SIZE, weight: 600, anchor }),
  )
  return [...moved, ...leaders, ...discs, ...names].join('')
}
