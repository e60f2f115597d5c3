/** What an entry of the trail says, in words. */
import type { MessageKey } from '../../locales/messages.js'
import type { Names } from '../../reports/words/names.js'
import { option } from '../../reports/words/option.js'
import { itemIndex } from '../../rules/items.js'
import type { AuditAction, AuditEntry } from '../../store/audit-entry.js'
import type { StoredRound } from '../../store/rounds.js'
import { groupsIn } from '../asked.js'
import { openingName } from '../openings.js'
import { EVERYTHING } from '../sight.js'

/** Kinds that the trail can be narrowed to. */
export const KINDS = {
  answers: ['answer', 'agreed'],
  setting: ['round', 'frame', 'body', 'opening', 'quorum'],
  people: ['participant', 'invitation'],
  findings: ['finding', 'action'],
  talk: ['discussion', 'attendance', 'postponed', 'reason'],
  closing: ['round-state', 'submission', 'sign-off', 'version'],
} as const satisfies Readonly<Record<string, readonly AuditAction[]>>
export type Kind = keyof typeof KINDS

/** What entries are told with beside themselves. */
export interface Telling {
  readonly stored: StoredRound
  readonly names: Names
  /** Names by id: of people, and of versions. */
  readonly people: ReadonlyMap<string, string>
  readonly versions: ReadonlyMap<string, string>
}

export interface Told {
  readonly text: string
  /** What somebody wrote, as they wrote it. */
  readonly quote?: string
}

type Values = Readonly<Record<string, string | number>>

/** The sentence of an entry, without who and when. */
export function told(entry: AuditEntry, telling: Telling): Told {
  const [key, values] = sentenceOf(entry, telling)
  const { reason, note } = entry.details
  const quote = entry.action === 'round-state' ? (reason ?? note) : undefined
  return { text: telling.names.words.say(key, values), ...(typeof quote === 'string' && { quote }) }
}

function sentenceOf({ action, details }: AuditEntry, telling: Telling): readonly [MessageKey, Values] {
  const of = detailsOf(details, telling)
  switch (action) {
    case 'answer':
      return ['trail.answer', { body: of.body(), item: of.item() }]
    case 'agreed':
      return ['trail.agreed', { item: of.item() }]
    case 'round':
      return ['trail.round', { change: of.text('change'), keys: of.keys() }]
    case 'round-state':
      return ['trail.state', { from: of.text('from'), to: of.text('to'), seal: of.text('seal').slice(0, 15) || 'none' }]
    case 'frame':
      return ['trail.frame', {}]
    case 'body':
      return ['trail.body', { change: of.text('change'), body: of.body() }]
    case 'opening':
      return ['trail.opening', { target: of.target() }]
    case 'finding':
      return ['trail.finding', { finding: of.text('finding'), from: of.text('from') || 'none', to: of.text('to') }]
    case 'action':
      return ['trail.action', { action: of.text('action') }]
    case 'participant': {
      const person = telling.people.get(of.text('person')) ?? telling.names.words.say('trail.somebody')
      const isRemoved = details.isRemoved === true ? 'yes' : 'no'
      return ['trail.participant', { person, role: of.text('role'), body: of.body(), isRemoved, bodied: of.bodied() }]
    }
    case 'invitation': {
      const change = option(of.text('change').replaceAll(' ', '-'))
      return ['trail.invitation', { change, role: of.text('role'), body: of.body(), bodied: of.bodied() }]
    }
    case 'version':
      return ['trail.version', { name: telling.versions.get(of.text('version')) ?? '' }]
    case 'submission':
      return ['trail.submission', { body: of.body(), state: option(of.text('state')) }]
    case 'sign-off':
      return ['trail.sign-off', { voice: of.voice(), signed: details.isSigned === true ? 'yes' : 'no' }]
    case 'attendance':
      return ['trail.attendance', { meeting: of.text('meeting'), present: details.isPresent === true ? 'yes' : 'no' }]
    case 'postponed':
      return ['trail.postponed', { item: of.item(), postponed: details.isPostponed === true ? 'yes' : 'no' }]
    case 'quorum':
      return ['trail.quorum', { quorum: of.quorum() || 'none' }]
    case 'reason':
      return ['trail.reason', { sector: of.sector() }]
    case 'discussion':
      return ['trail.discussion', { kind: talkKind(details), item: of.item(), body: of.body() }]
    default:
      return ['trail.other', { action: option(action) }]
  }
}

/** A note of a body is its own: not even what it is about is told. */
function talkKind({ isPrivate, isSettled }: AuditEntry['details']): 'note' | 'settled' | 'reopened' | 'message' {
  if (isPrivate === true) return 'note'
  if (isSettled === undefined) return 'message'
  return isSettled === true ? 'settled' : 'reopened'
}

function detailsOf(details: AuditEntry['details'], { stored, names }: Telling) {
  const text = (key: string): string => {
    const value = details[key]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const byId = itemIndex(names.definition).byId
  const itemName = (id: string) =>
    byId.has(id) ? names.words.say('closing.item', { place: names.place(id), label: names.label(id) }) : id
  const voiceName = (id: string) => (names.definition.voices.some((voice) => voice.id === id) ? names.voice(id) : id)
  return {
    text,
    keys: () => (Array.isArray(details.keys) ? details.keys.join(', ') : ''),
    item: () => itemName(text('item')),
    /** By its name now; one that was removed by its id. */
    body: () => stored.round.bodies.find(({ id }) => id === text('body'))?.name ?? text('body'),
    bodied: () => (text('body') === '' ? 'no' : 'yes'),
    sector: () => {
      const id = text('sector')
      return names.definition.sectors.find((one) => one.id === id)?.short ?? id
    },
    voice: () => voiceName(text('voice')),
    quorum: () =>
      names.words.list(
        Object.keys(details).map((id) => names.words.say('closing.place', { place: voiceName(id), count: text(id) })),
      ),
    target: () => {
      const target = text('target')
      const isKnown = target === EVERYTHING || groupsIn(stored).includes(target) || byId.has(target)
      return isKnown ? openingName(target, names, names.words) : target
    },
  }
}
