/** Whether the data of a server that was killed hold everything that it had acknowledged. */
import { verifyCommand } from '../../../src/cli/verify.js'
import { MalinesError } from '../../../src/errors.js'
import { type AnswerEvent, answerKey } from '../../../src/store/answers.js'
import type { AuditHead } from '../../../src/store/audit-entry.js'
import { openStore } from '../../../src/store/index.js'
import type { StoredRound } from '../../../src/store/rounds.js'
import { isSameAnswer } from '../../../src/web/answers/check.js'
import type { Acknowledged, Client } from './clients.js'

export interface Loss {
  readonly kind: /** An acknowledged answer is not in the history. */
    | 'missing'
    /** It is there with another revision, value, author or base. */
    | 'changed'
    /** It is there more than once. */
    | 'twice'
    /** The history has something that nobody sent. */
    | 'unknown'
    /** The current answer is older than the last acknowledged one. */
    | 'older'
    /** `malines verify` finds something wrong: in the file, in the trail, or against the trail as it was noted before. */
    | 'unsound'
  readonly where: string
}

export interface Checked {
  readonly losses: readonly Loss[]
  /** Saves that are in the file without having been acknowledged. */
  readonly kept: number
  /** End of the trail, for the next check. */
  readonly head: AuditHead
}

/** Looks at data that no server uses now. `noted` is the end of the trail at an earlier check. */
export async function check(data: string, clients: readonly Client[], noted?: AuditHead): Promise<Checked> {
  const unsound = await verified(data, noted)
  const store = await openStore(data)
  try {
    const losses: Loss[] = []
    let kept = 0
    for (const client of clients) {
      const { round, body, item } = client
      const history = await store.answers.history(round, body, item)
      losses.push(...lossesOf(client, history), ...currentLosses(client, await store.rounds.load(round)))
      if (history.some(({ key }) => key === client.pending?.key)) kept += 1
    }
    return { losses: [...unsound, ...losses], kept, head: await store.audit.head() }
  } finally {
    await store.close()
  }
}

async function verified(data: string, noted: AuditHead | undefined): Promise<Loss[]> {
  const terminal = { out: () => undefined, err: () => undefined, isWatched: false }
  try {
    await verifyCommand({ noted }, { MALINES_DATA: data }, terminal)
    return []
  } catch (error) {
    if (!(error instanceof MalinesError)) throw error
    return error.faults.map(({ path, reason }) => ({ kind: 'unsound', where: `${path}: ${reason}` }))
  }
}

/** What was sent is known by its comment: a save that is there a second time may have another key. */
function lossesOf(client: Client, history: readonly AnswerEvent[]): Loss[] {
  const found = new Map<string, AnswerEvent[]>()
  for (const event of history) {
    const comment = event.value?.comment ?? ''
    found.set(comment, [...(found.get(comment) ?? []), event])
  }
  const losses: Loss[] = []
  for (const sent of client.acknowledged) {
    const events = found.get(sent.value.comment ?? '') ?? []
    if (events.length === 0) losses.push({ kind: 'missing', where: sent.key })
    else if (!events.some((event) => isSame(sent, client, event))) losses.push({ kind: 'changed', where: sent.key })
  }
  const sent = new Set(
    [...client.acknowledged, ...(client.pending ? [client.pending] : [])].map(({ value }) => value.comment),
  )
  for (const [comment, events] of found) {
    if (events.length > 1) losses.push({ kind: 'twice', where: comment })
    if (!sent.has(comment)) losses.push({ kind: 'unknown', where: comment })
  }
  return losses
}

function isSame({ key, revision, value, basedOn }: Acknowledged, { person }: Client, event: AnswerEvent): boolean {
  const isOwn = event.key === key && event.revision === revision && event.person === person
  return isOwn && event.basedOn === basedOn && isSameAnswer(event.value, value)
}

function currentLosses({ body, item, acknowledged }: Client, { answers }: StoredRound): Loss[] {
  const last = acknowledged.at(-1)
  const current = answers.get(answerKey(body, item))?.revision ?? 0
  return last && current < last.revision ? [{ kind: 'older', where: last.key }] : []
}
