import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openHub, type Present } from '../../src/live/hub.js'
import type { RoundChanged } from '../../src/store/changes.js'

const PACE = { gather: 20, look: 10_000, notice: 1_000 }
const present = (person: string, page: Present['place']['page'] = 'board'): Present => {
  return { person, name: person, voice: undefined, place: { page } }
}

function open() {
  const listeners = new Set<(change: RoundChanged) => void>()
  const store = {
    onChanged(listener: (change: RoundChanged) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const hub = openHub(store, PACE)
  const change = (round: string, item: string) => {
    for (const listener of listeners) listener({ round, kind: 'answer', body: 'a', item })
  }
  return { hub, change, listeners }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('changes', () => {
  test('of a burst are told together, in order, to those who listen to that round', () => {
    const { hub, change } = open()
    const [here, elsewhere] = [vi.fn(), vi.fn()]
    hub.join('r', here)
    hub.join('s', elsewhere)
    change('r', 'one')
    change('r', 'two')
    vi.advanceTimersByTime(PACE.gather - 1)
    expect(here).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(here.mock.calls).toMatchObject([[[{ item: 'one' }, { item: 'two' }]]])
    change('r', 'three')
    vi.advanceTimersByTime(PACE.gather)
    expect(here.mock.calls[1]).toMatchObject([[{ item: 'three' }]])
    expect(elsewhere).not.toHaveBeenCalled()
  })

  test('are no longer told to those who left, nor after the end', () => {
    const { hub, change, listeners } = open()
    const [first, second] = [vi.fn(), vi.fn()]
    const leave = hub.join('r', first)
    hub.join('r', second)
    leave()
    change('r', 'one')
    vi.advanceTimersByTime(PACE.gather)
    expect(first).not.toHaveBeenCalled()
    expect(second).toHaveBeenCalledTimes(1)
    change('r', 'two')
    hub.close()
    vi.advanceTimersByTime(PACE.gather)
    expect(second).toHaveBeenCalledTimes(1)
    expect(listeners.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('who is here', () => {
  test('is told soon after a while of quiet, then at most every ten seconds', () => {
    const { hub } = open()
    const told = vi.fn()
    hub.join('r', told)
    hub.enter('r', present('amina'))
    expect(hub.hereIn('r')).toEqual([])
    vi.advanceTimersByTime(PACE.notice)
    expect(hub.hereIn('r').map(({ person }) => person)).toEqual(['amina'])
    const leave = hub.enter('r', present('peter'))
    vi.advanceTimersByTime(PACE.look - 1)
    expect(told).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1)
    expect(hub.hereIn('r').map(({ person }) => person)).toEqual(['amina', 'peter'])
    leave()
    vi.advanceTimersByTime(PACE.look)
    expect(hub.hereIn('r').map(({ person }) => person)).toEqual(['amina'])
    expect(told.mock.calls).toEqual([[[]], [[]], [[]]])
  })

  test('counts a person once, at the page that they opened last; a short visit moves nothing', () => {
    const { hub } = open()
    const told = vi.fn()
    hub.join('r', told)
    hub.enter('r', present('amina'))
    const leave = hub.enter('r', present('amina', 'meeting'))
    vi.advanceTimersByTime(PACE.notice)
    expect(hub.hereIn('r')).toEqual([present('amina', 'meeting')])
    leave()
    hub.enter('r', present('amina', 'meeting'))
    hub.enter('r', present('peter'))()
    vi.advanceTimersByTime(PACE.look)
    expect(told).toHaveBeenCalledTimes(1)
  })

  test('nothing is kept of a round that everybody left', () => {
    const { hub } = open()
    const leave = hub.enter('r', present('amina'))
    vi.advanceTimersByTime(PACE.notice)
    leave()
    expect(hub.hereIn('r')).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
