/** How far the positions on an item lie apart, in words that can be read aloud. */
import type { Context } from '../../reports/content/context.js'
import { levelText } from '../../reports/words/numbers.js'
import { agreementBand } from '../../rules/agreement.js'
import { same } from '../../rules/tolerance.js'
import type { Entry } from './agenda.js'

export interface Verdict {
  /** Whether two voices lie two levels apart or more: a divergence. */
  readonly isApart: boolean
  readonly text: string
}

/** @param levels level of every body that gave one */
export function verdictOf(context: Context, entry: Entry, levels: readonly number[]): Verdict {
  const { say, words } = context
  const isApart = entry.gap >= 2
  if (levels.length < 2) {
    const level = levels.length === 0 ? '' : levelText(words, levels[0])
    return { isApart, text: say('meeting.verdict.few', { n: levels.length, level }) }
  }
  const [low, high] = [Math.min(...levels), Math.max(...levels)]
  const range = say('meeting.verdict.range', {
    low: levelText(words, low),
    high: levelText(words, high),
    band: low === high ? 'one' : entry.twoCamps ? 'camps' : agreementBand(entry.consensus ?? 1),
    value: words.number(entry.consensus ?? 1, 2),
  })
  return { isApart, text: isApart ? `${range} ${endsOf(context, entry)}` : range }
}

/** "Two levels apart: Federal State (3), City and Major groups (1)." */
function endsOf(context: Context, { gap, medians }: Entry): string {
  const { say, words, definition } = context
  const levels = Object.values(medians)
  const at = (level: number) => {
    const voices = definition.voices.filter(({ id }) => medians[id] !== undefined && same(medians[id], level))
    return say('meeting.verdict.end', {
      voices: words.list(voices.map(({ id }) => context.voice(id))),
      level: levelText(words, level),
    })
  }
  return say('meeting.verdict.ends', {
    gap: levelText(words, gap),
    high: at(Math.max(...levels)),
    low: at(Math.min(...levels)),
  })
}
