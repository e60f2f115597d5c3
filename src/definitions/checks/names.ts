import { FILES, sectorFile } from '../folder.js'
import { inSectors, itemsOf, type Subject } from './subject.js'

/** The names of one kind of thing, to hold references against. */
export interface Names {
  readonly what: string
  readonly has: (name: string | number) => boolean
  readonly list: readonly (string | number)[]
}

/** Names that are `complete` only when every file that gives them could be read; otherwise any name passes. */
function names(what: string, list: readonly (string | number)[], complete = true): Names {
  const set = new Set(list)
  return { what, list, has: (name) => !complete || name === '' || set.has(name) }
}

/** A reference that leads nowhere, in words. */
export function unknownName({ what, list }: Names, name: string | number): string {
  const known = list.length > 0 && list.length <= 12 ? `; there are ${list.join(', ')}` : ''
  return `there is no ${what} "${name}"${known}`
}

export type AllNames = ReturnType<typeof allNames>

/** All names that references in a definition lead to. */
export function allNames(subject: Subject) {
  const { content, sectors, canRead } = subject
  const allSectors = sectors.every((id) => canRead(sectorFile(id)))
  const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id)
  return {
    voices: names('voice', ids(content.voices)),
    tiers: names('tier', ids(content.voices.filter(({ kind }) => kind === 'tier'))),
    dimensions: names('dimension', ids(content.dimensions)),
    criteria: names('criterion', ids(content.criteria)),
    sectors: names('sector', sectors),
    articleKeys: names('sector', [...sectors, 'cross']),
    bands: names('band', ids(content.bands)),
    profile: names('field of the profile', ids(content.profile)),
    mgiDomains: names(
      'MGI domain',
      content.mgi_domains.map(({ number }) => number),
    ),
    gcmObjectives: names(
      'GCM objective',
      content.gcm_titles.map(({ number }) => number),
    ),
    conventions: names('convention', ids(content.conventions.conventions), canRead(FILES.conventions)),
    categories: names('category', ids(content.major_groups.categories)),
    standards: names('standard', ids(inSectors(subject, 'standards').map(({ value }) => value)), allSectors),
    items: names(
      'item',
      ids(itemsOf(subject).map(({ value }) => value)),
      allSectors && canRead(FILES.crossCutting) && canRead(FILES.interdependence),
    ),
  }
}
