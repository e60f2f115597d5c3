/** Why a sector has no number or no rank, in words. */

import type { BlockScore, Input } from '../../rules/model.js'
import { inputsOf } from '../../rules/priority.js'
import type { Context } from './context.js'

/** How many of a block's questions apply, have a value, and were agreed. */
export interface Count {
  readonly applicable: number
  readonly answered: number
  readonly agreed: number
}

/** Counts the questions of a sector, or of the enabling environment when it is null. */
export function countQuestions(context: Context, sector: string | null): Count {
  const own = context.asked.filter(({ item }) => {
    const of = context.item(item)
    return of.kind === 'question' && of.sector === sector
  })
  const applicable = own.filter(({ state }) => state !== 'not-applicable')
  return {
    applicable: applicable.length,
    answered: applicable.filter(({ value }) => value !== null).length,
    agreed: applicable.filter(({ state }) => state === 'agreed').length,
  }
}

/** Why a block has no score: too few answers, or a dimension without a number, or nothing that applies. */
export function whyNoScore(context: Context, sector: string | null, block: BlockScore): string {
  const { say } = context
  if (block.status === 'not-applicable') return say('reason.nothing-applies')
  const { applicable, answered } = countQuestions(context, sector)
  if (answered * 3 < applicable * 2) return say('reason.answers', { answered, applicable })
  const missing = context.definition.dimensions.filter(({ id }) => block.dimensions[id]?.status === 'insufficient')
  return say('reason.dimension', { dimensions: context.words.list(missing.map(({ name }) => name)) })
}

/** Why a sector in scope is not ranked: each input of the ranking that it lacks. */
export function whyNotRanked(context: Context, sector: string): string {
  const result = context.resultOf(sector)
  const missing = inputsInUse(context).flatMap((input) => {
    if (input === 'need' && result.need === null) return [whyNoScore(context, sector, result)]
    if (input === 'urgency' && result.urgency === null) return [whyNoUrgency(context, sector)]
    if (input === 'interdependence' && result.interdependence.index === null) return [whyNoIndex(context)]
    return []
  })
  return missing.length === 0 ? context.say('reason.nobody') : missing.join(context.say('separator'))
}

/** The inputs that the ranking rests on: those of its mode that some sector has. */
export function inputsInUse(context: Context): readonly Input[] {
  const absent = context.result.flags.flatMap((flag) => (flag.kind === 'input-missing' ? [flag.at] : []))
  return inputsOf(context.result.settings.mode, 'priority').filter((input) => !absent.includes(input))
}

function whyNoUrgency(context: Context, sector: string): string {
  const missing = context.asked.filter(({ item, value }) => {
    const of = context.item(item)
    return of.kind === 'urgency' && of.sector === sector && value === null
  })
  return context.say('reason.urgency', { items: context.words.list(missing.map(({ item }) => context.label(item))) })
}

/** Why no sector has an index of interdependence. */
export function whyNoIndex(context: Context): string {
  const { say, result } = context
  const inScope = result.sectors.length - context.outOfScope.length
  if (inScope < 2) return say('reason.links.one')
  if (result.flags.some(({ kind }) => kind === 'singular-normaliser')) return say('reason.links.singular')
  if (result.settings.normaliser === 'classic') return say('reason.links.classic')
  return say('reason.links.coverage')
}
