/** One answer on its way into the store: may it be written now, is it asked, is it right, did somebody else write it. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { MalinesError } from '../../errors.js'
import type { Item } from '../../rules/items.js'
import { type AnswerValue, answerKey, type CurrentAnswer, StaleAnswer } from '../../store/answers.js'
import { bodyOf, personOf, roundOf } from '../context.js'
import { assertTakesAnswers } from '../writing.js'
import { findAsked } from './chapters.js'
import { type AnswerFault, type Checked, checkAnswer, type Draft, isSameAnswer } from './check.js'

export type Saved =
  /** Without an answer when nothing was taken back. */
  | { readonly kind: 'saved'; readonly answer: CurrentAnswer | undefined }
  | { readonly kind: 'stale'; readonly current: CurrentAnswer; readonly mine: AnswerValue }
  | { readonly kind: 'invalid'; readonly faults: readonly AnswerFault[] }

/** What a save says about itself beside the answer. */
export interface Stamp {
  /** Revision that the person saw; null when there was no answer. */
  readonly basedOn: number | null
  readonly key: string
}

/** The item of the path, which its body is asked. Errors: `invalid` when it is not. */
export function askedItem(request: FastifyRequest, id: string) {
  const found = findAsked(roundOf(request), bodyOf(request), id)
  if (found) return found
  throw new MalinesError('invalid', 'This question is not asked of this body now.', [
    { path: '/item', reason: `"${id}" is not asked of this body` },
  ])
}

/** What stands under an item of the body of the path now. */
export function currentOf(request: FastifyRequest, item: Item): CurrentAnswer | undefined {
  return roundOf(request).answers.get(answerKey(bodyOf(request).id, item.id))
}

/** Saves the answer of the body of the path. Errors: `round-closed`. */
export async function savePosition(request: FastifyRequest, item: Item, draft: Draft, stamp: Stamp): Promise<Saved> {
  const stored = roundOf(request)
  assertTakesAnswers(stored, request.server.clock(), request.place.isSubmitted)
  const current = currentOf(request, item)
  const checked = checkAnswer(draft, item, stored.definition.definition, current?.value ?? null)
  return saveChecked(request, bodyOf(request).id, item, checked, stamp)
}

/** Saves what was checked, for a body or, with the body '', as the agreed answer. */
export async function saveChecked(
  request: FastifyRequest,
  body: string,
  item: Item,
  checked: Checked,
  { basedOn, key }: Stamp,
): Promise<Saved> {
  if ('faults' in checked) return { kind: 'invalid', faults: checked.faults }
  const { value } = checked
  const round = roundOf(request).head.id
  const current = roundOf(request).answers.get(answerKey(body, item.id))
  // Saying again what stands there is no event; nor is taking back what was never given.
  if (isSameAnswer(current?.value ?? null, value)) return { kind: 'saved', answer: current }
  const save = { round, body, item: item.id, value, person: personOf(request).id, basedOn }
  try {
    const answer = await request.server.store.answers.save({ ...save, key })
    if (isSameAnswer(answer.value, value)) return { kind: 'saved', answer }
    // The same page was sent twice with different words: the second is a change of its own.
    return { kind: 'saved', answer: await request.server.store.answers.save({ ...save, key: randomUUID() }) }
  } catch (error) {
    if (error instanceof StaleAnswer) return { kind: 'stale', current: error.current, mine: value }
    throw error
  }
}
