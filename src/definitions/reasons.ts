import type { ErrorObject } from 'ajv/dist/2020.js'

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys',
}

/** A fault that ajv found, in words for people who edit a questionnaire. */
export function reasonOf({ keyword, message, params, data, parentSchema }: ErrorObject): string {
  switch (keyword) {
    case 'type':
      return `must be ${TYPES[params.type] ?? params.type}, not ${kindOf(data, params.type)}${quotesHelp(params.type, data)}`
    case 'required':
      return `"${params.missingProperty}" is missing`
    case 'dependentRequired':
      return `"${params.missingProperty}" is missing beside "${params.property}"`
    case 'additionalProperties':
      return `"${params.additionalProperty}" is no key here; there are ${Object.keys(parentSchema?.properties).join(', ')}`
    case 'enum':
      return `"${data}" is not one of ${params.allowedValues.join(', ')}`
    case 'pattern':
      return data === ''
        ? 'must not be empty'
        : `"${beginning(data)}" does not fit: ${firstSmall(parentSchema?.description)}`
    case 'minLength':
      return 'must not be empty'
    case 'minItems':
      return `needs at least ${count(params.limit, 'entry', 'entries')}`
    case 'uniqueItems':
      return `"${Array.isArray(data) ? data[params.i] : ''}" stands here twice`
    case 'minProperties':
      return `needs at least ${count(params.limit, 'key', 'keys')}`
    case 'maxProperties':
      return `takes at most ${count(params.limit, 'key', 'keys')}`
    case 'minimum':
      return `must be ${params.limit} or more`
    case 'maximum':
      return `must be ${params.limit} or less`
    case 'exclusiveMinimum':
      return `must be more than ${params.limit}`
    default:
      return message ?? keyword
  }
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

function kindOf(data: unknown, wanted: string): string {
  if (wanted === 'integer' && typeof data === 'number') return String(data)
  if (data === null || data === undefined) return 'empty'
  return TYPES[Array.isArray(data) ? 'array' : typeof data] ?? typeof data
}

function quotesHelp(type: string, data: unknown): string {
  return type === 'string' && (typeof data === 'number' || typeof data === 'boolean') ? '; put it in quotes' : ''
}

const beginning = (data: unknown): string => {
  const text = String(data)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

function firstSmall(text: string = 'its pattern'): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
