/** The pages of a round's bodies, with their people and links. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { bodyOf, personOf, roundOf } from '../context.js'
import { FormErrors, field } from '../forms.js'
import { type FreshLink, linkForm, readLink, takeFreshLink } from '../links.js'
import { roundBar } from '../round-bar.js'
import { definitionIn } from '../scores.js'
import { type Notice, type PageModel, page } from '../views.js'
import { dayIn } from '../writing.js'
import { type Setting, settingOf } from './part.js'
import {
  type BodyRow,
  bodyRow,
  type PersonRow,
  type Register,
  registerOf,
  type VoiceRows,
  voiceRows,
} from './people-table.js'
import { staffedBodies } from './staff.js'

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

/** What was sent and could not be taken. */
interface Shown {
  readonly errors: FormErrors
  readonly typed: unknown
}

const NOTHING: Shown = { errors: new FormErrors(), typed: {} }

/** The page of all bodies. */
export async function showBodies(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown = NOTHING,
) {
  const setting = settingIn(app, request)
  const { stored, definition, names } = setting
  const register = await registerIn(app, request, setting)
  const { errors, typed } = shown
  const staffed = await staffedBodies(app.store, stored, app.clock())
  const idle = stored.round.bodies.filter(({ id }) => !staffed.has(id)).length
  const voice = field(typed, 'voice')
  const group = field(typed, 'group')
  return page<BodiesView>(reply, 'bodies/bodies', {
    ...frame(request, setting),
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
    form: linkFormOf(app, setting, shown),
    role: field(typed, 'role') || 'observer',
  })
}

/** The page of one body. */
export async function showBody(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  shown: Shown = NOTHING,
) {
  const setting = settingIn(app, request)
  const { stored } = setting
  const body = bodyOf(request)
  const register = await registerIn(app, request, setting)
  const { errors, typed } = shown
  const row = bodyRow(setting, register, body)
  return page<BodyView>(reply, 'bodies/body', {
    ...frame(request, setting),
    title: body.name,
    fresh: await takeFreshLink(app, request, reply, stored.head.assessment),
    body: row,
    group: definitionIn(stored, setting.words.language).major_groups.groups.find(({ id }) => id === body.group)?.name,
    summary: errors.summary,
    errors: errors.byField,
    isRefused: reply.statusCode === 409,
    name: field(typed, 'do') === 'rename' ? field(typed, 'bodyName') : body.name,
    acts: request.viewer.participants.some((part) => part.round === stored.head.id && part.body === body.id),
    form: linkFormOf(app, setting, shown),
  })
}

/** The form for a link, as it was sent. */
const linkFormOf = (app: FastifyInstance, { words }: Setting, { errors, typed }: Shown) =>
  linkForm(app, field(typed, 'role') ? readLink(app, typed, words, new FormErrors()).fields : undefined, errors.byField)

function frame(request: FastifyRequest, { stored, words }: Setting) {
  return {
    title: words.say('bodies.title'),
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

/** The round of a request, as its set-up pages show it. */
export function settingIn(app: FastifyInstance, request: FastifyRequest): Setting {
  const stored = roundOf(request)
  return settingOf(stored, request.viewer.words, dayIn(stored.head.timeZone, app.clock()))
}
