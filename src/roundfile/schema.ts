import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { ROOT } from '../folders.js'

/** As much of a JSON schema as the round file's schema uses. */
export interface SchemaNode {
  readonly $ref?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, SchemaNode | boolean>>
  readonly additionalProperties?: SchemaNode | boolean
  readonly items?: SchemaNode
  readonly oneOf?: readonly SchemaNode[]
  readonly $defs?: Readonly<Record<string, SchemaNode>>
}

interface RoundSchema extends SchemaNode {
  readonly $id: string
  readonly properties: Readonly<Record<string, SchemaNode>>
  readonly $defs: Readonly<Record<string, SchemaNode>>
}

/** `assessments/round.schema.json`: its descriptions are the words of faults, its order of keys that of written files. */
export const roundSchema: RoundSchema = JSON.parse(readFileSync(join(ROOT, 'assessments/round.schema.json'), 'utf8'))

const DEFINITIONS = '#/$defs/'

/** A node with what it refers to; its own words come first. */
export function resolved(node: SchemaNode): SchemaNode {
  return node.$ref ? { ...roundSchema.$defs[node.$ref.slice(DEFINITIONS.length)], ...node } : node
}

let ajv: Ajv2020 | undefined

/** The check of one place in the schema, as a JSON pointer into it; no coercion, and all errors with the data. */
export function validatorAt<T>(pointer: string): ValidateFunction<T> {
  if (!ajv) {
    ajv = new Ajv2020({ allErrors: true, verbose: true, strictTypes: false })
    formats.default(ajv, ['date'])
    // Keys alone: the parts are checked one by one, so that a huge broken file never holds all its errors at once.
    ajv.addSchema({ ...roundSchema, $id: `${roundSchema.$id}:keys`, properties: words(roundSchema.properties) })
    ajv.addSchema(roundSchema)
  }
  const validate = ajv.getSchema<T>(roundSchema.$id + pointer)
  if (!validate) throw new RangeError(`the schema of the round file has no ${pointer}`)
  return validate
}

/** The same properties with their descriptions alone. */
function words(properties: RoundSchema['properties']): Record<string, SchemaNode> {
  return Object.fromEntries(Object.entries(properties).map(([key, { description }]) => [key, { description }]))
}
