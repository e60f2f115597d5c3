/** Assessments: setting one up, its rounds, who leads it, and who may read its closed rounds. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { RoundHead } from '../store/rounds.js'
import { may } from './access.js'
import { assessmentOf, personOf } from './context.js'
import { FormErrors, field } from './forms.js'
import { doWithLink, type FreshLink, linkForm, makeLink, readLink, takeFreshLink } from './links.js'
import { nameOfNext, newestDefinition, startRound } from './new-round.js'
import { type RoundRow, roundRow, roundsFor } from './round-rows.js'
import { countriesIn, countryName } from './set-up/countries.js'
import { type PersonRow, registerOf } from './set-up/people-table.js'
import { readPlace } from './set-up/place.js'
import { type Notice, type PageModel, page } from './views.js'

interface NewView extends PageModel {
  readonly name: string
  readonly country: string
  readonly countries: readonly string[]
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
}

interface AssessmentView extends PageModel {
  readonly id: string
  readonly country: string | undefined
  readonly rounds: readonly RoundRow[]
  /** Address of the comparison, when there are two rounds to compare. */
  readonly compare: string | undefined
  readonly leads: boolean
  readonly fresh: FreshLink | undefined
  readonly facilitators: readonly PersonRow[]
  readonly analysts: readonly (PersonRow & { readonly round: string })[]
  readonly place: { readonly name: string; readonly country: string }
  readonly countries: readonly string[]
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
  readonly placeErrors: { readonly name: string | undefined; readonly country: string | undefined }
}

