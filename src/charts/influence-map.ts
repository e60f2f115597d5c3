/**
 * Who drives whom: across how much a sector depends on the others, up how much it influences them. Above the dashed
 * diagonal it drives, below it follows.
 */
import { type InfluenceLayout, LABEL_SIZE, layOut, RADIUS, SMALL_SIZE } from './influence-layout.js'
import { type Pen, penOf } from './pen.js'
import type { Point } from './placement.js'
import { type Drawing, emptyChart, frame, type NumberText, round } from './svg.js'

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
    return `<g stroke="var(--chart-node)">${pen.line(node, place)}</g>${pen.circle(place.x, place.y, 2, ' fill="var(--chart-node)"')}`
  })
  const leaders = labels.map((label) =>
    label.leader ? `<g stroke="var(--chart-node)">${pen.line(at[label.node]!, label.leader)}</g>` : '',
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
