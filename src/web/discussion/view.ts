/** The page of what is said about an item. */
import type { FastifyRequest } from 'fastify'
import type { Names } from '../../reports/words/names.js'
import type { Item } from '../../rules/items.js'
import { answerKey } from '../../store/answers.js'
import type { Message, Thread } from '../../store/discussion.js'
import type { StoredRound } from '../../store/rounds.js'
import { may } from '../access.js'
import { findAsked, pathsOf } from '../answers/chapters.js'
import { namesIn, voiceOf } from '../answers/names.js'
import { answerText, type PositionLine, positionLines } from '../answers/positions.js'
import { groupOf } from '../asked.js'
import { roundOf } from '../context.js'
import { isFacilitator, ownBodies } from '../parts.js'
import { roundBar } from '../round-bar.js'
import type { PageModel } from '../views.js'
import { dayIn } from '../writing.js'
import { discussionPath, hearerOf, speakersOf } from './hearing.js'
import { type PersonChoice, peopleOf } from './people.js'

/** Longest text, in characters. */
export const LONGEST = 5000

interface DiscussionView extends PageModel {
  readonly path: string
  readonly question: string
  readonly threads: readonly ThreadView[]
  /** The viewer hears only their own and the facilitator. */
  readonly isBlind: boolean
  readonly mayWrite: boolean
  readonly isClosed: boolean
  /** Whose words a message can be; the first one is chosen. */
  readonly speakers: readonly { readonly value: string; readonly text: string }[]
  readonly speaker: string
  readonly lead: string
  readonly people: readonly (PersonChoice & { readonly chosen: boolean })[]
  readonly text: string
  readonly notes: readonly NotesView[]
  readonly positions: readonly PositionLine[]
  readonly links: readonly { readonly href: string; readonly text: string }[]
  readonly summary: readonly { readonly href: string; readonly text: string }[]
  readonly errors: Readonly<Record<string, string>>
}

interface ThreadView {
  readonly id: string
  readonly heading: string
  readonly count: string
  readonly settled: string | undefined
  readonly outcome: string | undefined
  readonly messages: readonly MessageView[]
  readonly mayReply: boolean
  readonly maySettle: boolean
  readonly mayReopen: boolean
  /** Typed but not saved. */
  readonly text: string
  readonly typedOutcome: string
  readonly error: string | undefined
  readonly outcomeError: string | undefined
}

interface MessageView {
  readonly id: string
  readonly who: string
  readonly voice: { readonly id: string; readonly place: number; readonly name: string } | undefined
  readonly when: string
  readonly text: string
  readonly lang: string
  readonly mentions: readonly string[]
  readonly namesViewer: boolean
  readonly position: string | undefined
}

interface NotesView {
  readonly id: string
  readonly title: string
  readonly about: string
  readonly notes: readonly { readonly text: string; readonly lang: string; readonly by: string }[]
  readonly text: string
  readonly error: string | undefined
}

/** What a post left on the page: the text as typed, and what is wrong with it. */
export interface Attempt {
  /** Id of the field that it was typed in. */
  readonly field: string
  readonly text: string
  readonly speaker: string
  readonly people: readonly string[]
  readonly summary?: DiscussionView['summary']
  readonly errors?: DiscussionView['errors']
  readonly notice?: PageModel['notice']
}

/** Ids of fields; a thread's and a body's have its id in them. */
export const fieldOf = {
  text: 'text',
  reply: (thread: string) => `reply-${thread}`,
  outcome: (thread: string) => `outcome-${thread}`,
  note: (body: string) => `note-${body}`,
} as const

/** What a page is made from. */
interface Making {
  readonly request: FastifyRequest
  readonly stored: StoredRound
  readonly item: Item
  readonly names: Names
  readonly all: boolean
  readonly attempt: Attempt | undefined
}

/** The model of the page as its viewer may see it. */
export async function discussionView(request: FastifyRequest, item: Item, attempt?: Attempt): Promise<DiscussionView> {
  const stored = roundOf(request)
  const { viewer, server } = request
  const { say } = viewer.words
  const names = namesIn(stored, viewer.words)
  const hearer = hearerOf(request, item)
  const making: Making = { request, stored, item, names, all: hearer.all, attempt }
  const threads = await server.store.discussion.listOf(stored.head.id, item.id, hearer)
  const speakers = speakersOf(request)
  const isClosed = stored.head.state === 'closed'
  const mayWrite = speakers.length > 0 && !isClosed
  const people = mayWrite ? await peopleOf(request) : []
  const round = `/rounds/${encodeURIComponent(stored.head.id)}`
  const label = names.label(item.id)
  return {
    title: say('discussion.title', { item: label }),
    breadcrumbs: [
      { href: round, text: say('board.title') },
      { href: `${round}#row-${groupOf(item)}`, text: names.place(item.id) },
      { href: discussionPath(stored.head.id, item.id), text: say('discussion.crumb') },
    ],
    round: roundBar(request, stored, speakers.some((body) => body !== null) ? 'answer' : 'board'),
    timeZone: stored.head.timeZone,
    notice: attempt?.notice,
    path: discussionPath(stored.head.id, item.id),
    question: names.item(item.id).source.text,
    threads: threads.filter(({ isPrivate }) => !isPrivate).map((thread) => threadView(making, thread, mayWrite)),
    isBlind: !hearer.all,
    mayWrite,
    isClosed,
    speakers: speakers.map((body) => ({ value: body?.id ?? '', text: body?.name ?? say('discussion.facilitator') })),
    speaker: attempt?.speaker ?? speakers[0]?.id ?? '',
    lead: say('discussion.lead', { who: speakers[0] === null ? 'facilitator' : hearer.all ? 'body' : 'blind' }),
    people: people.map((person) => ({ ...person, chosen: attempt?.people.includes(person.id) ?? false })),
    text: typedIn(attempt, fieldOf.text),
    notes: ownBodies(viewer, stored).map(({ id, name }) => notesView(making, threads, id, name)),
    positions: hearer.all ? positionLines({ stored, item, names }) : [],
    links: linksOf(making, round),
    summary: attempt?.summary ?? [],
    errors: attempt?.errors ?? {},
  }
}

