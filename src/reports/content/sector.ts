/** The sector report: all that a round says about one sector, or about each of several. */
import type { SectorResult } from '../../rules/model.js'
import type { Block, Report, Section } from '../model.js'
import { levelText } from '../words/numbers.js'
import { catalogueBlocks, chosenBlocks } from './actions.js'
import { answerBlocks } from './answers.js'
import { arithmeticTable } from './arithmetic.js'
import { type Context, contextOf, type RoundReportInput } from './context.js'
import { findingsBlocks } from './findings.js'
import { answeredCover, bodiesFact, frame, lastDay } from './frame.js'
import { linksOf } from './influence.js'
import { methodSection } from './method.js'
import { positionsTable } from './positions.js'
import { methodFact, roundFiles } from './priority.js'
import { readingSection } from './reading.js'
import { scopeReason } from './scope.js'
import { scoreSentence } from './scores.js'
import { rankMark, whyBlocks } from './sectors.js'
import { conventionsOfSector, evidenceBlocks, standardsBlocks } from './standards.js'
import { column, heading, note, paragraph, quiet, row, strong, table } from './text.js'
import { urgencyBlocks } from './urgency.js'
import { sectorVoices } from './voices-of-sector.js'

/**
 * @param sectors ids, in the order in which they are printed
 * @throws RangeError on a sector that the definition does not have
 */
export function sectorReport(input: RoundReportInput, sectors: readonly string[]): Report {
  const context = contextOf(input)
  const { say, round, words } = context
  const rounds = say('report.round', { round: round.round.name })
  const [only] = sectors
  const one = sectors.length === 1 && only !== undefined
  const name = one ? say('report.sector.one', { sector: context.sector(only) }) : say('report.sector')
  return frame(context, {
    kind: 'sector',
    name,
    rounds,
    cover: {
      ...answeredCover(context),
      subtitle: [
        one ? context.sectorOf(only).name : say('cover.sectors', { n: sectors.length }),
        say('cover.report', { report: say('report.sector'), rounds }),
      ],
      facts: [
        { term: say('cover.sectors.term'), text: [strong(words.list(sectors.map((id) => context.sector(id))))] },
        { term: say('cover.bodies.term'), text: bodiesFact(context) },
        { term: say('cover.day'), text: lastDay(round.round.closesOn, words) },
        { term: say('cover.method'), text: methodFact(context) },
      ],
    },
    closesOn: round.round.closesOn,
    sections: [
      readingSection(context, say('reading.sector')),
      ...sectors.flatMap((id) => sectorPages(context, context.resultOf(id))),
      methodSection(context),
    ],
    files: roundFiles(context, input.files),
  })
}

/** The pages of one sector: what came out, what was answered, and what it can be checked against. */
export function sectorPages(context: Context, sector: SectorResult): Section[] {
  const { say } = context
  const { id } = sector
  const { name, short, scope } = context.sectorOf(id)
  if (sector.status === 'out-of-scope') {
    return [{ id, title: name, lead: say('score.out'), blocks: [paragraph(scope), ...scopeReason(context, id)] }]
  }
  const part = (key: 'sector.answers' | 'sector.rules' | 'sector.check') => say(key, { sector: short })
  return [
    {
      id,
      title: name,
      rank: rankMark(context, sector),
      lead: scoreSentence(context, id, sector),
      blocks: [note(scope), ...whyBlocks(context, sector), ...sectorVoices(context, sector)],
    },
    {
      id: `${id}-arithmetic`,
      continues: true,
      title: say('sector.arithmetic', { sector: short }),
      lead: say('arithmetic.lead'),
      blocks: arithmeticTable(context, id),
    },
    {
      id: `${id}-answers`,
      title: part('sector.answers'),
      lead: agreedLead(context, id),
      blocks: [...positionsTable(context, id, say('positions.title')), ...answerBlocks(context, id)],
    },
    {
      id: `${id}-urgency`,
      continues: true,
      title: say('sector.urgency', { sector: short }),
      blocks: [...urgencyBlocks(context, id), ...linkBlocks(context, id)],
    },
    { id: `${id}-rules`, title: part('sector.rules'), continues: true, blocks: ruleBlocks(context, sector) },
    {
      id: `${id}-check`,
      continues: true,
      title: part('sector.check'),
      blocks: [...standardsBlocks(context, id), ...conventionsOfSector(context, id), ...evidenceBlocks(context, id)],
    },
  ]
}

/** How many answers were agreed, with how many dissents. */
function agreedLead(context: Context, id: string): string {
  const own = context.asked.filter(({ item }) => {
    const of = context.item(item)
    return of.kind === 'question' && of.sector === id
  })
  return context.say('answers.lead', {
    of: own.length,
    agreed: own.filter(({ agreed }) => agreed !== undefined).length,
    dissents: own.reduce((sum, { agreed }) => sum + (agreed?.dissent?.length ?? 0), 0),
  })
}

/** What the sector gives to others and takes from them. */
export function linkBlocks(context: Context, id: string): Block[] {
  const { say, number, words } = context
  const columns = [
    column(say('column.sector'), 60),
    column(say('links.direct'), 50),
    column(say('links.total'), 40, 'end'),
  ]
  return (['gives', 'takes'] as const).flatMap((side) => {
    const rows = linksOf(context, id, side).map(({ other, answers, total }) =>
      row(
        [strong(context.sector(other))],
        answers.value === null
          ? [quiet(say('links.estimated'))]
          : [
              { text: levelText(words, answers.value) },
              quiet(answers.state === 'agreed' ? '' : `  ${say('answer.provisional')}`),
            ],
        number(total, 3),
      ),
    )
    if (rows.length === 0) return []
    return [
      heading(say('links.title', { side, sector: context.sector(id) })),
      ...table(say('links.title', { side, sector: context.sector(id) }), columns, rows),
    ]
  })
}

/** Findings that name the sector, and what could be done. */
function ruleBlocks(context: Context, sector: SectorResult): Block[] {
  const { say, round } = context
  const findings = (round.findings ?? []).filter(({ sectors }) => sectors.includes(sector.id))
  const actions = (round.actions ?? []).filter((action) => action.sector === sector.id)
  return [
    ...(findings.length === 0 ? [paragraph(say('findings.sector.none'))] : findingsBlocks(context, findings)),
    ...chosenBlocks(context, actions),
    heading(say('actions.catalogue')),
    ...catalogueBlocks(context, sector),
  ]
}
