import { choices, type Faults, shown } from './faults.js'
import type { Entry } from './shape.js'

/** Reports an id that the questionnaire does not have, with those that it has. */
export function checkKnown(noun: string, id: string, ids: readonly string[], path: string, faults: Faults): void {
  if (!ids.includes(id)) faults.add(path, `there is no ${noun} ${shown(id)}; known here: ${choices(ids, 'and')}`)
}

/** Reports every value that stands in the list before, by the place of the first. */
export function checkDistinct(entries: readonly Entry<unknown>[], faults: Faults): void {
  const first = new Map<unknown, string>()
  for (const { path, value } of entries) {
    const before = first.get(value)
    if (before === undefined) first.set(value, path)
    else faults.add(path, `${shown(value)} stands at ${before} already; keep one of the two`)
  }
}
