/** From answers to item values (METHOD 3.1, 6, 7). */
import { type Asked, askedItems } from './asked.js'
import { cappingFindings } from './coherence.js'
import { conditionOf, type Item, type ItemIndex, itemIndex } from './items.js'
import type { Answer, Confidence, Definition, ItemState, MethodSettings, Position, Round } from './model.js'
import { settingsOf } from './settings.js'
import { above } from './tolerance.js'

/** One body's answer to one item; `level` is NaN when the answer is no level. */
export interface Entry {
  readonly voice: number
  /** Place of the body among all, by voice, then id. */
  readonly order: number
  readonly body: string
  readonly level: number
  readonly answer: 'dk' | 'na' | null
  readonly confidence: Confidence | undefined
}

/** An item that leaves a formula with its weight: not applicable, or not asked. NaN means applicable without a value. */
export const EXCLUDED = -1

/** Everything that the answers of a round say, item by item. */
export interface Values {
  readonly definition: Definition
  readonly round: Round
  readonly index: ItemIndex
  readonly settings: MethodSettings
  readonly asked: Asked
  /** Findings that cap a sector, by sector id. */
  readonly capping: ReadonlyMap<string, readonly string[]>
  /** Voices that have a body, by their place among the voices. */
  readonly present: readonly boolean[]
  /** Answers by item, ordered by voice, then body id. */
  readonly entries: readonly (readonly Entry[])[]
  /** Lower medians by item, then by voice, of the answers as they were given; NaN where a voice gave no level. */
  readonly medians: readonly (readonly number[])[]
  /** The same answers as they enter the item value: severity 0 makes share and time 0 (METHOD 6). */
  readonly counted: readonly (readonly Entry[])[]
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
  const entries = readPositions(index, round)
  const agreed = readAgreed(index, round)
  const counted = entries.map((list, i) => countedEntries(index, entries, index.items[i], list))
  const medians = entries.map((list) => voiceLevels(list, index.voices.length))
  const settled: Settled[] = new Array(index.items.length)
  const valueByVoice = (i: number): readonly number[] => {
    if (index.items[i].kind === 'pair') return voiceLevels(counted[i], index.voices.length, mean)
    return counted[i] === entries[i] ? medians[i] : voiceLevels(counted[i], index.voices.length)
  }
  const settle = (i: number): Settled => {
    if (settled[i]) return settled[i]
    const item = index.items[i]
    const isAsked = asked.notAsked[i] === null && conditionHolds(item, index, settle)
    settled[i] = isAsked ? settleItem(counted[i], agreed.get(i), () => valueByVoice(i)) : NOT_ASKED
    return settled[i]
  }
  index.items.forEach((_, i) => {
    settle(i)
  })
  return {
    definition,
    round,
    index,
    settings: settingsOf(definition, round),
    asked,
    capping: cappingFindings(round, asked.conventions),
    present: index.voices.map((voice) => round.bodies.some((body) => body.voice === voice)),
    entries,
    medians,
    counted,
    states: settled.map(({ state }) => state),
    levels: new Float64Array(settled.map(({ level }) => level)),
    low: new Float64Array(settled.map(({ low }) => low)),
    high: new Float64Array(settled.map(({ high }) => high)),
    disputed: settled.map(({ disputed }) => disputed),
  }
}

/** What an item comes to: its value and its bounds. */
interface Settled {
  readonly state: ItemState
  readonly level: number
  readonly low: number
  readonly high: number
  readonly disputed: boolean
}

const excluded = { level: EXCLUDED, low: EXCLUDED, high: EXCLUDED, disputed: false }
const NOT_ASKED: Settled = { state: 'not-asked', ...excluded }
const NOT_APPLICABLE: Settled = { state: 'not-applicable', ...excluded }
const UNKNOWN: Settled = { state: 'unknown', level: Number.NaN, low: 0, high: 4, disputed: false }

/** The item value: the agreed answer, or the mean of the voices' levels (METHOD 3.1). */
function settleItem(entries: readonly Entry[], agreed: Answer | undefined, byVoice: () => readonly number[]): Settled {
  if (agreed?.level !== undefined) {
    const { level } = agreed
    return { state: 'agreed', level, low: level, high: level, disputed: false }
  }
  if (agreed) return agreed.answer === 'na' ? NOT_APPLICABLE : UNKNOWN
  const given = byVoice().filter((level) => !Number.isNaN(level))
  const disputed = entries.some(({ answer }) => answer === 'na')
  if (given.length > 0) {
    return { state: 'provisional', level: mean(given), low: Math.min(...given), high: Math.max(...given), disputed }
  }
  return disputed && entries.every(({ answer }) => answer === 'na') ? NOT_APPLICABLE : UNKNOWN
}

/** Lower median: element ⌊(n − 1)/2⌋ of the sorted list; NaN of an empty one. */
export function lowerMedian(levels: readonly number[]): number {
  const sorted = levels.slice()
  for (let i = 1; i < sorted.length; i++) {
    const level = sorted[i]
    let at = i
    for (; at > 0 && sorted[at - 1] > level; at--) sorted[at] = sorted[at - 1]
    sorted[at] = level
  }
  return sorted.length === 0 ? Number.NaN : sorted[(sorted.length - 1) >> 1]
}

