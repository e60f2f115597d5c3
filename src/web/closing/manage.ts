/** The page on which a facilitator closes a round: checks, submissions, signatures, the lock, and opening it again. */
import type { FastifyRequest } from 'fastify'
import type { RoundState, StoredRound } from '../../store/rounds.js'
import { namesIn, voiceOf } from '../answers/names.js'
import { groupsIn } from '../asked.js'
import { progressOf } from '../board/heard.js'
import { roundOf } from '../context.js'
import { type FormBody, FormErrors, field, isTicked } from '../forms.js'
import { roundBar } from '../round-bar.js'
import { contextIn, seenBy } from '../scores.js'
import { sightOf } from '../sight.js'
import type { Notice, PageModel } from '../views.js'
import { dayIn } from '../writing.js'
import { type ClosingCheck, closingChecks } from './checks.js'
import { type QuorumField, quorumFields } from './quorum.js'
import { type SealsView, sealsOf } from './seal.js'
import { type SubmissionLine, submissionLine } from './submission.js'
import { type VoiceRow, voiceRows } from './voices.js'

/** What stands in the way of closing without a reason. */
export interface Standing {
  readonly checks: readonly ClosingCheck[]
  readonly voices: readonly VoiceRow[]
  /** Checks that are missing. */
  readonly missing: number
  /** Voices without a signature, or with one that is older than what it stands under. */
  readonly unsigned: readonly VoiceRow[]
}

interface ClosingManageView extends PageModel, Standing {
  readonly id: string
  readonly state: RoundState
  readonly isRunning: boolean
  readonly lead: string
  readonly bodies: readonly BodyLine[]
  readonly quorum: readonly QuorumField[]
  readonly hasQuorumError: boolean
  /** Voices that can still sign. */
  readonly waiting: readonly { readonly id: string; readonly name: string; readonly chosen: boolean }[]
  readonly lock: {
    readonly first: string
    readonly definition: string
    readonly method: string
    readonly seed: number
    readonly revision: number
    readonly needsReason: boolean
  }
  readonly seals: SealsView
  readonly typed: FormBody
  readonly confirmed: boolean
  readonly summary: FormErrors['summary']
  readonly errors: FormErrors['byField']
}

interface BodyLine {
  readonly name: string
  readonly voice: ReturnType<typeof voiceOf>
  readonly answered: number
  readonly asked: number
  readonly said: SubmissionLine
  readonly href: string
}

/** Who has submitted and signed, and how the checks stand. */
export async function standingOf(request: FastifyRequest, stored: StoredRound): Promise<Standing> {
  const { server, viewer } = request
  const { id, state, closesOn, timeZone } = stored.head
  const { store } = server
  const [submissions, signOffs, quorum, findings, threads, seen] = await Promise.all([
    store.submissions.listOf(id),
    store.signOffs.listOf(id),
    store.quorums.of(id),
    store.findings.listOf(id),
    store.discussion.countsOf(id),
    seenBy(store, stored, viewer),
  ])
  const names = namesIn(stored, viewer.words)
  const voices = voiceRows(stored, names, { submissions, signOffs, quorum, sight: sightOf(stored, viewer) })
  const isWaiting = state === 'open' && closesOn !== null && closesOn >= dayIn(timeZone, server.clock())
  const checks = closingChecks({
    ...{ context: contextIn(seen, viewer.words), id, path: `/rounds/${id}`, voices, threads },
    proposed: findings.filter(({ isProposed }) => isProposed).length,
    lastDay: isWaiting ? (closesOn ?? undefined) : undefined,
  })
  return {
    ...{ checks, voices },
    missing: checks.filter(({ check }) => check === 'stop').length,
    unsigned: voices.filter(({ signed }) => !signed || signed.isChanged),
  }
}

/** What a form post left on the page. */
export interface Attempt {
  readonly form: FormBody
  readonly errors: FormErrors
}

