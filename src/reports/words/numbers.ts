/** Numbers as reports print them: rounded for the eye only, and a number that does not exist is never a 0. */
import type { Words } from '../../locales/messages.js'

/** A score from 0 to 100 as a whole number. */
export function scoreText(words: Words, score: number): string {
  return words.number(Math.round(score))
}

/** Need, urgency, interdependence and shares, 0 to 1, with two decimals. */
export function ratioText(words: Words, value: number): string {
  return words.number(value, 2)
}

/** A level from 0 to 4: whole, or with two decimals where it is a mean. */
export function levelText(words: Words, level: number): string {
  return isWhole(level) ? words.number(Math.round(level)) : words.number(level, 2)
}

/** A change with its sign, "+3.2", "−0.4" or "±0.0". */
export function signedText(words: Words, change: number, decimals: number): string {
  const size = words.number(Math.abs(change), decimals)
  const unit = 10 ** -decimals / 2
  if (Math.abs(change) < unit) return `±${words.number(0, decimals)}`
  return `${change > 0 ? '+' : '−'}${size}`
}

/** A share of one as whole percent, "42 %" or "42%" by language. */
export function percentText(words: Words, share: number): string {
  return words.say('number.percent', { n: words.number(Math.round(share * 100)) })
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) < 1e-9
}
