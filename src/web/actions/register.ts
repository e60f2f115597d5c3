/** The register of actions: by sector, narrowed down by state, lead and sector. */
import { leadVoices } from '../../reports/words/leads.js'
import { paragraphs } from '../../reports/words/paragraphs.js'
import { type FiledAction, isOpenAction } from '../../store/actions.js'
import { isTop, type VoiceView } from '../results/blocks.js'
import type { Seen } from '../scores.js'
import { isDay } from '../set-up/days.js'
import type { Setting } from '../set-up/part.js'
import type { ScoreChange, ScoreChanges } from './changes.js'
import { type Standing, standingOf } from './standing.js'
import { type ActionText, textOf } from './texts.js'

/** What the register is made of. */
export interface Following {
  readonly setting: Setting
  readonly seen: Seen
  readonly filed: readonly FiledAction[]
  readonly changes: ScoreChanges | undefined
  /** Name of the round in which each action that was carried over was first decided, by its id. */
  readonly origins: ReadonlyMap<string, string>
}

/** An action in a list, and at the head of its page. */
export interface ActionRow extends ActionText {
  readonly href: string
  readonly carried?: string | undefined
  readonly note: string | null
  readonly leads: readonly VoiceView[]
  /** Who leads, put in other words than voices. */
  readonly lead?: string | undefined
  readonly due?: string | undefined
  readonly commitment: string
  readonly standing: Standing
}

interface ActionGroup {
  readonly id: string
  readonly name: string
  /** Undefined while ranks are hidden; null without a rank. */
  readonly rank?: number | null
  readonly top: boolean
  readonly change?: ScoreChange | undefined
  readonly rows: readonly ActionRow[]
}

/** The place of actions that are for no sector alone. */
export const ALL_SECTORS = 'all'

interface Option {
  readonly value: string
  readonly text: string
}

export interface Register {
  readonly count: string
  /** Which sectors rose and fell, once that was tested. */
  readonly moved?: string | undefined
  readonly groups: readonly ActionGroup[]
  readonly filter: Readonly<Record<'state' | 'lead' | 'sector', string>>
  readonly options: Readonly<Record<'state' | 'lead' | 'sector', readonly Option[]>>
  readonly isFiltered: boolean
}

const STATES = ['open', 'late', 'proposed', 'started', 'done', 'refused'] as const

export function registerOf(following: Following, query: Readonly<Record<string, unknown>>): Register {
  const { setting, filed } = following
  const { definition, words, names } = setting
  const sectors = [...definition.sectors.map(({ id }) => id), ALL_SECTORS]
  const voices = definition.voices.map(({ id }) => id)
  const filter = {
    state: one(STATES, query.state),
    lead: one(voices, query.lead),
    sector: one(sectors, query.sector),
  }
  const shown = filed.filter((entry) => passes(setting, entry, filter))
  const all = { value: '', text: words.say('action.filter.all') }
  const ids = new Set(filed.map(({ action }) => action.sector ?? ALL_SECTORS))
  return {
    count: countWords(following),
    moved: movedWords(following),
    groups: groupsOf(following, shown),
    filter,
    options: {
      state: [all, ...STATES.map((value) => ({ value, text: words.say('action.filter.state.one', { state: value }) }))],
      lead: [all, ...voices.map((value) => ({ value, text: names.voice(value) }))],
      sector: [
        all,
        ...sectors.filter((id) => ids.has(id)).map((value) => ({ value, text: sectorName(setting, value) })),
      ],
    },
    isFiltered: Object.values(filter).some((value) => value !== ''),
  }
}

const one = (known: readonly string[], asked: unknown): string => known.find((value) => value === asked) ?? ''

function passes(setting: Setting, { action }: FiledAction, { state, lead, sector }: Register['filter']): boolean {
  const { key, state: under } = standingOf(action, setting.today, setting.words)
  const isOfState =
    state === '' ||
    (state === 'open' ? isOpenAction(action) : key === state || (under !== undefined && action.state === state))
  const isOfLead = lead === '' || leadVoices(action.lead, setting.definition).includes(lead)
  return isOfState && isOfLead && (sector === '' || (action.sector ?? ALL_SECTORS) === sector)
}

