/** The first page of everybody: what waits for them, and where they take part. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Body } from '../rules/model.js'
import type { StoredRound } from '../store/rounds.js'
import type { Submission, SubmissionState } from '../store/submissions.js'
import { may } from './access.js'
import { askedOf, hasAnswered } from './asked.js'
import { personOf, type Viewer } from './context.js'
import { type Mention, mentionsOf } from './home/mentions.js'
import { isFacilitator, ownBodies } from './parts.js'
import { readiness } from './readiness.js'
import { roundTitle } from './round-bar.js'
import { byState, progressOf, type RoundRow, roundRow, roundsFor } from './round-rows.js'
import { settingOf } from './set-up/part.js'
import { staffedBodies } from './set-up/staff.js'
import { type PageModel, page } from './views.js'
import { dayIn, shutFor } from './writing.js'

/** Something that a person is waited for. */
interface Waiting {
  readonly text: string
  readonly detail: string
  readonly meter?: { readonly part: number; readonly whole: number; readonly label: string }
  readonly href: string
  readonly action: string
  /** The first of all that wait. */
  readonly isMain: boolean
}

interface HomeView extends PageModel {
  readonly name: string
  readonly waiting: readonly Waiting[]
  readonly mentions: readonly Mention[]
  /** Things that wait, and messages without an answer. */
  readonly count: number
  readonly assessments: readonly {
    readonly id: string
    readonly name: string
    readonly leads: boolean
    readonly rounds: readonly RoundRow[]
  }[]
  readonly creates: boolean
}

export async function homeRoutes(app: FastifyInstance): Promise<void> {
  app.get('/', { config: { right: 'signed-in' } }, (request, reply) => showHome(app, request, reply))
}

async function showHome(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply) {
  const { viewer } = request
  const ids = [...new Set(viewer.participants.map(({ assessment }) => assessment))]
  const lists = await Promise.all(ids.map(async (id) => roundsFor(viewer, await app.store.rounds.listOf(id))))
  const heads = lists.flat().sort(byState)
  const waiting: Omit<Waiting, 'isMain'>[] = []
  const rounds = await Promise.all(heads.map(({ id }) => app.store.rounds.load(id)))
  for (const stored of rounds) waiting.push(...(await waitingIn(app, viewer, stored)))
  const mentions = await mentionsOf(app.store, viewer, rounds)
  const assessments = await Promise.all(ids.map((id) => app.store.assessments.get(id)))
  return page<HomeView>(reply, 'home/home', {
    title: viewer.words.say('home.title'),
    name: personOf(request).name,
    waiting: waiting.map((one, i) => ({ ...one, isMain: i === 0 })),
    mentions,
    count: waiting.length + mentions.filter(({ isWaiting }) => isWaiting).length,
    assessments: await Promise.all(
      assessments.map(async ({ id, name }) => ({
        id,
        name,
        leads: viewer.participants.some(({ assessment, role }) => assessment === id && role === 'facilitator'),
        rounds: await Promise.all(
          heads.filter((head) => head.assessment === id).map((head) => roundRow(app, request, head)),
        ),
      })),
    ),
    creates: may(viewer, 'assessment:create') === 'yes',
  })
}

type Step = Omit<Waiting, 'isMain'>

async function waitingIn(app: FastifyInstance, viewer: Viewer, stored: StoredRound): Promise<readonly Step[]> {
  const said = new Map((await app.store.submissions.listOf(stored.head.id)).map((one) => [one.body, one]))
  const steps = answersWaiting(viewer, stored, app.clock(), said)
  if (!isFacilitator(viewer, stored)) return steps
  const leading =
    stored.head.state === 'preparing' ? await setUpWaiting(app, viewer, stored) : closingWaiting(app, viewer, stored)
  return [...steps, ...leading]
}

/** What a body that the viewer acts for has to do while it can answer: answer, submit, or change what was asked. */
function answersWaiting(
  viewer: Viewer,
  stored: StoredRound,
  now: Date,
  said: ReadonlyMap<string, Submission>,
): readonly Step[] {
  const { words } = viewer
  if (shutFor(stored, now) !== undefined) return []
  return ownBodies(viewer, stored).flatMap((body): Step[] => {
    const { state } = said.get(body.id) ?? {}
    if (state === 'submitted') return []
    const open = askedOf(stored, body).filter(({ id }) => !hasAnswered(stored, body, id))
    if (open.length === 0 || state === 'changes-asked') return [submissionWaiting(viewer, stored, body, state)]
    const { answered, asked } = progressOf(stored, [body])
    const { closesOn } = stored.head
    return [
      {
        text: words.say('home.open', { count: open.length }),
        detail: words.say('home.open.detail', {
          ...{ round: roundTitle(words, stored.assessment.name, stored.head.name), body: body.name },
          ...{ dated: closesOn === null ? 'no' : 'yes', day: closesOn === null ? '' : words.day(closesOn) },
        }),
        meter: { part: answered, whole: asked, label: words.say('home.answered', { answered, asked, whose: 'own' }) },
        href: `/rounds/${stored.head.id}/bodies/${body.id}`,
        action: words.say('home.open.action', { begun: answered > 0 ? 'yes' : 'no' }),
      },
    ]
  })
}

function submissionWaiting(
  { words }: Viewer,
  stored: StoredRound,
  body: Body,
  state: SubmissionState | undefined,
): Step {
  const kind = state === 'changes-asked' ? 'changes' : 'submit'
  const round = roundTitle(words, stored.assessment.name, stored.head.name)
  return {
    text: words.say('submission.home', { kind }),
    detail: words.say('submission.home.detail', { round, body: body.name }),
    href: `/rounds/${stored.head.id}/bodies/${body.id}#submission`,
    action: words.say('submission.home.action', { kind }),
  }
}

/** A round in preparation, with what keeps it from opening. */
async function setUpWaiting(app: FastifyInstance, { words }: Viewer, stored: StoredRound): Promise<readonly Step[]> {
  const { head } = stored
  const staffed = await staffedBodies(app.store, stored, app.clock())
  const setting = settingOf(stored, words, dayIn(head.timeZone, app.clock()))
  const missing = readiness({ ...setting, staffed }).filter(({ check }) => check === 'stop')
  return [
    {
      text: words.say('home.set-up', { round: roundTitle(words, stored.assessment.name, head.name) }),
      detail:
        missing.length === 0
          ? words.say('home.set-up.ready')
          : words.say('home.set-up.missing', {
              count: missing.length,
              what: missing.map(({ text }) => text).join('; '),
            }),
      href: `/rounds/${head.id}/manage`,
      action: words.say('home.set-up.action', { ready: missing.length === 0 ? 'yes' : 'no' }),
    },
  ]
}

/** A round whose last day is over stays open until its facilitator takes the next step. */
function closingWaiting(app: FastifyInstance, { words }: Viewer, stored: StoredRound): readonly Step[] {
  if (shutFor(stored, app.clock()) !== 'past') return []
  const { head, assessment } = stored
  return [
    {
      text: words.say('home.past', { round: roundTitle(words, assessment.name, head.name) }),
      detail: words.say('home.past.detail', { day: words.day(head.closesOn ?? '') }),
      href: `/rounds/${head.id}/manage`,
      action: words.say('home.past.action'),
    },
  ]
}
