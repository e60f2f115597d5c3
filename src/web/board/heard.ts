/** Who has answered what: how many answers each body gave in each part of the board, and which voices are done. */
import { type Item, itemIndex } from '../../rules/items.js'
import type { Body } from '../../rules/model.js'
import type { StoredRound } from '../../store/rounds.js'
import { askedOf, groupOf, hasAnswered } from '../asked.js'

/** Answers given and asked for, of one body. */
export interface Progress {
  readonly answered: number
  readonly asked: number
  /** The first item that has no answer yet. */
  readonly next: string | undefined
}

/** A cell of the board: a group of items, and one dimension of it; without one, the group whole. */
export interface Part {
  readonly group: string
  readonly dimension?: string
}

const NOTHING: Progress = { answered: 0, asked: 0, next: undefined }
const known = new WeakMap<StoredRound, Map<string, ReadonlyMap<string, Progress>>>()

/** What one body has answered in a part. */
export function progressOf(stored: StoredRound, body: Body, part: Part): Progress {
  const bodies = known.get(stored) ?? new Map<string, ReadonlyMap<string, Progress>>()
  known.set(stored, bodies)
  const own = bodies.get(body.id) ?? countAll(stored, body)
  bodies.set(body.id, own)
  return own.get(keyOf(part)) ?? NOTHING
}

/** A voice that is asked something in a part: whether each item has an answer of one of its bodies. */
export interface Heard {
  readonly voice: string
  /** Place in the definition's order. */
  readonly place: number
  readonly heard: boolean
}

const heard = new WeakMap<StoredRound, ReadonlyMap<string, readonly Heard[]>>()

/** The voices that are asked in a part and have a body, in the definition's order. */
export function voicesHeard(stored: StoredRound, part: Part): readonly Heard[] {
  const parts = heard.get(stored) ?? hearAll(stored)
  heard.set(stored, parts)
  return parts.get(keyOf(part)) ?? []
}

function hearAll(stored: StoredRound): ReadonlyMap<string, readonly Heard[]> {
  const parts = new Map<string, Heard[]>()
  itemIndex(stored.definition.definition).voices.forEach((voice, place) => {
    const bodies = stored.round.bodies.filter((body) => body.voice === voice)
    const asked = new Map(bodies.flatMap((body) => askedOf(stored, body).map((item) => [item.id, item] as const)))
    const silent = new Map<string, boolean>()
    for (const item of asked.values()) {
      const isSilent = !bodies.some((body) => hasAnswered(stored, body, item.id))
      for (const key of keysOf(item)) silent.set(key, isSilent || (silent.get(key) ?? false))
    }
    for (const [key, isSilent] of silent)
      parts.set(key, [...(parts.get(key) ?? []), { voice, place, heard: !isSilent }])
  })
  return parts
}

function countAll(stored: StoredRound, body: Body): ReadonlyMap<string, Progress> {
  const counts = new Map<string, { answered: number; asked: number; next: string | undefined }>()
  for (const item of askedOf(stored, body)) {
    const isAnswered = hasAnswered(stored, body, item.id)
    for (const key of keysOf(item)) {
      const count = counts.get(key) ?? { answered: 0, asked: 0, next: undefined }
      count.asked += 1
      if (isAnswered) count.answered += 1
      else count.next ??= item.id
      counts.set(key, count)
    }
  }
  return counts
}

function keysOf(item: Item): readonly string[] {
  const group = groupOf(item)
  return item.kind === 'question' ? [group, keyOf({ group, dimension: item.source.dimension })] : [group]
}

const keyOf = ({ group, dimension }: Part): string => (dimension === undefined ? group : `${group} ${dimension}`)
