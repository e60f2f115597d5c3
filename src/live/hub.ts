/** Who looks at a round and what changes in it: gathered for a moment, then told once to all who listen. */
import { type RoundChanged, tell } from '../store/changes.js'
import type { Store } from '../store/index.js'

/** A page of a round, and what stands on it. */
export interface Place {
  readonly page: 'board' | 'progress' | 'question' | 'influence' | 'meeting' | 'round'
  readonly body?: string
  readonly item?: string
}

/** Somebody who has a page of a round open. */
export interface Present {
  readonly person: string
  readonly name: string
  /** Voice of the body that they act for; undefined for all others. */
  readonly voice: string | undefined
  /** The page that they opened last. */
  readonly place: Place
}

/** Hears what changed in a round, in order; an empty list says that only who is here has changed. */
type Listener = (changes: readonly RoundChanged[]) => void

export interface Hub {
  /** Tells a listener of every change of a round; gives the function that takes it off. */
  readonly join: (round: string, listener: Listener) => () => void
  /** Tells of what the store does not keep: a meeting that went on to another item. */
  readonly announce: (change: RoundChanged) => void
  /** Counts somebody as present; gives the function that counts them out. */
  readonly enter: (round: string, present: Present) => () => void
  /** Who was present when it was last looked at, each person once, in the order in which they came. */
  readonly hereIn: (round: string) => readonly Present[]
  /** Stops listening to the store. */
  readonly close: () => void
}

export interface Pace {
  /** Milliseconds in which changes are gathered after the first one. */
  readonly gather: number
  /** Milliseconds between two looks at who is here. */
  readonly look: number
  /** Milliseconds after which somebody who comes or goes is told of, when nobody did for a while. */
  readonly notice: number
}

const PACE: Pace = { gather: 10, look: 10_000, notice: 1_000 }

const NOBODY: readonly Present[] = []

interface Room {
  readonly listeners: Set<Listener>
  /** By their visits: one person may have several pages open. */
  readonly visits: Map<symbol, Present>
  here: readonly Present[]
  lookedAt: number
  changes: RoundChanged[]
  gathering: NodeJS.Timeout | undefined
  looking: NodeJS.Timeout | undefined
}

/** Listens to a store; rounds that nobody looks at cost nothing. */
export function openHub(store: Pick<Store, 'onChanged'>, pace: Pace = PACE): Hub {
  const rooms = new Map<string, Room>()
  const stopListening = store.onChanged(gather)

  function join(round: string, listener: Listener): () => void {
    const { listeners } = roomOf(round)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      leaveEmpty(round)
    }
  }

  function enter(round: string, present: Present): () => void {
    const visit = Symbol(present.person)
    const { visits } = roomOf(round)
    visits.set(visit, present)
    look(round)
    return () => {
      visits.delete(visit)
      look(round)
      leaveEmpty(round)
    }
  }

  const hereIn = (round: string): readonly Present[] => rooms.get(round)?.here ?? NOBODY

  function close(): void {
    stopListening()
    for (const round of rooms.keys()) forget(round)
  }

  /** A burst of changes is told together. */
  function gather(change: RoundChanged): void {
    const room = rooms.get(change.round)
    if (!room || room.listeners.size === 0) return
    room.changes.push(change)
    room.gathering ??= setTimeout(() => {
      room.gathering = undefined
      tell(room.listeners, room.changes.splice(0))
    }, pace.gather)
  }

  /** Who is here is told seldom: people who come and go are no reason for a page to move. */
  function look(round: string): void {
    const room = rooms.get(round)
    if (!room || room.looking) return
    const wait = Math.max(pace.notice, room.lookedAt + pace.look - performance.now())
    room.looking = setTimeout(() => {
      room.looking = undefined
      room.lookedAt = performance.now()
      const here = [...new Map([...room.visits.values()].map((present) => [present.person, present])).values()]
      if (JSON.stringify(here) === JSON.stringify(room.here)) return
      room.here = here
      tell(room.listeners, [])
    }, wait)
    room.looking.unref()
  }

  function roomOf(round: string): Room {
    const known = rooms.get(round)
    if (known) return known
    const room: Room = {
      ...{ listeners: new Set<Listener>(), visits: new Map<symbol, Present>(), here: NOBODY, changes: [] },
      ...{ lookedAt: Number.NEGATIVE_INFINITY, gathering: undefined, looking: undefined },
    }
    rooms.set(round, room)
    return room
  }

  function leaveEmpty(round: string): void {
    const room = rooms.get(round)
    if (room && room.listeners.size + room.visits.size === 0) forget(round)
  }

  function forget(round: string): void {
    const room = rooms.get(round)
    clearTimeout(room?.gathering)
    clearTimeout(room?.looking)
    rooms.delete(round)
  }

  return { join, announce: gather, enter, hereIn, close }
}
