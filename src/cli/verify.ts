/** `malines verify`: whether the data of MALINES_DATA are what they were. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidArgumentError } from 'commander'
import { readConfig } from '../config.js'
import { hashOf } from '../definitions/hash.js'
import { type Fault, MalinesError } from '../errors.js'
import type { AuditHead } from '../store/audit-entry.js'
import { FILE } from '../store/database.js'
import { openStore, type Store } from '../store/index.js'
import type { RoundHead } from '../store/rounds.js'
import type { Terminal } from './terminal.js'

export interface VerifyOptions {
  /** An entry of the trail that was written down elsewhere. */
  readonly noted?: AuditHead
}

/**
 * Checks the file, the trail, the questionnaires and the seals of closed rounds, and says what holds.
 * Errors: `invalid` with everything that does not, or when there are no data.
 */
export async function verifyCommand(
  { noted }: VerifyOptions,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<void> {
  const { data } = readConfig(env)
  // Opening would make a new file where there is none.
  if (!existsSync(join(data, FILE))) throw new MalinesError('invalid', `There are no data in “${data}”.`)
  const store = await openStore(data)
  try {
    const faults = [
      ...fileFaults(store, terminal),
      ...(await trailFaults(store, noted, terminal)),
      ...(await definitionFaults(store, terminal)),
      ...(await sealFaults(store, terminal)),
    ]
    if (faults.length > 0) throw new MalinesError('invalid', 'The data are not what they were.', faults)
    terminal.out('Everything holds.\n')
  } finally {
    await store.close()
  }
}

/** An entry as the page of the trail shows it: its number, a colon, its hash. */
export function readNoted(text: string): AuditHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (seq !== undefined && hash !== undefined) return { seq: Number(seq), hash }
  throw new InvalidArgumentError('the number of an entry, a colon, and its hash.')
}

function fileFaults(store: Store, { out }: Terminal): readonly Fault[] {
  const reasons = store.checkFile()
  if (reasons.length === 0) out('File: sound.\n')
  return reasons.map((reason) => ({ path: 'file', reason }))
}

async function trailFaults(store: Store, noted: AuditHead | undefined, { out }: Terminal): Promise<readonly Fault[]> {
  const { entries, head, fault } = await store.audit.verify(noted)
  if (fault) return [{ path: `trail/${fault.seq}`, reason: REASONS[fault.reason] }]
  out(`Trail: ${entries} entries, unbroken${noted ? ', as noted' : ''}.\n`)
  if (entries > 0) out(`  Last entry, to write down elsewhere: ${head.seq}:${head.hash}\n`)
  return []
}

type Reason = NonNullable<Awaited<ReturnType<Store['audit']['verify']>>['fault']>['reason']

const REASONS: Readonly<Record<Reason, string>> = {
  missing: 'an entry was taken out, or the end was cut off',
  changed: 'the entry is not what its hash says',
  unchained: 'the entry does not follow the one before',
  'event-changed': 'the answer is not what its entry says',
  'event-missing': 'the answer of this entry was taken out',
  'event-unknown': 'an answer has no entry (its own number)',
  'current-changed': 'what stands as the current answer is not the last that was given (its own number)',
  other: 'the entry has another hash than the one that was noted',
}

/** A questionnaire in its source language is what rounds pin by its hash. */
async function definitionFaults(store: Store, { out }: Terminal): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  const all = await store.definitions.list()
  for (const { hash, id, version } of all) {
    const path = `questionnaires/${id} ${version}`
    const made = await attempt(path, async () => {
      const { hash: kept, ...content } = (await store.definitions.get(hash)).definition
      return kept === hash && hashOf(content) === hash
    })
    if (made !== true) faults.push(made === false ? { path, reason: 'it is not what its hash says' } : made)
  }
  if (faults.length === 0) out(`Questionnaires: ${all.length}, as their hashes say.\n`)
  return faults
}

async function sealFaults(store: Store, { out }: Terminal): Promise<readonly Fault[]> {
  const faults: Fault[] = []
  const noted = await sealsInTrail(store)
  const rounds = await store.rounds.listAll()
  let holding = 0
  for (const head of rounds) {
    const found = await faultsOfRound(store, head, noted.get(head.id) ?? [])
    faults.push(...found.faults)
    holding += found.holding
    if (found.isBare) out(`  ${head.id} is closed without a seal.\n`)
  }
  const known = new Set(rounds.map(({ id }) => id))
  for (const id of noted.keys()) {
    if (!known.has(id)) faults.push({ path: `rounds/${id}`, reason: 'a round that was closed is gone' })
  }
  if (faults.length === 0) out(`Closed rounds: ${holding} ${holding === 1 ? 'seal holds' : 'seals hold'}.\n`)
  return faults
}

/** Every seal of a round made anew from the round and the result; and each of them stands in the trail. */
async function faultsOfRound(store: Store, { id, state }: RoundHead, noted: readonly string[]) {
  const path = `rounds/${id}`
  const faults: Fault[] = []
  const closings = await attempt(path, () => store.rounds.closings(id))
  if ('reason' in closings) return { faults: [closings], holding: 0, isBare: false }
  for (const closing of closings) {
    const holds = await attempt(path, () => store.rounds.isSealed(id, closing))
    if (holds === true) continue
    const reason = `closed ${closing.at}: the round, its result or its questionnaire is not what was sealed`
    faults.push(holds === false ? { path, reason } : holds)
  }
  if (closings.map(({ seal }) => seal).join() !== noted.join()) {
    faults.push({ path, reason: 'its seals are not those of the trail' })
  }
  const isHeld = closings.at(-1)?.reopened === null
  if (noted.length > 0 && (state === 'closed') !== isHeld) {
    faults.push({ path, reason: 'its state is not that of its last closing' })
  }
  return { faults, holding: closings.length - faults.length, isBare: state === 'closed' && closings.length === 0 }
}

/** What a step gives, or why it could not be taken: data that were changed by hand can be anything. */
async function attempt<T>(path: string, step: () => Promise<T>): Promise<T | Fault> {
  try {
    return await step()
  } catch (error) {
    return { path, reason: `it can’t be read (${error instanceof Error ? error.message : String(error)})` }
  }
}

/** The seals of each round in the order in which the trail tells them. */
async function sealsInTrail(store: Store): Promise<ReadonlyMap<string, readonly string[]>> {
  const seals = new Map<string, string[]>()
  for (let before: number | undefined; ; ) {
    const found = await store.audit.listOf({}, { before, limit: 1000, actions: ['round-state'] })
    for (const { round, details } of found) {
      if (round !== null && typeof details.seal === 'string')
        seals.set(round, [details.seal, ...(seals.get(round) ?? [])])
    }
    before = found.at(-1)?.seq
    if (before === undefined) return seals
  }
}
