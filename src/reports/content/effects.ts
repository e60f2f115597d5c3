/** What a finding does to the scores, in words, also when it does nothing (METHOD 5). */
import type { Finding, Result } from '../../rules/model.js'
import { scoreRound } from '../../rules/score.js'
import { CAP_SCORE } from '../explain.js'
import { scoreText } from '../words/numbers.js'
import type { Context } from './context.js'

/** One sentence for each sector that the finding names. */
export function findingEffects(context: Context, finding: Finding): readonly string[] {
  const { say, values } = context
  if (finding.severity === 'friction') return [say('effect.friction')]
  if (finding.convention !== undefined && !values.asked.conventions.has(finding.convention)) {
    return [say('effect.not-in-force')]
  }
  const held = finding.status === 'open' ? context.result : scoreWith(context, { ...finding, status: 'open' })
  const free = finding.status === 'open' ? scoreWith(context, { ...finding, status: 'resolved' }) : context.result
  const capped = context.definition.dimensions.filter((dimension) => dimension.capped).map(({ id }) => id)
  return [...new Set(finding.sectors)].flatMap((sector) =>
    capped.map((dimension) => effectOn(context, { finding, sector, dimension, held, free })),
  )
}

/** The same round with this finding as it is given. */
function scoreWith({ definition, round }: Context, finding: Finding): Result {
  const findings = (round.findings ?? []).map((other) => (other.id === finding.id ? finding : other))
  return scoreRound(definition, { ...round, findings })
}

interface Effect {
  readonly finding: Finding
  readonly sector: string
  readonly dimension: string
  /** Scores with the finding open. */
  readonly held: Result
  /** Scores with the finding resolved. */
  readonly free: Result
}

function effectOn(context: Context, { finding, sector, dimension, held, free }: Effect): string {
  const { say, words } = context
  const of = (result: Result) => result.sectors.find(({ id }) => id === sector)
  const [capped, open] = [of(held), of(free)]
  const [low, high] = [capped?.dimensions[dimension]?.score ?? null, open?.dimensions[dimension]?.score ?? null]
  const values = { sector: context.sector(sector), dimension: context.dimension(dimension), max: CAP_SCORE }
  if (capped?.status === 'out-of-scope') return say('effect.out', values)
  if (low === null || high === null) return say('effect.no-score', values)
  const printed = { ...values, status: finding.status, from: scoreText(words, high), to: scoreText(words, low) }
  if (high - low < 1e-9) {
    // Level with the cap: either another finding holds it there too, or it is there by itself.
    return say(isHeldByAnother(context, finding, sector, high) ? 'effect.another' : 'effect.none', printed)
  }
  if (capped?.score == null || open?.score == null) return say('effect.dimension', printed)
  return say('effect.score', {
    ...printed,
    before: scoreText(words, open.score),
    after: scoreText(words, capped.score),
  })
}

/** Whether an open blocking finding other than this one holds the sector at the cap. */
function isHeldByAnother(context: Context, finding: Finding, sector: string, score: number): boolean {
  const others = (context.values.capping.get(sector) ?? []).filter((id) => id !== finding.id)
  return others.length > 0 && Math.abs(score - CAP_SCORE) < 1e-9
}
