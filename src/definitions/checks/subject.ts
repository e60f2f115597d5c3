import type { Definition, Question, Sector } from '../../rules/model.js'
import type { Content } from '../content.js'
import { FILES, sectorFile } from '../folder.js'
import { inside, type Place, type Report } from '../tree.js'

/** What the checks go through: a definition whose values have the right types, but may still make no sense together. */
export interface Subject {
  /** Ids of the sectors as the frame lists them, in the order of `content.sectors`. */
  readonly sectors: readonly string[]
  readonly content: Content
  /** Whether a file could be read at all; where it could not, that is its one fault. */
  readonly canRead: (file: string) => boolean
  readonly report: Report
}

/** Something of the definition and where it stands. */
export interface Placed<T> {
  readonly value: T
  readonly place: Place
}

export type Item = { readonly id: string } & Pick<Question, 'comparability' | 'show_if'>

export const top = (file: string): Place => ({ file, path: [] })

/** The entries of a list with their places. */
export const placed = <T>(list: readonly T[], place: Place, ...steps: string[]): Placed<T>[] =>
  list.map((value, index) => ({ value, place: inside(place, ...steps, index) }))

/** The sectors whose files could be read. */
export function sectorsOf({ sectors, content, canRead }: Subject): (Placed<Sector> & { readonly id: string })[] {
  return sectors.flatMap((id, index) => {
    const value = content.sectors[index]
    return value && canRead(sectorFile(id)) ? [{ id, value, place: top(sectorFile(id)) }] : []
  })
}

/** The entries of one list of every sector. */
export function inSectors<K extends 'questions' | 'urgency' | 'actions' | 'standards' | 'urgency_triggers'>(
  subject: Subject,
  key: K,
): Placed<Sector[K][number]>[] {
  return sectorsOf(subject).flatMap(({ value, place }) => placed<Sector[K][number]>(value[key], place, key))
}

export const crossCuttingOf = <K extends keyof Definition['cross_cutting']>({ content }: Subject, key: K) =>
  placed<Definition['cross_cutting'][K][number]>(content.cross_cutting[key], top(FILES.crossCutting), key)

export const pairsOf = ({ content }: Subject) =>
  placed(content.interdependence.pairs, top(FILES.interdependence), 'pairs')

/** Everything that takes an answer. */
export function itemsOf(subject: Subject): Placed<Item>[] {
  return [
    ...inSectors(subject, 'questions'),
    ...inSectors(subject, 'urgency'),
    ...crossCuttingOf(subject, 'questions'),
    ...pairsOf(subject),
  ]
}
