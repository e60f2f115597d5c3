/** Findings: contradictions and non-conformities that a round's people register, follow and settle. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { FiledFinding, FindingEvent } from '../store/findings.js'
import { personOf, roundOf } from './context.js'
import { effectFor } from './findings/effect.js'
import { dayOf, formView, readFinding, writtenOf } from './findings/form.js'
import { type HistoryLine, historyOf } from './findings/history.js'
import { assertTakesFinding, type FindingPart, findingPart, seesDeclined, seesFinding } from './findings/part.js'
import { type FindingRow, type Register, registerOf, rowOf, settledDays } from './findings/register.js'
import { headOf } from './findings/texts.js'
import { type FormBody, FormErrors, field } from './forms.js'
import { ownBodies } from './parts.js'
import { roundBar } from './round-bar.js'
import { seenBy } from './scores.js'
import { type Setting, settingOf } from './set-up/part.js'
import { type Notice, type PageModel, page } from './views.js'
import { dayIn } from './writing.js'

interface RegisterView extends PageModel, Register {}

interface FormView extends PageModel, ReturnType<typeof formView> {
  readonly id: string
  readonly action: string
  readonly part: FindingPart
  readonly isNew: boolean
  /** Bodies for which a respondent can propose; empty when there is no choice. */
  readonly bodies: readonly { readonly value: string; readonly text: string }[]
  readonly body: string
  /** What the finding would do to the scores, once that was asked for. */
  readonly effect?: readonly string[]
}

interface FindingView extends PageModel {
  readonly id: string
  readonly part: FindingPart
  /** Undefined of one that was declined: only its history is left. */
  readonly row?: FindingRow
  /** The rules concerned, of one that was declined. */
  readonly detail?: string
  readonly status: 'open' | 'resolved' | 'proposed' | 'declined'
  readonly history: readonly HistoryLine[]
  readonly note: string
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
}

type OfFinding = { Params: { finding: string } }

export async function findingRoutes(app: FastifyInstance): Promise<void> {
  const read = { config: { right: 'round:read' } } as const
  const propose = { config: { right: 'finding:propose' } } as const
  const manage = { config: { right: 'round:manage' } } as const

  app.get('/rounds/:round/findings', read, (request, reply) => showRegister(app, request, reply))

  app.get('/rounds/:round/findings/new', propose, async (request, reply) => {
    assertTakesFinding(request.viewer, roundOf(request))
    return showForm(app, request, reply, { form: writtenOf(settingIn(app, request)) })
  })

  app.post('/rounds/:round/findings', propose, (request, reply) => saveFinding(app, request, reply))

  app.get<OfFinding>('/rounds/:round/findings/:finding', read, (request, reply) => showFinding(app, request, reply))

  app.get<OfFinding>('/rounds/:round/findings/:finding/edit', manage, async (request, reply) => {
    assertTakesFinding(request.viewer, roundOf(request))
    const filed = await filedIn(app, request)
    return showForm(app, request, reply, { filed, form: writtenOf(settingIn(app, request), filed) })
  })

  app.post<OfFinding>('/rounds/:round/findings/:finding', manage, async (request, reply) =>
    saveFinding(app, request, reply, await filedIn(app, request)),
  )

  app.post<OfFinding>('/rounds/:round/findings/:finding/status', manage, async (request, reply) => {
    const stored = roundOf(request)
    assertTakesFinding(request.viewer, stored)
    const { finding, isProposed } = await filedIn(app, request)
    const status = (['open', 'resolved'] as const).find((one) => one === field(request.body, 'status'))
    if (isProposed || !status) throw new MalinesError('invalid', 'A finding is settled, or opened again.')
    const { note, errors } = readNote(request, status === 'resolved' ? 'finding.error.settled' : undefined)
    if (errors.any) return showFinding(app, request, reply.code(422), errors)
    if (status !== finding.status) {
      await app.store.findings.setStatus(stored.head.id, finding.id, { status, note }, personOf(request).id)
    }
    return reply.redirect(pathOf(request, finding.id, status === 'open' ? 'reopened' : 'settled'), 303)
  })

  app.post<OfFinding>('/rounds/:round/findings/:finding/proposal', manage, async (request, reply) => {
    const stored = roundOf(request)
    assertTakesFinding(request.viewer, stored)
    const { finding } = await filedIn(app, request)
    const does = (['accept', 'decline'] as const).find((one) => one === field(request.body, 'do'))
    if (!does) throw new MalinesError('invalid', 'A proposal is accepted or declined.')
    const { note, errors } = readNote(request, does === 'decline' ? 'finding.error.declined' : undefined)
    if (errors.any) return showFinding(app, request, reply.code(422), errors)
    await app.store.findings[does](stored.head.id, finding.id, note, personOf(request).id)
    return reply.redirect(pathOf(request, finding.id, does === 'accept' ? 'accepted' : 'declined'), 303)
  })
}

