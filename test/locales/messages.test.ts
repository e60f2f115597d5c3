import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { en } from '../../src/locales/en/index.js'
import { fr } from '../../src/locales/fr/index.js'
import { wordsOf } from '../../src/locales/messages.js'

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url))
const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))
const NARROW = '\u202f'
const HARD = '\u00a0'

type Ast = ReturnType<IntlMessageFormat['getAst']>

/** Placeholders of a message with the options of its selects, and its words without them. */
function parts(text: string): { readonly placeholders: readonly string[]; readonly words: readonly string[] } {
  const placeholders = new Set<string>()
  const words: string[] = []
  const walk = (elements: Ast): void => {
    for (const element of elements) {
      if (!('value' in element)) continue
      if ('options' in element) {
        // The options of a select are words of the program; those of a plural are the language's own.
        const options = 'pluralType' in element ? 'plural' : Object.keys(element.options).sort().join(' ')
        placeholders.add(`${element.value} ${options}`)
        for (const option of Object.values(element.options)) walk(option.value)
      } else if (element.type === 0) words.push(String(element.value))
      else placeholders.add(String(element.value))
    }
  }
  walk(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst())
  return { placeholders: [...placeholders].sort(), words }
}

const textsOf = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(join(folder, file), 'utf8'))

const names = (placeholders: readonly string[]) => [...new Set(placeholders.map((name) => name.split(' ')[0]))]

describe('messages', () => {
  test('exist in every language', () => {
    expect(Object.keys(fr).sort()).toEqual(Object.keys(en).sort())
  })

  test('take the same values in every language', () => {
    for (const [key, text] of Object.entries(en)) {
      const other = fr[key as keyof typeof fr]
      const [first, second] = [parts(text), parts(other)]
      expect(names(second.placeholders), key).toEqual(names(first.placeholders))
      const selects = (list: readonly string[]) =>
        list.filter((name) => !name.endsWith(' plural') && name.includes(' '))
      expect(selects(second.placeholders), key).toEqual(selects(first.placeholders))
    }
  })

  test('are all used in the sources', () => {
    const sources = [...textsOf(SOURCE, '.ts'), ...textsOf(TEMPLATES, '.hbs')].join('\n')
    // A key that is put together from a word of the model, such as `(concat 'frame.nav.' key)`.
    const starts = [...sources.matchAll(/(?:concat '|`)([a-z-]+\.[a-z.-]*[.-])/g)].map(([, start]) => start!)
    const isUsed = (key: string) => sources.includes(`'${key}'`) || starts.some((start) => key.startsWith(start))
    expect(Object.keys(en).filter((key) => !isUsed(key))).toEqual([])
  })

  test('that templates ask for exist', () => {
    const asked = textsOf(TEMPLATES, '.hbs').flatMap((text) =>
      [...text.matchAll(/[{(]t '([^']+)'/g)].map(([, key]) => key),
    )
    expect(asked.filter((key) => !(key in en))).toEqual([])
  })

  test('stand in one file each', () => {
    for (const language of ['en', 'fr']) {
      const keys = textsOf(join(SOURCE, 'locales', language), '.json').flatMap((text) => Object.keys(JSON.parse(text)))
      expect(keys.filter((key, place) => keys.indexOf(key) !== place)).toEqual([])
    }
  })

  test('have no straight quotes or apostrophes', () => {
    for (const [key, text] of [...Object.entries(en), ...Object.entries(fr)]) {
      expect(parts(text).words.join(''), key).not.toMatch(/["']/)
    }
  })
})

describe('French messages', () => {
  const texts = Object.entries(fr).map(([key, text]) => [key, parts(text).words] as const)

  test('have a narrow space before ; ! ? and inside guillemets, a hard one before a colon and after §', () => {
    for (const [key, words] of texts) {
      for (const text of words) {
        expect(text, key).not.toMatch(new RegExp(`(?<!${NARROW})[;!?»]`))
        expect(text, key).not.toMatch(new RegExp(`«(?!${NARROW})`))
        expect(text, key).not.toMatch(new RegExp(`(?<!${HARD}):(?!//)`))
        expect(text, key).not.toMatch(new RegExp(`§(?!${HARD})`))
        expect(text, key).not.toMatch(new RegExp(`(?<!${NARROW})%`))
      }
    }
  })

  test('have typographic apostrophes only', () => {
    expect(texts.flatMap(([, words]) => words).join('')).not.toContain("'")
  })
})

describe('words of a language', () => {
  test('English days and lists are British', () => {
    const { day, list, number } = wordsOf('en')
    expect(day('2026-06-30')).toBe('30 June 2026')
    expect(list(['a', 'b', 'c'])).toBe('a, b and c')
    expect(number(1234.5, 1)).toBe('1,234.5')
  })

  test('French numbers have a comma', () => {
    expect(wordsOf('fr').number(0.5, 2)).toBe('0,50')
  })

  test('a language without messages is refused with those that exist', () => {
    expect(() => wordsOf('xx')).toThrow('no messages in "xx"; there are en, fr')
  })
})
