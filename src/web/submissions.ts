/** A body submits its answers or takes them back; the facilitator asks for changes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { NewSubmission } from '../store/submissions.js'
import { submissionView } from './closing/submission.js'
import { bodyOf, personOf, roundOf } from './context.js'
import { field } from './forms.js'
import { progressView } from './progress.js'
import { page } from './views.js'
import { assertTakesAnswers } from './writing.js'

/** Longest note, in characters, as the store takes it. */
const LONGEST = 5_000

export async function submissionRoutes(app: FastifyInstance): Promise<void> {
  const path = '/rounds/:round/bodies/:body/submission'
  app.post(path, { config: { right: 'answer:write' } }, submit)
  app.post(`${path}/changes`, { config: { right: 'round:manage' } }, askForChanges)
}

/** What stands already is no news. */
async function submit(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const stored = roundOf(request)
  expectRunning(request)
  const isSubmitted = request.place.isSubmitted === true
  if (field(request.body, 'act') === 'take-back') {
    // Whoever takes answers back wants to change them.
    assertTakesAnswers(stored, request.server.clock())
    if (isSubmitted) await say(request, { state: 'taken-back' })
  } else if (!isSubmitted) {
    const note = field(request.body, 'note')
    if (note.length > LONGEST) return showError(request, reply, note)
    await say(request, { state: 'submitted', ...(note === '' ? {} : { note }) })
  }
  return back(request, reply)
}

async function askForChanges(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  expectRunning(request)
  const note = field(request.body, 'note')
  if (note === '' || note.length > LONGEST) return showError(request, reply, note)
  await say(request, { state: 'changes-asked', note })
  return back(request, reply)
}

async function say(request: FastifyRequest, wish: NewSubmission): Promise<void> {
  const { store } = request.server
  await store.submissions.add(roundOf(request).head.id, bodyOf(request).id, wish, personOf(request).id)
}

function back(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.redirect(`/rounds/${roundOf(request).head.id}/bodies/${bodyOf(request).id}#submission`, 303)
}

async function showError(request: FastifyRequest, reply: FastifyReply, typed: string): Promise<FastifyReply> {
  const { say } = request.viewer.words
  const error = typed === '' ? say('submission.error.note') : say('closing.error.long', { max: LONGEST })
  const submission = await submissionView(request, { typed, error })
  const summary = [{ href: '#submission-note', text: error }]
  return page(reply.code(422), 'answers/progress', { ...progressView(request), submission, summary })
}

function expectRunning(request: FastifyRequest): void {
  const { state } = roundOf(request).head
  if (state === 'open' || state === 'meeting') return
  throw new MalinesError('round-closed', 'This round takes no submissions now.')
}
