/** The ranked list of a page: rank, reasons, how sure, and the inputs, each number leading to its explanation. */
import { rankStrip } from '../../charts/index.js'
import type { Context } from '../../reports/content/context.js'
import { inputOf, placesWords, rankingSection, shownInputs } from '../../reports/content/ranking.js'
import { whyNotRanked } from '../../reports/content/reasons.js'
import { directionOf } from '../../reports/words/direction.js'
import { rankWords } from '../../reports/words/intervals.js'
import { ratioText } from '../../reports/words/numbers.js'
import type { Input, SectorResult } from '../../rules/model.js'
import { type BarView, type BlockPlace, type BlockView, barView, blockViews, isTop } from './blocks.js'

interface RankedRow {
  readonly rank: number | null
  readonly top: boolean
  readonly name: string
  readonly href: string
  readonly reason: string
  /** Rank with the round's own weights, where other weights give another. */
  readonly before?: string
  readonly strip: string
  readonly inputs: readonly {
    readonly label: string
    readonly href: string
    readonly number: string
    readonly bar?: BarView
  }[]
}

export interface RankingView {
  readonly lead: string
  readonly inputs: readonly string[]
  readonly rows: readonly RankedRow[]
  readonly unranked: readonly { readonly name: string; readonly href: string; readonly reason: string }[]
  readonly notes: readonly BlockView[]
}

/** @param saved the same round with its own weights, when `context` tries others */
export function rankingView(context: Context, base: string, place: BlockPlace, saved?: Context): RankingView {
  const { lead, blocks } = rankingSection(context)
  const inputs = shownInputs(context)
  return {
    lead: String(lead),
    inputs: inputs.map((input) => context.inputHead(input)),
    rows: context.ranked.map((sector) => rowOf(context, sector, inputs, base, saved)),
    unranked: context.unranked.map(({ id }) => ({
      name: context.sector(id),
      href: `${base}/${id}`,
      reason: whyNotRanked(context, id),
    })),
    notes: blockViews(
      blocks.filter(({ kind }) => kind !== 'table'),
      context,
      place,
    ),
  }
}

function rowOf(context: Context, sector: SectorResult, inputs: readonly Input[], base: string, saved?: Context) {
  const { rank } = sector.priority
  const href = `${base}/${sector.id}`
  const own = saved?.resultOf(sector.id).priority.rank ?? null
  return {
    rank,
    top: isTop(rank),
    name: context.sector(sector.id),
    href,
    reason: placesWords(context, sector),
    ...(saved && own !== rank && { before: context.say('results.rank.before', { rank: own ?? 0 }) }),
    strip: stripOf(context, sector),
    inputs: inputs.map((input) => {
      const value = inputOf(sector, input)
      return {
        label: context.inputHead(input),
        href: `${href}#${input}`,
        number: value === null ? '–' : ratioText(context.words, value),
        ...(value !== null && { bar: barView(input, value) }),
      }
    }),
  }
}

/** Which ranks the weights allow. */
function stripOf({ say, words, number }: Context, { id, priority }: SectorResult): string {
  const { acceptability, rank, interval } = priority
  return rankStrip({
    prefix: `rank-${id}`,
    title: say('ranking.strip'),
    description: rankWords(priority, words),
    direction: directionOf(words.language),
    shares: acceptability,
    rank,
    interval,
    number,
  })
}
