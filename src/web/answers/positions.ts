/** What the other bodies said on an item, for those who may see it. */
import { strip } from '../../charts/index.js'
import { directionOf } from '../../reports/words/direction.js'
import type { Names } from '../../reports/words/names.js'
import { levelText } from '../../reports/words/numbers.js'
import { lowerMedian } from '../../rules/answers.js'
import type { Item } from '../../rules/items.js'
import type { Body } from '../../rules/model.js'
import { type AnswerValue, answerKey } from '../../store/answers.js'
import type { StoredRound } from '../../store/rounds.js'
import { type EvidenceLine, evidenceLines } from './evidence-lines.js'
import { voiceOf } from './names.js'

interface Voice {
  readonly id: string
  readonly place: number
  readonly name: string
}

/** One body's position in a list. */
export interface PositionLine {
  readonly voice: Voice
  readonly body: string
  /** Whether it is the body of the page. */
  readonly own: boolean
  readonly level: number | undefined
  readonly answer: string
  readonly words: string | undefined
  readonly lang: string | undefined
  readonly evidence: readonly EvidenceLine[]
}

export interface OthersView {
  readonly lines: readonly PositionLine[]
  readonly chart: string | undefined
  /** The sentence of a divergence. */
  readonly apart: string | undefined
  readonly agreed: AgreedView | undefined
}

export interface AgreedView {
  readonly answer: string
  readonly words: string | undefined
  readonly lang: string | undefined
  readonly dissent: readonly { readonly voice: Voice; readonly note: string }[]
}

/** What closed positions say: how many voices are heard, never what they said. */
export interface ClosedView {
  readonly byFacilitator: boolean
  readonly heard: number
  readonly voices: number
}

interface Place {
  readonly stored: StoredRound
  readonly item: Item
  readonly body: Body
  readonly names: Names
}

const positionOf = (stored: StoredRound, body: string, item: Item): AnswerValue =>
  stored.answers.get(answerKey(body, item.id))?.value ?? null

/** The bodies that an item is asked of by their voice, in the order of the voices. */
function bodiesAsked({ stored, item, names }: Pick<Place, 'stored' | 'item' | 'names'>): readonly Body[] {
  return names.definition.voices.flatMap(({ id }, place) =>
    item.asksVoice[place] ? stored.round.bodies.filter(({ voice }) => voice === id) : [],
  )
}

/** What to say while positions are hidden. */
export function closedView(place: Place): ClosedView {
  const bodies = bodiesAsked(place)
  const heard = bodies.filter(({ id }) => positionOf(place.stored, id, place.item) !== null)
  const count = (of: readonly Body[]) => new Set(of.map(({ voice }) => voice)).size
  return { byFacilitator: place.stored.head.reveal === 'facilitator', heard: count(heard), voices: count(bodies) }
}

/** All positions on an item, its divergence and what was agreed; only for viewers who see the item. */
export function othersView(place: Place): OthersView {
  const { body } = place
  const lines = positionLines(place, body.id)
  const levels = lines.flatMap(({ voice, level }) => (level === undefined ? [] : [{ voice, level }]))
  return {
    lines,
    chart: levels.length < 2 ? undefined : chartOf(place, levels),
    apart: apartOf(place, levels),
    agreed: agreedView(place),
  }
}

/** Every body's position on an item, voice by voice; `own` is the body of the page, when it is one's. */
export function positionLines(place: Omit<Place, 'body'>, own?: string): readonly PositionLine[] {
  return bodiesAsked(place).map((body) =>
    lineOf(place, body, positionOf(place.stored, body.id, place.item), body.id === own),
  )
}

/** The voices that chose a level, for its row: each once, with the number of its bodies when it has several. */
export function voicesAt({ lines }: OthersView, level: number, names: Names): readonly Voice[] {
  const counts = new Map<string, { voice: Voice; bodies: number }>()
  for (const line of lines) {
    if (line.level !== level) continue
    counts.set(line.voice.id, { voice: line.voice, bodies: (counts.get(line.voice.id)?.bodies ?? 0) + 1 })
  }
  return [...counts.values()].map(({ voice, bodies }) => ({
    ...voice,
    name: names.words.say('question.positions.voice', { voice: voice.name, bodies }),
  }))
}