const LONGEST_NOTE = 5000

/** What is said to a step; with `missing`, the words for one that was left empty. */
function readNote(request: FastifyRequest, missing?: 'finding.error.settled' | 'finding.error.declined') {
  const { say } = request.viewer.words
  const errors = new FormErrors()
  const note = field(request.body, 'note')
  if (note === '' && missing) errors.add('note', say(missing))
  if (note.length > LONGEST_NOTE) errors.add('note', say('set-up.error.long', { max: LONGEST_NOTE }))
  return { note: note === '' ? null : note, errors }
}

function settingIn(app: FastifyInstance, request: FastifyRequest): Setting {
  const stored = roundOf(request)
  return settingOf(stored, request.viewer.words, dayIn(stored.head.timeZone, app.clock()))
}

const pathOf = (request: FastifyRequest, finding: string, done: string): string =>
  `/rounds/${roundOf(request).head.id}/findings/${encodeURIComponent(finding)}?done=${done}`

async function findFiled(app: FastifyInstance, request: FastifyRequest<OfFinding>): Promise<FiledFinding | undefined> {
  const stored = roundOf(request)
  const filed = await app.store.findings.listOf(stored.head.id)
  return filed.find((one) => one.finding.id === request.params.finding && seesFinding(request.viewer, stored, one))
}

async function filedIn(app: FastifyInstance, request: FastifyRequest<OfFinding>): Promise<FiledFinding> {
  return (await findFiled(app, request)) ?? missing()
}

function missing(): never {
  throw new MalinesError('not-found', 'This round has no such finding.')
}

async function showRegister(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
  const stored = roundOf(request)
  const { viewer } = request
  const { findings } = app.store
  const filed = await findings.listOf(stored.head.id)
  const settled = filed.filter(({ finding }) => finding.status === 'resolved').map(({ finding }) => finding.id)
  const histories = new Map<string, readonly FindingEvent[]>()
  for (const id of settled) histories.set(id, await findings.history(stored.head.id, id))
  const seen = await seenBy(app.store, stored, viewer)
  const declined = await findings.listDeclined(stored.head.id)
  const filing = { setting: settingIn(app, request), viewer, seen, filed, declined, settledOn: settledDays(histories) }
  return page<RegisterView>(reply, 'findings/register', {
    title: viewer.words.say('register.title'),
    round: roundBar(request, stored, 'findings'),
    timeZone: stored.head.timeZone,
    ...registerOf(filing, request.query as Readonly<Record<string, unknown>>),
  })
}

async function showFinding(
  app: FastifyInstance,
  request: FastifyRequest<OfFinding>,
  reply: FastifyReply,
  errors = new FormErrors(),
) {
  const stored = roundOf(request)
  const { viewer } = request
  const { id } = stored.head
  const filed = await findFiled(app, request)
  const events = await app.store.findings.history(id, request.params.finding)
  const declined = filed ? undefined : await findDeclined(app, request)
  if (!filed && !declined) missing()
  const setting = settingIn(app, request)
  const seen = await seenBy(app.store, stored, viewer)
  const settledOn = settledDays(new Map([[request.params.finding, events]]))
  const row = filed && rowOf({ setting, seen, settledOn }, filed)
  const said = declined?.finding && headOf(declined.finding)
  const title = row?.head ?? said?.head ?? viewer.words.say('finding.declined')
  return page<FindingView>(reply, 'findings/finding', {
    title,
    breadcrumbs: crumbs(request, title),
    round: roundBar(request, stored, 'findings'),
    notice: noticeOf(request),
    timeZone: stored.head.timeZone,
    id,
    part: findingPart(viewer, stored),
    ...(row && { row }),
    ...(said?.detail && { detail: said.detail }),
    status: filed ? (filed.isProposed ? 'proposed' : filed.finding.status) : 'declined',
    history: historyOf(setting, events),
    note: field(request.body, 'note'),
    summary: errors.summary,
    errors: errors.byField,
  })
}

