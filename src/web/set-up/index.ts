/** The parts of the set-up that are a form, each in its own file. */
import { conventions } from './conventions.js'
import { form } from './form.js'
import { method } from './method.js'
import { PARTS, type Part, type PartKey } from './part.js'
import { place } from './place.js'
import { scope } from './scope.js'
import { tiers } from './tiers.js'

export type FormKey = Exclude<PartKey, 'bodies'>

const FORMS: Readonly<Record<FormKey, Part>> = { place, tiers, form, scope, conventions, method }

/** The part of that name; undefined when there is none. */
export function findPart(name: string): { readonly key: FormKey; readonly part: Part } | undefined {
  const key = PARTS.find((one) => one === name)
  return key === undefined || key === 'bodies' ? undefined : { key, part: FORMS[key] }
}

/** The page after a part: the next one, or the overview after the last. */
export function pageAfter(round: string, key: PartKey): string {
  const next = PARTS[PARTS.indexOf(key) + 1]
  return next === undefined ? `/rounds/${round}/manage` : `/rounds/${round}/manage/${next}`
}
