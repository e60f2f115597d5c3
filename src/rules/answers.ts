/** The answers of a round, read once into a table: a row for each item, a column for each body. */
import type { Item, ItemIndex } from './items.js'
import type { Answer, Confidence, Position, Round } from './model.js'

/** Cells of a table: a level 0 to 4, or one of these, all below 0. */
export const NO_ANSWER = -1
export const DONT_KNOW = -2
export const NOT_APPLICABLE = -3

/** The bodies of a round by voice, then id: the columns of a table. */
export interface Columns {
  readonly bodies: readonly string[]
  /** Place of each column's voice among the voices. */
  readonly voices: readonly number[]
  /** First column of each voice, and the number of columns at the end. */
  readonly starts: readonly number[]
}

/** Cells row by row: that of an item and a column is at `item × columns + column`. */
export type Cells = Int8Array

/** What the bodies say of each item. */
export interface Positions {
  readonly columns: Columns
  readonly cells: Cells
  /** Number of positions with a level, by item. */
  readonly levelCounts: Int32Array
  /** How well these are supported, 0 to 1 each, summed by item (METHOD 3.8). */
  readonly support: Float64Array
}

const SUPPORT: Readonly<Record<Confidence, number>> = { documented: 1, informed: 0.5, opinion: 0 }

/**
 * The positions of a round.
 * RangeError on an unknown item, body or voice, a voice that an item is not asked to, an answer that is no level 0 to
 * 4, `dk` or `na`, and two positions in one place.
 */
export function readPositions(index: ItemIndex, round: Round): Positions {
  const columns = columnsOf(index, round)
  const columnOf = new Map(columns.bodies.map((body, column) => [body, column]))
  if (columnOf.size < columns.bodies.length) throw new RangeError('two bodies have the same id')
  const width = columns.bodies.length
  const cells = new Int8Array(index.items.length * width).fill(NO_ANSWER)
  const levelCounts = new Int32Array(index.items.length)
  const support = new Float64Array(index.items.length)
  for (const position of round.positions ?? []) {
    const item = itemOf(index, position)
    const column = columnOf.get(position.body)
    if (column === undefined) throw new RangeError(`${item.id}: unknown body "${position.body}"`)
    checkPlace(position, item, columns.voices[column], cells[item.index * width + column])
    cells[item.index * width + column] = cellOf(position)
    if (position.level === undefined) continue
    levelCounts[item.index]++
    if (position.confidence) support[item.index] += SUPPORT[position.confidence]
  }
  return { columns, cells, levelCounts, support }
}

function columnsOf(index: ItemIndex, round: Round): Columns {
  const bodies = round.bodies.map(({ id, voice }) => {
    const place = index.voices.indexOf(voice)
    if (place < 0) throw new RangeError(`body "${id}": unknown voice "${voice}"`)
    return { id, voice: place }
  })
  bodies.sort((a, b) => a.voice - b.voice || (a.id < b.id ? -1 : 1))
  const voices = bodies.map(({ voice }) => voice)
  const starts = [...index.voices, null].map((_, voice) => voices.filter((other) => other < voice).length)
  return { bodies: bodies.map(({ id }) => id), voices, starts }
}

function checkPlace(position: Position, item: Item, voice: number, cell: number): void {
  if (!item.asksVoice[voice]) throw new RangeError(`${item.id} is not asked to the voice of "${position.body}"`)
  if (cell !== NO_ANSWER) throw new RangeError(`two positions of "${position.body}" on one item`)
}

function cellOf({ level, answer }: Answer): number {
  return level ?? (answer === 'na' ? NOT_APPLICABLE : DONT_KNOW)
}

/** Agreed answers by item, as cells. RangeError as in `readPositions`, and on two agreed answers to one item. */
export function readAgreed(index: ItemIndex, round: Round): Cells {
  const cells = new Int8Array(index.items.length).fill(NO_ANSWER)
  for (const answer of round.agreed ?? []) {
    const item = itemOf(index, answer)
    if (cells[item.index] !== NO_ANSWER) throw new RangeError(`${item.id}: two agreed answers`)
    cells[item.index] = cellOf(answer)
  }
  return cells
}

function itemOf(index: ItemIndex, answer: Answer): Item {
  const item = index.byId.get(answer.item)
  if (!item) throw new RangeError(`unknown item "${answer.item}"`)
  if ((answer.level === undefined) === (answer.answer === undefined)) {
    throw new RangeError(`${item.id}: either a level or an answer`)
  }
  if (answer.level !== undefined && !isLevel(answer.level)) {
    throw new RangeError(`${item.id}: ${answer.level} is no level 0 to 4`)
  }
  if (answer.answer !== undefined && !['dk', 'na'].includes(answer.answer)) {
    throw new RangeError(`${item.id}: "${answer.answer}" is neither dk nor na`)
  }
  if (answer.answer === 'na' && !item.source.not_applicable) {
    throw new RangeError(`${item.id} can't be not applicable`)
  }
  return item
}

function isLevel(level: number): boolean {
  return Number.isInteger(level) && level >= 0 && level <= 4
}

/** The positions as they enter the item values: share and time of a body that answers severity 0 are 0 (METHOD 6). */
export function countedCells(index: ItemIndex, { columns, cells }: Positions): Cells {
  const counted = cells.slice()
  const width = columns.bodies.length
  for (const { severity, share, time } of index.urgency.values()) {
    for (const item of [share, time]) {
      if (severity < 0 || item < 0) continue
      for (let column = 0; column < width; column++) {
        const isCalm = cells[severity * width + column] === 0 && index.items[item].asksVoice[columns.voices[column]]
        if (isCalm) counted[item * width + column] = 0
      }
    }
  }
  return counted
}

/** The level of one voice on one item: the lower median of its bodies' levels, for a pair their mean; NaN for none. */
export function voiceLevel(item: Item, voice: number, { bodies, starts }: Columns, cells: Cells): number {
  const row = item.index * bodies.length
  const combine = item.kind === 'pair' ? mean : lowerMedian
  return combine(cells, row + starts[voice], row + starts[voice + 1])
}

/** Lower median: element ⌊(n − 1)/2⌋ of the sorted levels among some cells; NaN when there is no level. */
export function lowerMedian(cells: ArrayLike<number>, from = 0, to = cells.length): number {
  let given = 0
  for (let at = from; at < to; at++) if (cells[at] >= 0) given++
  if (given === 0) return Number.NaN
  // The first level with more than ⌊(n − 1)/2⌋ of the levels at or below it.
  const before = (given - 1) >> 1
  let level = -1
  for (let reached = 0; reached <= before; ) {
    level++
    for (let at = from; at < to; at++) if (cells[at] === level) reached++
  }
  return level
}

/** Plain mean of the levels among some cells; NaN when there is no level. */
function mean(cells: ArrayLike<number>, from = 0, to = cells.length): number {
  let sum = 0
  let given = 0
  for (let at = from; at < to; at++) {
    if (cells[at] < 0) continue
    sum += cells[at]
    given++
  }
  return sum / given
}
