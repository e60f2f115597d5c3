import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type InfluenceMap, influenceMap } from '../../src/charts/index.js'
import { layOut } from '../../src/charts/influence-layout.js'
import { type Box, overlaps } from '../../src/charts/placement.js'
import { mapWords, network, told } from './samples.js'

/** Coordinates are drawn with two decimals; the last bits are those of the sum. */
const ROUNDED = 0.01 + 1e-9
const RADIUS = 12

/** Networks of 3 to 12 sectors, spread out, crowded or all alike, wide and slim. */
const maps: fc.Arbitrary<InfluenceMap> = fc
  .record({
    count: fc.integer({ min: 3, max: 12 }),
    spread: fc.constantFrom(0, 0.02, 0.15, 1),
    width: fc.constantFrom(350, 480, 640, 900),
  })
  .chain(({ count, spread, width }) => {
    const value = fc.double({ min: 0, max: 1, noNaN: true }).map((share) => 0.4 + share * spread)
    const node = fc.record({
      influence: value,
      dependence: value,
      label: fc.stringMatching(/^[A-Za-z ]{3,18}$/),
    })
    const row = fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: count, maxLength: count })
    return fc.record({
      nodes: fc.array(node, { minLength: count, maxLength: count }),
      total: fc.array(row, { minLength: count, maxLength: count }),
      focus: fc.integer({ min: 0, max: count - 1 }),
      width: fc.constant(width),
    })
  })
  .map(({ nodes, total, focus, width }) => ({
    ...told('map'),
    nodes: nodes.map((node, i) => ({ ...node, id: `s${i}`, letter: 'abcdefghijkl'[i]! })),
    total,
    mean: 0.1,
    focus: `s${focus}`,
    width,
    words: mapWords,
  }))

const around = ({ x, y }: { x: number; y: number }): Box => ({
  x0: x - RADIUS,
  x1: x + RADIUS,
  y0: y - RADIUS,
  y1: y + RADIUS,
})

describe('labels of an influence map', () => {
  test('lie on no other label, on no node and inside the drawing; else the letter stands alone', () => {
    fc.assert(
      fc.property(maps, (map) => {
        const { labels, nodes, width, height } = layOut(map)
        expect(new Set(labels.map((label) => label.node)).size).toBe(labels.length)
        labels.forEach(({ box }, i) => {
          for (const other of labels.slice(0, i)) expect(overlaps(box, other.box)).toBe(false)
          for (const node of nodes) expect(overlaps(box, around(node))).toBe(false)
          expect(box.x0).toBeGreaterThanOrEqual(0)
          expect(box.x1).toBeLessThanOrEqual(width)
          expect(box.y0).toBeGreaterThanOrEqual(0)
          expect(box.y1).toBeLessThanOrEqual(height)
        })
      }),
      { numRuns: 300 },
    )
  })

  test('all find a place in a wide drawing of nine sectors that do not crowd', () => {
    const nodes = Array.from({ length: 9 }, (_, i) => ({
      id: `s${i}`,
      letter: 'abcdefghi'[i]!,
      label: 'Infrastructure',
      influence: 0.2 + 0.3 * (i % 3),
      dependence: 0.2 + 0.3 * Math.floor(i / 3),
    }))
    const total = nodes.map(() => nodes.map(() => 0.1))
    const { labels } = layOut({ ...told('map'), nodes, total, mean: 0.1, words: mapWords })
    expect(labels).toHaveLength(9)
    expect(labels.filter((label) => label.leader)).toEqual([])
  })

  test('the chosen sector has its label even in a crowd', () => {
    const nodes = Array.from({ length: 12 }, (_, i) => ({
      id: `s${i}`,
      letter: 'abcdefghijkl'[i]!,
      label: 'Infrastructure',
      influence: 0.4,
      dependence: 0.4,
    }))
    const total = nodes.map(() => nodes.map(() => 0.1))
    const { labels } = layOut({ ...told('map'), nodes, total, mean: 0.1, focus: 's11', words: mapWords })
    expect(labels[0]?.node).toBe(11)
  })

  test('are left out where less than 260 px remain for the drawing', () => {
    const svg = influenceMap({ ...told('map'), ...network, width: 300, words: mapWords })
    expect(svg).not.toContain('>Shelter<')
    expect(svg).toContain('>c<')
  })
})

describe('nodes of an influence map', () => {
  test('never touch, and stay inside the frame', () => {
    fc.assert(
      fc.property(maps, (map) => {
        const { nodes, frame } = layOut(map)
        nodes.forEach((node, i) => {
          for (const other of nodes.slice(0, i)) {
            expect(Math.hypot(node.x - other.x, node.y - other.y)).toBeGreaterThan(2 * RADIUS)
          }
          expect(node.x - RADIUS).toBeGreaterThanOrEqual(frame.x0 - ROUNDED)
          expect(node.x + RADIUS).toBeLessThanOrEqual(frame.x1 + ROUNDED)
          expect(node.y - RADIUS).toBeGreaterThanOrEqual(frame.y0 - ROUNDED)
          expect(node.y + RADIUS).toBeLessThanOrEqual(frame.y1 + ROUNDED)
        })
      }),
      { numRuns: 300 },
    )
  })

  test('a node that stepped aside keeps a dot at its true place', () => {
    const nodes = network.nodes.map((node) => ({ ...node, influence: 0.4, dependence: 0.4 }))
    const svg = influenceMap({ ...told('map'), ...network, nodes, words: mapWords })
    expect(svg.match(/r="2"/g)?.length).toBeGreaterThanOrEqual(2)
  })

  test('the axes end at the next tenth at least .05 outside the data', () => {
    const { x, y } = layOut({ ...told('map'), ...network, words: mapWords })
    expect([x.from, x.to].map((end) => end.toFixed(1))).toEqual(['0.1', '0.8'])
    expect([y.from, y.to].map((end) => end.toFixed(1))).toEqual(['0.1', '0.6'])
    expect(x.ticks.map((tick) => tick.toFixed(1))).toEqual(['0.2', '0.4', '0.6', '0.8'])
  })
})

describe('arrows of an influence map', () => {
  test('are drawn for links above the mean, strong from the chosen sector', () => {
    const { arrows } = layOut({ ...told('map'), ...network, focus: 'one', words: mapWords })
    expect(arrows.map((arrow) => arrow.strong)).toEqual([false, true, true])
  })

  test('a sector does not point at itself', () => {
    const total = network.total.map((row, i) => row.map((_, j) => (i === j ? 0.9 : 0.01)))
    expect(layOut({ ...told('map'), ...network, total, words: mapWords }).arrows).toEqual([])
  })

  test('a round without links says so', () => {
    const total = network.total.map((row) => row.map(() => 0))
    const svg = influenceMap({ ...told('map'), ...network, total, mean: 0, words: mapWords })
    expect(svg).toContain('>No links recorded<')
    expect(svg).not.toContain('<circle')
  })
})

test('an influence map in a right-to-left page is the mirror of the other', () => {
  const draw = (direction: 'ltr' | 'rtl') =>
    [...influenceMap({ ...told('map', direction), ...network, words: mapWords }).matchAll(/cx="([\d.]+)"/g)].map(
      ([, x]) => Number(x),
    )
  const [ltr, rtl] = [draw('ltr'), draw('rtl')]
  ltr.forEach((x, i) => {
    expect(x + rtl[i]!).toBeCloseTo(640, 1)
  })
})
