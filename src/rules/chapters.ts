/** In which order items are answered: what screens first, then sector by sector. */
import type { Item } from './items.js'

/** Items that are answered and opened together: a sector's, the cross-cutting questions, the links between sectors. */
export const CROSS = 'cross'
export const LINKS = 'interdependence'
/** Id of the chapter that holds the urgency items of every sector. */
export const URGENCY = 'urgency'

/** Items that stand in one list. */
export interface Chapter {
  /** `urgency`, `interdependence`, a sector's id or `cross`. */
  readonly id: string
  readonly items: readonly Item[]
}

/** The chapters of some items, which come in the definition's order: urgency, links, each sector, what is common to all. */
export function chaptersOfItems(items: readonly Item[]): readonly Chapter[] {
  const byId = new Map<string, Item[]>([
    [URGENCY, []],
    [LINKS, []],
  ])
  for (const item of items) {
    const id = chapterId(item)
    const known = byId.get(id)
    if (known) known.push(item)
    else byId.set(id, [item])
  }
  return [...byId].filter(([, own]) => own.length > 0).map(([id, own]) => ({ id, items: own }))
}

/** The chapter of an item. */
export const chapterId = (item: Item): string => (item.kind === 'urgency' ? URGENCY : groupOf(item))

/** The group of an item: its sector's id, `cross` or `interdependence`. */
export function groupOf(item: Item): string {
  if (item.kind === 'pair') return LINKS
  return item.sector ?? CROSS
}
