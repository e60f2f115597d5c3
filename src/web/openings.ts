/** Positions that the facilitator opens to all who take part, before they open by themselves. */
import type { Words } from '../locales/messages.js'
import type { Names } from '../reports/words/names.js'
import type { Store } from '../store/index.js'
import type { StoredRound } from '../store/rounds.js'
import { askedIn, CROSS, groupOf, groupsIn, LINKS } from './asked.js'
import type { Setting } from './set-up/part.js'
import { EVERYTHING } from './sight.js'

/** Opens everything, a sector, the cross-cutting questions, the links or one item; false for what the round does not ask. */
export async function openPositions(
  store: Store,
  stored: StoredRound,
  target: string,
  person: string,
): Promise<boolean> {
  const isAsked = [EVERYTHING, ...groupsIn(stored)].includes(target) || askedIn(stored).some(({ id }) => id === target)
  const { state, id } = stored.head
  if (!isAsked || (state !== 'open' && state !== 'meeting')) return false
  await store.rounds.open(id, target, person)
  return true
}

/** What can be opened while a round is open or in its meeting, and what has been; undefined before and after. */
export async function openingsOf(store: Store, { stored, names, words }: Setting) {
  const { state, reveal, id } = stored.head
  if (state !== 'open' && state !== 'meeting') return undefined
  const opened = new Map((await store.rounds.listOpenings(id)).map(({ target, at }) => [target, at]))
  const all = opened.get(EVERYTHING)
  const groups = [EVERYTHING, ...groupsIn(stored)]
  const items = askedIn(stored).filter(({ id: item }) => opened.has(item))
  return {
    reveal,
    all: all !== undefined,
    groups: groups.map((target) => ({
      target,
      name: openingName(target, names, words),
      at: opened.get(target) ?? all,
    })),
    items: items.map(({ id: item }) => ({ name: openingName(item, names, words), at: opened.get(item) })),
    choices: groupsIn(stored)
      .filter((group) => !opened.has(group))
      .map((group) => ({
        label: openingName(group, names, words),
        options: askedIn(stored)
          .filter((item) => groupOf(item) === group && !opened.has(item.id))
          .map((item) => ({ value: item.id, text: names.label(item.id) })),
      })),
  }
}

/** What an opening opens, by its target. */
export function openingName(target: string, names: Names, words: Words): string {
  if (target === EVERYTHING || target === CROSS || target === LINKS) {
    return words.say('openings.name', { target: target === EVERYTHING ? 'all' : target })
  }
  const sector = names.definition.sectors.find(({ id }) => id === target)
  return sector ? sector.short : `${names.place(target)}: ${names.label(target)}`
}
