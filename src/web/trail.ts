/** The trail of a round for its facilitator: who did what and when, page by page, and whole as a table. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { csvOf } from '../reports/csv.js'
import type { AuditEntry, AuditHead } from '../store/audit-entry.js'
import type { Store } from '../store/index.js'
import type { StoredRound } from '../store/rounds.js'
import { namesIn } from './answers/names.js'
import { KINDS, type Kind, type Telling, type Told, told } from './closing/entries.js'
import { dayWords } from './closing/when.js'
import { roundOf } from './context.js'
import { fileName, sendFile } from './downloads/file.js'
import { roundBar } from './round-bar.js'
import { type PageModel, page } from './views.js'

interface TrailView extends PageModel {
  readonly id: string
  readonly kinds: readonly { readonly kind: string; readonly current: boolean }[]
  readonly rows: readonly Row[]
  readonly head: AuditHead
  /** The first page, when this is another one. */
  readonly newest: string | undefined
  readonly older: string | undefined
  readonly download: string
}

interface Row extends Told {
  readonly seq: number
  readonly day: string
  readonly at: string
  readonly who: string | null
}

interface TrailQuery {
  readonly Querystring: { readonly kind?: unknown; readonly before?: unknown }
}

/** Entries of a page, and of one read for the table. */
const PAGE = 50
const AT_ONCE = 1_000

export async function trailRoutes(app: FastifyInstance): Promise<void> {
  const manage = { config: { right: 'round:manage' } } as const
  app.get<TrailQuery>('/rounds/:round/manage/trail', manage, async (request, reply) =>
    page(reply, 'trail/trail', await trailView(request)),
  )
  app.get('/rounds/:round/manage/trail.csv', manage, sendTable)
}

async function trailView(request: FastifyRequest<TrailQuery>): Promise<TrailView> {
  const stored = roundOf(request)
  const { store } = request.server
  const { words } = request.viewer
  const kind = kindOf(request.query.kind)
  const before = numberOf(request.query.before)
  const actions = kind && { actions: KINDS[kind] }
  const found = await store.audit.listOf({ round: stored.head.id }, { before, limit: PAGE + 1, ...actions })
  const entries = found.slice(0, PAGE)
  const telling = await tellingOf(request, stored, entries)
  const { timeZone, id } = stored.head
  const path = `/rounds/${id}/manage/trail`
  const last = found.length > PAGE ? entries.at(-1)?.seq : undefined
  return {
    title: words.say('trail.title'),
    round: roundBar(request, stored, 'manage'),
    timeZone,
    id,
    kinds: Object.keys(KINDS).map((one) => ({ kind: one, current: one === kind })),
    rows: entries.map((entry) => ({
      ...{ seq: entry.seq, at: entry.at, day: dayWords(words, entry.at, timeZone), who: entry.personName },
      ...told(entry, telling),
    })),
    head: await store.audit.head(),
    newest: before === undefined ? undefined : addressOf(path, kind, undefined),
    older: last === undefined ? undefined : addressOf(path, kind, last),
    download: `${path}.csv`,
  }
}

function addressOf(path: string, kind: Kind | undefined, before: number | undefined): string {
  const query = new URLSearchParams({ ...(kind && { kind }), ...(before && { before: String(before) }) })
  return query.size === 0 ? path : `${path}?${query}`
}

const kindOf = (text: unknown): Kind | undefined => (Object.keys(KINDS) as Kind[]).find((kind) => kind === text)

const numberOf = (text: unknown): number | undefined =>
  typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined

async function tellingOf(
  { server, viewer }: FastifyRequest,
  stored: StoredRound,
  entries: readonly AuditEntry[],
): Promise<Telling> {
  const { store } = server
  const ids = entries.flatMap(({ action, details }) => (action === 'participant' ? [String(details.person)] : []))
  const people = await Promise.all([...new Set(ids)].map((id) => store.people.find(id)))
  const versions = await store.versions.listOf(stored.head.id)
  return {
    stored,
    names: namesIn(stored, viewer.words),
    people: new Map(people.flatMap((person) => (person ? [[person.id, person.name] as const] : []))),
    versions: new Map(versions.map(({ id, name }) => [id, name])),
  }
}

const COLUMNS = ['number', 'at', 'person', 'action', 'text', 'details', 'previous', 'hash'] as const

/** All entries of the round, the oldest first, with what their hashes are made of. */
async function sendTable(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const stored = roundOf(request)
  const { words } = request.viewer
  const entries = await allOf(request.server.store, stored.head.id)
  const telling = await tellingOf(request, stored, entries)
  const notes = new Set(
    entries.filter(({ details }) => details.isPrivate === true).map(({ details }) => details.thread),
  )
  const rows = entries.map((entry) => {
    const { seq, at, personName, action, details, previous, hash } = entry
    const { text, quote } = told(entry, telling)
    const sentence = quote === undefined ? text : words.say('trail.quoted', { text, quote })
    const shown = action === 'discussion' && notes.has(details.thread) ? '' : JSON.stringify(details)
    return [String(seq), at, personName ?? '', action, sentence, shown, previous, hash]
  })
  const heads = COLUMNS.map((column) => words.say('trail.column', { column }))
  const name = fileName([stored.assessment.name, stored.head.name, 'trail', words.language], 'csv')
  return sendFile(reply, name, 'text/csv; charset=utf-8', csvOf([heads, ...rows]))
}

async function allOf(store: Store, round: string): Promise<readonly AuditEntry[]> {
  const all: AuditEntry[] = []
  for (let before: number | undefined; ; before = all.at(-1)?.seq) {
    const found = await store.audit.listOf({ round }, { before, limit: AT_ONCE })
    all.push(...found)
    if (found.length < AT_ONCE) return all.reverse()
  }
}
