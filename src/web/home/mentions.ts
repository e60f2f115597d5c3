/** Messages in discussions that are addressed to somebody, as far as they may read them. */
import { type Item, itemIndex } from '../../rules/items.js'
import type { Message, Thread } from '../../store/discussion.js'
import type { Store } from '../../store/index.js'
import type { StoredRound } from '../../store/rounds.js'
import { may } from '../access.js'
import { namesIn } from '../answers/names.js'
import type { Viewer } from '../context.js'
import { discussionPath, hearerOf } from '../discussion/hearing.js'
import { roundTitle } from '../round-bar.js'
import { dayIn } from '../writing.js'

export interface Mention {
  readonly who: string
  /** Round, place and label of the item. */
  readonly where: string
  readonly when: string
  readonly text: string
  readonly lang: string
  readonly href: string
  /** Whether its thread is open and the reader has not said anything in it since. */
  readonly isWaiting: boolean
}

/** At most so many are listed, of the newest that the viewer reads: how many are hidden must not show. */
const LISTED = 5
const LOOKED_AT = 30
/** Letters of a message that stand in the list. */
const LETTERS = 240

/**
 * The newest messages of some rounds that name the viewer, those without an answer first. A message is among them only
 * where the page of its discussion shows it to them: the blind rule and the notes of other bodies hold here as there.
 */
export async function mentionsOf(store: Store, viewer: Viewer, rounds: readonly StoredRound[]): Promise<Mention[]> {
  const { person } = viewer
  if (!person) return []
  const found: Mention[] = []
  for (const message of await store.discussion.mentionsOf(person.id)) {
    if (found.length === LOOKED_AT) break
    const stored = rounds.find(({ head }) => head.id === message.round)
    const item = stored && itemIndex(stored.definition.definition).byId.get(message.item)
    if (!stored || !item) continue
    const thread = await threadSeen(store, viewer, stored, item, message)
    if (thread) found.push(mentionOf(viewer, stored, thread, message))
  }
  const isWaiting = (of: Mention) => Number(of.isWaiting)
  return found.sort((a, b) => isWaiting(b) - isWaiting(a)).slice(0, LISTED)
}

/** The thread of a message as the viewer reads it; undefined while the message is hidden from them. */
async function threadSeen(
  { discussion }: Store,
  viewer: Viewer,
  stored: StoredRound,
  item: Item,
  { id, body }: Message,
): Promise<Thread | undefined> {
  const place = { assessment: stored.assessment, stored }
  if (may(viewer, 'round:read', place) !== 'yes') return undefined
  const hearer = hearerOf({ viewer, place }, item)
  if (!hearer.all && body !== null && !hearer.bodies.includes(body)) return undefined
  const threads = await discussion.listOf(stored.head.id, item.id, hearer)
  return threads.find(({ messages }) => messages.some((one) => one.id === id))
}

function mentionOf({ words, person }: Viewer, stored: StoredRound, thread: Thread, message: Message): Mention {
  const { say } = words
  const { head, assessment, round } = stored
  const names = namesIn(stored, words)
  const since = thread.messages.slice(thread.messages.findIndex(({ id }) => id === message.id) + 1)
  const isAnswered = since.some((one) => one.person === person?.id)
  return {
    who: round.bodies.find(({ id }) => id === message.body)?.name ?? say('discussion.facilitator'),
    where: say('mentions.where', {
      ...{ round: roundTitle(words, assessment.name, head.name) },
      ...{ place: names.place(message.item), label: names.label(message.item) },
    }),
    when: say('discussion.when', {
      day: words.day(dayIn(head.timeZone, new Date(message.at))),
      time: words.time(message.at, head.timeZone),
    }),
    text: shortened(message.text),
    lang: message.lang,
    href: `${discussionPath(head.id, message.item)}#said-${message.id}`,
    isWaiting: head.state !== 'closed' && thread.settled === null && !isAnswered,
  }
}

/** By letters, so that none is cut in two. */
function shortened(text: string): string {
  const letters = [...text]
  return letters.length <= LETTERS ? text : `${letters.slice(0, LETTERS).join('').trimEnd()}…`
}
