import { MalinesError } from '../errors.js'
import { type Words, wordsOf } from '../locales/messages.js'
import { causeWords } from '../reports/words/causes.js'
import { type Names, namesOf } from '../reports/words/names.js'
import { scoreText, signedText } from '../reports/words/numbers.js'
import { type BlockComparison, type Cause, type Comparison, compareRounds } from '../rules/index.js'
import { type RoundFile, RoundFiles } from './files.js'
import type { ScoringOptions } from './options.js'
import { drawing } from './score.js'
import { progress, type Terminal, table } from './terminal.js'

/** Compares two rounds and prints what moved: as JSON, or as a table for people. */
export function compareCommand(from: string, to: string, options: ScoringOptions, terminal: Terminal): void {
  const files = new RoundFiles(options.lang, options.definition)
  const [a, b] = [files.read(from), files.read(to)]
  const words = wordsOf(options.lang)
  const comparison = compareFiles(a, b, options.draws, words, terminal)
  terminal.out(options.json ? `${JSON.stringify(comparison, null, 2)}\n` : comparisonText(b, comparison, words))
}

/** @throws {MalinesError} `invalid` when the two rounds were answered with definitions that don't compare */
export function compareFiles(
  from: RoundFile,
  to: RoundFile,
  draws: number | undefined,
  words: Words,
  terminal: Terminal,
): Comparison {
  try {
    const comparison = compareRounds(from, to, { draws, onDraw: drawing(words, terminal) })
    progress(terminal, '')
    return comparison
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const fault = { file: `${from.path}, ${to.path}`, path: '', reason: error.message }
    throw new MalinesError('invalid', 'These rounds can’t be compared.', [fault])
  }
}

/** A comparison for a terminal: the change of each sector, and why the rest can't be compared. */
function comparisonText(to: RoundFile, comparison: Comparison, words: Words): string {
  const { say } = words
  const names = namesOf(to.definition, to.round, words)
  const heading = say('cli.comparison', {
    place: to.round.assessment.name,
    from: comparison.from.round,
    to: comparison.to.round,
  })
  return [`${heading}\n`, changes(comparison, names), rest(comparison, names)].join('\n')
}

function changes(comparison: Comparison, names: Names): string {
  const { words } = names
  const { say } = words
  const row = (name: string, block: BlockComparison): string[] => {
    if (block.status !== 'compared' || !block.common || !block.signFlip) {
      return [name, block.status === 'out-of-scope' ? say('cli.out-of-scope') : say('cli.not-comparable')]
    }
    const { from, to, delta } = block.common
    return [
      name,
      scoreText(words, from ?? 0),
      scoreText(words, to ?? 0),
      signedText(words, delta ?? 0, 1),
      block.clear === null ? say('cli.untested') : say('cli.clear', { clear: String(block.clear) }),
      signedText(words, block.basisEffect ?? 0, 1),
      words.number(block.signFlip.changed),
      words.number(block.signFlip.p, 3),
    ]
  }
  const heads = [
    say('cli.sector'),
    comparison.from.round,
    comparison.to.round,
    say('cli.change'),
    say('cli.is-clear'),
    say('cli.basis'),
    say('cli.changed'),
    'p',
  ]
  const rows = [
    ...comparison.sectors.map((sector) => row(names.sector(sector.id), sector)),
    row(say('place.enabling'), comparison.enabling),
  ]
  return table(heads, rows, ['start', 'end', 'end', 'end', 'start', 'end', 'end', 'end'])
}

/** How many questions are not common, by cause. */
function rest(comparison: Comparison, names: Names): string {
  const counts = new Map<Cause, number>()
  for (const { cause } of comparison.notCommon) counts.set(cause, (counts.get(cause) ?? 0) + 1)
  const lines = [...counts].map(([cause, count]) =>
    names.words.say('cli.not-common', { count, cause: causeWords(cause, names.words) }),
  )
  return lines.map((line) => `  ${line}\n`).join('')
}
