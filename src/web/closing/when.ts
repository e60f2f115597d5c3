/** Days and times of what was done, in the round's time zone. */
import type { Words } from '../../locales/messages.js'
import { dayIn } from '../writing.js'

/** "8 December 2026, 14:32". */
export function momentWords(words: Words, at: string, timeZone: string): string {
  return words.say('closing.moment', { day: dayWords(words, at, timeZone), time: words.time(at, timeZone) })
}

/** "8 December 2026". */
export function dayWords(words: Words, at: string, timeZone: string): string {
  return words.day(dayIn(timeZone, new Date(at)))
}