/** Plain mean; NaN of an empty list. */
export function mean(levels: readonly number[]): number {
  let sum = 0
  for (const level of levels) sum += level
  return sum / levels.length
}

/** One level a voice from its bodies' levels; NaN for a voice that gave none. Entries are ordered by voice. */
export function voiceLevels(
  entries: readonly Entry[],
  voices: number,
  combine: (levels: readonly number[]) => number = lowerMedian,
): number[] {
  const byVoice = new Array<number>(voices).fill(Number.NaN)
  for (let start = 0; start < entries.length; ) {
    const { voice } = entries[start]
    const levels: number[] = []
    for (; start < entries.length && entries[start].voice === voice; start++) {
      if (entries[start].answer === null) levels.push(entries[start].level)
    }
    byVoice[voice] = levels.length === 1 ? levels[0] : combine(levels)
  }
  return byVoice
}

/**
 * Whether a question's condition on another item holds in the round: for at least one voice, that is when the value
 * is above `min_level − 1` or not known. Share and time always have a value: `urgency` reads them after severity.
 */
function conditionHolds(item: Item, index: ItemIndex, settle: (i: number) => Settled): boolean {
  const condition = conditionOf(item)
  if (item.kind === 'urgency' || condition === undefined || !('item' in condition)) return true
  const other = index.byId.get(condition.item)
  if (!other) throw new RangeError(`${item.id}: unknown item "${condition.item}" in show_if`)
  const { state, level } = settle(other.index)
  return state === 'unknown' || above(level, condition.min_level - 1)
}

/** Share and time of a body that answers severity 0 are 0 (METHOD 6). */
function countedEntries(
  index: ItemIndex,
  entries: readonly (readonly Entry[])[],
  item: Item,
  own: readonly Entry[],
): readonly Entry[] {
  if (item.kind !== 'urgency' || item.source.kind === 'severity') return own
  const severity = index.urgency.get(item.sector)?.severity ?? -1
  const calm = (entries[severity] ?? []).filter((entry) => entry.level === 0 && item.asksVoice[entry.voice])
  if (calm.length === 0) return own
  const zeros = calm.map((entry) => ({ ...entry, confidence: undefined }))
  const others = own.filter((entry) => !calm.some(({ body }) => body === entry.body))
  return [...zeros, ...others].sort(inOrder)
}

const inOrder = (a: Entry, b: Entry): number => a.order - b.order

/** Where a body speaks, and its place among all bodies. */
type Speaker = Pick<Entry, 'voice' | 'order'>

function readBodies(index: ItemIndex, round: Round): Map<string, Speaker> {
  const bodies = round.bodies.map(({ id, voice }) => {
    const place = index.voices.indexOf(voice)
    if (place < 0) throw new RangeError(`body "${id}": unknown voice "${voice}"`)
    return { id, voice: place }
  })
  bodies.sort((a, b) => a.voice - b.voice || (a.id < b.id ? -1 : 1))
  const speakers = new Map(bodies.map(({ id, voice }, order) => [id, { voice, order }]))
  if (speakers.size < bodies.length) throw new RangeError('two bodies have the same id')
  return speakers
}

function readPositions(index: ItemIndex, round: Round): Entry[][] {
  const speakers = readBodies(index, round)
  const entries: Entry[][] = index.items.map(() => [])
  for (const position of round.positions ?? []) {
    const item = find(index, position)
    entries[item.index].push(readEntry(position, item, speakers))
  }
  for (const list of entries) {
    list.sort(inOrder)
    for (let i = 1; i < list.length; i++) {
      if (list[i].order === list[i - 1].order) throw new RangeError(`two positions of "${list[i].body}" on one item`)
    }
  }
  return entries
}

function readEntry(position: Position, item: Item, speakers: ReadonlyMap<string, Speaker>): Entry {
  const speaker = speakers.get(position.body)
  if (speaker === undefined) throw new RangeError(`${item.id}: unknown body "${position.body}"`)
  if (!item.asksVoice[speaker.voice]) {
    throw new RangeError(`${item.id} is not asked to the voice of "${position.body}"`)
  }
  return {
    voice: speaker.voice,
    order: speaker.order,
    body: position.body,
    level: position.level ?? Number.NaN,
    answer: position.answer ?? null,
    confidence: position.confidence,
  }
}

function readAgreed(index: ItemIndex, round: Round): Map<number, Answer> {
  const agreed = new Map<number, Answer>()
  for (const answer of round.agreed ?? []) {
    const item = find(index, answer)
    if (agreed.has(item.index)) throw new RangeError(`${item.id}: two agreed answers`)
    agreed.set(item.index, answer)
  }
  return agreed
}

function isLevel(level: number): boolean {
  return Number.isInteger(level) && level >= 0 && level <= 4
}

function find(index: ItemIndex, answer: Answer): Item {
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
