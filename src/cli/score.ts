import { type Words, wordsOf } from '../locales/messages.js'
import { flagWords } from '../reports/words/flags.js'
import { intervalWords } from '../reports/words/intervals.js'
import { type Names, namesOf } from '../reports/words/names.js'
import { percentText, ratioText, scoreText } from '../reports/words/numbers.js'
import { type Input, type Result, type SectorResult, scoreRound } from '../rules/index.js'
import { type RoundFile, RoundFiles } from './files.js'
import type { ScoringOptions } from './options.js'
import { progress, type Terminal, table } from './terminal.js'

/** Scores a round and prints its result: as JSON, or as tables for people. */
export function scoreCommand(path: string, options: ScoringOptions, terminal: Terminal): void {
  const file = new RoundFiles(options.lang, options.definition).read(path)
  const words = wordsOf(options.lang)
  const result = scoreFile(file, options.draws, words, terminal)
  terminal.out(options.json ? `${JSON.stringify(result, null, 2)}\n` : resultText(file, result, words))
}

/** The result of a round file; many draws say how far they are. */
export function scoreFile(file: RoundFile, draws: number | undefined, words: Words, terminal: Terminal): Result {
  const result = scoreRound(file.definition, file.round, { draws, onDraw: drawing(words, terminal) })
  progress(terminal, '')
  return result
}

/** Says how many draws are done. */
export function drawing(words: Words, terminal: Terminal): (done: number, draws: number) => void {
  return (done, draws) =>
    progress(terminal, words.say('cli.drawing', { done: words.number(done), draws: words.number(draws) }))
}

/** A result for a terminal: the ranking, the heat map, and what else to look at. */
function resultText(file: RoundFile, result: Result, words: Words): string {
  const names = namesOf(file.definition, file.round, words)
  const { say } = words
  const { id, version, form } = result.definition
  const heading = say('cli.round', { place: file.round.assessment.name, round: file.round.round.name })
  return [
    `${heading}\n${say('cli.definition', { id, version, form, method: result.method })}\n`,
    `${say('cli.ranking')}\n${ranking(result, names)}`,
    `${say('cli.heatmap')}\n${heatmap(result, names)}`,
    `${say('cli.look')}\n${attention(result, names)}`,
  ].join('\n')
}

function ranking(result: Result, names: Names): string {
  const { say } = names.words
  const ratio = (value: number | null) => (value === null ? '–' : ratioText(names.words, value))
  const head = (input: Input) => {
    const name = names.input(input)
    return name.slice(0, 1).toLocaleUpperCase(names.words.language) + name.slice(1)
  }
  const heads = [
    say('cli.rank'),
    say('cli.sector'),
    say('cli.interval'),
    head('need'),
    head('urgency'),
    head('interdependence'),
    say('cli.value'),
    ...(result.uncertainty ? [say('cli.drawn')] : []),
  ]
  const rows = [...result.sectors]
    .filter(({ status }) => status !== 'out-of-scope')
    .sort((a, b) => rankOrLast(a) - rankOrLast(b))
    .map((sector) => [
      sector.priority.rank === null ? '–' : names.words.number(sector.priority.rank),
      names.sector(sector.id),
      intervalWords(sector.priority, names.words),
      ratio(sector.need),
      ratio(sector.urgency),
      ratio(sector.interdependence.index),
      ratio(sector.priority.value),
      ...(sector.drawn ? [say('interval.range', rangeOf(sector.drawn.rankInterval))] : []),
    ])
  return table(heads, rows, ['end', 'start', 'start', 'end', 'end', 'end', 'end', 'start'])
}

const rankOrLast = ({ priority }: SectorResult) => priority.rank ?? Number.MAX_VALUE

const rangeOf = ([from, to]: readonly [number, number]) => ({ from, to })

function heatmap(result: Result, names: Names): string {
  const { words } = names
  const { say } = words
  const dimensions = names.definition.dimensions.map(({ id }) => id)
  const score = (value: number | null) => (value === null ? '–' : scoreText(words, value))
  const row = (name: string, block: Result['enabling']) => [
    name,
    ...dimensions.map((id) => score(block.dimensions[id].score)),
    score(block.score),
    block.low === null || block.high === null
      ? '–'
      : say('cli.bounds', { low: score(block.low), high: score(block.high) }),
    block.completeness === null ? '–' : percentText(words, block.completeness),
    block.confidence === null ? '–' : say('confidence', { band: block.confidence }),
  ]
  const heads = [
    say('cli.sector'),
    ...dimensions.map(names.dimension),
    say('cli.score'),
    say('cli.between'),
    say('cli.answered'),
    say('cli.confidence'),
  ]
  const inScope = result.sectors.filter(({ status }: SectorResult) => status !== 'out-of-scope')
  const rows = [
    ...inScope.map((sector) => row(names.sector(sector.id), sector)),
    row(say('place.enabling'), result.enabling),
  ]
  return table(heads, rows, ['start', ...dimensions.map(() => 'end' as const), 'end', 'end', 'end', 'start'])
}

/** Flags, sectors out of scope and the number of divergences, a line each. */
function attention(result: Result, names: Names): string {
  const { say } = names.words
  const out = result.sectors.filter(({ status }) => status === 'out-of-scope').map(({ id }) => names.sector(id))
  const lines = [
    say('cli.divergences', { count: result.divergences.length }),
    ...(out.length > 0 ? [say('cli.out', { sectors: names.words.list(out) })] : []),
    ...result.flags.map((flag) => flagWords(flag, names)),
  ]
  return lines.map((line) => `  ${line}\n`).join('')
}
