/** One after the other, for steps that look first and write then. */

const turns = new Map<string, Promise<unknown>>()

/** Does something when everything before it under the same key is done, whatever came of that. */
export async function inTurn<Result>(key: string, act: () => Promise<Result>): Promise<Result> {
  const turn = (turns.get(key) ?? Promise.resolve()).then(act)
  const settled = turn.catch(() => undefined)
  turns.set(key, settled)
  try {
    return await turn
  } finally {
    if (turns.get(key) === settled) turns.delete(key)
  }
}
