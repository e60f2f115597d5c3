import type { Fault } from '../errors.js'

/** No file is helped by a longer list; what is over is counted. */
const MAX_FAULTS = 200

/** Gathers the faults of one round, each once, and keeps the list short however broken the file is. */
export class Faults {
  readonly #kept = new Map<string, Fault>()
  #over = 0

  add(path: string, reason: string): void {
    if (this.#kept.size >= MAX_FAULTS) this.#over++
    else this.#kept.set(`${path}\n${reason}`, { path, reason })
  }

  /** In the order of discovery; a last line counts those that are left out. */
  list(): Fault[] {
    const kept = [...this.#kept.values()]
    if (this.#over > 0) kept.push({ path: '', reason: `and ${this.#over} more faults; mend these first` })
    return kept
  }
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(key: string | number): string {
  return `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** "a, b or c". */
export function choices(words: readonly string[], last = 'or'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

/** A value as a fault may show it: short, on one line. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (typeof value !== 'string') return String(value)
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
}
