/** Two rounds with their numbers and names, and what was compared between them. */
import type { Words } from '../../locales/messages.js'
import type { BlockComparison, Comparison, NotCommon } from '../../rules/model.js'
import type { ComparisonReportInput } from './comparison.js'
import { type Context, contextOf } from './context.js'

/** A block that could be compared: its differences are all there. */
export interface Compared extends BlockComparison {
  /** Null for the enabling environment. */
  readonly id: string | null
  readonly full: { readonly from: number; readonly to: number; readonly delta: number }
  readonly common: { readonly from: number; readonly to: number; readonly delta: number }
  readonly basisEffect: number
}

export interface ComparisonContext {
  readonly before: Context
  /** The later round: sectors, labels and order are those of its definition. */
  readonly after: Context
  readonly comparison: Comparison
  readonly words: Words
  readonly say: Words['say']
  /** Sectors that could be compared, in the definition's order. */
  readonly compared: readonly Compared[]
  readonly enabling: Compared | undefined
  /** Label of an item in whichever of the two definitions has it. */
  readonly label: (item: string) => string
  readonly place: (item: string) => string
  /** Items with a value in one round only, of one sector, or of the whole when it is null. */
  readonly notCommonOf: (sector: string | null) => readonly Extract<NotCommon, { item: string }>[]
}

export function comparisonContext({ from, to, comparison, words }: ComparisonReportInput): ComparisonContext {
  const before = contextOf({ ...from, words })
  const after = contextOf({ ...to, words })
  const holder = (item: string) => (after.values.index.byId.has(item) ? after : before)
  const items = comparison.notCommon.flatMap((entry) => ('item' in entry ? [entry] : []))
  return {
    before,
    after,
    comparison,
    words,
    say: words.say,
    compared: comparison.sectors.flatMap((sector) => comparedOf(sector, sector.id)),
    enabling: comparedOf(comparison.enabling, null)[0],
    label: (item) => holder(item).label(item),
    place: (item) => holder(item).place(item),
    notCommonOf: (sector) =>
      items.filter(({ item }) => {
        const of = holder(item).item(item)
        return of.kind === 'question' && of.sector === sector
      }),
  }
}

function comparedOf(block: BlockComparison, id: string | null): Compared[] {
  const { status, full, common, basisEffect } = block
  if (status !== 'compared' || full === null || common === null || basisEffect === null) return []
  return [{ ...block, id, full: known(full), common: known(common), basisEffect }]
}

function known({ from, to, delta }: NonNullable<BlockComparison['full']>): Compared['full'] {
  if (from === null || to === null || delta === null) throw new RangeError('a compared score has both sides')
  return { from, to, delta }
}
