/** Part 7 of the set-up: how priority is set, in plain words, and what only specialists change. */
import type { Input, Mode, Normaliser } from '../../rules/model.js'
import { settingsOf } from '../../rules/settings.js'
import { type FormBody, type FormErrors, field } from '../forms.js'
import { decimalNumber, wholeNumber } from './numbers.js'
import { type Part, type Setting, whilePreparing } from './part.js'

const MODES: readonly Mode[] = ['both', 'urgency', 'interdependence']
const NORMALISERS: readonly Normaliser[] = ['fixed', 'classic']
const INPUTS: readonly Input[] = ['need', 'urgency', 'interdependence']
const MAX_SEED = 4_294_967_295

const weightId = (input: string) => `weight.${input}`
const dimensionId = (dimension: string) => `dimension.${dimension}`

export const method: Part = {
  checks: ['method'],
  isOpenIn: whilePreparing,
  written({ stored, definition, words }) {
    const { mode, weights, dimensions, normaliser, seed } = settingsOf(definition, stored.round)
    const text = (weight: number) => words.number(weight, Math.min(3, (String(weight).split('.')[1] ?? '').length))
    return {
      mode,
      normaliser,
      seed: String(seed),
      ...Object.fromEntries(INPUTS.map((input) => [weightId(input), text(weights[input])])),
      ...Object.fromEntries(definition.dimensions.map(({ id }) => [dimensionId(id), text(dimensions[id] ?? 1)])),
    }
  },
  read(setting, form, errors) {
    const { definition, words } = setting
    const mode = MODES.find((one) => one === field(form, 'mode'))
    const normaliser = NORMALISERS.find((one) => one === field(form, 'normaliser'))
    const seed = wholeNumber(field(form, 'seed'))
    if (!mode) errors.add('mode', words.say('set-up.error.choose'))
    if (!normaliser) errors.add('normaliser', words.say('set-up.error.choose'))
    if (seed === undefined || seed > MAX_SEED) errors.add('seed', words.say('set-up.error.seed', { max: MAX_SEED }))
    const dimensions = definition.dimensions.map(({ id }) => id)
    const weights = readWeights(setting, form, INPUTS, weightId, errors)
    const byDimension = readWeights(setting, form, dimensions, dimensionId, errors)
    return { frame: { method: { mode, weights, dimensions: byDimension, normaliser, seed } } }
  },
  view({ definition }, form, errors) {
    const shown = (id: string) => ({ id, value: field(form, id), error: errors[id] })
    return {
      modes: MODES.map((id) => ({ id, checked: field(form, 'mode') === id })),
      inputs: INPUTS.map((input) => ({ input, ...shown(weightId(input)) })),
      dimensions: definition.dimensions.map(({ id, name }) => ({ name, ...shown(dimensionId(id)) })),
      normalisers: NORMALISERS.map((id) => ({ id, checked: field(form, 'normaliser') === id })),
      seed: shown('seed'),
      errors: { mode: errors.mode, normaliser: errors.normaliser },
      errorsInside: Object.keys(errors).some((id) => /^(dimension|normaliser|seed)/.test(id)),
      weightsShown: definition.dimensions.map(({ id }) => field(form, dimensionId(id))),
    }
  },
  fieldOf([part, key, id]) {
    if (part !== 'method') return undefined
    return key === 'weights' ? weightId(id ?? INPUTS[0]) : key === 'dimensions' && id ? dimensionId(id) : key
  },
}

/** Weights from 0 up, of which one at least is more than 0. */
function readWeights<K extends string>(
  { words }: Setting,
  form: FormBody,
  keys: readonly K[],
  idOf: (key: K) => string,
  errors: FormErrors,
): Readonly<Record<K, number>> {
  const given = keys.map((key) => [key, decimalNumber(field(form, idOf(key)), words.language)] as const)
  const example = words.number(0.5, 1)
  for (const [key, weight] of given) {
    if (weight === undefined || weight < 0) errors.add(idOf(key), words.say('set-up.error.weight', { example }))
  }
  const [first] = keys
  if (first !== undefined && given.every(([, weight]) => weight === 0)) {
    errors.add(idOf(first), words.say('set-up.error.all-zero'))
  }
  return Object.fromEntries(given.map(([key, weight]) => [key, weight ?? 0])) as Record<K, number>
}
