/** What a finding does to the scores, as far as its reader may see the numbers. */
import { contextOf } from '../../reports/content/context.js'
import { findingEffects } from '../../reports/content/effects.js'
import type { Finding } from '../../rules/model.js'
import { scoreRound } from '../../rules/score.js'
import { contextIn, definitionIn, once, type Seen } from '../scores.js'
import type { Setting } from '../set-up/part.js'

/**
 * One sentence for each sector whose numbers the reader sees, and one that says why the others are left out. A finding
 * that is not in the round yet, or is about to change, is counted as if it were there as given.
 */
export function effectFor(seen: Seen, { words, names }: Setting, finding: Finding): readonly string[] {
  const shown = finding.sectors.filter((sector) => seen.sight.sector(sector))
  const told = effectOn(seen, words, { ...finding, sectors: shown })
  const hidden = finding.sectors.filter((sector) => !shown.includes(sector))
  // What has no effect whatever the numbers are, such as friction, leaves nothing to hide.
  const hides = hidden.length > 0 && effectOn(seen, words, { ...finding, sectors: [] }).length === 0
  if (!hides) return told
  const sectors = words.list(hidden.map((sector) => names.sector(sector)))
  return [...told, words.say('finding.hidden', { sectors, reveal: seen.stored.head.reveal })]
}

function effectOn(seen: Seen, words: Setting['words'], finding: Finding): readonly string[] {
  const known = seen.round.findings?.find(({ id }) => id === finding.id)
  const isSame = known !== undefined && JSON.stringify(known) === JSON.stringify(finding)
  if (!isSame) return findingEffects(contextWith(seen, words, finding), finding)
  return once(seen, `effect ${words.language} ${finding.id}`, () => findingEffects(contextIn(seen, words), finding))
}

/** The same round with one finding more, or with another in the place of the one with its id. */
function contextWith(seen: Seen, words: Setting['words'], finding: Finding) {
  const others = (seen.round.findings ?? []).filter(({ id }) => id !== finding.id)
  const round = { ...seen.round, findings: [...others, finding] }
  const result = scoreRound(seen.stored.definition.definition, round)
  return contextOf({ definition: definitionIn(seen.stored, words.language), round, result, words })
}
