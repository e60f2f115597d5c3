/** What came out: the ranked list with its reasons, and how sure the order is (METHOD 8). */
import type { Input, SectorResult } from '../../rules/model.js'
import { INPUT_ORDER } from '../explain.js'
import type { Block, Cell, Section, Text } from '../model.js'
import { intervalWords, isFixed, isOutside, rankWords } from '../words/intervals.js'
import { ratioText } from '../words/numbers.js'
import type { Context } from './context.js'
import { rankCell } from './drawings.js'
import { inputsInUse, whyNotRanked } from './reasons.js'
import { rangeText } from './scores.js'
import { column, lines, list, note, paragraph, quiet, row, strong, table } from './text.js'
import { weightsWords } from './weights.js'

export function rankingSection(context: Context): Section {
  const { say } = context
  return {
    id: 'ranking',
    title: say('ranking.title'),
    lead: rankingLead(context),
    blocks: [...rankingTable(context), ...rankingNotes(context)],
  }
}

/** "Shelter, then Documents. Both stay in place whatever weights are chosen." */
function rankingLead(context: Context): string {
  const { say, words } = context
  const places = firstPlaces(context)
  const [first, second] = places.map((sectors) => words.list(sectors.map(({ id }) => context.sector(id))))
  if (first === undefined) return say('ranking.nobody')
  const order = second === undefined ? say('ranking.one', { first }) : say('ranking.two', { first, second })
  return `${order} ${howFixed(context, places)}`
}

/** The sectors of the first two ranks; ties stand together. */
export function firstPlaces({ ranked }: Context): readonly (readonly SectorResult[])[] {
  const ranks = [...new Set(ranked.map(({ priority }) => priority.rank))].slice(0, 2)
  return ranks.map((rank) => ranked.filter(({ priority }) => priority.rank === rank))
}

function howFixed(context: Context, places: readonly (readonly SectorResult[])[]): string {
  const { say, words, ranked } = context
  const names = (sectors: readonly SectorResult[]) => words.list(sectors.map(({ id }) => context.sector(id)))
  const fixed = places.map((sectors) => sectors.every(({ priority }) => isFixed(priority)))
  const shown = places.flat()
  const moving = ranked.filter((sector) => !shown.includes(sector) && !isFixed(sector.priority))
  if (ranked.every(({ priority }) => isFixed(priority))) return say('ranking.fixed.all')
  if (fixed[0] && fixed[1]) {
    return `${say('ranking.fixed.both')} ${say('ranking.moving', { sectors: names(moving.slice(0, 3)) })}`
  }
  if (fixed[0]) return say('ranking.fixed.first', { first: names(places[0] ?? []) })
  return say('ranking.fixed.none', { parts: words.list(shown.map((sector) => rangeWords(context, sector))) })
}

/** "Shelter lies at rank 1 to 3": the ranks that hold nearly all weights. */
function rangeWords(context: Context, { id, priority }: SectorResult): string {
  const [from, to] = priority.interval ?? [0, 0]
  return context.say('ranking.part', { sector: context.sector(id), from: from === to ? 'same' : from, to })
}

function rankingTable(context: Context): Block[] {
  const { say } = context
  const inputs = shownInputs(context)
  const columns = [
    column(say('column.rank'), 11),
    column(say('column.sector'), 138 - inputs.length * 27),
    column(say('column.interval'), 21),
    ...inputs.map((input) => column(context.inputHead(input), 27)),
  ]
  const rows = [...context.ranked, ...context.unranked].map((sector) =>
    row(
      { text: sector.priority.rank === null ? '–' : String(sector.priority.rank), rank: sector.priority.rank },
      sectorWords(context, sector),
      intervalWords(sector.priority, context.words),
      ...inputs.map((input) => inputCell(context, sector, input)),
    ),
  )
  return table(say('ranking.caption'), columns, rows)
}

/** Inputs of the round's mode, as they are shown. */
export function shownInputs(context: Context): Input[] {
  const { mode } = context.result.settings
  return INPUT_ORDER.filter((input) => input === 'need' || mode === 'both' || input === mode)
}

/** Short name, full name where it says more, and the reason of the rank. */
function sectorWords(context: Context, sector: SectorResult): Text {
  const { short, name } = context.sectorOf(sector.id)
  const reason = sector.priority.rank === null ? whyNotRanked(context, sector.id) : placesWords(context, sector)
  const names = name === short || name.startsWith(`${short} `) ? [strong(name)] : [strong(short), name]
  return lines([...names, quiet(reason)])
}

