/** Who reads and who speaks in the discussion of an item. */
import type { FastifyRequest } from 'fastify'
import type { Item } from '../../rules/items.js'
import type { Body } from '../../rules/model.js'
import type { Hearer } from '../../store/messages.js'
import { may } from '../access.js'
import { roundOf } from '../context.js'
import { isFacilitator, ownBodies } from '../parts.js'
import { sightOf } from '../sight.js'

/** Address of the discussion of an item. */
export const discussionPath = (round: string, item: string): string =>
  `/rounds/${encodeURIComponent(round)}/discussion/${encodeURIComponent(item)}`

/**
 * What a viewer may read about an item: while its positions are hidden from them, only what was said for their own
 * bodies and by the facilitator.
 */
export function hearerOf({ viewer, place }: Pick<FastifyRequest, 'viewer' | 'place'>, item: Item): Required<Hearer> {
  const stored = roundOf({ place })
  return { bodies: ownBodies(viewer, stored).map(({ id }) => id), all: sightOf(stored, viewer).item(item.id) }
}

/** Whom a viewer can speak for; a facilitator for nobody, which is null. */
export function speakersOf({ viewer, place }: Pick<FastifyRequest, 'viewer' | 'place'>): readonly (Body | null)[] {
  const stored = roundOf({ place })
  return [...(isFacilitator(viewer, stored) ? [null] : []), ...ownBodies(viewer, stored)]
}

/** Where a question leads beside its form. */
interface BesidesView {
  readonly discussion: string
  /** Open threads that the viewer reads, beside notes. */
  readonly threads: number
  readonly history: string
}

/** @param path address of the question's page */
export async function besidesView(request: FastifyRequest, item: Item, path: string): Promise<BesidesView> {
  const { head } = roundOf(request)
  const threads = await request.server.store.discussion.listOf(head.id, item.id, hearerOf(request, item))
  return {
    discussion: discussionPath(head.id, item.id),
    threads: threads.filter(({ isPrivate, settled }) => !isPrivate && settled === null).length,
    history: `${path}/history`,
  }
}

/** What a page about an item that the viewer sees leads to: what is said about it, and how its agreed answer came. */
export async function linksBeside({ server, viewer, place }: FastifyRequest, item: string) {
  if (may(viewer, 'round:read', place) !== 'yes') return []
  const { head } = roundOf({ place })
  const { say } = viewer.words
  const threads = (await server.store.discussion.countsOf(head.id)).get(item) ?? 0
  const history = `/rounds/${encodeURIComponent(head.id)}/agreed/${encodeURIComponent(item)}/history`
  return [
    { href: discussionPath(head.id, item), text: say('discussion.link', { threads }) },
    { href: history, text: say('discussion.link.agreed') },
  ]
}
