/**
 * Reports and draws, made beside the server so that answering stays fast. A questionnaire is large: it is sent once to
 * each thread, and known by its fingerprint from then on.
 */
import { wordsOf } from '../locales/messages.js'
import type { ClosingNote } from '../reports/content/closing.js'
import { comparisonReport } from '../reports/content/comparison.js'
import type { RoundInput } from '../reports/content/context.js'
import type { GivenReason } from '../reports/content/given.js'
import { priorityReport } from '../reports/content/priority.js'
import { questionnaire } from '../reports/content/questionnaire.js'
import { sectorReport } from '../reports/content/sector.js'
import type { PaperReport } from '../reports/model.js'
import { renderPdf } from '../reports/pdf/index.js'
import { writeRound } from '../roundfile/index.js'
import { compareRounds } from '../rules/compare.js'
import type { Comparison, Definition, Result, Round } from '../rules/model.js'
import { scoreRound } from '../rules/score.js'
import { jsonOf } from './downloads/json.js'

/** A round with the name of its questionnaire. */
export interface RoundJob {
  /** Fingerprint and language of the questionnaire. */
  readonly definition: string
  readonly round: Round
  /** As it was kept, of a closed round. */
  readonly kept?: Result
  readonly actionNotes?: RoundInput['actionNotes']
}

/** A report or a comparison to be made. `draws` is 0 for none. */
export type Job = { readonly draws: number } & (
  | {
      readonly kind: 'priority'
      readonly of: RoundJob
      readonly closing?: ClosingNote
      readonly language: string
      readonly size: PaperSize
    }
  | {
      readonly kind: 'sector'
      readonly of: RoundJob
      readonly sectors: readonly string[]
      readonly language: string
      readonly size: PaperSize
    }
  | {
      readonly kind: 'questionnaire'
      readonly of: RoundJob
      /** Whose questions; those of everybody unless given. */
      readonly body?: string
      readonly language: string
      readonly size: PaperSize
    }
  | {
      readonly kind: 'comparison'
      readonly reasons: readonly GivenReason[]
      readonly from: RoundJob
      readonly to: RoundJob
      readonly language: string
      readonly size: PaperSize
    }
  | { readonly kind: 'draws'; readonly from: RoundJob; readonly to: RoundJob }
)

export type PaperSize = 'A4' | 'LETTER'

export interface Order {
  readonly job: Job
  /** Questionnaires by the names that the job gives them: only those that the thread asked for. */
  readonly definitions: ReadonlyMap<string, Definition>
}

/** What comes back: a PDF, a comparison, or the names of the questionnaires that the thread does not have. */
export type Made =
  | { readonly missing: readonly string[] }
  | { readonly pdf: Uint8Array }
  | { readonly comparison: Comparison }

const known = new Map<string, Definition>()
/** More questionnaires than a server has in use; the oldest goes. */
const MAX_KNOWN = 16

/** Makes what a job asks for. */
export default async function make({ job, definitions }: Order): Promise<Made> {
  for (const [name, definition] of definitions) known.set(name, definition)
  const missing = roundsOf(job)
    .map(({ definition }) => definition)
    .filter((name) => !known.has(name))
  if (missing.length > 0) return { missing: [...new Set(missing)] }
  for (const name of [...known.keys()].slice(0, Math.max(0, known.size - MAX_KNOWN))) known.delete(name)
  if (job.kind === 'draws') return { comparison: compared(job) }
  const pdf = await renderPdf(reportOf(job), { size: job.size })
  return { pdf: new Uint8Array(pdf) }
}

function roundsOf(job: Job): readonly RoundJob[] {
  return 'of' in job ? [job.of] : [job.from, job.to]
}

function reportOf(job: Exclude<Job, { kind: 'draws' }>): PaperReport {
  const words = wordsOf(job.language)
  if (job.kind === 'comparison') {
    const comparison = compared(job)
    const [from, to] = [job.from, job.to].map((of) => ({ ...defined(of), result: scored(of, 0) }))
    if (!from || !to) throw new RangeError('a comparison has two rounds')
    const files = { from: writeRound(from.round), to: writeRound(to.round), comparison: jsonOf(comparison) }
    return comparisonReport({ from, to, comparison, reasons: job.reasons, words, files })
  }
  if (job.kind === 'questionnaire') return questionnaire({ ...defined(job.of), words, body: job.body })
  const result = scored(job.of, job.draws)
  const { definition, round } = defined(job.of)
  const files = { round: writeRound(round), result: jsonOf(result) }
  const { actionNotes } = job.of
  const input = { definition, round, result, words, files, ...(actionNotes && { actionNotes }) }
  if (job.kind === 'sector') return sectorReport(input, job.sectors)
  return priorityReport({ ...input, ...(job.closing && { closing: job.closing }) })
}

function compared({ from, to, draws }: { from: RoundJob; to: RoundJob; draws: number }): Comparison {
  return compareRounds(defined(from), defined(to), draws > 0 ? { draws } : {})
}

function defined({ definition, round }: RoundJob): { readonly definition: Definition; readonly round: Round } {
  const found = known.get(definition)
  if (!found) throw new RangeError(`no questionnaire "${definition}"`)
  return { definition: found, round }
}

/** As it was kept, unless draws are wanted that it does not have. */
function scored(of: RoundJob, draws: number): Result {
  if (of.kept && (draws === 0 || of.kept.uncertainty)) return of.kept
  const { definition, round } = defined(of)
  return scoreRound(definition, round, draws > 0 ? { draws } : {})
}
