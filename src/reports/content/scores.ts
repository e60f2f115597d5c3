/** Score cells and the sentences that go with a score. */
import { bandOf } from '../../charts/index.js'
import type { BlockScore, Score } from '../../rules/model.js'
import type { Cell } from '../model.js'
import { scoreText } from '../words/numbers.js'
import { option } from '../words/option.js'
import type { Context } from './context.js'
import { countQuestions, whyNoScore } from './reasons.js'

/** A coloured cell with its number, or a hatched one that says why there is none. */
export function scoreCell({ status, score }: Pick<Score, 'status' | 'score'>, { words }: Pick<Context, 'words'>): Cell {
  return score === null
    ? { text: words.say('status', { status: option(status) }), band: 'none' }
    : { text: scoreText(words, score), band: bandOf(score) }
}

/** "Score 39 of 100: Capacity 50, Coherence 31.", or why there is no score. */
export function scoreSentence(context: Context, sector: string | null, block: BlockScore): string {
  const { say, words, definition } = context
  if (block.status === 'out-of-scope') return say('score.out')
  if (block.score === null) return say('score.none', { reason: whyNoScore(context, sector, block) })
  const parts = definition.dimensions.flatMap(({ id, name }) => {
    const dimension = block.dimensions[id]
    if (dimension === undefined || dimension.score === null) return []
    return [say('score.part', { name, score: scoreText(words, dimension.score) })]
  })
  return say('score.sentence', { score: scoreText(words, block.score), parts: parts.join(', ') })
}

/** How sure a score is: its bounds, its confidence, and how much was answered and agreed. */
export function sureSentence(context: Context, sector: string | null, block: BlockScore): string {
  const { say, words } = context
  const count = countQuestions(context, sector)
  const counts = say('score.counts', { ...count })
  if (block.low === null || block.high === null || block.confidence === null) return counts
  const [low, high] = [scoreText(words, block.low), scoreText(words, block.high)]
  const bounds = low === high ? say('score.bounds.none') : say('score.bounds', { low, high })
  const open = count.agreed < count.applicable ? [bounds] : []
  return [counts, ...open, say('score.confidence', { band: block.confidence })].join(' ')
}

/** "37 to 40", or one number where both are printed the same. */
export function rangeText(low: number, high: number, { say, words }: Pick<Context, 'say' | 'words'>): string {
  const [from, to] = [scoreText(words, low), scoreText(words, high)]
  return from === to ? from : say('sure.range', { low: from, high: to })
}
