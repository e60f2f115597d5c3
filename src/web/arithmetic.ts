/** The arithmetic of a sector, or of the enabling environment: from its rank down to the answers. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { answerBlocks } from '../reports/content/answers.js'
import type { Context } from '../reports/content/context.js'
import { enablingSection } from '../reports/content/enabling.js'
import { moveSentences } from '../reports/content/moves.js'
import { positionsTable } from '../reports/content/positions.js'
import { countQuestions } from '../reports/content/reasons.js'
import { scoreSentence, sureSentence } from '../reports/content/scores.js'
import { sectorPages } from '../reports/content/sector.js'
import { sectorVoices } from '../reports/content/voices-of-sector.js'
import { type ExplainNode, explainStep } from '../reports/explain.js'
import type { Section } from '../reports/model.js'
import { rankWords } from '../reports/words/intervals.js'
import { scoreText } from '../reports/words/numbers.js'
import { explain } from '../rules/explain.js'
import type { BlockScore } from '../rules/model.js'
import { may } from './access.js'
import { CROSS, groupsIn } from './asked.js'
import { roundOf } from './context.js'
import { type BlockPlace, type BlockView, blockViews, isTop, type SectionView, sectionView } from './results/blocks.js'
import { type TreeNode, treeOf } from './results/tree.js'
import { roundBar } from './round-bar.js'
import { contextIn, isOpen, once, type Seen, seenBy } from './scores.js'
import { type PageModel, page } from './views.js'

interface ArithmeticView extends PageModel {
  readonly heading: string
  /** Null: not ranked; missing: the ranking is hidden, or there is none. */
  readonly rank?: { readonly rank: number | null; readonly top: boolean }
  readonly lead: string
  readonly rankTree: readonly TreeNode[]
  readonly rankHidden: boolean
  readonly scoreTree: readonly TreeNode[]
  readonly moves: readonly string[]
  readonly weights?: string
  readonly sure: {
    readonly title: string
    readonly text: string
    readonly counts: readonly { readonly term: string; readonly text: string }[]
  }
  readonly voices: readonly BlockView[]
  readonly sections: readonly SectionView[]
  readonly files?: { readonly round: string; readonly result: string; readonly report?: string }
}

export async function arithmeticRoutes(app: FastifyInstance): Promise<void> {
  app.get<{ Params: { sector: string } }>(
    '/rounds/:round/results/:sector',
    { config: { right: 'round:results' } },
    async (request, reply) => {
      const stored = roundOf(request)
      const { sector } = request.params
      const isKnown = sector === CROSS || stored.definition.definition.sectors.some(({ id }) => id === sector)
      if (!isKnown) throw new MalinesError('not-found', 'This round has no such sector.')
      const seen = await seenBy(app.store, stored, request.viewer)
      const isOut = stored.round.outOfScope?.some((out) => out.sector === sector) || !groupsIn(stored).includes(sector)
      if (!isOpen(seen.sight, sector)) return page(reply, 'results/hidden', hiddenView(request, seen, sector))
      const { words } = request.viewer
      const view = once(seen, `arithmetic ${sector} ${words.language}`, () =>
        viewOf(contextIn(seen, words), seen, sector),
      )
      const exports = may(request.viewer, 'round:export', { assessment: stored.assessment, stored }) === 'yes'
      return page(reply, 'results/arithmetic', {
        ...view,
        ...(exports && { files: filesOf(stored.head.id, sector, words.language, isOut) }),
        round: roundBar(request, stored, 'results'),
      })
    },
  )
}

function filesOf(id: string, sector: string, language: string, isOut: boolean): NonNullable<ArithmeticView['files']> {
  const round = `/rounds/${id}`
  const report = `${round}/reports/sector.pdf?sector=${sector}&lang=${language}`
  return {
    round: `${round}/round.json`,
    result: `${round}/result.json`,
    ...(sector !== CROSS && !isOut && { report }),
  }
}

function hiddenView(request: FastifyRequest, seen: Seen, sector: string) {
  const context = contextIn(seen, request.viewer.words)
  const { say } = context
  const title = nameOf(context, sector)
  const reveal = seen.stored.head.reveal === 'facilitator' ? 'facilitator' : 'answer'
  return {
    title,
    heading: title,
    text: say('results.sector.hidden', { reveal }),
    breadcrumbs: crumbs(context, seen, sector),
    boardHref: `/rounds/${seen.stored.head.id}`,
    round: roundBar(request, seen.stored, 'results'),
  }
}

function nameOf(context: Context, sector: string): string {
  return sector === CROSS ? context.say('place.enabling') : context.sectorOf(sector).name
}

