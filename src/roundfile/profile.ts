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
    const kept = field && keptAs(field)
    if (kept && kept !== 'profile') faults.add(path, `this is ${ELSEWHERE[kept]} in a round file; leave it out here`)
    else if (field) checkValue(field, value, path, faults)
    else checkKnown('profile question', key, [...fields.keys()], path, faults)
  }
  for (const { key, path } of round.profileSources) {
    checkKnown('profile question', key, [...fields.keys()], path, faults)
  }
}

/** Where a round keeps the answer to a profile question. */
type Kept = 'profile' | 'name' | 'country' | 'bodies'

const ELSEWHERE: Readonly<Record<Exclude<Kept, 'profile'>, string>> = {
  name: '"name" in "assessment"',
  country: '"country" in "assessment"',
  bodies: 'the list "bodies"',
}

/** Name, country and participants are kept outside of the profile (ROUND-FILE). */
export function keptAs(field: ProfileField): Kept {
  if (field.id === 'profile.place_name') return 'name'
  if (field.type === 'country') return 'country'
  return field.type === 'group_list' ? 'bodies' : 'profile'
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
