/** Managing a round: its set-up part by part, its states, and the positions that the facilitator opens. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { personOf, roundOf } from './context.js'
import { type FormBody, FormErrors, field } from './forms.js'
import { openingName, openingsOf, openPositions } from './openings.js'
import { type Check, readiness } from './readiness.js'
import { roundBar } from './round-bar.js'
import { changeState, movesFrom, stateView } from './round-state.js'
import { type FormKey, findPart, pageAfter } from './set-up/index.js'
import { type PartView, partViews } from './set-up/overview.js'
import { PARTS, type Part, type Setting, settingOf } from './set-up/part.js'
import { faultsOf, saveChange } from './set-up/save.js'
import { staffedBodies } from './set-up/staff.js'
import { type Notice, type PageModel, page } from './views.js'
import { dayIn } from './writing.js'

interface OverviewView extends PageModel, ReturnType<typeof stateView> {
  readonly id: string
  readonly state: string
  readonly parts: readonly PartView[]
  readonly checks: readonly Check[]
  readonly missing: number
  readonly toLookAt: number
  readonly openings: Awaited<ReturnType<typeof openingsOf>>
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
}

interface PartPageView extends PageModel {
  readonly key: FormKey
  readonly id: string
  readonly number: number
  readonly parts: readonly PartView[]
  /** Whether the state of the round lets this part be changed. */
  readonly isOpen: boolean
  /** Whether numbers change with it at once, because people answer already. */
  readonly isLive: boolean
  readonly summary: FormErrors['summary']
}

export async function roundRoutes(app: FastifyInstance): Promise<void> {
  const manage = { config: { right: 'round:manage' } } as const

  app.get('/rounds/:round/manage', manage, (request, reply) => showOverview(app, request, reply))

  app.get<{ Params: { part: string } }>('/rounds/:round/manage/:part', manage, async (request, reply) => {
    const { key, part } = findPart(request.params.part) ?? unknown()
    const setting = settingIn(app, request)
    return showPart(app, request, reply, { key, part, setting, form: part.written(setting), errors: new FormErrors() })
  })

  app.post<{ Params: { part: string } }>('/rounds/:round/manage/:part', manage, async (request, reply) => {
    const { key, part } = findPart(request.params.part) ?? unknown()
    const setting = settingIn(app, request)
    const { stored } = setting
    if (!part.isOpenIn(stored.head.state)) {
      throw new MalinesError('conflict', 'This part of the set-up can’t be changed any more.')
    }
    const form = formOf(request)
    const errors = new FormErrors()
    const change = part.read(setting, form, errors)
    if (!errors.any) {
      for (const { path, reason } of faultsOf(stored, change)) {
        const id = part.fieldOf(path.split('/').slice(1), setting, change) ?? 'main'
        errors.add(id, setting.words.say('set-up.error.fault', { reason }))
      }
    }
    if (errors.any) return showPart(app, request, reply.code(422), { key, part, setting, form, errors })
    await saveChange(app.store, stored, change, personOf(request).id)
    return reply.redirect(`${pageAfter(stored.head.id, key)}?saved=${key}`, 303)
  })

  app.post('/rounds/:round/state', manage, async (request, reply) => {
    const stored = roundOf(request)
    const { say } = request.viewer.words
    const move = movesFrom(stored.head.state).find((one) => one === field(request.body, 'state'))
    if (!move) throw new MalinesError('conflict', 'The round is not in a state from which this follows.')
    const errors = new FormErrors()
    if (move === 'open' && (await checksOf(app, request)).some(({ check }) => check === 'stop')) {
      errors.add('checks', say('round.error.not-ready'))
    }
    if (errors.any) return showOverview(app, request, reply.code(422), errors)
    await changeState(app.store, stored, move, { by: personOf(request).id })
    return reply.redirect(`/rounds/${stored.head.id}/manage?now=${move}`, 303)
  })

  app.post('/rounds/:round/openings', manage, async (request, reply) => {
    const stored = roundOf(request)
    const target = field(request.body, 'target')
    const isOpened = await openPositions(app.store, stored, target, personOf(request).id)
    if (isOpened)
      return reply.redirect(`/rounds/${stored.head.id}/manage?opened=${encodeURIComponent(target)}#openings`, 303)
    const errors = new FormErrors()
    errors.add('target', request.viewer.words.say('openings.error'))
    return showOverview(app, request, reply.code(422), errors)
  })
}

