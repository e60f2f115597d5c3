/** Which items a round asks, in all and of one body, and which of them the body has answered. */
import { askedItems } from '../rules/asked.js'
import { CROSS, groupOf, LINKS } from '../rules/chapters.js'
import { conditionOf, type Item, itemIndex } from '../rules/items.js'
import type { Body } from '../rules/model.js'
import { answerKey } from '../store/answers.js'
import type { StoredRound } from '../store/rounds.js'

export { CROSS, groupOf, LINKS }

const asked = new WeakMap<StoredRound, readonly Item[]>()
const askedOfBodies = new WeakMap<StoredRound, Map<string, readonly Item[]>>()

/** The items that a round asks of anybody, by form, scope, conventions and profile (METHOD 2), in order. */
export function askedIn(stored: StoredRound): readonly Item[] {
  const known = asked.get(stored)
  if (known) return known
  const index = itemIndex(stored.definition.definition)
  const { notAsked } = askedItems(stored.definition.definition, index, stored.round)
  const items = index.items.filter((item) => notAsked[item.index] === null)
  asked.set(stored, items)
  return items
}

/** Groups with an item that the round asks, in the definition's order. */
export function groupsIn(stored: StoredRound): readonly string[] {
  return [...new Set(askedIn(stored).map(groupOf))]
}

/**
 * The items that a round asks of one body: those for its voice, and those that rest on another answer only while the
 * body's own answer to that is high enough or missing (METHOD 6).
 */
export function askedOf(stored: StoredRound, body: Body): readonly Item[] {
  const bodies = askedOfBodies.get(stored) ?? new Map<string, readonly Item[]>()
  askedOfBodies.set(stored, bodies)
  const known = bodies.get(body.id)
  if (known) return known
  const voice = itemIndex(stored.definition.definition).voices.indexOf(body.voice)
  const items = askedIn(stored).filter((item) => item.asksVoice[voice] && isOpenTo(stored, body, item))
  bodies.set(body.id, items)
  return items
}

/** Whether a body gave an answer to an item: a level, “don’t know” or “not applicable”. */
export function hasAnswered(stored: StoredRound, body: Body, item: string): boolean {
  return (stored.answers.get(answerKey(body.id, item))?.value ?? null) !== null
}

function isOpenTo(stored: StoredRound, body: Body, item: Item): boolean {
  const condition = conditionOf(item)
  if (condition === undefined || !('item' in condition)) return true
  const level = stored.answers.get(answerKey(body.id, condition.item))?.value?.level
  return level === undefined || level >= condition.min_level
}
