/** What each part of the set-up of a round is made of: what stands in its form, how that is read, and what it changes. */
import type { Words } from '../../locales/messages.js'
import { type Names, namesOf } from '../../reports/words/names.js'
import type { Definition } from '../../rules/model.js'
import type { RoundChange, RoundFrame, RoundState, StoredRound } from '../../store/rounds.js'
import type { FormBody, FormErrors } from '../forms.js'
import type { Check } from '../readiness.js'

/** The parts in their order; `bodies` has a page of its own. */
export const PARTS = ['place', 'tiers', 'form', 'scope', 'conventions', 'bodies', 'method'] as const
export type PartKey = (typeof PARTS)[number]

/** A round as its set-up shows it. */
export interface Setting {
  readonly stored: StoredRound
  /** In the language of the page, or of the questionnaire when it has no such texts. */
  readonly definition: Definition
  readonly words: Words
  readonly names: Names
  /** Today in the time zone of the round, YYYY-MM-DD. */
  readonly today: string
}

/** What a part would write. */
export interface Change {
  readonly frame?: RoundFrame
  readonly head?: RoundChange
  readonly assessment?: { readonly name: string; readonly country: string | null }
}

export interface Part {
  /** The fields of its form as they stand in the round. */
  readonly written: (setting: Setting) => FormBody
  /** What the fields say; what can't be understood goes into `errors`, by the id of its field. */
  readonly read: (setting: Setting, form: FormBody, errors: FormErrors) => Change
  /** What its template shows, with the fields as they stand in the form. */
  readonly view: (setting: Setting, form: FormBody, errors: Readonly<Record<string, string>>) => object
  /** The field of a fault that the check of the whole round reports, by the path of the fault. */
  readonly fieldOf: (path: readonly string[], setting: Setting, change: Change) => string | undefined
  /** Whether the state of the round still lets it be changed. */
  readonly isOpenIn: (state: RoundState) => boolean
  /** Its kinds of checks, by which it is told whether something is missing. */
  readonly checks: readonly Check['about'][]
}

/** A round with its definition and names in the language of the page. */
export function settingOf(stored: StoredRound, words: Words, today: string): Setting {
  const definition = definitionIn(stored, words)
  return { stored, definition, words, names: namesOf(definition, stored.round, words), today }
}

/** The texts of a round's questionnaire in the language of the page, or in its own. */
function definitionIn({ definition }: StoredRound, words: Words): Definition {
  return definition.languages.get(words.language) ?? definition.definition
}

export const untilClosed = (state: RoundState): boolean => state !== 'closed'
export const whilePreparing = (state: RoundState): boolean => state === 'preparing'
