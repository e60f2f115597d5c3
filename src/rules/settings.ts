/** The method settings of a round, with what it leaves unsaid (ROUND-FILE, METHOD 3.4 and 8). */
import type { Definition, MethodSettings, Mode, Normaliser, Round } from './model.js'

const MODES: readonly Mode[] = ['urgency', 'interdependence', 'both']
const NORMALISERS: readonly Normaliser[] = ['fixed', 'classic']

/**
 * All weights are 1, the mode is `both`, the normaliser `fixed` and the seed 1 unless the round says otherwise.
 * RangeError on weights that are negative or all 0, and on unknown words.
 */
export function settingsOf(definition: Definition, round: Round): MethodSettings {
  const { mode = 'both', normaliser = 'fixed', seed = 1, ...given } = round.method ?? {}
  const weights = { need: 1, urgency: 1, interdependence: 1, ...given.weights }
  const dimensions = Object.fromEntries(definition.dimensions.map(({ id }) => [id, given.dimensions?.[id] ?? 1]))
  if (!MODES.includes(mode)) throw new RangeError(`unknown mode "${mode}"`)
  if (!NORMALISERS.includes(normaliser)) throw new RangeError(`unknown normaliser "${normaliser}"`)
  checkWeights('weights', Object.values(weights))
  checkWeights('dimensions', Object.values(dimensions))
  return { mode, weights, dimensions, normaliser, seed }
}

function checkWeights(name: string, weights: readonly number[]): void {
  if (weights.some((weight) => !(weight >= 0) || weight === Number.POSITIVE_INFINITY)) {
    throw new RangeError(`method.${name}: a weight is a number from 0 up`)
  }
  if (weights.every((weight) => weight === 0)) throw new RangeError(`method.${name}: not all weights can be 0`)
}
