/** Where actions that were carried over come from. */
import type { FiledAction } from '../../store/actions.js'
import type { Store } from '../../store/index.js'

/** The name of the round in which each action that was carried over was first decided, by its id. */
export async function originsOf(store: Store, filed: readonly FiledAction[]): Promise<ReadonlyMap<string, string>> {
  const lists = new Map<string, readonly FiledAction[]>()
  const before = async (round: string, id: string): Promise<string | null> => {
    const list = lists.get(round) ?? (await store.actions.listOf(round))
    lists.set(round, list)
    return list.find(({ action }) => action.id === id)?.carriedFrom ?? null
  }
  const names = new Map<string, string>()
  for (const { action, carriedFrom } of filed) {
    let first: string | undefined
    for (let next = carriedFrom; next !== null; next = await before(next, action.id)) first = next
    const head = first === undefined ? undefined : await store.rounds.find(first)
    if (head) names.set(action.id, head.name)
  }
  return names
}
