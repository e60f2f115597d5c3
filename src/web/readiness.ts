/** Whether a round can open: what is missing, what is worth a look, what is ready. */
import { keptAs } from '../roundfile/index.js'
import type { Definition, ProfileField } from '../rules/model.js'
import type { RoundHead } from '../store/rounds.js'
import type { PartKey, Setting } from './set-up/part.js'

export type Verdict = 'stop' | 'look' | 'ok'

/** One thing that is looked at before a round opens. */
export interface Check {
  readonly about:
    | 'people'
    | 'voices'
    | 'groups'
    | 'tiers'
    | 'profile'
    | 'country'
    | 'scope'
    | 'conventions'
    | 'days'
    | 'form'
    | 'definition'
    | 'method'
  readonly check: Verdict
  readonly text: string
  readonly detail?: string
  /** Where it can be mended. */
  readonly href: string
}

export interface ReadinessInput extends Setting {
  /** Bodies with somebody who answers for them, or with a link that still works. */
  readonly staffed: ReadonlySet<string>
  /** The round before, to compare with. */
  readonly previous?: RoundHead
}

const ORDER: readonly Verdict[] = ['stop', 'look', 'ok']

/** All checks of a round in preparation: what is missing first, what is ready last. `stop` keeps it from opening. */
export function readiness(input: ReadinessInput): readonly Check[] {
  const checks = [
    peopleCheck(input),
    voicesCheck(input),
    groupsCheck(input),
    tiersCheck(input),
    profileCheck(input),
    countryCheck(input),
    scopeCheck(input),
    conventionsCheck(input),
    daysCheck(input),
    formCheck(input),
    definitionCheck(input),
  ].filter((check) => check !== undefined)
  return checks.sort((a, b) => ORDER.indexOf(a.check) - ORDER.indexOf(b.check))
}

const partOf = ({ stored }: ReadinessInput, part: PartKey) => `/rounds/${stored.head.id}/manage/${part}`

function peopleCheck(input: ReadinessInput): Check {
  const { stored, staffed, words } = input
  const { bodies } = stored.round
  const lacking = bodies.filter(({ id }) => !staffed.has(id))
  const check = bodies.length === 0 || lacking.length > 0 ? 'stop' : 'ok'
  return {
    about: 'people',
    check,
    text: words.say('readiness.people', { check, bodies: bodies.length, lacking: lacking.length }),
    detail: words.list(lacking.map(({ name }) => name)),
    href: partOf(input, 'bodies'),
  }
}

/** The voices that a round has to hear: every tier that the country has. */
function tiersToHear({ definition, stored }: ReadinessInput): readonly string[] {
  const missing = new Set(
    membersOf(definition, stored.round.profile)
      .filter(({ name }) => name === '')
      .map(({ id }) => id),
  )
  const optional = new Set(
    membersOf(definition)
      .filter(({ required }) => !required)
      .map(({ id }) => id),
  )
  const tiers = definition.voices.filter(({ kind }) => kind === 'tier').map(({ id }) => id)
  return tiers.filter((id) => !(optional.has(id) && missing.has(id)))
}

/** The tiers that the questionnaire asks a name for, with their names in the profile. */
function membersOf(definition: Definition, profile: ReadinessInput['stored']['round']['profile'] = {}) {
  return definition.profile
    .filter(({ type }) => type === 'group')
    .flatMap(({ id: question, fields = [] }) => {
      const given = profile[question]
      const names = typeof given === 'object' ? new Map(Object.entries(given)) : new Map<string, string>()
      return fields.map(({ name: id, required, label }) => {
        return { id, required, label, name: String(names.get(id) ?? '').trim() }
      })
    })
}

function voicesCheck(input: ReadinessInput): Check {
  const { stored, words, names } = input
  const present = new Set(stored.round.bodies.map(({ voice }) => voice))
  const lacking = tiersToHear(input).filter((voice) => !present.has(voice))
  const check = lacking.length > 0 ? 'stop' : 'ok'
  const counted = tiersToHear(input).map((voice) => {
    const count = stored.round.bodies.filter((body) => body.voice === voice).length
    return words.say('readiness.voice-count', { count, voice: names.voice(voice) })
  })
  return {
    about: 'voices',
    check,
    text: words.say('readiness.voices', { check, lacking: lacking.length }),
    detail: words.list(check === 'ok' ? counted : lacking.map((voice) => names.voice(voice))),
    href: partOf(input, 'bodies'),
  }
}

/** §50 b asks for representatives of the major groups. */
function groupsCheck(input: ReadinessInput): Check | undefined {
  const { stored, definition, words } = input
  const voices = new Set(definition.voices.filter(({ kind }) => kind === 'groups').map(({ id }) => id))
  if (voices.size === 0) return undefined
  const count = stored.round.bodies.filter(({ voice }) => voices.has(voice)).length
  const check = count === 0 ? 'stop' : count === 1 ? 'look' : 'ok'
  return {
    about: 'groups',
    check,
    text: words.say('readiness.groups', { check, count }),
    detail: check === 'ok' ? undefined : words.say('readiness.groups.detail'),
    href: partOf(input, 'bodies'),
  }
}

