/** The form in which a facilitator says why sectors moved between two rounds. */
import type { FastifyRequest } from 'fastify'
import type { Words } from '../../locales/messages.js'
import type { Names } from '../../reports/words/names.js'
import type { Comparison } from '../../rules/model.js'
import type { Reason } from '../../store/reasons.js'
import { type FormErrors, field } from '../forms.js'

export interface ReasonField {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly error: string | undefined
}

/** Longest reason, in characters. */
const LONGEST = 5000

const fieldOf = (sector: string): string => `reason-${sector}`

/** Sectors that could be compared. */
const sectorsOf = ({ sectors }: Comparison) => sectors.flatMap(({ id, status }) => (status === 'compared' ? [id] : []))

/** A field for each sector that could be compared; what was typed stays in it. */
export function reasonFields(
  comparison: Comparison,
  names: Names,
  given: readonly Reason[],
  errors: FormErrors,
  typed?: FastifyRequest['body'],
): readonly ReasonField[] {
  return sectorsOf(comparison).map((sector) => {
    const id = fieldOf(sector)
    const kept = given.find((one) => one.sector === sector)?.text ?? ''
    return {
      id,
      label: names.sector(sector),
      value: typed === undefined ? kept : field(typed, id),
      error: errors.byField[id],
    }
  })
}

/** The reasons that a form changes; an empty one takes the one before away. */
export function readReasons(
  body: FastifyRequest['body'],
  comparison: Comparison,
  given: readonly Reason[],
  words: Words,
  errors: FormErrors,
): readonly Reason[] {
  return sectorsOf(comparison).flatMap((sector): Reason[] => {
    const text = field(body, fieldOf(sector))
    const known = given.find((one) => one.sector === sector)
    if (text.length > LONGEST) errors.add(fieldOf(sector), words.say('set-up.error.long', { max: LONGEST }))
    return text === (known?.text ?? '') ? [] : [{ sector, text, lang: words.language }]
  })
}
