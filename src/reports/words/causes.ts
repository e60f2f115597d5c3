/** Why an item is not asked, or has a value in one round only, in words (METHOD 9). */
import type { Words } from '../../locales/messages.js'
import type { Cause } from '../../rules/model.js'
import { option } from './option.js'

export function causeWords(cause: Cause, { say }: Words): string {
  return say('cause', { cause: option(cause) })
}
