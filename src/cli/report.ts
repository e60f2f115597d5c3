import type { Command } from 'commander'
import { MalinesError } from '../errors.js'
import { type Words, wordsOf } from '../locales/messages.js'
import { comparisonReport } from '../reports/content/comparison.js'
import { priorityReport } from '../reports/content/priority.js'
import { questionnaire } from '../reports/content/questionnaire.js'
import { sectorReport } from '../reports/content/sector.js'
import type { PaperReport, Report } from '../reports/model.js'
import { renderPdf } from '../reports/pdf/index.js'
import { compareFiles } from './compare.js'
import { type RoundFile, RoundFiles, writeWhole } from './files.js'
import type { Kind, ReportOptions } from './options.js'
import { scoreFile } from './score.js'
import { progress, type Terminal } from './terminal.js'

/** Writes one report as PDF; all input is read and checked before anything is written. */
export async function reportCommand(
  paths: readonly string[],
  options: ReportOptions,
  command: Command,
  terminal: Terminal,
): Promise<void> {
  const kind = options.kind ?? (paths.length === 1 ? 'priority' : 'comparison')
  checkUsage(kind, paths, options, command)
  const files = new RoundFiles(options.lang, options.definition)
  const rounds = paths.map((path) => files.read(path))
  const words = wordsOf(options.lang)
  const report = makeReport(kind, rounds, options, words, terminal)
  progress(terminal, words.say('cli.drawing-pages', { file: options.output }))
  const pdf = await renderPdf(report, { size: options.size === 'letter' ? 'LETTER' : 'A4' })
  writeWhole(options.output, pdf)
  progress(terminal, '')
  terminal.out(`${options.output}\n`)
}

function checkUsage(kind: Kind, paths: readonly string[], { sector, body }: ReportOptions, command: Command): void {
  const wanted = kind === 'comparison' ? 2 : 1
  if (paths.length !== wanted) {
    command.error(
      `error: a ${kind} report needs ${wanted === 1 ? 'one round file' : 'two round files'}, not ${paths.length}`,
    )
  }
  if (sector !== undefined && kind !== 'sector') command.error('error: --sector goes with --kind sector')
  if (body !== undefined && kind !== 'questionnaire') command.error('error: --body goes with --kind questionnaire')
}

/** The content of a report of one round file, or of the comparison of two. */
function makeReport(
  kind: Kind,
  rounds: readonly RoundFile[],
  options: Pick<ReportOptions, 'sector' | 'body' | 'draws'>,
  words: Words,
  terminal: Terminal,
): PaperReport {
  if (kind === 'comparison') return makeComparison(rounds[0], rounds[1], options.draws, words, terminal)
  const [file] = rounds
  if (kind === 'questionnaire') return questionnaire({ ...file, words, body: bodyId(file, options.body) })
  const result = scoreFile(file, options.draws, words, terminal)
  const { definition, round, text } = file
  const input = { definition, round, result, words, files: { round: text, result: json(result) } }
  return kind === 'priority' ? priorityReport(input) : sectorReport(input, sectorIds(file, options.sector))
}

function sectorIds({ definition }: RoundFile, wanted: string | undefined): string[] {
  const ids = definition.sectors.map(({ id }) => id)
  if (wanted === undefined) return ids
  if (ids.includes(wanted)) return [wanted]
  const reason = `there is no sector "${wanted}"; sectors are ${ids.join(', ')}`
  throw new MalinesError('not-found', 'This sector is not there.', [{ path: '--sector', reason }])
}

function bodyId({ round }: RoundFile, wanted: string | undefined): string | undefined {
  const ids = round.bodies.map(({ id }) => id)
  if (wanted === undefined || ids.includes(wanted)) return wanted
  const reason = `there is no body "${wanted}"; bodies are ${ids.join(', ')}`
  throw new MalinesError('not-found', 'This body is not there.', [{ path: '--body', reason }])
}

function makeComparison(
  from: RoundFile,
  to: RoundFile,
  draws: number | undefined,
  words: Words,
  terminal: Terminal,
): Report {
  const comparison = compareFiles(from, to, draws, words, terminal)
  const side = (file: RoundFile) => ({ ...file, result: scoreFile(file, undefined, words, terminal) })
  const files = { from: from.text, to: to.text, comparison: json(comparison) }
  return comparisonReport({ from: side(from), to: side(to), comparison, words, files })
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
