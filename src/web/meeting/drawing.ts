/** The positions on an item, drawn for a page, a phone and a projector. */
import { both, strip } from '../../charts/index.js'
import type { Context } from '../../reports/content/context.js'
import { directionOf } from '../../reports/words/direction.js'
import { levelText } from '../../reports/words/numbers.js'
import { LEVELS } from '../../rules/model.js'
import type { PositionLine } from '../answers/positions.js'
import type { Entry } from './agenda.js'

export interface Drawings {
  readonly screen: string
  readonly beam: string
}

/** The drawings of an item; undefined as long as no body gave a level. */
export function drawingsOf(
  context: Context,
  { of, medians, agreed }: Entry,
  lines: readonly PositionLine[],
): Drawings | undefined {
  const { say, words, definition } = context
  const asked = definition.voices.flatMap(({ id }, place) => (of.asksVoice[place] ? [{ id, place }] : []))
  const positions = lines.flatMap(({ voice, level }) =>
    level === undefined ? [] : [{ voice: asked.findIndex(({ id }) => id === voice.id), level }],
  )
  if (positions.length === 0) return undefined
  const told = asked.flatMap(({ id }, row) => {
    const levels = positions.filter(({ voice }) => voice === row).map(({ level }) => levelText(words, level))
    return levels.length === 0
      ? []
      : [say('meeting.chart.voice', { voice: context.voice(id), levels: levels.join(', ') })]
  })
  const draw = (prefix: string, width: number, levels: readonly string[], scale = 1) =>
    strip({
      prefix,
      title: say('question.positions.title'),
      description: told.join(' '),
      direction: directionOf(words.language),
      voices: asked.map(({ id }) => context.voice(id)),
      places: asked.map(({ place }) => place),
      positions,
      medians: asked.map(({ id }) => medians[id] ?? null),
      agreed: agreed?.level ?? null,
      levels,
      width,
      scale,
      number: words.number,
      words: { noAnswer: say('answer.none') },
    })
  const names = levelNames(context, of)
  return {
    screen: both(draw('stage', 880, names), draw('stage-slim', 330, [])),
    beam: draw('stage-beam', 820, names.map(shortName), 1.2),
  }
}

/** What the levels of an item are called; those of an urgency item have sentences and no names. */
export function levelNames({ definition }: Pick<Context, 'definition'>, of: Entry['of']): readonly string[] {
  if (of.kind === 'urgency') return LEVELS.map(() => '')
  const { scales, interdependence } = definition
  return LEVELS.map((level) => nameIn(of.kind === 'pair' ? interdependence.scale[level] : scales.maturity[level]))
}

/** "Slightly" of "Slightly: progress would be a little slower." */
const nameIn = (text: string): string => text.split(/\s*:/)[0] ?? text

/** Letters that fit into a choice. */
const SHORT = 12

/** A name that stands under a digit: its first word where the whole of it is too long. */
export const shortName = (name: string): string => (name.length <= SHORT ? name : (name.split(/\s/)[0] ?? name))
