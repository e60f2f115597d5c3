/** Saves of scripts: one answer, one reply, after the commit. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { itemIndex } from '../rules/items.js'
import type { Level } from '../rules/model.js'
import { type AgreedBody, agreedSchema, type PositionBody, positionSchema } from './answers/bodies.js'
import { type AgreedDraft, type AnswerFault, checkAgreed, type Draft } from './answers/check.js'
import { faultText } from './answers/form.js'
import { savedText } from './answers/question.js'
import { askedItem, type Saved, saveChecked, savePosition } from './answers/save.js'
import { askedIn } from './asked.js'
import { roundOf } from './context.js'
import { takesAgreed } from './writing.js'

interface Saving<Body> {
  readonly Params: { readonly item: string }
  readonly Body: Body
}

export async function answerRoutes(app: FastifyInstance): Promise<void> {
  app.put<Saving<PositionBody>>(
    '/rounds/:round/bodies/:body/answers/:item',
    { config: { right: 'answer:write' }, schema: { body: positionSchema } },
    putPosition,
  )
  app.put<Saving<AgreedBody>>(
    '/rounds/:round/agreed/:item',
    { config: { right: 'agreed:write' }, schema: { body: agreedSchema } },
    putAgreed,
  )
}

async function putPosition(request: FastifyRequest<Saving<PositionBody>>, reply: FastifyReply): Promise<FastifyReply> {
  const { item } = askedItem(request, request.params.item)
  const { confidence, comment, evidence, number, basedOn, key } = request.body
  const draft: Draft = { ...shared(request), confidence, comment, evidence, number }
  return answerSaved(request, reply, await savePosition(request, item, draft, { basedOn, key }))
}

async function putAgreed(request: FastifyRequest<Saving<AgreedBody>>, reply: FastifyReply): Promise<FastifyReply> {
  const stored = roundOf(request)
  const { definition } = stored.definition
  const item = itemIndex(definition).byId.get(request.params.item)
  if (!item || !askedIn(stored).includes(item)) throw new MalinesError('invalid', 'This round does not ask this.')
  if (!takesAgreed(stored)) throw new MalinesError('round-closed', 'This round takes no agreed answers now.')
  const { rationale, dissent, basedOn, key } = request.body
  const { answer = null, ...words } = shared(request)
  const draft: AgreedDraft = { ...words, answer, rationale, dissent }
  const checked = checkAgreed(draft, item, definition)
  return answerSaved(request, reply, await saveChecked(request, '', item, checked, { basedOn, key }))
}

/** What both kinds of answer share. Errors: `invalid` with both a level and an answer, or neither. */
function shared({
  body,
  viewer,
}: FastifyRequest<Saving<PositionBody | AgreedBody>>): Pick<Draft, 'answer' | 'reason' | 'lang'> {
  const { level, answer, reason, lang } = body
  if ((level === undefined) === (answer === undefined)) {
    throw new MalinesError('invalid', 'Give either a level or an answer.', [{ path: '/level', reason: 'or "answer"' }])
  }
  if (reason !== undefined && answer !== 'na') {
    throw new MalinesError('invalid', 'A reason belongs to “not applicable”.', [
      { path: '/reason', reason: 'only with "na"' },
    ])
  }
  return { answer: (level as Level | undefined) ?? answer, reason, lang: lang ?? viewer.words.language }
}

function answerSaved(request: FastifyRequest, reply: FastifyReply, saved: Saved): FastifyReply {
  if (saved.kind === 'invalid') return reply.code(422).send({ error: errorOf(saved.faults, request) })
  if (saved.kind === 'stale') {
    const { revision, value, personName, at } = saved.current
    const error = { code: 'conflict', message: request.viewer.words.say('frame.save.conflict'), faults: [] }
    return reply.code(409).send({ error, current: { revision, value, by: personName, at } })
  }
  const { answer } = saved
  if (!answer) return reply.send({ revision: null, value: null })
  const { revision, value, personName, at } = answer
  return reply.send({ revision, value, by: personName, at, text: savedText(answer, request) })
}

function errorOf(faults: readonly AnswerFault[], { viewer }: FastifyRequest) {
  const told = faults.map(({ field, message }) => ({ path: `/${field}`, reason: faultText(message, viewer.words.say) }))
  return { code: 'invalid', message: told[0]?.reason ?? '', faults: told }
}
