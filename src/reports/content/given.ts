/** The reasons that were given for what moved, in people's own words. */
import type { Section } from '../model.js'
import { signedText } from '../words/numbers.js'
import type { ComparisonContext } from './comparison-context.js'
import { lines, list, note, quiet, quoted, strong } from './text.js'

/** Why a sector moved; what the round files don't hold. */
export interface GivenReason {
  readonly sector: string
  readonly text: string
  readonly lang: string
}

/** Undefined where none was given. */
export function givenSection(
  { say, words, after, compared }: ComparisonContext,
  reasons: readonly GivenReason[],
): Section | undefined {
  const given = compared.flatMap(({ id, common }) => {
    const reason = reasons.find(({ sector }) => sector === id)
    return id === null || !reason ? [] : [{ id, delta: common.delta, reason }]
  })
  if (given.length === 0) return undefined
  return {
    id: 'given',
    title: say('given.title'),
    blocks: [
      ...list(
        given.map(({ id, delta, reason }) =>
          lines([
            strong(after.sector(id)),
            quiet(say('given.change', { change: signedText(words, delta, 1) })),
            quoted(reason.text, reason.lang),
          ]),
        ),
      ),
      ...(given.length < compared.length ? [note(say('given.missing', { n: compared.length - given.length }))] : []),
    ],
  }
}
