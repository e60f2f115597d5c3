/** Any question of a questionnaire's profile as a field of a form, and its answer read from there. */
import type { Words } from '../../locales/messages.js'
import type { ProfileField, ProfileValue, Round } from '../../rules/model.js'
import { type FormBody, type FormErrors, field, fields } from '../forms.js'
import { isDay } from './days.js'
import { decimalNumber, wholeNumber } from './numbers.js'

type Profile = Readonly<Record<string, ProfileValue>>
type Sources = NonNullable<Round['profileSources']>

/** Ids of the fields beside a question: where its figure comes from, of which day it is, a field of a group. */
export const sourceId = (id: string) => `${id}.source`
export const dayId = (id: string) => `${id}.day`
export const memberId = (id: string, name: string) => `${id}.${name}`

/** The answer to a question as text in its field or fields. */
export function writtenField(question: ProfileField, value: ProfileValue | undefined, words: Words): FormBody {
  if (question.type === 'group') return writtenGroup(question, value)
  if (value === undefined) return {}
  if (question.type === 'list') return { [question.id]: [value].flat().join('\n') }
  if (question.type === 'multi') return { [question.id]: [value].flat() }
  if (typeof value === 'number') return { [question.id]: words.number(value, decimalsOf(value)) }
  return { [question.id]: String(value) }
}

function writtenGroup({ id, fields: members = [] }: ProfileField, value: ProfileValue | undefined): FormBody {
  const given = typeof value === 'object' ? new Map(Object.entries(value)) : new Map()
  return Object.fromEntries(members.map(({ name }) => [memberId(id, name), given.get(name) ?? '']))
}

/** Where a figure comes from, as text in the fields beside it. */
export function writtenSource(id: string, sources: Sources | undefined): FormBody {
  const { source = '', date = '' } = sources?.[id] ?? {}
  return { [sourceId(id)]: source, [dayId(id)]: date }
}

/** The answers to some questions; an empty field is no answer. What can't be understood goes into `errors`. */
export function readProfile(questions: readonly ProfileField[], form: FormBody, words: Words, errors: FormErrors) {
  const profile: Record<string, ProfileValue> = {}
  const profileSources: Record<string, { source?: string; date?: string }> = {}
  for (const question of questions) {
    const value = readField(question, form, words, errors)
    if (value !== undefined) profile[question.id] = value
    const source = question.with_source_and_date ? readSource(question.id, form, words, errors) : undefined
    if (source) profileSources[question.id] = source
  }
  return { profile, profileSources }
}

function readField(question: ProfileField, form: FormBody, words: Words, errors: FormErrors): ProfileValue | undefined {
  const typed = field(form, question.id)
  switch (question.type) {
    case 'group':
      return readGroup(question, form)
    case 'multi':
      return some(fields(form, question.id))
    case 'list':
      return some(typed.split(/[\n,;،]/).map((entry) => entry.trim()))
    case 'integer':
      return understood(typed, wholeNumber(typed), question.id, words.say('set-up.error.whole'), errors)
    case 'percent': {
      const example = words.number(2.4, 1)
      const value = decimalNumber(typed, words.language)
      return understood(typed, value, question.id, words.say('set-up.error.decimal', { example }), errors)
    }
    case 'date':
      return understood(typed, isDay(typed) ? typed : undefined, question.id, words.say('set-up.error.day'), errors)
    default:
      return typed === '' ? undefined : typed
  }
}

/** The value of what was typed; a message when something was typed that has none. */
function understood<T>(
  typed: string,
  value: T | undefined,
  id: string,
  message: string,
  errors: FormErrors,
): T | undefined {
  if (typed === '') return undefined
  if (value === undefined) errors.add(id, message)
  return value
}

function some(entries: readonly string[]): readonly string[] | undefined {
  const given = [...new Set(entries.filter((entry) => entry !== ''))]
  return given.length === 0 ? undefined : given
}

function readGroup({ id, fields: members = [] }: ProfileField, form: FormBody): ProfileValue | undefined {
  const given = members.map(({ name }) => [name, field(form, memberId(id, name))] as const)
  const named = given.filter(([, text]) => text !== '')
  return named.length === 0 ? undefined : Object.fromEntries(named)
}

function readSource(id: string, form: FormBody, words: Words, errors: FormErrors) {
  const source = field(form, sourceId(id))
  const typed = field(form, dayId(id))
  const date = understood(typed, isDay(typed) ? typed : undefined, dayId(id), words.say('set-up.error.day'), errors)
  if (source === '' && date === undefined) return undefined
  return { ...(source === '' ? {} : { source }), ...(date === undefined ? {} : { date }) }
}

const decimalsOf = (value: number) => Math.min(6, (String(value).split('.')[1] ?? '').length)

/** A part of a profile without the answers to some questions, with others in their place. */
export function replaced(profile: Profile | undefined, questions: readonly ProfileField[], given: Profile): Profile {
  const asked = new Set(questions.map(({ id }) => id))
  const kept = Object.entries(profile ?? {}).filter(([id]) => !asked.has(id))
  return { ...Object.fromEntries(kept), ...given }
}
