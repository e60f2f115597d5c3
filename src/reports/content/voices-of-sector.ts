/** One sector as each voice sees it, dimension by dimension and criterion by criterion. */
import type { SectorResult } from '../../rules/model.js'
import type { Block, Row } from '../model.js'
import { levelText } from '../words/numbers.js'
import type { Answers, Context } from './context.js'
import { voicesFigure } from './drawings.js'
import { voicesPresent } from './frame.js'
import { questionsOf } from './positions.js'
import { scoreCell } from './scores.js'
import { column, groupRow, heading, quiet, row, strong, table } from './text.js'

export function sectorVoices(context: Context, sector: SectorResult): Block[] {
  const { say, definition } = context
  const rows = definition.dimensions.flatMap(({ id, name }) => {
    const dimension = sector.dimensions[id]
    if (dimension === undefined || Object.keys(dimension.criteria).length === 0) return []
    const voices = definition.voices.map((voice) => sector.voices[voice.id]?.dimensions[id]?.score ?? null)
    return [{ label: name, joint: dimension.score, voices }]
  })
  const title = say('sector.voices')
  return [
    heading(title),
    voicesFigure(context, `voices-${sector.id}`, `${title}: ${context.sector(sector.id)}`, rows),
    { kind: 'key', of: 'voices' },
    ...criteriaTable(context, sector),
  ]
}

/** The score of every criterion, and the level that each voice gives it. */
function criteriaTable(context: Context, sector: SectorResult): Block[] {
  const { say, definition } = context
  const voices = voicesPresent(context)
  const questions = questionsOf(context, sector.id)
  const columns = [
    column(say('column.criterion'), 54),
    ...voices.map((voice) => column([{ text: context.voice(voice), voice }], 92 / Math.max(1, voices.length))),
    column(say('column.score'), 24),
  ]
  const rows = definition.dimensions.flatMap(({ id, name }): Row[] => {
    const dimension = sector.dimensions[id]
    if (dimension === undefined) return []
    const criteria = Object.entries(dimension.criteria).map(([criterion, score]) =>
      row(
        context.criterion(criterion),
        ...voices.map((voice) => criterionLevel(context, questions, id, criterion, voice)),
        scoreCell(score, context),
      ),
    )
    return criteria.length === 0 ? [] : [groupRow([strong(name)]), ...criteria]
  })
  return table(say('sector.criteria'), columns, rows, say('sector.criteria.note'))
}

/** Mean of a voice's medians over the questions of a criterion. */
function criterionLevel(
  context: Context,
  questions: readonly Answers[],
  dimension: string,
  criterion: string,
  voice: string,
) {
  const own = questions.filter(({ item }) => {
    const of = context.item(item)
    return of.kind === 'question' && of.source.dimension === dimension && of.source.criterion === criterion
  })
  const asked = own.flatMap(({ voices }) => voices.filter((entry) => entry.voice === voice))
  if (asked.length === 0) return [quiet(context.say('answer.not-asked'))]
  const levels = asked.flatMap(({ median }) => (median === null ? [] : [median]))
  if (levels.length === 0) return [quiet(context.say('answer.no-value'))]
  return levelText(context.words, levels.reduce((a, b) => a + b, 0) / levels.length)
}
