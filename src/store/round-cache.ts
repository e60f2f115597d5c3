/** Rounds in memory. A saved answer changes one entry; the whole round is put together again when it is asked for. */
import type { AgreedAnswer, Answer, Position, Round } from '../rules/model.js'
import { AnswerIndex } from './answer-index.js'
import { type AnswerValue, answerKey, type SavedAnswer } from './answers.js'
import type { RoundFrame, StoredRound } from './rounds.js'

/** What a round is made of beside its answers. */
export interface RoundParts extends Pick<StoredRound, 'head' | 'assessment' | 'definition' | 'openings'> {
  readonly frame: RoundFrame
  readonly bodies: Round['bodies']
  readonly findings: NonNullable<Round['findings']>
  readonly actions: NonNullable<Round['actions']>
}

/** Entries stand in the order of their first answers and keep it, also while they are cleared. */
interface Live {
  readonly parts: RoundParts
  readonly answers: AnswerIndex
  readonly positions: Map<string, Position | null>
  readonly agreed: Map<string, AgreedAnswer | null>
  stored: StoredRound | undefined
}

/** More rounds than people look at in one sitting; the one that waited longest goes. */
const MAX_ROUNDS = 50

export type RoundCache = ReturnType<typeof roundCache>

/** @param start first revision; greater than all that an earlier process gave, so that none comes twice */
export function roundCache(start: number) {
  const rounds = new Map<string, Live>()
  let revision = start

  /** The round as it is now, the same object until something changes; undefined when it is not in memory. */
  function get(id: string): StoredRound | undefined {
    const live = rounds.get(id)
    if (!live) return undefined
    rounds.delete(id)
    rounds.set(id, live)
    live.stored ??= { ...assemble(live), revision: ++revision }
    return live.stored
  }

  /** Takes a round with its answers, in the order of their first events. */
  function put(parts: RoundParts, answers: readonly Omit<SavedAnswer, 'round'>[]): void {
    rounds.set(parts.head.id, liveOf(parts, answers))
    const [oldest] = rounds.keys()
    if (rounds.size > MAX_ROUNDS && oldest !== undefined) rounds.delete(oldest)
  }

  /** A round as it was, with a revision of its own; it is not kept. */
  function past(parts: RoundParts, answers: readonly Omit<SavedAnswer, 'round'>[]): StoredRound {
    return { ...assemble(liveOf(parts, answers)), revision: ++revision }
  }

  /** Takes one answer that was committed. */
  function patch(saved: SavedAnswer): void {
    const live = rounds.get(saved.round)
    if (!live) return
    enter(live, saved)
    live.stored = undefined
  }

  /** Forgets a round that changed in another way than by an answer. */
  const drop = (id: string): boolean => rounds.delete(id)

  const clear = (): void => rounds.clear()

  return { get, put, past, patch, drop, clear }
}

function liveOf(parts: RoundParts, answers: readonly Omit<SavedAnswer, 'round'>[]): Live {
  const live: Live = { parts, answers: new AnswerIndex(), positions: new Map(), agreed: new Map(), stored: undefined }
  for (const answer of answers) enter(live, answer)
  return live
}

function enter(live: Live, { body, item, answer }: Omit<SavedAnswer, 'round'>): void {
  const key = answerKey(body, item)
  live.answers.set(key, answer)
  const base = baseOf(item, answer.value)
  if (body === '') live.agreed.set(key, base && { ...base, ...pick(answer.value, ['rationale', 'dissent']) })
  else
    live.positions.set(
      key,
      base && { body, ...base, ...pick(answer.value, ['confidence', 'comment', 'evidence', 'number']) },
    )
}

/** Null when there is neither a level nor an answer: what was cleared, or a comment alone, is no position. */
function baseOf(item: string, value: AnswerValue): Answer | null {
  if (value?.level === undefined && value?.answer === undefined) return null
  return { item, ...pick(value, ['level', 'answer', 'reason', 'lang']) }
}

type Value = NonNullable<AnswerValue>

function pick<K extends keyof Value>(value: AnswerValue, keys: readonly K[]): Pick<Value, K> {
  const given: Partial<Value> = {}
  if (value) for (const key of keys) if (value[key] !== undefined) given[key] = value[key]
  return given as Pick<Value, K>
}

function assemble({ parts, answers, positions, agreed }: Live): Omit<StoredRound, 'revision'> {
  const { head, assessment, definition, frame, bodies, findings, actions, openings } = parts
  const { id, version } = definition.definition
  const round: Round = {
    format: 'malines-round/1',
    definition: { id, version, form: head.form },
    assessment: { name: assessment.name, ...(assessment.country === null ? {} : { country: assessment.country }) },
    round: { name: head.name, ...(head.closesOn === null ? {} : { closesOn: head.closesOn }) },
    ...frame,
    bodies,
    ...filled('positions', present(positions)),
    ...filled('agreed', present(agreed)),
    ...filled('findings', findings),
    ...filled('actions', actions),
  }
  return { head, assessment, definition, round, answers: answers.snapshot(), openings }
}

/** A list that is empty is left out of a round. */
function filled<K extends string, T>(key: K, list: readonly T[]): { [key in K]?: readonly T[] } {
  return list.length === 0 ? {} : ({ [key]: list } as { [key in K]: readonly T[] })
}

function present<T>(entries: ReadonlyMap<string, T | null>): T[] {
  const found: T[] = []
  for (const entry of entries.values()) if (entry !== null) found.push(entry)
  return found
}
