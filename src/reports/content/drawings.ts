/** The charts of a report, told its words: each is an SVG string with its text alternative. */
import {
  type InfluenceNode,
  influenceMap,
  miniStrip,
  rankStrip,
  type VoiceRow,
  voicesChart,
} from '../../charts/index.js'
import type { Divergence, SectorResult } from '../../rules/model.js'
import type { Block, Cell } from '../model.js'
import { directionOf } from '../words/direction.js'
import { rankWords } from '../words/intervals.js'
import { levelText, scoreText } from '../words/numbers.js'
import type { Context } from './context.js'

/** Width in pixels of a chart that fills the text of a page. */
const WIDE = 680

/** Scores by voice, one row a label. `id` is unique in the report. */
export function voicesFigure(context: Context, id: string, title: string, rows: readonly VoiceRow[]): Block {
  const { say, words } = context
  const alt = rows
    .map(({ label, voices }) => {
      const known = voices.flatMap((score, i) => {
        const voice = context.definition.voices[i]
        return score === null || voice === undefined ? [] : [`${context.voice(voice.id)} ${scoreText(words, score)}`]
      })
      return say('chart.row', { label, values: known.length === 0 ? say('missing.number') : known.join(', ') })
    })
    .join(say('separator'))
  const draw = (prefix: string, width: number) =>
    voicesChart({
      ...drawing(context, prefix, title, alt),
      rows,
      width,
      number: context.number,
      words: { range: say('voices.range'), empty: say('missing.number') },
    })
  return { kind: 'figure', svg: draw(id, WIDE), at: (width) => draw(`${id}-${width}`, width), alt: `${title}. ${alt}` }
}

/** The positions of a divergence as a small drawing; the text is its alternative. */
export function positionsCell(context: Context, { item, medians }: Divergence): Cell {
  const levels = context.definition.voices.map(({ id }) => medians[id] ?? null)
  const text = context.definition.voices
    .flatMap(({ id }) => {
      const level = medians[id]
      return level === undefined ? [] : [`${context.voice(id)} ${levelText(context.words, level)}`]
    })
    .join(', ')
  const title = context.say('divergences.positions')
  return { text, svg: miniStrip({ ...drawing(context, `strip-${item}`, title, text), levels, width: 150 }) }
}

/** Which ranks the weights allow, as a small drawing. */
export function rankCell(context: Context, sector: SectorResult): Cell {
  const { acceptability, rank, interval } = sector.priority
  const text = rankWords(sector.priority, context.words)
  if (acceptability === null) return { text }
  const svg = rankStrip({
    ...drawing(context, `rank-${sector.id}`, context.say('ranking.strip'), text),
    shares: acceptability,
    rank,
    interval,
    width: 120,
    number: context.number,
  })
  return { text, svg }
}

export interface MapInput {
  readonly nodes: readonly InfluenceNode[]
  readonly total: readonly (readonly number[])[]
  readonly mean: number
  readonly focus: string
  readonly alt: string
}

export function mapFigure(context: Context, { alt, ...map }: MapInput): Block {
  const { say } = context
  const draw = (prefix: string, width: number) =>
    influenceMap({
      ...drawing(context, prefix, say('influence.map'), alt),
      ...map,
      width,
      height: 440,
      number: context.number,
      words: {
        influences: say('influence.axis.gives'),
        depends: say('influence.axis.takes'),
        drives: say('influence.drives'),
        follows: say('influence.follows'),
        empty: say('influence.empty'),
      },
    })
  return { kind: 'figure', svg: draw('influence', WIDE), at: (width) => draw(`influence-${width}`, width), alt }
}

function drawing(context: Context, id: string, title: string, description: string) {
  const prefix = id.replace(/[^A-Za-z0-9_-]/g, '-')
  return { prefix, title, description, direction: directionOf(context.words.language) }
}