function unknown(): never {
  throw new MalinesError('not-found', 'The set-up has no such part.')
}

function settingIn(app: FastifyInstance, request: FastifyRequest): Setting {
  const stored = roundOf(request)
  return settingOf(stored, request.viewer.words, dayIn(stored.head.timeZone, app.clock()))
}

const formOf = ({ body }: FastifyRequest): FormBody => (typeof body === 'object' && body !== null ? { ...body } : {})

/** The checks of a round in preparation; later there is nothing to check any more. */
async function checksOf(app: FastifyInstance, request: FastifyRequest): Promise<readonly Check[]> {
  const setting = settingIn(app, request)
  const { head } = setting.stored
  if (head.state !== 'preparing') return []
  const staffed = await staffedBodies(app.store, setting.stored, app.clock())
  const previous = head.previous === null ? undefined : await app.store.rounds.find(head.previous)
  return readiness({ ...setting, staffed, previous })
}

async function showOverview(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  errors = new FormErrors(),
) {
  const setting = settingIn(app, request)
  const { stored, words } = setting
  const checks = await checksOf(app, request)
  const of = (verdict: Check['check']) => checks.filter(({ check }) => check === verdict).length
  return page<OverviewView>(reply, 'set-up/overview', {
    title: words.say('set-up.title', { state: stored.head.state }),
    round: roundBar(request, stored, 'manage'),
    notice: noticeOf(request, setting),
    timeZone: stored.head.timeZone,
    id: stored.head.id,
    state: stored.head.state,
    parts: partViews(setting, checks),
    checks,
    missing: of('stop'),
    toLookAt: of('look'),
    summary: errors.summary,
    errors: errors.byField,
    ...stateView(setting),
    openings: await openingsOf(app.store, setting),
  })
}

/** What came of the last thing that was done, by what its address says. */
function noticeOf(request: FastifyRequest, { names, words, stored }: Setting): Notice | undefined {
  const query = request.query as Readonly<Record<string, unknown>>
  const part = PARTS.find((key) => key === query.saved)
  if (part)
    return { colour: 'success', heading: words.say('set-up.saved', { part: words.say('set-up.part', { part }) }) }
  const state = stored.head.state
  if (query.now === state && (state === 'open' || state === 'meeting')) {
    return { colour: 'success', heading: words.say('round.now', { state }) }
  }
  if (typeof query.opened === 'string' && stored.openings.includes(query.opened)) {
    return {
      colour: 'success',
      heading: words.say('openings.opened', { name: openingName(query.opened, names, words) }),
    }
  }
  return undefined
}

interface PartPage {
  readonly key: FormKey
  readonly part: Part
  readonly setting: Setting
  readonly form: FormBody
  readonly errors: FormErrors
}

async function showPart(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { key, part, setting, form, errors }: PartPage,
) {
  const { stored, words } = setting
  const name = words.say('set-up.part', { part: key })
  return page<PartPageView>(reply, `set-up/${key}`, {
    title: name,
    round: roundBar(request, stored, 'manage'),
    notice: noticeOf(request, setting),
    timeZone: stored.head.timeZone,
    key,
    id: stored.head.id,
    number: PARTS.indexOf(key) + 1,
    parts: partViews(setting, await checksOf(app, request), key),
    isOpen: part.isOpenIn(stored.head.state),
    isLive: stored.head.state === 'open' || stored.head.state === 'meeting',
    summary: errors.summary,
    ...part.view(setting, form, errors.byField),
  })
}
