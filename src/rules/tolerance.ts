/** Every threshold and tie on computed numbers allows this much (METHOD 1). */
export const TOLERANCE = 1e-9

/** a ≥ b, within the tolerance. */
export const atLeast = (a: number, b: number): boolean => a >= b - TOLERANCE

/** a > b, by more than the tolerance. */
export const above = (a: number, b: number): boolean => a > b + TOLERANCE

/** a = b, within the tolerance. */
export const same = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE
