/** Actions: what a round's people decide to do, chosen from the catalogue or written, and what becomes of it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { ACTION_STATES, type FiledAction } from '../store/actions.js'
import { type Choice, choiceOf, readChosen } from './actions/catalogue.js'
import { changesFor, type ScoreChanges } from './actions/changes.js'
import { formView, readAction, readNote, writtenOf } from './actions/form.js'
import { historyOf } from './actions/history.js'
import { originsOf } from './actions/origins.js'
import { type ActionRow, type Following, type Register, registerOf, rowOf, sectorName } from './actions/register.js'
import { knownState } from './actions/standing.js'
import { personOf, roundOf } from './context.js'
import type { Maker } from './downloads/maker.js'
import type { HistoryLine } from './findings/history.js'
import { type FormBody, FormErrors, field } from './forms.js'
import { isFacilitator } from './parts.js'
import { roundBar } from './round-bar.js'
import { seenBy } from './scores.js'
import { type Setting, settingOf } from './set-up/part.js'
import { type Notice, type PageModel, page } from './views.js'
import { dayIn } from './writing.js'

interface RegisterView extends PageModel, Register {
  readonly id: string
  readonly path: string
  readonly changes?: Pick<ScoreChanges, 'before' | 'after' | 'isTested' | 'href'>
  /** An address of this page that tests the changes. */
  readonly testHref?: string
  /** How the ranks and changes that are hidden from the viewer open to them. */
  readonly hidden?: 'facilitator' | 'answer'
  /** For facilitators. */
  readonly choice?: Choice
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
}

interface FormView extends PageModel, ReturnType<typeof formView> {
  readonly id: string
  readonly action: string
  readonly isNew: boolean
}

interface ActionView extends PageModel {
  readonly id: string
  readonly row: ActionRow
  readonly sector: string
  readonly dimension?: string | undefined
  readonly history: readonly HistoryLine[]
  /** A facilitator follows it here. */
  readonly follows: boolean
  /** The round in which it is followed instead. */
  readonly later?: { readonly href: string; readonly name: string } | undefined
  readonly states: readonly { readonly value: string; readonly checked: boolean; readonly first: boolean }[]
  readonly note: string
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
}

type OfAction = { Params: { action: string } }

export const actionRoutes = (maker: Maker) => async (app: FastifyInstance) => {
  const read = { config: { right: 'round:read' } } as const
  const manage = { config: { right: 'round:manage' } } as const

  app.get('/rounds/:round/actions', read, (request, reply) => showRegister(app, maker, request, reply))

  app.get('/rounds/:round/actions/new', manage, async (request, reply) => {
    const { sector } = request.query as Readonly<Record<string, unknown>>
    const form = writtenOf(settingIn(app, request), undefined, typeof sector === 'string' ? sector : '')
    return showForm(app, request, reply, { form })
  })

  app.post('/rounds/:round/actions', manage, (request, reply) => saveAction(app, request, reply))

  app.post('/rounds/:round/actions/catalogue', manage, async (request, reply) => {
    const errors = new FormErrors()
    const chosen = readChosen(settingIn(app, request), request.body as FormBody, errors)
    if (!chosen) return showRegister(app, maker, request, reply.code(422), errors)
    const { id } = roundOf(request).head
    await app.store.actions.add(id, chosen, personOf(request).id)
    return reply.redirect(`/rounds/${id}/actions?done=chosen`, 303)
  })

  app.get<OfAction>('/rounds/:round/actions/:action', read, (request, reply) => showAction(app, request, reply))

  app.get<OfAction>('/rounds/:round/actions/:action/edit', manage, async (request, reply) => {
    const { action } = await followedIn(app, request)
    return showForm(app, request, reply, { before: action, form: writtenOf(settingIn(app, request), action) })
  })

  app.post<OfAction>('/rounds/:round/actions/:action', manage, async (request, reply) =>
    saveAction(app, request, reply, await followedIn(app, request)),
  )

  app.post<OfAction>('/rounds/:round/actions/:action/state', manage, async (request, reply) => {
    const { action } = await followedIn(app, request)
    const setting = settingIn(app, request)
    const { say } = setting.words
    const errors = new FormErrors()
    const state = ACTION_STATES.find((one) => one === field(request.body, 'state'))
    if (!state) errors.add('state', say('action.error.state'))
    const note = readNote(setting, request.body as FormBody, errors)
    if (state === 'refused' && note === '') errors.add('note', say('action.error.refused'))
    if (errors.any || !state) return showAction(app, request, reply.code(422), errors)
    const change = { state, note: note === '' ? null : note }
    await app.store.actions.setState(roundOf(request).head.id, action.id, change, personOf(request).id)
    return reply.redirect(pathOf(request, action.id, 'followed'), 303)
  })
}

function settingIn(app: FastifyInstance, request: FastifyRequest): Setting {
  const stored = roundOf(request)
  return settingOf(stored, request.viewer.words, dayIn(stored.head.timeZone, app.clock()))
}

const pathOf = (request: FastifyRequest, action: string, done: string): string =>
  `/rounds/${roundOf(request).head.id}/actions/${encodeURIComponent(action)}?done=${done}`

async function filedIn(app: FastifyInstance, request: FastifyRequest<OfAction>): Promise<FiledAction> {
  const filed = await app.store.actions.listOf(roundOf(request).head.id)
  const found = filed.find(({ action }) => action.id === request.params.action)
  if (!found) throw new MalinesError('not-found', 'This round has no such action.')
  return found
}

