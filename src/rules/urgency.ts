/** Urgency of a sector (METHOD 6). */

/**
 * `U = (2·severity + share + time)/16`, this project's own choice of weights.
 * @param severity item value 0 to 4, 4 = most urgent, like the two others; NaN without a value
 * @returns 0 to 1; 0 when the severity is 0, NaN when a value that counts is missing
 */
export function urgencyOf(severity: number, share: number, time: number): number {
  return severity === 0 ? 0 : (2 * severity + share + time) / 16
}
