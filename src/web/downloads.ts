/** What can be taken away from a round: reports in every language, and its data; whole, or not at all. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { LANGUAGES, wordsOf } from '../locales/messages.js'
import type { ClosingNote } from '../reports/content/closing.js'
import { answersCsv } from '../reports/csv.js'
import { writeRound } from '../roundfile/index.js'
import type { Store } from '../store/index.js'
import type { StoredRound } from '../store/rounds.js'
import { may } from './access.js'
import { actionNotesOf } from './actions/texts.js'
import { groupsIn } from './asked.js'
import { roundOf } from './context.js'
import { fileName, sendFile } from './downloads/file.js'
import { jsonOf } from './downloads/json.js'
import { jobOf, type Maker } from './downloads/maker.js'
import {
  DRAWS,
  drawsOf,
  languageName,
  languageOf,
  linksOf,
  OFTEN,
  type ReportLinks,
  type ReportQuery,
  sizeOf,
} from './downloads/query.js'
import { paperRows, questionnaireRoutes } from './downloads/questionnaire.js'
import type { Job } from './report-worker.js'
import { roundBar } from './round-bar.js'
import { definitionIn, resultOf } from './scores.js'
import { type PageModel, page } from './views.js'
import { dayIn } from './writing.js'

/** Reports that are linked are made with draws. */
const DRAWN = `&draws=${DRAWS}`

export const downloadRoutes = (maker: Maker) => async (app: FastifyInstance) => {
  const report = { config: { right: 'round:export', rateLimit: OFTEN } } as const
  const data = { config: { right: 'round:export' } } as const

  app.get('/rounds/:round/reports', { config: { right: 'round:results' } }, async (request, reply) =>
    page(reply, 'results/reports', reportsView(request)),
  )

  await app.register(questionnaireRoutes(maker))

  app.get<{ Querystring: ReportQuery }>('/rounds/:round/reports/priority.pdf', report, async (request, reply) => {
    return sendReport(app, maker, request, reply, 'priority')
  })

  app.get<{ Querystring: ReportQuery }>('/rounds/:round/reports/sector.pdf', report, async (request, reply) => {
    return sendReport(app, maker, request, reply, 'sector')
  })

  app.get('/rounds/:round/round.json', data, async (request, reply) => {
    const stored = roundOf(request)
    return sendFile(reply, nameOf(stored, 'round', 'json'), 'application/json', writeRound(stored.round))
  })

  app.get('/rounds/:round/result.json', data, async (request, reply) => {
    const stored = roundOf(request)
    const text = jsonOf(await resultOf(app.store, stored))
    return sendFile(reply, nameOf(stored, 'result', 'json'), 'application/json', text)
  })

  app.get<{ Querystring: ReportQuery }>('/rounds/:round/answers.csv', data, async (request, reply) => {
    const stored = roundOf(request)
    const language = languageOf(request)
    const text = answersCsv(definitionIn(stored, language), stored.round, wordsOf(language))
    return sendFile(reply, nameOf(stored, `answers-${language}`, 'csv'), 'text/csv; charset=utf-8', text)
  })
}

type ReportRequest = FastifyRequest<{ Querystring: ReportQuery }>

async function sendReport(
  app: FastifyInstance,
  maker: Maker,
  request: ReportRequest,
  reply: FastifyReply,
  kind: 'priority' | 'sector',
) {
  const stored = roundOf(request)
  const language = languageOf(request)
  const kept = stored.head.state === 'closed' ? await app.store.rounds.result(stored.head.id) : undefined
  const { job: round, entry } = jobOf(stored, language, kept)
  const of = { ...round, actionNotes: await actionNotesOf(app.store, stored, definitionIn(stored, language)) }
  const common = { of, language, size: sizeOf(request.query), draws: drawsOf(request.query) }
  const sectors = sectorsOf(stored, request.query.sector)
  const closing = kind === 'priority' ? await closingNoteOf(app.store, stored) : undefined
  const job: Job = kind === 'priority' ? { kind, ...common, ...(closing && { closing }) } : { kind, sectors, ...common }
  const made = await maker.make(job, new Map([entry]))
  if (!('pdf' in made)) throw new RangeError('a report is a PDF')
  const what = kind === 'sector' && request.query.sector ? `sector-${sectors.join('-')}` : kind
  return sendFile(reply, nameOf(stored, `${what}-${language}`, 'pdf'), 'application/pdf', Buffer.from(made.pdf))
}

