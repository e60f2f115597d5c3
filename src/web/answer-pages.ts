/** The page of one question and its form. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { type Item, itemIndex } from '../rules/items.js'
import { besides, findAsked, pathsOf } from './answers/chapters.js'
import { bothComments, conflictView } from './answers/conflict.js'
import { readEvidence } from './answers/evidence-form.js'
import { draftOf, errorsOf, isEmpty, readTyped, stampOf } from './answers/form.js'
import { type Attempt, questionView, shutOf } from './answers/question.js'
import { askedItem, currentOf, savePosition } from './answers/save.js'
import { bodyOf, personOf, roundOf } from './context.js'
import { besidesView } from './discussion/hearing.js'
import { FormErrors, field, fields } from './forms.js'
import { heldFile, uploadOf } from './uploads.js'
import { page } from './views.js'

interface ItemParams {
  readonly Params: { readonly item: string }
}
type ItemRequest = FastifyRequest<ItemParams>

export async function answerPages(app: FastifyInstance): Promise<void> {
  const path = '/rounds/:round/bodies/:body/answers/:item'
  app.get<ItemParams>(path, { config: { right: 'answer:read' } }, showQuestion)
  app.post<ItemParams>(path, { config: { right: 'answer:write' } }, saveQuestion)
  // The same form with all of its fields: nothing typed is lost when evidence is added or removed.
  app.post<ItemParams>(`${path}/evidence`, { config: { right: 'answer:write' } }, saveQuestion)
}

async function showQuestion(request: ItemRequest, reply: FastifyReply): Promise<FastifyReply> {
  const stored = roundOf(request)
  const found = findAsked(stored, bodyOf(request), request.params.item)
  if (found) return showForm(request, reply, questionView(request, found.item, found.chapter), found.item)
  const isKnown = itemIndex(stored.definition.definition).byId.has(request.params.item)
  if (!isKnown) throw new MalinesError('not-found', 'This questionnaire has no such question.')
  return reply.redirect(pathsOf(stored, bodyOf(request)).progress, 303)
}

/** The page with where it leads beside its form: what is said about the question, and what was answered before. */
async function showForm(
  request: ItemRequest,
  reply: FastifyReply,
  view: ReturnType<typeof questionView>,
  item: Item,
): Promise<FastifyReply> {
  return page(reply, 'answers/question', { ...view, besides: await besidesView(request, item, view.path) })
}

async function saveQuestion(request: ItemRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { item, chapter } = askedItem(request, request.params.item)
  const { words } = request.viewer
  const typed = readTyped(request.body)
  const show = (status: number, attempt: Attempt) =>
    showForm(request, reply.code(status), questionView(request, item, chapter, attempt), item)
  const shut = shutOf(request)
  if (shut) {
    const text = words.say('question.not-saved', { comment: typed.comment || words.say('question.not-saved.none') })
    return show(409, {
      typed,
      notice: {
        colour: 'danger',
        heading: words.say('question.not-saved.title', { shut: shut === 'submitted' ? shut : 'round' }),
        text,
      },
    })
  }
  const current = currentOf(request, item)
  const act = field(request.body, 'act')
  if (act === 'both') {
    const comment = bothComments(current?.value ?? null, typed.comment)
    const text = words.say('conflict.both.text')
    const notice = { colour: 'brand2', heading: words.say('conflict.both.title'), text } as const
    return show(200, { typed: { ...typed, comment }, notice, held: heldOf(request) })
  }
  const isUntouched =
    isEmpty(typed) && uploadOf(request.body, 'file') === undefined && (current?.value ?? null) === null
  if (isUntouched && act === 'next') return goOn(request, reply)

  const errors = new FormErrors()
  const change = await readEvidence(request, typed, current?.value?.evidence ?? [], errors)
  const draft =
    act === 'take-back'
      ? ({ answer: 'none' } as const)
      : { ...draftOf(typed, words.language), evidence: change.evidence, files: change.held.map(({ entry }) => entry) }
  if (errors.any) return show(422, { typed, held: change.held, summary: errors.summary, errors: errors.byField })
  const saved = await savePosition(request, item, draft, stampOf(request))
  if (saved.kind === 'invalid') {
    const { summary, byField } = errorsOf(saved.faults, request)
    return show(422, { typed, held: change.held, summary, errors: byField, basedOn: stampOf(request).basedOn })
  }
  if (saved.kind === 'stale') {
    const { current: theirs, mine } = saved
    const view = conflictView(request, { item, chapter, current: theirs, mine, held: change.held })
    return page(reply.code(409), 'answers/conflict', view)
  }
  return act === 'next' ? goOn(request, reply) : stay(request, reply)
}

const heldOf = (request: FastifyRequest) =>
  fields(request.body, 'held').flatMap((id) => heldFile(personOf(request).id, id) ?? [])

/** To the next question as it is after the save: an answer can close questions that rest on it. */
async function goOn(request: ItemRequest, reply: FastifyReply): Promise<FastifyReply> {
  const stored = await request.server.store.rounds.load(roundOf(request).head.id)
  const { item } = askedItem(request, request.params.item)
  return reply.redirect(besides(stored, bodyOf(request), item).next, 303)
}

function stay(request: ItemRequest, reply: FastifyReply): FastifyReply {
  const path = pathsOf(roundOf(request), bodyOf(request)).item(request.params.item)
  return reply.redirect(request.url.endsWith('/evidence') ? `${path}#evidence` : path, 303)
}
