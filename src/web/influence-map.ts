/** Who drives whom, seen from a sector of the reader's choice. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { Context } from '../reports/content/context.js'
import { influenceSection } from '../reports/content/influence.js'
import { linkBlocks } from '../reports/content/sector.js'
import type { Block } from '../reports/model.js'
import { roundOf } from './context.js'
import { type BlockView, blockViews } from './results/blocks.js'
import { roundBar } from './round-bar.js'
import { contextIn, once, seenBy } from './scores.js'
import { type PageModel, page } from './views.js'

interface MapView extends PageModel {
  readonly path: string
  readonly lead: string
  /** The sector whose arrows are strong; undefined while no sector has links. */
  readonly from: string | undefined
  readonly options: readonly { readonly value: string; readonly text: string }[]
  readonly figure: readonly BlockView[]
  readonly table: readonly BlockView[]
  /** What that sector gives and what it takes. */
  readonly links: readonly (readonly BlockView[])[]
}

export async function influenceMapRoutes(app: FastifyInstance): Promise<void> {
  app.get('/rounds/:round/influence-map', { config: { right: 'round:results' } }, async (request, reply) => {
    const seen = await seenBy(app.store, roundOf(request), request.viewer)
    const context = contextIn(seen, request.viewer.words)
    if (!seen.sight.influence) return page(reply, 'results/hidden', hiddenView(request, context))
    const from = fromOf(request, context)
    const view = once(seen, `map ${context.words.language} ${from}`, () => mapView(context, from))
    return page<MapView>(reply, 'results/influence', { ...frameOf(request, context), ...view })
  })
}

/** The sector that the address asks for, else the one that influences most. */
function fromOf({ query }: FastifyRequest, { result }: Context): string | undefined {
  const { from } = query as Readonly<Record<string, unknown>>
  const linked = result.sectors.flatMap(({ id, interdependence: { influence } }) =>
    influence === null ? [] : [{ id, influence }],
  )
  const wanted = linked.find(({ id }) => id === from)
  return (wanted ?? [...linked].sort((a, b) => b.influence - a.influence)[0])?.id
}

function mapView(context: Context, from: string | undefined) {
  const { say, result } = context
  const section = influenceSection(context, from)
  if (!section) throw new MalinesError('not-found', 'This questionnaire asks about no links between sectors.')
  const place = { itemHref: (item: string) => item }
  const views = (blocks: readonly Block[]) => blockViews(blocks, context, place)
  const at = section.blocks.findIndex(({ kind }) => kind === 'table')
  const end = at < 0 ? section.blocks.length : at
  const links = from === undefined ? [] : linkBlocks(context, from)
  const second = links.findIndex(({ kind }, i) => i > 0 && kind === 'heading')
  return {
    lead: typeof section.lead === 'string' ? section.lead : say('influence.empty'),
    from,
    options: result.sectors
      .filter(({ interdependence }) => interdependence.influence !== null)
      .map(({ id }) => ({ value: id, text: context.sector(id) })),
    figure: views(section.blocks.slice(0, end)),
    table: views(section.blocks.slice(end)),
    links: second < 0 ? [views(links)] : [views(links.slice(0, second)), views(links.slice(second))],
  }
}

function frameOf(request: FastifyRequest, { say }: Context) {
  const stored = roundOf(request)
  const round = `/rounds/${stored.head.id}`
  const path = `${round}/influence-map`
  return {
    title: say('influence.title'),
    breadcrumbs: [
      { href: `${round}/results`, text: say('results.title') },
      { href: path, text: say('influence.title') },
    ],
    round: roundBar(request, stored, 'results'),
    path,
  }
}

function hiddenView(request: FastifyRequest, context: Context) {
  const frame = frameOf(request, context)
  const boardHref = `/rounds/${roundOf(request).head.id}`
  return { ...frame, heading: frame.title, text: context.say('results.influence.hidden'), boardHref }
}
