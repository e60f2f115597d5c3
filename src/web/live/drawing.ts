/** Parts as they are sent: drawn once for each model, however many audiences have it. */
import type { FastifyInstance } from 'fastify'
import type { Viewer } from '../context.js'
import { part } from '../views.js'
import type { Part } from './parts.js'

export interface Drawing {
  /** What it was made of: the same text, the same drawing. */
  readonly text: string
  /** The event that carries it. */
  readonly event: Promise<string>
}

/** By model, which is of one language. */
const drawings = new WeakMap<object, Drawing>()

/** The drawing of a part; `before` is the one that an audience has, and is drawn again only when its model differs. */
export function drawingOf(app: FastifyInstance, viewer: Viewer, of: Part, before: Drawing | undefined): Drawing {
  const known = drawings.get(of.model)
  if (known) return known
  const text = JSON.stringify(of.model)
  const drawing = before?.text === text ? before : { text, event: draw(app, viewer, of) }
  drawings.set(of.model, drawing)
  return drawing
}

async function draw(app: FastifyInstance, viewer: Viewer, { id, partial, model }: Part): Promise<string> {
  return eventText('part', { id, html: await part(app, viewer, partial, model) })
}

/** One event as the browser reads it: JSON has no line breaks of its own. */
export const eventText = (event: string, data: object): string => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
