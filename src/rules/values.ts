/** From answers to item values (METHOD 3.1, 6, 7). */
import {
  type Cells,
  type Columns,
  countedCells,
  DONT_KNOW,
  lowerMedian,
  NO_ANSWER,
  NOT_APPLICABLE,
  type Positions,
  readAgreed,
  readPositions,
  voiceLevel,
} from './answers.js'
import { type Asked, askedItems } from './asked.js'
import { cappingFindings } from './coherence.js'
import { conditionOf, type Item, type ItemIndex, itemIndex } from './items.js'
import type { Definition, ItemState, MethodSettings, Round } from './model.js'
import { settingsOf } from './settings.js'
import { above } from './tolerance.js'

/** An item that leaves a formula with its weight: not applicable, or not asked. NaN means applicable without a value. */
export const EXCLUDED = -1

/** Everything that the answers of a round say, item by item. */
export interface Values extends ItemValues {
  readonly definition: Definition
  readonly round: Round
  readonly index: ItemIndex
  readonly settings: MethodSettings
  readonly asked: Asked
  /** Findings that cap a sector, by sector id. */
  readonly capping: ReadonlyMap<string, readonly string[]>
  /** Voices that have a body, by their place among the voices. */
  readonly present: readonly boolean[]
  readonly positions: Positions
  /** Lower medians of the positions: that of an item and a voice is at `item × voices + voice`; NaN without a level. */
  readonly medians: Float64Array
  /** The cells of the positions as they enter the item value. */
  readonly counted: Cells
}

/** What the items come to, each at its place in the definition's order. */
interface ItemValues {
  readonly states: readonly ItemState[]
  /** Item values 0 to 4, NaN without one, EXCLUDED where not applicable or not asked. */
  readonly levels: Float64Array
  /** The same with what is missing or not agreed at its lowest and at its highest (METHOD 3.7). */
  readonly low: Float64Array
  readonly high: Float64Array
  /** Levels beside a not applicable, without an agreed answer. */
  readonly disputed: readonly boolean[]
}

/**
 * Reads a round against its definition.
 * RangeError on an unknown item, body or voice, a voice that an item is not asked to, an answer that is no level 0 to
 * 4, `dk` or `na`, and two answers in one place: `roundfile` refuses these before, with their paths.
 */
export function valuesOf(definition: Definition, round: Round): Values {
  const index = itemIndex(definition)
  const asked = askedItems(definition, index, round)
  const positions = readPositions(index, round)
  const agreed = readAgreed(index, round)
  const counted = countedCells(index, positions)
  return {
    definition,
    round,
    index,
    settings: settingsOf(definition, round),
    asked,
    capping: cappingFindings(round, asked.conventions),
    present: index.voices.map((voice) => round.bodies.some((body) => body.voice === voice)),
    positions,
    medians: mediansOf(index, positions),
    counted,
    ...itemValues(index, asked, positions.columns, counted, agreed),
  }
}

function mediansOf({ items, voices }: ItemIndex, { columns, cells }: Positions): Float64Array {
  const medians = new Float64Array(items.length * voices.length)
  const { starts } = columns
  const width = columns.bodies.length
  for (let item = 0; item < items.length; item++) {
    for (let voice = 0; voice < voices.length; voice++) {
      const row = item * width
      medians[item * voices.length + voice] = lowerMedian(cells, row + starts[voice], row + starts[voice + 1])
    }
  }
  return medians
}

/** The item values while they are made. */
interface Draft extends ItemValues {
  readonly states: ItemState[]
  readonly disputed: boolean[]
}

function itemValues(index: ItemIndex, asked: Asked, columns: Columns, counted: Cells, agreed: Cells): ItemValues {
  const draft = nothingAsked(index.items.length)
  const isSettled = new Uint8Array(index.items.length)
  const settle = (i: number): void => {
    if (isSettled[i]) return
    isSettled[i] = 1
    const item = index.items[i]
    if (asked.notAsked[i] !== null || !conditionHolds(item, index, draft, settle)) return
    if (agreed[i] === NO_ANSWER) settleByPositions(draft, item, columns, counted)
    else settleByAgreement(draft, i, agreed[i])
  }
  for (let i = 0; i < index.items.length; i++) settle(i)
  return draft
}

function nothingAsked(items: number): Draft {
  return {
    states: new Array<ItemState>(items).fill('not-asked'),
    levels: new Float64Array(items).fill(EXCLUDED),
    low: new Float64Array(items).fill(EXCLUDED),
    high: new Float64Array(items).fill(EXCLUDED),
    disputed: new Array<boolean>(items).fill(false),
  }
}

/**
 * Whether a question's condition on another item holds in the round: for at least one voice, that is when the value
 * is above `min_level − 1` or not known. Share and time always have a value: `urgency` reads them after severity.
 */
function conditionHolds(item: Item, index: ItemIndex, draft: Draft, settle: (i: number) => void): boolean {
  const condition = conditionOf(item)
  if (item.kind === 'urgency' || condition === undefined || !('item' in condition)) return true
  const other = index.byId.get(condition.item)
  if (!other) throw new RangeError(`${item.id}: unknown item "${condition.item}" in show_if`)
  settle(other.index)
  return draft.states[other.index] === 'unknown' || above(draft.levels[other.index], condition.min_level - 1)
}

function put(draft: Draft, i: number, state: ItemState, level: number, low: number, high: number): void {
  draft.states[i] = state
  draft.levels[i] = level
  draft.low[i] = low
  draft.high[i] = high
}

const putUnknown = (draft: Draft, i: number): void => put(draft, i, 'unknown', Number.NaN, 0, 4)
const putNotApplicable = (draft: Draft, i: number): void =>
  put(draft, i, 'not-applicable', EXCLUDED, EXCLUDED, EXCLUDED)

function settleByAgreement(draft: Draft, i: number, cell: number): void {
  if (cell === NOT_APPLICABLE) putNotApplicable(draft, i)
  else if (cell === DONT_KNOW) putUnknown(draft, i)
  else put(draft, i, 'agreed', cell, cell, cell)
}

/** The mean of the voices' levels, from the lowest of them to the highest (METHOD 3.1, 3.7). */
function settleByPositions(draft: Draft, item: Item, columns: Columns, counted: Cells): void {
  let sum = 0
  let voices = 0
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let voice = 0; voice < item.asksVoice.length; voice++) {
    const level = voiceLevel(item, voice, columns, counted)
    if (Number.isNaN(level)) continue
    sum += level
    voices++
    if (level < low) low = level
    if (level > high) high = level
  }
  const width = columns.bodies.length
  let notApplicable = 0
  let unknown = 0
  for (let at = item.index * width; at < (item.index + 1) * width; at++) {
    if (counted[at] === NOT_APPLICABLE) notApplicable++
    else if (counted[at] === DONT_KNOW) unknown++
  }
  if (voices > 0) {
    put(draft, item.index, 'provisional', sum / voices, low, high)
    draft.disputed[item.index] = notApplicable > 0
  } else if (notApplicable > 0 && unknown === 0) putNotApplicable(draft, item.index)
  else putUnknown(draft, item.index)
}
