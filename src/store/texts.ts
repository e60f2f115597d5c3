/** What people write beside their answers. */
import { MalinesError } from '../errors.js'

/** Longest text, in characters. */
const LONGEST = 5000

/**
 * The text without spaces around it.
 * @throws {MalinesError} `invalid` when it is empty or longer than 5,000 characters
 */
export function checkText(text: string): string {
  const trimmed = text.trim()
  if (trimmed !== '' && trimmed.length <= LONGEST) return trimmed
  throw new MalinesError('invalid', 'A text has 1 to 5,000 characters.')
}
