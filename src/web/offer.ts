/** What an invitation offers, in the words of the invited: for what, how long, until when, who sees it. */
import type { FastifyInstance } from 'fastify'
import type { Words } from '../locales/messages.js'
import { namesOf } from '../reports/words/names.js'
import type { Invitation } from '../store/invitations.js'
import type { Role } from '../store/participants.js'
import type { Reveal, RoundState, StoredRound } from '../store/rounds.js'
import { askedOf } from './asked.js'
import { roundTitle } from './round-bar.js'

/** Minutes that a question and a link between two sectors take: what makes the whole questionnaire about 90. */
const MINUTES = { question: 1.5, link: 1 / 3 }

export interface Offer {
  readonly role: Role
  /** Who invites; undefined when that account is gone. */
  readonly inviter?: string
  readonly assessment: string
  readonly round?: RoundOffer
  readonly body?: BodyOffer
}

interface RoundOffer {
  readonly title: string
  readonly state: RoundState
  readonly closesOn: string | null
  /** Bodies no longer write. */
  readonly isOver: boolean
  readonly reveal: Reveal
  readonly sectors: number
  readonly languages: string
  readonly voices: readonly { readonly id: string; readonly place: number; readonly name: string }[]
}

interface BodyOffer {
  readonly name: string
  readonly voice: string
  /** Of the major groups, and not of a tier. */
  readonly isGroup: boolean
  /** What the questionnaire promises to groups. */
  readonly rules: readonly string[]
  readonly questions: number
  readonly links: number
  readonly minutes: number
  /** Instead of minutes, from two hours on: in half hours. */
  readonly hours?: number
}

export async function offerOf({ store }: FastifyInstance, invitation: Invitation, words: Words): Promise<Offer> {
  const { role, round, body, createdBy } = invitation
  const inviter = createdBy === null ? undefined : (await store.people.find(createdBy))?.name
  const { name: assessment } = await store.assessments.get(invitation.assessment)
  if (round === null) return { role, inviter, assessment }
  const stored = await store.rounds.load(round)
  return { role, inviter, assessment, round: roundOffer(stored, words), body: bodyOffer(stored, body, words) }
}

const textsOf = ({ definition }: StoredRound, { language }: Words) =>
  definition.languages.get(language) ?? definition.definition

function roundOffer(stored: StoredRound, words: Words): RoundOffer {
  const { head, assessment, round, definition } = stored
  const names = namesOf(textsOf(stored, words), round, words)
  const out = new Set(round.outOfScope?.map(({ sector }) => sector))
  const languages = new Intl.DisplayNames(words.language, { type: 'language' })
  return {
    title: roundTitle(words, assessment.name, head.name),
    state: head.state,
    closesOn: head.closesOn,
    isOver: head.state === 'meeting' || head.state === 'closed',
    reveal: head.reveal,
    sectors: definition.definition.sectors.filter(({ id }) => !out.has(id)).length,
    languages: words.list([...definition.languages.keys()].map((code) => languages.of(code) ?? code)),
    voices: definition.definition.voices.map(({ id }, place) => ({ id, place, name: names.voice(id) })),
  }
}

function bodyOffer(stored: StoredRound, id: string | null, words: Words): BodyOffer | undefined {
  const body = stored.round.bodies.find((one) => one.id === id)
  if (!body) return undefined
  const definition = textsOf(stored, words)
  const voice = definition.voices.find((one) => one.id === body.voice)
  const items = askedOf(stored, body)
  const links = items.filter(({ kind }) => kind === 'pair').length
  const questions = items.length - links
  const isGroup = voice?.kind === 'groups'
  const minutes = questions * MINUTES.question + links * MINUTES.link
  return {
    name: body.name,
    voice: namesOf(definition, stored.round, words).voice(body.voice),
    isGroup,
    rules: isGroup ? definition.major_groups.rules : [],
    questions,
    links,
    minutes: Math.max(10, Math.round(minutes / 10) * 10),
    hours: minutes >= 115 ? Math.round(minutes / 30) / 2 : undefined,
  }
}
