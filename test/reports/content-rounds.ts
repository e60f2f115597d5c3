/** Rounds to write reports about: the three examples, and one of the tiny questionnaire. */
import { readFileSync } from 'node:fs'
import { type Words, wordsOf } from '../../src/locales/messages.js'
import type { ComparisonReportInput } from '../../src/reports/content/comparison.js'
import { type Context, contextOf, type RoundInput, type RoundReportInput } from '../../src/reports/content/context.js'
import type { Block, PaperBlock, PaperReport, Report, Section, Text } from '../../src/reports/model.js'
import { readRound } from '../../src/roundfile/index.js'
import {
  type AgreedAnswer,
  compareRounds,
  type Definition,
  type Level,
  type Position,
  type Round,
  scoreRound,
} from '../../src/rules/index.js'
import { mechelen, tiny } from '../support/definitions.js'

export const EXAMPLES = ['rivermond-2024', 'rivermond-2026', 'kavara-2026'] as const

const texts = new Map<string, string>()

function textOf(name: string): string {
  const known = texts.get(name)
  if (known !== undefined) return known
  const file = new URL(`../../assessments/mechelen-50/examples/${name}.round.json`, import.meta.url)
  const text = readFileSync(file, 'utf8')
  texts.set(name, text)
  return text
}

function inLanguage(definition: ReturnType<typeof mechelen>, language: string): Definition {
  const found = definition.languages.get(language)
  if (!found) throw new RangeError(`no texts in "${language}"`)
  return found
}

/** An example round, scored; with changes where a test asks for them. */
export function example(name: string, language = 'en', change: (round: Round) => Round = (round) => round): RoundInput {
  const definition = inLanguage(mechelen(), language)
  const round = change(readRound(textOf(name), definition))
  return { definition, round, result: scoreRound(definition, round) }
}

/** What a round's report is told. */
export function reportInput(input: RoundInput, language = 'en'): RoundReportInput {
  const files = { round: JSON.stringify(input.round), result: JSON.stringify(input.result) }
  return { ...input, words: wordsOf(language), files }
}

export function contextFor(input: RoundInput, words: Words = wordsOf('en')): Context {
  return contextOf({ ...input, words })
}

export function comparisonInput(
  from: RoundInput,
  to: RoundInput,
  language = 'en',
  draws?: number,
): ComparisonReportInput {
  const comparison = compareRounds(from, to, draws === undefined ? {} : { draws })
  const files = {
    from: JSON.stringify(from.round),
    to: JSON.stringify(to.round),
    comparison: JSON.stringify(comparison),
  }
  return { from, to, comparison, words: wordsOf(language), files }
}

/** A round of the tiny questionnaire in which every item asked has an answer of every voice. */
function tinyRound(name: string, shift = 0): Round {
  const { definition } = tiny()
  const bodies = definition.voices.map(({ id }) => ({
    id: `body-${id}`,
    name: `The ${id} of the network`,
    voice: id,
  }))
  const asked: readonly { readonly id: string; readonly asked_to: readonly string[] }[] = [
    ...definition.sectors.flatMap(({ questions, urgency }) => [...questions, ...urgency]),
    ...definition.cross_cutting.questions,
    ...definition.interdependence.pairs.map(({ id }) => ({ id, asked_to: definition.interdependence.asked_to })),
  ]
  const positions = asked.flatMap(({ id, asked_to }, i) =>
    asked_to.map((voice, v): Position => ({ body: `body-${voice}`, item: id, level: levelAt(i + v + shift) })),
  )
  const agreed = asked.slice(0, 5).map(({ id }, i): AgreedAnswer => ({ item: id, level: levelAt(i + shift) }))
  return {
    format: 'malines-round/1',
    definition: { id: definition.id, version: definition.version, form: 'full' },
    assessment: { name: 'The museums of the lake' },
    round: { name, closesOn: '2026-05-31' },
    profile: { 'profile.seasons': ['summer'] },
    bodies,
    positions,
    agreed,
  }
}

function levelAt(n: number): Level {
  return ((n * 7) % 5) as Level
}

export function tinyInput(name = '2026', shift = 0): RoundInput {
  const { definition } = tiny()
  const round = tinyRound(name, shift)
  return { definition, round, result: scoreRound(definition, round) }
}

// ------------------------------------------------------------------------------------------------ reading a report

export function plain(text: Text): string {
  return typeof text === 'string' ? text : text.map((run) => run.text).join('')
}

/** A section by its id; throws where there is none. */
export function section<B>(report: Report<B>, id: string): Section<B> {
  const found = report.sections.find((part) => part.id === id)
  if (!found) throw new RangeError(`no section "${id}" among ${report.sections.map((part) => part.id).join(', ')}`)
  return found
}

export function tables(part: Section): Extract<Block, { kind: 'table' }>[] {
  return part.blocks.filter((block) => block.kind === 'table')
}

/** The texts of a table's cells, row by row. */
export function cells(table: Extract<Block, { kind: 'table' }> | undefined): string[][] {
  return (table?.rows ?? []).map((row) => row.cells.map((cell) => plain(cell.text)))
}

/** Everything that a section says, one text a line. */
export function allText(part: Section<Block | PaperBlock>): string {
  return [part.title, plain(part.lead ?? ''), ...part.blocks.flatMap(blockText)].join('\n')
}

export function reportText(report: PaperReport): string {
  return report.sections.map(allText).join('\n')
}

function blockText(block: Block | PaperBlock): string[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [plain(block.text)]
    case 'list':
      return block.items.map(plain)
    case 'terms':
      return block.items.flatMap(({ term, text }) => [term, plain(text)])
    case 'table':
      return [
        block.caption,
        ...block.columns.map(({ head }) => plain(head)),
        ...cells(block).flat(),
        plain(block.note ?? ''),
      ]
    case 'figure':
      return [block.alt]
    case 'key':
      return []
    case 'blanks':
      return [plain(block.text)]
    case 'grid':
      return [block.caption, block.corner, ...block.columns, ...block.rows.map(({ head }) => head)]
    case 'together':
      return block.blocks.flatMap(blockText)
  }
}
