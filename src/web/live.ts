/** The stream of a page: what it shows follows the round, for as long as its viewer may see it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { may } from './access.js'
import { findPlace, roundOf } from './context.js'
import { type Audience, audienceKey, openAudience } from './live/audience.js'
import { eventText } from './live/drawing.js'
import { presentAs } from './live/here.js'
import { placeAt } from './live/place.js'
import { openStream, type Stream } from './live/stream.js'

/** Milliseconds between two comments that keep connections open. */
const BEAT = 15_000
/** Milliseconds between two looks at whether the session and its rights still hold: well under five seconds. */
const CHECK = 3_000

interface LiveQuery {
  readonly Querystring: {
    /** Path of the page. */
    readonly at?: string
    /** The board's own choices. */
    readonly show?: string
    readonly body?: string
  }
}

export async function liveRoutes(app: FastifyInstance): Promise<void> {
  const streams = new Map<Stream, { readonly audience: Audience; readonly key: string }>()
  const audiences = new Map<string, Audience>()
  const timers = [setInterval(beat, BEAT), setInterval(check, CHECK)]
  for (const timer of timers) timer.unref()
  app.addHook('preClose', async () => {
    for (const timer of timers) clearInterval(timer)
    for (const stream of streams.keys()) stream.end()
    app.hub.close()
  })
  app.get<LiveQuery>('/rounds/:round/live', { exposeHeadRoute: false, config: { right: 'round:read' } }, open)

  async function open(request: FastifyRequest<LiveQuery>, reply: FastifyReply): Promise<FastifyReply> {
    if (!(request.headers.accept ?? '').includes('text/event-stream')) {
      return reply.code(406).type('text/plain').send('This address is a stream of events for the pages of a round.')
    }
    const stored = roundOf(request)
    const place = placeAt(stored.head.id, text(request.query.at))
    request.place = await findPlace(app, { params: { round: stored.head.id, body: place.body } })
    if (!maySee(request)) throw new MalinesError('forbidden', 'Your part in this assessment does not include this.')
    const key = audienceKey(request, place)
    const audience = audiences.get(key) ?? openAudience(app, stored.head.id, place)
    audiences.set(key, audience)
    const present = presentAs(request, place)
    const leave = present && app.hub.enter(stored.head.id, present)
    const stream = openStream(request, reply, () => {
      leave?.()
      streams.delete(stream)
      audience.remove(stream)
      if (audience.isEmpty() && audiences.get(key) === audience) audiences.delete(key)
    })
    streams.set(stream, { audience, key })
    audience.add(stream)
    return reply
  }

  function beat(): void {
    for (const stream of streams.keys()) stream.beat()
  }

  /** Ends the streams of sessions that ended, and of people whose part has changed: those come back with the new one. */
  async function check(): Promise<void> {
    for (const [stream, { key }] of streams) {
      const now = await keyNow(stream.request).catch(() => undefined)
      if (now === key) continue
      if (now === undefined) stream.sendState(eventText('out', {}))
      stream.end()
    }
  }

  /** The audience that a viewer belongs to by now; undefined when they may not look any more. */
  async function keyNow(request: FastifyRequest): Promise<string | undefined> {
    const { viewer } = request
    const found = viewer.token === undefined ? undefined : await app.store.sessions.find(viewer.token)
    if (!found) return undefined
    const participants = await app.store.participants.listOfPerson(found.person.id)
    const now = { ...viewer, person: found.person, participants }
    const params = { round: roundOf(request).head.id, body: request.place.body?.id }
    const asked = { viewer: now, place: await findPlace(app, { params }) }
    return maySee(asked) ? audienceKey({ ...asked, query: request.query }, placeOf(request)) : undefined
  }

  const placeOf = (request: FastifyRequest) =>
    placeAt(roundOf(request).head.id, text((request.query as LiveQuery['Querystring']).at))
}

/** The page of a body needs the right to read its answers; all others the round's. */
function maySee({ viewer, place }: Pick<FastifyRequest, 'viewer' | 'place'>): boolean {
  return may(viewer, place.body ? 'answer:read' : 'round:read', place) === 'yes'
}

/** A parameter that is given twice is none. */
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
