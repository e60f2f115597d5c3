/** The results of a round: where to act first and why, as far as the viewer may see it. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { may } from './access.js'
import { groupsIn, LINKS } from './asked.js'
import { roundOf } from './context.js'
import type { BlockPlace } from './results/blocks.js'
import { type OverviewView, overviewOf, sureWords } from './results/overview.js'
import { type RankingView, rankingView } from './results/ranking.js'
import { readTrial, type WeightsForm } from './results/weights.js'
import { roundBar } from './round-bar.js'
import { contextIn, isOpen, once, seenBy, tried } from './scores.js'
import { type PageModel, page } from './views.js'

interface ResultsView extends PageModel {
  readonly heading: string
  readonly isProvisional: boolean
  /** When the ranking is hidden: how much is open, and what opens the rest. */
  readonly hidden?: string
  readonly ranking?: RankingView & { readonly sure: string }
  readonly weights?: WeightsForm
  readonly path: string
  readonly reportsHref?: string
  /** The map of influences, from any sector. */
  readonly influenceHref: string
  /** Where actions are followed. */
  readonly actionsHref?: string
  /** Signatures and seal of a closed round. */
  readonly closingHref?: string
  readonly overview: OverviewView
}

export async function resultsRoutes(app: FastifyInstance): Promise<void> {
  app.get('/rounds/:round/results', { config: { right: 'round:results' } }, async (request, reply) => {
    const view = await resultsView(app, request)
    if (view.weights && view.weights.summary.length > 0) reply.code(422)
    return page(reply, 'results/results', view)
  })
}

async function resultsView(app: FastifyInstance, request: FastifyRequest): Promise<ResultsView> {
  const stored = roundOf(request)
  const seen = await seenBy(app.store, stored, request.viewer)
  const context = contextIn(seen, request.viewer.words)
  const { say, words } = context
  const path = `/rounds/${stored.head.id}/results`
  const place: BlockPlace = { itemHref: (item) => `${path}/items/${item}` }
  const trial = seen.sight.ranking ? readTrial(request.query, context) : undefined
  const overview = once(seen, `overview ${words.language}`, () => overviewOf(context, seen, path, place))
  const exports = may(request.viewer, 'round:export', { assessment: stored.assessment, stored }) === 'yes'
  return {
    title: say('results.title'),
    heading: say('ranking.title'),
    isProvisional: stored.head.state !== 'closed',
    path,
    ...(trial && { weights: trial.form, ranking: { ...rankingOf(), sure: sureWords(context) } }),
    ...(!trial && { hidden: hiddenWords() }),
    ...(may(request.viewer, 'round:read', { assessment: stored.assessment, stored }) === 'yes' && {
      actionsHref: `/rounds/${stored.head.id}/actions`,
    }),
    influenceHref: `/rounds/${stored.head.id}/influence-map`,
    ...(exports && { reportsHref: `/rounds/${stored.head.id}/reports` }),
    ...(stored.head.state === 'closed' && { closingHref: `/rounds/${stored.head.id}/closing` }),
    overview,
    round: roundBar(request, stored, 'results'),
    timeZone: stored.head.timeZone,
  }

  function rankingOf(): RankingView {
    if (trial?.settings === undefined) {
      return once(seen, `ranking ${words.language}`, () => rankingView(context, path, place))
    }
    return rankingView(contextIn(tried(seen, trial.settings), words), path, place, context)
  }

  function hiddenWords(): string {
    const groups = groupsIn(stored).filter((group) => group !== LINKS)
    const open = groups.filter((group) => isOpen(seen.sight, group)).length
    const reveal = stored.head.reveal === 'facilitator' ? 'facilitator' : 'answer'
    return say('results.hidden', { open, of: groups.length, reveal })
  }
}
