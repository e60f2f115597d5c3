/** Who looks at a round, what was opened to them, and what of it is hidden by the rule's words alone. */
import { type Item, itemIndex } from '../../../src/rules/items.js'
import type { Reveal, RoundState } from '../../../src/store/rounds.js'
import { tiny } from '../../support/definitions.js'

const { items, voices } = itemIndex(tiny().definition)

/** In the order of their bodies' ids, which are made of their names. */
export const BODIES = [
  { id: 'own', name: 'Own', voice: 'owner' },
  { id: 'second', name: 'Second', voice: 'owner' },
  { id: 'house', name: 'House', voice: 'house' },
  { id: 'guests', name: 'Guests', voice: 'visitors' },
] as const
export const [OWN] = BODIES

export interface Scenario {
  readonly name: string
  readonly role: 'respondent' | 'observer'
  readonly reveal: Reveal
  readonly state: RoundState
  /** Which items the own body has answered; every other body has answered all. */
  readonly hasAnswered: (item: Item) => boolean
  readonly openings: readonly string[]
}

export const groupOf = (item: Item): string => (item.kind === 'pair' ? 'interdependence' : (item.sector ?? 'cross'))
export const asks = (item: Item, voice: string): boolean => item.asksVoice[voices.indexOf(voice)] ?? false

/** What rests on the profile or on conventions: here it is not asked, but has answers from before. */
function isUnasked(item: Item): boolean {
  const condition = item.kind === 'pair' ? undefined : item.source.show_if
  return condition !== undefined && !('item' in condition)
}
export const UNASKED = items.filter(isUnasked)
export const ASKED = items.filter((item) => !isUnasked(item))
export const ALL_ITEMS = items

/** Whether the positions of an item are hidden, told apart from the code under test. */
export function hides({ role, reveal, state, hasAnswered, openings }: Scenario): (item: Item) => boolean {
  const isOpened = (item: Item) => [item.id, groupOf(item), '*'].some((target) => openings.includes(target))
  const own = ASKED.filter((item) => asks(item, OWN.voice))
  const missing = own.filter((item) => !hasAnswered(item) && !isOpened(item))
  const unfinished = new Set(missing.map(groupOf))
  const all = ASKED.every(
    (item) => isOpened(item) || (reveal === 'own-answer' && (role === 'observer' || unfinished.size === 0)),
  )
  if (state === 'closed' || all) return () => false
  return (item) => {
    // Nobody can answer or open what is not asked: it shows with all the rest.
    if (UNASKED.includes(item)) return true
    if (isOpened(item)) return false
    if (reveal === 'facilitator') return true
    if (role === 'observer') return false
    return own.includes(item) ? missing.includes(item) : unfinished.has(groupOf(item))
  }
}

const nothing = () => false
const everything = () => true
const some = (item: Item) => groupOf(item) === 'learning' || ['q-11', 'p-2'].includes(item.id)

const base: Scenario = {
  name: '',
  role: 'respondent',
  reveal: 'own-answer',
  state: 'open',
  hasAnswered: nothing,
  openings: [],
}
const led = { ...base, reveal: 'facilitator', hasAnswered: everything } as const

export const SCENARIOS: readonly Scenario[] = [
  { ...base, name: 'a respondent who has answered nothing' },
  { ...base, name: 'a respondent who has answered a sector, a question and a link', hasAnswered: some },
  { ...base, name: 'a respondent who has answered some, with an item opened', hasAnswered: some, openings: ['q-31'] },
  { ...base, name: 'a respondent in the meeting, with a sector opened', state: 'meeting', openings: ['learning'] },
  { ...led, name: 'a respondent to whom nothing is opened' },
  { ...led, name: 'a respondent to whom items are opened', openings: ['q-11', 'u-22', 'p-3', 'q-training'] },
  { ...led, name: 'a respondent to whom the links are opened', openings: ['interdependence'] },
  { ...led, name: 'an observer to whom nothing is opened', role: 'observer' },
  { ...led, name: 'an observer to whom an item and a group are opened', role: 'observer', openings: ['q-12', 'cross'] },
  { ...base, name: 'an observer where answers open with the own one', role: 'observer' },
  { ...base, name: 'a respondent who has answered everything', hasAnswered: everything },
  { ...led, name: 'a respondent to whom everything is opened', openings: ['*'] },
  { ...led, name: 'a respondent of a closed round', state: 'closed', hasAnswered: nothing },
]
