/** Who asks, and about what: set on every request before its handler runs. */
import { hash, randomBytes } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.js'
import { MalinesError } from '../errors.js'
import type { Hub } from '../live/hub.js'
import { LANGUAGES, type Words, wordsOf } from '../locales/messages.js'
import type { Body } from '../rules/model.js'
import type { Assessment } from '../store/assessments.js'
import type { Store } from '../store/index.js'
import type { Participant } from '../store/participants.js'
import type { Person } from '../store/people.js'
import type { StoredRound } from '../store/rounds.js'
import type { Right } from './access.js'

/** The person behind a request, or a stranger. */
export interface Viewer {
  readonly person: Person | undefined
  readonly participants: readonly Participant[]
  /** The session's token; undefined for a stranger. */
  readonly token: string | undefined
  /** What a form or script of this viewer has to send back. */
  readonly csrf: string
  readonly words: Words
}

/** What the path of a request names. */
export interface Place {
  readonly assessment?: Assessment
  readonly stored?: StoredRound
  readonly body?: Body
  /** Whether that body's answers stand as submitted. */
  readonly isSubmitted?: boolean
}

declare module 'fastify' {
  interface FastifyInstance {
    store: Store
    settings: Config
    clock: () => Date
    /** Who looks at which round, and what changes there. */
    hub: Hub
    /** Whether all that it holds are example rounds. */
    isDemo: boolean
  }
  interface FastifyRequest {
    viewer: Viewer
    place: Place
  }
  interface FastifyContextConfig {
    right?: Right
  }
}

export const SESSION_COOKIE = 'malines-session'
/** Lets a stranger's form be told from one that another site sends. */
const VISIT_COOKIE = 'malines-visit'
const LANGUAGE_COOKIE = 'malines-language'
const YEAR = 365 * 24 * 3600

/** Options of every cookie: never readable by script, and not sent from other sites. */
export const cookieOptions = (settings: Config) =>
  ({ path: '/', httpOnly: true, sameSite: 'lax', secure: settings.url.startsWith('https:') }) as const

/** Who asks: the session's person with the places where they take part, and the language of the page. */
export async function findViewer(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<Viewer> {
  const token = request.cookies[SESSION_COOKIE]
  const found = token === undefined ? undefined : await app.store.sessions.find(token)
  const participants = found ? await app.store.participants.listOfPerson(found.person.id) : []
  const secret = found && token !== undefined ? token : visitOf(app, request, reply)
  return {
    person: found?.person,
    participants,
    token: found ? token : undefined,
    csrf: hash('sha256', `form ${secret}`, 'base64url'),
    words: wordsOf(languageOf(app, request, reply, found?.person)),
  }
}

/** The round, assessment and body that the path names; `not-found` when one of them does not exist. */
export async function findPlace(app: FastifyInstance, { params }: Pick<FastifyRequest, 'params'>): Promise<Place> {
  const { assessment, round, body } = params as Readonly<Record<string, string | undefined>>
  if (round !== undefined) {
    const stored = await app.store.rounds.load(round)
    if (body === undefined) return { stored, assessment: stored.assessment }
    const found = stored.round.bodies.find(({ id }) => id === body)
    if (!found) throw new MalinesError('not-found', 'This round has no such body.')
    const isSubmitted = await app.store.submissions.isSubmitted(round, found.id)
    return { stored, assessment: stored.assessment, body: found, isSubmitted }
  }
  return assessment === undefined ? {} : { assessment: await app.store.assessments.get(assessment) }
}

/** The round that the path names; for handlers of routes with `:round`. */
export function roundOf(request: Pick<FastifyRequest, 'place'>): StoredRound {
  if (!request.place.stored) throw new MalinesError('not-found', 'There is no such round.')
  return request.place.stored
}

/** The assessment that the path names, also through its round. */
export function assessmentOf(request: FastifyRequest): Assessment {
  if (!request.place.assessment) throw new MalinesError('not-found', 'There is no such assessment.')
  return request.place.assessment
}

/** The body that the path names. */
export function bodyOf(request: FastifyRequest): Body {
  if (!request.place.body) throw new MalinesError('not-found', 'This round has no such body.')
  return request.place.body
}

/** The signed-in person; for handlers behind any right but `public`. */
export function personOf(request: FastifyRequest): Person {
  if (!request.viewer.person) throw new MalinesError('forbidden', 'Sign in first.')
  return request.viewer.person
}

function visitOf(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): string {
  const known = request.cookies[VISIT_COOKIE]
  if (known !== undefined && known.length >= 20) return known
  const fresh = randomBytes(24).toString('base64url')
  reply.setCookie(VISIT_COOKIE, fresh, cookieOptions(app.settings))
  return fresh
}

/** Asked for on this page, else as last chosen on this device, the person's own, what the browser prefers, English. */
function languageOf(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, person?: Person): string {
  const asked = (request.query as Readonly<Record<string, unknown>>).lang
  if (typeof asked === 'string' && LANGUAGES.includes(asked)) {
    // A file in another language leaves the pages as they are.
    const isFile = /\.(csv|json|pdf)$/.test(request.url.split('?')[0] ?? '')
    if (!isFile) reply.setCookie(LANGUAGE_COOKIE, asked, { ...cookieOptions(app.settings), maxAge: YEAR })
    return asked
  }
  const preferred = (request.headers['accept-language'] ?? '').split(',').map((part) => part.trim().slice(0, 2))
  const wishes = [request.cookies[LANGUAGE_COOKIE], person?.language, ...preferred]
  return wishes.find((wish): wish is string => typeof wish === 'string' && LANGUAGES.includes(wish)) ?? LANGUAGES[0]
}
