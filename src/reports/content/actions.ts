/** Actions: those that the round chose, and what the catalogue proposes for the weakest cells. */

import type { Band, CatalogueAction, Dimension, RoundAction, SectorResult } from '../../rules/model.js'
import { atLeast } from '../../rules/tolerance.js'
import type { Block, Row, Section, Text } from '../model.js'
import { leadVoices } from '../words/leads.js'
import { scoreText } from '../words/numbers.js'
import { paragraphs } from '../words/paragraphs.js'
import type { Context } from './context.js'
import { column, groupRow, heading, lines, note, quiet, row, table } from './text.js'

export function actionsSection(context: Context): Section {
  const { say } = context
  const chosen = chosenBlocks(context, context.round.actions ?? [])
  const sectors = [...context.ranked, ...context.unranked]
  const rows = [
    ...sectors.flatMap((sector) => sectorRows(context, sector, lowestCells(context, sector))),
    ...crossRows(context),
  ]
  return {
    id: 'actions',
    title: say('actions.title'),
    lead: say('actions.lead', { chosen: context.round.actions?.length ?? 0 }),
    blocks: [
      ...chosen,
      heading(say('actions.catalogue')),
      ...table(say('actions.catalogue'), catalogueColumns(context), rows),
      note(say('actions.note')),
    ],
  }
}

/** The band of a score 0 to 100, on the catalogue's 0 to 4: min included, max excluded but for the last (METHOD 10). */
export function bandOfScore(bands: readonly Band[], score: number): Band | undefined {
  const level = score / 25
  return bands.find(({ min, max }) => atLeast(level, min) && (!atLeast(level, max) || max === 4))
}

interface ScoredCell {
  readonly dimension: Dimension
  readonly score: number
}

function cellsOf({ definition }: Context, sector: SectorResult): ScoredCell[] {
  return definition.dimensions.flatMap((dimension) => {
    const score = sector.dimensions[dimension.id]?.score ?? null
    return score === null ? [] : [{ dimension, score }]
  })
}

/** A sector's lowest cell, and every cell in the lowest band. */
function lowestCells(context: Context, sector: SectorResult): ScoredCell[] {
  const cells = cellsOf(context, sector)
  const lowest = Math.min(...cells.map(({ score }) => score))
  const first = context.definition.bands.reduce<Band | undefined>(
    (a, b) => (a === undefined || b.min < a.min ? b : a),
    undefined,
  )
  return cells.filter(({ score }) => score <= lowest + 1e-9 || bandOfScore(context.definition.bands, score) === first)
}

/** The catalogue's proposals for every dimension of a sector. */
export function catalogueBlocks(context: Context, sector: SectorResult): Block[] {
  const { say } = context
  const rows = sectorRows(context, sector, cellsOf(context, sector))
  return table(say('actions.catalogue'), catalogueColumns(context), rows, say('actions.note.all'))
}

function catalogueColumns({ say }: Context) {
  return [
    column(say('actions.action'), 98),
    column(say('actions.lead-voice'), 42),
    column(say('actions.commitment'), 30),
  ]
}

function sectorRows(context: Context, sector: SectorResult, cells: readonly ScoredCell[]): Row[] {
  const { say, words, definition } = context
  return cells.flatMap(({ dimension, score }) => {
    const band = bandOfScore(definition.bands, score)
    if (band === undefined) return []
    const own = context
      .sectorOf(sector.id)
      .actions.filter((action) => action.dimension === dimension.id && action.band === band.id)
    const rows =
      own.length > 0
        ? others(context, own).map((action) => actionRow(context, action))
        : keepRows(context, dimension.id, band)
    if (rows.length === 0) return []
    const head = say('actions.cell', {
      sector: context.sector(sector.id),
      dimension: dimension.name,
      score: scoreText(words, score),
      band: band.label,
    })
    return [groupRow(head), ...rows]
  })
}

