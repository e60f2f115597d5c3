import { entriesOf, type Schema } from '../schema.js'
import { inside, isRecord, type Place, type Report } from '../tree.js'
import { crossCuttingOf, inSectors, itemsOf, type Placed, type Subject, sectorsOf } from './subject.js'

/** In a list whose entries have a key (`keyedBy` in the schema), no key stands twice. */
export function checkKeys(schema: Schema, value: unknown, place: Place, report: Report): void {
  if (!isRecord(value) && !Array.isArray(value)) return
  const seen = new Set<string>()
  for (const { key, name, schema: child, value: entry } of entriesOf(schema, value)) {
    if (schema.keyedBy !== undefined && seen.has(name) && name !== '') {
      report(inside(place, key, schema.keyedBy), `"${name}" stands in this list twice`)
    }
    seen.add(name)
    checkKeys(child, entry, inside(place, key), report)
  }
}

/** What one list does not see: ids that files share between them. */
export function checkSharedIds(subject: Subject): void {
  unique('item', 'id', itemsOf(subject))
  unique('standard', 'id', inSectors(subject, 'standards'))
  unique('trigger', 'id', inSectors(subject, 'urgency_triggers'))
  unique('action', 'id', [...inSectors(subject, 'actions'), ...crossCuttingOf(subject, 'actions')])
  unique('sector', 'letter', sectorsOf(subject))

  function unique<K extends string>(
    what: string,
    key: K,
    entries: readonly Placed<Readonly<Record<K, string>>>[],
  ): void {
    const first = new Map<string, Place>()
    for (const { value, place } of entries) {
      const before = first.get(value[key])
      if (before && value[key] !== '' && !isSameList(before, place)) {
        subject.report(inside(place, key), `another ${what} in ${before.file} is "${value[key]}" too`)
      }
      if (!before) first.set(value[key], place)
    }
  }
}

function isSameList(one: Place, other: Place): boolean {
  const list = ({ path }: Place) => path.slice(0, -1).join('/')
  return one.file === other.file && list(one) === list(other)
}
