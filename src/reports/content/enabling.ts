/** The enabling environment: the questions about the whole, beside the sectors and never mixed into them (METHOD 3.11). */
import type { Section } from '../model.js'
import type { Context } from './context.js'
import { voicesFigure } from './drawings.js'
import { positionsTable } from './positions.js'
import { scoreSentence, sureSentence } from './scores.js'
import { heading, paragraph } from './text.js'

export function enablingSection(context: Context): Section | undefined {
  const { say, result, definition } = context
  if (definition.cross_cutting.questions.length === 0) return undefined
  const { enabling } = result
  const rows = definition.dimensions.flatMap(({ id, name }) => {
    const dimension = enabling.dimensions[id]
    if (dimension === undefined || Object.keys(dimension.criteria).length === 0) return []
    const voices = definition.voices.map((voice) => enabling.voices[voice.id]?.dimensions[id]?.score ?? null)
    return [{ label: name, joint: dimension.score, voices }]
  })
  const title = say('enabling.title')
  return {
    id: 'enabling',
    title,
    lead: scoreSentence(context, null, enabling),
    blocks: [
      paragraph(`${say('enabling.what')} ${sureSentence(context, null, enabling)}`),
      voicesFigure(context, 'voices-enabling', title, rows),
      { kind: 'key', of: 'voices' },
      heading(say('positions.title')),
      ...positionsTable(context, null, say('positions.title')),
    ],
  }
}
