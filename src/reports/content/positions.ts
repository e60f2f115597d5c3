/** What every voice answered beside the agreed answer, question by question. */
import type { Block, Cell, Row, Text } from '../model.js'
import { levelText } from '../words/numbers.js'
import type { Answers, Context } from './context.js'
import { voicesPresent } from './frame.js'
import { alert, column, groupRow, lines, quiet, row, strong, table } from './text.js'

/** The questions of a sector, or the cross-cutting ones when it is null, under their dimensions. */
export function positionsTable(context: Context, sector: string | null, caption: string): Block[] {
  const { say, definition } = context
  const voices = voicesPresent(context)
  const columns = [
    column(say('column.criterion'), 52),
    ...voices.map((voice) => column([{ text: context.voice(voice), voice }], 92 / Math.max(1, voices.length))),
    column(say('column.agreed'), 26),
  ]
  const rows = definition.dimensions.flatMap(({ id, name }): Row[] => {
    const own = questionsOf(context, sector).filter(({ item }) => dimensionOf(context, item) === id)
    return own.length === 0 ? [] : [groupRow(name), ...own.map((answers) => answersRow(context, answers, voices))]
  })
  return table(caption, columns, rows, say('positions.note'))
}

/** The questions that the round asks in a sector, or across all when it is null. */
export function questionsOf(context: Context, sector: string | null): readonly Answers[] {
  return context.asked.filter(({ item }) => {
    const of = context.item(item)
    return of.kind === 'question' && of.sector === sector
  })
}

function dimensionOf(context: Context, id: string): string | null {
  const item = context.item(id)
  return item.kind === 'question' ? item.source.dimension : null
}

/** One item: its name, each voice, and what was agreed or stands in for it. */
export function answersRow(context: Context, answers: Answers, voices: readonly string[]): Row {
  return row(
    { text: nameText(context, answers), item: answers.item },
    ...voices.map((voice) => voiceCell(context, answers, voice)),
    valueCell(context, answers),
  )
}

function nameText(context: Context, { item }: Answers): Text {
  const gap = context.result.divergences.find((divergence) => divergence.item === item)?.gap
  const name = context.label(item)
  if (gap === undefined) return name
  return lines([strong(name), alert(context.say('positions.gap', { gap: levelText(context.words, gap) }))])
}

/** The levels of a voice's bodies, in order; what is no level in words. */
function voiceCell({ say, words }: Context, { voices }: Answers, voice: string): Text {
  const own = voices.find((entry) => entry.voice === voice)
  if (own === undefined) return [quiet(say('answer.not-asked'))]
  if (own.bodies.length === 0) return [quiet(say('answer.none'))]
  const levels = own.bodies.flatMap(({ answer }) => (typeof answer === 'number' ? [levelText(words, answer)] : []))
  const others = own.bodies.flatMap(({ answer }) => (typeof answer === 'number' ? [] : [answer]))
  const said = [...new Set(others)].map((answer) => quiet(say(answer === 'dk' ? 'answer.dk' : 'answer.na')))
  return levels.length === 0 ? lines(said) : lines([levels.join(', '), ...said])
}

function valueCell({ say, words }: Context, { state, value }: Answers): Cell {
  if (state === 'agreed') return { text: [strong(levelText(words, value ?? 0))] }
  if (state === 'not-applicable') return { text: [quiet(say('answer.na'))] }
  if (value === null) return { text: [quiet(say('answer.no-value'))] }
  return { text: lines([levelText(words, value), quiet(say('answer.provisional'))]) }
}
