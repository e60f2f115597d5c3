/** What changed in a round, told after the commit to all who listen. */

export interface RoundChanged {
  readonly round: string
  readonly kind: 'answer' | 'agreed' | 'round' | 'finding' | 'discussion' | 'workflow' | 'meeting'
  /** Only when it concerns one body; never for the agreed answer. */
  readonly body?: string
  readonly item?: string
}

export function changes() {
  const listeners = new Set<(change: RoundChanged) => void>()

  /** Calls a listener after every committed change of a round; gives the function that takes it off. */
  function onChanged(listener: (change: RoundChanged) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  const report = (change: RoundChanged): void => tell(listeners, change)

  return { onChanged, report }
}

/** A listener that fails takes nothing from what is already kept. */
export function tell<T>(listeners: Iterable<(event: T) => void>, event: T): void {
  for (const listener of listeners) {
    try {
      listener(event)
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error))
    }
  }
}
