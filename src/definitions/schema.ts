import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import type { Fault } from '../errors.js'
import { DEFINITIONS_FOLDER } from './folder.js'
import { reasonOf } from './reasons.js'
import { isRecord, type Step } from './tree.js'

/** The kinds of files that a definition is made of; each has its schema in `assessments/schema/`. */
export type Kind = 'definition' | 'sector' | 'cross-cutting' | 'interdependence' | 'conventions' | 'major-groups'

/** What malines itself reads of a JSON Schema; all else is for ajv and editors. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly default?: unknown
  /** A text that every language has. */
  readonly translated?: boolean
  /** Key by which translations find an entry of a list. */
  readonly keyedBy?: string
}

const COMMON = 'common.schema.json'
const files = new Map<string, Schema & { readonly $defs?: Readonly<Record<string, Schema>> }>()
const validators = new Map<Kind, ValidateFunction>()

function readSchema(name: string) {
  let schema = files.get(name)
  if (!schema) {
    schema = JSON.parse(readFileSync(join(DEFINITIONS_FOLDER, 'schema', name), 'utf8')) as Schema
    files.set(name, schema)
  }
  return schema
}

/** The schema of a kind of file. */
export const schemaOf = (kind: Kind): Schema => readSchema(`${kind}.schema.json`)

/** Follows `$ref`, which always leads to a piece of the common schema. */
function resolve(schema: Schema): Schema {
  const name = schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1)
  return name === undefined ? schema : resolve(readSchema(COMMON).$defs?.[name] ?? {})
}

/** The schema of one key of a mapping, or of the entries of a list; undefined for a key that is not allowed. */
function schemaInside(schema: Schema, key: Step): Schema | undefined {
  if (typeof key === 'number') return schema.items && resolve(schema.items)
  const own = schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : undefined
  const child = own ?? schema.additionalProperties
  return typeof child === 'object' ? resolve(child) : undefined
}

/** A value inside a mapping or a list, with its schema. */
export interface Entry {
  /** Key or index in the source. */
  readonly key: Step
  /** The same in the translation: an entry of a keyed list is named by its key. */
  readonly name: string
  readonly schema: Schema
  readonly value: unknown
}

export function entriesOf(schema: Schema, source: Readonly<Record<string, unknown>> | readonly unknown[]): Entry[] {
  if (!Array.isArray(source)) {
    return Object.entries(source).map(([key, value]) => ({
      key,
      name: key,
      schema: schemaInside(schema, key) ?? {},
      value,
    }))
  }
  const keyedBy = schema.keyedBy
  return source.map((value, index) => ({
    key: index,
    name: String(keyedBy !== undefined && isRecord(value) ? value[keyedBy] : index),
    schema: schemaInside(schema, index) ?? {},
    value,
  }))
}

let ajv: Ajv2020 | undefined

function validatorOf(kind: Kind): ValidateFunction {
  let validator = validators.get(kind)
  if (!validator) {
    ajv ??= new Ajv2020({ allErrors: true, useDefaults: true, verbose: true })
      .addVocabulary(['translated', 'keyedBy'])
      .addSchema(readSchema(COMMON), COMMON)
    validator = ajv.compile(schemaOf(kind))
    validators.set(kind, validator)
  }
  return validator
}

/** Checks the content of a file against its schema and fills in what the schema gives by default. */
export function shapeFaults(kind: Kind, value: unknown, file: string): Fault[] {
  const validate = validatorOf(kind)
  if (validate(value)) return []
  return (validate.errors ?? [])
    .filter((error) => error.keyword !== 'propertyNames') // beside it stands the fault of the name itself
    .map((error) => ({ file, path: error.instancePath, reason: reasonOf(error) }))
}

const BLANK: Readonly<Record<string, unknown>> = { string: '', number: 0, integer: 0, boolean: false }

/**
 * The value with the types that its schema asks for, so that the checks that follow can go through a file with faults:
 * what has another type or is missing becomes '', 0, false or empty, what is unknown goes, entries of lists keep their
 * places. Checks pass over ''.
 */
export function settle(schema: Schema, value: unknown): unknown {
  if (schema.type === 'array') return (Array.isArray(value) ? value : []).map((entry) => settleInside(schema, 0, entry))
  if (schema.type === 'object') {
    const record = isRecord(value) ? value : {}
    const known = Object.keys(record).filter((key) => schemaInside(schema, key))
    return Object.fromEntries(
      [...new Set([...known, ...alwaysThere(schema)])].map((key) => [key, settleInside(schema, key, record[key])]),
    )
  }
  const type = schema.type === 'integer' ? 'number' : schema.type
  return typeof value === type ? value : BLANK[schema.type ?? 'string']
}

/** Keys that a valid mapping has after defaults were filled in. Every default is what `settle` gives for nothing. */
function alwaysThere({ required = [], properties = {} }: Schema): string[] {
  const withDefault = Object.entries(properties).filter(([, property]) => property.default !== undefined)
  return [...required, ...withDefault.map(([key]) => key)]
}

function settleInside(schema: Schema, key: Step, value: unknown): unknown {
  return settle(schemaInside(schema, key) ?? {}, value)
}
