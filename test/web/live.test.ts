import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { SESSION_COOKIE } from '../../src/web/context.js'
import { type Answering, answering } from '../support/answering.js'
import type { Browser } from '../support/app.js'
import { type Listening, listen } from '../support/live.js'
import { documentOf } from '../support/page.js'

let address: string
let t: Answering

beforeAll(async () => {
  t = await answering()
  address = await listenFor(t)
})
beforeEach(async () => {
  t = await answering()
})
afterAll(async () => {
  await t.app.close()
})

const board = () => `/rounds/${t.head.id}`

async function listenFor({ app }: Answering): Promise<string> {
  await app.listen({ port: 0, host: '127.0.0.1' })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

/** Opens a stream and waits for the state of its page. */
async function follow(browser: Browser, page: string): Promise<Listening> {
  const listening = await listen(address, browser, page)
  expect(listening.response.statusCode).toBe(200)
  await expect.poll(() => listening.part('round-state')).toBeDefined()
  return listening
}

const changesOf = ({ events }: Listening) => events.filter(({ event }) => event === 'change').map(({ data }) => data)

describe('a stream', () => {
  test('passes through proxies that hold back: no cache, no transformation, no buffer, two kilobytes at once', async () => {
    const { response, text } = await follow(t.leader, board())
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
    expect(response.headers['set-cookie']).toBeUndefined()
    expect(text()).toMatch(/^: {2000,}\nretry: \d+\n\n/)
  })

  test('begins with the parts as the page has them', async () => {
    for (const [browser, page, ids] of [
      [t.leader, board(), ['row-collection', 'board-first', 'board-attention', 'here', 'round-state']],
      [t.house, `${board()}?show=mine`, ['row-collection', 'board-attention']],
      [t.house, t.at(''), ['progress-lead', 'chapters']],
      [t.house, t.at('/answers/q-11'), ['others', 'steps', 'level-0-positions']],
    ] as const) {
      const page0 = documentOf((await browser.get(page)).body)
      const stream = await follow(browser, page)
      for (const id of ids) {
        await expect.poll(() => stream.part(id), { message: id }).toBeDefined()
        const holder = documentOf(`<body><table>${stream.part(id)}</table></body>`)
        const plain = (html: string | undefined) => html?.replace(/\s+/g, ' ').trim()
        expect(plain(holder.getElementById(id)?.outerHTML), id).toBe(plain(page0.getElementById(id)?.outerHTML))
      }
    }
  })

  test('sends only what changed', async () => {
    const stream = await follow(t.house, `${board()}?show=mine`)
    const before = stream.events.length
    await t.put(t.house, 'q-11', { level: 2 })
    await expect.poll(() => changesOf(stream)).toEqual([{ kind: 'answer', body: 'house', item: 'q-11' }])
    const ids = stream.events.slice(before).flatMap(({ event, data }) => (event === 'part' ? [data.id] : []))
    expect(ids).toContain('row-collection')
    expect(ids).not.toContain('row-learning')
    expect(ids).not.toContain('round-state')
  })

  test('is in the language of its page, and tells no other page', async () => {
    const stream = await follow(t.leader, `${board()}?lang=fr`)
    await expect.poll(() => stream.part('here')).toContain('(vous)')
    expect(documentOf((await t.leader.get(board())).body).documentElement.getAttribute('lang')).toBe('en')
  })

  test('says when the round’s state changes', async () => {
    const stream = await follow(t.house, t.at(''))
    await t.store.rounds.setState(t.head.id, 'meeting', {}, null)
    await expect.poll(() => stream.part('round-state')).toContain('meeting')
    expect(changesOf(stream)).toContainEqual({ kind: 'round' })
  })

  test('is nothing to look at', async () => {
    expect((await t.leader.get(`${board()}/live`)).statusCode).toBe(406)
  })
})

describe('the blind rule in a stream', () => {
  test('a body hears nothing of a hidden position, and sees it with its own answer', async () => {
    const stream = await follow(t.owner, t.at('/answers/q-11', 'owner'))
    const onBoard = await follow(t.owner, board())
    await t.put(t.house, 'q-11', { level: 4, comment: 'secret <i>words</i>' })
    await t.put(t.owner, 'q-21', { level: 1 }, 'owner')
    await expect.poll(() => changesOf(onBoard)).toEqual([{ kind: 'answer', body: 'owner', item: 'q-21' }])
    expect(stream.text() + onBoard.text()).not.toContain('secret')
    await t.put(t.owner, 'q-11', { level: 1 }, 'owner')
    await expect.poll(() => stream.part('others')).toContain('secret &lt;i&gt;words&lt;/i&gt;')
    expect(stream.part('level-4-positions')).toContain('house')
    expect(stream.part('steps')).toContain('data-done')
    await t.put(t.house, 'q-11', { level: 3 })
    await expect.poll(() => changesOf(stream)).toContainEqual({ kind: 'answer', body: 'house', item: 'q-11' })
  })

  test('a note of a body is known to that body alone', async () => {
    const streams = [await follow(t.house, board()), await follow(t.leader, board()), await follow(t.owner, board())]
    const person = t.house.person!.id
    const note = { round: t.head.id, item: 'q-11', body: 'house', person, lang: 'en', isPrivate: true }
    await t.store.discussion.add({ ...note, text: 'For us only' })
    await t.put(t.owner, 'q-21', { level: 1 }, 'owner')
    await expect.poll(() => changesOf(streams[2]!).length).toBe(1)
    const seen = streams.map((stream) => changesOf(stream).filter(({ kind }) => kind === 'discussion').length)
    expect(seen).toEqual([1, 0, 0])
  })

  test.each([
    ['another body’s page', () => [t.owner, t.at('/answers/q-11')] as const, 403],
    ['an observer at a body’s page', () => [t.observer, t.at('')] as const, 403],
    ['a body that does not exist', () => [t.leader, t.at('', 'nobody')] as const, 404],
    ['a stranger', () => [t.stranger, board()] as const, 404],
  ])('%s is refused', async (_, place, status) => {
    const [browser, page] = place()
    const { response, close } = await listen(address, browser, page)
    expect(response.statusCode).toBe(status)
    close()
  })
})

describe('who is here now', () => {
  test('is told with the place, in the reader’s words', async () => {
    const stream = await follow(t.leader, board())
    expect(documentOf((await t.leader.get(board())).body).getElementById('here')?.textContent).toContain('Lena (you)')
    await follow(t.house, t.at('/answers/q-12'))
    await expect.poll(() => stream.part('here'), { timeout: 15_000 }).toContain('Amina')
    const line = documentOf(stream.part('here')!).querySelector('[data-place="1"]')
    expect(line?.textContent).toMatch(/Amina.*question 2/s)
    expect(stream.part('here')).not.toContain('aria-live')
    expect(documentOf((await t.owner.get(board())).body).getElementById('here')?.textContent).toContain('Amina')
  }, 20_000)
})

describe('a stream ends', () => {
  const SOON = { timeout: 5_000, interval: 50 }

  test('with its session', async () => {
    const [stream, other] = [await follow(t.house, board()), await follow(t.leader, board())]
    await t.store.sessions.end(t.house.cookies[SESSION_COOKIE]!)
    await expect.poll(stream.isEnded, SOON).toBe(true)
    expect(other.isEnded()).toBe(false)
  }, 10_000)

  test('with the part in the assessment, and with the account', async () => {
    const [owner, observer] = [await follow(t.owner, board()), await follow(t.observer, board())]
    const [part] = await t.store.participants.listOfPerson(t.owner.person!.id)
    await t.store.participants.remove(part!.id, null)
    await t.store.people.update(t.observer.person!.id, { disabledAt: new Date().toISOString() }, null)
    await expect.poll(() => [owner.isEnded(), observer.isEnded()], SOON).toEqual([true, true])
    expect((await listen(address, t.owner, board())).response.statusCode).toBe(404)
  }, 10_000)

  test('with the server, which does not wait for pages that are open', async () => {
    const other = await answering('open', () => new Date())
    const stream = await listen(await listenFor(other), other.leader, `/rounds/${other.head.id}`)
    await other.app.close()
    await expect.poll(stream.isEnded, SOON).toBe(true)
  }, 10_000)
})
