/** Part 5 of the set-up: which conventions are in force for the State, since when, and with which reservations. */
import { askedItems } from '../../rules/asked.js'
import { itemIndex } from '../../rules/items.js'
import type { Convention, Definition, Round } from '../../rules/model.js'
import { type FormBody, type FormErrors, field } from '../forms.js'
import { type Part, type Setting, untilClosed } from './part.js'
import { mayConcern } from './world-regions.js'

type Party = NonNullable<Round['conventions']>[number]['party']
const PARTIES: readonly Party[] = ['yes', 'signed', 'no', 'unknown']
const UNKNOWN: Party = 'unknown'
const TEXT_LENGTH = 20_000

const idsOf = (id: string) => ({ party: `party.${id}`, since: `since.${id}`, reservations: `reservations.${id}` })

export const conventions: Part = {
  checks: ['conventions'],
  isOpenIn: untilClosed,
  written({ stored: { round } }) {
    const inForce = (round.conventionsInForce ?? []).map((id) => ({ [idsOf(id).party]: 'yes' }))
    const said = (round.conventions ?? []).map(({ id, party, since = '', reservations = '' }) => {
      const ids = idsOf(id)
      return { [ids.party]: party, [ids.since]: since, [ids.reservations]: reservations }
    })
    // What a round has in force counts, whatever else is noted about the convention.
    return Object.assign({}, ...said, ...inForce)
  },
  read({ definition, words }, form, errors) {
    const said = definition.conventions.conventions.flatMap(({ id }) => {
      const ids = idsOf(id)
      const party = PARTIES.find((one) => one === (field(form, ids.party) || UNKNOWN))
      if (!party) errors.add(ids.party, words.say('set-up.error.choose'))
      const since = readText(form, ids.since, words, errors)
      const reservations = readText(form, ids.reservations, words, errors)
      const isBlank = !party || (party === UNKNOWN && since === '' && reservations === '')
      return isBlank ? [] : [{ id, party, ...(since ? { since } : {}), ...(reservations ? { reservations } : {}) }]
    })
    const conventionsInForce = said.filter(({ party }) => party === 'yes').map(({ id }) => id)
    return { frame: { conventions: said, conventionsInForce } }
  },
  view(setting, form, errors) {
    const { definition, stored } = setting
    const { country } = stored.assessment
    const all = definition.conventions.conventions
    const rows = (list: readonly Convention[]) => list.map((one) => rowOf(definition, one, form, errors))
    return {
      question: definition.conventions.party_question.text,
      reservationsQuestion: definition.conventions.party_question.reservations,
      options: definition.conventions.party_question.options.map(({ value, label }) => ({ value, text: label })),
      hasCountry: country !== null,
      proposed: rows(all.filter(({ scope }) => mayConcern(scope, country))),
      others: rows(all.filter(({ scope }) => !mayConcern(scope, country))),
      ...inForceView(setting),
    }
  },
  fieldOf([part, index], _setting, { frame }) {
    const id = part === 'conventions' ? frame?.conventions?.[Number(index)]?.id : undefined
    return id === undefined ? undefined : idsOf(id).party
  },
}

function readText(form: FormBody, id: string, words: Setting['words'], errors: FormErrors): string {
  const text = field(form, id)
  if (text.length > TEXT_LENGTH) errors.add(id, words.say('set-up.error.long', { max: TEXT_LENGTH }))
  return text
}

function rowOf(definition: Definition, one: Convention, form: FormBody, errors: Readonly<Record<string, string>>) {
  const ids = idsOf(one.id)
  const shown = (id: string) => ({ id, value: field(form, id), error: errors[id] })
  const party = field(form, ids.party) || UNKNOWN
  const articles = definition.sectors
    .map(({ id, short }) => ({
      sector: short,
      articles: (one.articles[id] ?? []).map(({ art, about }) => ({ art, about })),
    }))
    .filter(({ articles: list }) => list.length > 0)
  const since = shown(ids.since)
  const reservations = shown(ids.reservations)
  return {
    short: one.short,
    name: one.name,
    year: String(one.year_adopted),
    caution: one.caution,
    party: { ...shown(ids.party), value: party },
    since,
    reservations,
    articles,
    isOpen: Boolean(since.error ?? reservations.error),
    isNoted: since.value !== '' || reservations.value !== '',
  }
}

/** What is in force as it is saved: by sector with its articles, what follows from another, and what is not in force. */
function inForceView({ definition, stored }: Setting) {
  const all = definition.conventions.conventions
  const inForce = askedItems(definition, itemIndex(definition), stored.round).conventions
  const said = new Set(stored.round.conventionsInForce)
  const bound = all.filter(({ id }) => inForce.has(id))
  return {
    count: bound.length,
    of: all.length,
    bySector: definition.sectors.map(({ id, short }) => {
      const here = bound.filter(({ articles }) => (articles[id] ?? []).length > 0)
      const lines = here.map((one) => ({
        short: one.short,
        articles: one.articles[id] ?? [],
        implied: !said.has(one.id),
      }))
      return {
        name: short,
        conventions: here.length,
        articles: lines.flatMap(({ articles }) => articles).length,
        lines,
      }
    }),
    implied: bound
      .filter(({ id }) => !said.has(id))
      .map(({ id, short }) => ({ short, by: bound.find(({ implies }) => implies.includes(id))?.short ?? '' })),
    notInForce: all.filter(({ id }) => !inForce.has(id)).map(({ short }) => short),
  }
}
