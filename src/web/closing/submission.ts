/** What a body and the facilitator said about its answers as a whole, and what either can say now. */
import type { FastifyRequest } from 'fastify'
import type { Words } from '../../locales/messages.js'
import { option } from '../../reports/words/option.js'
import type { Submission, SubmissionState } from '../../store/submissions.js'
import { may } from '../access.js'
import { askedOf, hasAnswered } from '../asked.js'
import { bodyOf, roundOf } from '../context.js'
import { shutFor } from '../writing.js'
import { momentWords } from './when.js'

/** The last word on a body's answers; `none` when nothing was said. */
export interface SubmissionLine {
  readonly state: 'none' | SubmissionState
  readonly tag: string
  readonly colour: 'success' | 'warning' | 'neutral'
  /** When and by whom. */
  readonly about: string
  readonly note: string | null
}

export function submissionLine(words: Words, said: Submission | undefined, timeZone: string): SubmissionLine {
  const state = said?.state ?? 'none'
  const by = said?.personName ?? ''
  return {
    state,
    tag: words.say('submission.state', { state: option(state) }),
    colour: state === 'submitted' ? 'success' : state === 'changes-asked' ? 'warning' : 'neutral',
    about: said
      ? words.say('submission.about', { moment: momentWords(words, said.at, timeZone), known: by ? 'yes' : 'no', by })
      : '',
    note: said?.note ?? null,
  }
}

export interface SubmissionView extends SubmissionLine {
  /** Path of the body. */
  readonly path: string
  readonly closingHref: string
  readonly lead: string
  readonly isFinal: boolean
  /** Questions that the body has not answered. */
  readonly unanswered: number
  readonly maySubmit: boolean
  readonly mayTakeBack: boolean
  readonly mayAsk: boolean
  readonly typed: string
  readonly error: string | undefined
}

/** What the body's page says of it; undefined before the round opens. */
export async function submissionView(
  request: FastifyRequest,
  { typed = '', error }: { readonly typed?: string; readonly error?: string } = {},
): Promise<SubmissionView | undefined> {
  const { viewer, place, server } = request
  const stored = roundOf(request)
  const body = bodyOf(request)
  const { id, state, timeZone } = stored.head
  if (state === 'preparing') return undefined
  const said = (await server.store.submissions.history(id, body.id)).at(-1)
  const line = submissionLine(viewer.words, said, timeZone)
  const isSubmitted = line.state === 'submitted'
  const isRunning = state === 'open' || state === 'meeting'
  const acts = may(viewer, 'answer:write', place) === 'yes'
  const unanswered = askedOf(stored, body).filter((item) => !hasAnswered(stored, body, item.id)).length
  return {
    ...line,
    path: `/rounds/${id}/bodies/${body.id}`,
    closingHref: `/rounds/${id}/closing`,
    lead: viewer.words.say('submission.lead', { state: option(line.state), unanswered }),
    isFinal: state === 'closed',
    unanswered,
    maySubmit: acts && isRunning && !isSubmitted,
    mayTakeBack: acts && isSubmitted && shutFor(stored, server.clock()) === undefined,
    mayAsk: may(viewer, 'round:manage', place) === 'yes' && isRunning && isSubmitted,
    typed,
    error,
  }
}
