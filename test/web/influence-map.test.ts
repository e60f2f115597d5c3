import { beforeAll, describe, expect, test } from 'vitest'
import { documentOf } from '../support/page.js'
import { demoSite, type Site, wordsIn } from './rounds.js'

let site: Site
let path: string

beforeAll(async () => {
  site = await demoSite()
  path = `/rounds/${site.now.id}/influence-map`
}, 60_000)

const pageOf = async (query = '') => (await site.facilitator.get(path + query)).body
const chosen = (html: string) => documentOf(html).querySelector('#from option[selected]')?.getAttribute('value')
const headings = (html: string) =>
  [...documentOf(html).querySelectorAll('main h3')].map(({ textContent }) => textContent)

describe('the map of influences', () => {
  test('starts from the sector that influences most, and from any other that is chosen', async () => {
    expect(chosen(await pageOf())).toBe('documents')
    const shelter = await pageOf('?from=shelter')
    expect(chosen(shelter)).toBe('shelter')
    expect(wordsIn(shelter)).toContain('strong ones start from Shelter')
    expect(headings(shelter)).toEqual([expect.stringContaining('Shelter'), expect.stringContaining('Shelter')])
    const strong = (html: string) => documentOf(html).querySelector('svg.plot')?.outerHTML
    expect(strong(shelter)).not.toBe(strong(await pageOf('?from=documents')))
  })

  test.each(['?from=nowhere', '?from=<script>', '?from[]=shelter', '?from=shelter&from=food'])(
    '%s is the usual one',
    async (query) => {
      const html = await pageOf(query)
      expect(chosen(html)).toBe('documents')
      expect(html).not.toContain('<script>alert')
    },
  )

  test('is linked from the results, and shows each other sector on both sides', async () => {
    expect((await site.facilitator.get(`/rounds/${site.now.id}/results`)).body).toContain(`href="${path}"`)
    const document = documentOf(await pageOf('?from=water'))
    const rows = [...document.querySelectorAll('.m-halves:last-child table')].map(
      (table) => table.querySelectorAll('tbody tr').length,
    )
    expect(rows).toEqual([8, 8])
    expect(document.querySelectorAll('form[method="get"] option').length).toBe(9)
  })

  test('has no two things with one id', async () => {
    const ids = [...(await pageOf('?from=food')).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
  })

  test('stays hidden from a body until it has answered on the links', async () => {
    const person = await site.person('Respondent')
    const { bodies } = (await site.store.rounds.load(site.now.id)).round
    const head = await site.add(
      { ...(await site.store.rounds.load(site.now.id)).round, positions: [], agreed: [] },
      'open',
    )
    const part = { person: person.id, assessment: head.assessment, role: 'respondent', round: head.id } as const
    await site.store.participants.add({ ...part, body: bodies[0]?.id ?? '' }, null)
    const { body } = await (await site.as(person)).get(`/rounds/${head.id}/influence-map`)
    expect(documentOf(body).querySelector('svg.plot')).toBeNull()
  })
})
