/** Answers by key as they change, and as they stand at one moment, without a copy of all keys for each. */
import type { CurrentAnswer } from './answers.js'

/** Keys stand in the order in which they first came; there are only ever more of them. */
export class AnswerIndex {
  readonly #places = new Map<string, number>()
  readonly #keys: string[] = []
  readonly #values: CurrentAnswer[] = []

  set(key: string, answer: CurrentAnswer): void {
    const place = this.#places.get(key) ?? this.#keys.push(key) - 1
    this.#places.set(key, place)
    this.#values[place] = answer
  }

  /** All answers as they stand now, whatever comes later. */
  snapshot(): ReadonlyMap<string, CurrentAnswer> {
    return new Snapshot(this.#places, this.#keys, this.#values.slice())
  }
}

/** Shares places and keys with the index: what came later has a place beyond the values. */
class Snapshot implements ReadonlyMap<string, CurrentAnswer> {
  readonly #places: ReadonlyMap<string, number>
  readonly #keys: readonly string[]
  readonly #values: readonly CurrentAnswer[]

  constructor(places: ReadonlyMap<string, number>, keys: readonly string[], values: readonly CurrentAnswer[]) {
    this.#places = places
    this.#keys = keys
    this.#values = values
  }

  get size(): number {
    return this.#values.length
  }

  get(key: string): CurrentAnswer | undefined {
    const place = this.#places.get(key)
    return place === undefined ? undefined : this.#values[place]
  }

  has(key: string): boolean {
    return this.get(key) !== undefined
  }

  *entries(): Generator<[string, CurrentAnswer], undefined> {
    for (const [place, value] of this.#values.entries()) yield [this.#keys[place], value]
    return undefined
  }

  [Symbol.iterator](): Generator<[string, CurrentAnswer], undefined> {
    return this.entries()
  }

  keys(): ArrayIterator<string> {
    return this.#keys.slice(0, this.size).values()
  }

  values(): ArrayIterator<CurrentAnswer> {
    return this.#values.values()
  }

  forEach(visit: (value: CurrentAnswer, key: string, map: ReadonlyMap<string, CurrentAnswer>) => void): void {
    for (const [key, value] of this) visit(value, key, this)
  }
}
