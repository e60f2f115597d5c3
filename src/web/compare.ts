/** Two rounds of an assessment beside each other: what moved, why, and how clear that is (METHOD 9). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { comparisonReport } from '../reports/content/comparison.js'
import { namesOf } from '../reports/words/names.js'
import { compareRounds } from '../rules/compare.js'
import type { Comparison } from '../rules/model.js'
import type { StoredRound } from '../store/rounds.js'
import { may } from './access.js'
import { type ReasonField, readReasons, reasonFields } from './compare/reasons.js'
import { assessmentOf, personOf } from './context.js'
import { fileName, sendFile } from './downloads/file.js'
import { jobOf, type Maker } from './downloads/maker.js'
import { DRAWS, drawsOf, languageOf, OFTEN, type ReportQuery, sizeOf } from './downloads/query.js'
import { FormErrors } from './forms.js'
import { type SectionView, sectionView } from './results/blocks.js'
import { definitionIn, resultOf } from './scores.js'
import { type PageModel, page } from './views.js'

interface CompareView extends PageModel {
  readonly heading: string
  readonly path: string
  readonly choices: readonly { readonly value: string; readonly text: string }[]
  readonly from: string
  readonly to: string
  /** Why there is no comparison. */
  readonly problem?: string
  readonly lead?: SectionView['lead']
  readonly sections: readonly SectionView[]
  /** Whether changes were tested against what is open; else a link that does. */
  readonly testHref?: string
  readonly pdfHref?: string
  /** Where a facilitator says why sectors moved; empty for all others. */
  readonly reasons: readonly ReasonField[]
  readonly saveHref?: string
  readonly summary: FormErrors['summary']
}

interface CompareQuery extends ReportQuery {
  readonly from?: string
  readonly to?: string
  readonly done?: string
}

type CompareRequest = FastifyRequest<{ Querystring: CompareQuery }>

export const compareRoutes = (maker: Maker) => async (app: FastifyInstance) => {
  app.get<{ Querystring: CompareQuery }>(
    '/assessments/:assessment/compare',
    { config: { right: 'assessment:read' } },
    async (request, reply) => page(reply, 'compare/compare', await compareView(app, maker, request)),
  )

  app.post<{ Querystring: CompareQuery }>(
    '/assessments/:assessment/compare',
    { config: { right: 'assessment:manage' } },
    async (request, reply) => saveReasons(app, maker, request, reply),
  )

  app.get<{ Querystring: CompareQuery }>(
    '/assessments/:assessment/compare.pdf',
    { config: { right: 'assessment:read', rateLimit: OFTEN } },
    async (request, reply) => sendComparison(app, maker, request, reply),
  )
}

/** The rounds that a viewer sees whole, the newest first: no other can be compared. */
async function roundsFor(app: FastifyInstance, request: FastifyRequest): Promise<readonly StoredRound[]> {
  const assessment = assessmentOf(request)
  const heads = await app.store.rounds.listOf(assessment.id)
  const rounds = await Promise.all(heads.map(({ id }) => app.store.rounds.load(id)))
  return rounds.filter((stored) => may(request.viewer, 'round:export', { assessment, stored }) === 'yes')
}

/**
 * The two rounds that are asked for; without a wish the later one is the newest that was begun, and the earlier one the
 * one before it.
 */
function chosen(rounds: readonly StoredRound[], { from, to }: CompareQuery) {
  const find = (id: string | undefined) => rounds.find(({ head }) => head.id === id)
  const newest = rounds.find(({ head }) => head.state !== 'preparing') ?? rounds[0]
  const later = to === undefined ? newest : find(to)
  const before = later && (find(later.head.previous ?? undefined) ?? rounds[rounds.indexOf(later) + 1])
  return { from: from === undefined ? before : find(from), to: later }
}

async function compareView(
  app: FastifyInstance,
  maker: Maker,
  request: CompareRequest,
  errors = new FormErrors(),
): Promise<CompareView> {
  const { words } = request.viewer
  const { say } = words
  const assessment = assessmentOf(request)
  const rounds = await roundsFor(app, request)
  const { from, to } = chosen(rounds, request.query)
  const path = `/assessments/${assessment.id}/compare`
  const base = {
    title: say('compare.title'),
    heading: say('compare.title'),
    path,
    breadcrumbs: [
      { href: `/assessments/${assessment.id}`, text: assessment.name },
      { href: path, text: say('compare.title') },
    ],
    choices: rounds.map(({ head }) => ({ value: head.id, text: head.name })),
    from: from?.head.id ?? '',
    to: to?.head.id ?? '',
    sections: [],
    reasons: [],
    summary: [],
  }
  if (rounds.length < 2) return { ...base, problem: say('compare.few', { n: rounds.length }) }
  if (!from || !to) return { ...base, problem: say('compare.choose') }
  if (from === to) return { ...base, problem: say('compare.same') }
  const comparison = await comparisonOf(maker, from, to, request.query.draws === '1')
  if (comparison === undefined) return { ...base, problem: say('compare.versions') }
  const pair = `from=${from.head.id}&to=${to.head.id}`
  return {
    ...base,
    ...(await partsOf(app, request, from, to, comparison, errors)),
    saveHref: `${path}?${pair}`,
    ...(request.query.done === 'reasons' && { notice: { colour: 'success', heading: say('given.saved') } as const }),
    ...(comparison.uncertainty === undefined && isAnyCompared(comparison) && { testHref: `${path}?${pair}&draws=1` }),
    pdfHref: `${path}.pdf?${pair}&draws=${DRAWS}&lang=${words.language}`,
  }
}

