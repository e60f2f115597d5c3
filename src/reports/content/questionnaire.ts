/** The questionnaire on paper: what a round asks, to be filled in by hand. It holds no answer. */
import { type Chapter, CROSS, LINKS, URGENCY } from '../../rules/chapters.js'
import type { Block, Cover, PaperBlock, PaperReport, Run, Section } from '../model.js'
import { one } from '../words/one.js'
import { frame, lastDay } from './frame.js'
import { type PaperContext, paperContext, type QuestionnaireInput } from './paper-context.js'
import { howSection, wordsSection } from './paper-how.js'
import { blankLace, linksSection } from './paper-links.js'
import { questionBlock } from './paper-question.js'
import { heading, note, strong } from './text.js'

/** @throws RangeError on a body that the round does not have */
export function questionnaire(input: QuestionnaireInput): PaperReport {
  const context = paperContext(input)
  const { say, round, definition, reader } = context
  const rounds = say('report.round', { round: round.round.name })
  return frame<Block | PaperBlock>(context, {
    kind: 'questionnaire',
    name: reader ? say('paper.name.body', { body: reader.name }) : say('paper.name'),
    rounds,
    cover: {
      subtitle: [
        `${definition.title} ${definition.subtitle}`,
        say('cover.report', { report: say('paper.name'), rounds }),
      ],
      statement: say('paper.statement'),
      facts: factsOf(context),
      lace: blankLace(context),
    },
    closesOn: round.round.closesOn,
    sections: [
      howSection(context),
      ...wordsSection(context),
      ...context.chapters.map((chapter) => chapterSection(context, chapter)),
    ],
    files: [],
  })
}

/** A place to write what is not known yet. */
const BLANK: readonly Run[] = [{ text: '', blank: true }]

function factsOf(context: PaperContext): Cover['facts'] {
  const { say, reader, words, definition, round, chapters } = context
  const count = (of: (chapter: Chapter) => boolean) =>
    chapters.filter(of).reduce((sum, { items }) => sum + items.length, 0)
  const { id, version } = definition
  return [
    { term: say('paper.body'), text: reader ? [strong(reader.name)] : BLANK },
    {
      term: say('paper.voice'),
      text: reader ? [{ text: context.voice(reader.voice), voice: reader.voice }] : BLANK,
    },
    { term: say('paper.filled-in-by'), text: BLANK },
    { term: say('paper.date'), text: BLANK },
    {
      term: say('paper.questions'),
      text: say('paper.questions.text', {
        questions: count((chapter) => chapter.id !== LINKS),
        links: count((chapter) => chapter.id === LINKS),
      }),
    },
    { term: say('cover.day'), text: lastDay(round.round.closesOn, words) },
    { term: say('paper.version'), text: say('paper.version.text', { id, version, form: round.definition.form }) },
  ]
}

function chapterSection(context: PaperContext, chapter: Chapter): Section<Block | PaperBlock> {
  const { say, definition } = context
  if (chapter.id === LINKS) return linksSection(context, chapter)
  if (chapter.id === URGENCY) {
    return {
      id: chapter.id,
      title: say('progress.urgency'),
      lead: say('question.rule', { kind: 'urgency' }),
      blocks: underHeadings(context, chapter, ({ sector }) => context.sector(sector ?? '')),
    }
  }
  const dimensionOf = (item: Chapter['items'][number]) =>
    item.kind === 'question' ? context.dimension(item.source.dimension) : ''
  const { name, scope } =
    chapter.id === CROSS ? { name: say('progress.cross'), scope: '' } : one(definition.sectors, chapter.id)
  return {
    id: chapter.id,
    title: name,
    blocks: [...(scope === '' ? [] : [note(scope)]), ...underHeadings(context, chapter, dimensionOf)],
  }
}

/** The questions of a chapter, with a heading wherever what they are about changes. */
function underHeadings(
  context: PaperContext,
  { items }: Chapter,
  headOf: (item: Chapter['items'][number]) => string,
): readonly (Block | PaperBlock)[] {
  const told = items.map(({ id }) => context.item(id))
  return told.flatMap((item, i) => {
    const head = headOf(item)
    const before = told[i - 1]
    const question = questionBlock(context, item)
    return before && headOf(before) === head ? [question] : [heading(head), question]
  })
}
