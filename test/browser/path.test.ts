/** The whole path of an assessment, from the first account to the reports, in a browser. */
import { readFile } from 'node:fs/promises'
import { describe, expect } from 'vitest'
import { readRound } from '../../src/roundfile/index.js'
import { scoreRound } from '../../src/rules/index.js'
import { startLink } from '../../src/web/start.js'
import { openChromium, testInChromium, type Visitor, violationsOf } from '../support/chromium.js'
import { startTestServer } from '../support/server.js'
import { addBody, answerAll, answerPage, IN_SCOPE, makeAccount, type NewBody, press, setUp, wordsIn } from './path.js'

const visit = openChromium()
const ADMINISTRATOR = { name: 'Ruth Adeyemi', email: 'ruth@example.org' }
const BODIES: readonly NewBody[] = [
  {
    ...{ name: 'Ministry of Home Affairs', voice: 'national', level: (place) => [4, 3, 3][place % 3] },
    person: { name: 'Tomas Lindqvist', email: 'tomas@example.org' },
  },
  {
    ...{ name: 'City of Valmora', voice: 'local', level: (place) => [2, 3, 1][place % 3] },
    person: { name: 'Amina Haddad', email: 'amina@example.org' },
  },
  {
    ...{ name: 'Women of the port', voice: 'major_groups', group: 'women', level: (place) => [1, 0, 2][place % 3] },
    person: { name: 'Sara Rahimi', email: 'sara@example.org' },
  },
]
const RUNS = [
  { name: 'with script, wide, in English', language: 'en', script: true, width: 1280 },
  { name: 'without script, on a phone, in French', language: 'fr', script: false, width: 390 },
]

describe.each(RUNS)('$name', ({ language, script, width }) => {
  testInChromium('an assessment goes from the first account to the reports and the next round', async () => {
    const server = await startTestServer()
    const say = wordsIn(language)
    const enter = () => visit({ locale: language, javaScriptEnabled: script, viewport: { width, height: 844 } })
    const leader = await enter()
    const { tab } = leader

    await tab.goto((await startLink(server.store, server.address)) ?? '')
    // Without script axe does not run either.
    if (script) expect(await violationsOf(tab)).toEqual([])
    await makeAccount(tab, ADMINISTRATOR, say('start.button'))
    await tab.getByRole('link', { name: say('assessment.new.title') }).click()
    await tab.fill('#name', 'Valmora')
    await tab.fill('#country', language === 'fr' ? 'Belgique' : 'Belgium')
    await press(tab, say('assessment.new.button'))
    const manage = server.at(tab.url())
    const round = manage.replace(/\/manage$/, '')
    await setUp(tab, say, manage)

    const links: string[] = []
    for (const body of BODIES) links.push(server.at(await addBody(tab, say, manage, body)))
    const people = await Promise.all(
      BODIES.map(async ({ person }, place) => {
        const visitor = await enter()
        await visitor.tab.goto(links[place])
        await makeAccount(visitor.tab, person, say('invitation.accept'))
        return visitor
      }),
    )
    await tab.goto(manage)
    expect(await tab.locator('[data-check="stop"]').allInnerTexts()).toEqual([])
    await press(tab, say('round.open'))
    expect(await tab.locator('.ds-alert[data-color="success"] h2').innerText()).toBe(
      say('round.now', { state: 'open' }),
    )

    await seeBlindRule(people, round)
    const pages = await Promise.all(people.map(({ tab: own }, place) => answerAll(own, round, BODIES[place])))
    expect(Math.min(...pages)).toBeGreaterThan(10)
    for (const { tab: own } of people) expect(await rankingAt(own, round)).toHaveLength(IN_SCOPE.length)

    await tab.goto(`${manage}/close`)
    await tab.fill('#note', 'The voices sign on paper')
    await tab.check('#confirm')
    await press(tab, say('closing.lock.button'))
    expect(await tab.locator('[data-error-summary]').allInnerTexts()).toEqual([])
    expect(await rankingAt(tab, round)).toHaveLength(IN_SCOPE.length)

    const text = await (await tab.request.get(`${round}/round.json`)).text()
    const id = round.split('/').at(-1) ?? ''
    const { head, assessment, definition } = await server.store.rounds.load(id)
    const kept = readRound(text, definition.definition)
    expect(kept.positions?.length).toBeGreaterThan(50)
    await downloadReports(leader, round)

    const positions = kept.positions?.map((one) => (one.level === 1 ? { ...one, level: 3 as const } : one))
    const later = { ...kept, round: { name: 'Later' }, positions }
    const next = await server.store.rounds.importRound(
      assessment.id,
      later,
      {
        ...{ state: 'closed', definitionHash: head.definitionHash, previous: id },
      },
      null,
    )
    await server.store.rounds.setState(next.id, 'closed', { result: scoreRound(definition.definition, later) }, null)
    const compare = `${server.address}/assessments/${assessment.id}/compare`
    await tab.goto(compare)
    expect(await tab.locator('main section table').count()).toBeGreaterThan(0)
    await expectPdf(leader, await hrefOf(leader, 'a[href*="compare.pdf"]'))

    await tab.goto(`${server.address}/assessments/${assessment.id}`)
    await tab.fill('#round-name', 'The one after')
    await press(tab, say('assessment.next.button'))
    expect(tab.url()).toMatch(/\/rounds\/[\w-]+\/manage/)
    for (const { complaints, leave } of [leader, ...people]) {
      expect(complaints()).toEqual([])
      await leave()
    }
  })
})

/** Nobody sees what others said before they have answered, and no number that rests on it; city and group begin alike. */
async function seeBlindRule(people: readonly Visitor[], round: string): Promise<void> {
  const [, second, first] = people.map(({ tab }) => tab)
  for (const tab of [first, second]) await tab.goto(`${round}/answer?next=yes`)
  const item = second.url().split('/').at(-1)
  expect(first.url()).toContain(item)
  await answerPage(second, BODIES[1].level, 0)
  await first.reload()
  expect(await first.locator('#others .m-closed').count()).toBe(1)
  expect(await first.locator('#others').innerText()).not.toContain(BODIES[1].name)
  expect(await rankingAt(first, round)).toEqual([])
  await second.goBack()
  expect(await second.locator('#others .m-closed').count()).toBe(0)
}

/** The sectors of the ranking, in their order; none while it is hidden. */
async function rankingAt(tab: Visitor['tab'], round: string): Promise<readonly string[]> {
  await tab.goto(`${round}/results`)
  return tab.locator('table[data-stack="rank"] tbody th').allInnerTexts()
}

async function downloadReports(leader: Visitor, round: string): Promise<void> {
  const { tab } = leader
  await tab.goto(`${round}/reports`)
  const download = tab.waitForEvent('download')
  await tab.locator('a[href*="priority.pdf"]').first().click()
  const file = await readFile(await (await download).path())
  expect(file.subarray(0, 5).toString()).toBe('%PDF-')
  expect(file.length).toBeGreaterThan(10_000)
  await expectPdf(leader, await hrefOf(leader, 'a[href*="sector.pdf"]'))
}

const hrefOf = async ({ tab }: Visitor, selector: string) =>
  new URL((await tab.locator(selector).first().getAttribute('href')) ?? '', tab.url()).href

async function expectPdf({ tab }: Visitor, url: string): Promise<void> {
  const response = await tab.request.get(url)
  const file = await response.body()
  expect([response.status(), file.subarray(0, 5).toString()]).toEqual([200, '%PDF-'])
  expect(file.length).toBeGreaterThan(10_000)
}
