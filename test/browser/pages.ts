/** Every page of the server, with people who see it: a route that is missing here fails the test. */
import type { FastifyInstance } from 'fastify'
import { startRound } from '../../src/web/new-round.js'
import { newPasswordLink } from '../../src/web/password-links.js'
import type { TestServer } from '../support/server.js'
import { openDemo, type Role } from './demo.js'

/** A page as one person sees it. */
export interface PageCase {
  readonly route: string
  readonly as: Role
  readonly path: string
  /** 200 unless told. */
  readonly status?: number
}

/** GET routes that answer with no page of their own. */
export const NO_PAGES: Readonly<Record<string, 'file' | 'elsewhere'>> = {
  '/health': 'file',
  '/rounds/:round/live': 'file',
  '/rounds/:round/past.json': 'file',
  '/rounds/:round/round.json': 'file',
  '/rounds/:round/result.json': 'file',
  '/rounds/:round/answers.csv': 'file',
  '/rounds/:round/manage/trail.csv': 'file',
  '/rounds/:round/reports/priority.pdf': 'file',
  '/rounds/:round/reports/sector.pdf': 'file',
  '/rounds/:round/questionnaire.pdf': 'file',
  '/rounds/:round/bodies/:body/questionnaire.pdf': 'file',
  '/rounds/:round/evidence/:sha256': 'file',
  '/assessments/:assessment/compare.pdf': 'file',
  '/account/password': 'elsewhere',
  '/people/:person': 'elsewhere',
  '/demo/:token': 'elsewhere',
  '/rounds/:round/meeting/now': 'elsewhere',
}

export interface DemoPages {
  readonly person: (role: Role) => string | undefined
  readonly pages: readonly PageCase[]
}

const PARTS = ['place', 'tiers', 'form', 'scope', 'conventions', 'method']