async function findDeclined(app: FastifyInstance, request: FastifyRequest<OfFinding>) {
  const stored = roundOf(request)
  const declined = await app.store.findings.listDeclined(stored.head.id)
  return declined.find((one) => one.id === request.params.finding && seesDeclined(request.viewer, stored, one))
}

function crumbs(request: FastifyRequest, title: string) {
  const href = `/rounds/${roundOf(request).head.id}/findings`
  return [
    { href, text: request.viewer.words.say('register.title') },
    { href: request.url, text: title },
  ]
}

const DONE = ['registered', 'proposed', 'saved', 'settled', 'reopened', 'accepted', 'declined'] as const

function noticeOf({ query, viewer }: FastifyRequest): Notice | undefined {
  const { done } = query as Readonly<Record<string, unknown>>
  const known = DONE.find((one) => one === done)
  return known && { colour: 'success', heading: viewer.words.say('finding.done', { done: known }) }
}

interface Shown {
  readonly form: FormBody
  readonly filed?: FiledFinding | undefined
  readonly errors?: FormErrors
  readonly effect?: readonly string[]
}

function showForm(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const stored = roundOf(request)
  const { filed, form, errors = new FormErrors(), effect } = shown
  const { viewer } = request
  const part = findingPart(viewer, stored)
  const base = `/rounds/${stored.head.id}/findings`
  const own = part === 'proposes' ? ownBodies(viewer, stored) : []
  const title = viewer.words.say('finding.form', { form: filed ? 'edit' : part })
  return page<FormView>(reply, 'findings/form', {
    title,
    breadcrumbs: crumbs(request, title),
    round: roundBar(request, stored, 'findings'),
    id: stored.head.id,
    action: filed ? `${base}/${encodeURIComponent(filed.finding.id)}` : base,
    part,
    isNew: !filed,
    bodies: own.length > 1 ? own.map(({ id, name }) => ({ value: id, text: name })) : [],
    body: field(form, 'body'),
    ...(effect && { effect }),
    ...formView(settingIn(app, request), form, errors, filed),
  })
}

/** Shows the effect of what the form says, or saves it: as a finding, or from a respondent as a proposal. */
async function saveFinding(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, filed?: FiledFinding) {
  const stored = roundOf(request)
  const { viewer } = request
  assertTakesFinding(viewer, stored)
  const form: FormBody = typeof request.body === 'object' && request.body !== null ? { ...request.body } : {}
  const setting = settingIn(app, request)
  const errors = new FormErrors()
  const isPreview = field(form, 'do') === 'effect'
  const draft = readFinding({ setting, form, errors, filed, isPreview })
  if (!draft) return showForm(app, request, reply.code(422), { form, filed, errors })
  if (isPreview) {
    const seen = await seenBy(app.store, stored, viewer)
    return showForm(app, request, reply, { form, filed, effect: effectFor(seen, setting, draft.finding) })
  }
  const isProposed = findingPart(viewer, stored) === 'proposes'
  const { finding, since, note } = draft
  const wasSince = filed && dayOf(stored.head.timeZone, filed.since)
  const options = {
    note,
    ...(since !== wasSince && { since }),
    ...(isProposed && { isProposed, body: bodyFor(request) }),
  }
  await app.store.findings.save(stored.head.id, finding, options, personOf(request).id)
  return reply.redirect(pathOf(request, finding.id, filed ? 'saved' : isProposed ? 'proposed' : 'registered'), 303)
}

/** The body for which a respondent proposes: the one that was chosen, else the first. */
function bodyFor(request: FastifyRequest): string | null {
  const own = ownBodies(request.viewer, roundOf(request)).map(({ id }) => id)
  return own.find((id) => id === field(request.body, 'body')) ?? own[0] ?? null
}
