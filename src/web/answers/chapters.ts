/** In which order a body answers: what screens first, then sector by sector. */
import { type Chapter, chapterId, chaptersOfItems, URGENCY } from '../../rules/chapters.js'
import { type Item, itemIndex } from '../../rules/items.js'
import type { Body } from '../../rules/model.js'
import type { StoredRound } from '../../store/rounds.js'
import { askedOf, hasAnswered, LINKS } from '../asked.js'

export { type Chapter, URGENCY }

const chapters = new WeakMap<StoredRound, Map<string, readonly Chapter[]>>()

/** The chapters of a body: urgency, the links between sectors, each sector, what is common to all. */
export function chaptersOf(stored: StoredRound, body: Body): readonly Chapter[] {
  const bodies = chapters.get(stored) ?? new Map<string, readonly Chapter[]>()
  chapters.set(stored, bodies)
  const known = bodies.get(body.id)
  if (known) return known
  const made = chaptersOfItems(askedOf(stored, body))
  bodies.set(body.id, made)
  return made
}

/** An item that a body is asked, with its chapter; undefined when it is not asked. */
export function findAsked(stored: StoredRound, body: Body, id: string): { item: Item; chapter: Chapter } | undefined {
  const item = itemIndex(stored.definition.definition).byId.get(id)
  if (!item) return undefined
  const chapter = chaptersOf(stored, body).find((one) => one.id === chapterId(item))
  return chapter?.items.includes(item) ? { item, chapter } : undefined
}

/** Where a body answers: addresses of its pages. */
export const pathsOf = (stored: StoredRound, body: Body) => {
  const own = `/rounds/${encodeURIComponent(stored.head.id)}/bodies/${encodeURIComponent(body.id)}`
  return {
    progress: own,
    matrix: `${own}/influence`,
    lines: (sector: string) => `${own}/influence/${encodeURIComponent(sector)}`,
    item: (id: string) => `${own}/answers/${encodeURIComponent(id)}`,
  }
}

/** The pages before and after an item, in the order of the chapters; the links between sectors are one page. */
export function besides(stored: StoredRound, body: Body, item: Item): { previous?: string; next: string } {
  const paths = pathsOf(stored, body)
  const steps = stepsOf(stored, body)
  const place = steps.findIndex((step) => step === (item.kind === 'pair' ? LINKS : item.id))
  const hrefOf = (step: string | undefined) => {
    if (step === undefined) return undefined
    return step === LINKS ? paths.matrix : paths.item(step)
  }
  return { previous: hrefOf(steps[place - 1]), next: hrefOf(steps[place + 1]) ?? paths.progress }
}

/** The page after the matrix. */
export function afterLinks(stored: StoredRound, body: Body): string {
  const steps = stepsOf(stored, body)
  const next = steps[steps.indexOf(LINKS) + 1]
  const paths = pathsOf(stored, body)
  return next === undefined ? paths.progress : paths.item(next)
}

function stepsOf(stored: StoredRound, body: Body): readonly string[] {
  return chaptersOf(stored, body).flatMap(({ id, items }) => (id === LINKS ? [LINKS] : items.map((item) => item.id)))
}

/** How many items of a chapter a body has answered. */
export function countAnswered(stored: StoredRound, body: Body, { items }: Chapter): number {
  return items.filter(({ id }) => hasAnswered(stored, body, id)).length
}

/** Where a body goes on: its first item without an answer; undefined when everything is answered. */
export function firstMissing(stored: StoredRound, body: Body, within?: Chapter): string | undefined {
  const paths = pathsOf(stored, body)
  for (const { id, items } of within ? [within] : chaptersOf(stored, body)) {
    const missing = items.find((item) => !hasAnswered(stored, body, item.id))
    if (missing) return id === LINKS ? paths.matrix : paths.item(missing.id)
  }
  return undefined
}
