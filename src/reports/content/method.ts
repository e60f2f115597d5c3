/** The method and its settings in words; what is this project's own choice is marked (METHOD, whole). */

import { CAP_SCORE, INPUT_ORDER } from '../explain.js'
import type { Block, Section, Text } from '../model.js'
import type { Context } from './context.js'
import { inputsInUse } from './reasons.js'
import { column, heading, lines, note, row, strong, table } from './text.js'
import { dimensionWeights, weightsWords } from './weights.js'

type Term = Extract<Block, { kind: 'terms' }>['items'][number]

export function methodSection(context: Context): Section {
  const { say } = context
  const items: Term[] = [
    { term: say('method.definition'), text: definitionText(context) },
    { term: say('method.score'), text: scoreText(context) },
    { term: say('method.voices'), text: say('method.voices.text') },
    { term: say('method.published'), text: say('method.published.text') },
    { term: say('method.confidence'), text: say('method.confidence.text') },
    { term: say('method.agreement'), text: say('method.agreement.text') },
    { term: context.inputHead('urgency'), text: say('method.urgency.text') },
    {
      term: context.inputHead('interdependence'),
      text: say('method.interdependence.text', { normaliser: context.result.settings.normaliser }),
    },
    { term: say('method.priority'), text: priorityText(context) },
    { term: say('method.draws'), text: drawsText(context) },
    {
      term: say('method.sources'),
      text: say('method.sources.text', {
        source: context.definition.source.name,
        paragraph: context.definition.source.paragraph,
      }),
    },
  ]
  return {
    id: 'method',
    title: say('method.title'),
    lead: say('method.lead', { method: context.result.method }),
    blocks: [
      { kind: 'terms', items },
      note(say('method.own')),
      note(say('method.files')),
      ...conventionsBlocks(context),
    ],
  }
}

function definitionText(context: Context): Text {
  const { say, result, definition } = context
  const questions = context.asked.filter(({ item }) => context.item(item).kind === 'question').length
  const pairs = context.asked.filter(({ item }) => context.item(item).kind === 'pair').length
  return lines([
    say('method.definition.text', {
      title: definition.title,
      id: definition.id,
      version: definition.version,
      form: result.definition.form,
      questions,
      pairs,
      urgency: context.asked.length - questions - pairs,
    }),
    say('method.hash', { hash: result.definition.hash }),
  ])
}

/** How a sector's score is made of its dimensions, and each dimension of its criteria. */
function scoreText(context: Context): Text {
  const { say, words, definition } = context
  const dimensions = definition.dimensions.map(({ name, rule, parts = [], capped }) => {
    const made =
      rule === 'mean'
        ? say('method.dimension.mean', { name })
        : say('method.dimension.weakest', { name, parts: words.list(parts.map((part) => part.name)) })
    return capped ? `${made} ${say('method.capped', { max: CAP_SCORE })}` : made
  })
  return lines([`${say('method.score.text')} ${dimensionWeights(context)}`, ...dimensions])
}

function priorityText(context: Context): string {
  const { say, words, result } = context
  const used = inputsInUse(context)
  const inputs = INPUT_ORDER.filter((input) => used.includes(input)).map((input) => context.input(input))
  return `${say('method.priority.text', { mode: result.settings.mode, inputs: words.list(inputs) })} ${weightsWords(context)} ${say('method.intervals')}`
}

function drawsText({ say, number, result }: Context): string {
  const { seed } = result.settings
  return result.uncertainty === undefined
    ? say('method.draws.none', { seed: String(seed) })
    : say('method.draws.text', { draws: number(result.uncertainty.draws), seed: String(result.uncertainty.seed) })
}

/** Conventions in force for the State, with what a State bound by one applies too. */
function conventionsBlocks(context: Context): Block[] {
  const { say, definition, values } = context
  const all = definition.conventions.conventions
  if (all.length === 0) return []
  const inForce = all.filter(({ id }) => values.asked.conventions.has(id))
  const columns = [column(say('conventions.short'), 42), column(say('conventions.name'), 128)]
  const rows = inForce.map(({ short, name }) => row([strong(short)], name))
  return [
    heading(say('conventions.in-force', { n: inForce.length, of: all.length })),
    ...(rows.length === 0
      ? [note(say('conventions.none'))]
      : table(say('conventions.caption'), columns, rows, say('conventions.note'))),
  ]
}
