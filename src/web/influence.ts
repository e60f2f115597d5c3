/** The links between sectors: the matrix as a grid, and the same as a list with one influencing sector a page. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { type CellsSaved, type Pair, saveCells } from './answers/cells.js'
import { afterLinks, pathsOf } from './answers/chapters.js'
import { listView, matrixView, pairsOf, sectorsOf } from './answers/links-views.js'
import { bodyOf, roundOf } from './context.js'
import { field } from './forms.js'
import { page } from './views.js'

interface SectorParams {
  readonly Params: { readonly sector: string }
}

export async function influenceRoutes(app: FastifyInstance): Promise<void> {
  const path = '/rounds/:round/bodies/:body/influence'
  app.get(path, { config: { right: 'answer:read' } }, (request, reply) =>
    page(reply, 'influence/matrix', matrixView(request)),
  )
  app.post(path, { config: { right: 'answer:write' } }, saveMatrix)
  app.get<SectorParams>(`${path}/:sector`, { config: { right: 'answer:read' } }, (request, reply) =>
    page(reply, 'influence/list', listView(request, sectorOf(request))),
  )
  app.post<SectorParams>(`${path}/:sector`, { config: { right: 'answer:write' } }, saveList)
}

function sectorOf(request: FastifyRequest<SectorParams>): string {
  const { sector } = request.params
  if (!sectorsOf(request).includes(sector)) throw new MalinesError('not-found', 'No link is asked for this sector.')
  return sector
}

async function saveMatrix(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const paths = pathsOf(roundOf(request), bodyOf(request))
  const saved = await save(request, pairsOf(request))
  if (isTrouble(saved)) {
    return page(reply.code(saved.errors.any ? 422 : 409), 'influence/matrix', matrixView(request, saved))
  }
  const goesOn = field(request.body, 'act') === 'next'
  return reply.redirect(goesOn ? afterLinks(roundOf(request), bodyOf(request)) : paths.matrix, 303)
}

async function saveList(request: FastifyRequest<SectorParams>, reply: FastifyReply): Promise<FastifyReply> {
  const sector = sectorOf(request)
  const saved = await save(
    request,
    pairsOf(request).filter(({ source }) => source.influencing === sector),
  )
  if (isTrouble(saved)) {
    return page(reply.code(saved.errors.any ? 422 : 409), 'influence/list', listView(request, sector, saved))
  }
  const view = listView(request, sector)
  const goesOn = field(request.body, 'act') === 'next'
  return reply.redirect(goesOn ? (view.next?.href ?? view.after) : view.path, 303)
}

const isTrouble = ({ errors, stale }: CellsSaved) => errors.any || stale.length > 0

/** Saves, then looks at the round as it is now. */
async function save(request: FastifyRequest, items: readonly Pair[]): Promise<CellsSaved> {
  const saved = await saveCells(request, items)
  const stored = await request.server.store.rounds.load(roundOf(request).head.id)
  request.place = { ...request.place, stored }
  return saved
}