function crumbs({ say, ...context }: Context, { stored }: Seen, sector: string) {
  const results = `/rounds/${stored.head.id}/results`
  return [
    { href: results, text: say('results.title') },
    { href: `${results}/${sector}`, text: nameOf({ say, ...context }, sector) },
  ]
}

function viewOf(context: Context, seen: Seen, sector: string): Omit<ArithmeticView, 'round' | 'files'> {
  const { say, words } = context
  const isCross = sector === CROSS
  const result = isCross ? undefined : context.resultOf(sector)
  const block: BlockScore = result ?? context.result.enabling
  const place: BlockPlace = { itemHref: (item) => `/rounds/${seen.stored.head.id}/results/items/${item}` }
  const showsRank = seen.sight.ranking && !isCross && block.status !== 'out-of-scope'
  const trees = treesOf(context, seen, sector, place)
  const name = isCross ? say('place.enabling') : context.sector(sector)
  const score = block.score === null ? '' : scoreText(words, block.score)
  return {
    title: name,
    heading: headingOf(context, seen, sector, name, score),
    breadcrumbs: crumbs(context, seen, sector),
    ...(showsRank && result && { rank: { rank: result.priority.rank, top: isTop(result.priority.rank) } }),
    lead: scoreSentence(context, isCross ? null : sector, block),
    rankTree: trees.rank,
    rankHidden: !isCross && !seen.sight.ranking,
    scoreTree: trees.score,
    moves: showsRank ? moveSentences(context, sector) : [],
    ...(showsRank && result && { weights: rankWords(result.priority, words) }),
    sure: sureOf(context, isCross ? null : sector, block),
    voices: voicesOf(context, sector, place),
    sections: block.status === 'out-of-scope' ? [] : sectionsOf(context, sector, place),
  }
}

function headingOf(context: Context, seen: Seen, sector: string, name: string, score: string): string {
  const { say } = context
  const rank = seen.sight.ranking && sector !== CROSS ? context.resultOf(sector).priority.rank : null
  if (score === '') return name
  if (rank === null) return say('results.sector.score', { sector: name, score })
  return say('results.sector.ranked', { sector: name, rank, score })
}

/** The rank and what it is made of, but for the score, which has its own tree; only the score where ranks are hidden. */
function treesOf(context: Context, { sight }: Seen, sector: string, place: BlockPlace) {
  const step = explain(context.definition, context.round, sector)
  const tree = (node: ExplainNode) => treeOf(node, place.itemHref)
  if (step.kind === 'score') return { rank: [], score: [tree(explainStep(step, context))] }
  if (step.kind !== 'priority') return { rank: [], score: [] }
  const root = explainStep(step, context)
  const need = root.children.find((node) => node.step?.kind === 'need')
  const urgency = root.children.find((node) => node.step?.kind === 'urgency')
  const scores = (need?.children ?? []).map(tree)
  if (!sight.ranking) return { rank: urgency ? [tree(urgency)] : [], score: scores }
  const inputs = root.children
    .filter((node) => node.step !== undefined)
    .map((node) => (node.step?.kind === 'urgency' ? node : { ...node, children: [] }))
  return { rank: [tree({ ...root, children: inputs })], score: scores }
}

function sureOf(context: Context, sector: string | null, block: BlockScore): ArithmeticView['sure'] {
  const { say, words } = context
  const { answered, applicable, agreed } = countQuestions(context, sector)
  const count = (n: number) => say('results.sure.count', { n, of: applicable })
  return {
    title: say('results.sure', { score: block.score === null ? 'none' : scoreText(words, block.score) }),
    text: sureSentence(context, sector, block),
    counts: [
      { term: say('results.sure.answered'), text: count(answered) },
      { term: say('results.sure.agreed'), text: count(agreed) },
      ...(block.confidence === null
        ? []
        : [{ term: say('heatmap.confidence'), text: say('confidence', { band: block.confidence }) }]),
    ],
  }
}

function voicesOf(context: Context, sector: string, place: BlockPlace): BlockView[] {
  if (sector !== CROSS) return blockViews(sectorVoices(context, context.resultOf(sector)).slice(1), context, place)
  const blocks = enablingSection(context)?.blocks ?? []
  return blockViews(
    blocks.filter(({ kind }) => kind === 'figure' || kind === 'key'),
    context,
    place,
  )
}

function sectionsOf(context: Context, sector: string, place: BlockPlace): readonly SectionView[] {
  const sections: readonly Section[] =
    sector === CROSS
      ? [
          {
            id: 'answers',
            title: context.say('positions.title'),
            blocks: [...positionsTable(context, null, context.say('positions.title')), ...answerBlocks(context, null)],
          },
        ]
      : sectorPages(context, context.resultOf(sector)).slice(2)
  return sections.map((section) => sectionView(section, context, place))
}
