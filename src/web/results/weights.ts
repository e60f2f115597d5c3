/** Other weights, to be tried and not kept: read from the address of the page. */
import type { Context } from '../../reports/content/context.js'
import { INPUT_ORDER } from '../../reports/explain.js'
import type { Input, MethodSettings, Mode } from '../../rules/model.js'
import { inputsOf } from '../../rules/priority.js'
import { FormErrors, field } from '../forms.js'

const MODES: readonly Mode[] = ['both', 'urgency', 'interdependence']
/** More than this says nothing that a smaller weight does not say. */
const MAX = 100

export interface WeightsForm {
  readonly modes: readonly { readonly value: Mode; readonly label: string; readonly checked: boolean }[]
  readonly fields: readonly {
    readonly id: string
    readonly name: Input
    readonly label: string
    readonly value: string
    readonly error?: string
  }[]
  readonly summary: FormErrors['summary']
  /** Whether other weights are shown than those of the round. */
  readonly isTrial: boolean
}

export interface Trial {
  readonly form: WeightsForm
  /** What to count with; undefined when nothing is tried or something is wrong. */
  readonly settings?: Pick<MethodSettings, 'mode' | 'weights'>
}

/** Reads `mode`, `need`, `urgency` and `interdependence`; what is not given stays as the round has it. */
export function readTrial(query: unknown, context: Context): Trial {
  const { say } = context
  const own = context.result.settings
  const errors = new FormErrors()
  const isTrial = ['mode', ...INPUT_ORDER].some((name) => field(query, name) !== '')
  const mode = MODES.find((known) => known === field(query, 'mode')) ?? own.mode
  const typed = INPUT_ORDER.map((input) => ({ input, text: field(query, input) }))
  const weights = Object.fromEntries(
    typed.map(({ input, text }) => [input, text === '' ? own.weights[input] : readWeight(text)]),
  ) as Record<Input, number>
  for (const { input } of typed) {
    if (Number.isNaN(weights[input])) errors.add(`weight-${input}`, say('results.weights.error', { max: MAX }))
  }
  const counted = inputsOf(mode, 'priority')
  if (!errors.any && counted.every((input) => weights[input] === 0)) {
    errors.add(`weight-${counted.at(-1)}`, say('results.weights.error.all'))
  }
  const form: WeightsForm = {
    modes: MODES.map((value) => ({
      value,
      label: say('results.weights.mode', { mode: value }),
      checked: value === mode,
    })),
    fields: typed.map(({ input, text }) => ({
      id: `weight-${input}`,
      name: input,
      label: context.inputHead(input),
      value: text === '' ? weightText(own.weights[input], context) : text,
      ...(errors.byField[`weight-${input}`] && { error: errors.byField[`weight-${input}`] }),
    })),
    summary: errors.summary,
    isTrial: isTrial && !errors.any,
  }
  return { form, ...(isTrial && !errors.any && { settings: { mode, weights } }) }
}

/** A weight from 0 on, with a point or a comma; NaN when it is none. */
function readWeight(text: string): number {
  if (!/^\d{1,3}([.,]\d{1,4})?$/.test(text)) return Number.NaN
  const weight = Number(text.replace(',', '.'))
  return weight <= MAX ? weight : Number.NaN
}

function weightText(weight: number, { number }: Context): string {
  return number(weight, Number.isInteger(weight) ? 0 : 2)
}
