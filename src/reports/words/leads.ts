/** Who leads an action: voices of the questionnaire in one text, such as "national, local", or any other words. */
import type { Definition } from '../../rules/model.js'

/** The voices that a lead names, in the definition's order; empty when it is put in other words. */
export function leadVoices(lead: string | undefined, { voices }: Definition): readonly string[] {
  const named = new Set(lead?.split(',').map((part) => part.trim()))
  const found = voices.map(({ id }) => id).filter((id) => named.has(id))
  return found.length === named.size ? found : []
}

export const leadOf = (voices: readonly string[]): string => voices.join(', ')