/** Without those that the round has chosen: an action keeps the id of the one in the catalogue that it comes from. */
function others<T extends { readonly id: string }>({ round }: Context, actions: readonly T[]): readonly T[] {
  const chosen = new Set(round.actions?.map(({ id }) => id))
  return actions.filter(({ id }) => !chosen.has(id))
}

/** In the highest band: keep what works. */
function keepRows({ definition, say }: Context, dimension: string, band: Band): Row[] {
  const highest = Math.max(...definition.bands.map(({ max }) => max))
  const text = definition.high_by_dimension[dimension]
  return band.max === highest && text !== undefined ? [row(text, [quiet(say('actions.all'))], '–')] : []
}

/** Proposals for the enabling environment, by the band of their criterion. */
function crossRows(context: Context): Row[] {
  const { say, words, definition, result } = context
  const scores = new Map(
    Object.values(result.enabling.dimensions).flatMap(({ criteria }) =>
      Object.entries(criteria).flatMap(([id, { score }]) => (score === null ? [] : [[id, score] as const])),
    ),
  )
  const rows = others(context, definition.cross_cutting.actions).flatMap((action) => {
    const score = scores.get(action.criterion)
    if (score === undefined || bandOfScore(definition.bands, score)?.id !== action.band) return []
    const of = say('actions.criterion', {
      criterion: context.criterion(action.criterion),
      score: scoreText(words, score),
    })
    return [actionRow(context, action, of)]
  })
  return rows.length === 0 ? [] : [groupRow(say('place.enabling')), ...rows]
}

function actionRow(context: Context, action: Proposal, about?: string): Row {
  const { text, lead, declaration } = action
  const words = about === undefined ? [{ text }] : lines([text, quiet(about)])
  return row(words, leadText(context, lead), paragraphs(declaration, context.words) || '–')
}

type Proposal = Pick<CatalogueAction, 'text' | 'lead' | 'declaration'>

function leadText(context: Context, lead: readonly string[]): Text {
  if (lead.length === 0) return '–'
  return lines(lead.map((voice) => ({ voice, text: context.voice(voice) })))
}

/** The actions that the round itself holds. */
export function chosenBlocks(context: Context, actions: readonly RoundAction[]): Block[] {
  const { say, words } = context
  if (actions.length === 0) return []
  const columns = [
    column(say('actions.action'), 72),
    column(say('column.sector'), 26),
    column(say('actions.lead-voice'), 30),
    column(say('actions.due'), 22),
    column(say('actions.state'), 20),
  ]
  const rows = bySector(context, actions).map(({ id, text, sector, lead, due, state, declaration = [] }) =>
    row(
      lines([
        context.actionNotes[id]?.text ?? text,
        ...[paragraphs(declaration, words), context.actionNotes[id]?.note ?? '']
          .filter((line) => line !== '')
          .map(quiet),
      ]),
      sector === undefined ? '–' : context.sector(sector),
      leadCell(context, lead),
      due === undefined ? '–' : isDay(due) ? words.day(due) : due,
      state === undefined ? '–' : stateWords(context, state),
    ),
  )
  return [heading(say('actions.chosen')), ...table(say('actions.chosen'), columns, rows)]
}

/** In the order of the ranking; those for all sectors last. */
function bySector({ ranked, unranked, outOfScope }: Context, actions: readonly RoundAction[]): readonly RoundAction[] {
  const order = [...ranked, ...unranked, ...outOfScope].map(({ id }) => id)
  const place = ({ sector }: RoundAction) => (sector === undefined ? order.length : order.indexOf(sector))
  return actions.toSorted((a, b) => place(a) - place(b))
}

/** The voices that lead, or whoever does in the words of the round. */
function leadCell(context: Context, lead: string | undefined): Text {
  const voices = leadVoices(lead, context.definition)
  return voices.length > 0 ? leadText(context, voices) : lead?.trim() || '–'
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text)
}

const STATES: readonly string[] = ['proposed', 'started', 'done', 'late', 'refused']

/** The states that are known, in words; any other as it stands. */
function stateWords({ say }: Context, state: string): string {
  return STATES.includes(state) ? say('action.state', { state }) : state
}