export async function assessmentRoutes(app: FastifyInstance): Promise<void> {
  const create = { config: { right: 'assessment:create' } } as const
  const manage = { config: { right: 'assessment:manage' } } as const

  app.get('/assessments/new', create, (request, reply) => showNew(request, reply))

  app.post('/assessments/new', create, async (request, reply) => {
    const { words } = request.viewer
    const errors = new FormErrors()
    const place = readPlace(
      { words },
      { name: field(request.body, 'name'), country: field(request.body, 'country') },
      errors,
    )
    if (errors.any) return showNew(request, reply.code(422), errors)
    const { id: person } = personOf(request)
    const { id } = await app.store.assessments.create(place, person)
    await app.store.participants.add({ person, assessment: id, role: 'facilitator' }, person)
    const name = String(app.clock().getUTCFullYear())
    const definitionHash = await newestDefinition(app.store)
    const round = await app.store.rounds.create({ assessment: id, name, definitionHash, form: 'short' }, person)
    return reply.redirect(`/rounds/${round.id}/manage`, 303)
  })

  app.get('/assessments/:assessment', { config: { right: 'assessment:read' } }, (request, reply) =>
    showAssessment(app, request, reply),
  )

  app.post('/assessments/:assessment', manage, async (request, reply) => {
    const errors = new FormErrors()
    const typed = { name: field(request.body, 'name'), country: field(request.body, 'country') }
    const place = readPlace(request.viewer, typed, errors, 'place-name')
    if (errors.any) return showAssessment(app, request, reply.code(422), errors)
    const { id } = await app.store.assessments.update(assessmentOf(request).id, place, personOf(request).id)
    return reply.redirect(`/assessments/${id}?done=renamed`, 303)
  })

  app.post('/assessments/:assessment/rounds', manage, async (request, reply) => {
    const assessment = assessmentOf(request)
    const { say } = request.viewer.words
    const errors = new FormErrors()
    const name = field(request.body, 'round-name')
    if (name === '') errors.add('round-name', say('set-up.error.round-name'))
    if (name.length > 500) errors.add('round-name', say('set-up.error.long', { max: 500 }))
    const isSame = field(request.body, 'definition') === 'same'
    if (errors.any) return showAssessment(app, request, reply.code(422), errors)
    const round = await startRound(app.store, assessment.id, { name, isSame, by: personOf(request).id })
    return reply.redirect(`/rounds/${round.id}/manage`, 303)
  })

  app.post('/assessments/:assessment/invitations', manage, async (request, reply) => {
    const { id: assessment } = assessmentOf(request)
    const { words } = request.viewer
    const errors = new FormErrors()
    const isAnalyst = field(request.body, 'role') === 'analyst'
    const rounds = await app.store.rounds.listOf(assessment)
    const round = rounds.find(({ id, state }) => id === field(request.body, 'round') && state === 'closed')
    if (isAnalyst && !round) errors.add('round', words.say('assessment.error.round'))
    const { wish } = readLink(app, request.body, words, errors, prefixOf(isAnalyst ? 'analyst' : 'facilitator'))
    if (errors.any) return showAssessment(app, request, reply.code(422), errors)
    const place =
      isAnalyst && round ? ({ role: 'analyst', round: round.id } as const) : ({ role: 'facilitator' } as const)
    await makeLink(app, request, reply, { assessment, ...place, ...wish })
    return reply.redirect(`/assessments/${assessment}`, 303)
  })

  app.post<{ Params: { invitation: string } }>(
    '/assessments/:assessment/invitations/:invitation',
    manage,
    async (request, reply) => {
      const { id: assessment } = assessmentOf(request)
      const links = await app.store.invitations.listOf(assessment)
      const link = links.find(({ id, body }) => id === request.params.invitation && body === null)
      const done = await doWithLink(app, request, reply, link)
      return reply.redirect(`/assessments/${assessment}?done=${done}`, 303)
    },
  )

  app.post<{ Params: { participant: string } }>(
    '/assessments/:assessment/participants/:participant',
    manage,
    async (request, reply) => {
      const { id: assessment } = assessmentOf(request)
      const people = await app.store.participants.listOfAssessment(assessment)
      const part = people.find(({ id, body }) => id === request.params.participant && body === null)
      if (!part) throw new MalinesError('not-found', 'Nobody has this part in the assessment.')
      const leading = people.filter(({ role }) => role === 'facilitator')
      if (part.role === 'facilitator' && leading.length === 1) {
        const errors = new FormErrors()
        errors.add('facilitators', request.viewer.words.say('assessment.error.last'))
        return showAssessment(app, request, reply.code(409), errors)
      }
      await app.store.participants.remove(part.id, personOf(request).id)
      const isSelf = part.person === personOf(request).id && part.role === 'facilitator'
      return reply.redirect(isSelf ? '/' : `/assessments/${assessment}?done=removed`, 303)
    },
  )
}

function showNew(request: FastifyRequest, reply: FastifyReply, errors = new FormErrors()) {
  const { words } = request.viewer
  return page<NewView>(reply, 'assessments/new', {
    title: words.say('assessment.new.title'),
    name: field(request.body, 'name'),
    country: field(request.body, 'country'),
    countries: countriesIn(words.language).map(({ name }) => name),
    summary: errors.summary,
    errors: errors.byField,
  })
}

async function showAssessment(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  errors = new FormErrors(),
) {
  const assessment = assessmentOf(request)
  const { words } = request.viewer
  const heads = await app.store.rounds.listOf(assessment.id)
  const seen = roundsFor(request.viewer, heads)
  const rounds = await Promise.all(seen.map((head) => roundRow(app, request, head)))
  const compared = await comparedIn(app, request, seen)
  const leads = may(request.viewer, 'assessment:manage', { assessment }) === 'yes'
  const typed = field(request.body, 'name')
  const country = assessment.country === null ? '' : countryName(assessment.country, words.language)
  const isRenaming = errors.byField['place-name'] !== undefined || errors.byField.country !== undefined
  return page<AssessmentView>(reply, 'assessments/assessment', {
    title: assessment.name,
    breadcrumbs: [
      { href: '/', text: words.say('home.title') },
      { href: `/assessments/${assessment.id}`, text: assessment.name },
    ],
    notice: noticeOf(request),
    scripts: ['copy.js'],
    id: assessment.id,
    country: country === '' ? undefined : country,
    rounds,
    compare: compared ? `/assessments/${assessment.id}/compare` : undefined,
    leads,
    ...(leads
      ? await leadersView(app, request, reply, heads, errors)
      : { fresh: undefined, facilitators: [], analysts: [] }),
    place: isRenaming ? { name: typed, country: field(request.body, 'country') } : { name: assessment.name, country },
    countries: leads ? countriesIn(words.language).map(({ name }) => name) : [],
    summary: errors.summary,
    errors: errors.byField,
    placeErrors: { name: errors.byField['place-name'], country: errors.byField.country },
  })
}

