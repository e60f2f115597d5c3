import { describe, expect, test } from 'vitest'
import { both, voiceMark } from '../../src/charts/index.js'
import { wordsOf } from '../../src/locales/messages.js'
import { createEngine } from '../../src/web/helpers.js'

const engine = createEngine()
const render = (template: string, model: object = {}, language = 'en') =>
  engine.compile(template)({ words: wordsOf(language), csrf: 'form-token', ...model })

describe('words', () => {
  test('a message is filled in and escaped', () => {
    expect(render("{{t 'frame.round.open-until' day=day}}", { day: '<b>' })).toBe('open until &lt;b&gt;')
  })

  test('a message that does not exist is an error', () => {
    expect(() => render("{{t 'absent'}}")).toThrow(RangeError)
  })

  test('numbers, days and times are those of the language', () => {
    expect(render('{{num 1234.5 1}} {{num 12.5}}', {}, 'fr')).toBe('1\u202f234,5 13')
    expect(render('{{day "2026-06-30"}}', {}, 'fr')).toBe('30 juin 2026')
    expect(render('{{time iso}}', { iso: '2026-06-30T12:32:00Z' })).toBe('12:32')
    expect(render('{{time iso}}', { iso: '2026-06-30T12:32:00Z', timeZone: 'Europe/Brussels' })).toBe('14:32')
    expect(render('{{time iso zone="Asia/Tokyo"}}', { iso: '2026-06-30T12:32:00Z' })).toBe('21:32')
    expect(render('{{list names}}', { names: ['a', 'b', '<c>'] })).toBe('a, b and &lt;c&gt;')
  })

  test('what is not known is a dash, never 0', () => {
    expect(render('{{num a}}{{num b 1}}{{num c}}{{day a}}{{time b}}', { a: null, c: Number.NaN })).toBe('–––––')
    expect(render('{{num 0}}')).toBe('0')
  })
})

describe('logic', () => {
  const says = (test: string, model: object) => render(`{{#if ${test}}}yes{{else}}no{{/if}}`, model)

  test.each([
    ['(eq a "x")', { a: 'x' }, 'yes'],
    ['(eq a 0)', { a: '0' }, 'no'],
    ['(not a)', { a: [] }, 'yes'],
    ['(and a b)', { a: 1, b: 0 }, 'no'],
    ['(and a b c)', { a: 1, b: 2, c: 3 }, 'yes'],
    ['(or a b)', { a: [], b: 'x' }, 'yes'],
    ['(or a b)', { a: '', b: null }, 'no'],
  ])('%s of %j: %s', (condition, model, answer) => {
    expect(says(condition, model)).toBe(answer)
  })

  test('and, or give a value; concat joins, and is escaped', () => {
    expect(render('{{or a "else"}} {{and "first" "last"}} {{concat "a" 1 "<"}}')).toBe('else last a1&lt;')
  })
})

describe('markup', () => {
  test('a voice has the shape of its place, and an outline until it is heard', () => {
    const heard = render('{{voiceMark "a\\"b" 1}}')
    expect(heard).toContain('data-voice="a&quot;b"')
    expect(heard).toContain('var(--voice-2)')
    expect(heard).not.toContain('data-no')
    expect(render('{{voiceMark "a" 1 heard=false}}')).toContain('data-no')
    expect(render('{{voiceMark "a" 1 heard=x}}')).toBe(render('{{voiceMark "a" 1}}'))
    expect(() => render('{{voiceMark "a" "b"}}')).toThrow(RangeError)
  })

  test('only drawings go in unescaped', () => {
    const drawing = voiceMark(0)
    expect(render('{{chart drawing}}', { drawing })).toBe(drawing)
    expect(render('{{chart drawing}}', { drawing: both(drawing, drawing) })).toContain('m-slim')
    expect(() => render('{{chart drawing}}', { drawing: '<script>' })).toThrow(RangeError)
  })

  test('the form field carries the token of the page', () => {
    expect(render('{{#each rows}}{{csrfField}}{{/each}}', { rows: [1], csrf: '"<' })).toBe(
      '<input type="hidden" name="csrf" value="&quot;&lt;">',
    )
  })

  test('an asset has an address, and one that does not exist is an error', () => {
    expect(render("{{asset 'main.js'}}")).toMatch(/^\/static\/[\w-]{12}\/main\.js$/)
    expect(() => render("{{asset '../package.json'}}")).toThrow(RangeError)
  })

  test('a share lies from 0 to 100, and is 0 of nothing', () => {
    expect(render('{{share 1 3}} {{share 0 0}} {{share 4 4}}')).toBe('33.3 0 100')
  })
})
