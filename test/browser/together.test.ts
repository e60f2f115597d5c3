/** Three people in three browsers answer one round: who is here, two hands on one answer, a minute without a network. */
import { describe, expect } from 'vitest'
import { openChromium, testInChromium, violationsOf } from '../support/chromium.js'
import { startTestServer } from '../support/server.js'
import {
  choose,
  following,
  PATIENTLY,
  press,
  reaches,
  saveState,
  says,
  stays,
  stopClock,
  together,
} from './together.js'

const visit = openChromium()
const server = await startTestServer()
const MINUTE = 60_000

describe('who is here', () => {
  testInChromium('each sees the others and where they are, and that one has left', async () => {
    const round = await together(server, visit)
    const elsewhere = await together(server, visit)
    const leader = await round.open('leader')
    const amina = await round.open('amina')
    const olga = await round.open('olga', round.item('q-11', 'owner'))
    const stranger = await elsewhere.open('peter')
    for (const visitor of [leader, amina]) {
      await expect.poll(() => visitor.tab.locator('#here li').count(), PATIENTLY).toBe(3)
      for (const name of ['Ines Moreau', 'Amina Haddad', 'Olga Silva']) await says(visitor, '#here', name)
      await says(visitor, '#here', /Olga Silva[\s\S]*question 1/)
      expect(await visitor.tab.locator('#here').innerText()).not.toContain('Peter Stein')
    }
    await says(leader, '#here', /Ines Moreau \(you\)/)
    await says(amina, '#here', /Amina Haddad \(you\)/)
    // Who takes no part in this round is neither seen nor sees.
    expect(await stranger.tab.locator('#here').innerText()).not.toContain('Olga Silva')
    expect((await stranger.tab.goto(`${server.address}/rounds/${round.round}`))?.status()).toBe(404)
    // What one is at is told, what one says there is not.
    await choose(olga, 2)
    await reaches(olga, 'saved')
    expect(await amina.tab.locator('#here').innerText()).not.toMatch(/In part|level/)
    const stay = await stays(leader)
    await following(olga, () => olga.tab.goto(`${server.address}/rounds/${round.round}/results`))
    await says(leader, '#here', /Olga Silva[\s\S]*Elsewhere in the round/)
    await olga.leave()
    await expect.poll(() => leader.tab.locator('#here li').count(), PATIENTLY).toBe(2)
    expect(await leader.tab.locator('#here').innerText()).not.toContain('Olga Silva')
    await stay()
  })
})