/** Whether a viewer has results of two rounds to compare. */
async function comparedIn(
  app: FastifyInstance,
  { viewer }: FastifyRequest,
  heads: readonly RoundHead[],
): Promise<boolean> {
  const begun = heads.filter(({ state }) => state !== 'preparing')
  const stored = await Promise.all(begun.map(({ id }) => app.store.rounds.load(id)))
  const readable = stored.filter(
    (one) => may(viewer, 'round:results', { assessment: one.assessment, stored: one }) === 'yes',
  )
  return readable.length >= 2
}

/** Keeps the ids of the two forms for links apart. */
const prefixOf = (role: 'facilitator' | 'analyst') => `${role}-`

/** What only facilitators see: who leads, who reads, and the forms for both and for a new round. */
async function leadersView(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  heads: readonly RoundHead[],
  errors: FormErrors,
) {
  const { id } = assessmentOf(request)
  const { words } = request.viewer
  const [people, links] = await Promise.all([
    app.store.participants.listOfAssessment(id),
    app.store.invitations.listOf(id),
  ])
  const context = { now: app.clock(), words, self: personOf(request).id }
  const of = (role: 'facilitator' | 'analyst', round: string | null) =>
    registerOf(
      {
        people: people.filter((one) => one.role === role && one.round === round),
        links: links.filter((one) => one.role === role && one.round === round),
      },
      context,
    ).rows.filter(({ link }) => link === undefined || link.deeds.length > 0)
  const facilitators = of('facilitator', null)
  const analysts = heads.flatMap((head) => of('analyst', head.id).map((row) => ({ ...row, round: head.name })))
  const formFor = (role: 'facilitator' | 'analyst') => {
    if (field(request.body, 'role') !== role) return linkForm(app, undefined, undefined, prefixOf(role))
    const { fields } = readLink(app, request.body, words, new FormErrors())
    return linkForm(app, fields, errors.byField, prefixOf(role))
  }
  const newest = await newestDefinition(app.store)
  return {
    fresh: await takeFreshLink(app, request, reply, id),
    facilitators,
    isLast: facilitators.filter(({ part }) => part !== undefined).length === 1,
    analysts,
    closed: heads.filter(({ state }) => state === 'closed').map((head) => ({ value: head.id, text: head.name })),
    chosen: field(request.body, 'round'),
    facilitatorForm: formFor('facilitator'),
    analystForm: formFor('analyst'),
    next: {
      name: field(request.body, 'round-name') || nameOfNext(heads, app.clock()),
      error: errors.byField['round-name'],
      previous: heads[0]?.name,
      // A choice only where there is a newer questionnaire than that of the round before.
      hasNewer: heads[0] !== undefined && heads[0].definitionHash !== newest,
      isSame: field(request.body, 'definition') === 'same',
    },
  }
}

const DONE = ['renamed', 'revoke', 'mail', 'removed'] as const

function noticeOf(request: FastifyRequest): Notice | undefined {
  const { say } = request.viewer.words
  const { done } = request.query as Readonly<Record<string, unknown>>
  if (done === 'not-mailed')
    return { colour: 'danger', heading: say('link.not-mailed'), text: say('link.not-mailed.text') }
  const known = DONE.find((one) => one === done)
  return known && { colour: 'success', heading: say('assessment.done', { done: known }) }
}
