import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml'
import type { Fault } from '../errors.js'

/** The content of a YAML file, or the one fault that keeps it from being read. */
export type Reading = { readonly value: unknown } | { readonly fault: Fault }

/**
 * Reads a YAML file. The core schema knows text, numbers, true, false and null only, so a date stays text;
 * the same key twice in a mapping is a fault.
 */
export function readYaml(folder: string, file: string): Reading {
  try {
    const value = load(readFileSync(join(folder, file), 'utf8'), { schema: CORE_SCHEMA })
    return value === undefined || value === null ? broken(file, 'the file is empty') : { value }
  } catch (error) {
    if (error instanceof YAMLException) return broken(file, yamlReason(error))
    if (isMissing(error)) return broken(file, 'the file is missing')
    throw error
  }
}

function broken(file: string, reason: string): Reading {
  return { fault: { file, path: '', reason } }
}

function yamlReason({ reason, mark }: YAMLException): string {
  const words = reason === 'duplicated mapping key' ? 'the same key stands here for the second time' : reason
  return mark ? `line ${mark.line + 1}: ${words}` : words
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
