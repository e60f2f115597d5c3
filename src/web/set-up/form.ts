/** Part 3 of the set-up: the name of the round, how much is asked, until when, and when bodies see each other. */
import { askedItems } from '../../rules/asked.js'
import { itemIndex } from '../../rules/items.js'
import type { Form } from '../../rules/model.js'
import type { Reveal } from '../../store/rounds.js'
import { type FormBody, type FormErrors, field } from '../forms.js'
import { isDay, timeZoneOf, timeZones } from './days.js'
import { type Part, type Setting, untilClosed, whilePreparing } from './part.js'

const FORMS: readonly Form[] = ['short', 'full']
const REVEALS: readonly Reveal[] = ['own-answer', 'facilitator']
const NAME_LENGTH = 500

export const form: Part = {
  checks: ['days', 'form', 'definition'],
  isOpenIn: untilClosed,
  written({ stored: { head } }) {
    const { name, form, reveal, closesOn, timeZone } = head
    return { name, form, reveal, closesOn: closesOn ?? '', timeZone }
  },
  read(setting, typed, errors) {
    const dates = readDates(setting, typed, errors)
    return {
      head: whilePreparing(setting.stored.head.state) ? { ...dates, ...readForm(setting, typed, errors) } : dates,
    }
  },
  view(setting, typed, errors) {
    const { head, definition } = setting.stored
    const shown = (name: string) => ({ value: field(typed, name), error: errors[name] })
    return {
      fixed: !whilePreparing(head.state),
      name: shown('name'),
      forms: FORMS.map((id) => ({ id, checked: field(typed, 'form') === id, questions: questionsOf(setting, id) })),
      reveals: REVEALS.map((id) => ({ id: id.replace('-', '_'), value: id, checked: field(typed, 'reveal') === id })),
      errors: { form: errors.form, reveal: errors.reveal },
      closesOn: shown('closesOn'),
      timeZone: shown('timeZone'),
      zones: timeZones(),
      questionnaire: { title: setting.definition.title, version: definition.definition.version },
    }
  },
  fieldOf: () => undefined,
}

function readDates({ words, today, stored }: Setting, typed: FormBody, errors: FormErrors) {
  const closesOn = field(typed, 'closesOn')
  const timeZone = timeZoneOf(field(typed, 'timeZone'))
  if (closesOn !== '' && !isDay(closesOn)) errors.add('closesOn', words.say('set-up.error.day'))
  else if (closesOn !== '' && closesOn < today && closesOn !== stored.head.closesOn) {
    errors.add('closesOn', words.say('set-up.error.past', { day: words.day(closesOn) }))
  }
  if (timeZone === undefined) errors.add('timeZone', words.say('set-up.error.zone'))
  return { closesOn: closesOn === '' ? null : closesOn, timeZone: timeZone ?? 'UTC' }
}

function readForm({ words }: Setting, typed: FormBody, errors: FormErrors) {
  const name = field(typed, 'name')
  const chosen = FORMS.find((one) => one === field(typed, 'form'))
  const reveal = REVEALS.find((one) => one === field(typed, 'reveal'))
  if (name === '') errors.add('name', words.say('set-up.error.round-name'))
  if (name.length > NAME_LENGTH) errors.add('name', words.say('set-up.error.long', { max: NAME_LENGTH }))
  if (!chosen) errors.add('form', words.say('set-up.error.choose'))
  if (!reveal) errors.add('reveal', words.say('set-up.error.choose'))
  return { name, form: chosen, reveal }
}

/** How many questions of the whole round a form asks, with its scope, conventions and profile as they are. */
export function questionsOf({ stored }: Pick<Setting, 'stored'>, asked: Form): number {
  const { definition } = stored.definition
  const index = itemIndex(definition)
  const round = { ...stored.round, definition: { ...stored.round.definition, form: asked } }
  const { notAsked } = askedItems(definition, index, round)
  return index.items.filter((item) => item.kind === 'question' && notAsked[item.index] === null).length
}
