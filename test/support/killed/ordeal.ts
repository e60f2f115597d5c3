/** A server that is killed again and again while people save. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sfc32 } from '../../../src/rules/uncertainty.js'
import type { AuditHead } from '../../../src/store/audit-entry.js'
import { check, type Loss } from './check.js'
import { addClients, type Client, saveOn } from './clients.js'
import { type Program, type Running, startProgram } from './programs.js'

export interface Outcome {
  readonly clients: number
  readonly kills: number
  /** Saves that the server acknowledged. */
  readonly acknowledged: number
  /** Saves that a kill cut off, all sent again later. */
  readonly interrupted: number
  /** Of those, how many were in the file all the same. */
  readonly kept: number
  /** What the first check that found anything found; the ordeal ends there. */
  readonly losses: readonly Loss[]
}

/** Acknowledgements of a server before it may be killed. */
const LEAST = 100
/** Saves of each client after the last kill. */
const LAST = 3
/** Milliseconds from there to the kill. */
const SOONEST = 100
const LATEST = 600

/**
 * Runs servers on the same data one after the other while people save, and kills all but the last at moments that the
 * seed decides; checks the data after each kill and at the end.
 */
export async function ordeal(programs: readonly Program[], seed: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'malines-killed-'))
  try {
    return await ordealIn(folder, programs, sfc32(seed))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function ordealIn(folder: string, programs: readonly Program[], random: () => number): Promise<Outcome> {
  const data = join(folder, 'data')
  const clients = await addClients(data)
  let interrupted = 0
  let kept = 0
  const outcome = (done: number, losses: readonly Loss[]): Outcome => {
    const acknowledged = clients.reduce((sum, client) => sum + client.acknowledged.length, 0)
    return { clients: clients.length, kills: done, acknowledged, interrupted, kept, losses }
  }
  let server = await startProgram(programs[0], data)
  let head: AuditHead | undefined
  for (let done = 1; done < programs.length; done++) {
    await saveUntilKilled(server, clients, SOONEST + random() * (LATEST - SOONEST))
    interrupted += clients.filter(({ pending }) => pending !== undefined).length
    // The next server finds the file as the kill left it: only a copy is looked at.
    const copy = join(folder, `copy-${done}`)
    cpSync(data, copy, { recursive: true })
    const [next, checked] = await Promise.all([startProgram(programs[done], data), check(copy, clients, head)])
    kept += checked.kept
    if (checked.losses.length > 0) {
      await next.kill()
      return outcome(done, checked.losses)
    }
    server = next
    head = checked.head
  }
  await saveToTheEnd(server, clients)
  return outcome(programs.length - 1, (await check(data, clients, head)).losses)
}

/** `wait` is in milliseconds, from the first acknowledgements. */
async function saveUntilKilled(server: Running, clients: readonly Client[], wait: number): Promise<void> {
  let isGoing = true
  let count = 0
  let tell = () => {}
  const isBusy = new Promise<void>((done) => {
    tell = done
  })
  const onAcknowledged = () => {
    count += 1
    if (count === LEAST) tell()
  }
  const saving = Promise.all(clients.map((client) => saveOn(client, server.address, () => isGoing, onAcknowledged)))
  try {
    await Promise.race([isBusy, saving])
    await (server.killsItself ? saving : Promise.race([setTimeout(wait), saving]))
  } finally {
    isGoing = false
    await server.kill()
  }
  await saving
  if (count < LEAST) throw new Error('the server broke off before it was killed')
}

async function saveToTheEnd(server: Running, clients: readonly Client[]): Promise<void> {
  const saving = clients.map(async (client) => {
    const goal = client.acknowledged.length + LAST
    const isGoing = () => client.acknowledged.length < goal
    await saveOn(client, server.address, isGoing, () => undefined)
    if (isGoing()) throw new Error('the server broke off')
  })
  await Promise.all(saving)
  await server.stop()
}
