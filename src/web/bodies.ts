/** What can be done with the bodies of a round, their people and links, and with observers and analysts. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { Body } from '../rules/model.js'
import { bodyOf, personOf, roundOf } from './context.js'
import { FormErrors, field, isEmail } from './forms.js'
import { doWithLink, makeLink, readLink } from './links.js'
import { settingIn, showBodies, showBody } from './set-up/bodies-pages.js'
import type { Setting } from './set-up/part.js'

const NAME_LENGTH = 500

/** What a form on the page of a body does. */
const DEEDS = ['rename', 'delete', 'act', 'leave'] as const
type Deed = (typeof DEEDS)[number]

export async function bodyRoutes(app: FastifyInstance): Promise<void> {
  const manage = { config: { right: 'round:manage' } } as const

  app.get('/rounds/:round/manage/bodies', manage, (request, reply) => showBodies(app, request, reply))

  app.post('/rounds/:round/manage/bodies', manage, async (request, reply) => {
    const setting = openSetting(app, request)
    const errors = new FormErrors()
    const { body, person } = readBody(setting, request.body, errors)
    if (errors.any) return showBodies(app, request, reply.code(422), { errors, typed: request.body })
    const { id, assessment } = setting.stored.head
    const made = await app.store.bodies.create(id, body, personOf(request).id)
    if (person)
      await makeLink(app, request, reply, { assessment, round: id, body: made.id, role: 'respondent', ...person })
    return reply.redirect(`/rounds/${id}/manage/bodies?done=added`, 303)
  })

  app.get('/rounds/:round/manage/bodies/:body', manage, (request, reply) => showBody(app, request, reply))

  app.post('/rounds/:round/manage/bodies/:body', manage, async (request, reply) => {
    const { stored } = openSetting(app, request)
    const body = bodyOf(request)
    const deed = DEEDS.find((one) => one === field(request.body, 'do'))
    if (!deed) throw new MalinesError('invalid', 'There is no such thing to do with a body.')
    const errors = new FormErrors()
    const isDone = await doWithBody(app, request, body, deed, errors)
    if (!isDone) return showBody(app, request, reply.code(errors.any ? 422 : 409), { errors, typed: request.body })
    const all = `/rounds/${stored.head.id}/manage/bodies`
    return reply.redirect(deed === 'delete' ? `${all}?done=delete` : `${all}/${body.id}?done=${deed}`, 303)
  })

  app.post('/rounds/:round/invitations', manage, async (request, reply) => {
    const stored = roundOf(request)
    const { id, assessment, state } = stored.head
    const errors = new FormErrors()
    const role = (['respondent', 'observer', 'analyst'] as const).find((one) => one === field(request.body, 'role'))
    const body = stored.round.bodies.find((one) => one.id === field(request.body, 'body'))
    if (!role || (role === 'respondent') !== (body !== undefined)) {
      throw new MalinesError('invalid', 'A link is for a body, or for an observer or analyst of the round.')
    }
    if (body && state === 'closed') throw new MalinesError('round-closed', 'This round is closed.')
    const { wish } = readLink(app, request.body, request.viewer.words, errors)
    if (errors.any) {
      request.place = { ...request.place, ...(body ? { body } : {}) }
      const shown = { errors, typed: request.body }
      return body ? showBody(app, request, reply.code(422), shown) : showBodies(app, request, reply.code(422), shown)
    }
    await makeLink(app, request, reply, { assessment, round: id, body: body?.id ?? null, role, ...wish })
    return reply.redirect(`/rounds/${id}/manage/bodies${body ? `/${body.id}` : ''}`, 303)
  })

  app.post<{ Params: { invitation: string } }>(
    '/rounds/:round/invitations/:invitation',
    manage,
    async (request, reply) => {
      const { id, assessment } = roundOf(request).head
      const links = await app.store.invitations.listOf(assessment)
      const link = links.find((one) => one.id === request.params.invitation && one.round === id)
      const done = await doWithLink(app, request, reply, link)
      return reply.redirect(`/rounds/${id}/manage/bodies${backTo(request, link?.body)}?done=${done}`, 303)
    },
  )

  app.post<{ Params: { participant: string } }>(
    '/rounds/:round/participants/:participant',
    manage,
    async (request, reply) => {
      const { id, assessment } = roundOf(request).head
      const people = await app.store.participants.listOfAssessment(assessment)
      const part = people.find((one) => one.id === request.params.participant && one.round === id)
      if (!part) throw new MalinesError('not-found', 'Nobody has this part in the round.')
      await app.store.participants.remove(part.id, personOf(request).id)
      return reply.redirect(`/rounds/${id}/manage/bodies${backTo(request, part.body)}?done=removed`, 303)
    },
  )
}

/** A form on the page of one body leads back there, one in the table of all to the table. */
function backTo(request: FastifyRequest, body: string | null | undefined): string {
  return body && field(request.body, 'from') === 'body' ? `/${body}` : ''
}

/** The round of a request that is not closed: a closed one keeps its bodies. */
function openSetting(app: FastifyInstance, request: FastifyRequest): Setting {
  const stored = roundOf(request)
  if (stored.head.state === 'closed') throw new MalinesError('round-closed', 'A closed round keeps its bodies.')
  return settingIn(app, request)
}

/** A new body, and the first person of it when one is named. */
function readBody({ definition, words }: Setting, form: unknown, errors: FormErrors) {
  const name = readName(form, words, errors)
  const voice = definition.voices.find(({ id }) => id === field(form, 'voice'))
  const group = definition.major_groups.groups.find(({ id }) => id === field(form, 'group'))
  const person = field(form, 'person')
  if (!voice) errors.add('voice', words.say('bodies.error.voice'))
  if (voice?.kind === 'groups' && !group) errors.add('group', words.say('bodies.error.group'))
  if (person.length > 200) errors.add('person', words.say('set-up.error.long', { max: 200 }))
  if (person.includes('@') && !isEmail(person)) errors.add('person', words.say('link.error.email'))
  const body = { name, voice: voice?.id ?? '', ...(voice?.kind === 'groups' && group ? { group: group.id } : {}) }
  if (person === '') return { body, person: undefined }
  return { body, person: isEmail(person) ? { email: person.toLowerCase() } : { name: person } }
}

function readName(form: unknown, { say }: Setting['words'], errors: FormErrors): string {
  const name = field(form, 'bodyName')
  if (name === '') errors.add('bodyName', say('bodies.error.name'))
  if (name.length > NAME_LENGTH) errors.add('bodyName', say('set-up.error.long', { max: NAME_LENGTH }))
  return name
}

/** False when it could not be done: `errors` say why, or the body has answered. */
async function doWithBody(app: FastifyInstance, request: FastifyRequest, body: Body, deed: Deed, errors: FormErrors) {
  const { id: round, assessment } = roundOf(request).head
  const person = personOf(request).id
  if (deed === 'rename') {
    const name = readName(request.body, request.viewer.words, errors)
    if (!errors.any) await app.store.bodies.update(round, body.id, { name }, person)
    return !errors.any
  }
  if (deed === 'act') {
    await app.store.participants.add({ person, assessment, role: 'respondent', round, body: body.id }, person)
    return true
  }
  if (deed === 'leave') {
    const own = request.viewer.participants.filter((part) => part.round === round && part.body === body.id)
    for (const { id } of own) await app.store.participants.remove(id, person)
    return true
  }
  try {
    await app.store.bodies.delete(round, body.id, person)
    return true
  } catch (error) {
    if (error instanceof MalinesError && error.code === 'conflict') return false
    throw error
  }
}