function tiersCheck(input: ReadinessInput): Check {
  const { definition, stored, words, names } = input
  const members = membersOf(definition, stored.round.profile)
  const lacking = members.filter(({ required, name }) => required && name === '')
  const present = new Set(stored.round.bodies.map(({ voice }) => voice))
  const unnamed = members.filter(({ required, name, id }) => !required && name === '' && present.has(id))
  const check = lacking.length > 0 ? 'stop' : unnamed.length > 0 ? 'look' : 'ok'
  const details = {
    stop: lacking.map(({ label }) => label),
    look: unnamed.map(({ label }) => label),
    ok: members.filter(({ name }) => name !== '').map(({ id }) => names.voice(id)),
  }
  return {
    about: 'tiers',
    check,
    text: words.say('readiness.tiers', { check, lacking: lacking.length }),
    detail: words.list(details[check]),
    href: partOf(input, 'tiers'),
  }
}

/** What the questionnaire requires to know of the place, but the names of the tiers. */
function profileCheck(input: ReadinessInput): Check {
  const { definition, stored, words } = input
  const isAnswered = ({ id }: ProfileField) => {
    const value = stored.round.profile?.[id]
    return value !== undefined && String(value).trim() !== ''
  }
  const asked = definition.profile.filter((one) => keptAs(one) === 'profile' && one.type !== 'group')
  const lacking = asked.filter((one) => one.required && !isAnswered(one))
  const check = lacking.length > 0 ? 'stop' : 'ok'
  return {
    about: 'profile',
    check,
    text: words.say('readiness.profile', { check, lacking: lacking.length }),
    detail:
      check === 'stop'
        ? lacking.map(({ text }) => text).join(' · ')
        : words.say('readiness.profile.detail', { answered: asked.filter(isAnswered).length, of: asked.length }),
    href: partOf(input, 'place'),
  }
}

function countryCheck(input: ReadinessInput): Check | undefined {
  const { stored, definition, words } = input
  const isAsked = definition.profile.some((question) => keptAs(question) === 'country' && question.required)
  if (!isAsked || stored.assessment.country !== null) return undefined
  const detail = words.say('readiness.country.detail')
  return { about: 'country', check: 'look', text: words.say('readiness.country'), detail, href: partOf(input, 'place') }
}

function scopeCheck(input: ReadinessInput): Check {
  const { stored, definition, words } = input
  const out = stored.round.outOfScope ?? []
  const bare = out.filter(({ note, date }) => note.trim() === '' || date === '')
  const sectors = out.filter(({ sector }) => sector !== undefined).length
  const isEmpty = sectors >= definition.sectors.length
  return {
    about: 'scope',
    check: bare.length > 0 || isEmpty ? 'stop' : 'ok',
    text: words.say('readiness.scope', { state: isEmpty ? 'empty' : bare.length > 0 ? 'bare' : 'ok' }),
    detail: words.say('readiness.scope.detail', {
      in: definition.sectors.length - sectors,
      of: definition.sectors.length,
      questions: out.length - sectors,
    }),
    href: partOf(input, 'scope'),
  }
}

function conventionsCheck(input: ReadinessInput): Check | undefined {
  const { stored, definition, words } = input
  const all = definition.conventions.conventions
  if (all.length === 0) return undefined
  const { conventions = [], conventionsInForce = [] } = stored.round
  const said = new Set([
    ...conventions.filter(({ party }) => party !== 'unknown').map(({ id }) => id),
    ...conventionsInForce,
  ])
  const unknown = all.length - said.size
  const check = said.size === 0 ? 'stop' : unknown > 0 ? 'look' : 'ok'
  return {
    about: 'conventions',
    check,
    text: words.say('readiness.conventions', { check, unknown }),
    detail: words.say('readiness.conventions.detail', { inForce: conventionsInForce.length, of: all.length }),
    href: partOf(input, 'conventions'),
  }
}

function daysCheck(input: ReadinessInput): Check {
  const { stored, words, today } = input
  const { closesOn, timeZone } = stored.head
  const check = closesOn === null ? 'look' : closesOn < today ? 'stop' : 'ok'
  return {
    about: 'days',
    check,
    text: words.say('readiness.days', { check }),
    detail:
      closesOn === null ? undefined : words.say('readiness.days.detail', { day: words.day(closesOn), zone: timeZone }),
    href: partOf(input, 'form'),
  }
}

/** After a short form the questions that only the full one has can be compared with nothing. */
function formCheck(input: ReadinessInput): Check | undefined {
  const { stored, previous, words } = input
  if (!previous || previous.form === stored.head.form) return undefined
  const text = words.say('readiness.form', { form: stored.head.form })
  const detail = words.say('readiness.form.detail', { name: previous.name })
  return { about: 'form', check: 'look', text, detail, href: partOf(input, 'form') }
}

function definitionCheck(input: ReadinessInput): Check {
  const { id, version } = input.stored.definition.definition
  const text = input.words.say('readiness.definition', { id, version })
  return {
    about: 'definition',
    check: 'ok',
    text,
    detail: input.words.say('readiness.definition.detail'),
    href: partOf(input, 'form'),
  }
}
