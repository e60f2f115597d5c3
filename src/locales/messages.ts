import { IntlMessageFormat } from 'intl-messageformat'
import { en } from './en/index.js'
import { fr } from './fr/index.js'

export type MessageKey = keyof typeof en
type Values = Readonly<Record<string, string | number | boolean | Date | null | undefined>>

const messages: Readonly<Record<string, Readonly<Record<MessageKey, string>>>> = { en, fr }
/** Where a language alone would give the numbers, days and lists of another country than the texts are written for. */
const regions: Readonly<Record<string, string>> = { en: 'en-GB' }
export const LANGUAGES: readonly string[] = Object.keys(messages)

/** Words and numbers of one language. */
export interface Words {
  readonly language: string
  /** The message of a key, filled in; RangeError for a language or key that does not exist. */
  readonly say: (key: MessageKey, values?: Values) => string
  /** A number with a fixed count of decimals, by the language's own signs. */
  readonly number: (value: number, decimals?: number) => string
  /** A day such as 30 June 2026, from YYYY-MM-DD or the start of a longer ISO time. */
  readonly day: (iso: string) => string
  /** An hour and minute such as 14:32 in a time zone, from an ISO time. */
  readonly time: (iso: string, timeZone?: string) => string
  /** "a, b and c". */
  readonly list: (items: readonly string[]) => string
}

const cache = new Map<string, Words>()

/** The words of a language; RangeError when there are none. */
export function wordsOf(language: string): Words {
  const known = cache.get(language)
  if (known) return known
  const texts = messages[language]
  if (!texts) throw new RangeError(`no messages in "${language}"; there are ${LANGUAGES.join(', ')}`)
  const locale = regions[language] ?? language
  const compiled = new Map<MessageKey, IntlMessageFormat>()
  const formats = new Map<number, Intl.NumberFormat>()
  const times = new Map<string, Intl.DateTimeFormat>()
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' })
  const words: Words = {
    language,
    say(key, values = {}) {
      let message = compiled.get(key)
      if (!message) {
        if (texts[key] === undefined) throw new RangeError(`no message "${key}" in "${language}"`)
        message = new IntlMessageFormat(texts[key], locale, undefined, { ignoreTag: true })
        compiled.set(key, message)
      }
      return String(message.format(values as Record<string, string>))
    },
    number(value, decimals = 0) {
      let format = formats.get(decimals)
      if (!format) {
        format = new Intl.NumberFormat(locale, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
        formats.set(decimals, format)
      }
      return format.format(value)
    },
    day: (iso) => dates.format(new Date(`${iso.slice(0, 10)}T00:00:00Z`)),
    time(iso, timeZone = 'UTC') {
      let format = times.get(timeZone)
      if (!format) {
        format = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone })
        times.set(timeZone, format)
      }
      return format.format(new Date(iso))
    },
    list: (items) => lists.format(items),
  }
  cache.set(language, words)
  return words
}
