/** Versions: states of a round that have a name, and the round as it was, to be read only. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { placesWords } from '../reports/content/ranking.js'
import { writeRound } from '../roundfile/index.js'
import { scoreRound } from '../rules/score.js'
import type { NamedMoment } from '../store/round-past.js'
import type { RoundState, StoredRound } from '../store/rounds.js'
import { clean } from './answers/check.js'
import { type BoardRow, boardRows } from './board/table.js'
import { personOf, roundOf } from './context.js'
import { fileName, sendFile } from './downloads/file.js'
import { FormErrors, field } from './forms.js'
import { isTop } from './results/blocks.js'
import { roundBar } from './round-bar.js'
import { contextIn, resultOf, type Seen } from './scores.js'
import { sightOf } from './sight.js'
import { type PageModel, page } from './views.js'
import { dayIn } from './writing.js'

interface VersionsView extends PageModel {
  readonly id: string
  readonly rows: readonly MomentRow[]
  readonly typed: string
  readonly today: string
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
}

interface MomentRow {
  readonly name: string
  readonly isVersion: boolean
  readonly when: string
  readonly who: string
  readonly href: string
}

interface PastView extends PageModel {
  readonly heading: string
  readonly when: string
  readonly state: RoundState
  readonly bodies: number
  readonly dimensions: readonly string[]
  readonly rows: readonly BoardRow[]
  readonly first: readonly {
    readonly rank: number | null
    readonly top: boolean
    readonly name: string
    readonly reason: string
  }[]
  readonly file: string
  readonly now: string
  readonly versions: string | undefined
}

/** Longest name of a version, in characters. */
const LONGEST = 200
/** How many of the ranking stand on the board. */
const FIRST = 3

type Query = Readonly<Record<string, unknown>>

export async function versionRoutes(app: FastifyInstance): Promise<void> {
  const manage = { config: { right: 'round:manage' } } as const
  app.get('/rounds/:round/manage/versions', manage, (request, reply) => showVersions(request, reply))
  app.post('/rounds/:round/manage/versions', manage, nameVersion)
  // What was, as what is: whole, or not at all.
  const whole = { config: { right: 'round:export' } } as const
  app.get('/rounds/:round/past', whole, showPast)
  app.get('/rounds/:round/past.json', whole, async (request, reply) => {
    const { past, seq, part } = await pastOf(request)
    const name = [past.assessment.name, past.head.name, 'past', String(seq), String(part ?? '')]
    return sendFile(reply, fileName(name, 'json'), 'application/json', writeRound(past.round))
  })
}

async function nameVersion(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { head } = roundOf(request)
  const { say } = request.viewer.words
  const name = clean(field(request.body, 'name'))
  const errors = new FormErrors()
  if (name === '') errors.add('name', say('versions.error.name'))
  if (name.length > LONGEST) errors.add('name', say('versions.error.long', { most: LONGEST }))
  if (errors.any) return showVersions(request, reply.code(422), { errors, typed: name })
  await request.server.store.versions.add(head.id, name, personOf(request).id)
  return reply.redirect(`/rounds/${encodeURIComponent(head.id)}/manage/versions?done=named`, 303)
}

interface Attempt {
  readonly errors: FormErrors
  readonly typed: string
}

async function showVersions(request: FastifyRequest, reply: FastifyReply, attempt?: Attempt): Promise<FastifyReply> {
  const stored = roundOf(request)
  const { say } = request.viewer.words
  const { head } = stored
  const isDone = (request.query as Query).done === 'named' && !attempt
  const moments = await request.server.store.rounds.moments(head.id)
  const view: VersionsView = {
    title: say('versions.title'),
    round: roundBar(request, stored, 'manage'),
    timeZone: head.timeZone,
    ...(isDone && { notice: { colour: 'success', heading: say('versions.done') } }),
    id: head.id,
    rows: moments.map((moment) => rowOf(request, moment)).reverse(),
    typed: attempt?.typed ?? '',
    today: dayIn(head.timeZone, request.server.clock()),
    summary: attempt?.errors.summary ?? [],
    errors: attempt?.errors.byField ?? {},
  }
  return page(reply, 'versions/versions', view)
}

function rowOf(request: FastifyRequest, moment: NamedMoment): MomentRow {
  const { head } = roundOf(request)
  const { say } = request.viewer.words
  return {
    name: moment.kind === 'version' ? moment.name : say('versions.state', { state: moment.state }),
    isVersion: moment.kind === 'version',
    when: whenIn(request, head.timeZone, moment.at),
    who: moment.personName ?? '',
    href: pastPath(head.id, moment),
  }
}

