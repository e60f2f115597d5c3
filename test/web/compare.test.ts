import { beforeAll, describe, expect, test } from 'vitest'
import { demoSite, exampleRound, type Site, wordsIn } from './rounds.js'

let site: Site
let path: string

beforeAll(async () => {
  site = await demoSite()
  path = `/assessments/${site.assessment}/compare`
}, 60_000)

describe('two rounds compared', () => {
  test('show what moved on the common questions, why, and what can not be compared', async () => {
    const { statusCode, body } = await site.facilitator.get(path)
    expect(statusCode).toBe(200)
    const words = wordsIn(body)
    expect(words).toMatch(/2024 to 2026: what moved/)
    expect(body).toContain('class="plot dumbbell"')
    expect(body).toContain('class="plot contributions"')
    expect(words).toContain('Whether these changes are clear was not tested.')
    expect(body).toMatch(/<option value="[^"]+" selected>2026<\/option>/)
  })

  test('are the newest that were begun, and nothing is tested where nothing can be compared', async () => {
    const next = await site.add(
      { ...exampleRound('rivermond-2026'), positions: [], agreed: [] },
      'preparing',
      site.now.id,
    )
    expect((await site.facilitator.get(path)).body).toMatch(/<option value="[^"]+" selected>2026<\/option>/)
    const words = wordsIn((await site.facilitator.get(`${path}?from=${site.now.id}&to=${next.id}`)).body)
    expect(words).toContain('No sector can be compared.')
    expect(words).not.toMatch(/changes are clear was not tested|Scores on the common|“By chance/)
    await site.store.rounds.delete(next.id, null)
  })

  test('can be tested with draws, which are kept for the next who looks', async () => {
    const pair = `from=${site.before.id}&to=${site.now.id}`
    const { body } = await site.facilitator.get(`${path}?${pair}&draws=1`)
    expect(wordsIn(body)).not.toContain('was not tested')
    expect(wordsIn(body)).toMatch(/Clearly (up|down)/)
    expect(wordsIn((await site.facilitator.get(`${path}?${pair}`)).body)).not.toContain('was not tested')
  }, 60_000)

  test.each([
    ['the same round twice', () => `?from=${site.now.id}&to=${site.now.id}`, 'Choose two different rounds.'],
    ['a round that does not exist', () => `?from=nothing&to=${site.now.id}`, 'Choose two rounds.'],
  ])('of %s say what to do', async (_, query, text) => {
    const { statusCode, body } = await site.facilitator.get(`${path}${query()}`)
    expect(statusCode).toBe(200)
    expect(wordsIn(body)).toContain(text)
  })

  test('are a report as well', async () => {
    const pair = `from=${site.before.id}&to=${site.now.id}`
    const response = await site.facilitator.get(`/assessments/${site.assessment}/compare.pdf?${pair}&lang=fr`)
    expect(response.statusCode).toBe(200)
    expect(response.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect(response.headers['content-disposition']).toContain('2024-2026-comparison-fr.pdf')
  }, 60_000)
})

describe('why a sector moved', () => {
  const pair = () => `?from=${site.before.id}&to=${site.now.id}`
  const HOSTILE = '<img src=x onerror=alert(1)>'

  test('is written by the facilitator, stands on the page and in the report, and can be taken away', async () => {
    const saved = await site.facilitator.post(path + pair(), {
      'reason-shelter': ` The reserve site closed. ${HOSTILE}`,
    })
    expect(saved.headers.location).toBe(`${path}${pair()}&done=reasons`)
    const kept = [{ sector: 'shelter', text: `The reserve site closed. ${HOSTILE}`, lang: 'en' }]
    expect(await site.store.reasons.of({ from: site.before.id, to: site.now.id })).toEqual(kept)
    const { body } = await site.facilitator.get(path + pair())
    expect(wordsIn(body)).toMatch(/Reasons given Shelter .* on the common questions The reserve site closed\./)
    expect(body).not.toContain(HOSTILE)
    await site.facilitator.post(path + pair(), { 'reason-shelter': '' })
    expect(wordsIn((await site.facilitator.get(path + pair())).body)).not.toContain('Reasons given')
  })

  test('is kept as it was when it is too long, and goes nowhere else', async () => {
    const long = 'x'.repeat(5001)
    const refused = await site.facilitator.post(path + pair(), { 'reason-shelter': long, 'reason-food': 'Kept' })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain(long)
    expect(await site.store.reasons.of({ from: site.before.id, to: site.now.id })).toEqual([])
    const nowhere = `${path}?from=${site.now.id}&to=${site.now.id}`
    expect((await site.facilitator.post(nowhere, { 'reason-food': 'x' })).statusCode).toBe(422)
  })

  test('is written by nobody else', async () => {
    expect((await site.analyst.post(path + pair(), { 'reason-food': 'x' })).statusCode).toBe(403)
    expect((await site.analyst.get(path)).body).not.toContain('id="reasons"')
  })
})

describe('what is hidden from a person', () => {
  test('is in no comparison: a respondent compares rounds that are open as a whole', async () => {
    const round = exampleRound('rivermond-2026')
    const body = round.bodies[0]?.id ?? ''
    const head = await site.add({ ...round, positions: round.positions?.filter((one) => one.body !== body) }, 'open')
    const person = await site.person('Respondent')
    for (const { id } of [site.before, head]) {
      await site.store.participants.add(
        {
          person: person.id,
          assessment: site.assessment,
          role: 'respondent',
          round: id,
          body,
        },
        null,
      )
    }
    const browser = await site.as(person)
    const page = await browser.get(`${path}?from=${site.before.id}&to=${head.id}`)
    expect(wordsIn(page.body)).toContain('Only one round of this assessment is open to you as a whole.')
    expect(page.body).not.toContain('plot dumbbell')
    expect((await browser.get(`${path}.pdf?from=${site.before.id}&to=${head.id}`)).statusCode).toBe(404)
  })

  test('an analyst compares closed rounds that are shared', async () => {
    const { body } = await site.analyst.get(path)
    expect(wordsIn(body)).toContain('Only one round of this assessment is open to you as a whole.')
    expect((await site.analyst.get(`${path}.pdf?from=${site.before.id}&to=${site.now.id}`)).statusCode).toBe(404)
  })
})
