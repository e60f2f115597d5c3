/** What every part of a report reads: one round with its numbers, names and answers. */
import type { Words } from '../../locales/messages.js'
import { type ItemStep, itemStep } from '../../rules/explain.js'
import type { AgreedAnswer, Definition, Position, Result, Round, Sector, SectorResult } from '../../rules/model.js'
import { type Values, valuesOf } from '../../rules/values.js'
import { isAsked } from '../../rules/voices.js'
import { type Names, namesOf } from '../words/names.js'
import { one } from '../words/one.js'
import type { ClosingNote } from './closing.js'

/** One round as a report is told of it. */
export interface RoundInput {
  /** With its texts in the report's language. */
  readonly definition: Definition
  readonly round: Round
  readonly result: Result
  /** What a server knows of the round's actions beside its file, by their ids. */
  readonly actionNotes?: Readonly<Record<string, ActionNote>>
}

/** An action's text in the language of the report, and what was said last to its state, such as why it was refused. */
export interface ActionNote {
  readonly text?: string
  readonly note?: string
}

export interface RoundReportInput extends RoundInput {
  readonly words: Words
  /** Of a round that was closed on a server; the round file does not hold it. */
  readonly closing?: ClosingNote
  /** The round file and the result as JSON, attached to the report as they are. */
  readonly files: { readonly round: string; readonly result: string }
}

/** An item with all that was said on it. */
export interface Answers extends ItemStep {
  readonly agreed: AgreedAnswer | undefined
  /** Every position, voice by voice. */
  readonly positions: readonly Position[]
}

export interface Context extends Names {
  readonly result: Result
  readonly actionNotes: Readonly<Record<string, ActionNote>>
  readonly values: Values
  readonly say: Words['say']
  readonly number: Words['number']
  /** Sectors with a rank, first to last; ties in the definition's order. */
  readonly ranked: readonly SectorResult[]
  /** Sectors in scope without a rank. */
  readonly unranked: readonly SectorResult[]
  readonly outOfScope: readonly SectorResult[]
  readonly sectorOf: (id: string) => Sector
  readonly resultOf: (id: string) => SectorResult
  readonly answers: (item: string) => Answers
  /** Every item that the round asks, in the definition's order. */
  readonly asked: readonly Answers[]
}

export function contextOf(input: RoundInput & { words: Words }): Context {
  const { definition, round, result, words, actionNotes = {} } = input
  const values = valuesOf(definition, round)
  const names = namesOf(definition, round, words)
  const agreed = new Map(round.agreed?.map((answer) => [answer.item, answer]))
  const positions = byItem(round.positions ?? [])
  const cache = new Map<string, Answers>()
  const answers = (id: string): Answers => {
    const known = cache.get(id)
    if (known) return known
    const step = itemAnswers(values, names.item(id).index)
    const order = step.voices.flatMap((voice) => voice.bodies.map(({ body }) => body))
    const own = [...(positions.get(id) ?? [])].sort((a, b) => order.indexOf(a.body) - order.indexOf(b.body))
    const made = { ...step, agreed: agreed.get(id), positions: own }
    cache.set(id, made)
    return made
  }
  const inScope = result.sectors.filter(({ status }) => status !== 'out-of-scope')
  const ranked = inScope.filter(({ priority }) => priority.rank !== null)
  return {
    ...names,
    result,
    actionNotes,
    values,
    say: words.say,
    number: words.number,
    ranked: ranked.sort((a, b) => (a.priority.rank ?? 0) - (b.priority.rank ?? 0)),
    unranked: inScope.filter(({ priority }) => priority.rank === null),
    outOfScope: result.sectors.filter(({ status }) => status === 'out-of-scope'),
    sectorOf: (id) => one(definition.sectors, id),
    resultOf: (id) => one(result.sectors, id),
    answers,
    asked: values.index.items.filter(({ index }) => isAsked(values, index)).map(({ id }) => answers(id)),
  }
}

function byItem(positions: readonly Position[]): ReadonlyMap<string, readonly Position[]> {
  const groups = new Map<string, Position[]>()
  for (const position of positions) {
    const group = groups.get(position.item)
    if (group) group.push(position)
    else groups.set(position.item, [position])
  }
  return groups
}

/** One item's value and every position on it, by the voices that take part. */
function itemAnswers(values: Values, index: number): ItemStep {
  const step = itemStep(values, index, values.positions.cells)
  const present = (voice: string) => values.present[values.index.voices.indexOf(voice)]
  return { ...step, voices: step.voices.filter(({ voice }) => present(voice)) }
}
