import { entriesOf, type Schema } from './schema.js'
import { inside, isRecord, type Place, type Report } from './tree.js'

/**
 * Lays the texts of a translation over a file of the source language. A translation mirrors the file: the same keys,
 * entries of lists by their key (`keyedBy` in the schema), lists without one in the same order, and nothing but texts.
 * What is missing stays in the source language and is reported, and so is what the source has no text for.
 */
export function overlay(schema: Schema, source: unknown, texts: unknown, place: Place, report: Report): unknown {
  if (schema.translated) return overlayText(source, texts, place, report)
  if (texts === undefined) {
    if (holdsText(schema, source)) report(place, `the texts in ${languageOf(place)} are missing`)
    return source
  }
  if (!isRecord(source) && !Array.isArray(source)) {
    report(place, SUPERFLUOUS)
    return source
  }
  const byOrder = Array.isArray(source) && schema.keyedBy === undefined
  if (byOrder ? !Array.isArray(texts) : !isRecord(texts)) {
    report(place, byOrder ? 'must be a list in the order of the source' : 'must be a mapping of keys to texts')
    return source
  }
  const given = new Map<string, unknown>(Object.entries(texts ?? {}))
  const entries = entriesOf(schema, source).map(({ key, name, schema: child, value }) => {
    const translated = overlay(child, value, given.get(name), inside(place, name), report)
    given.delete(name)
    return [key, translated] as const
  })
  for (const name of given.keys()) report(inside(place, name), SUPERFLUOUS)
  return Array.isArray(source) ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}

const SUPERFLUOUS = 'the source language has no text here; take it out'

function overlayText(source: unknown, text: unknown, place: Place, report: Report): unknown {
  const language = languageOf(place)
  if (text === undefined) report(place, `the text in ${language} is missing`)
  else if (typeof text !== 'string') report(place, 'must be text; put it in quotes')
  else if (text.trim() === '') report(place, `the text in ${language} is empty`)
  else if (text.trim() !== text) report(place, 'has spaces or line breaks at its ends')
  else return text
  return source
}

/** A translation stands in a folder that is named by its language. */
const languageOf = ({ file }: Place): string => file.slice(0, file.indexOf('/'))

function holdsText(schema: Schema, source: unknown): boolean {
  if (schema.translated) return true
  if (!isRecord(source) && !Array.isArray(source)) return false
  return entriesOf(schema, source).some((entry) => holdsText(entry.schema, entry.value))
}