describe('two people of one body at the same answer', () => {
  /** Amina saves, Peter has the page of before and writes as well. */
  async function bothWrite() {
    const round = await together(server, visit)
    const page = round.item('q-11')
    const [leader, amina, peter] = [
      await round.open('leader', page),
      await round.open('amina', page),
      await round.open('peter', page),
    ]
    await choose(amina, 1)
    await amina.tab.fill('#comment', 'Nobody is there on Mondays')
    await expect.poll(async () => (await round.history('q-11')).at(-1)?.value?.comment, PATIENTLY).toContain('Mondays')
    await choose(peter, 3)
    await peter.tab.fill('#comment', 'There is a rota <since May>')
    await reaches(peter, 'conflict')
    const before = await round.history('q-11')
    expect(before.every(({ personName }) => personName === 'Amina Haddad')).toBe(true)
    await press(peter, 'Look at both')
    const { tab } = peter
    expect(await tab.locator('h1').innerText()).toBe('Amina Haddad changed this answer')
    const theirs = tab.locator('section[aria-labelledby="theirs"]')
    const mine = tab.locator('section[aria-labelledby="mine"]')
    for (const words of [/Now in the round: Amina Haddad/, /Saved at \d\d:\d\d/, /level 1: Volunteers/, /on Mondays/]) {
      expect(await theirs.innerText()).toMatch(words)
    }
    for (const words of ['Not saved yet', 'level 3: A team', 'There is a rota <since May>']) {
      expect(await mine.innerText()).toContain(words)
    }
    expect(await theirs.isVisible()).toBe(true)
    expect(await mine.isVisible()).toBe(true)
    expect(await violationsOf(tab)).toEqual([])
    // To look is no save.
    expect(await round.history('q-11')).toEqual(before)
    return { round, leader, amina, peter, before }
  }

  testInChromium('mine stays: it is the answer, and the other remains in the history', async () => {
    const { round, leader, peter, before } = await bothWrite()
    await press(peter, 'Use mine')
    await reaches(peter, 'saved')
    const events = await round.history('q-11')
    expect(events.slice(0, -1)).toEqual(before)
    expect(events.at(-1)).toMatchObject({
      ...{ personName: 'Peter Stein', basedOn: before.at(-1)?.revision },
      value: { level: 3, comment: 'There is a rota <since May>' },
    })
    expect(await peter.tab.isChecked('#level-3')).toBe(true)
    await says(leader, '#others', /house\s+Houses\s+level\s+3/)
  })

  testInChromium('theirs stays: nothing is saved, and nothing comes back by itself', async () => {
    const { round, amina, peter, before } = await bothWrite()
    await following(peter, () => peter.tab.getByRole('link', { name: 'Keep theirs' }).click())
    expect(await peter.tab.isChecked('#level-1')).toBe(true)
    expect(await peter.tab.inputValue('#comment')).toBe('Nobody is there on Mondays')
    await following(peter, () => peter.tab.reload())
    expect(await peter.tab.inputValue('#comment')).toBe('Nobody is there on Mondays')
    expect(await round.history('q-11')).toEqual(before)
    // The next word of either rests on what both see.
    await choose(peter, 4)
    await expect.poll(async () => (await round.history('q-11')).at(-1)?.value?.level, PATIENTLY).toBe(4)
    await amina.tab.reload()
    expect(await amina.tab.isChecked('#level-4')).toBe(true)
  })
})

