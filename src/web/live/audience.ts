/** Everybody to whom a page of a round looks the same: it is drawn once for all of them, and only what changed is sent. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Place, Present } from '../../live/hub.js'
import type { RoundChanged } from '../../store/changes.js'
import { findPlace, roundOf } from '../context.js'
import { partsIn } from '../parts.js'
import { part } from '../views.js'
import { type Drawing, drawingOf, eventText } from './drawing.js'
import { hereView } from './here.js'
import { knownTo } from './knowledge.js'
import { partsOf } from './parts.js'
import type { Stream } from './stream.js'

export interface Audience {
  /** Sends the page's state to a stream, and from then on what changes. */
  readonly add: (stream: Stream) => void
  readonly remove: (stream: Stream) => void
  readonly isEmpty: () => boolean
  /** Ends every stream; their pages come back by themselves. */
  readonly end: () => void
}

/** Two viewers with the same key see the same: where they look, in which language, and as whom. */
export function audienceKey(request: Pick<FastifyRequest, 'viewer' | 'place' | 'query'>, place: Place): string {
  const { viewer, query } = request
  const stored = roundOf(request)
  const parts = partsIn(viewer, stored).map(({ role, body }) => `${role} ${body ?? ''}`)
  return JSON.stringify([stored.head.id, place, query, viewer.words.language, [...new Set(parts)].sort()])
}

/** Gathers the streams of one key; `close` says that the last one left. */
export function openAudience(app: FastifyInstance, round: string, place: Place): Audience {
  const streams = new Set<Stream>()
  /** What the audience has: the event of each part, and what it was made of. */
  const shown = new Map<string, { readonly drawing: Drawing; readonly event: string }>()
  /** Who is here, as each stream has it: the list says "you". */
  const here = new Map<Stream, string>()
  const toldOf = new WeakMap<Stream, readonly Present[]>()
  const leave = app.hub.join(round, (changes) => {
    waiting.push(...changes)
    follow()
  })
  let waiting: RoundChanged[] = []
  let isDue = false
  let isBusy = false

  function add(stream: Stream): void {
    streams.add(stream)
    if (shown.size > 0) stream.sendState(stateText(stream))
    follow()
  }

  function remove(stream: Stream): void {
    streams.delete(stream)
    here.delete(stream)
    if (streams.size === 0) leave()
  }

  function end(): void {
    for (const stream of [...streams]) stream.end()
  }

  /** Draws until nothing has changed meanwhile; one drawing at a time. */
  function follow(): void {
    isDue = true
    if (isBusy) return
    isBusy = true
    drawAll()
      .catch((error: unknown) => {
        app.log.warn(error)
        end()
      })
      .finally(() => {
        isBusy = false
      })
  }

  async function drawAll(): Promise<void> {
    while (isDue && streams.size > 0) {
      isDue = false
      // Saves and other pages go first.
      await nextTurn()
      await draw()
    }
  }

  async function draw(): Promise<void> {
    const [first] = streams
    if (!first) return
    const { request } = first
    const isFirst = shown.size === 0
    const changes = waiting
    waiting = []
    request.place = await findPlace(app, { params: { round, body: place.body } })
    const fresh = await redraw(request)
    if (isFirst) for (const stream of streams) stream.sendState(stateText(stream))
    const known = knownTo(request.viewer, roundOf(request), changes)
    const text = [...(isFirst ? [] : fresh), ...known.map((change) => eventText('change', change))].join('')
    const bytes = Buffer.from(text)
    if (text !== '') for (const stream of streams) stream.send(bytes, () => stateText(stream))
    if (place.page === 'board') await sayWhoIsHere(request.place)
  }

  async function sayWhoIsHere(drawn: FastifyRequest['place']): Promise<void> {
    const present = app.hub.hereIn(round)
    const late = [...streams].filter((stream) => toldOf.get(stream) !== present)
    for (const stream of late) {
      toldOf.set(stream, present)
      stream.request.place = drawn
      const html = await part(app, stream.request.viewer, 'here', hereView(stream.request, present, place))
      const text = eventText('part', { id: 'here', html })
      if (here.get(stream) === text || !streams.has(stream)) continue
      here.set(stream, text)
      stream.send(Buffer.from(text), () => stateText(stream))
    }
  }

  /** The parts that changed, as they are sent. */
  async function redraw(request: FastifyRequest): Promise<string[]> {
    const sent: string[] = []
    for (const one of await partsOf(request, place)) {
      const before = shown.get(one.id)
      const drawing = drawingOf(app, request.viewer, one, before?.drawing)
      if (before?.drawing.text === drawing.text) continue
      const event = await drawing.event
      shown.set(one.id, { drawing, event })
      sent.push(event)
    }
    return sent
  }

  function stateText(stream: Stream): string {
    const parts = [...shown.values()].map(({ event }) => event)
    return [eventText('state', {}), ...parts, here.get(stream) ?? ''].join('')
  }

  return { add, remove, isEmpty: () => streams.size === 0, end }
}
