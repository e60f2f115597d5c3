/** Who is here now, and where. */
import type { FastifyRequest } from 'fastify'
import type { Place, Present } from '../../live/hub.js'
import { namesIn, voiceOf } from '../answers/names.js'
import { roundOf } from '../context.js'
import { ownBodies } from '../parts.js'
import { placeText } from './place.js'

export interface HereView {
  readonly people: readonly {
    readonly initials: string
    readonly name: string
    readonly isViewer: boolean
    readonly voice: { readonly id: string; readonly place: number; readonly name: string } | undefined
    readonly where: string
  }[]
  /** How many more are here than are named. */
  readonly more: number
}

/** More would be a crowd, not a list. */
const NAMED = 12

/** The viewer as one who is present. */
export function presentAs({ viewer, place }: Pick<FastifyRequest, 'viewer' | 'place'>, at: Place): Present | undefined {
  const { person } = viewer
  if (!person || !place.stored) return undefined
  const [body] = ownBodies(viewer, place.stored)
  return { person: person.id, name: person.name, voice: body?.voice, place: at }
}

/** Those who are here, and the viewer, who is at this place even before anybody was told. */
export function hereView(request: FastifyRequest, here: readonly Present[], at: Place): HereView {
  const stored = roundOf(request)
  const { words, person } = request.viewer
  const names = namesIn(stored, words)
  const self = presentAs(request, at)
  const others = here.map((one) => (one.person === self?.person ? self : one))
  const all = self && !here.some((one) => one.person === self.person) ? [...others, self] : others
  return {
    people: all.slice(0, NAMED).map(({ person: id, name, voice, place }) => ({
      initials: initialsOf(name),
      name,
      isViewer: id === person?.id,
      voice: voice === undefined ? undefined : voiceOf(voice, names),
      where: placeText(stored, place, words),
    })),
    more: Math.max(0, all.length - NAMED),
  }
}

/** First letters of the first and the last word. */
function initialsOf(name: string): string {
  const parts = name.split(/\s+/).filter((part) => part !== '')
  const ends = parts.length > 1 ? [parts[0], parts.at(-1)] : parts.slice(0, 1)
  return ends
    .map((part) => [...(part ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase()
}
