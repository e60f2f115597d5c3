/** What is said to those who listen instead of looking, and what a page says whose session has ended. */
import { describe, expect } from 'vitest'
import { openChromium, testInChromium, type Visitor, violationsOf } from '../support/chromium.js'
import { startTestServer } from '../support/server.js'
import {
  choose,
  following,
  hearStreams,
  listenTo,
  PATIENTLY,
  saveState,
  says,
  stays,
  stopClock,
  together,
} from './together.js'

const visit = openChromium()
const server = await startTestServer()

describe('what is said to those who listen', () => {
  testInChromium('one sentence for a save, none for a letter', async () => {
    const round = await together(server, visit)
    const { tab } = await round.open('amina', round.item('q-11'))
    await stopClock(tab)
    const said = await listenTo(tab)
    await tab.locator('label[for="level-2"]').click()
    await tab.clock.runFor(700)
    await expect.poll(() => saveState(tab), PATIENTLY).toBe('saved')
    await tab.clock.runFor(5_000)
    expect(await said()).toEqual([expect.stringMatching(/^Saved at /)])
    await tab.locator('#comment').pressSequentially('Every letter of this is typed by itself')
    await tab.clock.runFor(500)
    expect(await said()).toHaveLength(1)
    await tab.clock.runFor(200)
    await expect.poll(async () => (await round.history('q-11')).at(-1)?.value?.comment, PATIENTLY).toContain('itself')
    await expect.poll(() => saveState(tab), PATIENTLY).toBe('saved')
    await tab.clock.runFor(5_000)
    expect(await said()).toEqual([expect.stringMatching(/^Saved at /), expect.stringMatching(/^Saved at /)])
  })

  testInChromium('one sentence for what others change, however much it is, and then a rest', async () => {
    const round = await together(server, visit)
    await round.answer('house', 'q-11', 2)
    const amina = await round.open('amina', round.item('q-11'))
    const leader = await round.open('leader')
    for (const { tab } of [amina, leader]) await stopClock(tab)
    const said = await listenTo(amina.tab)
    const onBoard = await listenTo(leader.tab)
    const words = 'What others say on this question has changed'
    for (const level of [0, 1, 2, 3, 4, 3] as const) {
      await round.answer('owner', 'q-11', level)
      await says(amina, '#others', new RegExp(`owner\\s+Owners\\s+level\\s+${level}`))
    }
    for (const { tab } of [amina, leader]) await tab.clock.runFor(5_000)
    expect(await said()).toEqual([words])
    expect(await onBoard()).toEqual(['The board has changed'])
    // What came while it rested is told together, once.
    await amina.tab.clock.runFor(35_000)
    expect(await said()).toEqual([words, words])
    await amina.tab.clock.runFor(60_000)
    // An answer to another question is none of this page's.
    await round.answer('owner', 'q-12', 1)
    await expect.poll(async () => (await round.history('q-12', 'owner')).length, PATIENTLY).toBe(1)
    await amina.tab.clock.runFor(5_000)
    expect(await said()).toEqual([words, words])
  })

  testInChromium('who is here is no news', async () => {
    const round = await together(server, visit)
    const leader = await round.open('leader')
    const said = await listenTo(leader.tab)
    const streams = await hearStreams(await round.open('peter'))
    const amina = await round.open('amina')
    await says(leader, '#here', 'Amina Haddad')
    await amina.leave()
    await expect.poll(() => leader.tab.locator('#here li').count(), PATIENTLY).toBe(2)
    expect(await said()).toEqual([])
    expect(await streams()).toContain('part')
  })
})

describe('a session that ends', () => {
  /** Milliseconds that a stream may outlive its session. */
  const SOON = 5_000

  testInChromium(
    'everywhere, by the person’s own hand elsewhere, takes its streams along and leaves the words',
    async () => {
      const round = await together(server, visit)
      const [amina, peter] = [await round.open('amina', round.item('q-11')), await round.open('peter')]
      await amina.tab.fill('#comment', 'Typed before it ended')
      const ended = streamEnd(amina.tab)
      const account = await visit({ locale: 'en' })
      await server.signIn(account, round.person('amina'))
      await account.tab.goto(`${server.address}/account`)
      await account.tab.getByRole('button', { name: 'Sign out everywhere', exact: true }).click()
      const at = performance.now()
      await ended
      expect(performance.now() - at).toBeLessThan(SOON)
      await says(amina, '[data-live-state]', 'You are signed out')
      expect(await violationsOf(amina.tab)).toEqual([])
      await round.answer('house', 'q-12', 4)
      // Others go on, and hear what she does not.
      await expect.poll(() => peter.tab.locator('[data-live-state]').textContent(), PATIENTLY).toBe('')
      await choose(amina, 3)
      await says(amina, '.m-save', 'you are signed out')
      expect(await round.history('q-11')).toEqual([])
      // In again from another tab, the page follows again, and what waited is saved once.
      await server.signIn(amina, round.person('amina'))
      await following(amina, () => amina.tab.reload())
      await expect.poll(async () => (await round.history('q-11')).length, PATIENTLY).toBe(1)
      expect((await round.history('q-11'))[0]?.value).toMatchObject({ level: 3, comment: 'Typed before it ended' })
    },
  )

  testInChromium(
    'a part that is taken away ends the page’s stream, and its page says so without a reload',
    async () => {
      const round = await together(server, visit)
      const [leader, olga] = [await round.open('leader'), await round.open('olga')]
      const stay = await stays(olga)
      const heard = await hearStreams(await round.open('olga'))
      await says(leader, '#here', 'Olga Silva')
      const ended = streamEnd(olga.tab)
      await round.remove('olga')
      const at = performance.now()
      await ended
      expect(performance.now() - at).toBeLessThan(SOON)
      await says(olga, '[data-live-state]', 'no longer take part in this round')
      await stay()
      const before = await heard()
      await round.answer('house', 'q-11', 4)
      await expect.poll(() => leader.tab.locator('#here').innerText(), PATIENTLY).not.toContain('Olga Silva')
      expect(await heard()).toBe(before)
    },
  )
})

/** Resolves when the stream that a page has now is closed, by either side. */
const streamEnd = (tab: Visitor['tab']): Promise<void> =>
  new Promise((done) => {
    for (const event of ['requestfinished', 'requestfailed'] as const) {
      tab.on(event as 'requestfinished', (request) => {
        if (new URL(request.url()).pathname.endsWith('/live')) done()
      })
    }
  })
