/** One sector as each voice sees it, dimension by dimension. */
import type { SectorResult } from '../../rules/model.js'
import type { Block } from '../model.js'
import type { Context } from './context.js'
import { voicesFigure } from './drawings.js'
import { heading } from './text.js'

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
  ]
}
