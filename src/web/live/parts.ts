/** The parts of a page that follow the round, made from the models and partials of the page itself. */
import type { FastifyRequest } from 'fastify'
import type { Place } from '../../live/hub.js'
import { itemIndex } from '../../rules/items.js'
import { findAsked } from '../answers/chapters.js'
import { questionView, shutOf } from '../answers/question.js'
import { boardView } from '../board.js'
import { bodyOf, roundOf } from '../context.js'
import { progressView } from '../progress.js'

/** One element of a page. */
export interface Part {
  /** Its `id` in the page. */
  readonly id: string
  /** The partial that draws it. */
  readonly partial: string
  readonly model: object
}

/** What follows the round on a page, as its viewer may see it now. The request is the page's own or a stream's. */
export async function partsOf(request: FastifyRequest, place: Place): Promise<readonly Part[]> {
  const { state, form, closesOn } = roundOf(request).head
  const head = { id: 'round-state', partial: 'round-state', model: { state, form, closesOn } }
  return [head, ...(await ownParts(request, place))]
}

async function ownParts(request: FastifyRequest, place: Place): Promise<readonly Part[]> {
  if (place.page === 'board') return boardParts(request)
  if (place.page === 'progress') return progressParts(request)
  if (place.page === 'influence') return [shutPart(request)]
  return place.page === 'question' ? questionParts(request, place.item) : []
}

/** Whether a body can write now, on every page of its answers. */
const shutPart = (request: FastifyRequest): Part => ({
  ...{ id: 'shut', partial: 'answer-shut', model: { shut: shutOf(request) } },
})

async function boardParts(request: FastifyRequest): Promise<readonly Part[]> {
  const { rows, first, isProvisional, resultsHref, attention } = await boardView(request)
  return [
    ...rows.map((row) => ({ id: `row-${row.id}`, partial: 'board-row', model: row })),
    { id: 'board-first', partial: 'board-first', model: { first, isProvisional, resultsHref } },
    { id: 'board-attention', partial: 'board-attention', model: { attention } },
  ]
}

function progressParts(request: FastifyRequest): readonly Part[] {
  const { goOn, answered, of, chapters } = progressView(request)
  return [
    shutPart(request),
    { id: 'progress-lead', partial: 'progress-lead', model: { goOn, answered, of } },
    { id: 'chapters', partial: 'progress-chapters', model: { chapters } },
  ]
}

function questionParts(request: FastifyRequest, id: string | undefined): readonly Part[] {
  const stored = roundOf(request)
  const isKnown = id !== undefined && itemIndex(stored.definition.definition).byId.has(id)
  const found = isKnown ? findAsked(stored, bodyOf(request), id) : undefined
  if (!found) return []
  const { others, closed, shut, list, levels } = questionView(request, found.item, found.chapter)
  return [
    shutPart(request),
    { id: 'others', partial: 'answer-others', model: { others, closed, shut } },
    { id: 'steps', partial: 'answer-steps', model: { list } },
    ...levels.map(({ id: level, positions }) => ({
      id: `${level}-positions`,
      partial: 'level-positions',
      model: { id: level, positions },
    })),
  ]
}