describe('a minute without a network', () => {
  testInChromium('is told as it is; all that was typed is saved once, in order, while others went on', async () => {
    const round = await together(server, visit)
    const amina = await round.open('amina', round.item('q-11'))
    const { tab } = amina
    const peter = await round.open('peter', round.item('q-12'))
    const leader = await round.open('leader', round.item('q-11'))
    await stopClock(tab)
    const asked: string[] = []
    tab.on('request', (request) => {
      if (request.method() === 'PUT') asked.push(request.postData() ?? '')
    })
    await tab.context().setOffline(true)
    await choose(amina, 2)
    await tab.clock.runFor(1_000)
    await reaches(amina, 'waiting')
    await tab.locator('#comment').pressSequentially('Two of five')
    await tab.clock.runFor(1_000)
    await tab.locator('label[for="confidence-documented"]').click()
    await choose(amina, 3)
    await tab.clock.runFor(1_000)
    await says(amina, '.m-save', 'Waiting for the network, answers: 1')
    await choose(peter, 1)
    await reaches(peter, 'saved')
    const before = asked.length
    // 1, 2, 4, 8, 16 and 30 seconds lie between the tries.
    for (let second = 0; second < MINUTE / 1_000; second++) await tab.clock.runFor(1_000)
    const tries = asked.length - before
    expect(tries).toBeGreaterThanOrEqual(3)
    expect(tries).toBeLessThanOrEqual(7)
    await says(amina, '[data-live-state]', 'Not up to date')
    await tab.clock.resume()
    expect(await violationsOf(tab)).toEqual([])
    expect(await round.history('q-11')).toEqual([])
    await tab.context().setOffline(false)
    await expect.poll(() => saveState(tab), PATIENTLY).toBe('saved')
    const events = await round.history('q-11')
    expect(events.at(-1)?.value).toMatchObject({ level: 3, comment: 'Two of five', confidence: 'documented' })
    expect(events.length).toBeLessThanOrEqual(3)
    expect(new Set(events.map(({ key }) => key)).size).toBe(events.length)
    expect((await round.history('q-12')).map(({ value }) => value?.level)).toEqual([1])
    await says(leader, '#others', /house\s+Houses\s+level\s+3/)
    await expect.poll(() => tab.locator('[data-live-state]').textContent(), PATIENTLY).toBe('')
  })

  testInChromium('of writes alone: pages come, answers of several of them wait and outlive a reload', async () => {
    const round = await together(server, visit)
    const amina = await round.open('amina', round.item('q-11'))
    const { tab } = amina
    const go = (item: string) => following(amina, () => tab.goto(`${server.address}/rounds/${round.round}${item}`))
    const puts: string[] = []
    await tab.route('**/answers/*', (route) => {
      if (route.request().method() !== 'PUT') return route.continue()
      puts.push(new URL(route.request().url()).pathname.split('/').at(-1) ?? '')
      return route.abort()
    })
    const given = ['q-14', 'q-11', 'q-12'] as const
    for (const [place, item] of given.entries()) {
      await go(round.item(item))
      await choose(amina, 2)
      await tab.fill('#comment', `Written in the cellar, ${item}`)
      await says(amina, '.m-save', `answers: ${place + 1}`)
    }
    await following(amina, () => tab.reload())
    expect(await tab.inputValue('#comment')).toBe('Written in the cellar, q-12')
    expect(await tab.isChecked('#level-2')).toBe(true)
    await says(amina, '.m-save', 'answers: 3')
    // Somebody else of the body was there first for one of them.
    const peter = await round.open('peter', round.item('q-14'))
    await choose(peter, 4)
    await reaches(peter, 'saved')
    for (const item of given) expect((await round.history(item)).length).toBe(item === 'q-14' ? 1 : 0)
    await go('')
    await says(amina, '[data-outbox]', 'No connection')
    expect(puts.length).toBeGreaterThan(given.length)
    await tab.unroute('**/answers/*')
    await go(round.item('q-11'))
    for (const item of ['q-11', 'q-12']) {
      await expect
        .poll(async () => (await round.history(item)).at(-1)?.value?.comment, PATIENTLY)
        .toBe(`Written in the cellar, ${item}`)
    }
    const [first, second] = [await round.history('q-11'), await round.history('q-12')]
    expect(first.at(-1)!.revision).toBeLessThan(second[0]!.revision)
    // The one that somebody else gave meanwhile stands, and both can be looked at.
    expect((await round.history('q-14')).map(({ value }) => value?.level)).toEqual([4])
    await go(round.item('q-14'))
    expect(await tab.inputValue('#comment')).toBe('Written in the cellar, q-14')
    await reaches(amina, 'conflict')
    await press(amina, 'Look at both')
    await press(amina, 'Use mine')
    const last = await round.history('q-14')
    expect(last.map(({ personName }) => personName)).toEqual(['Peter Stein', 'Amina Haddad'])
    expect(last.at(-1)?.value).toMatchObject({ level: 2, comment: 'Written in the cellar, q-14' })
    // Nothing twice: each event is another key, and no two in a row say the same.
    for (const events of [first, second, last]) {
      expect(new Set(events.map(({ key }) => key)).size).toBe(events.length)
      const values = events.map(({ value }) => JSON.stringify(value))
      expect(values.filter((value, place) => value === values[place - 1])).toEqual([])
    }
  })

  testInChromium('a save whose reply was lost is sent again, and is saved once', async () => {
    const round = await together(server, visit)
    const amina = await round.open('amina', round.item('q-11'))
    const { tab } = amina
    let sent = 0
    await tab.route('**/answers/*', async (route) => {
      if (route.request().method() !== 'PUT') return route.continue()
      sent += 1
      if (sent > 2) return route.continue()
      // It arrives, but nobody hears of it.
      await route.fetch()
      return route.abort()
    })
    await choose(amina, 3)
    await reaches(amina, 'saved')
    expect(sent).toBe(3)
    expect((await round.history('q-11')).map(({ value }) => value?.level)).toEqual([3])
  })
})
