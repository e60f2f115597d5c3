/** What things are called on the pages of a round, in the reader's language. */
import type { Words } from '../../locales/messages.js'
import { type Names, namesOf } from '../../reports/words/names.js'
import type { Item } from '../../rules/items.js'
import type { StoredRound } from '../../store/rounds.js'
import { CROSS, LINKS } from '../asked.js'
import { URGENCY } from './chapters.js'

const known = new WeakMap<StoredRound, Map<string, Names>>()

/** Names of a round in a language; the questionnaire's own language stands in for one that it does not have. */
export function namesIn(stored: StoredRound, words: Words): Names {
  const languages = known.get(stored) ?? new Map<string, Names>()
  known.set(stored, languages)
  const names = languages.get(words.language)
  if (names) return names
  const definition = stored.definition.languages.get(words.language) ?? stored.definition.definition
  const made = namesOf(definition, stored.round, words)
  languages.set(words.language, made)
  return made
}

/** Name of a chapter. */
export function chapterName(id: string, names: Names): string {
  if (id === URGENCY) return names.words.say('progress.urgency')
  if (id === LINKS) return names.words.say('progress.links')
  return id === CROSS ? names.words.say('progress.cross') : names.sector(id)
}

/** An item in the list of its chapter: urgency items say their sector. */
export function stepName(item: Item, names: Names): string {
  if (item.kind !== 'urgency') return names.label(item.id)
  return names.words.say('question.step.urgency', { sector: names.sector(item.sector), label: names.label(item.id) })
}

/** Voice of a body with its place, as marks and rows need it. */
export function voiceOf(voice: string, names: Names): { id: string; place: number; name: string } {
  const place = names.definition.voices.findIndex(({ id }) => id === voice)
  return { id: voice, place, name: names.voice(voice) }
}
