/** Paragraphs of the source text as people cite them: "§ 11(c), § 24" in English, "§ 11 c), § 24" in French. */
import type { Words } from '../../locales/messages.js'

export function paragraphs(refs: readonly string[], { language, say }: Words): string {
  return refs.map((ref) => say('paragraph', { ref: language === 'fr' ? frenchLetters(ref) : ref })).join(', ')
}

/** "50(c)(e)" as French texts write it, "50 c) e)". */
function frenchLetters(ref: string): string {
  return ref.replace(/\(([^()]*)\)/g, '\u00a0$1)')
}
