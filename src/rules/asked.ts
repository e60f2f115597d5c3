/** Which items a round asks (METHOD 2). */
import { conditionOf, type Item, type ItemIndex } from './items.js'
import type { Definition, Round } from './model.js'

/** Why a round does not ask an item. */
type NotAsked = 'form' | 'scope' | 'convention' | 'profile'

/** What decides which items count. */
export interface Asked {
  /** By item; null when it is asked as far as form, scope, conventions and profile decide. */
  readonly notAsked: readonly (NotAsked | null)[]
  /** Sectors in scope, by their place in the definition. */
  readonly inScope: readonly boolean[]
  readonly conventions: ReadonlySet<string>
}

/** The conventions in force for the State, closed under `implies` (METHOD 2.3). */
function conventionsInForce(definition: Definition, round: Round): Set<string> {
  const implies = new Map(definition.conventions.conventions.map((convention) => [convention.id, convention.implies]))
  const inForce = new Set(round.conventionsInForce ?? [])
  // A set grows while it is walked, so chains of implication are followed to their end.
  for (const id of inForce) for (const implied of implies.get(id) ?? []) inForce.add(implied)
  return inForce
}

/** Form, scope, conventions and profile applied to every item (METHOD 2.1, 2.3, 2.4). */
export function askedItems(definition: Definition, index: ItemIndex, round: Round): Asked {
  const conventions = conventionsInForce(definition, round)
  const outSectors = new Set(round.outOfScope?.map(({ sector }) => sector))
  const outItems = new Set(round.outOfScope?.map(({ item }) => item))
  const isOut = (item: Item) =>
    outItems.has(item.id) ||
    (item.kind === 'pair'
      ? outSectors.has(item.source.influencing) || outSectors.has(item.source.dependent)
      : item.sector !== null && outSectors.has(item.sector))
  const notAsked = index.items.map((item): NotAsked | null => {
    if (item.kind === 'question' && item.source.depth === 'extended' && round.definition.form === 'short') return 'form'
    if (isOut(item)) return 'scope'
    const condition = conditionOf(item)
    if (condition === undefined) return null
    if ('profile' in condition) {
      return selected(round.profile?.[condition.profile]) >= condition.min_selected ? null : 'profile'
    }
    if ('conventions_in_force_for_sector' in condition) {
      const sector = condition.conventions_in_force_for_sector
      return conventionsFor(definition, conventions, sector) >= condition.min ? null : 'convention'
    }
    return null
  })
  return { notAsked, inScope: index.sectors.map((sector) => !outSectors.has(sector)), conventions }
}

/** How many conventions in force have articles for a sector. */
function conventionsFor(definition: Definition, inForce: ReadonlySet<string>, sector: string): number {
  let count = 0
  for (const { id, articles } of definition.conventions.conventions) {
    if (inForce.has(id) && (articles[sector] ?? []).length > 0) count++
  }
  return count
}

function selected(value: unknown): number {
  if (Array.isArray(value)) return value.length
  return value === undefined || value === '' ? 0 : 1
}
