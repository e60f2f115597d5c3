/** The meeting: its agenda, a page an item for the projector, what is agreed there, and who was there. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import { checkAgreed } from './answers/check.js'
import { errorsOf, stampOf } from './answers/form.js'
import { saveChecked } from './answers/save.js'
import { askedIn } from './asked.js'
import { personOf, roundOf } from './context.js'
import { field } from './forms.js'
import { wantsJson } from './guard.js'
import { type Agenda, agendaFor, besidesOf, type Entry } from './meeting/agenda.js'
import { recordAttendance } from './meeting/attendance.js'
import { bothOf, conflictView } from './meeting/conflict.js'
import { queryOf } from './meeting/filter.js'
import { draftOf, isEmpty, readTyped } from './meeting/form.js'
import { type Attempt, agreedNow, dissentVoices, itemView } from './meeting/item.js'
import { listView } from './meeting/list.js'
import { follow, nowIn, stageView, takeLead } from './meeting/now.js'
import { itemPath } from './meeting/rows.js'
import { UNDO, valueBefore } from './meeting/undo.js'
import { roundBar } from './round-bar.js'
import { page } from './views.js'
import { takesAgreed } from './writing.js'

interface ItemParams {
  readonly Params: { readonly item: string }
}
type ItemRequest = FastifyRequest<ItemParams>

export async function meetingRoutes(app: FastifyInstance): Promise<void> {
  const path = '/rounds/:round/meeting'
  const read = { config: { right: 'round:read' } } as const
  const write = { config: { right: 'agreed:write' } } as const
  app.get(path, read, async (request, reply) =>
    page(reply, 'meeting/agenda', await listView(request, await agendaFor(request))),
  )
  app.get(`${path}/now`, read, showNow)
  app.post(`${path}/attendance`, write, saveAttendance)
  app.get<ItemParams>(`${path}/:item`, read, showItem)
  app.post<ItemParams>(`${path}/:item`, write, saveAgreed)
  app.post<ItemParams>(`${path}/:item/undo`, write, undoAgreed)
}

/** The item that the meeting is at: for a script as data, for a person the page itself. */
async function showNow(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const round = roundOf(request).head.id
  const now = nowIn(request)
  const href = now ? itemPath(round, now.item) : `/rounds/${encodeURIComponent(round)}/meeting`
  if (!wantsJson(request)) return reply.redirect(href, 303)
  return reply.send(now ? { item: now.item, href } : { item: null, href })
}

/** An item that the viewer sees, with the agenda that it stands in; undefined while its positions are hidden. */
async function findEntry(request: ItemRequest): Promise<{ agenda: Agenda; entry: Entry | undefined }> {
  const { item } = request.params
  if (!askedIn(roundOf(request)).some(({ id }) => id === item)) {
    throw new MalinesError('not-found', 'This round does not ask such an item.')
  }
  const agenda = await agendaFor(request)
  return { agenda, entry: agenda.all.find((entry) => entry.item === item) }
}

async function showItem(request: ItemRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { agenda, entry } = await findEntry(request)
  if (!entry) return page(reply, 'meeting/hidden', hiddenView(request, agenda))
  follow(request, entry.item)
  return page(reply, 'meeting/item', await itemView(request, agenda, entry))
}

function hiddenView(request: ItemRequest, { context, seen, filter }: Agenda) {
  const { item } = request.params
  const stored = roundOf(request)
  const isHidden = !seen.sight.item(item)
  const reveal = stored.head.reveal === 'facilitator' ? 'facilitator' : 'answer'
  return {
    title: `${context.place(item)}, ${context.label(item)}`,
    round: roundBar(request, stored, 'meeting'),
    scripts: ['meeting.js'],
    place: context.place(item),
    question: context.item(item).source.text,
    text: isHidden ? context.say('results.item.hidden', { reveal }) : context.say('meeting.not-asked'),
    agendaHref: `/rounds/${encodeURIComponent(stored.head.id)}/meeting${queryOf({ ...filter, present: false }, stored)}`,
    stage: stageView(request, context, item),
  }
}

/** The same for what a facilitator writes: everything is open to them. */
async function openEntry(request: ItemRequest): Promise<{ agenda: Agenda; entry: Entry }> {
  const { agenda, entry } = await findEntry(request)
  if (entry) return { agenda, entry }
  throw new MalinesError('invalid', 'This round does not ask this now.')
}

