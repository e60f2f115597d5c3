/** Data outlive the server: whatever it acknowledged is there, whenever it was killed. */
import { beforeAll, describe, expect, test } from 'vitest'
import { ordeal } from '../support/killed/ordeal.js'
import { buildPrograms, type Programs } from '../support/killed/programs.js'

const KILLS = 8
/** Milliseconds: a start takes some seconds on a busy machine. */
const PATIENCE = 420_000

let programs: Programs
beforeAll(async () => {
  programs = await buildPrograms()
})

describe.concurrent('killed while sixty people save', { timeout: PATIENCE }, () => {
  test('a server loses nothing that it acknowledged, and keeps nothing twice', async () => {
    const { losses, ...counts } = await ordeal(Array(KILLS + 1).fill(programs.server), 50)
    expect(losses).toEqual([])
    expect(counts).toMatchObject({ clients: 60, kills: KILLS })
    expect(counts.interrupted).toBeGreaterThan(0)
  })

  test('what was committed without an acknowledgement is there once when it is sent again', async () => {
    const { losses, kept } = await ordeal([programs.cutServer, programs.server], 50)
    expect(losses).toEqual([])
    expect(kept).toBeGreaterThan(0)
  })

  test('a server that acknowledges before the commit is found out by the first kill', async () => {
    const { losses, kills } = await ordeal(Array(KILLS + 1).fill(programs.earlyServer), 50)
    expect(kills).toBe(1)
    expect(new Set(losses.map(({ kind }) => kind))).toEqual(new Set(['missing', 'older']))
  })

  test('and by the kill alone: ended in its own time, it loses nothing either', async () => {
    const { losses, acknowledged } = await ordeal([programs.earlyServer], 50)
    expect(losses).toEqual([])
    expect(acknowledged).toBeGreaterThan(100)
  })
})
