/** Question by question: what was agreed and why, who does not agree, and what the bodies said. */
import type { Level, LevelTexts, Position } from '../../rules/model.js'
import type { Block, Run, Text } from '../model.js'
import { levelText } from '../words/numbers.js'
import { option } from '../words/option.js'
import type { Answers, Context } from './context.js'
import { questionsOf } from './positions.js'
import { heading, lines, paragraph, quiet, quoted, strong } from './text.js'

/** The questions of a sector, or the cross-cutting ones when it is null. */
export function answerBlocks(context: Context, sector: string | null): Block[] {
  return questionsOf(context, sector).flatMap((answers) => questionBlocks(context, answers))
}

function questionBlocks(context: Context, answers: Answers): Block[] {
  const item = context.item(answers.item)
  if (item.kind !== 'question') return []
  const label = context.label(answers.item)
  const { text, levels } = item.source
  return [
    heading(context.say('answers.heading', { label, state: stateWords(context, answers) }), 3),
    ...(text === label ? [] : [paragraph([quiet(text)])]),
    ...agreedBlocks(context, answers, levels),
    ...said(context, answers),
  ]
}

function stateWords({ say, words }: Context, { state, value }: Answers): string {
  return say('answers.state', { state: option(state), value: value === null ? '' : levelText(words, value) })
}

/** What the agreed level means, the rationale, and every dissent. */
function agreedBlocks({ say, voice }: Context, { agreed }: Answers, levels: LevelTexts): Block[] {
  if (agreed === undefined) return []
  const { level, answer, reason, rationale, dissent = [], lang } = agreed
  const meaning = level === undefined ? undefined : say('answers.level', { level, text: levels[level] })
  return [
    ...(meaning === undefined ? [] : [paragraph(meaning)]),
    ...(answer === 'na' && reason !== undefined ? [paragraph([quoted(reason, lang)])] : []),
    ...(rationale?.trim() ? [paragraph([strong(`${say('answers.rationale')} `), quoted(rationale, lang)])] : []),
    ...dissent.map(({ voice: id, note }) =>
      paragraph([
        { text: `${say('answers.dissent', { voice: voice(id) })} `, voice: id, strong: true },
        { text: note },
      ]),
    ),
  ]
}

/** Every comment and reason under the name of its body. */
function said(context: Context, { positions }: Answers): Block[] {
  const items = positions.flatMap((position): Text[] => {
    const words = saidWords(position)
    if (words.length === 0) return []
    const { name, voice } = context.body(position.body)
    return [[{ text: `${name}, ${answerWords(context, position)}. `, voice, quiet: true }, ...words]]
  })
  return items.length === 0 ? [] : [{ kind: 'list', items }]
}

function saidWords({ comment, reason, lang }: Position): Run[] {
  return [reason, comment].flatMap((text, i) =>
    text === undefined || text.trim() === '' ? [] : [{ ...quoted(text, lang), ...(i === 0 && { quiet: true }) }],
  )
}

/** "level 3, supported by a document" */
function answerWords({ say, definition }: Context, { level, answer, confidence }: Position): string {
  const what = level === undefined ? say(answer === 'na' ? 'answer.na' : 'answer.dk') : say('answer.level', { level })
  const support = definition.guide.confidence.find(({ value }) => value === confidence)?.label
  return support === undefined ? what : `${what} (${support})`
}

/** What a level of an item means, on one line. */
export function levelMeaning({ say }: Context, level: number, levels: LevelTexts): Text {
  const whole = Number.isInteger(level) ? levels[level as Level] : undefined
  return whole === undefined ? say('answers.between') : lines([whole])
}
