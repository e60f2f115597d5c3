import { beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from '../support/app.js'
import { demoSite, exampleRound, type Site, wordsIn } from './rounds.js'

let site: Site
let page: string

beforeAll(async () => {
  site = await demoSite()
  page = (await site.facilitator.get(`/rounds/${site.now.id}`)).body
}, 60_000)

/** A row of the board as its cells. */
function rowOf(html: string, name: string): string[] {
  const row = new RegExp(`<tr[^>]*><th scope="row"[^>]*>${name}</th>(.*?)</tr>`, 's').exec(html)?.[1] ?? ''
  return row.split('</td>').map((cell) => wordsIn(cell).trim())
}

async function respondent(head: { id: string; assessment: string }, ...bodies: string[]): Promise<Browser> {
  const person = await site.person('Respondent')
  for (const body of bodies) {
    await site.store.participants.add(
      {
        person: person.id,
        assessment: head.assessment,
        role: 'respondent',
        round: head.id,
        body,
      },
      null,
    )
  }
  return site.as(person)
}

describe('the board', () => {
  test('shows the score of each sector and dimension, the voices heard there, and the gaps', () => {
    const [capacity, coherence, comprehensiveness, voices] = rowOf(page, 'Shelter')
    expect(capacity).toMatch(/^50 \d of \d$/)
    expect(coherence).toMatch(/^31 \d of \d$/)
    expect(comprehensiveness).toMatch(/^38 \d of \d$/)
    expect(voices).toMatch(/gap/)
    expect(rowOf(page, 'Enabling environment')[0]).toMatch(/^\d+ \d of \d$/)
  })

  test('names sectors shortly, and in full where the names differ', () => {
    expect(page).toContain('<th scope="row" title="Water and sanitation">Water</th>')
    expect(page).toContain('<th scope="row">Food</th>')
  })

  test('leads from each number to its arithmetic', async () => {
    const hrefs = [...page.matchAll(/<a class="m-cell" data-band="\d" href="([^"]+)"/g)].map(([, href]) => href ?? '')
    expect(hrefs.length).toBeGreaterThan(25)
    for (const href of hrefs.slice(0, 6)) {
      const [path, anchor] = href.split('#')
      expect((await site.facilitator.get(path ?? '')).body, href).toContain(`id="${anchor}"`)
    }
  })

  test('says where to act first and what needs attention', () => {
    const words = wordsIn(page)
    expect(words).toContain('Where to act first, as things stand')
    expect(words).toMatch(/1 Shelter urgency 1st/)
    expect(words).toMatch(/\d+ gaps of two levels or more/)
    expect(words).toContain('3 open blocking findings')
    expect(page).toContain(`<a class="ds-link" href="/rounds/${site.now.id}/findings">3 open blocking findings</a>`)
  })

  test('has no score where there are too few answers, and says what is missing', async () => {
    const round = exampleRound('rivermond-2026')
    const without = {
      ...round,
      positions: round.positions?.filter(({ item }) => !item.startsWith('food.')),
      agreed: round.agreed?.filter(({ item }) => !item.startsWith('food.')),
    }
    const head = await site.add(without, 'open')
    const { body } = await site.facilitator.get(`/rounds/${head.id}`)
    expect(rowOf(body, 'Food')[0]).toMatch(/^– no score, not enough answers 0 of \d$/)
    expect(body).toContain('data-band="none"')
    expect(wordsIn(body)).toContain('Food has too few answers for a score')
  })

  test('shows a sector out of scope as such, with no link', async () => {
    const note = 'Not here'
    const outOfScope = [{ sector: 'food', reason: 'not-in-mandate', note, date: '2026-01-01' }]
    const head = await site.add({ ...exampleRound('rivermond-2026'), outOfScope }, 'open')
    const { body } = await site.facilitator.get(`/rounds/${head.id}`)
    expect(rowOf(body, 'Food')[0]).toBe('– out of scope')
  })

  test('speaks French', async () => {
    const { body } = await site.facilitator.get(`/rounds/${site.now.id}?lang=fr`)
    expect(wordsIn(body)).toContain('Où agir d’abord, en l’état')
    await site.facilitator.get(`/rounds/${site.now.id}?lang=en`)
  })
})

describe('own answers on the board', () => {
  test('are counted for each cell, and lead to the first that is missing', async () => {
    const round = exampleRound('rivermond-2026')
    const body = round.bodies[0]?.id ?? ''
    const missing = round.positions
      ?.filter((one) => one.body === body && one.item.startsWith('shelter.'))
      .map(({ item }) => item)
    const head = await site.add(
      { ...round, positions: round.positions?.filter((one) => one.body !== body || one.item !== missing?.[1]) },
      'open',
    )
    const browser = await respondent(head, body)
    const mine = (await browser.get(`/rounds/${head.id}?show=mine`)).body
    expect(mine).toContain(`href="/rounds/${head.id}/bodies/${body}/answers/${missing?.[1]}"`)
    expect(wordsIn(mine)).toContain('My answers')
    expect(mine).not.toContain('class="m-rank"')
  })

  test('have a choice of bodies for whoever answers for two', async () => {
    const [one, two] = exampleRound('rivermond-2026').bodies
    const browser = await respondent(site.now, one?.id ?? '', two?.id ?? '')
    const { body } = await browser.get(`/rounds/${site.now.id}?show=mine&body=${two?.id}`)
    expect(body).toMatch(
      new RegExp(`&amp;body&#x3D;${two?.id}" aria-current="true"|&amp;body=${two?.id}" aria-current="true"`),
    )
  })

  test('are no choice for those who answer for nobody', () => {
    expect(page).not.toContain('m-switch')
  })
})

describe('who may see the board', () => {
  test('not the analyst, not a stranger, nobody of another assessment', async () => {
    expect((await site.analyst.get(`/rounds/${site.before.id}`)).statusCode).toBe(403)
    const stranger = await site.as()
    expect((await stranger.get(`/rounds/${site.now.id}`)).statusCode).toBe(303)
    const other = await site.as(await site.person('Other'))
    expect((await other.get(`/rounds/${site.now.id}`)).statusCode).toBe(404)
  })

  test('an observer, as one who has answered', async () => {
    const person = await site.person('Observer')
    await site.store.participants.add(
      {
        person: person.id,
        assessment: site.assessment,
        role: 'observer',
        round: site.now.id,
      },
      null,
    )
    const { body } = await (await site.as(person)).get(`/rounds/${site.now.id}`)
    expect(rowOf(body, 'Shelter')[0]).toMatch(/^50 /)
  })

  test('a round in preparation says that it can be answered later', async () => {
    const head = await site.add({ ...exampleRound('rivermond-2026'), positions: [], agreed: [] }, 'preparing')
    expect(wordsIn((await site.facilitator.get(`/rounds/${head.id}`)).body)).toContain('This round is being prepared.')
  })

  test('what people wrote is text', async () => {
    const round = exampleRound('rivermond-2026')
    const bodies = round.bodies.map((body) => ({ ...body, name: `<b>${body.name}` }))
    const head = await site.add({ ...round, bodies, positions: [] }, 'open')
    const { body } = await (await respondent(head, bodies[0]?.id ?? '')).get(`/rounds/${head.id}`)
    expect(body).not.toContain('<b>Federal')
    expect(body).toContain('&lt;b&gt;Federal')
  })
})
