import type { Round } from '../rules/model.js'
import { resolved, roundSchema, type SchemaNode } from './schema.js'

/**
 * A round as the text of a round file: keys in the order of ROUND-FILE, lists and the ids of the profile in the order
 * given, one entry of a list on a line, ending with a newline. The same round always gives the same bytes.
 */
export function writeRound(round: Round): string {
  const parts = ordered(round, roundSchema).map(([key, value, schema]) => `  ${quoted(key)}: ${block(value, schema)}`)
  return `{\n${parts.join(',\n')}\n}\n`
}

type Member = readonly [key: string, value: unknown, schema: SchemaNode]

/** Members of an object in the schema's order; those that only its questionnaire knows follow as they come. */
function ordered(object: object, schema: SchemaNode): readonly Member[] {
  const given = new Map(Object.entries(object))
  const fixed = Object.entries(schema.properties ?? {})
  const other = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
  const members: Member[] = fixed.map(([key, node]) => [key, given.get(key), typeof node === 'object' ? node : {}])
  if (other) for (const [key, value] of given) members.push([key, value, other])
  return members.filter(([, value]) => value !== undefined).map(([key, value, node]) => [key, value, resolved(node)])
}

/** A top part: a list of objects or a map with a line for each entry, all else on one line. */
function block(value: unknown, schema: SchemaNode): string {
  const entries = Array.isArray(value) ? value.map((entry) => line(entry, itemsOf(schema))) : []
  const isLong = Array.isArray(value) ? value.some((entry) => typeof entry === 'object') : false
  return isLong ? `[\n    ${entries.join(',\n    ')}\n  ]` : line(value, schema)
}

function line(value: unknown, schema: SchemaNode): string {
  if (Array.isArray(value)) return `[${value.map((entry) => line(entry, itemsOf(schema))).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = ordered(value, schema).map(([key, member, node]) => `${quoted(key)}: ${line(member, node)}`)
  return members.length > 0 ? `{ ${members.join(', ')} }` : '{}'
}

function itemsOf(schema: SchemaNode): SchemaNode {
  return resolved(schema.items ?? {})
}

function quoted(key: string): string {
  return JSON.stringify(key)
}
