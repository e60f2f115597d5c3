/** Small helpers for values of unknown shape and for the way to a place in them. */

export type Step = string | number

/** A place in a file of the definition. */
export interface Place {
  readonly file: string
  readonly path: readonly Step[]
}

/** Takes down a fault at a place. */
export type Report = (place: Place, reason: string) => void

/** A place further inside. */
export const inside = (place: Place, ...steps: Step[]): Place => ({ file: place.file, path: [...place.path, ...steps] })

/** RFC 6901: `['levels', 0]` is `/levels/0`. */
export const pointer = (path: readonly Step[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The id of the innermost entry on the way to a place, such as the question that a fault is in; '' without any. */
export function idOnTheWay(value: unknown, path: string): string {
  let id = ''
  let here = value
  for (const step of path.split('/').slice(1)) {
    if (Array.isArray(here)) here = here[Number(step)]
    else here = isRecord(here) ? here[step] : undefined
    if (isRecord(here) && typeof here.id === 'string') id = here.id
  }
  return id
}
