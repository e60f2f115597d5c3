/** Flags of a result in words (METHOD 3.9, 7, 8; ROUND-FILE). */
import type { Flag } from '../../rules/model.js'
import type { Names } from './names.js'

export function flagWords(flag: Flag, names: Names): string {
  const { say } = names.words
  switch (flag.kind) {
    case 'weakest-link': {
      const criterion = names.definition.criteria.find(({ id, dimension }) => flag.at === `${dimension}.${id}`)
      return say('flag.weakest-link', { sector: names.sector(flag.sector), criterion: criterion?.label ?? flag.at })
    }
    case 'dimension-spread':
      return say('flag.dimension-spread', { sector: names.sector(flag.sector), dimension: names.dimension(flag.at) })
    case 'top-three':
      return say('flag.top-three', { sector: names.sector(flag.sector), input: flag.at })
    case 'scope-dispute':
      return say('flag.scope-dispute', { place: names.place(flag.item), label: names.label(flag.item) })
    case 'filled-cell':
      return say('flag.filled-cell', { label: names.label(flag.item) })
    case 'not-ranked':
      return say('flag.not-ranked', { sector: names.sector(flag.sector) })
    case 'input-missing':
      return say('flag.input-missing', { input: flag.at })
    case 'no-links':
      return say('flag.no-links')
    case 'matrix-coverage':
      return say('flag.matrix-coverage')
    case 'singular-normaliser':
      return say('flag.singular-normaliser')
  }
}
