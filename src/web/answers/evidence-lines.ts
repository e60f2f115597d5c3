/** Evidence as lists show it. */
import type { Words } from '../../locales/messages.js'
import type { Evidence } from '../../rules/model.js'
import type { StoredRound } from '../../store/rounds.js'

export interface EvidenceLine {
  readonly index: number
  readonly title: string
  readonly href: string
  /** Whether it leads to another site. */
  readonly isLink: boolean
  /** Size of a file, or where a link leads. */
  readonly note: string
}

/** Links and files with their addresses. What an imported answer names as a link is only shown as one when it is one. */
export function evidenceLines(stored: StoredRound, evidence: readonly Evidence[], words: Words): EvidenceLine[] {
  return evidence.flatMap(({ title, url, sha256, name, bytes }, index): EvidenceLine[] => {
    if (url !== undefined) {
      if (!/^https?:/i.test(url) || !URL.canParse(url)) return []
      return [{ index, title, href: url, isLink: true, note: new URL(url).host }]
    }
    if (sha256 === undefined) return []
    const href = `/rounds/${encodeURIComponent(stored.head.id)}/evidence/${sha256}`
    return [{ index, title: title || name || sha256, href, isLink: false, note: sizeText(bytes ?? 0, words) }]
  })
}

/** "312 kB", "1.4 MB". */
function sizeText(bytes: number, words: Words): string {
  if (bytes >= 1_000_000) return words.say('question.evidence.mb', { n: words.number(bytes / 1_000_000, 1) })
  return words.say('question.evidence.kb', { n: words.number(Math.max(1, Math.round(bytes / 1_000))) })
}
