/** Why something was left out of a round's scope (METHOD 2.4). */
import type { Block } from '../model.js'
import type { Context } from './context.js'
import { paragraph } from './text.js'

/** The reason that the round gives for leaving a sector out, in its own words. */
export function scopeReason({ round, definition, say, words }: Context, sector: string): Block[] {
  return (round.outOfScope ?? [])
    .filter((left) => left.sector === sector)
    .flatMap(({ reason, note, date }) => {
      const label = definition.scope.reasons.find(({ value }) => value === reason)?.label ?? reason
      return [paragraph(say('scope.reason', { reason: label, day: words.day(date) })), paragraph([{ text: note }])]
    })
}
