/** What things are called in one round: by the definition, by the place, or by the people themselves. */
import type { Words } from '../../locales/messages.js'
import { type Item, itemIndex } from '../../rules/items.js'
import type { Body, Definition, Input, Round } from '../../rules/model.js'
import { one } from './one.js'

export interface Names {
  readonly definition: Definition
  readonly round: Round
  readonly words: Words
  /** Short name of a sector. */
  readonly sector: (id: string) => string
  /** A tier by its name in this place where the profile gives one, any other voice by the definition's. */
  readonly voice: (id: string) => string
  readonly body: (id: string) => Body
  readonly dimension: (id: string) => string
  readonly part: (dimension: string, id: string) => string
  readonly criterion: (id: string) => string
  /** The name of an input inside a sentence, and at the head of a column or a line. */
  readonly input: (input: Input) => string
  readonly inputHead: (input: Input) => string
  readonly item: (id: string) => Item
  /** An item in a few words, to be read beside its place. */
  readonly label: (id: string) => string
  /** Where an item belongs: its sector, the enabling environment, or the links between sectors. */
  readonly place: (id: string) => string
}

/** Names for one definition and round; each function throws RangeError on an id that they don't hold. */
export function namesOf(definition: Definition, round: Round, words: Words): Names {
  const index = itemIndex(definition)
  const tiers = tierNames(definition, round)
  const sector = (id: string) => one(definition.sectors, id).short
  const criterion = (id: string) => one(definition.criteria, id).label
  const item = (id: string): Item => {
    const found = index.byId.get(id)
    if (!found) throw new RangeError(`no item "${id}"`)
    return found
  }
  /** How many questions of the same place share a criterion: its label names them only when it is one. */
  const shared = (of: Item): number =>
    index.items.filter(
      (other) =>
        other.kind === 'question' &&
        of.kind === 'question' &&
        other.sector === of.sector &&
        other.source.criterion === of.source.criterion,
    ).length
  const labels = new Map<string, string>()
  const makeLabel = (of: Item): string => {
    if (of.kind === 'question') return shared(of) === 1 ? criterion(of.source.criterion) : of.source.text
    if (of.kind === 'urgency') return words.say('urgency.kind', { kind: of.source.kind })
    const { dependent, influencing } = of.source
    return words.say('pair.label', { dependent: sector(dependent), influencing: sector(influencing) })
  }
  return {
    definition,
    round,
    words,
    sector,
    voice: (id) => tiers[id] ?? one(definition.voices, id).name,
    body: (id) => one(round.bodies, id),
    dimension: (id) => one(definition.dimensions, id).name,
    part: (dimension, id) => one(one(definition.dimensions, dimension).parts ?? [], id).name,
    criterion,
    input: (input) => words.say('input.name', { input }),
    inputHead: (input) => words.say('input.head', { input }),
    item,
    label(id) {
      const known = labels.get(id)
      if (known !== undefined) return known
      const label = makeLabel(item(id))
      labels.set(id, label)
      return label
    },
    place(id) {
      const of = item(id)
      if (of.kind === 'pair') return words.say('place.links')
      return of.sector === null ? words.say('place.enabling') : sector(of.sector)
    },
  }
}

/** What the tiers are called here, by voice id: the profile's answer to its field of type `group`. */
function tierNames(definition: Definition, round: Round): Readonly<Record<string, string>> {
  for (const field of definition.profile) {
    const value = field.type === 'group' ? round.profile?.[field.id] : undefined
    if (value !== undefined && typeof value === 'object' && !Array.isArray(value)) {
      return Object.fromEntries(Object.entries(value).filter(([, name]) => String(name).trim() !== ''))
    }
  }
  return {}
}