async function saveAgreed(request: ItemRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { agenda, entry } = await openEntry(request)
  const { context } = agenda
  const act = field(request.body, 'act')
  if (act === 'lead') {
    takeLead(request, entry.item)
    return reply.redirect(here(request, agenda), 303)
  }
  const typed = readTyped(request.body, dissentVoices(context, entry))
  const show = async (status: number, attempt: Attempt) =>
    page(reply.code(status), 'meeting/item', await itemView(request, agenda, entry, attempt))
  if (!takesAgreed(roundOf(request))) {
    const text = context.say('meeting.not-saved', { words: typed.rationale || 'none' })
    const notice = { colour: 'danger', heading: context.say('meeting.not-saved.title'), text } as const
    return show(409, { typed, notice })
  }
  if (act === 'postpone' || act === 'take-up') return putOff(request, reply, agenda, entry)
  const before = agreedNow(request, entry.item)?.value ?? null
  if (act === 'both') {
    const notice = {
      colour: 'brand2',
      heading: context.say('conflict.both.title'),
      text: context.say('meeting.both.text'),
    } as const
    return show(200, { typed: bothOf(before, typed), notice })
  }
  // The next item is the one that the page showed, wherever this one stands once it is agreed.
  const next = act === 'next' ? nextOf(request, agenda, entry) : here(request, agenda)
  if (act === 'next' && isEmpty(typed) && before === null) return reply.redirect(next, 303)

  const draft = act === 'take-back' ? ({ answer: 'none' } as const) : draftOf(typed, before, request)
  const stamp = stampOf(request)
  const checked = checkAgreed(draft, entry.of, context.definition)
  const saved = await saveChecked(request, '', entry.of, checked, stamp)
  if (saved.kind === 'invalid') {
    const { summary, byField } = errorsOf(saved.faults, request)
    return show(422, { typed, summary, errors: byField, basedOn: stamp.basedOn })
  }
  if (saved.kind === 'stale') {
    const both = { context, item: entry.item, path: here(request, agenda), current: saved.current, mine: saved.mine }
    return page(reply.code(409), 'meeting/conflict', conflictView(request, both))
  }
  return reply.redirect(next, 303)
}

/** Puts an item off and goes to the next one, or takes it up again; what is agreed meanwhile is not put off. */
async function putOff(request: ItemRequest, reply: FastifyReply, agenda: Agenda, entry: Entry): Promise<FastifyReply> {
  const { hub, store } = request.server
  const { id } = roundOf(request).head
  const by = personOf(request).id
  const isOff = field(request.body, 'act') === 'postpone'
  if (!isOff) await store.postponed.remove(id, entry.item, by)
  else if (entry.agreed === null) await store.postponed.add(id, entry.item, by)
  hub.announce({ round: id, kind: 'meeting' })
  return reply.redirect(isOff ? nextOf(request, agenda, entry) : here(request, agenda), 303)
}

function here(request: ItemRequest, { filter }: Agenda): string {
  const stored = roundOf(request)
  return `${itemPath(stored.head.id, request.params.item)}${queryOf(filter, stored)}`
}

/** The next item of the agenda, after the last one the agenda itself. */
function nextOf(request: ItemRequest, agenda: Agenda, entry: Entry): string {
  const stored = roundOf(request)
  const { next } = besidesOf(agenda, entry.item)
  if (next) return `${itemPath(stored.head.id, next.item)}${queryOf(agenda.filter, stored)}`
  return `/rounds/${encodeURIComponent(stored.head.id)}/meeting${queryOf({ ...agenda.filter, present: false }, stored)}`
}

async function undoAgreed(request: ItemRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { agenda, entry } = await openEntry(request)
  if (!takesAgreed(roundOf(request))) {
    throw new MalinesError('round-closed', 'This round takes no agreed answers now.')
  }
  const events = await request.server.store.answers.history(roundOf(request).head.id, '', entry.item)
  const { basedOn, key } = stampOf(request)
  const stamp = { basedOn, key: `${UNDO}${key}`.slice(0, 100) }
  const saved = await saveChecked(request, '', entry.of, { value: valueBefore(events) }, stamp)
  if (saved.kind === 'stale') {
    const both = { context: agenda.context, item: entry.item, path: here(request, agenda) }
    const view = conflictView(request, { ...both, current: saved.current, mine: saved.mine })
    return page(reply.code(409), 'meeting/conflict', view)
  }
  return reply.redirect(here(request, agenda), 303)
}

async function saveAttendance(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const stored = roundOf(request)
  if (!takesAgreed(stored)) {
    throw new MalinesError('round-closed', 'This round has no meeting now.')
  }
  const errors = await recordAttendance(request)
  if (!errors.any) {
    return reply.redirect(`/rounds/${encodeURIComponent(stored.head.id)}/meeting#attendance`, 303)
  }
  const typed = { name: field(request.body, 'name'), of: field(request.body, 'of'), errors }
  return page(reply.code(422), 'meeting/agenda', await listView(request, await agendaFor(request), typed))
}