/** Short name of a sector; without one, or with `ALL_SECTORS`, the words for all of them. */
export function sectorName({ words, names }: Pick<Setting, 'words' | 'names'>, sector: string = ALL_SECTORS): string {
  return sector === ALL_SECTORS ? words.say('action.all-sectors') : names.sector(sector)
}

function countWords({ setting, filed }: Following): string {
  const keys = filed.map(({ action }) => standingOf(action, setting.today, setting.words).key)
  const count = (key: string) => keys.filter((one) => one === key).length
  const [done, late, refused] = [count('done'), count('late'), count('refused')]
  return setting.words.say('action.count', { n: filed.length, done, late, refused })
}

/** Clear changes alone, of the sectors that have an action. */
function movedWords({ setting, filed, changes }: Following): string | undefined {
  if (!changes?.isTested) return undefined
  const { words, names, definition } = setting
  const own = definition.sectors.filter(({ id }) => filed.some(({ action }) => action.sector === id))
  const clear = own.filter(({ id }) => changes.bySector.get(id)?.clear === true)
  const [fell, rose] = [true, false].map((isDown) =>
    clear.filter(({ id }) => changes.bySector.get(id)?.isDown === isDown).map(({ id }) => names.sector(id)),
  )
  const said = (list: readonly string[] = []) => ({ n: list.length, sectors: words.list(list) })
  const sentences = [
    ...(rose?.length ? [words.say('action.rose', said(rose))] : []),
    ...(fell?.length ? [words.say('action.fell', said(fell))] : []),
  ]
  return sentences.length === 0 ? undefined : sentences.join(' ')
}

/** In the order of the ranking where that may be seen, else in that of the questionnaire. */
function groupsOf(following: Following, shown: readonly FiledAction[]): readonly ActionGroup[] {
  const { setting, changes } = following
  return [...sectorsInOrder(following), ALL_SECTORS].flatMap((id) => {
    const rows = shown.filter(({ action }) => (action.sector ?? ALL_SECTORS) === id)
    if (rows.length === 0) return []
    const rank = id === ALL_SECTORS ? undefined : rankOf(following.seen, id)
    return [
      {
        ...{ id, name: sectorName(setting, id), top: isTop(rank ?? null) },
        ...(rank !== undefined && { rank }),
        change: changes?.bySector.get(id),
        rows: rows.map((entry) => rowOf(following, entry)),
      },
    ]
  })
}

/** Undefined while ranks are hidden; null without one. */
function rankOf({ sight, result }: Seen, sector: string): number | null | undefined {
  return sight.ranking ? (result.sectors.find(({ id }) => id === sector)?.priority.rank ?? null) : undefined
}

export function sectorsInOrder({ setting, seen }: Pick<Following, 'setting' | 'seen'>): readonly string[] {
  const ids = setting.definition.sectors.map(({ id }) => id)
  const place = (id: string) => rankOf(seen, id) ?? Number.POSITIVE_INFINITY
  return ids.toSorted((a, b) => (place(a) < place(b) ? -1 : Number(place(a) > place(b))))
}

export function rowOf({ setting, origins }: Pick<Following, 'setting' | 'origins'>, filed: FiledAction): ActionRow {
  const { stored, definition, names, words, today } = setting
  const { action, note } = filed
  const voices = leadVoices(action.lead, definition)
  const { due } = action
  return {
    href: `/rounds/${stored.head.id}/actions/${encodeURIComponent(action.id)}`,
    ...textOf(setting, action),
    carried: origins.get(action.id),
    note,
    leads: voices.map((id) => ({
      id,
      place: definition.voices.findIndex((voice) => voice.id === id),
      name: names.voice(id),
    })),
    lead: voices.length === 0 ? action.lead?.trim() || undefined : undefined,
    due: due === undefined ? undefined : isDay(due) ? words.day(due) : due.trim() || undefined,
    commitment: paragraphs(action.declaration ?? [], words),
    standing: standingOf(action, today, words),
  }
}
