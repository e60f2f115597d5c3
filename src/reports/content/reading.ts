/** "How to read this report": one mark and two sentences for each kind of thing on the pages. */
import type { Block, Section } from '../model.js'
import type { Context } from './context.js'

type Term = Extract<Block, { kind: 'terms' }>['items'][number]

/** @param lead what this report is for */
export function readingSection(context: Context, lead: string): Section {
  const { say, definition } = context
  const { maturity } = definition.scales
  const items: Term[] = [
    {
      term: say('reading.score'),
      text: say('reading.score.text', {
        lowest: maturity[0],
        highest: maturity[4],
        dimensions: context.words.list(definition.dimensions.map(({ name }) => name)),
      }),
      mark: 'scores',
    },
    {
      term: say('reading.rank'),
      text: say('reading.rank.text', { inputs: context.words.list(rankInputs(context)) }),
      mark: 'ranks',
    },
    { term: say('reading.voices'), text: say('reading.voices.text'), mark: 'voices' },
    { term: say('reading.divergence'), text: say('reading.divergence.text') },
    { term: say('reading.provisional'), text: provisionalText(context) },
    { term: say('reading.missing'), text: say('reading.missing.text') },
    { term: say('reading.not'), text: say('reading.not.text') },
  ]
  return {
    id: 'reading',
    title: say('reading.title'),
    lead,
    blocks: [{ kind: 'terms', items }],
  }
}

function rankInputs(context: Context): string[] {
  const { mode } = context.result.settings
  const inputs = mode === 'both' ? (['need', 'urgency', 'interdependence'] as const) : (['need', mode] as const)
  return inputs.map((input) => context.input(input))
}

/** How many questions of the sectors are not agreed yet, and where most of them stand. */
function provisionalText(context: Context): string {
  const { say, words, definition } = context
  const questions = context.asked.filter(({ item }) => {
    const of = context.item(item)
    return of.kind === 'question' && of.sector !== null
  })
  const open = questions.filter(({ state }) => state === 'provisional')
  const bySector = definition.sectors
    .map(({ id, short }) => ({ short, n: open.filter(({ item }) => context.item(item).sector === id).length }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n)
  const places = words.list(bySector.slice(0, 2).map(({ short }) => short))
  return `${say('reading.provisional.text')} ${say('reading.provisional.count', { n: open.length, of: questions.length, places })}`
}
