/** Bodies by voice with their people and links, as the table of a round shows them. */
import type { Words } from '../../locales/messages.js'
import type { Body } from '../../rules/model.js'
import { type Invitation, stateOf } from '../../store/invitations.js'
import type { Participant } from '../../store/participants.js'
import { askedOf, hasAnswered } from '../asked.js'
import { type LinkRow, linkRow } from '../links.js'
import type { Setting } from './part.js'

type Person = Participant & { readonly name: string; readonly email: string }

/** Somebody who takes part, or a link by which somebody may. */
export interface PersonRow {
  readonly who: string
  readonly email?: string
  readonly role: Participant['role']
  readonly body: string | null
  readonly isSelf: boolean
  /** The part, for those who have one. */
  readonly part?: string
  readonly link?: LinkRow
}

export interface Register {
  readonly rows: readonly PersonRow[]
  /** Observers and analysts. */
  readonly readers: readonly PersonRow[]
  /** How many links of bodies have expired or were revoked. */
  readonly lockedOut: number
}

export interface BodyRow {
  readonly id: string
  readonly name: string
  readonly voice: { readonly id: string; readonly place: number; readonly name: string }
  readonly answered: number
  readonly asked: number
  readonly progress: 'none' | 'some' | 'all'
  /** Those who take part, then the links that are not used up. */
  readonly people: readonly PersonRow[]
  /** Links that are used up. */
  readonly used: readonly PersonRow[]
}

export interface VoiceRows {
  readonly id: string
  readonly place: number
  readonly name: string
  /** What the questionnaire calls it, when the place has a name of its own for it. */
  readonly general: string | undefined
  readonly bodies: readonly BodyRow[]
}

/** People and links of one round. */
export function registerOf(
  { people, links }: { readonly people: readonly Person[]; readonly links: readonly Invitation[] },
  { now, words, self }: { readonly now: Date; readonly words: Words; readonly self: string },
): Register {
  const rows = [
    ...people.map(({ id: part, name: who, email, role, body, person }): PersonRow => {
      return { who, email, role, body, isSelf: person === self, part }
    }),
    ...links.map((link): PersonRow => {
      const row = linkRow(link, now, words)
      return { who: row.who, role: link.role, body: link.body, isSelf: false, link: row }
    }),
  ]
  const dead = links.filter((link) => link.body !== null && ['expired', 'revoked'].includes(stateOf(link, now)))
  return { rows, readers: rows.filter(({ body }) => body === null), lockedOut: dead.length }
}

/** The bodies of each voice, in the definition's order. */
export function voiceRows(setting: Setting, register: Register): readonly VoiceRows[] {
  const { definition, stored, names } = setting
  return definition.voices.map(({ id, name }, place) => ({
    id,
    place,
    name: names.voice(id),
    general: names.voice(id) === name ? undefined : name,
    bodies: stored.round.bodies.filter(({ voice }) => voice === id).map((body) => bodyRow(setting, register, body)),
  }))
}

export function bodyRow({ definition, stored, names }: Setting, register: Register, body: Body): BodyRow {
  const items = askedOf(stored, body)
  const answered = items.filter(({ id }) => hasAnswered(stored, body, id)).length
  const rows = register.rows.filter((row) => row.body === body.id)
  const isUsed = ({ link }: PersonRow) => link !== undefined && link.deeds.length === 0
  return {
    id: body.id,
    name: body.name,
    voice: {
      id: body.voice,
      place: definition.voices.findIndex(({ id }) => id === body.voice),
      name: names.voice(body.voice),
    },
    answered,
    asked: items.length,
    progress: answered === 0 ? 'none' : answered < items.length ? 'some' : 'all',
    people: rows.filter((row) => !isUsed(row)),
    used: rows.filter(isUsed),
  }
}
