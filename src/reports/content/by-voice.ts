/** What each voice sees, dimension by dimension: no voice is lost in a mean (METHOD 3.10, 4). */
import type { Dimension, SectorResult, VoiceView } from '../../rules/model.js'
import type { Block, Section, Text } from '../model.js'
import { scoreText, signedText } from '../words/numbers.js'
import { option } from '../words/option.js'
import type { Context } from './context.js'
import { voicesFigure } from './drawings.js'
import { voicesPresent } from './frame.js'
import { scoreCell } from './scores.js'
import { column, lines, note, quiet, row, strong, table } from './text.js'

/** One page a dimension, then how the voices compare two by two. */
export function voiceSections(context: Context): Section[] {
  return [
    ...context.definition.dimensions.map((dimension) => dimensionSection(context, dimension)),
    ...pairsSection(context),
  ]
}

function dimensionSection(context: Context, dimension: Dimension): Section {
  const { say, result, definition } = context
  const sectors = result.sectors.filter(({ status }) => status !== 'out-of-scope')
  const title = say('voices.title', { dimension: dimension.name })
  const rows = sectors.map((sector) => ({
    label: context.sector(sector.id),
    joint: sector.dimensions[dimension.id]?.score ?? null,
    voices: definition.voices.map(({ id }) => viewOf(sector, id, dimension.id)?.score ?? null),
  }))
  return {
    id: `voices-${dimension.id}`,
    title,
    lead: widestWords(context, sectors, dimension.id),
    blocks: [
      voicesFigure(context, `voices-${dimension.id}`, title, rows),
      { kind: 'key', of: 'voices' },
      ...voicesTable(context, sectors, dimension),
    ],
  }
}

function viewOf(sector: SectorResult, voice: string, dimension: string): VoiceView['dimensions'][string] | undefined {
  return sector.voices[voice]?.dimensions[dimension]
}

/** The sector in which two voices are widest apart. */
function widestWords(context: Context, sectors: readonly SectorResult[], dimension: string): string {
  const { say, words } = context
  const ranges = sectors.flatMap((sector) => {
    const known = voicesPresent(context).flatMap((voice) => {
      const score = viewOf(sector, voice, dimension)?.score ?? null
      return score === null ? [] : [{ voice, score }]
    })
    if (known.length < 2) return []
    const low = known.reduce((a, b) => (b.score < a.score ? b : a))
    const high = known.reduce((a, b) => (b.score > a.score ? b : a))
    return [{ sector: sector.id, low, high, range: Math.round(high.score) - Math.round(low.score) }]
  })
  if (ranges.length === 0) return say('voices.lead.none')
  const widest = ranges.reduce((a, b) => (b.range > a.range ? b : a))
  if (widest.range === 0) return say('voices.lead.same')
  return say('voices.lead', {
    sector: context.sector(widest.sector),
    range: widest.range,
    high: context.voice(widest.high.voice),
    top: scoreText(words, widest.high.score),
    low: context.voice(widest.low.voice),
    bottom: scoreText(words, widest.low.score),
  })
}

function voicesTable(context: Context, sectors: readonly SectorResult[], dimension: Dimension): Block[] {
  const { say } = context
  const voices = voicesPresent(context)
  const columns = [
    column(say('column.sector'), 36),
    ...voices.map((voice) => column([{ text: context.voice(voice), voice }], 108 / Math.max(1, voices.length))),
    column(say('voices.joint'), 26),
  ]
  const rows = sectors.map((sector) =>
    row(
      [strong(context.sector(sector.id))],
      ...voices.map((voice) => voiceText(context, viewOf(sector, voice, dimension.id))),
      scoreCell(sector.dimensions[dimension.id] ?? { status: 'not-applicable', score: null }, context),
    ),
  )
  return table(say('voices.caption', { dimension: dimension.name }), columns, rows, say('voices.note'))
}

function voiceText({ say, words }: Context, view: VoiceView['dimensions'][string] | undefined): Text {
  if (view === undefined) return [quiet(say('answer.not-asked'))]
  return view.score === null ? [quiet(say('status', { status: option(view.status) }))] : scoreText(words, view.score)
}

/** How every two voices compare over the questions that both answered. */
function pairsSection(context: Context): Section[] {
  const { say, number, result } = context
  if (result.voicePairs.length === 0) return []
  const columns = [
    column(say('pairs.voices'), 58),
    column(say('pairs.items'), 24, 'end'),
    column(say('pairs.gap'), 60),
    column(say('pairs.delta'), 28, 'end'),
  ]
  const rows = result.voicePairs.map(({ voices: [first, second], items, gap, delta }) =>
    row(
      lines([first, second].map((voice) => ({ text: context.voice(voice), voice }))),
      number(items),
      gap === null ? [quiet(say('missing.number'))] : gapWords(context, first, second, gap),
      delta === null ? '–' : signedText(context.words, delta, 2),
    ),
  )
  const blocks = [...table(say('pairs.title'), columns, rows), note(say('pairs.note'))]
  return [{ id: 'pairs', title: say('pairs.title'), lead: pairsLead(context), blocks }]
}

/** The two voices that are farthest apart on average. */
function pairsLead({ say, result, voice, number }: Context): string {
  const known = result.voicePairs.flatMap(({ voices, gap }) => (gap === null ? [] : [{ voices, gap }]))
  if (known.length === 0) return say('voices.lead.none')
  const { voices, gap } = known.reduce((a, b) => (Math.abs(b.gap) > Math.abs(a.gap) + 1e-9 ? b : a))
  if (Math.abs(gap) < 0.005) return say('pairs.lead.same')
  const [high, low] = gap > 0 ? voices : [voices[1], voices[0]]
  return say('pairs.lead', { high: voice(high), low: voice(low), gap: number(Math.abs(gap), 2) })
}

function gapWords(context: Context, first: string, second: string, gap: number): string {
  const { say, number } = context
  if (Math.abs(gap) < 0.005) return say('pairs.same')
  const higher = gap > 0 ? first : second
  return say('pairs.higher', { voice: context.voice(higher), gap: number(Math.abs(gap), 2) })
}