const pastPath = (round: string, { seq, part }: { readonly seq: number; readonly part?: number }, ending = '') =>
  `/rounds/${encodeURIComponent(round)}/past${ending}?seq=${seq}${part === undefined ? '' : `&part=${part}`}`

function whenIn({ viewer }: FastifyRequest, timeZone: string, at: string): string {
  const { say, day, time } = viewer.words
  return say('discussion.when', { day: day(dayIn(timeZone, new Date(at))), time: time(at, timeZone) })
}

/** With `day`, and `time` if it is more than a day: to the state that the round had then, its address in full. */
async function showPast(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { head } = roundOf(request)
  const { day, time } = request.query as Query
  if (day === undefined) return page(reply, 'versions/past', await pastView(request))
  const at = instantOf(day, time === undefined || time === '' ? '23:59' : time, head.timeZone)
  if (at === undefined)
    throw new MalinesError('invalid', 'A moment is a day such as 2026-06-30 and a time such as 14:32.')
  return reply.redirect(pastPath(head.id, await request.server.store.rounds.momentAt(head.id, at)), 303)
}

/** The last instant of a minute of a day in a time zone; undefined when day or time is none. */
export function instantOf(day: unknown, time: unknown, timeZone: string): string | undefined {
  const text = `${String(day)}T${String(time)}:59.999Z`
  const wanted = Date.parse(text)
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:59\.999Z$/.test(text) || Number.isNaN(wanted)) return undefined
  // Where clocks change, the first guess can be an hour off; the second can't.
  const first = wanted - offsetAt(wanted, timeZone)
  return new Date(wanted - offsetAt(first, timeZone)).toISOString()
}

/** How far a time zone is ahead of UTC, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const shown = Date.parse(`${format.format(instant).replace(' ', 'T')}Z`)
  return shown - Math.floor(instant / 1000) * 1000
}

/** The state that the address names. Errors: `invalid`, `not-found`. */
async function pastOf(request: FastifyRequest) {
  const { head } = roundOf(request)
  const { seq: asked, part: askedPart } = request.query as Query
  const seq = wholeNumber(asked) ?? refuse()
  const part = askedPart === undefined ? undefined : (wholeNumber(askedPart) ?? refuse())
  const past = await request.server.store.rounds.at(head.id, seq, part)
  return { past, seq, part }
}

const wholeNumber = (text: unknown) => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined)

function refuse(): never {
  throw new MalinesError('invalid', 'A moment is a whole number from 0.')
}

async function pastView(request: FastifyRequest): Promise<PastView> {
  const stored = roundOf(request)
  const { viewer, server } = request
  const { past, seq, part } = await pastOf(request)
  const seen = await pastSeen(request, past)
  const context = contextIn(seen, viewer.words)
  const { say } = context
  const when = whenIn(request, stored.head.timeZone, await server.store.rounds.timeOf(stored.head.id, seq, part))
  const round = `/rounds/${encodeURIComponent(stored.head.id)}`
  const leads = sightOf(stored, viewer).everything && roundBar(request, stored).tabs.some(({ key }) => key === 'manage')
  return {
    title: say('past.title', { when }),
    heading: say('past.title', { when }),
    when,
    round: roundBar(request, stored, leads ? 'manage' : 'board'),
    timeZone: stored.head.timeZone,
    state: past.head.state,
    bodies: past.round.bodies.length,
    dimensions: context.definition.dimensions.map(({ name }) => name),
    // Cells lead to the arithmetic of today, which is another.
    rows: boardRows({ context, seen, own: undefined, onlyOwn: false }).map((row) => {
      return { ...row, cells: row.cells.map(({ href: _, ...cell }) => cell) }
    }),
    first: context.ranked
      .filter(({ priority }) => (priority.rank ?? Number.POSITIVE_INFINITY) <= FIRST)
      .map((sector) => ({
        rank: sector.priority.rank,
        top: isTop(sector.priority.rank),
        name: context.sector(sector.id),
        reason: placesWords(context, sector),
      })),
    file: pastPath(stored.head.id, { seq, ...(part === undefined ? {} : { part }) }, '.json'),
    now: round,
    versions: leads ? `${round}/manage/versions` : undefined,
  }
}

/** A past round with its numbers, seen by whom nothing is hidden from now. */
async function pastSeen(request: FastifyRequest, past: StoredRound): Promise<Seen> {
  const stored = roundOf(request)
  // The result that is kept is that of the last closing.
  const isKept = past.head.state === 'closed' && past.head.closedAt === stored.head.closedAt
  const result = isKept
    ? await resultOf(request.server.store, past)
    : scoreRound(past.definition.definition, past.round)
  return { stored: past, sight: sightOf(stored, request.viewer), round: past.round, result, made: new Map() }
}
