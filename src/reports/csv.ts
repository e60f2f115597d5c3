/** All answers of a round as a table for spreadsheets: one row an answer of a body, or an agreed one. */
import type { Words } from '../locales/messages.js'
import { itemIndex } from '../rules/items.js'
import type { AgreedAnswer, Answer, Definition, Position, Round } from '../rules/model.js'
import { type Names, namesOf } from './words/names.js'

/** Spreadsheets take these as the start of a formula. */
const FORMULA = /^[=+\-@\t\r]/
/** What a cell can't hold without quotation marks (RFC 4180). */
const QUOTED = /[",\r\n]/
/** Tells spreadsheets that the file is UTF-8. */
const BOM = '\uFEFF'

/**
 * The answers in the definition's order, positions before the agreed answer, with heads in the language of `words`.
 * UTF-8 with a byte order mark, lines end in CRLF. A cell that a spreadsheet would run begins with an apostrophe.
 */
export function answersCsv(definition: Definition, round: Round, words: Words): string {
  const names = namesOf(definition, round, words)
  const positions = groupBy(round.positions ?? [])
  const agreed = groupBy(round.agreed ?? [])
  const rows = itemIndex(definition).items.flatMap(({ id }) => [
    ...(positions.get(id) ?? []).map((position) => positionRow(position, names)),
    ...(agreed.get(id) ?? []).map((answer) => agreedRow(answer, names)),
  ])
  const heads = COLUMNS.map((column) => words.say('csv.column', { column }))
  return csvOf([heads, ...rows])
}

/** Rows as a file: UTF-8 with a byte order mark, lines end in CRLF, and no cell runs as a formula. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `${BOM}${rows.map(line).join('')}`
}

const COLUMNS = [
  ...['item', 'sector', 'dimension', 'criterion', 'kind', 'text', 'body', 'voice', 'level', 'answer', 'reason'],
  ...['confidence', 'number', 'comment', 'evidence', 'agreed', 'rationale', 'dissent', 'lang'],
]

type Values = Readonly<Record<string, string | number | undefined>>

function positionRow(position: Position, names: Names): readonly string[] {
  const { body, level, confidence, number, comment, evidence = [] } = position
  const { name, voice } = names.body(body)
  const documents = evidence.map((one) => [one.title, one.url ?? one.name].filter(Boolean).join(' '))
  return cells({
    ...itemValues(position, names),
    ...{ body: name, voice: names.voice(voice), level, confidence, number, comment, evidence: documents.join('\n') },
  })
}

function agreedRow(answer: AgreedAnswer, names: Names): readonly string[] {
  const { level, rationale, dissent = [] } = answer
  const dissents = dissent.map(({ voice, note }) => `${names.voice(voice)}: ${note}`).join('\n')
  return cells({ ...itemValues(answer, names), agreed: level, rationale, dissent: dissents })
}

function itemValues({ item, answer, reason, lang }: Answer, names: Names): Values {
  const of = names.item(item)
  const isQuestion = of.kind === 'question'
  return {
    item,
    sector: of.kind === 'pair' ? undefined : (of.sector ?? undefined),
    dimension: isQuestion ? names.dimension(of.source.dimension) : undefined,
    criterion: isQuestion ? names.criterion(of.source.criterion) : undefined,
    kind: of.kind,
    text: of.source.text,
    answer,
    reason,
    lang,
  }
}

function cells(values: Values): readonly string[] {
  return COLUMNS.map((column) => String(values[column] ?? ''))
}

function line(texts: readonly string[]): string {
  return `${texts.map(cell).join(',')}\r\n`
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function groupBy<T extends { readonly item: string }>(entries: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const entry of entries) groups.set(entry.item, [...(groups.get(entry.item) ?? []), entry])
  return groups
}
