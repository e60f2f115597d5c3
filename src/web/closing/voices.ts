/** The voices of a round before it is closed: which of their bodies have submitted, and who has signed. */
import type { Names } from '../../reports/words/names.js'
import { itemIndex } from '../../rules/items.js'
import { answerKey } from '../../store/answers.js'
import type { Quorum } from '../../store/quorums.js'
import type { StoredRound } from '../../store/rounds.js'
import type { SignOff } from '../../store/sign-offs.js'
import type { Submission } from '../../store/submissions.js'
import type { Sight } from '../sight.js'
import { dayWords } from './when.js'

export interface VoiceRow {
  readonly id: string
  /** Place in the definition's order. */
  readonly place: number
  readonly name: string
  /** Names of its bodies. */
  readonly bodies: readonly string[]
  /** How many of them stand as submitted. */
  readonly submitted: number
  /** How many of them have to: as it was set, else one. */
  readonly quorum: number
  readonly isQuorumSet: boolean
  readonly signed: Signed | undefined
}

interface Signed {
  readonly by: string
  readonly day: string
  readonly note: string | null
  /** Undefined while some positions are hidden from the viewer. */
  readonly dissents: number | undefined
  /** Whether an agreed answer or one of this voice was written after it signed. */
  readonly isChanged: boolean
}

/** The voices that have bodies, in the definition's order. */
export function voiceRows(
  stored: StoredRound,
  names: Names,
  { submissions, signOffs, quorum, sight }: Said,
): readonly VoiceRow[] {
  const submitted = new Set(submissions.filter(({ state }) => state === 'submitted').map(({ body }) => body))
  return names.definition.voices.flatMap(({ id }, place): VoiceRow[] => {
    const bodies = stored.round.bodies.filter(({ voice }) => voice === id)
    if (bodies.length === 0) return []
    const signOff = signOffs.find(({ voice }) => voice === id)
    return [
      {
        ...{ id, place, name: names.voice(id), bodies: bodies.map(({ name }) => name) },
        submitted: bodies.filter((body) => submitted.has(body.id)).length,
        // Bodies may have gone since it was set.
        quorum: Math.min(quorum[id] ?? 1, bodies.length),
        isQuorumSet: quorum[id] !== undefined,
        signed: signOff && signedOf(stored, signOff, names, sight),
      },
    ]
  })
}

interface Said {
  readonly submissions: readonly Submission[]
  readonly signOffs: readonly SignOff[]
  readonly quorum: Quorum
  readonly sight: Sight
}

function signedOf(
  stored: StoredRound,
  { voice, name, at, note, dissents }: SignOff,
  { words }: Names,
  sight: Sight,
): Signed {
  return {
    ...{ by: name, day: dayWords(words, at, stored.head.timeZone), note },
    dissents: sight.everything ? dissents : undefined,
    isChanged: isChangedSince(stored, voice, at),
  }
}

/** Whether an agreed answer or one of a voice's bodies was written after a moment. */
export function isChangedSince(stored: StoredRound, voice: string, at: string): boolean {
  const writers = ['', ...stored.round.bodies.filter((body) => body.voice === voice).map(({ id }) => id)]
  return itemIndex(stored.definition.definition).items.some(({ id }) =>
    writers.some((body) => (stored.answers.get(answerKey(body, id))?.at ?? '') > at),
  )
}

/** How many agreed answers a voice dissents from. */
export function dissentsOf({ round }: StoredRound, voice: string): number {
  return (round.agreed ?? []).filter(({ dissent = [] }) => dissent.some((one) => one.voice === voice)).length
}
