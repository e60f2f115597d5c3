import type { Conventions, CrossCutting, Definition, Interdependence, MajorGroups, Sector } from '../rules/model.js'
import { FILES, sectorFile } from './folder.js'
import { type Kind, schemaOf, settle } from './schema.js'

/** A definition before it has its hash. */
export type Content = Omit<Definition, 'hash'>

type Frame = Omit<Content, 'sectors' | 'cross_cutting' | 'interdependence' | 'conventions' | 'major_groups'>

/** Puts the files together, each with the types that its schema asks for; one that could not be read counts as empty. */
export function assemble(sectors: readonly string[], contentOf: (file: string) => unknown): Content {
  const part = (file: string, kind: Kind) => contentOf(file) ?? settle(schemaOf(kind), {})
  const frame = part(FILES.frame, 'definition') as Frame
  const conventions = part(FILES.conventions, 'conventions') as Conventions
  return {
    ...frame,
    sectors: sectors.map((id) => part(sectorFile(id), 'sector') as Sector),
    cross_cutting: part(FILES.crossCutting, 'cross-cutting') as CrossCutting,
    interdependence: part(FILES.interdependence, 'interdependence') as Interdependence,
    conventions: { ...conventions, conventions: conventions.conventions.map((one) => withArticles(one, sectors)) },
    major_groups: part(FILES.majorGroups, 'major-groups') as MajorGroups,
  }
}

/** A convention with a list of articles for each sector; the files leave out those without any. */
function withArticles(convention: Conventions['conventions'][number], sectors: readonly string[]) {
  const none = Object.fromEntries([...sectors, 'cross'].map((sector) => [sector, []]))
  return { ...convention, articles: { ...none, ...convention.articles } }
}
