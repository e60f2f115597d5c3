/** Part 1 of the set-up: the place, and what the questionnaire asks about it. */
import { keptAs } from '../../roundfile/index.js'
import type { Definition, ProfileField } from '../../rules/model.js'
import { type FormBody, type FormErrors, field } from '../forms.js'
import { countriesIn, countryCode, countryName } from './countries.js'
import { type Change, type Part, type Setting, untilClosed } from './part.js'
import { readProfile, replaced, writtenField, writtenSource } from './profile-fields.js'
import { profileBlocks } from './profile-view.js'

const NAME_LENGTH = 500

/** Questions about the place: those of the profile that have no part of their own. */
export function placeQuestions(definition: Definition): readonly ProfileField[] {
  return definition.profile.filter((question) => keptAs(question) === 'profile' && question.type !== 'group')
}

export const place: Part = {
  checks: ['profile', 'country'],
  isOpenIn: untilClosed,
  written({ stored, definition, words }) {
    const { name, country } = stored.assessment
    const { profile, profileSources } = stored.round
    const questions = placeQuestions(definition)
    return {
      name,
      country: country === null ? '' : countryName(country, words.language),
      ...Object.assign({}, ...questions.map((question) => writtenField(question, profile?.[question.id], words))),
      ...Object.assign({}, ...questions.filter(hasSource).map(({ id }) => writtenSource(id, profileSources))),
    }
  },
  read(setting, form, errors) {
    const questions = placeQuestions(setting.definition)
    const { profile, profileSources } = readProfile(questions, form, setting.words, errors)
    const { round } = setting.stored
    return {
      assessment: readPlace(setting, form, errors),
      frame: { profile: replaced(round.profile, questions, profile), profileSources },
    }
  },
  view({ definition, words }, form, errors) {
    return {
      name: { value: field(form, 'name'), error: errors.name },
      country: { value: field(form, 'country'), error: errors.country },
      countries: countriesIn(words.language).map(({ name }) => name),
      blocks: profileBlocks(placeQuestions(definition), form, errors),
    }
  },
  fieldOf: ([part, id]) => (part === 'profile' || part === 'profileSources' ? id : undefined),
}

const hasSource = ({ with_source_and_date }: ProfileField) => with_source_and_date === true

/** Name and country of a place, as a form gives them; `nameId` is the id of the field of the name. */
export function readPlace(
  { words }: Pick<Setting, 'words'>,
  form: FormBody,
  errors: FormErrors,
  nameId = 'name',
): NonNullable<Change['assessment']> {
  const name = field(form, 'name')
  const typed = field(form, 'country')
  const country = typed === '' ? null : countryCode(typed)
  if (name === '') errors.add(nameId, words.say('set-up.error.name'))
  if (name.length > NAME_LENGTH) errors.add(nameId, words.say('set-up.error.long', { max: NAME_LENGTH }))
  if (country === undefined) errors.add('country', words.say('set-up.error.country'))
  return { name, country: country ?? null }
}
