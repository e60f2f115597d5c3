/** Where two voices are two levels or more apart: a finding in its own right (METHOD 4). */
import type { Divergence } from '../../rules/model.js'
import { agendaOf } from '../../rules/voices.js'
import type { Section, Text } from '../model.js'
import { agreementWords } from '../words/agreement.js'
import { levelText } from '../words/numbers.js'
import type { Answers, Context } from './context.js'
import { positionsCell } from './drawings.js'
import { alert, column, lines, note, quiet, quoted, row, strong, table } from './text.js'

/** The divergences in the order in which a meeting takes them up. */
function meetingOrder(context: Context): readonly Divergence[] {
  return agendaOf(context.values, context.result.divergences)
}

export function divergenceSection(context: Context): Section {
  const { say } = context
  const ordered = meetingOrder(context)
  const columns = [
    column(say('divergences.item'), 42),
    column(say('divergences.positions'), 34),
    column(say('divergences.gap'), 26),
    column(say('divergences.agreed'), 17),
    column(say('divergences.comments'), 51),
  ]
  const rows = ordered.map((divergence) => {
    const answers = context.answers(divergence.item)
    return row(
      { text: lines([strong(context.place(divergence.item)), context.label(divergence.item)]), item: divergence.item },
      positionsCell(context, divergence),
      lines([alert(levelText(context.words, divergence.gap)), quiet(agreementWords(divergence, context.words))]),
      agreedText(context, answers),
      commentsText(context, answers),
    )
  })
  return {
    id: 'divergences',
    title: say('divergences.title'),
    lead: divergenceLead(context, ordered),
    blocks: [
      ...table(say('divergences.title'), columns, rows),
      ...(rows.length > 0 ? [{ kind: 'key', of: 'voices' } as const, note(say('divergences.note'))] : []),
    ],
  }
}

/** How many there are, and the widest of them with its two ends. */
function divergenceLead(context: Context, ordered: readonly Divergence[]): string {
  const { say, words } = context
  const widest = ordered.reduce<Divergence | undefined>(
    (a, b) => (a === undefined || b.gap > a.gap + 1e-9 ? b : a),
    undefined,
  )
  if (widest === undefined) return say('divergences.none')
  const levels = context.definition.voices.flatMap(({ id }) => {
    const level = widest.medians[id]
    return level === undefined ? [] : [{ voice: context.voice(id), level }]
  })
  const high = levels.reduce((a, b) => (b.level > a.level ? b : a))
  const low = levels.reduce((a, b) => (b.level < a.level ? b : a))
  return say('divergences.lead', {
    n: ordered.length,
    place: context.place(widest.item),
    label: context.label(widest.item),
    high: high.voice,
    top: levelText(words, high.level),
    low: low.voice,
    bottom: levelText(words, low.level),
  })
}

/** The agreed answer of an item: its level, "not applicable", "don't know", or that there is none. */
function agreedText({ say, words }: Context, { agreed }: Pick<Answers, 'agreed'>): Text {
  if (agreed === undefined) return [quiet(say('answer.not-agreed'))]
  if (agreed.level !== undefined) return [strong(levelText(words, agreed.level))]
  return say(agreed.answer === 'na' ? 'answer.na' : 'answer.dk')
}

/** Every comment as it was written, after the mark of its voice. */
function commentsText(context: Context, { positions }: Answers): Text {
  const said = positions.flatMap(({ body, comment, lang }) => {
    if (comment === undefined || comment.trim() === '') return []
    return [{ ...quoted(comment, lang), voice: context.body(body).voice }]
  })
  if (said.length === 0) return [quiet(context.say('divergences.no-comment'))]
  return lines(said)
}
