/** Quorum by voice, as the facilitator sets it: how many of its bodies have to submit. */
import type { Words } from '../../locales/messages.js'
import type { Quorum } from '../../store/quorums.js'
import { type FormBody, type FormErrors, field } from '../forms.js'
import { wholeNumber } from '../set-up/numbers.js'
import type { VoiceRow } from './voices.js'

export interface QuorumField {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly error: string | undefined
}

/** A field for each voice; what was typed stays in it. */
export function quorumFields(
  voices: readonly VoiceRow[],
  { words, form, errors }: { readonly words: Words; readonly form: FormBody; readonly errors: FormErrors },
): readonly QuorumField[] {
  return voices.map((voice) => {
    const id = fieldOf(voice)
    const kept = voice.isQuorumSet ? String(voice.quorum) : ''
    return {
      id,
      label: words.say('closing.quorum.field', { voice: voice.name, bodies: voice.bodies.length }),
      value: Object.hasOwn(form, id) ? field(form, id) : kept,
      error: errors.byField[id],
    }
  })
}

/** What a form sets; an empty field leaves a voice without a quorum of its own. */
export function readQuorum(form: FormBody, voices: readonly VoiceRow[], words: Words, errors: FormErrors): Quorum {
  const set = voices.flatMap((voice) => {
    const typed = field(form, fieldOf(voice))
    if (typed === '') return []
    const bodies = wholeNumber(typed)
    if (bodies !== undefined && bodies >= 1 && bodies <= voice.bodies.length) return [[voice.id, bodies] as const]
    errors.add(fieldOf(voice), words.say('closing.error.quorum', { voice: voice.name, bodies: voice.bodies.length }))
    return []
  })
  return Object.fromEntries(set)
}

const fieldOf = ({ id }: VoiceRow): string => `quorum-${id}`
