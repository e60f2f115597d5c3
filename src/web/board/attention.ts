/** What needs attention in a round, as far as the viewer may know of it. */
import type { Context } from '../../reports/content/context.js'
import { countQuestions } from '../../reports/content/reasons.js'
import type { Body, SectorResult } from '../../rules/model.js'
import { groupsIn } from '../asked.js'
import type { Seen } from '../scores.js'
import { progressOf, voicesHeard } from './heard.js'
import { gapsIn } from './table.js'

export interface Attention {
  readonly href: string
  readonly text: string
  readonly detail?: string
  /** Voices that have not finished. */
  readonly voices?: readonly { readonly id: string; readonly place: number; readonly name: string }[]
}

export function attentionIn(context: Context, seen: Seen): readonly Attention[] {
  return [...tooFew(context, seen), ...gaps(context, seen), ...unsupported(context, seen), ...blocking(context, seen)]
}

/** Answers that the viewer's own bodies have still to give. */
export function ownLeftIn(context: Context, seen: Seen, own: readonly Body[]): readonly Attention[] {
  return own.flatMap((body) => ownLeft(context, seen, body))
}

function ownLeft({ say }: Context, { stored }: Seen, body: Body): Attention[] {
  if (stored.head.state !== 'open') return []
  const parts = groupsIn(stored).map((group) => progressOf(stored, body, { group }))
  const left = parts.reduce((sum, { asked, answered }) => sum + asked - answered, 0)
  if (left === 0) return []
  const href = `/rounds/${stored.head.id}/bodies/${body.id}`
  return [{ href, text: say('board.own-left', { body: body.name, n: left }) }]
}

/** At most this many sectors are named one by one. */
const NAMED = 3

function tooFew(context: Context, seen: Seen): Attention[] {
  const { say, words } = context
  const base = `/rounds/${seen.stored.head.id}/results`
  const lacking = context.result.sectors.filter(({ id, status }) => status === 'insufficient' && seen.sight.sector(id))
  if (lacking.length > NAMED) {
    const sectors = words.list(lacking.map(({ id }) => context.sector(id)))
    return [{ href: base, text: say('board.few.many', { n: lacking.length }), detail: sectors }]
  }
  return lacking.map(({ id }: SectorResult) => {
    const { answered, applicable } = countQuestions(context, id)
    const silent = voicesHeard(seen.stored, { group: id }).filter(({ heard }) => !heard)
    return {
      href: `${base}/${id}`,
      text: say('board.few', { sector: context.sector(id) }),
      detail: say('board.few.detail', { answered, applicable, missing: silent.length }),
      voices: silent.map(({ voice, place }) => ({ id: voice, place, name: context.voice(voice) })),
    }
  })
}

function gaps(context: Context, seen: Seen): Attention[] {
  const { say, words, result } = context
  if (result.divergences.length === 0) return []
  const bySector = context.definition.sectors
    .map(({ id, short }) => ({ short, n: gapsIn({ context }, id) }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n)
    .slice(0, 2)
    .map(({ short, n }) => `${short} (${n})`)
  return [
    {
      href: `/rounds/${seen.stored.head.id}/results#divergences`,
      text: say('board.gaps.all', { n: result.divergences.length }),
      ...(bySector.length > 0 && { detail: say('board.gaps.most', { sectors: words.list(bySector) }) }),
    },
  ]
}

/** High levels that nothing supports. */
function unsupported(context: Context, seen: Seen): Attention[] {
  const n = (seen.round.positions ?? []).filter(
    ({ item, level = 0, evidence = [] }) =>
      level >= 3 && evidence.length === 0 && context.item(item).kind === 'question',
  ).length
  if (n === 0) return []
  const href = `/rounds/${seen.stored.head.id}/results#missing`
  return [{ href, text: context.say('board.evidence', { n }), detail: context.say('board.evidence.detail') }]
}

function blocking(context: Context, seen: Seen): Attention[] {
  const { say, words } = context
  const open = (seen.stored.round.findings ?? []).filter(
    ({ status, severity }) => status === 'open' && severity === 'blocking',
  )
  if (open.length === 0) return []
  const sectors = [...new Set(open.flatMap((finding) => finding.sectors))].map((id) => context.sector(id))
  return [
    {
      href: `/rounds/${seen.stored.head.id}/findings`,
      text: say('board.blocking', { n: open.length }),
      detail: say('board.blocking.detail', { sectors: words.list(sectors) }),
    },
  ]
}