/** Errors: `conflict` of an action that a later round follows. */
async function followedIn(app: FastifyInstance, request: FastifyRequest<OfAction>): Promise<FiledAction> {
  const filed = await filedIn(app, request)
  if (filed.carriedTo !== null) throw new MalinesError('conflict', 'This action is followed in a later round.')
  return filed
}

async function showRegister(
  app: FastifyInstance,
  maker: Maker,
  request: FastifyRequest,
  reply: FastifyReply,
  errors = new FormErrors(),
) {
  const stored = roundOf(request)
  const { viewer } = request
  const { store } = app
  const { id, state, reveal } = stored.head
  const query = request.query as Readonly<Record<string, unknown>>
  const setting = settingIn(app, request)
  const seen = await seenBy(store, stored, viewer)
  const filed = await store.actions.listOf(id)
  // While answers still come in, a test against chance would be made anew with each of them.
  const isTested = state === 'closed' || query.draws === '1'
  const changes = await changesFor({ store, maker, viewer, seen, setting, isTested })
  const following: Following = { setting, seen, filed, changes, origins: await originsOf(store, filed) }
  const path = `/rounds/${id}/actions`
  const canTest = changes !== undefined && !changes.isTested && seen.sight.everything
  return page<RegisterView>(reply, 'actions/register', {
    title: viewer.words.say('action.title'),
    round: roundBar(request, stored, 'actions'),
    notice: noticeOf(request),
    ...{ id, path, ...registerOf(following, query) },
    ...(changes && { changes }),
    ...(canTest && { testHref: `${path}?draws=1` }),
    ...(!seen.sight.ranking && { hidden: reveal === 'facilitator' ? ('facilitator' as const) : ('answer' as const) }),
    ...(isFacilitator(viewer, stored) && { choice: choiceOf(following, { ...query, ...formOf(request) }) }),
    summary: errors.summary,
    errors: errors.byField,
  })
}

const formOf = ({ body }: FastifyRequest): FormBody =>
  typeof body === 'object' && body !== null ? (body as FormBody) : {}

async function showAction(
  app: FastifyInstance,
  request: FastifyRequest<OfAction>,
  reply: FastifyReply,
  errors = new FormErrors(),
) {
  const stored = roundOf(request)
  const { store } = app
  const { id } = stored.head
  const filed = await filedIn(app, request)
  const { action, carriedTo } = filed
  const setting = settingIn(app, request)
  const row = rowOf({ setting, origins: await originsOf(store, [filed]) }, filed)
  const later = carriedTo === null ? undefined : await store.rounds.find(carriedTo)
  const state = errors.any ? field(request.body, 'state') : knownState(action)
  const { words, names } = setting
  return page<ActionView>(reply, 'actions/action', {
    title: row.text,
    breadcrumbs: [
      { href: `/rounds/${id}/actions`, text: words.say('action.title') },
      { href: row.href, text: shortened(row.text) },
    ],
    round: roundBar(request, stored, 'actions'),
    notice: noticeOf(request),
    timeZone: stored.head.timeZone,
    ...{ id, row, sector: sectorName(setting, action.sector) },
    dimension: action.dimension === undefined ? undefined : names.dimension(action.dimension),
    history: historyOf(setting, await store.actions.history(id, action.id)),
    follows: isFacilitator(request.viewer, stored) && later === undefined,
    later: later && { href: `/rounds/${later.id}/actions/${encodeURIComponent(action.id)}`, name: later.name },
    states: ACTION_STATES.map((value, place) => ({ value, checked: value === state, first: place === 0 })),
    note: field(request.body, 'note'),
    summary: errors.summary,
    errors: errors.byField,
  })
}

/** Enough of a text to know it by. */
const shortened = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 60).replace(/\s+\S*$/, '')}…`)

const DONE = ['written', 'chosen', 'saved', 'followed'] as const

function noticeOf({ query, viewer }: FastifyRequest): Notice | undefined {
  const { done } = query as Readonly<Record<string, unknown>>
  const known = DONE.find((one) => one === done)
  return known && { colour: 'success', heading: viewer.words.say('action.done', { done: known }) }
}

interface Shown {
  readonly form: FormBody
  readonly before?: FiledAction['action'] | undefined
  readonly errors?: FormErrors
}

function showForm(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const stored = roundOf(request)
  const { before, form, errors = new FormErrors() } = shown
  const setting = settingIn(app, request)
  const { say } = setting.words
  const base = `/rounds/${stored.head.id}/actions`
  const action = before ? `${base}/${encodeURIComponent(before.id)}` : base
  const title = say('action.form', { form: before ? 'edit' : 'new' })
  return page<FormView>(reply, 'actions/form', {
    title,
    breadcrumbs: [
      { href: base, text: say('action.title') },
      { href: request.url, text: title },
    ],
    round: roundBar(request, stored, 'actions'),
    ...{ id: stored.head.id, action, isNew: before === undefined },
    ...formView(setting, form, errors, before),
  })
}

async function saveAction(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, filed?: FiledAction) {
  const form = formOf(request)
  const errors = new FormErrors()
  const before = filed?.action
  const draft = readAction(settingIn(app, request), form, errors, before)
  if (!draft) return showForm(app, request, reply.code(422), { form, before, errors })
  await app.store.actions.save(roundOf(request).head.id, draft.action, draft.note, personOf(request).id)
  return reply.redirect(pathOf(request, draft.action.id, filed ? 'saved' : 'written'), 303)
}
