import type { Direction } from '../../src/charts/index.js'
import * as charts from '../../src/charts/index.js'

/** A small network of three sectors with labels that need escaping, and one drawing of every chart from it. */
export interface Sample {
  readonly name: string
  readonly draw: (prefix: string, direction?: Direction, width?: number) => string
}

const HARD = `Water <& "drains"> 1.23456`
const number = (value: number, decimals = 0) => value.toFixed(decimals)

/** What every drawing is told. */
export const told = (prefix: string, direction: Direction = 'ltr') => ({
  prefix,
  title: `Title of ${HARD}`,
  description: `Description of ${HARD}`,
  direction,
  number,
})

export const mapWords = {
  influences: HARD,
  depends: 'Depends on the others',
  drives: 'drives',
  follows: 'follows',
  empty: 'No links recorded',
}

export const network = {
  nodes: [
    { id: 'one', letter: 'a', label: HARD, influence: 0.5, dependence: 0.31 },
    { id: 'two', letter: 'b', label: 'Food', influence: 0.2, dependence: 0.66 },
    { id: 'three', letter: 'c', label: 'Shelter', influence: 0.4, dependence: 0.2 },
  ],
  total: [
    [0.01, 0.3, 0.19],
    [0.1, 0.05, 0.05],
    [0.2, 0.1, 0],
  ],
  mean: 0.11,
}

const rows = [
  {
    label: HARD,
    joint: 40.123456,
    voices: [10, 40.7, 41, 41],
    own: 40,
    others: [1, 50, null],
    from: 20,
    to: 60,
    clear: true,
  },
  {
    label: 'Food',
    joint: null,
    voices: [null, 50, null, null],
    own: null,
    others: [3],
    from: 50,
    to: 51,
    clear: false,
  },
  { label: 'Justice', joint: 55, voices: [null, null, null, null], own: 7, others: [], from: null, to: 3, clear: null },
]

export const samples: readonly Sample[] = [
  {
    name: 'influence map',
    draw: (prefix, direction, width) =>
      charts.influenceMap({ ...told(prefix, direction), ...network, focus: 'one', width, words: mapWords }),
  },
  {
    name: 'voices',
    draw: (prefix, direction, width) =>
      charts.voicesChart({ ...told(prefix, direction), rows, width, words: { range: HARD, empty: 'no sector' } }),
  },
  {
    name: 'rank strip',
    draw: (prefix, direction, width) =>
      charts.rankStrip({ ...told(prefix, direction), shares: [0.1, 0.7, 0.2], rank: 2, interval: [1, 3], width }),
  },
  {
    name: 'rank strip without a rank',
    draw: (prefix, direction, width) =>
      charts.rankStrip({ ...told(prefix, direction), shares: null, rank: null, interval: null, reason: HARD, width }),
  },
  {
    name: 'mini strip',
    draw: (prefix, direction, width) =>
      charts.miniStrip({ ...told(prefix, direction), levels: [0, null, 4, 4], width }),
  },
  {
    name: 'strip',
    draw: (prefix, direction, width) =>
      charts.strip({
        ...told(prefix, direction),
        voices: [HARD, 'Region', 'City'],
        positions: [
          { voice: 0, level: 4 },
          { voice: 1, level: 1 },
          { voice: 1, level: 1 },
        ],
        medians: [4, 1, null],
        agreed: 2,
        levels: ['Nothing', HARD, 'Partial', 'Established', 'Lasting'],
        width,
        words: { noAnswer: HARD },
      }),
  },
  {
    name: 'dumbbell',
    draw: (prefix, direction, width) =>
      charts.dumbbell({
        ...told(prefix, direction),
        rows,
        width,
        words: { from: HARD, to: '2026', clear: 'clear', unclear: HARD, empty: 'nothing to compare' },
      }),
  },
  {
    name: 'contributions',
    draw: (prefix, direction, width) =>
      charts.contributions({
        ...told(prefix, direction),
        rows: [
          { label: HARD, points: -4.234567 },
          { label: 'Local data', points: 1.1 },
          { label: 'Funding', points: 0 },
        ],
        total: -3.1,
        width,
        words: { total: HARD, empty: 'Nothing moved' },
      }),
  },
  {
    name: 'places',
    draw: (prefix, direction, width) =>
      charts.placesChart({ ...told(prefix, direction), rows, width, words: { empty: 'no sector' } }),
  },
  {
    name: 'lace',
    draw: (prefix, direction, width) =>
      charts.lace({
        ...told(prefix, direction),
        letters: ['<', 'b', 'c', 'd', 'e'],
        links: [
          { from: 0, to: 4, strength: 1 },
          { from: 4, to: 1, strength: 0.123456 },
        ],
        width,
      }),
  },
  {
    name: 'score key',
    draw: (prefix, direction, width) =>
      charts.scoreKey({ ...told(prefix, direction), width, words: { label: HARD, none: HARD } }),
  },
]

export const hardText = HARD
export { number }
