/** A finding in people's own words: one sentence on what happens to people, then the rules concerned. */
import type { Finding } from '../../rules/model.js'

/** Between the sentence and the rules, which are one text in the round file. */
const GAP = '\n\n'
/** Longest head without a sentence, in characters. */
const HEAD = 200

/** The two parts of the text; a text without a sentence is rules alone. */
export function partsOf({ rules }: Pick<Finding, 'rules'>): { readonly sentence: string; readonly rules: string } {
  const at = rules.indexOf(GAP)
  const sentence = at < 0 ? '' : rules.slice(0, at)
  if (sentence === '' || sentence.includes('\n')) return { sentence: '', rules }
  return { sentence, rules: rules.slice(at + GAP.length) }
}

/** The one text of both; the sentence is on one line and ends, so that it also reads well before the rules. */
export function joined(sentence: string, rules: string): string {
  if (sentence === '') return rules
  const line = sentence.replace(/\s+/g, ' ')
  return `${/\p{P}$/u.test(line) ? line : `${line}.`}${GAP}${rules}`
}

/** What a finding is called in a list, and what stands below it, if there is more. */
export function headOf(finding: Pick<Finding, 'rules'>): { readonly head: string; readonly detail?: string } {
  const { sentence, rules } = partsOf(finding)
  if (sentence !== '') return { head: sentence, detail: rules }
  const text = rules.trim()
  if (text.length <= HEAD) return { head: text }
  const cut = text.slice(0, HEAD)
  const word = cut.lastIndexOf(' ')
  return { head: `${(word > HEAD / 2 ? cut.slice(0, word) : cut).trimEnd()}…`, detail: text }
}
