/** The comparison report: what moved between two rounds, what is clear, and what cannot be compared (METHOD 9). */
import type { Words } from '../../locales/messages.js'
import type { Comparison } from '../../rules/model.js'
import type { Report, Section } from '../model.js'
import { carriedSection } from './carried.js'
import { changedSections, changesSection } from './changes.js'
import { type ComparisonContext, comparisonContext } from './comparison-context.js'
import { comparisonMethod } from './comparison-method.js'
import { comparisonReading } from './comparison-reading.js'
import type { RoundInput } from './context.js'
import { answeredCover, bodiesFact, frame, lastDay } from './frame.js'
import { type GivenReason, givenSection } from './given.js'
import { notComparableSection } from './not-comparable.js'
import { ranksSection } from './ranks.js'
import { strong } from './text.js'

export interface ComparisonReportInput {
  /** The earlier round. */
  readonly from: RoundInput
  /** The later round, whose weights and words count. */
  readonly to: RoundInput
  readonly comparison: Comparison
  readonly words: Words
  /** Why sectors moved, as it was given on a server. */
  readonly reasons?: readonly GivenReason[]
  /** The two round files and the comparison as JSON, attached to the report as they are. */
  readonly files: { readonly from: string; readonly to: string; readonly comparison: string }
}

/** @throws RangeError on rounds, results and a comparison that do not belong together */
export function comparisonReport(input: ComparisonReportInput): Report {
  const context = comparisonContext(input)
  const { after, before, say, words } = context
  const rounds = say('report.rounds', { from: before.round.round.name, to: after.round.round.name })
  return frame(after, {
    kind: 'comparison',
    name: say('report.comparison'),
    rounds,
    cover: {
      ...answeredCover(after),
      subtitle: [
        `${after.definition.title} ${after.definition.subtitle}`,
        say('cover.report', { report: say('report.comparison'), rounds }),
      ],
      facts: [
        { term: say('cover.moved'), text: [strong(movedWords(context))] },
        { term: say('cover.bodies.term'), text: bodiesFact(after) },
        {
          term: say('cover.days'),
          text: words.list([before, after].map(({ round }) => lastDay(round.round.closesOn, words))),
        },
        {
          term: say('cover.method'),
          text: say('comparison.method.fact', {
            method: input.comparison.method,
            id: after.definition.id,
            versions: words.list([...new Set([input.comparison.from.definition, input.comparison.to.definition])]),
          }),
        },
      ],
    },
    closesOn: laterDay(before.round.round.closesOn, after.round.round.closesOn),
    sections: sectionsOf(context, input.reasons ?? []),
    files: [
      { name: 'round-from.json', description: say('file.from'), json: input.files.from },
      { name: 'round-to.json', description: say('file.to'), json: input.files.to },
      { name: 'comparison.json', description: say('file.comparison'), json: input.files.comparison },
    ],
  })
}

function sectionsOf(context: ComparisonContext, reasons: readonly GivenReason[]): Section[] {
  const sections: readonly (Section | undefined)[] = [
    comparisonReading(context),
    changesSection(context),
    ...changedSections(context),
    givenSection(context, reasons),
    notComparableSection(context),
    ranksSection(context),
    carriedSection(context),
    comparisonMethod(context),
  ]
  return sections.filter((section) => section !== undefined)
}

/** How many sectors rose and fell, clearly where that was tested. */
function movedWords({ say, compared }: ComparisonContext): string {
  const tested = compared.some(({ clear }) => clear !== null)
  const deltas = compared.filter(({ clear }) => clear ?? !tested).map(({ common }) => Math.round(common.delta * 10))
  return say('cover.moved.text', {
    n: compared.length,
    tested: tested ? 'yes' : 'no',
    up: deltas.filter((delta) => delta > 0).length,
    down: deltas.filter((delta) => delta < 0).length,
  })
}

/** YYYY-MM-DD sorts as text. */
function laterDay(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return b ?? a
  return a > b ? a : b
}
