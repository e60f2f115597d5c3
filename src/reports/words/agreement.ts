/** How far positions agree, in words (METHOD 4). */
import type { Words } from '../../locales/messages.js'
import { agreementBand } from '../../rules/agreement.js'
import type { Divergence } from '../../rules/model.js'

/** "agreed", "differs", "disagrees" or "two camps". */
export function agreementWords(
  { consensus, twoCamps }: Pick<Divergence, 'consensus' | 'twoCamps'>,
  words: Words,
): string {
  return words.say('agreement', { band: twoCamps ? 'camps' : agreementBand(consensus) })
}
