import { type LoadedDefinition, listDefinitions, loadDefinition } from '../definitions/index.js'
import { type Fault, MalinesError } from '../errors.js'
import { itemIndex } from '../rules/items.js'
import type { Terminal } from './terminal.js'

/** Checks one definition, or all that come with malines; says what each holds. */
export function validateCommand(folder: string | undefined, terminal: Terminal): void {
  const faults: Fault[] = []
  for (const path of folder === undefined ? listDefinitions() : [folder]) {
    try {
      terminal.out(`${summary(loadDefinition(path))}\n`)
    } catch (error) {
      if (!(error instanceof MalinesError)) throw error
      if (error.faults.length === 0) throw error
      faults.push(...error.faults.map((fault) => ({ ...fault, file: `${path}/${fault.file ?? ''}` })))
    }
  }
  if (faults.length > 0) throw new MalinesError('invalid', 'The definition is not valid.', faults)
}

function summary({ definition, languages }: LoadedDefinition): string {
  const { items } = itemIndex(definition)
  const count = (kind: string) => items.filter((item) => item.kind === kind).length
  return [
    `${definition.id} ${definition.version} is valid.`,
    `  ${definition.sectors.length} sectors, ${definition.dimensions.length} dimensions, ${definition.voices.length} voices`,
    `  ${count('question')} questions, ${count('urgency')} urgency items, ${count('pair')} pairs`,
    `  languages: ${[...languages.keys()].join(', ')}`,
    `  ${definition.hash}`,
  ].join('\n')
}
