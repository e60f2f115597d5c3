/** Choosing from the catalogue: what it proposes for a sector, the cells with the lowest scores first. */
import { bandOfScore } from '../../reports/content/actions.js'
import { leadOf, leadVoices } from '../../reports/words/leads.js'
import { scoreText } from '../../reports/words/numbers.js'
import { paragraphs } from '../../reports/words/paragraphs.js'
import type { RoundAction } from '../../rules/model.js'
import { type FormBody, type FormErrors, field, fields } from '../forms.js'
import type { Setting } from '../set-up/part.js'
import { commitmentOptions, readDue } from './form.js'
import { ALL_SECTORS, type Following, sectorName, sectorsInOrder } from './register.js'
import { catalogueOf, type Proposal } from './texts.js'

interface ProposalView {
  readonly id: string
  readonly text: string
  /** Its cell with the band, who leads, and the paragraphs. */
  readonly about: string
  readonly checked: boolean
}

export interface Choice {
  readonly sector: string
  readonly name: string
  readonly sectors: readonly { readonly value: string; readonly text: string }[]
  /** The cells of the sector with their scores, the lowest first. */
  readonly cells: string
  /** By the bands of those cells. */
  readonly fitting: readonly ProposalView[]
  /** The rest of the catalogue for the sector. */
  readonly rest: readonly ProposalView[]
  readonly leads: readonly { readonly value: string; readonly text: string }[]
  readonly commitments: readonly { readonly value: string; readonly text: string }[]
  readonly typed: Readonly<Record<'lead' | 'due' | 'commitment', string>>
}

/** @param form what was sent, or the address */
export function choiceOf(following: Following, form: FormBody): Choice {
  const { setting, filed } = following
  const { words, definition, names } = setting
  const order = [...sectorsInOrder(following), ALL_SECTORS]
  const without = order.find((id) => !filed.some(({ action }) => (action.sector ?? ALL_SECTORS) === id))
  const sector = order.find((id) => id === field(form, 'for')) ?? without ?? order[0] ?? ALL_SECTORS
  const cells = cellsOf(following, sector)
  const chosen = fields(form, 'chosen')
  const known = new Set(filed.map(({ action }) => action.id))
  const proposals = catalogueOf(definition).filter(
    (one) => (one.sector ?? ALL_SECTORS) === sector && !known.has(one.source.id),
  )
  const fits = ({ source }: Proposal) => cells.find(({ id, band }) => id === cellOf(source) && band.id === source.band)
  const fitting = cells.flatMap((cell) => proposals.filter((one) => fits(one) === cell))
  const view = (one: Proposal) => viewOf(setting, one, chosen)
  return {
    sector,
    name: sectorName(setting, sector),
    sectors: order.map((value) => ({ value, text: sectorName(setting, value) })),
    cells: words.list(
      cells.map(({ name, score, band }) =>
        words.say('action.cell', { name, score: scoreText(words, score), band: band.label }),
      ),
    ),
    fitting: fitting.map(view),
    rest: proposals.filter((one) => !fits(one)).map(view),
    leads: [
      { value: '', text: words.say('action.choose.lead.own') },
      ...definition.voices.map(({ id }) => ({ value: id, text: names.voice(id) })),
    ],
    commitments: [{ value: '', text: words.say('action.choose.commitment.own') }, ...commitmentOptions(setting)],
    typed: { lead: field(form, 'lead'), due: field(form, 'due'), commitment: field(form, 'commitment') },
  }
}

/** The actions that a form chooses from the catalogue; undefined when something has to be mended first. */
export function readChosen(setting: Setting, form: FormBody, errors: FormErrors): readonly RoundAction[] | undefined {
  const { definition, words } = setting
  const wanted = new Set(fields(form, 'chosen'))
  const chosen = catalogueOf(definition).filter(({ source }) => wanted.has(source.id))
  const [lead] = leadVoices(field(form, 'lead'), definition)
  const paragraph = commitmentOptions(setting).find(({ value }) => value === field(form, 'commitment'))?.value
  if (chosen.length === 0) errors.add('chosen', words.say('action.error.chosen'))
  const due = readDue(setting, form, errors)
  if (errors.any) return undefined
  return chosen.map(({ sector, source }) => {
    const commitment = [...(paragraph === undefined ? [] : [paragraph]), ...source.declaration]
    return {
      ...{ id: source.id, ...(sector !== undefined && { sector }) },
      ...('dimension' in source && { dimension: source.dimension }),
      ...{ text: source.text, lead: lead ?? leadOf(source.lead), due, state: 'proposed' },
      declaration: [...new Set(commitment)],
    }
  })
}

interface BandedCell {
  readonly id: string
  readonly name: string
  readonly score: number
  readonly band: NonNullable<ReturnType<typeof bandOfScore>>
}

const cellOf = (source: Proposal['source']): string => ('dimension' in source ? source.dimension : source.criterion)

/** Dimensions of a sector, or criteria of the enabling environment, that have a score; the lowest first. */
function cellsOf({ setting, seen }: Following, sector: string): readonly BandedCell[] {
  const { definition, names } = setting
  const scores: readonly (readonly [string, string, number | null])[] =
    sector === ALL_SECTORS
      ? Object.values(seen.result.enabling.dimensions).flatMap(({ criteria }) =>
          Object.entries(criteria).map(([id, { score }]) => [id, names.criterion(id), score] as const),
        )
      : definition.dimensions.map(({ id, name }) => {
          const found = seen.result.sectors.find((one) => one.id === sector)
          return [id, name, found?.dimensions[id]?.score ?? null] as const
        })
  return scores
    .flatMap(([id, name, score]) => {
      const band = score === null ? undefined : bandOfScore(definition.bands, score)
      return score === null || band === undefined ? [] : [{ id, name, score, band }]
    })
    .sort((a, b) => a.score - b.score)
}

function viewOf({ definition, names, words }: Setting, { source }: Proposal, chosen: readonly string[]): ProposalView {
  const cell = 'dimension' in source ? names.dimension(source.dimension) : names.criterion(source.criterion)
  const band = definition.bands.find(({ id }) => id === source.band)?.label ?? source.band
  const parts = [
    words.say('action.choose.cell', { cell, band }),
    words.list(source.lead.map((id) => names.voice(id))),
    paragraphs(source.declaration, words),
  ]
  return {
    ...{ id: source.id, text: source.text, checked: chosen.includes(source.id) },
    about: parts.filter((part) => part !== '').join(' · '),
  }
}