/** "1st in urgency, 3rd in need · also strongly linked": where each input puts the sector among the ranked. */
export function placesWords(context: Context, sector: SectorResult): string {
  const { say } = context
  const places = inputsInUse(context)
    .map((input) => ({ input, place: placeIn(context, sector, input) }))
    .sort((a, b) => a.place - b.place || INPUT_ORDER.indexOf(a.input) - INPUT_ORDER.indexOf(b.input))
    .map(({ input, place }) => say('ranking.place', { place, input }))
  const also = alsoWords(context, sector)
  return [places.join(', '), ...also].join(' · ')
}

/** A sector outside the first three ranks that one input alone would put there (METHOD 8, "or"). */
export function alsoWords(context: Context, { id, priority }: SectorResult): string[] {
  if (priority.rank !== null && priority.rank <= 3) return []
  return context.result.flags.flatMap((flag) =>
    flag.kind === 'top-three' && flag.sector === id ? [context.say('ranking.also', { input: flag.at })] : [],
  )
}

/** Place of a sector by one input among the ranked, 1 for the highest; ties share a place. */
export function placeIn(context: Context, sector: SectorResult, input: Input): number {
  const own = inputOf(sector, input) ?? 0
  return 1 + context.ranked.filter((other) => (inputOf(other, input) ?? 0) > own + 1e-9).length
}

/** The number of an input, 0 to 1, or null. */
export function inputOf(sector: SectorResult, input: Input): number | null {
  if (input === 'interdependence') return sector.interdependence.index
  return input === 'need' ? sector.need : sector.urgency
}

function inputCell(context: Context, sector: SectorResult, input: Input): Cell {
  const value = inputOf(sector, input)
  if (value === null) return { text: [quiet(context.say('missing.number'))] }
  return { text: ratioText(context.words, value), bar: { share: value, input } }
}

function rankingNotes(context: Context): Block[] {
  const { say, result } = context
  const outside = context.ranked.filter(({ priority }) => isOutside(priority))
  return [
    note(`${weightsWords(context)} ${say('ranking.interval')}`),
    ...(context.ranked.length > 1 ? [note(spreadWords(context))] : []),
    ...list(outside.map((sector) => outsideWords(context, sector))),
    ...list(
      result.flags.flatMap((flag) =>
        flag.kind === 'input-missing' ? [say('flag.input-missing', { input: flag.at })] : [],
      ),
    ),
  ]
}

/** How far each input spreads the ranked sectors: an input that hardly differs hardly ranks. */
function spreadWords(context: Context): string {
  const parts = INPUT_ORDER.flatMap((input) => {
    const spread = context.result.spread[input]
    return spread === undefined ? [] : [`${context.input(input)} ${ratioText(context.words, spread)}`]
  })
  return context.say('ranking.spread', { parts: parts.join(', ') })
}

function outsideWords(context: Context, { id, priority }: SectorResult): string {
  const [from, to] = priority.interval ?? [0, 0]
  return context.say('ranking.outside', { sector: context.sector(id), rank: priority.rank ?? 0, from, to })
}

/** How sure the order is: every choice of weights, and what the answers leave open. */
export function sureSection(context: Context): Section | undefined {
  const { say, words, ranked, result } = context
  if (ranked.length < 2) return undefined
  const drawn = result.uncertainty
  const columns = [
    column(say('column.sector'), 40),
    column(say('sure.weights'), 38),
    column(say('column.interval'), 46),
    ...(drawn ? [column(say('sure.ranks'), 26), column(say('sure.score'), 26)] : []),
  ]
  const rows = ranked.map((sector) =>
    row(
      [strong(context.sector(sector.id))],
      rankCell(context, sector),
      rankWords(sector.priority, words),
      ...(drawn ? drawnCells(context, sector) : []),
    ),
  )
  return {
    id: 'sure',
    title: say('sure.title'),
    lead: say('sure.lead', { n: ranked.filter(({ priority }) => isFixed(priority)).length, of: ranked.length }),
    blocks: [
      ...table(say('sure.caption'), columns, rows, say('sure.note')),
      paragraph(drawn ? say('sure.draws', { draws: context.number(drawn.draws) }) : say('sure.no-draws')),
    ],
  }
}

function drawnCells(context: Context, { drawn }: SectorResult): string[] {
  if (drawn === undefined) return ['–', '–']
  const [from, to] = drawn.rankInterval
  const ranks = from === to ? String(from) : context.say('interval.range', { from, to })
  return [ranks, rangeText(...drawn.score, context)]
}
