/** A round with its people in three browsers and more: blind until it is opened, then the meeting, then the closing. */
import { describe, expect } from 'vitest'
import { openChromium, testInChromium, type Visitor, violationsOf } from '../support/chromium.js'
import { startTestServer } from '../support/server.js'
import { choose, following, hearStreams, holds, PATIENTLY, press, reaches, says, stays, together } from './together.js'

const visit = openChromium()
const server = await startTestServer()

/** Where a visitor is, below the round. */
const whereIs = ({ tab }: Visitor) => new URL(tab.url()).pathname.split('/').slice(3).join('/')

describe('blind until the facilitator opens a sector', () => {
  testInChromium('pages and streams of another body hold nothing of it, then show it without a reload', async () => {
    const round = await together(server, visit, 'facilitator')
    for (const item of ['q-21', 'q-22']) await round.answer('house', item, 3)
    const leader = await round.open('leader', '/manage')
    const [amina, peter] = [
      await round.open('amina', round.item('q-11')),
      await round.open('peter', round.item('q-12')),
    ]
    const pages = {
      question: await round.open('olga', round.item('q-11', 'owner')),
      board: await round.open('olga'),
      results: await round.open('olga', '/results'),
      item: await round.open('olga', '/results/items/q-11'),
      agenda: await round.open('olga', '/meeting?show=all'),
    }
    const hers = Object.values(pages)
    const heard = await Promise.all(hers.map(hearStreams))
    await choose(amina, 4)
    await amina.tab.fill('#comment', 'Sealed in red wax')
    await choose(peter, 1)
    for (const item of ['q-11', 'q-12']) {
      await expect.poll(async () => (await round.history(item)).length, PATIENTLY).toBeGreaterThan(0)
    }
    await expect.poll(async () => (await round.history('q-11')).at(-1)?.value?.comment, PATIENTLY).toContain('wax')
    // Her own answer comes after theirs: what she was to hear of them would be there with it.
    await choose(pages.question, 0)
    await reaches(pages.question, 'saved')
    const own = `"body":"owner","item":"q-11"`
    for (const stream of heard) await expect.poll(stream, PATIENTLY).toContain(own)
    for (const stream of heard) {
      const text = await stream()
      expect(text).not.toContain('red wax')
      expect(text).not.toContain('"body":"house"')
    }
    expect(await pages.question.tab.locator('#others .m-closed').innerText()).toContain('until the facilitator opens')
    const before = await Promise.all(hers.map(({ tab }) => tab.locator('main').innerText()))
    for (const { tab } of hers) {
      await following({ tab } as Visitor, () => tab.reload())
      expect(await tab.content()).not.toContain('red wax')
    }
    const after = await Promise.all(hers.map(({ tab }) => tab.locator('main').innerText()))
    expect(after[2]).toBe(before[2])
    expect(after[4]).toBe(before[4])

    const stay = await Promise.all(hers.map(stays))
    await press(leader, 'Open Collection')
    await holds(pages.question, '#others', 'Sealed in red wax')
    await says(pages.board, '#row-collection', /\d/)
    await says(pages.results, '.m-heat', /Collection\s+\d/)
    await holds(pages.item, 'main', 'Sealed in red wax')
    await says(pages.agenda, '#agenda', 'Collection')
    for (const check of stay) await check()
    // What was not opened stays hidden.
    expect(await pages.results.tab.locator('.m-heat').innerText()).not.toMatch(/Programme\s+\d/)
    await following(leader, () => leader.tab.goto(`${server.address}/rounds/${round.round}/results`))
    await says(leader, '.m-heat', /Programme\s+\d/)
    for (const { tab } of hers) expect(await violationsOf(tab)).toEqual([])
  })
})

describe('the meeting', () => {
  testInChromium('moves by keys and takes its followers along; what is agreed appears as it is typed', async () => {
    const round = await together(server, visit)
    for (const [item, house, owner] of [
      ['q-11', 0, 4],
      ['q-21', 1, 4],
      ['q-31', 3, 1],
    ] as const) {
      await round.answer('house', item, house)
      await round.answer('owner', item, owner)
    }
    const leader = await round.open('leader', '/manage')
    const amina = await round.open('amina', '/meeting')
    const olga = await round.open('olga', '/meeting')
    const peter = await round.open('peter', round.item('q-12'))
    await press(leader, 'Begin the meeting')
    await says(peter, '#shut', 'The round is in its meeting')
    for (const follower of [amina, olga, peter]) await says(follower, '#round-state', 'in the meeting')

    await following(leader, () => leader.tab.goto(`${server.address}/rounds/${round.round}/meeting`))
    await leader.tab.locator('#present-house').check()
    await press(leader, 'Record who is there')
    for (const follower of [amina, olga]) await says(follower, '#attendance', /One of 3 voices[\s\S]*house/)

    await following(leader, () => leader.tab.getByRole('link', { name: 'Start with the first item' }).click())
    await following(leader, () => leader.tab.keyboard.press('f'))
    expect(await leader.tab.locator('html[data-present]').count()).toBe(1)
    const first = whereIs(leader)
    const wander = async (to: string) => {
      for (const follower of [amina, olga]) await expect.poll(() => whereIs(follower), PATIENTLY).toBe(to)
    }
    for (const follower of [amina, olga]) await follower.tab.locator('[data-follow]').click()
    await wander(first)
    const go = (key: string) => following(leader, () => leader.tab.keyboard.press(key))
    await go('n')
    const second = whereIs(leader)
    expect(second).not.toBe(first)
    await wander(second)
    await go('p')
    await wander(first)
    for (const follower of [amina, olga]) await says(follower, '#now', 'It is at this item')

    const item = first.split('/').at(-1) ?? ''
    const stay = await Promise.all([amina, olga].map(stays))
    await leader.tab.keyboard.press('2')
    for (const follower of [amina, olga]) await says(follower, '#agreed .m-verdict', '2')
    await leader.tab.keyboard.press('j')
    await leader.tab.keyboard.type('Two posts until <winter>')
    for (const follower of [amina, olga]) await says(follower, '#agreed', 'Two posts until <winter>')
    await reaches(leader, 'saved')
    await leader.tab.keyboard.press('Escape')
    expect((await round.history(item, '')).at(-1)).toMatchObject({
      ...{ personName: 'Ines Moreau', value: { level: 2, rationale: 'Two posts until <winter>' } },
    })
    await press(leader, 'Undo')
    for (const follower of [amina, olga]) {
      await expect
        .poll(() => follower.tab.locator('#agreed').innerText(), PATIENTLY)
        .not.toContain('Two posts until <winter>')
      await says(follower, '#agreed .m-verdict', '2')
    }
    for (const check of stay) await check()
    expect((await round.history(item, '')).map(({ value }) => value?.rationale ?? '')).toContain(
      'Two posts until <winter>',
    )
    for (const { tab } of [leader, amina]) expect(await violationsOf(tab)).toEqual([])
    // Who stops following stays where they are.
    await amina.tab.locator('[data-follow]').click()
    await go('n')
    await expect.poll(() => whereIs(olga), PATIENTLY).toBe(second)
    await says(amina, '#now', 'It is at:')
    expect(whereIs(amina)).toBe(first)
  })
})