/** An answer in words: "level 2", "does not know", "not applicable", "no answer". */
export function answerText(value: AnswerValue, names: Names): string {
  const { words } = names
  if (value?.level !== undefined) return words.say('answer.level', { level: levelText(words, value.level) })
  if (value?.answer === 'dk') return words.say('answer.dk')
  return words.say(value?.answer === 'na' ? 'answer.na' : 'answer.none')
}

function lineOf(
  { stored, names }: Pick<Place, 'stored' | 'names'>,
  body: Body,
  value: AnswerValue,
  own: boolean,
): PositionLine {
  return {
    voice: voiceOf(body.voice, names),
    body: body.name,
    own,
    level: value?.level,
    answer: value?.level === undefined ? answerText(value, names) : levelText(names.words, value.level),
    words: [value?.reason, value?.comment].filter((text) => text !== undefined).join('\n') || undefined,
    lang: value?.lang,
    evidence: evidenceLines(stored, value?.evidence ?? [], names.words),
  }
}

/** What was agreed on an item; undefined when nothing was. */
export function agreedView({ stored, item, names }: Omit<Place, 'body'>): AgreedView | undefined {
  const value = positionOf(stored, '', item)
  if (value === null) return undefined
  return {
    answer: answerText(value, names),
    words: [value.reason, value.rationale].filter((text) => text !== undefined).join('\n') || undefined,
    lang: value.lang,
    dissent: (value.dissent ?? []).map(({ voice, note }) => ({ voice: voiceOf(voice, names), note })),
  }
}

interface Given {
  readonly voice: Voice
  readonly level: number
}

/** Level of each voice that gave one: the lower median of its bodies, for a pair their mean (METHOD 3.1, 7). */
function mediansOf({ item, names }: Place, levels: readonly Given[]): readonly (number | null)[] {
  const combine = item.kind === 'pair' ? mean : lowerMedian
  return names.definition.voices.map(({ id }) => {
    const own = levels.filter(({ voice }) => voice.id === id).map(({ level }) => level)
    return own.length === 0 ? null : combine(own)
  })
}

function apartOf(place: Place, levels: readonly Given[]): string | undefined {
  const { names } = place
  const medians = mediansOf(place, levels)
  const known = medians.filter((median) => median !== null)
  const gap = Math.max(...known) - Math.min(...known)
  if (known.length < 2 || !(gap >= 2)) return undefined
  const at = (level: number) => names.definition.voices.filter((_, voice) => medians[voice] === level)
  const voices = [...at(Math.max(...known)), ...at(Math.min(...known))].map(({ id }) => names.voice(id))
  const values = { gap: levelText(names.words, gap), voices: names.words.list(voices) }
  return names.words.say('question.positions.apart', values)
}

const mean = (levels: readonly number[]) => levels.reduce((sum, level) => sum + level, 0) / levels.length

/** Drawings by what they show: a save on another item does not change them, and drawing is slow. */
const drawings = new Map<string, string>()
const MAX_DRAWINGS = 500

function chartOf(place: Place, levels: readonly Given[]): string {
  const { stored, item, names } = place
  const { words, definition } = names
  const asked = definition.voices.flatMap(({ id }, place) => (item.asksVoice[place] ? [{ id, place }] : []))
  const places = asked.map(({ place }) => place)
  const all = mediansOf(place, levels)
  const shown = {
    voices: asked.map(({ id }) => names.voice(id)),
    places,
    positions: levels.map(({ voice, level }) => ({ voice: places.indexOf(voice.place), level })),
    medians: places.map((voice) => all[voice] ?? null),
    agreed: positionOf(stored, '', item)?.level ?? null,
  }
  const key = JSON.stringify([words.language, shown])
  const drawn = drawings.get(key)
  if (drawn !== undefined) return drawn
  const said = shown.voices.flatMap((name, row) => {
    const level = shown.medians[row]
    return level === null || level === undefined ? [] : [`${name} ${levelText(words, level)}`]
  })
  const drawing = strip({
    ...shown,
    prefix: 'positions-chart',
    title: words.say('question.positions.title'),
    description: words.list(said),
    direction: directionOf(words.language),
    levels: [],
    width: 320,
    number: words.number,
    words: { noAnswer: words.say('question.positions.none') },
  })
  drawings.set(key, drawing)
  const [oldest] = drawings.keys()
  if (drawings.size > MAX_DRAWINGS && oldest !== undefined) drawings.delete(oldest)
  return drawing
}
