/** What a request gets when something is wrong: a page in words, or the same as JSON for a script. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type ErrorCode, type Fault, MalinesError } from '../errors.js'
import { wordsOf } from '../locales/messages.js'
import { findViewer } from './context.js'
import { wantsJson } from './guard.js'
import { page } from './views.js'

const STATUS: Readonly<Record<ErrorCode, number>> = {
  invalid: 422,
  'not-found': 404,
  forbidden: 403,
  conflict: 409,
  'round-closed': 409,
}

interface Problem {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly faults: readonly Fault[]
}

/** Answers every error in one way; nothing of the program's inside is ever shown. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler(async (error: FastifyError | MalinesError, request, reply) => {
    const problem = isCutForm(error, request) ? CUT_FORM : problemOf(error)
    if (problem.status >= 500) request.log.error({ err: error }, 'a request failed')
    return answer(app, request, reply, problem)
  })
  app.setNotFoundHandler(async (request, reply) => {
    const message = 'There is nothing at this address.'
    return answer(app, request, reply, { status: 404, code: 'not-found', message, faults: [] })
  })
}

const CUT_FORM: Problem = {
  status: 400,
  code: 'invalid',
  message: 'The form did not arrive whole. Send it again.',
  faults: [],
}

/** Whether a form with files broke off: its reader fails with a plain error, after the guard and before there is a body. */
function isCutForm(error: Error, request: FastifyRequest): boolean {
  const isInReading = request.place !== undefined && !request.body && !(error instanceof MalinesError)
  return isInReading && request.isMultipart()
}

function problemOf(error: FastifyError | MalinesError): Problem {
  if (error instanceof MalinesError) {
    const { code, message, faults } = error
    return { status: STATUS[code], code, message, faults }
  }
  if (error.validation) {
    const faults = error.validation.map(({ instancePath, message }) => ({ path: instancePath, reason: message ?? '' }))
    return { status: 422, code: 'invalid', message: 'The request is not as it should be.', faults }
  }
  const status = error.statusCode ?? 500
  if (status === 429) return { status, code: 'too-many', message: 'Too many tries. Wait a little.', faults: [] }
  if (status >= 400 && status < 500) return { status, code: 'invalid', message: error.message, faults: [] }
  return { status: 500, code: 'failed', message: 'Something went wrong here. What you sent was not saved.', faults: [] }
}

async function answer(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, problem: Problem) {
  const { status, code, message, faults } = problem
  reply.code(status)
  if (wantsJson(request)) return reply.send({ error: { code, message, faults } })
  if (!request.viewer) await haveViewer(app, request, reply)
  const { say } = request.viewer.words
  return page(reply, 'error', {
    title: say('error.title', { status: String(status) }),
    text: say('error.text', { status: String(status) }),
    advice: say('error.advice', { status: String(status) }),
  })
}

/** Addresses that lead nowhere have no guard before them, and a guard can itself fail. */
async function haveViewer(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  try {
    request.viewer = await findViewer(app, request, reply)
  } catch {
    request.viewer = { person: undefined, participants: [], token: undefined, csrf: '', words: wordsOf('en') }
  }
}
