/** Closing a round: its checks, the signatures of its voices, the lock, and opening it again with a reason. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { StoredRound } from '../store/rounds.js'
import { type Attempt, manageView, standingOf } from './closing/manage.js'
import { closingView } from './closing/member.js'
import { readQuorum } from './closing/quorum.js'
import { dissentsOf, isChangedSince } from './closing/voices.js'
import { bodyOf, personOf, roundOf } from './context.js'
import { type FormBody, FormErrors, field, isTicked } from './forms.js'
import { changeState } from './round-state.js'
import { page } from './views.js'

/** Longest text, in characters, as the store takes it. */
const LONGEST = { note: 5_000, name: 200, reason: 1_000 } as const

export async function closingRoutes(app: FastifyInstance): Promise<void> {
  const manage = { config: { right: 'round:manage' } } as const
  const close = '/rounds/:round/manage/close'
  app.get(close, manage, (request, reply) => showManage(request, reply))
  app.post(close, manage, lock)
  app.post('/rounds/:round/manage/sign-offs', manage, recordSignature)
  app.post('/rounds/:round/manage/quorum', manage, setQuorum)
  app.post('/rounds/:round/reopen', manage, reopen)
  app.get('/rounds/:round/closing', { config: { right: 'round:results' } }, async (request, reply) =>
    page(reply, 'closing/closing', await closingView(request)),
  )
  app.post('/rounds/:round/bodies/:body/sign-off', { config: { right: 'answer:write' } }, sign)
}

async function showManage(request: FastifyRequest, reply: FastifyReply, attempt?: Attempt): Promise<FastifyReply> {
  return page(reply, 'closing/manage', await manageView(request, attempt))
}

const pathOf = (request: FastifyRequest) => `/rounds/${roundOf(request).head.id}`
const formOf = ({ body }: FastifyRequest): FormBody => (typeof body === 'object' && body !== null ? { ...body } : {})

/** Locks the round as the facilitator saw it: with open points or without a voice only with a reason. */
async function lock(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const stored = roundOf(request)
  expectRunning(stored)
  const { say } = request.viewer.words
  const form = formOf(request)
  const errors = new FormErrors()
  const { missing, unsigned } = await standingOf(request, stored)
  const note = field(form, 'note')
  if (field(form, 'revision') !== String(stored.revision)) errors.add('lock', say('closing.error.changed'))
  const needsReason = missing > 0 || unsigned.length > 0
  if (needsReason && note === '') errors.add('note', say('closing.error.reason'))
  if (note.length > LONGEST.note) errors.add('note', say('closing.error.long', { max: LONGEST.note }))
  if (!isTicked(form, 'confirm')) errors.add('confirm', say('closing.error.confirm'))
  if (errors.any) return showManage(request, reply.code(422), { form, errors })
  const by = personOf(request).id
  await changeState(request.server.store, stored, 'closed', { by, ...(note === '' ? {} : { note }) })
  return reply.redirect(`${pathOf(request)}/manage/close?now=locked`, 303)
}

async function reopen(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { say } = request.viewer.words
  const form = formOf(request)
  const errors = new FormErrors()
  const reason = field(form, 'reason')
  const to = (['open', 'meeting'] as const).find((state) => state === field(form, 'to'))
  if (roundOf(request).head.state !== 'closed') throw new MalinesError('conflict', 'This round is not closed.')
  if (reason === '') errors.add('reason', say('closing.error.reopen'))
  if (reason.length > LONGEST.reason) errors.add('reason', say('closing.error.long', { max: LONGEST.reason }))
  if (!to) errors.add('to', say('closing.error.to'))
  if (errors.any || !to) return showManage(request, reply.code(422), { form, errors })
  await request.server.store.rounds.reopen(roundOf(request).head.id, { to, reason, by: personOf(request).id })
  return reply.redirect(`${pathOf(request)}/manage/close?now=reopened`, 303)
}