describe('the closing', () => {
  testInChromium('open pages follow: submitted, asked for changes, signed, locked, opened again', async () => {
    const round = await together(server, visit)
    await round.answer('house', 'q-12', 3)
    const amina = await round.open('amina', round.item('q-11'))
    const peter = await round.open('peter', '/bodies/house')
    const olga = await round.open('olga', '/closing')
    const leader = await round.open('leader', '/manage/close')
    const stay = await stays(amina)

    await amina.tab.fill('#comment', 'Not yet chosen a level')
    await press(peter, 'Submit the answers')
    await says(amina, '#shut', 'The answers of this body are submitted')
    expect(await amina.tab.locator('#level-2').isDisabled()).toBe(true)
    expect(await amina.tab.locator('#comment').isEditable()).toBe(false)
    expect(await amina.tab.inputValue('#comment')).toBe('Not yet chosen a level')
    expect(await amina.tab.getByRole('link', { name: 'Show this page as it stands now' }).isVisible()).toBe(true)
    expect(await violationsOf(amina.tab)).toEqual([])
    await says(leader, '#bodies', /house[\s\S]*Submitted/)

    await following(leader, () => leader.tab.goto(`${server.address}/rounds/${round.round}/bodies/house`))
    await leader.tab.fill('#submission-note', 'Look at the first question again')
    await press(leader, 'Ask for changes')
    await says(peter, '#submission', 'Look at the first question again')
    await expect.poll(() => amina.tab.locator('#shut').innerText(), PATIENTLY).toBe('')
    await choose(amina, 2)
    await expect
      .poll(async () => (await round.history('q-11')).at(-1)?.value, PATIENTLY)
      .toMatchObject({ level: 2, comment: 'Not yet chosen a level' })
    await stay()

    await following(leader, () => leader.tab.goto(`${server.address}/rounds/${round.round}/manage/close`))
    await following(peter, () => peter.tab.reload())
    await press(peter, 'Submit the answers')
    await says(amina, '#shut', 'submitted')
    await press(olga, 'Sign as Olga Silva for Owners')
    await says(leader, '#sign-offs', /Owners[\s\S]*Signed[\s\S]*Olga Silva/)
    await following(peter, () => peter.tab.goto(`${server.address}/rounds/${round.round}/closing`))
    await press(peter, 'Sign as Peter Stein for Houses')
    await says(olga, '#closing', /Peter Stein/)
    await says(leader, '#lock', 'one voice has not signed')

    const results = await round.open('olga', '/results')
    expect(await results.tab.locator('.m-heat').innerText()).not.toMatch(/Collection\s+\d/)
    const watching = await stays(results)
    await leader.tab.fill('#note', 'The visitors have no body yet')
    await leader.tab.check('#confirm')
    await press(leader, 'Lock the round')
    for (const visitor of [amina, peter, olga, results, leader]) await says(visitor, '#round-state', 'closed')
    await says(amina, '#shut', 'The round is closed')
    for (const visitor of [peter, olga]) await says(visitor, '#closing', 'The visitors have no body yet')
    await says(results, '.m-heat', /Collection\s+\d/)
    await watching()
    expect(await amina.tab.locator('#level-4').isDisabled()).toBe(true)
    expect((await round.history('q-11')).at(-1)?.value).toMatchObject({ level: 2 })

    await leader.tab.check('#to-open')
    await leader.tab.fill('#reason', 'A number was missing')
    await press(leader, 'Open it again')
    for (const visitor of [amina, peter, olga, results]) await says(visitor, '#round-state', 'open until')
    for (const visitor of [peter, olga]) await says(visitor, '#closing', 'A number was missing')
    await says(amina, '#shut', 'The answers of this body are submitted')
    await watching()
    await following(peter, () => peter.tab.goto(`${server.address}/rounds/${round.round}/bodies/house`))
    await press(peter, 'Take the answers back')
    await expect.poll(() => amina.tab.locator('#shut').innerText(), PATIENTLY).toBe('')
    await choose(amina, 3)
    await expect.poll(async () => (await round.history('q-11')).at(-1)?.value?.level, PATIENTLY).toBe(3)
    await stay()
  })
})
