/** What the overview of the set-up says of each part, in a few words. */
import { settingsOf } from '../../rules/settings.js'
import type { Check, Verdict } from '../readiness.js'
import { questionsOf } from './form.js'
import { findPart } from './index.js'
import { PARTS, type PartKey, type Setting } from './part.js'
import { placeQuestions } from './place.js'
import { tierQuestions } from './tiers.js'

export interface PartView {
  readonly key: PartKey
  readonly number: number
  readonly href: string
  readonly summary: string
  /** The worst of its checks; undefined once the round is open, and for a part without checks. */
  readonly check: Verdict | undefined
  readonly current: boolean
}

const ORDER: readonly Verdict[] = ['stop', 'look', 'ok']
const ABOUT_BODIES: readonly Check['about'][] = ['people', 'voices', 'groups']

/** The seven parts with their state; `checks` are those of a round in preparation. */
export function partViews(setting: Setting, checks: readonly Check[], current?: PartKey): readonly PartView[] {
  return PARTS.map((key, i) => {
    const abouts = findPart(key)?.part.checks ?? ABOUT_BODIES
    const found = new Set(checks.filter(({ about }) => abouts.includes(about)).map(({ check }) => check))
    return {
      key,
      number: i + 1,
      href: `/rounds/${setting.stored.head.id}/manage/${key}`,
      summary: summaryOf(setting, key),
      check: ORDER.find((verdict) => found.has(verdict)),
      current: key === current,
    }
  })
}

function summaryOf(setting: Setting, key: PartKey): string {
  const { stored, definition, words, names } = setting
  const { round, head } = stored
  switch (key) {
    case 'place': {
      const questions = placeQuestions(definition)
      const answered = questions.filter(({ id }) => round.profile?.[id] !== undefined).length
      return words.say('readiness.profile.detail', { answered, of: questions.length })
    }
    case 'tiers': {
      const given = tierQuestions(definition).flatMap(({ id }) => Object.keys(round.profile?.[id] ?? {}))
      return given.length === 0 ? words.say('set-up.summary.no-names') : words.list(given.map((id) => names.voice(id)))
    }
    case 'form':
      return words.say('set-up.summary.form', {
        ...{ form: head.form, questions: questionsOf(setting, head.form) },
        ...{
          until: head.closesOn === null ? 'none' : 'day',
          day: head.closesOn === null ? '' : words.day(head.closesOn),
        },
      })
    case 'scope': {
      const out = round.outOfScope ?? []
      const sectors = out.filter(({ sector }) => sector !== undefined).length
      const of = definition.sectors.length
      return words.say('readiness.scope.detail', { in: of - sectors, of, questions: out.length - sectors })
    }
    case 'conventions': {
      const inForce = round.conventionsInForce?.length ?? 0
      return words.say('readiness.conventions.detail', { inForce, of: definition.conventions.conventions.length })
    }
    case 'bodies':
      return words.say('set-up.summary.bodies', { count: round.bodies.length })
    case 'method': {
      const { mode, weights } = settingsOf(definition, round)
      const isEqual = new Set(Object.values(weights)).size === 1
      return words.say('set-up.summary.method', { mode, weights: isEqual ? 'equal' : 'other' })
    }
  }
}