/** The pages of the demonstration, with links that lead somewhere and a round in preparation beside its own. */
export async function demoPages(server: TestServer): Promise<DemoPages> {
  const { store } = server
  const { person, city, open, closed, body, mine, answered, missing } = await openDemo(server)
  const next = await startRound(store, city.id, { name: 'Next', isSame: true, by: null })
  const { definition } = await store.definitions.get(open.definitionHash)
  const sector = definition.sectors[4].id
  const { token } = await store.invitations.create({
    ...{ assessment: city.id, round: open.id, body, role: 'respondent' },
    createdBy: person('facilitator') ?? null,
  })
  const password = await newPasswordLink(store, person('respondent') ?? '', new Date())
  await discuss(store, {
    round: open.id,
    item: answered[0].id,
    body,
    people: [person('facilitator'), person('respondent')],
  })
  const version = await store.versions.add(open.id, 'Before the meeting', person('facilitator') ?? null)

  const round = `/rounds/${open.id}`
  const past = `/rounds/${closed.id}`
  const [first] = await store.findings.listOf(open.id)
  const finding = `${round}/findings/${first!.finding.id}`
  const actions = await store.actions.listOf(open.id)
  const actionOf = (isCarried: boolean) =>
    `${round}/actions/${actions.find(({ carriedTo }) => (carriedTo !== null) === isCarried)?.action.id}`
  const page = (route: string, as: readonly Role[], ...paths: readonly string[]): readonly PageCase[] =>
    as.flatMap((role) => paths.map((path) => ({ route, as: role, path })))
  const pages = [
    ...page('/sign-in', ['stranger'], '/sign-in', '/sign-in?next=%2Faccount'),
    ...page('/help', ['stranger', 'facilitator'], '/help'),
    ...page('/start/:token', ['stranger'], '/start/used').map((one) => ({ ...one, status: 410 })),
    ...page('/password/:token', ['stranger'], password),
    ...page('/invitations/:token', ['stranger', 'analyst'], `/invitations/${token}`),
    ...page('/', ['administrator', 'facilitator', 'respondent', 'observer', 'analyst'], '/'),
    ...page('/account', ['respondent'], '/account'),
    ...page('/people', ['administrator'], '/people'),
    ...page('/assessments/new', ['administrator'], '/assessments/new'),
    ...page('/assessments/:assessment', ['facilitator', 'respondent', 'analyst'], `/assessments/${city.id}`),
    ...page('/assessments/:assessment/compare', ['facilitator'], `/assessments/${city.id}/compare`),
    ...page('/rounds/:round/manage', ['facilitator'], ...[open, closed, next].map(({ id }) => `/rounds/${id}/manage`)),
    ...page(
      '/rounds/:round/manage/:part',
      ['facilitator'],
      ...PARTS.map((part) => `/rounds/${next.id}/manage/${part}`),
    ),
    ...page('/rounds/:round/manage/:part', ['facilitator'], `${round}/manage/form`),
    ...page('/rounds/:round/manage/bodies', ['facilitator'], `${round}/manage/bodies`, `${past}/manage/bodies`),
    ...page('/rounds/:round/manage/bodies/:body', ['facilitator'], `${round}/manage/bodies/${body}`),
    ...page(
      '/rounds/:round/manage/close',
      ['facilitator'],
      ...[open, closed, next].map(({ id }) => `/rounds/${id}/manage/close`),
    ),
    ...page('/rounds/:round/closing', ['respondent'], `${round}/closing`, `${past}/closing`),
    ...page('/rounds/:round/closing', ['observer'], `${round}/closing`),
    ...page(
      '/rounds/:round/manage/trail',
      ['facilitator'],
      `${round}/manage/trail`,
      `${past}/manage/trail?kind=closing`,
    ),
    ...page('/rounds/:round', ['facilitator', 'respondent', 'observer'], round),
    ...page('/rounds/:round', ['respondent'], `${round}?show=mine`),
    ...page('/rounds/:round/answer', ['facilitator'], `${round}/answer`),
    ...page('/rounds/:round/bodies/:body', ['respondent', 'facilitator'], mine),
    ...page(
      '/rounds/:round/bodies/:body/answers/:item',
      ['respondent', 'facilitator'],
      ...[answered[0], missing.find(({ kind }) => kind === 'question') ?? missing[0]].map(
        ({ id }) => `${mine}/answers/${id}`,
      ),
    ),
    ...page(
      '/rounds/:round/bodies/:body/answers/:item/history',
      ['respondent', 'facilitator'],
      `${mine}/answers/${answered[0].id}/history`,
    ),
    ...page(
      '/rounds/:round/agreed/:item/history',
      ['facilitator', 'respondent'],
      `${round}/agreed/${answered[0].id}/history`,
    ),
    ...page(
      '/rounds/:round/discussion/:item',
      ['facilitator', 'respondent', 'observer'],
      `${round}/discussion/${answered[0].id}`,
    ),
    ...page('/rounds/:round/discussion/:item', ['respondent'], `${round}/discussion/${missing[0].id}`),
    ...page('/rounds/:round/manage/versions', ['facilitator'], `${round}/manage/versions`, `${past}/manage/versions`),
    ...page('/rounds/:round/past', ['facilitator'], `${round}/past?seq=${version.seq}&part=${version.part}`),
    ...page('/rounds/:round/bodies/:body/influence', ['respondent', 'facilitator'], `${mine}/influence`),
    ...page('/rounds/:round/bodies/:body/influence/:sector', ['respondent'], `${mine}/influence/${sector}`),
    ...page('/rounds/:round/meeting', ['facilitator', 'respondent', 'observer'], `${round}/meeting`),
    ...page('/rounds/:round/meeting', ['facilitator'], `${round}/meeting?show=all&group=cross`, `${past}/meeting`),
    ...page(
      '/rounds/:round/meeting/:item',
      ['facilitator', 'respondent'],
      `${round}/meeting/${answered[0].id}`,
      `${round}/meeting/${answered[0].id}?present=1`,
    ),
    ...page('/rounds/:round/findings', ['facilitator', 'respondent', 'observer'], `${round}/findings`),
    ...page('/rounds/:round/findings', ['facilitator'], `${round}/findings?by=who`, `${past}/findings`),
    ...page('/rounds/:round/findings/new', ['facilitator', 'respondent'], `${round}/findings/new`),
    ...page('/rounds/:round/findings/:finding', ['facilitator', 'observer'], finding),
    ...page('/rounds/:round/findings/:finding/edit', ['facilitator'], `${finding}/edit`),
    ...page('/rounds/:round/actions', ['facilitator', 'respondent', 'observer'], `${round}/actions`),
    ...page('/rounds/:round/actions', ['facilitator'], `${round}/actions?state=late&for=all`, `${past}/actions`),
    ...page('/rounds/:round/actions/new', ['facilitator'], `${round}/actions/new`),
    ...page('/rounds/:round/actions/:action', ['facilitator', 'observer'], actionOf(false)),
    ...page('/rounds/:round/actions/:action', ['facilitator'], actionOf(true)),
    ...page('/rounds/:round/actions/:action/edit', ['facilitator'], `${actionOf(false)}/edit`),
    ...page('/rounds/:round/results', ['facilitator', 'respondent'], `${round}/results`),
    ...page('/rounds/:round/results', ['analyst'], `${past}/results`),
    ...page('/rounds/:round/results/:sector', ['facilitator', 'respondent'], `${round}/results/${sector}`),
    ...page('/rounds/:round/results/items/:item', ['facilitator'], `${round}/results/items/${answered[0].id}`),
    ...page('/rounds/:round/influence-map', ['facilitator', 'respondent'], `${round}/influence-map?from=${sector}`),
    ...page('/rounds/:round/reports', ['facilitator', 'respondent'], `${round}/reports`),
    ...page('no route', ['stranger'], '/nowhere').map((one) => ({ ...one, status: 404 })),
    ...page('no right', ['respondent'], '/people').map((one) => ({ ...one, status: 403 })),
  ]
  return { person, pages }
}

interface Talk {
  readonly round: string
  readonly item: string
  readonly body: string
  /** The facilitator, and who answers for the body. */
  readonly people: readonly (string | undefined)[]
}

/** An open thread in two languages, a settled one and a note. */
async function discuss({ discussion }: TestServer['store'], { round, item, body, people }: Talk): Promise<void> {
  const [leads = '', answers = ''] = people
  const say = (text: string, more: object) =>
    discussion.add({ round, item, person: answers, body, lang: 'en', text, ...more })
  const { id: parent } = await say('Which review counts?', { person: leads, body: null, mentions: [answers] })
  await say('La revue de 2025 n’a pas interrogé la commune.', { lang: 'fr', parent })
  const { id: settled } = await say('The number of appointments differs.', {})
  await discussion.settle(settled, leads, 'Became a finding')
  await say('Ask for the three refusals before the meeting.', { isPrivate: true })
}

/** The routes that a browser can open, once each. */
export function openRoutes(app: FastifyInstance): readonly string[] {
  const open = app.guarded.filter(({ method, right }) => method === 'GET' && right !== 'asset')
  return [...new Set(open.map(({ url }) => url))]
}