/** How many bodies of each voice have to submit. */
async function setQuorum(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const stored = roundOf(request)
  expectRunning(stored)
  const form = formOf(request)
  const errors = new FormErrors()
  const { voices } = await standingOf(request, stored)
  const quorum = readQuorum(form, voices, request.viewer.words, errors)
  if (errors.any) return showManage(request, reply.code(422), { form, errors })
  await request.server.store.quorums.set(stored.head.id, quorum, personOf(request).id)
  return reply.redirect(`${pathOf(request)}/manage/close?now=quorum#bodies`, 303)
}

/** A signature that was given on paper or in the room, and taking one away. */
async function recordSignature(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const stored = roundOf(request)
  expectRunning(stored)
  const { store } = request.server
  const { say } = request.viewer.words
  const form = formOf(request)
  const voice = voicesOf(stored).find((id) => id === field(form, 'voice'))
  const by = personOf(request).id
  if (field(form, 'act') === 'take-away') {
    if (voice === undefined) throw new MalinesError('not-found', 'This round has no such voice.')
    await store.signOffs.remove(stored.head.id, voice, by)
    return reply.redirect(`${pathOf(request)}/manage/close?now=unsigned#sign-offs`, 303)
  }
  const errors = new FormErrors()
  const [name, said] = [field(form, 'name'), field(form, 'said')]
  if (voice === undefined) errors.add('voice', say('closing.error.voice'))
  if (name === '') errors.add('name', say('closing.error.name'))
  if (name.length > LONGEST.name) errors.add('name', say('closing.error.long', { max: LONGEST.name }))
  if (said.length > LONGEST.note) errors.add('said', say('closing.error.long', { max: LONGEST.note }))
  if (errors.any || voice === undefined) return showManage(request, reply.code(422), { form, errors })
  await keepSignature(request, voice, { name, note: said, person: null })
  return reply.redirect(`${pathOf(request)}/manage/close?now=signed#sign-offs`, 303)
}

/** A respondent signs for the voice of the body of the path, or takes their own signature back. */
async function sign(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const stored = roundOf(request)
  expectRunning(stored)
  const { store } = request.server
  const { id: person, name } = personOf(request)
  const { id: body, voice } = bodyOf(request)
  const back = (now: string) => reply.redirect(`${pathOf(request)}/closing?now=${now}`, 303)
  if (field(request.body, 'act') === 'take-back') {
    const known = (await store.signOffs.listOf(stored.head.id)).find((one) => one.voice === voice)
    if (known?.person !== person) {
      throw new MalinesError('forbidden', 'Only who signed, or the facilitator, takes a signature away.')
    }
    await store.signOffs.remove(stored.head.id, voice, person)
    return back('unsigned')
  }
  const note = field(request.body, 'note')
  if (note.length > LONGEST.note) {
    const errors = new FormErrors()
    errors.add(`note-${voice}`, request.viewer.words.say('closing.error.long', { max: LONGEST.note }))
    return page(reply.code(422), 'closing/closing', await closingView(request, { body, typed: note, errors }))
  }
  await keepSignature(request, voice, { name, note, person })
  return back('signed')
}

interface Signature {
  readonly name: string
  readonly note: string
  readonly person: string | null
}

/** Keeps a signature; one that is older than what it stands under makes way. Errors: `conflict` when it is not. */
async function keepSignature(request: FastifyRequest, voice: string, { name, note, person }: Signature): Promise<void> {
  const stored = roundOf(request)
  const { signOffs } = request.server.store
  const by = personOf(request).id
  const known = (await signOffs.listOf(stored.head.id)).find((one) => one.voice === voice)
  if (known && isChangedSince(stored, voice, known.at)) await signOffs.remove(stored.head.id, voice, by)
  const signOff = { voice, name, person, dissents: dissentsOf(stored, voice), note: note === '' ? null : note }
  await signOffs.add(stored.head.id, signOff, by)
}

const voicesOf = ({ round }: StoredRound) => [...new Set(round.bodies.map(({ voice }) => voice))]

function expectRunning({ head }: StoredRound): void {
  if (head.state === 'open' || head.state === 'meeting') return
  throw new MalinesError('conflict', 'The round is not in a state from which this follows.')
}
