/** How a comparison is made, with its settings. */
import type { Section, Text } from '../model.js'
import type { ComparisonContext } from './comparison-context.js'
import { lines, note } from './text.js'
import { dimensionWeights } from './weights.js'

export function comparisonMethod(context: ComparisonContext): Section {
  const { say, comparison, after, before } = context
  return {
    id: 'method',
    title: say('method.title'),
    lead: say('comparison.method.lead', { method: comparison.method }),
    blocks: [
      {
        kind: 'terms',
        items: [
          { term: say('method.definition'), text: lines([before, after].map((side) => roundWords(context, side))) },
          { term: say('comparison.reading.common'), text: say('comparison.method.common') },
          {
            term: say('comparison.method.weights'),
            text: `${say('comparison.method.weights.text')} ${dimensionWeights(after)}`,
          },
          { term: say('comparison.reading.parts'), text: say('comparison.method.parts') },
          { term: say('comparison.reading.clear'), text: clearText(context) },
          { term: say('comparison.method.sign'), text: say('comparison.method.sign.text') },
          { term: say('method.sources'), text: say('comparison.method.sources') },
        ],
      },
      note(say('method.own')),
      note(say('comparison.method.files')),
    ],
  }
}

function roundWords({ say }: ComparisonContext, { round, result }: ComparisonContext['after']): string {
  return say('comparison.method.round', {
    round: round.round.name,
    id: result.definition.id,
    version: result.definition.version,
    form: result.definition.form,
    hash: result.definition.hash,
  })
}

function clearText({ say, words, comparison: { uncertainty } }: ComparisonContext): Text {
  return uncertainty === undefined
    ? say('comparison.method.untested')
    : say('comparison.method.clear', {
        draws: words.number(uncertainty.draws),
        seeds: words.list(uncertainty.seeds.map(String)),
      })
}
