import { type Fault, MalinesError } from '../errors.js'
import type { Definition, Round } from '../rules/model.js'
import { checkRound } from './check.js'
import { jsonFault, lineAndColumn } from './json.js'

/** Sixty times the largest example; a hundred bodies that answer and comment everything. */
const MAX_CHARACTERS = 10_000_000

/**
 * Reads a round file (ROUND-FILE) of the given definition.
 * @throws {MalinesError} `invalid`, with every fault at once: path as a JSON pointer, what is wrong, what would be right
 */
export function readRound(text: string, definition: Definition): Round {
  const value = parse(text)
  const faults = checkRound(value, definition)
  if (!isRound(value, faults)) throw invalid('The round file has faults; correct them and try again.', faults)
  return value
}

/** What has no fault is a round. */
function isRound(_value: unknown, faults: readonly Fault[]): _value is Round {
  return faults.length === 0
}

function parse(text: string): unknown {
  if (text.length > MAX_CHARACTERS) {
    const reason = `the file has ${text.length} characters; a round file has at most ${MAX_CHARACTERS}`
    throw invalid('The file is too large for a round file.', [{ path: '', reason }])
  }
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text
  const fault = jsonFault(json)
  if (fault) {
    const { line, column } = lineAndColumn(json, fault.offset)
    const reason = `line ${line}, column ${column}: ${fault.reason}`
    throw invalid('The file is not JSON.', [{ path: '', reason }])
  }
  return JSON.parse(json)
}

function invalid(message: string, faults: readonly Fault[]): MalinesError {
  return new MalinesError('invalid', message, faults)
}
