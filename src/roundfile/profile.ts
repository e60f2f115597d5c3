import type { Definition, ProfileField, ProfileValue } from '../rules/model.js'
import { checkDistinct, checkKnown } from './checks.js'
import { type Faults, pointerStep, shown } from './faults.js'
import { validatorAt } from './schema.js'
import type { Shaped } from './shape.js'

/** The profile against the questions of the questionnaire; it may be incomplete (ROUND-FILE). */
export function checkProfile(round: Shaped, definition: Definition, faults: Faults): void {
  const fields = new Map(definition.profile.map((field) => [field.id, field]))
  for (const { key, path, value } of round.profile) {
    const field = fields.get(key)
    const elsewhere = field && placeOf(field)
    if (elsewhere) faults.add(path, `this is ${elsewhere} in a round file; leave it out here`)
    else if (field) checkValue(field, value, path, faults)
    else checkKnown('profile question', key, [...fields.keys()], path, faults)
  }
  for (const { key, path } of round.profileSources) {
    checkKnown('profile question', key, [...fields.keys()], path, faults)
  }
}

/** Where the file keeps what some profile questions ask; undefined for all others. */
function placeOf(field: ProfileField): string | undefined {
  if (field.id === 'profile.place_name') return '"name" in "assessment"'
  if (field.type === 'country') return '"country" in "assessment"'
  return field.type === 'group_list' ? 'the list "bodies"' : undefined
}

function checkValue(field: ProfileField, value: ProfileValue, path: string, faults: Faults): void {
  const options = (field.options ?? []).map((option) => option.value)
  const should = (words: string): void => faults.add(path, `should be ${words}, not ${shown(value)}`)
  switch (field.type) {
    case 'text':
      if (typeof value !== 'string') should('a text')
      break
    case 'integer':
      if (!Number.isSafeInteger(value) || Number(value) < 0) should('a whole number of 0 or more')
      break
    case 'percent':
      if (typeof value !== 'number') should('a number, in percent')
      break
    case 'date':
      if (!validatorAt('#/$defs/day')(value)) should('a day of the calendar as YYYY-MM-DD')
      break
    case 'single':
      if (typeof value !== 'string') should('one of the options')
      else checkKnown('option', value, options, path, faults)
      break
    case 'list':
      if (!isList(value)) should('a list of texts')
      break
    case 'multi':
      if (!isList(value)) should('a list of options')
      else checkOptions(value, options, path, faults)
      break
    case 'group':
      if (typeof value !== 'object' || isList(value)) should('an object of texts')
      else checkFields(Object.keys(value), field, path, faults)
      break
  }
}

function isList(value: ProfileValue): value is readonly string[] {
  return Array.isArray(value)
}

function checkOptions(values: readonly string[], options: readonly string[], path: string, faults: Faults): void {
  const entries = values.map((value, index) => ({ path: path + pointerStep(index), value }))
  for (const entry of entries) checkKnown('option', entry.value, options, entry.path, faults)
  checkDistinct(entries, faults)
}

function checkFields(keys: readonly string[], field: ProfileField, path: string, faults: Faults): void {
  const names = (field.fields ?? []).map((each) => each.name)
  for (const key of keys) checkKnown('field', key, names, path + pointerStep(key), faults)
}
