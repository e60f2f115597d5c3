/** What a closed round was sealed with, and every time that it was closed before. */
import type { FastifyRequest } from 'fastify'
import type { Closing } from '../../store/closings.js'
import type { Store } from '../../store/index.js'
import type { StoredRound } from '../../store/rounds.js'
import { may } from '../access.js'
import { momentWords } from './when.js'

interface SealView {
  readonly closed: string
  readonly by: string | null
  readonly definition: string
  readonly hash: string
  readonly method: string
  readonly seed: number
  readonly seal: string
  readonly note: string | null
  /** The round as it was sealed, for those who see it whole: actions are followed up after a closing. */
  readonly file?: string
  /** Whether the round and its result in the store are those that were sealed; undefined for one opened again. */
  readonly holds?: boolean
  readonly reopened?: { readonly at: string; readonly by: string | null; readonly reason: string | null }
}

export interface SealsView {
  /** Of the closing that holds. */
  readonly current: SealView | undefined
  /** The newest first. */
  readonly earlier: readonly SealView[]
}

export async function sealsOf(request: FastifyRequest, stored: StoredRound): Promise<SealsView> {
  const { store } = request.server
  const closings = await store.rounds.closings(stored.head.id)
  const views = await Promise.all(closings.map((closing) => viewOf(request, stored, closing)))
  const last = closings.at(-1)
  if (!last || last.reopened !== null) return { current: undefined, earlier: views.reverse() }
  const holds = await store.rounds.isSealed(stored.head.id, last)
  const current = views.pop()
  return { current: current && { ...current, holds }, earlier: views.reverse() }
}

async function viewOf({ server, viewer }: FastifyRequest, stored: StoredRound, closing: Closing): Promise<SealView> {
  const { head, assessment } = stored
  const { seq, part, at, personName, definitionHash, method, result, seal, note, reopened } = closing
  const { id, version } = result.definition
  const moment = (iso: string) => momentWords(viewer.words, iso, head.timeZone)
  return {
    ...{ closed: moment(at), by: personName, definition: `${id} ${version}`, hash: definitionHash },
    ...{ method, seed: result.settings.seed, seal, note },
    ...(may(viewer, 'round:export', { assessment, stored }) === 'yes' && {
      file: `/rounds/${head.id}/past.json?seq=${seq}&part=${part}`,
    }),
    ...(reopened && {
      reopened: { at: moment(reopened.at), by: await nameOf(server.store, reopened.by), reason: reopened.reason },
    }),
  }
}

async function nameOf(store: Store, person: string | null): Promise<string | null> {
  return person === null ? null : ((await store.people.find(person))?.name ?? null)
}
