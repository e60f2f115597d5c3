/** Part 2 of the set-up: what the tiers of government are called in the country. */
import type { Definition, ProfileField } from '../../rules/model.js'
import { field } from '../forms.js'
import { type Part, untilClosed } from './part.js'
import { memberId, readProfile, replaced, writtenField } from './profile-fields.js'

/** Questions with a name for each tier. */
export function tierQuestions(definition: Definition): readonly ProfileField[] {
  return definition.profile.filter(({ type }) => type === 'group')
}

export const tiers: Part = {
  checks: ['tiers'],
  isOpenIn: untilClosed,
  written: ({ stored, definition, words }) =>
    Object.assign(
      {},
      ...tierQuestions(definition).map((one) => writtenField(one, stored.round.profile?.[one.id], words)),
    ),
  read({ stored, definition, words }, form, errors) {
    const questions = tierQuestions(definition)
    const { profile } = readProfile(questions, form, words, errors)
    return { frame: { profile: replaced(stored.round.profile, questions, profile) } }
  },
  view: ({ definition }, form, errors) => ({
    groups: tierQuestions(definition).map(({ id, text, help, fields = [] }) => ({
      text,
      help,
      fields: fields.map(({ name, label, required }) => {
        const place = definition.voices.findIndex((voice) => voice.id === name)
        const of = memberId(id, name)
        const voice = place < 0 ? undefined : { id: name, place }
        return { id: of, label, required, voice, value: field(form, of), error: errors[of] }
      }),
    })),
  }),
  fieldOf: ([part, id, name]) => (part === 'profile' && id ? memberId(id, name ?? '') : undefined),
}
