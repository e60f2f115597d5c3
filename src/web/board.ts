/** The board of a round: sectors by dimensions, who was heard, what needs attention. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { placesWords } from '../reports/content/ranking.js'
import { rankWords } from '../reports/words/intervals.js'
import type { Body } from '../rules/model.js'
import { type Attention, attentionIn, ownLeftIn } from './board/attention.js'
import { type BoardOptions, type BoardRow, boardRows } from './board/table.js'
import { roundOf } from './context.js'
import { type HereView, hereView } from './live/here.js'
import { ownBodies } from './parts.js'
import { isTop } from './results/blocks.js'
import { roundBar } from './round-bar.js'
import { contextIn, once, type Seen, seenBy } from './scores.js'
import { type PageModel, page } from './views.js'

interface BoardView extends PageModel {
  readonly heading: string
  readonly state: string
  readonly toggle: readonly { readonly label: string; readonly href: string; readonly current: boolean }[]
  readonly dimensions: readonly string[]
  readonly rows: readonly BoardRow[]
  readonly onlyOwn: boolean
  /** Why cells are hidden, when some are. */
  readonly hidden?: string
  readonly isProvisional: boolean
  readonly attention: readonly Attention[]
  /** The first of the ranking, for those who see it. */
  readonly first: readonly {
    readonly rank: number | null
    readonly top: boolean
    readonly name: string
    readonly href: string
    readonly reason: string
    readonly sure: string
  }[]
  readonly resultsHref: string
  readonly here: HereView
}

export async function boardRoutes(app: FastifyInstance): Promise<void> {
  app.get('/rounds/:round', { config: { right: 'round:read' } }, async (request, reply) =>
    page(reply, 'board/board', await boardView(request)),
  )
}

/** The model of the board as its viewer may see it. */
export async function boardView(request: FastifyRequest): Promise<BoardView> {
  const stored = roundOf(request)
  const seen = await seenBy(request.server.store, stored, request.viewer)
  const bodies = ownBodies(request.viewer, stored)
  const query = request.query as Readonly<Record<string, unknown>>
  const own = bodies.find(({ id }) => id === query.body) ?? bodies[0]
  const onlyOwn = query.show === 'mine' && own !== undefined
  const { words } = request.viewer
  const name = `board ${words.language} ${onlyOwn} ${own?.id} ${bodies.map(({ id }) => id).join()}`
  const parts = once(seen, name, () => boardParts(request, seen, bodies, own, onlyOwn))
  const here = hereView(request, request.server.hub.hereIn(stored.head.id), { page: 'board' })
  const frame = { round: roundBar(request, stored, 'board'), timeZone: stored.head.timeZone }
  return { ...parts, ...frame, here }
}

function boardParts(
  request: FastifyRequest,
  seen: Seen,
  bodies: readonly Body[],
  own: Body | undefined,
  onlyOwn: boolean,
) {
  const { stored, sight } = seen
  const context = contextIn(seen, request.viewer.words)
  const { say } = context
  const round = `/rounds/${stored.head.id}`
  return {
    title: say('board.title'),
    heading: say('board.title'),
    state: stored.head.state,
    toggle: toggleOf(request, round, bodies, onlyOwn ? own : undefined),
    dimensions: context.definition.dimensions.map(({ name }) => name),
    rows: rowsOf({ context, seen, own, onlyOwn }),
    onlyOwn,
    ...(!sight.everything && !onlyOwn && { hidden: say('board.hidden.why', { reveal: revealOf(seen) }) }),
    isProvisional: stored.head.state !== 'closed',
    attention: [
      ...ownLeftIn(context, seen, bodies),
      ...once(seen, `attention ${context.words.language}`, () => attentionIn(context, seen)),
    ],
    first:
      sight.ranking && !onlyOwn ? once(seen, `first ${context.words.language}`, () => firstOf(context, round)) : [],
    resultsHref: `${round}/results`,
  }
}

/** The same rows for all who see the same numbers: only hidden cells, and those of one body, tell whose page it is. */
function rowsOf(options: BoardOptions): readonly BoardRow[] {
  const { context, seen, own, onlyOwn } = options
  const whose = seen.sight.everything && !onlyOwn ? '' : own?.id
  return once(seen, `rows ${context.words.language} ${onlyOwn} ${whose}`, () => boardRows(options))
}

/** Which rule of opening a message speaks of. */
const revealOf = ({ stored }: Seen): string => (stored.head.reveal === 'facilitator' ? 'facilitator' : 'answer')

function toggleOf(request: FastifyRequest, round: string, bodies: readonly Body[], shown: Body | undefined) {
  if (bodies.length === 0) return []
  const { say } = request.viewer.words
  const [only] = bodies.length === 1 ? bodies : []
  return [
    { label: say('board.show.all'), href: round, current: shown === undefined },
    ...bodies.map((body) => ({
      label: body === only ? say('board.show.mine') : body.name,
      href: `${round}?show=mine${body === only ? '' : `&body=${encodeURIComponent(body.id)}`}`,
      current: body === shown,
    })),
  ]
}

/** How many of the ranking stand on the board. */
const FIRST = 3

function firstOf(context: ReturnType<typeof contextIn>, round: string): BoardView['first'] {
  return context.ranked
    .filter(({ priority }) => (priority.rank ?? Number.POSITIVE_INFINITY) <= FIRST)
    .map((sector) => ({
      rank: sector.priority.rank,
      top: isTop(sector.priority.rank),
      name: context.sector(sector.id),
      href: `${round}/results/${sector.id}`,
      reason: placesWords(context, sector),
      sure: rankWords(sector.priority, context.words),
    }))
}
