/** The first page of a questionnaire on paper: how to answer; and the words that it uses. */
import { URGENCY } from '../../rules/chapters.js'
import { conditionOf } from '../../rules/items.js'
import { LEVELS } from '../../rules/model.js'
import type { Block, Section } from '../model.js'
import type { PaperContext } from './paper-context.js'

type Term = Extract<Block, { kind: 'terms' }>['items'][number]

export function howSection(context: PaperContext): Section {
  const { say, definition, words, round } = context
  const { guide, scales } = definition
  const scale = words.list(LEVELS.map((level) => say('paper.how.level', { level, name: scales.maturity[level] })))
  const choices = guide.confidence.map(({ label }) => label).join(say('question.evidence.between'))
  const { closesOn } = round.round
  const items: readonly Term[] = [
    {
      term: say('paper.how.levels'),
      text: say('paper.how.levels.text', { scale, rule: guide.rule_for_levels }),
      mark: 'boxes',
    },
    ...urgencyTerm(context),
    { term: say('paper.how.dk'), text: say('paper.how.dk.text') },
    { term: say('paper.how.na'), text: say('paper.how.na.text') },
    { term: say('paper.how.support'), text: say('paper.how.support.text', { choices, privacy: guide.privacy }) },
    ...conditionTerm(context),
    { term: say('paper.how.who'), text: say('paper.how.who.text') },
    {
      term: say('paper.how.after'),
      text: say('paper.how.after.text', { day: closesOn === undefined ? 'none' : words.day(closesOn) }),
    },
  ]
  return {
    id: 'how',
    title: say('paper.how.title'),
    lead: say('paper.how.lead'),
    blocks: [{ kind: 'terms', items }],
  }
}

function urgencyTerm({ say, chapters }: PaperContext): readonly Term[] {
  if (!chapters.some(({ id }) => id === URGENCY)) return []
  const rule = say('question.rule', { kind: 'urgency' })
  return [{ term: say('paper.how.urgency'), text: say('paper.how.urgency.text', { rule }) }]
}

/** Only where a question rests on another one. */
function conditionTerm({ say, chapters }: PaperContext): readonly Term[] {
  const conditions = chapters.flatMap(({ items }) => items.map((item) => conditionOf(item)))
  if (!conditions.some((condition) => condition && 'item' in condition)) return []
  return [{ term: say('paper.how.only'), text: say('paper.how.only.text') }]
}

/** The words of the questionnaire's own glossary; no section where it has none. */
export function wordsSection({ say, definition }: PaperContext): readonly Section[] {
  const items = definition.guide.words.map(({ term, definition: text }) => ({ term, text }))
  if (items.length === 0) return []
  return [{ id: 'words', title: say('paper.words'), continues: true, blocks: [{ kind: 'terms', items }] }]
}