const typedIn = (attempt: Attempt | undefined, field: string) => (attempt?.field === field ? attempt.text : '')

/** Who opened a thread says when it is settled, and so does the facilitator. */
export function maySettle({ viewer, place }: Pick<FastifyRequest, 'viewer' | 'place'>, thread: Thread): boolean {
  const stored = roundOf({ place })
  const body = thread.messages[0]?.body
  return isFacilitator(viewer, stored) || ownBodies(viewer, stored).some(({ id }) => id === body)
}

function threadView(making: Making, thread: Thread, mayWrite: boolean): ThreadView {
  const { request, attempt } = making
  const { say } = request.viewer.words
  const { id, messages, settled } = thread
  const voices = new Set(
    messages.map(({ body }) => (body === null ? '' : making.stored.round.bodies.find((one) => one.id === body)?.voice)),
  )
  const first = messages[0]
  const isMine = mayWrite && maySettle(request, thread)
  return {
    id,
    heading: first ? say('discussion.thread', { who: whoOf(making, first), day: dayOf(making, first.at) }) : '',
    count: say('discussion.count', { n: messages.length, voices: voices.size }),
    settled:
      settled === null
        ? undefined
        : say('discussion.settled', {
            day: dayOf(making, settled.at),
            named: settled.byName ? 'yes' : 'no',
            who: settled.byName ?? '',
          }),
    outcome: settled?.outcome ?? undefined,
    messages: messages.map((message) => messageView(making, message)),
    mayReply: mayWrite && settled === null,
    maySettle: isMine && settled === null,
    mayReopen: isMine && settled !== null,
    text: typedIn(attempt, fieldOf.reply(id)),
    typedOutcome: typedIn(attempt, fieldOf.outcome(id)),
    error: attempt?.errors?.[fieldOf.reply(id)],
    outcomeError: attempt?.errors?.[fieldOf.outcome(id)],
  }
}

function messageView(making: Making, message: Message): MessageView {
  const { request, stored, item, names, all } = making
  const body = stored.round.bodies.find(({ id }) => id === message.body)
  const value = body && stored.answers.get(answerKey(body.id, item.id))?.value
  return {
    id: message.id,
    who: whoOf(making, message),
    voice: body && voiceOf(body.voice, names),
    when: whenOf(making, message.at),
    text: message.text,
    lang: message.lang,
    mentions: message.mentions.map(({ name }) => name),
    namesViewer: message.mentions.some(({ person }) => person === request.viewer.person?.id),
    position: all && value ? names.words.say('discussion.position', { answer: answerText(value, names) }) : undefined,
  }
}

/** A body by its name; a person speaks for it, so that theirs is not said. */
function whoOf({ stored, names }: Making, { body }: Message): string {
  const found = stored.round.bodies.find(({ id }) => id === body)
  return found?.name ?? names.words.say('discussion.facilitator')
}

function notesView(making: Making, threads: readonly Thread[], id: string, name: string): NotesView {
  const { request, attempt } = making
  const { say } = request.viewer.words
  const own = threads.filter(({ isPrivate, messages }) => isPrivate && messages[0]?.body === id)
  return {
    id,
    title: say('discussion.notes', { body: name }),
    about: say('discussion.notes.about'),
    notes: own.flatMap(({ messages }) =>
      messages.map(({ text, lang, personName, at }) => {
        return { text, lang, by: say('discussion.note.by', { who: personName, when: whenOf(making, at) }) }
      }),
    ),
    text: typedIn(attempt, fieldOf.note(id)),
    error: attempt?.errors?.[fieldOf.note(id)],
  }
}

/** Where the item stands elsewhere, for this viewer. */
function linksOf({ request, stored, item, all }: Making, round: string): DiscussionView['links'] {
  const { viewer, place } = request
  const { say } = viewer.words
  const id = encodeURIComponent(item.id)
  const own = ownBodies(viewer, stored).flatMap((body) =>
    findAsked(stored, body, item.id)
      ? [{ href: pathsOf(stored, body).item(item.id), text: say('discussion.link.answer', { body: body.name }) }]
      : [],
  )
  if (!all) return own
  const leads = may(viewer, 'agreed:write', place) === 'yes'
  return [
    ...own,
    { href: `${round}/meeting/${id}`, text: say('discussion.link.meeting', { leads: leads ? 'yes' : 'no' }) },
    { href: `${round}/agreed/${id}/history`, text: say('discussion.link.agreed') },
  ]
}

function dayOf({ request, stored }: Making, at: string): string {
  return request.viewer.words.day(dayIn(stored.head.timeZone, new Date(at)))
}

function whenOf(making: Making, at: string): string {
  const { words } = making.request.viewer
  return words.say('discussion.when', { day: dayOf(making, at), time: words.time(at, making.stored.head.timeZone) })
}
