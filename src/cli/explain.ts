import { MalinesError } from '../errors.js'
import { wordsOf } from '../locales/messages.js'
import { explainStep, explainText } from '../reports/explain.js'
import { namesOf } from '../reports/words/names.js'
import { ENABLING, explain } from '../rules/index.js'
import { itemIndex } from '../rules/items.js'
import { RoundFiles } from './files.js'
import type { RoundOptions } from './options.js'
import type { Terminal } from './terminal.js'

/** Prints the arithmetic of a sector, of the enabling environment or of an item as indented lines. */
export function explainCommand(path: string, id: string, options: RoundOptions, terminal: Terminal): void {
  const { definition, round } = new RoundFiles(options.lang, options.definition).read(path)
  const { byId, sectors } = itemIndex(definition)
  if (!byId.has(id) && !sectors.includes(id) && id !== ENABLING) {
    const reason = `"${id}" is no item; sectors are ${sectors.join(', ')}, and ${ENABLING} is the enabling environment`
    throw new MalinesError('not-found', 'There is nothing to explain.', [{ path: '', reason }])
  }
  const names = namesOf(definition, round, wordsOf(options.lang))
  terminal.out(`${explainText(explainStep(explain(definition, round, id), names))}\n`)
}
