/** The discussion of an item: threads that all who see it read, and notes of a body that only it reads. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { type Item, itemIndex } from '../rules/items.js'
import type { Body } from '../rules/model.js'
import type { Thread } from '../store/discussion.js'
import { clean } from './answers/check.js'
import { personOf, roundOf } from './context.js'
import { discussionPath, hearerOf, speakersOf } from './discussion/hearing.js'
import { peopleOf } from './discussion/people.js'
import { type Attempt, discussionView, fieldOf, LONGEST, maySettle } from './discussion/view.js'
import { FormErrors, field, fields } from './forms.js'
import { ownBodies } from './parts.js'
import { page } from './views.js'

interface ItemParams {
  readonly Params: { readonly item: string }
}
type ItemRequest = FastifyRequest<ItemParams>

/** What a form of the page does. */
const DEEDS = ['thread', 'reply', 'note', 'settle', 'reopen'] as const
type Deed = (typeof DEEDS)[number]

export async function discussionRoutes(app: FastifyInstance): Promise<void> {
  const path = '/rounds/:round/discussion/:item'
  app.get<ItemParams>(path, { config: { right: 'round:read' } }, async (request, reply) =>
    page(reply, 'discussion/discussion', await discussionView(request, itemOf(request))),
  )
  app.post<ItemParams>(path, { config: { right: 'discussion:write' } }, saySomething)
}

/** The item of the path. Errors: `not-found`. */
function itemOf(request: ItemRequest): Item {
  const item = itemIndex(roundOf(request).definition.definition).byId.get(request.params.item)
  if (!item) throw new MalinesError('not-found', 'This questionnaire has no such item.')
  return item
}

async function saySomething(request: ItemRequest, reply: FastifyReply): Promise<FastifyReply> {
  const item = itemOf(request)
  const { say } = request.viewer.words
  const deed = DEEDS.find((one) => one === field(request.body, 'do'))
  if (!deed) throw new MalinesError('invalid', 'There is no such thing to do in a discussion.')
  const target = await targetOf(request, item, deed)
  const typed = {
    field: target.field,
    text: clean(field(request.body, 'text')),
    speaker: field(request.body, 'as'),
    people: fields(request.body, 'people'),
  }
  const show = async (status: number, more: Partial<Attempt>) =>
    page(reply.code(status), 'discussion/discussion', await discussionView(request, item, { ...typed, ...more }))
  if (roundOf(request).head.state === 'closed') {
    const text = say('discussion.closed.text', { text: typed.text || say('question.not-saved.none') })
    return show(409, {
      notice: { colour: 'danger', heading: say('question.not-saved.title', { shut: 'round' }), text },
    })
  }
  const errors = new FormErrors()
  const isNeeded = deed !== 'settle' && deed !== 'reopen'
  if (isNeeded && typed.text === '') errors.add(target.field, say('discussion.error.empty'))
  if (typed.text.length > LONGEST) errors.add(target.field, say('discussion.error.long', { most: LONGEST }))
  if (errors.any) return show(422, { summary: errors.summary, errors: errors.byField })
  try {
    const anchor = await doIt(request, item, deed, target, typed)
    return reply.redirect(`${discussionPath(roundOf(request).head.id, item.id)}#${anchor}`, 303)
  } catch (error) {
    // Somebody else settled or opened the thread while this was written.
    if (!(error instanceof MalinesError) || error.code !== 'conflict') throw error
    const text = say('discussion.conflict.text', { text: typed.text || say('question.not-saved.none') })
    return show(409, { notice: { colour: 'warning', heading: say('discussion.conflict'), text } })
  }
}

/** What a deed is about: a thread that the viewer reads, or a body of their own. */
interface Target {
  readonly field: string
  readonly thread?: Thread
  readonly body: Body | null
}

/** Errors: `invalid` when the viewer speaks for nobody of that name; `not-found` thread; `forbidden` to settle it. */
async function targetOf(request: ItemRequest, item: Item, deed: Deed): Promise<Target> {
  const stored = roundOf(request)
  const as = field(request.body, 'as')
  const speakers = speakersOf(request)
  if (deed === 'note') {
    const own = ownBodies(request.viewer, stored).find(({ id }) => id === as)
    if (!own) throw new MalinesError('invalid', 'A note belongs to a body of your own.')
    return { field: fieldOf.note(own.id), body: own }
  }
  const body = speakers.length === 1 ? speakers[0] : speakers.find((one) => (one?.id ?? '') === as)
  if (body === undefined) throw new MalinesError('invalid', 'You speak for no such body.')
  if (deed === 'thread') return { field: fieldOf.text, body }
  const { discussion } = request.server.store
  const threads = await discussion.listOf(stored.head.id, item.id, hearerOf(request, item))
  const thread = threads.find(({ id, isPrivate }) => !isPrivate && id === field(request.body, 'thread'))
  if (!thread) throw new MalinesError('not-found', 'There is no such thread.')
  if (deed === 'reply') return { field: fieldOf.reply(thread.id), thread, body }
  if (!maySettle(request, thread)) throw new MalinesError('forbidden', 'Another body opened this thread.')
  return { field: fieldOf.outcome(thread.id), thread, body }
}

/** Gives the id on the page of what came of it. */
async function doIt(request: ItemRequest, item: Item, deed: Deed, target: Target, typed: Attempt): Promise<string> {
  const { discussion } = request.server.store
  const { thread, body } = target
  const person = personOf(request).id
  if (thread && deed === 'settle') {
    await discussion.settle(thread.id, person, typed.text === '' ? null : typed.text)
    return `thread-${thread.id}`
  }
  if (thread && deed === 'reopen') {
    await discussion.reopen(thread.id, person)
    return `thread-${thread.id}`
  }
  const isPrivate = deed === 'note'
  const known = isPrivate ? [] : await peopleOf(request)
  const saved = await discussion.add({
    ...{ round: roundOf(request).head.id, item: item.id, parent: thread?.id ?? null, body: body?.id ?? null, person },
    ...{ text: typed.text, lang: request.viewer.words.language, isPrivate },
    mentions: known.map(({ id }) => id).filter((id) => typed.people.includes(id)),
  })
  return isPrivate ? `notes-${body?.id}` : `said-${saved.id}`
}
