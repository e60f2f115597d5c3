/** The questionnaire on paper: of everybody, or of one body. It shows no answers, so that nothing hides it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Body } from '../../rules/model.js'
import type { StoredRound } from '../../store/rounds.js'
import { may } from '../access.js'
import { bodyOf, roundOf } from '../context.js'
import { fileName, sendFile } from './file.js'
import { jobOf, type Maker } from './maker.js'
import { languageOf, linksOf, OFTEN, type ReportLinks, type ReportQuery, sizeOf } from './query.js'

type Wanted = FastifyRequest<{ Querystring: ReportQuery }>

export const questionnaireRoutes = (maker: Maker) => async (app: FastifyInstance) => {
  app.get<{ Querystring: ReportQuery }>(
    '/rounds/:round/questionnaire.pdf',
    { config: { right: 'round:manage', rateLimit: OFTEN } },
    (request, reply) => sendQuestionnaire(maker, request, reply),
  )

  app.get<{ Querystring: ReportQuery }>(
    '/rounds/:round/bodies/:body/questionnaire.pdf',
    { config: { right: 'answer:read', rateLimit: OFTEN } },
    (request, reply) => sendQuestionnaire(maker, request, reply, bodyOf(request)),
  )
}

async function sendQuestionnaire(maker: Maker, request: Wanted, reply: FastifyReply, body?: Body) {
  const stored = roundOf(request)
  const language = languageOf(request)
  const { job: of, entry } = jobOf(stored, language)
  const own = body ? { body: body.id } : {}
  const job = { kind: 'questionnaire', of, ...own, language, size: sizeOf(request.query), draws: 0 } as const
  const made = await maker.make(job, new Map([entry]))
  if (!('pdf' in made)) throw new RangeError('a questionnaire is a PDF')
  const parts = [stored.assessment.name, stored.head.name, ...(body ? [body.name] : []), `questionnaire-${language}`]
  return sendFile(reply, fileName(parts, 'pdf'), 'application/pdf', Buffer.from(made.pdf))
}

/** The questionnaires that a viewer may have: the whole one, and those of single bodies. */
export function paperRows(request: FastifyRequest, stored: StoredRound): readonly ReportLinks[] {
  const { viewer } = request
  const { say } = viewer.words
  const place = { assessment: stored.assessment, stored }
  const whole = { name: say('paper.whole'), links: linksOf(`/rounds/${stored.head.id}/questionnaire.pdf?`) }
  const bodies = stored.round.bodies
    .filter((body) => may(viewer, 'answer:read', { ...place, body }) === 'yes')
    .map((body) => ({ name: body.name, links: paperLinks(stored, body) }))
  return [...(may(viewer, 'round:manage', place) === 'yes' ? [whole] : []), ...bodies]
}

/** Where the questionnaire of one body is. */
export function paperLinks({ head }: StoredRound, body: Body): ReportLinks['links'] {
  return linksOf(`/rounds/${head.id}/bodies/${encodeURIComponent(body.id)}/questionnaire.pdf?`)
}
