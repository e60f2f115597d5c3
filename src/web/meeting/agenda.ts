/** The agenda of a meeting: the items of a round that a viewer sees, in the order in which they are taken up. */
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../reports/content/context.js'
import { vanDerEijk } from '../../rules/agreement.js'
import type { Item } from '../../rules/items.js'
import type { Divergence } from '../../rules/model.js'
import { TOLERANCE } from '../../rules/tolerance.js'
import { valuesOf } from '../../rules/values.js'
import { agendaOf, consensusOf, frequencies } from '../../rules/voices.js'
import { type AnswerValue, answerKey } from '../../store/answers.js'
import { groupOf } from '../asked.js'
import { roundOf } from '../context.js'
import { contextIn, itemsSeenBy, once, type Seen } from '../scores.js'
import { type Filter, filterOf, type ItemState, passes } from './filter.js'

/** An item with how far its voices lie apart. `consensus` is null below two positions with a level. */
export interface Entry extends Omit<Divergence, 'consensus'> {
  readonly consensus: number | null
  readonly of: Item
  /** What was agreed on it, null while nothing is. */
  readonly agreed: AnswerValue
}

export interface Agenda {
  readonly seen: Seen
  readonly context: Context
  readonly filter: Filter
  /** Everything that the viewer sees, in order. */
  readonly all: readonly Entry[]
  /** What the filter leaves of it. */
  readonly entries: readonly Entry[]
  /** When items were put off, by their id; of one that is agreed by now it does not count. */
  readonly postponed: ReadonlyMap<string, string>
}

/** The agenda of a request, by the filter in its address. */
export async function agendaFor(request: FastifyRequest): Promise<Agenda> {
  const seen = await itemsSeenBy(request.server.store, roundOf(request), request.viewer)
  const context = contextIn(seen, request.viewer.words)
  const filter = filterOf(request)
  const all = once(seen, 'agenda', () => orderedIn(seen, context))
  const postponed = await request.server.store.postponed.of(seen.stored.head.id)
  const entries = all.filter((entry) =>
    passes(filter, { item: entry.of, group: groupOf(entry.of), gap: entry.gap, state: stateOf({ postponed }, entry) }),
  )
  return { seen, context, filter, all, entries, postponed }
}

/** Where a meeting stands with an item. */
export function stateOf({ postponed }: Pick<Agenda, 'postponed'>, { agreed, item }: Entry): ItemState {
  if (agreed !== null) return 'agreed'
  return postponed.has(item) ? 'postponed' : 'open'
}

/**
 * By gap × need, then the least agreed first (METHOD 4). The need is that of the positions alone, so that an item
 * keeps its place in the meeting when it is agreed.
 */
function orderedIn({ stored, sight, round }: Seen, context: Context): readonly Entry[] {
  const values = valuesOf(context.definition, { ...round, agreed: [] })
  const consensus = consensusOf(values)
  const { columns, cells } = values.positions
  const entries = context.asked
    .filter(({ item }) => sight.item(item))
    .map(({ item, voices }): Entry => {
      const of = context.item(item)
      const medians = Object.fromEntries(
        voices.flatMap(({ voice, median }) => (median === null ? [] : [[voice, median]])),
      )
      const known = Object.values(medians)
      return {
        item,
        of,
        medians,
        gap: known.length < 2 ? 0 : Math.max(...known) - Math.min(...known),
        consensus: consensus[of.index],
        twoCamps: (vanDerEijk(frequencies(of.index, columns, cells)) ?? 0) < -TOLERANCE,
        agreed: stored.answers.get(answerKey('', item))?.value ?? null,
      }
    })
  const byItem = new Map(entries.map((entry) => [entry.item, entry]))
  // Where agreement can't be measured there is nothing to bring closer: last among equals.
  const order = agendaOf(
    values,
    entries.map((entry) => ({ ...entry, consensus: entry.consensus ?? 1 })),
  )
  return order.flatMap(({ item }) => byItem.get(item) ?? [])
}

/** The entries of the filter before and after an item, which itself need not be among them. */
export function besidesOf({ all, entries }: Agenda, item: string): { previous?: Entry; next?: Entry } {
  const place = all.findIndex((entry) => entry.item === item)
  const placeOf = (entry: Entry) => all.indexOf(entry)
  return {
    previous: entries.findLast((entry) => placeOf(entry) < place),
    next: entries.find((entry) => placeOf(entry) > place),
  }
}
