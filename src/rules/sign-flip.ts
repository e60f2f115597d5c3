/** Is a sum of changes larger than chance would make it, if each could as well have gone the other way? (METHOD 9) */
import { TOLERANCE } from './tolerance.js'
import { sfc32 } from './uncertainty.js'

/** Up to here all sign patterns are gone through, beyond they are drawn. */
const EXACT = 20
const PATTERNS = 100_000

/**
 * Two-sided sign-flip test on |Σ Δ|.
 * @param changes the changes that are not 0
 * @param seed for the drawn patterns beyond twenty changes
 * @returns share of sign patterns with a sum at least as large, above 0 to 1; 1 without changes
 */
export function signFlip(changes: readonly number[], seed: number): number {
  const observed = Math.abs(changes.reduce((a, b) => a + b, 0)) - TOLERANCE
  return changes.length <= EXACT ? exactShare(changes, observed) : drawnShare(changes, observed, seed)
}

function exactShare(changes: readonly number[], observed: number): number {
  // The sums of all sign patterns, built up one change at a time.
  let sums = new Float64Array([0])
  for (const change of changes) {
    const next = new Float64Array(sums.length * 2)
    sums.forEach((sum, i) => {
      next[2 * i] = sum + change
      next[2 * i + 1] = sum - change
    })
    sums = next
  }
  let extreme = 0
  for (const sum of sums) if (Math.abs(sum) >= observed) extreme++
  return extreme / sums.length
}

function drawnShare(changes: readonly number[], observed: number, seed: number): number {
  const random = sfc32(seed)
  let extreme = 0
  for (let k = 0; k < PATTERNS; k++) {
    let sum = 0
    for (const change of changes) sum += random() < 0.5 ? change : -change
    if (Math.abs(sum) >= observed) extreme++
  }
  return extreme / PATTERNS
}
