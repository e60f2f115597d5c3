/** Part 4 of the set-up: the sectors and questions that are left out, each with its reason. */
import { itemIndex } from '../../rules/items.js'
import type { OutOfScope, Question } from '../../rules/model.js'
import { type FormBody, type FormErrors, field, fields } from '../forms.js'
import { isDay } from './days.js'
import { type Part, type Setting, untilClosed } from './part.js'

const NOTE_LENGTH = 20_000

/** Something that is left out, as the fields of its reason name it. */
const idsOf = (target: string) => ({ reason: `reason.${target}`, day: `day.${target}`, note: `note.${target}` })
const targetOf = (out: OutOfScope) => out.sector ?? out.item ?? ''

export const scope: Part = {
  checks: ['scope'],
  isOpenIn: untilClosed,
  written({ stored, definition }) {
    const out = stored.round.outOfScope ?? []
    const sectors = new Set(out.map(({ sector }) => sector))
    const reasons = out.map((one) => {
      const ids = idsOf(targetOf(one))
      return { [ids.reason]: one.reason, [ids.day]: one.date, [ids.note]: one.note }
    })
    return {
      sector: definition.sectors.map(({ id }) => id).filter((id) => !sectors.has(id)),
      item: out.flatMap(({ item }) => item ?? []),
      ...Object.assign({}, ...reasons),
    }
  },
  read(setting, form, errors) {
    const { definition, words } = setting
    const kept = new Set(fields(form, 'sector'))
    const out = definition.sectors.filter(({ id }) => !kept.has(id))
    if (out.length === definition.sectors.length) errors.add('sector', words.say('set-up.error.all-out'))
    const sectors = out.map(({ id, short }) => ({ sector: id, ...readReason(setting, form, id, short, errors) }))
    const items = itemsLeftOut(setting, form).map((item) => {
      return { item: item.id, ...readReason(setting, form, item.id, setting.names.label(item.id), errors) }
    })
    return { frame: { outOfScope: [...sectors, ...items, ...readAnother(setting, form, errors)] } }
  },
  view(setting, form, errors) {
    const { definition, stored, today } = setting
    const kept = new Set(fields(form, 'sector'))
    const reason = (target: string) => reasonView(form, target, errors, today)
    const another = field(form, 'another')
    return {
      rules: definition.scope.rules,
      reasons: definition.scope.reasons.map(({ value, label }) => ({ value, text: label })),
      open: stored.head.state !== 'preparing',
      sectors: definition.sectors.map(({ id, name, scope: about }, i) => {
        // The first box has the id to which a link from the list of errors leads.
        return {
          field: i === 0 ? 'sector' : `sector.${id}`,
          id,
          name,
          about,
          checked: kept.has(id),
          reason: reason(id),
        }
      }),
      sectorError: errors.sector,
      items: itemsLeftOut(setting, form).map(({ id, text }) => {
        return { id, text, place: setting.names.place(id), reason: reason(id) }
      }),
      another: {
        value: another,
        error: errors.another,
        isOpen: another !== '',
        groups: questionsToLeave(setting, form),
        reason: reason('another'),
      },
    }
  },
  fieldOf([part, index, key], _setting, { frame }) {
    const out = part === 'outOfScope' ? frame?.outOfScope?.[Number(index)] : undefined
    if (!out) return undefined
    const ids = idsOf(targetOf(out))
    return key === 'date' ? ids.day : key === 'note' ? ids.note : ids.reason
  },
}

/** The single questions that the form leaves out. */
function itemsLeftOut({ definition }: Setting, form: FormBody): readonly Question[] {
  return fields(form, 'item').flatMap((id) => questionOf(definition, id) ?? [])
}

function questionOf(definition: Setting['definition'], id: string): Question | undefined {
  const item = itemIndex(definition).byId.get(id)
  return item?.kind === 'question' ? item.source : undefined
}

/** One question more, when one is chosen. */
function readAnother(setting: Setting, form: FormBody, errors: FormErrors): readonly OutOfScope[] {
  const id = field(form, 'another')
  if (id === '') return []
  const label = questionOf(setting.definition, id) && setting.names.label(id)
  if (label === undefined || fields(form, 'item').includes(id)) {
    errors.add('another', setting.words.say('set-up.error.choose'))
    return []
  }
  return [{ item: id, ...readReason(setting, form, 'another', label, errors) }]
}

function readReason({ definition, words }: Setting, form: FormBody, target: string, name: string, errors: FormErrors) {
  const ids = idsOf(target)
  const reason = field(form, ids.reason)
  const note = field(form, ids.note)
  const date = field(form, ids.day)
  if (!definition.scope.reasons.some(({ value }) => value === reason)) {
    errors.add(ids.reason, words.say('set-up.error.reason', { name }))
  }
  if (!isDay(date)) errors.add(ids.day, words.say('set-up.error.reason-day', { name }))
  if (note === '') errors.add(ids.note, words.say('set-up.error.note', { name }))
  if (note.length > NOTE_LENGTH) errors.add(ids.note, words.say('set-up.error.long', { max: NOTE_LENGTH }))
  return { reason, note, date }
}

function reasonView(form: FormBody, target: string, errors: Readonly<Record<string, string>>, today: string) {
  const ids = idsOf(target)
  const shown = (id: string, empty = '') => ({ id, value: field(form, id) || empty, error: errors[id] })
  return { reason: shown(ids.reason), day: shown(ids.day, today), note: shown(ids.note) }
}

/** Questions that the round could still leave out, by sector. */
function questionsToLeave({ definition, names, words }: Setting, form: FormBody) {
  const out = new Set(fields(form, 'item'))
  const left = (questions: readonly Question[]) =>
    questions
      .filter(({ id }) => !out.has(id))
      .map(({ id, text }) => ({ value: id, text: `${names.label(id)}: ${text}` }))
  return [
    ...definition.sectors.map(({ short, questions }) => ({ label: short, options: left(questions) })),
    { label: words.say('set-up.scope.cross'), options: left(definition.cross_cutting.questions) },
  ]
}
