/** The round's weights in words. */
import type { Words } from '../../locales/messages.js'
import { INPUT_ORDER } from '../explain.js'
import type { Context } from './context.js'
import { inputsInUse } from './reasons.js'

/** Weights of the inputs of the ranking: "Need, urgency and interdependence weigh the same." */
export function weightsWords(context: Context): string {
  const used = inputsInUse(context)
  const shown = INPUT_ORDER.filter((input) => used.includes(input))
  const { weights } = context.result.settings
  return namedWeights(
    shown.map((input) => ({ name: context.input(input), weight: weights[input] })),
    context.words,
  )
}

/** The weights, where they are not the same: equal ones need no repeating. */
export function unequalWeights(context: Context): readonly string[] {
  const used = inputsInUse(context).map((input) => context.result.settings.weights[input])
  return used.some((weight) => Math.abs(weight - (used[0] ?? 0)) > 1e-9) ? [weightsWords(context)] : []
}

/** Weights of the dimensions in a sector's score. */
export function dimensionWeights(context: Context): string {
  const { dimensions } = context.result.settings
  return namedWeights(
    context.definition.dimensions.map(({ id, name }) => ({ name, weight: dimensions[id] ?? 1 })),
    context.words,
  )
}

function namedWeights(entries: readonly { readonly name: string; readonly weight: number }[], words: Words): string {
  const same = entries.every(({ weight }) => Math.abs(weight - (entries[0]?.weight ?? 0)) < 1e-9)
  if (entries.length === 0) return ''
  if (same) return words.say('weights.equal', { n: entries.length, names: words.list(entries.map(({ name }) => name)) })
  const parts = entries.map(({ name, weight }) => `${name} ${words.number(weight, Number.isInteger(weight) ? 0 : 2)}`)
  return words.say('weights.unequal', { parts: parts.join(', ') })
}
