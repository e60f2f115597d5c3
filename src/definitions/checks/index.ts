import { checkConditions } from './conditions.js'
import { checkCoverage } from './coverage.js'
import { checkFrame } from './frame.js'
import { checkSharedIds } from './keys.js'
import { allNames } from './names.js'
import { checkReferences } from './references.js'
import type { Subject } from './subject.js'

export { checkKeys } from './keys.js'

/** Everything that a schema can't say about a definition: whether its parts fit together and nothing is missing. */
export function checkContent(subject: Subject): void {
  const known = allNames(subject)
  checkFrame(subject)
  checkSharedIds(subject)
  checkReferences(subject, known)
  checkConditions(subject, known)
  checkCoverage(subject)
}
