import { beforeAll, describe, expect, test } from 'vitest'
import { readRound } from '../../src/roundfile/index.js'
import { scoreRound } from '../../src/rules/index.js'
import { fileName } from '../../src/web/downloads/file.js'
import { changeState } from '../../src/web/round-state.js'
import { mechelen } from '../support/definitions.js'
import { needs, runOn } from '../support/tools.js'
import { demoSite, exampleRound, type Site, wordsIn } from './rounds.js'

const { definition } = mechelen()
let site: Site
let round: string

beforeAll(async () => {
  site = await demoSite()
  round = `/rounds/${site.now.id}`
}, 60_000)

describe('data to take away', () => {
  test('the round file can be read again and gives the same round', async () => {
    const { statusCode, body, headers } = await site.facilitator.get(`${round}/round.json`)
    expect(statusCode).toBe(200)
    const { round: stored } = await site.store.rounds.load(site.now.id)
    expect(readRound(body, definition)).toEqual(stored)
    expect(headers['content-disposition']).toContain('attachment; filename="ville-d-emeraude-2026-round.json"')
  })

  test('the result is that of the command line, byte by byte', async () => {
    const { body } = await site.facilitator.get(`${round}/result.json`)
    const { round: stored } = await site.store.rounds.load(site.now.id)
    expect(body).toBe(`${JSON.stringify(scoreRound(definition, stored), null, 2)}\n`)
  })

  test('the answers are a table in the language that is asked for, and pages stay as they are', async () => {
    const { body, headers } = await site.facilitator.get(`${round}/answers.csv?lang=fr`)
    expect(body).toMatch(/^\uFEFFélément,secteur,/)
    expect(headers['content-type']).toBe('text/csv; charset=utf-8')
    expect((await site.facilitator.get(round)).body).toContain('<html lang="en"')
  })
})

describe('reports', () => {
  test.each([
    ['priority.pdf?lang=en', 'priority-en.pdf'],
    ['sector.pdf?lang=fr&sector=shelter&size=LETTER', 'sector-shelter-fr.pdf'],
  ])(
    '%s is a PDF to be saved',
    async (path, name) => {
      const response = await site.facilitator.get(`${round}/reports/${path}`)
      expect(response.statusCode).toBe(200)
      expect(response.headers['content-type']).toBe('application/pdf')
      expect(response.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
      expect(response.headers['content-disposition']).toContain(name)
    },
    60_000,
  )

  test.each([
    ['priority.pdf?size=A3', 422],
    ['priority.pdf?draws=100000', 422],
    ['priority.pdf?draws=-1', 422],
    ['sector.pdf?sector=nowhere', 404],
  ])('%s is refused', async (path, status) => {
    expect((await site.facilitator.get(`${round}/reports/${path}`)).statusCode).toBe(status)
  })

  needs('pdftotext')('of a closed round say how it was closed', async () => {
    const head = await site.add(exampleRound('kavara-2026'), 'open')
    await site.store.signOffs.add(head.id, { voice: 'local', name: 'B. Diallo', dissents: 1 }, null)
    const stored = await site.store.rounds.load(head.id)
    await changeState(site.store, stored, 'closed', {
      by: site.facilitator.person?.id ?? '',
      note: 'The groups meet in January.',
    })
    const { rawPayload } = await site.facilitator.get(`/rounds/${head.id}/reports/priority.pdf`)
    const text = runOn(rawPayload, 'pdftotext', ['-layout', 'FILE', '-'])
    expect(text).toContain('B. Diallo')
    expect(text).toContain('The groups meet in January.')
    expect(text).toContain((await site.store.rounds.closing(head.id))?.seal.slice(0, 40))
  })

  test('are listed in each language, for each sector', async () => {
    const { body } = await site.facilitator.get(`${round}/reports`)
    for (const lang of ['en', 'fr'])
      expect(body).toContain(`/reports/sector.pdf?sector&#x3D;water&amp;lang&#x3D;${lang}`)
    expect(wordsIn(body)).toContain('Round file')
  })
})

describe('the questionnaire on paper', () => {
  const whole = () => `${round}/questionnaire.pdf`
  const of = (body: string) => `${round}/bodies/${body}/questionnaire.pdf`

  needs('pdftotext')('is for the facilitator whole and by body, in preparation as well', async () => {
    const example = exampleRound('kavara-2026')
    const head = await site.add(example, 'preparing')
    const paths = [`/rounds/${head.id}/questionnaire.pdf?lang=fr`]
    const [body] = example.bodies
    paths.push(`/rounds/${head.id}/bodies/${body?.id}/questionnaire.pdf?size=LETTER`)
    const texts: string[] = []
    for (const path of paths) {
      const response = await site.facilitator.get(path)
      expect(response.statusCode).toBe(200)
      expect(response.headers['content-type']).toBe('application/pdf')
      texts.push(runOn(response.rawPayload, 'pdftotext', ['-layout', 'FILE', '-']))
    }
    expect(texts[0]).toContain('Comment répondre')
    expect(texts[1]).toContain(body?.name)
    const { body: page } = await site.facilitator.get(`/rounds/${head.id}/reports`)
    for (const path of paths) expect(page).toContain(path.replace(/\?.*/, ''))
  })

  test('of a body is for its respondents, who see it on their pages though reports are hidden', async () => {
    const head = await site.add(exampleRound('kavara-2026'), 'open')
    const [own, other] = (await site.store.rounds.load(head.id)).round.bodies
    if (!own || !other) throw new RangeError('two bodies')
    const person = await site.person('On paper')
    const part = { person: person.id, assessment: head.assessment, role: 'respondent', round: head.id } as const
    await site.store.participants.add({ ...part, body: own.id }, null)
    const browser = await site.as(person)
    const path = (body: string) => `/rounds/${head.id}/bodies/${body}/questionnaire.pdf`
    expect((await browser.get(path(own.id))).statusCode).toBe(200)
    expect((await browser.get(path(other.id))).statusCode).toBe(403)
    expect((await browser.get(`/rounds/${head.id}/questionnaire.pdf`)).statusCode).toBe(403)
    for (const page of ['reports', `bodies/${own.id}`]) {
      const { body } = await browser.get(`/rounds/${head.id}/${page}`)
      expect(body).toContain(path(own.id))
      expect(body).not.toContain(path(other.id))
      expect(body).not.toContain(`/rounds/${head.id}/questionnaire.pdf`)
    }
  })

  test.each([
    ['of no body', () => of('nobody'), 404],
    ['on other paper', () => `${whole()}?size=A3`, 422],
  ])('%s is refused', async (_, path, status) => {
    expect((await site.facilitator.get(path())).statusCode).toBe(status)
  })
})

describe('names of files', () => {
  test.each([
    [['Ville d’Émeraude', '2026', 'round'], 'ville-d-émeraude-2026-round.json'],
    [['../../etc', 'a\r\nb', '"'], 'etc-a-b.json'],
    [['', '…'], 'malines.json'],
    [['مدينة', '2026'], 'مدينة-2026.json'],
  ])('%j', (parts, name) => {
    expect(fileName(parts, 'json')).toBe(name)
  })
})
