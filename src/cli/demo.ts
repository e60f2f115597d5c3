import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DEFINITIONS_FOLDER } from '../definitions/index.js'
import { wordsOf } from '../locales/messages.js'
import { renderPdf } from '../reports/pdf/index.js'
import { compareFiles, comparisonText } from './compare.js'
import { type RoundFile, RoundFiles, writeWhole } from './files.js'
import type { DemoOptions, Kind } from './options.js'
import { makeReport } from './report.js'
import { resultText, scoreFile } from './score.js'
import { progress, type Terminal } from './terminal.js'

const EXAMPLES = join(DEFINITIONS_FOLDER, 'mechelen-50', 'examples')
const DRAWS = 10_000

/** Scores the example rounds, compares the two of one place, and writes every kind of report. */
export async function demoCommand({ output, lang }: DemoOptions, terminal: Terminal): Promise<void> {
  const words = wordsOf(lang)
  const files = new RoundFiles(lang)
  const example = (name: string) => files.read(join(EXAMPLES, `${name}.round.json`))
  const [before, now, elsewhere] = ['rivermond-2024', 'rivermond-2026', 'kavara-2026'].map(example)
  for (const file of [before, now, elsewhere]) {
    terminal.out(`${resultText(file, scoreFile(file, DRAWS, words, terminal), words)}\n`)
  }
  terminal.out(`${comparisonText(now, compareFiles(before, now, DRAWS, words, terminal), words)}\n`)

  const reports: readonly [string, Kind, readonly RoundFile[]][] = [
    ['rivermond-2026-priority', 'priority', [now]],
    ['rivermond-2026-sectors', 'sector', [now]],
    ['rivermond-2024-2026-comparison', 'comparison', [before, now]],
    ['kavara-2026-priority', 'priority', [elsewhere]],
  ]
  mkdirSync(output, { recursive: true })
  for (const [name, kind, rounds] of reports) {
    const path = join(output, `${name}.${lang}.pdf`)
    progress(terminal, words.say('cli.drawing-pages', { file: path }))
    writeWhole(path, await renderPdf(makeReport(kind, rounds, { draws: DRAWS }, words, terminal)))
    progress(terminal, '')
    terminal.out(`${path}\n`)
  }
}
