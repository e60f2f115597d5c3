/** Countries by their two letters, with their names in the language of the page. */
import { LANGUAGES } from '../../locales/messages.js'

/** Codes with a name that stand for no country. */
const NO_COUNTRY: readonly string[] = [
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'TA',
  'UN',
  'XA',
  'XB',
  'ZZ',
]
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

interface Country {
  readonly code: string
  readonly name: string
}

const known = new Map<string, readonly Country[]>()

/** All countries, by name. */
export function countriesIn(language: string): readonly Country[] {
  const listed = known.get(language)
  if (listed) return listed
  const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second)).filter(isCurrent)
  const countries = codes.flatMap((code) => {
    const name = names.of(code)
    return name === undefined ? [] : [{ code, name }]
  })
  const sorted = countries.sort((a, b) => a.name.localeCompare(b.name, language))
  known.set(language, sorted)
  return sorted
}

/** The name of a country; its two letters where it has none. */
export function countryName(code: string, language: string): string {
  return countriesIn(language).find((country) => country.code === code)?.name ?? code
}

/** The two letters of what somebody typed: these letters themselves, or a name in any of our languages. */
export function countryCode(typed: string): string | undefined {
  const text = typed.trim()
  if (/^[A-Za-z]{2}$/.test(text)) return text.toUpperCase()
  const named = LANGUAGES.flatMap(countriesIn).find(({ name }) => folded(name) === folded(text))
  return named?.code
}

const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}’']/gu, '')
    .toLowerCase()

/** Old codes such as SU and YU lead to those that took their place. */
function isCurrent(code: string): boolean {
  return !NO_COUNTRY.includes(code) && Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`
}
