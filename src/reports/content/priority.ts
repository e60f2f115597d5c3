/** The priority report of a round: where to act first, why, and how sure that is. */
import type { Report, Section } from '../model.js'
import { actionsSection } from './actions.js'
import { voiceSections } from './by-voice.js'
import { closingSection } from './closing.js'
import { type Context, contextOf, type RoundReportInput } from './context.js'
import { divergenceSection } from './divergences.js'
import { enablingSection } from './enabling.js'
import { findingsSection } from './findings.js'
import { answeredCover, bodiesFact, frame, lastDay } from './frame.js'
import { heatmapSection } from './heatmap.js'
import { influenceSection } from './influence.js'
import { methodSection } from './method.js'
import { missingSection } from './missing.js'
import { participantsSection } from './participants.js'
import { firstPlaces, rankingSection, sureSection } from './ranking.js'
import { readingSection } from './reading.js'
import { sectorSections } from './sectors.js'
import { strong } from './text.js'

/** @throws RangeError on a round, result and definition that do not belong together */
export function priorityReport(input: RoundReportInput): Report {
  const context = contextOf(input)
  const { say, round, definition, words } = context
  const rounds = say('report.round', { round: round.round.name })
  return frame(context, {
    kind: 'priority',
    name: say('report.priority'),
    rounds,
    cover: {
      ...answeredCover(context),
      subtitle: [
        `${definition.title} ${definition.subtitle}`,
        say('cover.report', { report: say('report.priority'), rounds }),
      ],
      facts: [
        { term: say('cover.first'), text: [strong(firstWords(context))] },
        { term: say('cover.bodies.term'), text: bodiesFact(context) },
        { term: say('cover.day'), text: lastDay(round.round.closesOn, words) },
        { term: say('cover.method'), text: methodFact(context) },
      ],
    },
    closesOn: round.round.closesOn,
    sections: sectionsOf(context, input.closing),
    files: roundFiles(context, input.files),
  })
}

function sectionsOf(context: Context, closing: RoundReportInput['closing']): Section[] {
  const sections: readonly (Section | undefined)[] = [
    readingSection(context, context.say('reading.lead', { n: context.ranked.length + context.unranked.length })),
    rankingSection(context),
    sureSection(context),
    heatmapSection(context),
    ...voiceSections(context),
    divergenceSection(context),
    enablingSection(context),
    influenceSection(context),
    ...sectorSections(context),
    findingsSection(context),
    actionsSection(context),
    missingSection(context),
    participantsSection(context),
    closing && closingSection(context, closing),
    methodSection(context),
  ]
  return sections.filter((section) => section !== undefined)
}

/** "Shelter, then Documents" on the cover. */
function firstWords(context: Context): string {
  const { say, words } = context
  const [first, second] = firstPlaces(context).map((sectors) => words.list(sectors.map(({ id }) => context.sector(id))))
  if (first === undefined) return say('cover.nobody')
  return second === undefined ? first : say('cover.then', { first, second })
}

export function methodFact({ say, result }: Context): string {
  return say('cover.method.text', {
    method: result.method,
    id: result.definition.id,
    version: result.definition.version,
    form: result.definition.form,
    seed: String(result.settings.seed),
  })
}

export function roundFiles({ say }: Context, files: RoundReportInput['files']): Report['attachments'] {
  return [
    { name: 'round.json', description: say('file.round'), json: files.round },
    { name: 'result.json', description: say('file.result'), json: files.result },
  ]
}
