/** The bodies of a round, their people and links; observers and analysts. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { Body } from '../rules/model.js'
import { bodyOf, personOf, roundOf } from './context.js'
import { FormErrors, field, isEmail } from './forms.js'
import { doWithLink, type FreshLink, linkForm, makeLink, readLink, takeFreshLink } from './links.js'
import { roundBar } from './round-bar.js'
import { definitionIn } from './scores.js'
import { type Setting, settingOf } from './set-up/part.js'
import {
  type BodyRow,
  bodyRow,
  type PersonRow,
  type Register,
  registerOf,
  type VoiceRows,
  voiceRows,
} from './set-up/people-table.js'
import { staffedBodies } from './set-up/staff.js'
import { type Notice, type PageModel, page } from './views.js'
import { dayIn } from './writing.js'

const NAME_LENGTH = 500

interface BodiesView extends PageModel {
  readonly id: string
  readonly isClosed: boolean
  readonly fresh: FreshLink | undefined
  readonly voices: readonly VoiceRows[]
  readonly readers: readonly PersonRow[]
  readonly lead: string
  /** What was typed about a new body. */
  readonly typed: { readonly bodyName: string; readonly person: string }
  readonly choices: readonly VoiceChoice[]
  readonly categories: readonly { readonly name: string; readonly groups: readonly GroupChoice[] }[]
  /** The link for an observer or analyst. */
  readonly form: ReturnType<typeof linkForm>
  readonly role: string
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
}

interface VoiceChoice {
  readonly id: string
  readonly place: number
  readonly name: string
  readonly isGroup: boolean
  readonly checked: boolean
  /** The first has the id to which a link from the list of errors leads. */
  readonly first: boolean
}

interface GroupChoice {
  readonly id: string
  readonly name: string
  readonly chosen: boolean
}

interface BodyView extends PageModel {
  readonly id: string
  readonly isClosed: boolean
  readonly fresh: FreshLink | undefined
  readonly body: BodyRow
  readonly group: string | undefined
  readonly name: string
  /** Whether the viewer acts for it. */
  readonly acts: boolean
  /** Whether it could not be deleted. */
  readonly isRefused: boolean
  readonly form: ReturnType<typeof linkForm>
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
}

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

function settingIn(app: FastifyInstance, request: FastifyRequest): Setting {
  const stored = roundOf(request)
  return settingOf(stored, request.viewer.words, dayIn(stored.head.timeZone, app.clock()))
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

interface Shown {
  readonly errors: FormErrors
  readonly typed: unknown
}

const NOTHING: Shown = { errors: new FormErrors(), typed: {} }

async function showBodies(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, shown: Shown = NOTHING) {
  const setting = settingIn(app, request)
  const { stored, definition, names } = setting
  const register = await registerIn(app, request, setting)
  const { errors, typed } = shown
  const staffed = await staffedBodies(app.store, stored, app.clock())
  const idle = stored.round.bodies.filter(({ id }) => !staffed.has(id)).length
  const voice = field(typed, 'voice')
  const group = field(typed, 'group')
  return page<BodiesView>(reply, 'bodies/bodies', {
    ...frame(request, setting, 'bodies.title'),
    fresh: await takeFreshLink(app, request, reply, stored.head.assessment),
    voices: voiceRows(setting, register),
    readers: register.readers,
    lead: setting.words.say('bodies.lead', { bodies: stored.round.bodies.length, idle, out: register.lockedOut }),
    summary: errors.summary,
    errors: errors.byField,
    typed: { bodyName: field(typed, 'bodyName'), person: field(typed, 'person') },
    choices: definition.voices.map(({ id, kind }, place) => {
      return { id, place, name: names.voice(id), isGroup: kind === 'groups', checked: id === voice, first: place === 0 }
    }),
    categories: definition.major_groups.categories.map(({ id, name }) => ({
      name,
      groups: definition.major_groups.groups
        .filter(({ category }) => category === id)
        .map((one) => ({ id: one.id, name: one.name, chosen: one.id === group })),
    })),
    form: linkForm(
      app,
      field(typed, 'role') ? readLink(app, typed, setting.words, new FormErrors()).fields : undefined,
      errors.byField,
    ),
    role: field(typed, 'role') || 'observer',
  })
}

async function showBody(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, shown: Shown = NOTHING) {
  const setting = settingIn(app, request)
  const { stored } = setting
  const body = bodyOf(request)
  const register = await registerIn(app, request, setting)
  const { errors, typed } = shown
  const row = bodyRow(setting, register, body)
  return page<BodyView>(reply, 'bodies/body', {
    ...frame(request, setting, 'bodies.title'),
    title: body.name,
    fresh: await takeFreshLink(app, request, reply, stored.head.assessment),
    body: row,
    group: definitionIn(stored, setting.words.language).major_groups.groups.find(({ id }) => id === body.group)?.name,
    summary: errors.summary,
    errors: errors.byField,
    isRefused: reply.statusCode === 409,
    name: field(typed, 'do') === 'rename' ? field(typed, 'bodyName') : body.name,
    acts: request.viewer.participants.some((part) => part.round === stored.head.id && part.body === body.id),
    form: linkForm(
      app,
      field(typed, 'role') ? readLink(app, typed, setting.words, new FormErrors()).fields : undefined,
      errors.byField,
    ),
  })
}

function frame(request: FastifyRequest, { stored, words }: Setting, title: 'bodies.title') {
  return {
    title: words.say(title),
    round: roundBar(request, stored, 'manage'),
    notice: noticeOf(request, words),
    scripts: ['copy.js'],
    id: stored.head.id,
    isClosed: stored.head.state === 'closed',
  }
}

const DONE = ['added', 'rename', 'delete', 'act', 'leave', 'renew', 'revoke', 'mail', 'removed'] as const

function noticeOf(request: FastifyRequest, { say }: Setting['words']): Notice | undefined {
  const { done } = request.query as Readonly<Record<string, unknown>>
  if (done === 'not-mailed')
    return { colour: 'danger', heading: say('link.not-mailed'), text: say('link.not-mailed.text') }
  const known = DONE.find((one) => one === done)
  return known === undefined || known === 'renew'
    ? undefined
    : { colour: 'success', heading: say('bodies.done', { done: known }) }
}

async function registerIn(
  app: FastifyInstance,
  request: FastifyRequest,
  { stored, words }: Setting,
): Promise<Register> {
  const { id, assessment } = stored.head
  const [people, links] = await Promise.all([
    app.store.participants.listOfAssessment(assessment),
    app.store.invitations.listOf(assessment),
  ])
  const here = { people: people.filter(({ round }) => round === id), links: links.filter(({ round }) => round === id) }
  return registerOf(here, { now: app.clock(), words, self: personOf(request).id })
}