const pairOf = (from: StoredRound, to: StoredRound) => ({ from: from.head.id, to: to.head.id })

/** Keeps why sectors moved, as the facilitator wrote it. */
async function saveReasons(app: FastifyInstance, maker: Maker, request: CompareRequest, reply: FastifyReply) {
  const { from, to } = chosen(await roundsFor(app, request), request.query)
  const comparison = from && to && from !== to ? plain(from, to) : undefined
  if (!from || !to || !comparison) {
    throw new MalinesError('invalid', 'Choose two rounds that can be compared.')
  }
  const errors = new FormErrors()
  const pair = pairOf(from, to)
  const changed = readReasons(request.body, comparison, await app.store.reasons.of(pair), request.viewer.words, errors)
  if (errors.any) return page(reply.code(422), 'compare/compare', await compareView(app, maker, request, errors))
  for (const reason of changed) await app.store.reasons.save(pair, reason, personOf(request).id)
  const path = `/assessments/${assessmentOf(request).id}/compare`
  return reply.redirect(`${path}?from=${pair.from}&to=${pair.to}&done=reasons`, 303)
}

const isAnyCompared = ({ sectors }: Comparison) => sectors.some(({ status }) => status === 'compared')

/** The report's own parts, but for how to read it. */
async function partsOf(
  app: FastifyInstance,
  request: FastifyRequest,
  from: StoredRound,
  to: StoredRound,
  comparison: Comparison,
  errors: FormErrors,
) {
  const { words } = request.viewer
  const side = async (stored: StoredRound) => ({
    definition: definitionIn(stored, words.language),
    round: stored.round,
    result: await resultOf(app.store, stored),
  })
  const [before, after] = await Promise.all([side(from), side(to)])
  const files = { from: '', to: '', comparison: '' }
  const given = await app.store.reasons.of(pairOf(from, to))
  const { sections } = comparisonReport({ from: before, to: after, comparison, reasons: given, words, files })
  const names = namesOf(after.definition, after.round, words)
  const place = { itemHref: (item: string) => `/rounds/${to.head.id}/results/items/${item}` }
  const views = sections.filter(({ id }) => id !== 'reading').map((section) => sectionView(section, names, place))
  const leads = may(request.viewer, 'assessment:manage', { assessment: assessmentOf(request) }) === 'yes'
  return {
    heading: views[0]?.title ?? '',
    lead: views[0]?.lead,
    sections: views.filter(({ blocks }) => blocks.length > 0),
    reasons: leads ? reasonFields(comparison, names, given, errors, errors.any ? request.body : undefined) : [],
    summary: errors.summary,
  }
}

const compared = new WeakMap<StoredRound, WeakMap<StoredRound, Comparison>>()

/** The comparison of two states of rounds; with draws once they were asked for. Undefined where versions don't compare. */
export async function comparisonOf(
  maker: Maker,
  from: StoredRound,
  to: StoredRound,
  withDraws: boolean,
): Promise<Comparison | undefined> {
  const known = compared.get(to) ?? new WeakMap<StoredRound, Comparison>()
  compared.set(to, known)
  const found = known.get(from)
  if (found && (!withDraws || found.uncertainty)) return found
  const made = withDraws ? await drawn(maker, from, to) : plain(from, to)
  if (made) known.set(from, made)
  return made
}

function plain(from: StoredRound, to: StoredRound): Comparison | undefined {
  const side = ({ definition, round }: StoredRound) => ({ definition: definition.definition, round })
  try {
    return compareRounds(side(from), side(to))
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Ten thousand draws of both rounds take more than a second: they are made in a thread. */
async function drawn(maker: Maker, from: StoredRound, to: StoredRound): Promise<Comparison | undefined> {
  if (plain(from, to) === undefined) return undefined
  const [a, b] = [from, to].map((stored) => jobOf(stored, stored.definition.definition.language))
  const made = await maker.make(
    { kind: 'draws', from: a!.job, to: b!.job, draws: DRAWS },
    new Map([a!.entry, b!.entry]),
  )
  return 'comparison' in made ? made.comparison : undefined
}

async function sendComparison(app: FastifyInstance, maker: Maker, request: CompareRequest, reply: FastifyReply) {
  const rounds = await roundsFor(app, request)
  const { from, to } = chosen(rounds, request.query)
  if (!from || !to || from === to) throw new MalinesError('not-found', 'There are no such two rounds to compare.')
  if (plain(from, to) === undefined) throw new MalinesError('invalid', 'These rounds can’t be compared.')
  const language = languageOf(request)
  const job = async (stored: StoredRound) =>
    jobOf(stored, language, stored.head.state === 'closed' ? await app.store.rounds.result(stored.head.id) : undefined)
  const [a, b] = await Promise.all([job(from), job(to)])
  const made = await maker.make(
    {
      kind: 'comparison',
      reasons: await app.store.reasons.of(pairOf(from, to)),
      from: a.job,
      to: b.job,
      language,
      size: sizeOf(request.query),
      draws: drawsOf(request.query),
    },
    new Map([a.entry, b.entry]),
  )
  if (!('pdf' in made)) throw new RangeError('a report is a PDF')
  const name = fileName([to.assessment.name, from.head.name, to.head.name, `comparison-${language}`], 'pdf')
  return sendFile(reply, name, 'application/pdf', Buffer.from(made.pdf))
}
