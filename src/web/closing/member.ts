/** How a round is closed, for all who take part: who has signed, what a voice signs, and the seal. */
import type { FastifyRequest } from 'fastify'
import { answerKey } from '../../store/answers.js'
import type { RoundState, StoredRound } from '../../store/rounds.js'
import { namesIn } from '../answers/names.js'
import { askedIn } from '../asked.js'
import { roundOf } from '../context.js'
import type { FormErrors } from '../forms.js'
import { isFacilitator, ownBodies } from '../parts.js'
import { roundBar } from '../round-bar.js'
import { sightOf } from '../sight.js'
import type { PageModel } from '../views.js'
import { noticeOf } from './manage.js'
import { type SealsView, sealsOf } from './seal.js'
import { type VoiceRow, voiceRows } from './voices.js'

interface ClosingView extends PageModel {
  readonly id: string
  readonly state: RoundState
  readonly lead: string
  readonly voices: readonly VoiceRow[]
  readonly leads: boolean
  /** Of each voice that the viewer can sign for. */
  readonly own: readonly OwnVoice[]
  readonly seals: SealsView
  readonly signer: string
  readonly summary: FormErrors['summary']
}

/** What a voice signs. */
interface OwnVoice extends VoiceRow {
  /** Path of the body that the viewer signs as. */
  readonly path: string
  readonly mine: readonly { readonly name: string; readonly href: string }[]
  readonly isOwnSignature: boolean
  readonly dissents: readonly {
    readonly item: string
    readonly href: string
    readonly note: string
    readonly lang: string | undefined
  }[]
  /** Whether agreed answers are hidden from the viewer, which may hold dissents of this voice too. */
  readonly isPartial: boolean
  readonly typed: string
  readonly error: string | undefined
}

/** What a signature that could not be kept left on the page. */
export interface SignAttempt {
  readonly body: string
  readonly typed: string
  readonly errors: FormErrors
}

export async function closingView(request: FastifyRequest, attempt?: SignAttempt): Promise<ClosingView> {
  const stored = roundOf(request)
  const { head } = stored
  const { viewer, server } = request
  const names = namesIn(stored, viewer.words)
  const [submissions, signOffs, quorum] = await Promise.all([
    server.store.submissions.listOf(head.id),
    server.store.signOffs.listOf(head.id),
    server.store.quorums.of(head.id),
  ])
  const voices = voiceRows(stored, names, { submissions, signOffs, quorum, sight: sightOf(stored, viewer) })
  const isRunning = head.state === 'open' || head.state === 'meeting'
  const signers = new Map(signOffs.map(({ voice, person }) => [voice, person]))
  return {
    title: viewer.words.say('closing.member.title'),
    round: roundBar(request, stored, head.state === 'closed' ? 'results' : undefined),
    notice: noticeOf(request, head.state),
    timeZone: head.timeZone,
    id: head.id,
    state: head.state,
    lead: viewer.words.say('closing.member.lead', {
      state: isRunning ? 'running' : head.state,
      ...{ signed: voices.filter(({ signed }) => signed).length, voices: voices.length },
    }),
    voices,
    leads: isFacilitator(viewer, stored),
    own: isRunning ? voices.flatMap((voice) => ownVoice(request, stored, voice, signers.get(voice.id), attempt)) : [],
    seals: await sealsOf(request, stored),
    signer: viewer.person?.name ?? '',
    summary: attempt?.errors.summary ?? [],
  }
}

function ownVoice(
  request: FastifyRequest,
  stored: StoredRound,
  voice: VoiceRow,
  signer: string | null | undefined,
  attempt: SignAttempt | undefined,
): readonly OwnVoice[] {
  const { viewer } = request
  const own = ownBodies(viewer, stored).filter((body) => body.voice === voice.id)
  const [first] = own
  if (!first) return []
  const path = `/rounds/${stored.head.id}`
  const isMine = own.some(({ id }) => id === attempt?.body)
  return [
    {
      ...voice,
      path: `${path}/bodies/${first.id}`,
      mine: own.map(({ id, name }) => ({ name, href: `${path}/bodies/${id}` })),
      isOwnSignature: signer !== undefined && signer === viewer.person?.id,
      dissents: dissentsSeen(request, stored, voice.id),
      isPartial: !sightOf(stored, viewer).everything,
      typed: isMine ? (attempt?.typed ?? '') : '',
      error: isMine ? attempt?.errors.byField[`note-${voice.id}`] : undefined,
    },
  ]
}

/** Dissents of a voice on the items whose positions the viewer sees. */
function dissentsSeen({ viewer }: FastifyRequest, stored: StoredRound, voice: string): OwnVoice['dissents'] {
  const names = namesIn(stored, viewer.words)
  const sight = sightOf(stored, viewer)
  return askedIn(stored).flatMap(({ id }) => {
    const value = sight.item(id) ? stored.answers.get(answerKey('', id))?.value : undefined
    const dissent = value?.dissent?.find((one) => one.voice === voice)
    if (!dissent) return []
    const item = viewer.words.say('closing.item', { place: names.place(id), label: names.label(id) })
    return [{ item, href: `/rounds/${stored.head.id}/results/items/${id}`, note: dissent.note, lang: value?.lang }]
  })
}
