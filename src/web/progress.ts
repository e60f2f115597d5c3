/** Where a body stands: which body one answers for, what is answered, where to go on. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Words } from '../locales/messages.js'
import type { Body } from '../rules/model.js'
import type { StoredRound } from '../store/rounds.js'
import { may } from './access.js'
import { type Chapter, chaptersOf, countAnswered, firstMissing, pathsOf } from './answers/chapters.js'
import { chapterName, namesIn, stepName, voiceOf } from './answers/names.js'
import { type Step, shutOf } from './answers/question.js'
import { hasAnswered, LINKS } from './asked.js'
import { type SubmissionView, submissionView } from './closing/submission.js'
import { bodyOf, roundOf } from './context.js'
import type { ReportLinks } from './downloads/query.js'
import { paperLinks } from './downloads/questionnaire.js'
import { ownBodies } from './parts.js'
import { roundBar } from './round-bar.js'
import { type PageModel, page } from './views.js'

interface BodiesView extends PageModel {
  readonly acts: boolean
  readonly bodies: readonly BodyLine[]
}

interface BodyLine {
  readonly name: string
  readonly voice: { readonly id: string; readonly place: number; readonly name: string }
  readonly href: string
  readonly answered: number
  readonly of: number
  readonly progress: string
}

interface ProgressView extends PageModel {
  readonly body: string
  readonly voice: BodyLine['voice']
  readonly answered: number
  readonly of: number
  readonly progress: string
  readonly shut: ReturnType<typeof shutOf>
  readonly goOn: string | undefined
  readonly chapters: readonly ChapterLine[]
  /** The questionnaire on paper. */
  readonly papers: ReportLinks['links']
  readonly submission?: SubmissionView
  readonly summary?: readonly { readonly href: string; readonly text: string }[]
}

interface ChapterLine {
  readonly id: string
  readonly name: string
  readonly note: string | undefined
  readonly answered: number
  readonly of: number
  readonly progress: string
  readonly isDone: boolean
  readonly isMatrix: boolean
  readonly goOn: string
  readonly steps: readonly Step[]
}

export async function progressRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Querystring: { readonly next?: unknown } }>(
    '/rounds/:round/answer',
    { config: { right: 'round:read' } },
    chooseBody,
  )
  app.get('/rounds/:round/bodies/:body', { config: { right: 'answer:read' } }, async (request, reply) =>
    page(reply, 'answers/progress', await pageView(request)),
  )
}

/** One body: to its page, or with `?next` to its first question without an answer. Several: a list of them. */
async function chooseBody(
  request: FastifyRequest<{ Querystring: { readonly next?: unknown } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const stored = roundOf(request)
  const own = ownBodies(request.viewer, stored)
  const [only] = own
  if (only && own.length === 1) {
    const { progress } = pathsOf(stored, only)
    const wantsNext = request.query.next !== undefined && shutOf(await withBody(request, only)) === undefined
    return reply.redirect((wantsNext ? firstMissing(stored, only) : undefined) ?? progress, 303)
  }
  const readable = stored.round.bodies.filter((body) => canRead(request, body))
  const { words } = request.viewer
  const names = namesIn(stored, words)
  const view: BodiesView = {
    title: words.say('progress.bodies.title'),
    round: roundBar(request, stored, 'answer'),
    acts: own.length > 0,
    bodies: (own.length > 0 ? own : readable).map((body) => {
      const count = countAll(stored, body)
      const voice = voiceOf(body.voice, names)
      return {
        name: body.name,
        voice,
        href: pathsOf(stored, body).progress,
        ...count,
        progress: countText(count, words),
      }
    }),
  }
  return page(reply, 'answers/bodies', view)
}

async function withBody({ viewer, server, place }: FastifyRequest, body: Body) {
  const isSubmitted = await server.store.submissions.isSubmitted(place.stored?.head.id ?? '', body.id)
  return { viewer, server, place: { ...place, body, isSubmitted } }
}

const pageView = async (request: FastifyRequest): Promise<ProgressView> => ({
  ...progressView(request),
  submission: await submissionView(request),
})

const canRead = (request: FastifyRequest, body: Body) =>
  may(request.viewer, 'answer:read', { ...request.place, body }) === 'yes'

/** The model of a body's page. */
export function progressView(request: FastifyRequest): ProgressView {
  const stored = roundOf(request)
  const body = bodyOf(request)
  const { words } = request.viewer
  const names = namesIn(stored, words)
  const count = countAll(stored, body)
  return {
    title: words.say('progress.title', { body: body.name }),
    round: roundBar(request, stored, 'answer'),
    timeZone: stored.head.timeZone,
    body: body.name,
    voice: voiceOf(body.voice, names),
    ...count,
    progress: countText(count, words),
    shut: shutOf(request),
    goOn: firstMissing(stored, body),
    papers: paperLinks(stored, body),
    chapters: chaptersOf(stored, body).map((chapter) => chapterLine(request, chapter)),
  }
}

function chapterLine(request: FastifyRequest, chapter: Chapter): ChapterLine {
  const stored = roundOf(request)
  const body = bodyOf(request)
  const { words } = request.viewer
  const names = namesIn(stored, words)
  const paths = pathsOf(stored, body)
  const count = { answered: countAnswered(stored, body, chapter), of: chapter.items.length }
  const first = chapter.items[0]
  const isMatrix = chapter.id === LINKS
  return {
    id: chapter.id,
    name: chapterName(chapter.id, names),
    note: isMatrix ? words.say('progress.links.note') : undefined,
    ...count,
    progress: countText(count, words),
    isDone: count.answered === count.of,
    isMatrix,
    goOn: firstMissing(stored, body, chapter) ?? (isMatrix || !first ? paths.matrix : paths.item(first.id)),
    steps: isMatrix
      ? []
      : chapter.items.map((item) => ({
          href: paths.item(item.id),
          text: stepName(item, names),
          done: hasAnswered(stored, body, item.id),
          current: false,
        })),
  }
}

function countAll(stored: StoredRound, body: Body): { answered: number; of: number } {
  const chapters = chaptersOf(stored, body)
  const answered = chapters.reduce((sum, chapter) => sum + countAnswered(stored, body, chapter), 0)
  return { answered, of: chapters.reduce((sum, { items }) => sum + items.length, 0) }
}

/** "7 of 12". */
const countText = (count: { answered: number; of: number }, words: Words) => words.say('progress.count', count)
