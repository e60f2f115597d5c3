import { beforeAll, describe, expect, test } from 'vitest'
import { demoSite, exampleRound, type Site, wordsIn } from './rounds.js'

let site: Site
let results: string
let page: string

beforeAll(async () => {
  site = await demoSite()
  results = `/rounds/${site.now.id}/results`
  page = (await site.facilitator.get(results)).body
}, 60_000)

/** The ranked sectors of a page, first to last. */
const ranked = (html: string) =>
  [
    ...html.matchAll(/<tr><td><span class="m-rank"[^>]*>(\d+)<\/span>\s*<\/td>\s*<th scope="row"><a [^>]*>([^<]+)</g),
  ].map(([, rank, name]) => `${rank} ${name}`)

describe('the results page', () => {
  test('opens with the sentence of the report and ranks every sector with its reasons', () => {
    expect(wordsIn(page)).toContain('Shelter, then Documents.')
    expect(ranked(page)).toEqual([
      ...['1 Shelter', '2 Documents', '3 Security', '4 Justice', '5 Information', '6 Infrastructure'],
      ...['7 Food', '8 Education', '9 Water'],
    ])
    expect(wordsIn(page)).toContain('urgency 1st, interdependence 1st, need 4th')
  })

  test('has every part: heat map, influence, voices, divergences, findings, actions, what is missing', () => {
    const headings = [...page.matchAll(/<h2[^>]*>([^<]+)<\/h2>/g)].map(([, text]) => text?.trim())
    expect(headings).toEqual([
      ...[
        'Ranked list',
        'Sectors by dimension',
        'Who drives whom',
        'What each voice thinks',
        'Where the voices differ',
      ],
      ...[
        'Findings: rules that stand in the way',
        'What could be done',
        'What is missing',
        'Try other weights',
        'Keys',
      ],
    ])
    expect(page.match(/class="plot influence"/g)).toHaveLength(2)
    expect(page).toContain('class="plot voices"')
  })

  test('has no two things with one id', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  test('leads from every number to a place that exists', async () => {
    const hrefs = new Set([...page.matchAll(/href="(\/rounds\/[^"]+\/results[^"?]*)"/g)].map(([, href]) => href ?? ''))
    expect(hrefs.size).toBeGreaterThan(60)
    const pages = new Map<string, string>()
    for (const href of hrefs) {
      const [path = '', anchor] = href.split('#')
      if (!pages.has(path)) {
        const response = await site.facilitator.get(path)
        expect(response.statusCode, href).toBe(200)
        pages.set(path, response.body)
      }
      if (anchor !== undefined) expect(pages.get(path)?.includes(`id="${anchor}"`), href).toBe(true)
    }
  }, 120_000)

  test('says of a sector without a rank why, and of a closed round not that it is provisional', async () => {
    const round = exampleRound('rivermond-2026')
    const positions = round.positions?.filter(({ item }) => !item.startsWith('food.'))
    const agreed = round.agreed?.filter(({ item }) => !item.startsWith('food.'))
    const head = await site.add({ ...round, positions, agreed }, 'open')
    const { body } = await site.facilitator.get(`/rounds/${head.id}/results`)
    expect(wordsIn(body)).toContain('Food is not ranked.')
    expect(wordsIn(body)).toContain('It is left out, not counted as 0.')
    const tag = /class="ds-tag"[^>]*>Provisional/
    expect(body).toMatch(tag)
    expect(tag.test((await site.facilitator.get(`/rounds/${site.before.id}/results`)).body)).toBe(false)
  })

  test('a closed round shows the result that was kept, whatever would be counted today', async () => {
    const kept = await site.store.rounds.result(site.before.id)
    const head = await site.add(exampleRound('rivermond-2024'), 'open')
    if (!kept) throw new RangeError('nothing was kept')
    const sectors = kept.sectors.map((sector) => (sector.id === 'food' ? { ...sector, score: 99.4 } : sector))
    await site.store.rounds.setState(head.id, 'closed', { result: { ...kept, sectors } }, null)
    const { body } = await site.facilitator.get(`/rounds/${head.id}/results`)
    expect(body).toMatch(/results\/food#score"><b>99</)
  })
})

describe('other weights', () => {
  test('change the order and are not kept', async () => {
    const { body } = await site.facilitator.get(`${results}?mode=both&need=1&urgency=0&interdependence=0`)
    expect(ranked(body)[0]).toBe('1 Justice')
    expect(wordsIn(body)).toContain('You are trying other weights')
    expect(wordsIn(body)).toContain('rank 4 with the weights of the round')
    expect((await site.store.rounds.load(site.now.id)).round.method).toEqual(exampleRound('rivermond-2026').method)
    expect(ranked((await site.facilitator.get(results)).body)[0]).toBe('1 Shelter')
  })

  test('leave out the input that the mode leaves out', async () => {
    const { body } = await site.facilitator.get(`${results}?mode=urgency`)
    expect(body).not.toContain('<th scope="col">Interdependence</th>')
    expect(body).toContain('<th scope="col">Urgency</th>')
  })

  test('may have a comma', async () => {
    const { statusCode, body } = await site.facilitator.get(`${results}?need=0,5`)
    expect(statusCode).toBe(200)
    expect(wordsIn(body)).toContain('need 0.50')
  })

  test.each(['x', '-1', '1e3', '101', '1.2.3'])('%s is refused in words, and stays in its field', async (text) => {
    const { statusCode, body } = await site.facilitator.get(`${results}?need=${encodeURIComponent(text)}`)
    expect(statusCode).toBe(422)
    expect(wordsIn(body)).toContain('Write a number from 0 to 100.')
    expect(body).toContain(`value="${text}"`)
    expect(body).toContain('href="#weight-need"')
    expect(ranked(body)[0]).toBe('1 Shelter')
  })

  test('can not all be 0', async () => {
    const { statusCode, body } = await site.facilitator.get(
      `${results}?mode=urgency&need=0&urgency=0&interdependence=5`,
    )
    expect(statusCode).toBe(422)
    expect(wordsIn(body)).toContain('At least one of the weights that count has to be above 0.')
  })
})

describe('the arithmetic of a sector', () => {
  let shelter: string
  beforeAll(async () => {
    shelter = (await site.facilitator.get(`${results}/shelter`)).body
  })

  test('goes from the rank down to the answers, in nested lists', () => {
    const words = wordsIn(shelter)
    expect(words).toContain('Why Shelter has rank 1, with 39 of 100')
    expect(words).toContain('(0.611 + 0.875 + 0.478) ÷ 3')
    for (const id of ['priority', 'need', 'urgency', 'interdependence', 'score', 'd-capacity']) {
      expect(shelter).toContain(`<li id="${id}">`)
    }
    expect(shelter).toContain(`href="${results}/items/shelter.capacity.role"`)
  })

  test('says what would move it, how sure it is, and shows the voices, the answers and what they rest on', () => {
    const words = wordsIn(shelter)
    expect(words).toContain('One place down, level with Documents')
    expect(words).toContain('How sure is 39?')
    expect(shelter).toContain('class="plot voices"')
    expect(words).toContain('Shelter: positions and agreed answers')
    expect(words).toContain('Standards')
  })

  test('of the enabling environment has a score and no rank', async () => {
    const { body } = await site.facilitator.get(`${results}/cross`)
    expect(body).toContain('<li id="score">')
    expect(body).not.toContain('<li id="priority">')
  })

  test('of a sector out of scope says so', async () => {
    const outOfScope = [{ sector: 'food', reason: 'not-in-mandate', note: 'Not here', date: '2026-01-01' }]
    const head = await site.add({ ...exampleRound('rivermond-2026'), outOfScope }, 'open')
    const response = await site.facilitator.get(`/rounds/${head.id}/results/food`)
    expect(response.statusCode).toBe(200)
    expect(wordsIn(response.body)).toContain('Out of scope in this round.')
  })

  test('of a sector that does not exist is not found', async () => {
    expect((await site.facilitator.get(`${results}/nowhere`)).statusCode).toBe(404)
  })
})

describe('the page of an item', () => {
  test('shows every position with its comment and evidence, the value and the agreed answer', async () => {
    const { body } = await site.facilitator.get(`${results}/items/shelter.capacity.role`)
    const own = exampleRound('rivermond-2026').positions?.filter(({ item }) => item === 'shelter.capacity.role') ?? []
    const rows = body.match(/<tr><th scope="row"><svg/g)
    expect(rows).toHaveLength(own.length)
    expect(wordsIn(body)).toContain('not agreed yet')
    expect(wordsIn(body)).toContain('÷')
    expect(body).toContain('class="plot strip"')
  })

  test('leads to what is said about it and how its agreed answer came, for those who read the round', async () => {
    const id = 'shelter.capacity.role'
    const links = [
      `href="/rounds/${site.now.id}/discussion/${id}"`,
      `href="/rounds/${site.now.id}/agreed/${id}/history"`,
    ]
    const { body } = await site.facilitator.get(`/rounds/${site.now.id}/results/items/${id}`)
    for (const link of links) expect(body).toContain(link)
    const shared = await site.analyst.get(`/rounds/${site.before.id}/results/items/${id}`)
    expect(shared.statusCode).toBe(200)
    expect(shared.body).not.toMatch(/\/discussion\/|\/history"/)
  })

  test('makes no link of an address that is no page, and no markup of a comment', async () => {
    const round = exampleRound('rivermond-2026')
    const evidence = [
      { title: 'bad', url: 'javascript:alert(1)' },
      { title: 'good', url: 'https://example.org/a' },
    ]
    const positions = round.positions?.map((position) =>
      position.item === 'shelter.capacity.role'
        ? { ...position, comment: '<img src=x onerror=1>', evidence }
        : position,
    )
    const head = await site.add({ ...round, positions }, 'open')
    const { body } = await site.facilitator.get(`/rounds/${head.id}/results/items/shelter.capacity.role`)
    expect(body).not.toContain('javascript:')
    expect(body).not.toContain('<img')
    expect(body).toContain('href="https://example.org/a"')
  })

  test('exists for links between sectors and urgency too, and for nothing else', async () => {
    const round = exampleRound('rivermond-2026')
    const item = round.positions?.find((one) => one.item.includes('urgency'))?.item
    expect((await site.facilitator.get(`${results}/items/${item}`)).statusCode).toBe(200)
    expect((await site.facilitator.get(`${results}/items/nothing`)).statusCode).toBe(404)
  })
})
