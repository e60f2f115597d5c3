import { DOMParser } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { resolveColours } from '../../src/charts/index.js'
import { hardText, type Sample, samples } from './samples.js'

const DIRECTIONS = ['ltr', 'rtl'] as const
const WIDTHS = [undefined, 350]

/** Every drawing of a sample: both directions, wide and slim. */
function drawings(sample: Sample): readonly string[] {
  return DIRECTIONS.flatMap((direction) => WIDTHS.map((width) => sample.draw('p1', direction, width)))
}

/** Tags that were opened and not closed in turn: XML is stricter than the HTML that pages are parsed as. */
function unbalanced(svg: string): readonly string[] {
  const open: string[] = []
  for (const [, closing, name, self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/gi)) {
    if (self === '/') continue
    if (closing === '') open.push(name!)
    else if (open.at(-1) === name) open.pop()
    else return [...open, `</${name}>`]
  }
  return open
}

describe.each(samples)('$name', (sample) => {
  const parse = (svg: string) => new DOMParser().parseFromString(svg, 'image/svg+xml')

  test('is one well-formed SVG image, named by its title and described by its desc', () => {
    for (const svg of drawings(sample)) {
      expect(unbalanced(svg)).toEqual([])
      expect(svg).toMatch(/^<svg [^<]*role="img"[^<]*>/)
      expect(svg.match(/<svg /g)).toHaveLength(1)
      const [title, description] = /aria-labelledby="(\S+) (\S+)"/.exec(svg)!.slice(1)
      const document = parse(svg)
      expect(document.getElementById(title)?.textContent).toBe(`Title of ${hardText}`)
      expect(document.getElementById(description)?.textContent).toBe(`Description of ${hardText}`)
    }
  })

  test('has no style, no script and no name inside but its own', () => {
    for (const svg of drawings(sample))
      expect(svg).not.toMatch(/<style| style=|<script| on\w+=|aria-label=|aria-hidden=/)
  })

  test('has no number that is not one, and no length of more than two decimals', () => {
    for (const svg of drawings(sample)) {
      const tags = svg.match(/<[^>]+>/g)!.join('\n')
      expect(tags).not.toMatch(/NaN|undefined|Infinity|null|\d\.\d{3}/)
    }
  })

  test('keeps what people wrote as text', () => {
    for (const svg of drawings(sample)) {
      expect(svg).not.toContain('<& ')
      expect(svg).not.toContain('& "')
      expect(svg).not.toContain('<drains')
    }
  })

  test('is the same string for the same numbers', () => {
    expect(drawings(sample)).toEqual(drawings(sample))
  })

  test('has ids of its own for each prefix', () => {
    const ids = ['first', 'second'].flatMap((prefix) =>
      [...sample.draw(prefix).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id),
    )
    expect(ids).toHaveLength(4)
    expect(new Set(ids).size).toBe(4)
  })

  test('has a light colour for every variable it uses', () => {
    for (const svg of drawings(sample)) {
      expect(
        resolveColours(svg)
          .match(/<[^>]+>/g)!
          .join(''),
      ).not.toMatch(/var\(|currentColor/)
    }
  })

  test('has no letters under 12 px', () => {
    for (const svg of drawings(sample)) {
      const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size))
      expect(sizes.filter((size) => size < 12)).toEqual([])
    }
  })
})
