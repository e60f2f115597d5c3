import { describe, expect, test } from 'vitest'
import {
  both,
  contributions,
  dumbbell,
  lace,
  miniStrip,
  placesChart,
  rankStrip,
  scoreKey,
  strip,
  voiceColour,
  voiceMark,
  voicesChart,
} from '../../src/charts/index.js'
import { number, told } from './samples.js'

/** Texts of a drawing, in order, without its title and description. */
function texts(svg: string): readonly string[] {
  return [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g)].map(([, text]) => text!)
}

/** Marks of the voice at a place. */
function marks(svg: string, place: number): number {
  return svg.split(`fill="${voiceColour(place)}"`).length - 1
}

describe('voices', () => {
  const words = { range: 'range', empty: 'no sector' }
  const row = { label: 'Food', joint: 50, voices: [20, 30, 40, 50] }

  test('the number at the end is the distance between lowest and highest voice; a brick bar from 30 points on', () => {
    const wide = voicesChart({ ...told('v'), rows: [row], words })
    expect(texts(wide)).toContain('30')
    expect(wide).toContain('--chart-gap')
    const near = voicesChart({ ...told('v'), rows: [{ ...row, voices: [20, 30, 40, 49.4] }], words })
    expect(texts(near)).toContain('29')
    expect(near).not.toContain('--chart-gap')
  })

  test('a row without a joint score has no stroke, a single voice no range', () => {
    expect(voicesChart({ ...told('v'), rows: [row], words })).toContain('var(--chart-ink)')
    const svg = voicesChart({ ...told('v'), rows: [{ label: 'Food', joint: null, voices: [20] }], words })
    expect(svg).not.toContain('var(--chart-ink)')
    expect(texts(svg)).toContain('–')
  })

  test('four equal voices are all drawn, each at a height of its own', () => {
    const svg = voicesChart({ ...told('v'), rows: [{ ...row, voices: [50, 50, 50, 50] }], words })
    const places = [...svg.matchAll(/fill="var\(--voice-\d\)"[^>]*transform="translate\(([\d.]+),([\d.]+)\)"/g)]
    expect(new Set(places.map(([, x]) => x)).size).toBe(1)
    expect(new Set(places.map(([, , y]) => y)).size).toBe(4)
  })

  test('no row gives a sentence', () => {
    expect(texts(voicesChart({ ...told('v'), rows: [], words }))).toEqual(['no sector'])
  })
})

describe('rank strip', () => {
  test('has a column for each rank, however many there are', () => {
    const shares = Array.from({ length: 12 }, () => 1 / 12)
    const svg = rankStrip({ ...told('r'), shares, rank: 4, interval: [1, 12] })
    expect(texts(svg)).toHaveLength(12)
    expect(svg.match(/<rect /g)).toHaveLength(24)
  })

  test('narrow columns leave out numbers, never the own rank', () => {
    const shares = Array.from({ length: 12 }, () => 1 / 12)
    const svg = rankStrip({ ...told('r'), shares, rank: 4, interval: [1, 12], width: 150 })
    expect(texts(svg)).toEqual(expect.arrayContaining(['4']))
    expect(texts(svg)).not.toContain('5')
  })

  test('a sector without a rank has a dashed mark and the reason', () => {
    const svg = rankStrip({ ...told('r'), shares: null, rank: null, interval: null, reason: '7 of 12 answered' })
    expect(svg).toContain('stroke-dasharray')
    expect(texts(svg)).toEqual(['–', '7 of 12 answered'])
  })
})

