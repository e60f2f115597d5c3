/** How to read a comparison. */
import type { Section } from '../model.js'
import type { ComparisonContext } from './comparison-context.js'

export function comparisonReading({ say }: ComparisonContext): Section {
  return {
    id: 'reading',
    title: say('reading.title'),
    lead: say('comparison.reading.lead'),
    blocks: [
      {
        kind: 'terms',
        items: [
          { term: say('comparison.reading.score'), text: say('comparison.reading.score.text'), mark: 'scores' },
          { term: say('comparison.reading.common'), text: say('comparison.reading.common.text') },
          { term: say('comparison.reading.basis'), text: say('comparison.reading.basis.text') },
          { term: say('comparison.reading.clear'), text: say('comparison.reading.clear.text') },
          { term: say('comparison.reading.parts'), text: say('comparison.reading.parts.text') },
          { term: say('comparison.reading.ranks'), text: say('comparison.reading.ranks.text'), mark: 'ranks' },
          { term: say('reading.not'), text: say('comparison.reading.not.text') },
        ],
      },
    ],
  }
}