export async function manageView(request: FastifyRequest, attempt?: Attempt): Promise<ClosingManageView> {
  const stored = roundOf(request)
  const { head } = stored
  const { words } = request.viewer
  const standing = await standingOf(request, stored)
  const context = contextIn(await seenBy(request.server.store, stored, request.viewer), words)
  const { id, version } = stored.definition.definition
  const form = attempt?.form ?? {}
  const errors = attempt?.errors ?? new FormErrors()
  const quorum = quorumFields(standing.voices, { words, form, errors })
  return {
    ...standing,
    title: words.say('closing.title', { state: head.state === 'closed' ? 'closed' : 'other' }),
    round: roundBar(request, stored, 'manage'),
    notice: noticeOf(request, head.state),
    timeZone: head.timeZone,
    id: head.id,
    state: head.state,
    isRunning: head.state === 'open' || head.state === 'meeting',
    lead: leadOf(request, head.state, standing),
    bodies: await bodyLines(request, stored),
    quorum,
    hasQuorumError: quorum.some(({ error }) => error !== undefined),
    waiting: standing.unsigned.map((voice) => ({ id: voice.id, name: voice.name, chosen: voice.id === form.voice })),
    lock: {
      first: words.list(context.ranked.slice(0, 3).map((sector) => context.sector(sector.id))),
      ...{ definition: `${id} ${version}`, method: context.result.method, seed: context.result.settings.seed },
      revision: stored.revision,
      needsReason: standing.missing > 0 || standing.unsigned.length > 0,
    },
    seals: await sealsOf(request, stored),
    typed: {
      ...{ note: field(form, 'note'), name: field(form, 'name'), said: field(form, 'said') },
      ...{ reason: field(form, 'reason'), to: field(form, 'to') || 'meeting' },
    },
    confirmed: isTicked(form, 'confirm'),
    summary: errors.summary,
    errors: errors.byField,
  }
}

function leadOf({ viewer }: FastifyRequest, state: RoundState, { voices, unsigned, missing }: Standing): string {
  if (state === 'closed') return viewer.words.say('closing.lead.closed')
  if (state === 'preparing') return viewer.words.say('closing.lead.preparing')
  return viewer.words.say('closing.lead', {
    ...{ signed: voices.length - unsigned.length, voices: voices.length, missing },
    ...{ unsigned: unsigned.length, names: viewer.words.list(unsigned.map(({ name }) => name)) },
  })
}

async function bodyLines(request: FastifyRequest, stored: StoredRound): Promise<readonly BodyLine[]> {
  const { words } = request.viewer
  const names = namesIn(stored, words)
  const said = new Map((await request.server.store.submissions.listOf(stored.head.id)).map((one) => [one.body, one]))
  return stored.round.bodies.map((body) => {
    const parts = groupsIn(stored).map((group) => progressOf(stored, body, { group }))
    return {
      name: body.name,
      voice: voiceOf(body.voice, names),
      answered: parts.reduce((sum, { answered }) => sum + answered, 0),
      asked: parts.reduce((sum, { asked }) => sum + asked, 0),
      said: submissionLine(words, said.get(body.id), stored.head.timeZone),
      href: `/rounds/${stored.head.id}/bodies/${body.id}#submission`,
    }
  })
}

/** What came of the last thing that was done, by what its address says. */
export function noticeOf(request: Pick<FastifyRequest, 'query' | 'viewer'>, state: RoundState): Notice | undefined {
  const { now } = request.query as Readonly<Record<string, unknown>>
  const isTrue: Readonly<Record<string, boolean>> = {
    locked: state === 'closed',
    reopened: state === 'open' || state === 'meeting',
    signed: state !== 'closed',
    quorum: state !== 'closed',
    unsigned: state !== 'closed',
  }
  if (typeof now !== 'string' || !Object.hasOwn(isTrue, now) || !isTrue[now]) return undefined
  return { colour: 'success', heading: request.viewer.words.say('closing.now', { now }) }
}
