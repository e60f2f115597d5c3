/** Which page of a round somebody looks at, and how it is called. */
import type { Place } from '../../live/hub.js'
import type { Words } from '../../locales/messages.js'
import type { StoredRound } from '../../store/rounds.js'
import { findAsked } from '../answers/chapters.js'
import { chapterName, namesIn } from '../answers/names.js'

/** Pages of a round by their path below it, the first that fits. */
const PAGES: readonly (readonly [page: Place['page'], path: RegExp])[] = [
  ['board', /^$/],
  ['question', /^\/bodies\/(?<body>[^/]+)\/answers\/(?<item>[^/]+)(\/evidence)?$/],
  ['influence', /^\/bodies\/(?<body>[^/]+)\/influence(\/[^/]+)?$/],
  ['progress', /^\/bodies\/(?<body>[^/]+)$/],
  ['meeting', /^\/meeting(\/.*)?$/],
]

/** The page at a path, such as `/rounds/r/bodies/b`; `round` for any other than those that are told apart. */
export function placeAt(round: string, path: string): Place {
  const below = decoded(path).replace(`/rounds/${round}`, '').replace(/\/$/, '')
  for (const [page, pattern] of PAGES) {
    const found = pattern.exec(below)
    if (found) return { page, ...found.groups }
  }
  return { page: 'round' }
}

/** Such as "Documents, question 3". */
export function placeText(stored: StoredRound, { page, body: id, item }: Place, words: Words): string {
  const body = stored.round.bodies.find((one) => one.id === id)
  const found = body && item !== undefined ? findAsked(stored, body, item) : undefined
  if (!found) return words.say('live.at', { page: page === 'question' ? 'progress' : page })
  const chapter = chapterName(found.chapter.id, namesIn(stored, words))
  return words.say('live.at.question', { chapter, n: found.chapter.items.indexOf(found.item) + 1 })
}

function decoded(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return ''
  }
}