describe('mini strip', () => {
  test('is not drawn below two voices', () => {
    expect(miniStrip({ ...told('m'), levels: [null, 3, null, null] })).toBe('')
    expect(miniStrip({ ...told('m'), levels: [null, 3, null, 0] })).toContain('<svg')
  })

  test('voices at one level stand side by side', () => {
    const svg = miniStrip({ ...told('m'), levels: [4, 4, 4, 4] })
    const xs = [...svg.matchAll(/translate\(([\d.]+),/g)].map(([, x]) => Number(x))
    expect(new Set(xs).size).toBe(4)
    expect(Math.max(...xs)).toBeLessThan(200 - 5)
  })
})

describe('strip', () => {
  const base = {
    ...told('s'),
    voices: ['State', 'Region', 'City'],
    positions: [
      { voice: 0, level: 3 },
      { voice: 0, level: 3 },
      { voice: 1, level: 0 },
    ],
    medians: [3, 0, null],
    agreed: null,
    levels: ['Nothing', 'Informal', 'Partial', 'Established', 'Lasting'],
    words: { noAnswer: 'no answer yet' },
  }

  test('draws a mark a body and one before the name of each voice', () => {
    const svg = strip(base)
    expect([0, 1, 2].map((place) => marks(svg, place))).toEqual([3, 2, 1])
  })

  test('the row of a voice that has not answered stays and says so', () => {
    expect(texts(strip(base)).filter((text) => text === 'no answer yet')).toHaveLength(1)
    expect(texts(strip(base))).toContain('City')
  })

  test('the agreed level tints its column', () => {
    expect(strip(base)).not.toContain('--chart-agreed')
    expect(strip({ ...base, agreed: 2 })).toContain('--chart-agreed')
  })

  test('thirty bodies at one level stay inside their row', () => {
    const positions = Array.from({ length: 30 }, () => ({ voice: 1, level: 2 }))
    const svg = strip({ ...base, positions, width: 640 })
    const ys = [...svg.matchAll(/fill="var\(--voice-2\)"[^>]*translate\([\d.]+,([\d.]+)\)/g)].map(([, y]) => Number(y))
    expect(ys).toHaveLength(31)
    expect(Math.max(...ys) - Math.min(...ys)).toBeLessThan(62)
  })

  test('a slim drawing keeps shapes and leaves out words', () => {
    const words = texts(strip({ ...base, width: 350 }))
    expect(words).not.toContain('State')
    expect(words).not.toContain('Partial')
  })
})

describe('dumbbell', () => {
  const words = { from: '2024', to: '2026', clear: 'clear', unclear: 'not clear', empty: 'nothing to compare' }

  test('rows without both scores are left out', () => {
    const rows = [
      { label: 'Food', from: 40, to: 52.4, clear: true },
      { label: 'Justice', from: null, to: 52, clear: null },
    ]
    const words2 = texts(dumbbell({ ...told('d'), rows, words }))
    expect(words2).toContain('Food')
    expect(words2).toContain('+12')
    expect(words2).not.toContain('Justice')
  })

  test('an unclear change is grey and says so, and what prints as 0 has no sign', () => {
    const svg = dumbbell({ ...told('d'), rows: [{ label: 'Food', from: 40.4, to: 40, clear: false }], words })
    expect(svg).not.toMatch(/--chart-(up|down)/)
    expect(texts(svg)).toEqual(expect.arrayContaining(['not clear', '0']))
  })

  test('a clear fall is brick and carries a minus', () => {
    const svg = dumbbell({ ...told('d'), rows: [{ label: 'Food', from: 60, to: 40, clear: true }], words })
    expect(svg).toContain('--chart-down')
    expect(texts(svg)).toContain('−20')
  })

  test('nothing to compare gives a sentence', () => {
    expect(texts(dumbbell({ ...told('d'), rows: [], words }))).toEqual(['nothing to compare'])
  })
})

describe('contributions', () => {
  const words = { total: 'Change', empty: 'Nothing moved' }

  test('each bar has its number, the total stands below, to one decimal', () => {
    const rows = [
      { label: 'Funding', points: -4.24 },
      { label: 'Data', points: 1.06 },
    ]
    const found = texts(contributions({ ...told('c'), rows, total: -3.18, words }))
    expect(found).toEqual(expect.arrayContaining(['Funding', 'Data', 'Change', '−4.2', '+1.1', '−3.2']))
  })

  test('no cause gives a sentence', () => {
    expect(texts(contributions({ ...told('c'), rows: [], total: 0, words }))).toEqual(['Nothing moved'])
  })
})

describe('places', () => {
  test('a row without the own score keeps the other places', () => {
    const rows = [{ label: 'Food', own: null, others: [10, null, 30] }]
    const svg = placesChart({ ...told('p'), rows, words: { empty: 'no sector' } })
    expect(texts(svg)).toContain('–')
    expect(svg.match(/<circle /g)).toHaveLength(2)
  })

  test('the bar holds the middle half of all places, the own one among them', () => {
    const rows = [{ label: 'Food', own: 0, others: [25, 50, 75, 100] }]
    const draw = (direction: 'ltr' | 'rtl') =>
      placesChart({ ...told('p', direction), rows, words: { empty: '' }, width: 560 })
    const bar = (svg: string) => {
      const [, width, x] = /<rect [^>]*width="([\d.]+)"[^>]*x="([\d.]+)"/.exec(svg)!
      return { x: Number(x), width: Number(width) }
    }
    const circles = [...draw('ltr').matchAll(/cx="([\d.]+)"/g)].map(([, x]) => Number(x))
    const [low, high] = [circles[0]!, circles[2]!]
    expect(bar(draw('ltr')).x).toBeCloseTo(low, 0)
    expect(bar(draw('ltr')).width).toBeCloseTo(high - low, 0)
    expect(bar(draw('rtl')).x).toBeCloseTo(560 - high, 0)
  })
})

test('the lace has a knot a letter and a thread a link, stronger links more opaque', () => {
  const links = [
    { from: 0, to: 1, strength: 0.2 },
    { from: 1, to: 6, strength: 1 },
  ]
  const svg = lace({ ...told('l'), letters: [...'abcdefg'], links })
  expect(svg.match(/<circle /g)).toHaveLength(7)
  const opacities = [...svg.matchAll(/stroke-opacity="([\d.]+)"/g)].map(([, opacity]) => Number(opacity))
  expect(opacities[0]!).toBeLessThan(opacities[1]!)
})

test('the score key names five classes and the hatching, in two lines where one is too short', () => {
  const words = { label: 'Score', none: 'hatched: not enough answers' }
  const wide = scoreKey({ ...told('k'), words })
  expect(texts(wide)).toEqual(['Score', '0–19', '20–39', '40–59', '60–79', '80–100', 'hatched: not enough answers'])
  const height = (svg: string) => Number(/ height="(\d+)"/.exec(svg)![1])
  expect(height(scoreKey({ ...told('k'), words, width: 350 }))).toBeGreaterThan(height(wide))
})

describe('the mark of a voice', () => {
  test('four shapes, then the same shapes in other colours', () => {
    const all = Array.from({ length: 16 }, (_, place) => voiceMark(place))
    expect(new Set(all).size).toBe(16)
    const shape = (svg: string) => / d="([^"]+)"/.exec(svg)![1]
    expect(new Set(all.map(shape)).size).toBe(4)
    expect(shape(all[4]!)).toBe(shape(all[0]!))
  })

  test('is decoration, dashed for a voice that has not answered', () => {
    expect(voiceMark(0)).toContain('aria-hidden="true"')
    expect(voiceMark(0)).not.toContain('dasharray')
    expect(voiceMark(0, { unheard: true })).toContain('stroke-dasharray')
  })
})

test('two drawings of a chart stand side by side for the style sheet to choose from', () => {
  expect(both('<svg id="w"/>', '<svg id="s"/>')).toBe(
    '<div class="m-wide"><svg id="w"/></div><div class="m-slim"><svg id="s"/></div>',
  )
})

test('numbers are printed by the language given', () => {
  const french = (value: number, decimals = 0) => number(value, decimals).replace('.', ',')
  const rows = [{ label: 'Données', points: 1.25 }]
  const svg = contributions({ ...told('c'), number: french, rows, total: 1.25, words: { total: 'Somme', empty: '' } })
  expect(texts(svg)).toContain('+1,3')
})
