/** Where the meeting is, as pages and scripts are told. */
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../reports/content/context.js'
import { itemIndex } from '../../rules/items.js'
import { may } from '../access.js'
import { askedIn } from '../asked.js'
import { personOf, roundOf } from '../context.js'
import { takesAgreed } from '../writing.js'
import { lead, type Stage, stageOf } from './stage.js'

export interface StageView {
  /** Place and label of the item that the meeting is at; undefined while none is led. */
  readonly at: string | undefined
  /** Whether this page shows that item. */
  readonly isHere: boolean
  /** Whether it is this viewer whom the others follow. */
  readonly leads: boolean
  /** Whether this viewer can take the lead with the item of this page. */
  readonly mayLead: boolean
  readonly href: string
  /** How many others have a page of the meeting open; told to who leads. */
  readonly followers: string | undefined
}

/** Where the meeting of a request's round is. */
export function nowIn(request: FastifyRequest): Stage | undefined {
  const stored = roundOf(request)
  const stage = takesAgreed(stored) ? stageOf(request.server.store, stored.head.id, request.server.clock()) : undefined
  return stage && askedIn(stored).some(({ id }) => id === stage.item) ? stage : undefined
}

/** @param item item of the page; undefined on the agenda */
export function stageView(request: FastifyRequest, context: Context, item?: string): StageView {
  const stored = roundOf(request)
  const now = nowIn(request)
  const leads = now !== undefined && now.leader === request.viewer.person?.id
  const isHere = now !== undefined && now.item === item
  return {
    at: now && `${context.place(now.item)}, ${context.label(now.item)}`,
    isHere,
    leads,
    mayLead: item !== undefined && !(leads && isHere) && leadsHere(request),
    href: `/rounds/${encodeURIComponent(stored.head.id)}/meeting/now`,
    followers: leads ? context.say('meeting.followers', { n: followersOf(request) }) : undefined,
  }
}

function followersOf(request: FastifyRequest): number {
  const here = request.server.hub.hereIn(roundOf(request).head.id)
  return here.filter(({ person, place }) => place.page === 'meeting' && person !== request.viewer.person?.id).length
}

const leadsHere = (request: FastifyRequest) =>
  takesAgreed(roundOf(request)) && may(request.viewer, 'agreed:write', request.place) === 'yes'

/**
 * Follows a facilitator to the item of a page: the one who leads, and in a round's meeting the first who opens an item.
 * Another facilitator looks around without moving anybody.
 */
export function follow(request: FastifyRequest, item: string): void {
  if (!leadsHere(request)) return
  const stored = roundOf(request)
  const now = nowIn(request)
  const isLeader = now ? now.leader === personOf(request).id : stored.head.state === 'meeting'
  if (isLeader && now?.item !== item) takeLead(request, item)
}

/** From now on the others follow this facilitator, who is at this item. */
export function takeLead(request: FastifyRequest, item: string): void {
  const stored = roundOf(request)
  const isAsked = itemIndex(stored.definition.definition).byId.has(item)
  if (!isAsked) return
  lead(request.server.store, stored.head.id, { item, leader: personOf(request).id, since: request.server.clock() })
  // Without the item: those from whom it is hidden are told as well that the meeting went on.
  request.server.hub.announce({ round: stored.head.id, kind: 'meeting' })
}