/** How a round was closed, as its report says it; undefined while it is open. */
async function closingNoteOf(store: Store, { head }: StoredRound): Promise<ClosingNote | undefined> {
  const closing = await store.rounds.closing(head.id)
  if (!closing) return undefined
  const dayOf = (at: string) => dayIn(head.timeZone, new Date(at))
  const signed = (await store.signOffs.listOf(head.id)).map(({ voice, name, at, dissents, note }) => {
    return { voice, name, on: dayOf(at), dissents, note }
  })
  return { on: dayOf(closing.at), by: closing.personName, seal: closing.seal, note: closing.note, signed }
}

function sectorsOf({ definition }: StoredRound, wanted: string | undefined): readonly string[] {
  const ids = definition.definition.sectors.map(({ id }) => id)
  if (wanted === undefined) return ids
  if (ids.includes(wanted)) return [wanted]
  throw new MalinesError('not-found', 'This round has no such sector.')
}

function nameOf({ assessment, head }: StoredRound, what: string, ending: string): string {
  return fileName([assessment.name, head.name, what], ending)
}

interface ReportsView extends PageModel {
  readonly id: string
  /** Whether the viewer can go on to the actions of the round. */
  readonly hasActions: boolean
  /** Names of the languages: the columns of the table. */
  readonly columns: readonly string[]
  readonly width: number
  readonly reports: readonly ReportLinks[]
  readonly sectors: readonly ReportLinks[]
  /** The questionnaire on paper, whole and by body, as far as the viewer may have it. */
  readonly papers: readonly ReportLinks[]
  readonly data: readonly { readonly name: string; readonly about: string; readonly href: string }[]
  /** Whether everything can be taken away, or has to open first. */
  readonly isOpen: boolean
  readonly hidden: string
  readonly compareHref: string
}

function reportsView(request: FastifyRequest): ReportsView {
  const stored = roundOf(request)
  const { words } = request.viewer
  const { say } = words
  const round = `/rounds/${stored.head.id}`
  const definition = definitionIn(stored, words.language)
  const inScope = groupsIn(stored)
  return {
    title: say('downloads.title'),
    id: stored.head.id,
    hasActions: may(request.viewer, 'round:read', { assessment: stored.assessment, stored }) === 'yes',
    columns: LANGUAGES.map(languageName),
    width: LANGUAGES.length + 1,
    reports: [
      {
        name: say('report.priority'),
        about: say('downloads.priority.about'),
        links: linksOf(`${round}/reports/priority.pdf?`, DRAWN),
      },
      {
        name: say('report.sector'),
        about: say('downloads.sector.about'),
        links: linksOf(`${round}/reports/sector.pdf?`, DRAWN),
      },
    ],
    sectors: definition.sectors
      .filter(({ id }) => inScope.includes(id))
      .map(({ id, name }) => ({ name, links: linksOf(`${round}/reports/sector.pdf?sector=${id}&`, DRAWN) })),
    papers: paperRows(request, stored),
    data: [
      { name: say('downloads.round'), about: say('downloads.round.about'), href: `${round}/round.json` },
      { name: say('downloads.result'), about: say('downloads.result.about'), href: `${round}/result.json` },
      {
        name: say('downloads.csv'),
        about: say('downloads.csv.about'),
        href: `${round}/answers.csv?lang=${words.language}`,
      },
    ],
    isOpen: may(request.viewer, 'round:export', { assessment: stored.assessment, stored }) === 'yes',
    hidden: say('downloads.hidden', { reveal: stored.head.reveal === 'facilitator' ? 'facilitator' : 'answer' }),
    compareHref: `/assessments/${stored.assessment.id}/compare?to=${stored.head.id}`,
    round: roundBar(request, stored, 'actions'),
  }
}
