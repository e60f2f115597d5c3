/** The items of a definition in one order, and how they build a sector's score (METHOD 1, 3). */
import type { Condition, Definition, Dimension, Pair, Question, UrgencyItem, UrgencyKind } from './model.js'

/** Anything that takes an answer. `sector` is null for a cross-cutting question and for a pair. */
export type Item = {
  readonly id: string
  /** Place in the definition's item order. */
  readonly index: number
  /** Whether a voice is asked, by its place among the voices. */
  readonly asksVoice: readonly boolean[]
} & (
  | { readonly kind: 'question'; readonly sector: string | null; readonly source: Question }
  | { readonly kind: 'urgency'; readonly sector: string; readonly source: UrgencyItem }
  | { readonly kind: 'pair'; readonly sector: null; readonly source: Pair }
)

/** The questions of one sector, or the cross-cutting ones, as the tree that a score climbs. */
export interface Block {
  /** Null for the enabling environment. */
  readonly sector: string | null
  readonly dimensions: readonly BlockDimension[]
  /** All items of the block, dimension by dimension. */
  readonly items: readonly number[]
}

export interface BlockDimension {
  readonly id: string
  /** Place among the definition's dimensions. */
  readonly index: number
  readonly source: Dimension
  /** A `mean` dimension is one part without a name: the smallest of its parts is then that part. */
  readonly parts: readonly BlockPart[]
  /** All items of the dimension, in order. */
  readonly items: readonly number[]
}

export interface BlockPart {
  readonly id: string | null
  readonly criteria: readonly BlockCriterion[]
}

export interface BlockCriterion {
  readonly id: string
  readonly items: readonly number[]
}

export interface ItemIndex {
  /** Sector by sector the questions, then the urgency items; then the cross-cutting questions; then the pairs. */
  readonly items: readonly Item[]
  readonly byId: ReadonlyMap<string, Item>
  readonly weights: Float64Array
  readonly voices: readonly string[]
  /** By sector id, in the definition's order. */
  readonly sectors: readonly string[]
  readonly blocks: readonly Block[]
  readonly enabling: Block
  /** Items by sector and kind. */
  readonly urgency: ReadonlyMap<string, Readonly<Record<UrgencyKind, number>>>
  /** `pairs[i][j]`: item of "j depends on i", −1 on the diagonal. */
  readonly pairs: readonly (readonly number[])[]
}

const indexes = new WeakMap<Definition, ItemIndex>()

/** The item index of a definition, made once. */
export function itemIndex(definition: Definition): ItemIndex {
  let index = indexes.get(definition)
  if (!index) {
    index = makeIndex(definition)
    indexes.set(definition, index)
  }
  return index
}

/** The condition of an item, or undefined when it is always asked. */
export function conditionOf(item: Item): Condition | undefined {
  return item.kind === 'pair' ? undefined : item.source.show_if
}

function makeIndex(definition: Definition): ItemIndex {
  const voices = definition.voices.map((voice) => voice.id)
  const sectors = definition.sectors.map((sector) => sector.id)
  const items: Item[] = []
  const asks = (ids: readonly string[]) => voices.map((voice) => ids.includes(voice))
  const question = (sector: string | null) => (source: Question) => {
    items.push({
      kind: 'question',
      id: source.id,
      index: items.length,
      sector,
      source,
      asksVoice: asks(source.asked_to),
    })
  }
  for (const sector of definition.sectors) {
    sector.questions.forEach(question(sector.id))
    for (const source of sector.urgency) {
      const common = { id: source.id, index: items.length, sector: sector.id, asksVoice: asks(source.asked_to) }
      items.push({ kind: 'urgency', source, ...common })
    }
  }
  definition.cross_cutting.questions.forEach(question(null))
  const asksPair = asks(definition.interdependence.asked_to)
  for (const source of definition.interdependence.pairs) {
    items.push({ kind: 'pair', id: source.id, index: items.length, sector: null, source, asksVoice: asksPair })
  }
  const byId = new Map(items.map((item) => [item.id, item]))
  return {
    items,
    byId,
    weights: Float64Array.from(items, (item) => (item.kind === 'question' ? (item.source.weight ?? 1) : 1)),
    voices,
    sectors,
    blocks: sectors.map((sector) => makeBlock(definition, items, sector)),
    enabling: makeBlock(definition, items, null),
    urgency: new Map(sectors.map((sector) => [sector, urgencyItems(items, sector)])),
    pairs: pairItems(items, sectors),
  }
}

function makeBlock(definition: Definition, items: readonly Item[], sector: string | null): Block {
  const dimensions = definition.dimensions.map((source, index): BlockDimension => {
    const here = items.filter(
      (item) => item.kind === 'question' && item.sector === sector && item.source.dimension === source.id,
    )
    const criteria = definition.criteria
      .filter((criterion) => criterion.dimension === source.id)
      .map((criterion) => ({
        id: criterion.id,
        part: criterion.part,
        items: here.flatMap((item) =>
          item.kind === 'question' && item.source.criterion === criterion.id ? [item.index] : [],
        ),
      }))
      .filter((criterion) => criterion.items.length > 0)
    const parts =
      source.rule === 'weakest-part'
        ? (source.parts ?? []).map(({ id }) => ({ id, criteria: criteria.filter(({ part }) => part === id) }))
        : [{ id: null, criteria }]
    return { id: source.id, index, source, parts, items: here.map((item) => item.index) }
  })
  return { sector, dimensions, items: dimensions.flatMap((dimension) => dimension.items) }
}

function urgencyItems(items: readonly Item[], sector: string): Record<UrgencyKind, number> {
  const of = { severity: -1, share: -1, time: -1 }
  for (const item of items) if (item.kind === 'urgency' && item.sector === sector) of[item.source.kind] = item.index
  return of
}

function pairItems(items: readonly Item[], sectors: readonly string[]): number[][] {
  const pairs = sectors.map(() => sectors.map(() => -1))
  for (const item of items) {
    if (item.kind !== 'pair') continue
    pairs[sectors.indexOf(item.source.influencing)][sectors.indexOf(item.source.dependent)] = item.index
  }
  return pairs
}
