/** The page of one item among the results; its positions open by the blind rule. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { itemIndex } from '../rules/items.js'
import { askedIn, CROSS, groupOf, LINKS } from './asked.js'
import { roundOf } from './context.js'
import { linksBeside } from './discussion/hearing.js'
import { type ItemView, itemView } from './results/item.js'
import { roundBar } from './round-bar.js'
import { contextIn, itemsSeenBy, once, type Seen } from './scores.js'
import { type PageModel, page } from './views.js'

interface ItemPageView extends PageModel {
  readonly item: ItemView
  readonly links: readonly { readonly href: string; readonly text: string }[]
}

export async function resultItemRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { item: string } }>(
    '/rounds/:round/results/items/:item',
    { config: { right: 'round:results' } },
    async (request, reply) => {
      const stored = roundOf(request)
      const { item } = request.params
      if (!askedIn(stored).some(({ id }) => id === item)) {
        throw new MalinesError('not-found', 'This round does not ask such an item.')
      }
      const seen = await itemsSeenBy(app.store, stored, request.viewer)
      if (!seen.sight.item(item)) return page(reply, 'results/hidden', hiddenView(request, seen, item))
      return page(reply, 'results/item', await pageView(request, seen, item))
    },
  )
}

async function pageView(request: FastifyRequest, seen: Seen, id: string): Promise<ItemPageView> {
  const { words } = request.viewer
  const round = `/rounds/${seen.stored.head.id}`
  const item = once(seen, `item ${id} ${words.language}`, () => itemView(contextIn(seen, words), id, round))
  return { ...frameOf(request, seen, id), item, links: await linksBeside(request, id) }
}

function hiddenView(request: FastifyRequest, seen: Seen, id: string) {
  const { say } = request.viewer.words
  const frame = frameOf(request, seen, id)
  const reveal = seen.stored.head.reveal === 'facilitator' ? 'facilitator' : 'answer'
  const boardHref = `/rounds/${seen.stored.head.id}`
  return { ...frame, heading: frame.title, text: say('results.item.hidden', { reveal }), boardHref }
}

function frameOf(request: FastifyRequest, seen: Seen, id: string) {
  const { stored } = seen
  const context = contextIn(seen, request.viewer.words)
  const results = `/rounds/${stored.head.id}/results`
  const of = itemIndex(stored.definition.definition).byId.get(id)
  const group = of === undefined ? CROSS : groupOf(of)
  const above = group === LINKS ? `${results}#influence` : `${results}/${group}`
  return {
    title: context.label(id),
    breadcrumbs: [
      { href: results, text: context.say('results.title') },
      { href: above, text: context.place(id) },
      { href: `${results}/items/${id}`, text: context.label(id) },
    ],
    round: roundBar(request, stored, 'results'),
  }
}
