/** Urgency of one sector: its three answers, and the signs that call for them to be given anew (METHOD 6). */
import { URGENCY_KINDS } from '../../rules/model.js'
import type { Block } from '../model.js'
import { levelText, ratioText } from '../words/numbers.js'
import { levelMeaning } from './answers.js'
import type { Context } from './context.js'
import { voicesPresent } from './frame.js'
import { answersRow } from './positions.js'
import { column, heading, list, paragraph, quiet, row, strong, table } from './text.js'

export function urgencyBlocks(context: Context, id: string): Block[] {
  const { say, words } = context
  const { urgency, urgency_triggers } = context.sectorOf(id)
  const value = context.resultOf(id).urgency
  const items = URGENCY_KINDS.flatMap((kind) => urgency.filter((item) => item.kind === kind)).map((item) => ({
    item,
    answers: context.answers(item.id),
  }))
  if (items.length === 0) return []
  const voices = voicesPresent(context).filter((voice) => items.some(({ item }) => item.asked_to.includes(voice)))
  const columns = [
    column(say('urgency.item'), 52),
    ...voices.map((voice) => column([{ text: context.voice(voice), voice }], 92 / Math.max(1, voices.length))),
    column(say('column.agreed'), 26),
  ]
  const meaning = items.flatMap(({ item, answers }) =>
    answers.value === null
      ? []
      : [
          row(
            [strong(context.label(item.id))],
            levelText(words, answers.value),
            levelMeaning(context, answers.value, item.levels),
          ),
        ],
  )
  return [
    heading(say('urgency.title')),
    paragraph(value === null ? say('urgency.none') : say('urgency.value', { value: ratioText(words, value) })),
    ...table(
      say('urgency.positions'),
      columns,
      items.map(({ answers }) => answersRow(context, answers, voices)),
    ),
    ...table(
      say('urgency.meaning'),
      [column(say('urgency.item'), 52), column(say('urgency.level'), 18), column(say('urgency.means'), 100)],
      meaning,
    ),
    ...numbersSaid(
      context,
      items.map(({ answers }) => answers),
    ),
    ...(urgency_triggers.length > 0
      ? [paragraph(say('urgency.triggers')), ...list(urgency_triggers.map(({ text }) => text))]
      : []),
  ]
}

/** Figures and comments that bodies gave beside their level. */
function numbersSaid(context: Context, answers: readonly ReturnType<Context['answers']>[]): Block[] {
  const said = answers.flatMap(({ item, positions }) =>
    positions.flatMap(({ body, number, comment, lang }) => {
      if (number === undefined && !comment?.trim()) return []
      const { name, voice } = context.body(body)
      const figure = number === undefined ? [] : [{ text: `${context.number(number)}. ` }]
      const words = comment?.trim() ? [lang === undefined ? { text: comment } : { text: comment, lang }] : []
      return [[{ ...quiet(`${name}, ${context.label(item)}. `), voice }, ...figure, ...words]]
    }),
  )
  return list(said)
}
