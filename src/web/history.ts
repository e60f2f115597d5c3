/** The history of an answer: each of its versions with author and time, and the way back to one. */
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { Names } from '../reports/words/names.js'
import { levelText } from '../reports/words/numbers.js'
import { type Item, itemIndex } from '../rules/items.js'
import { type AnswerEvent, type AnswerValue, answerKey } from '../store/answers.js'
import { may } from './access.js'
import { findAsked, pathsOf } from './answers/chapters.js'
import { stampOf } from './answers/form.js'
import { namesIn, voiceOf } from './answers/names.js'
import { answerText } from './answers/positions.js'
import { shutOf } from './answers/question.js'
import { askedItem, saveChecked } from './answers/save.js'
import { askedIn } from './asked.js'
import { bodyOf, roundOf } from './context.js'
import { discussionPath } from './discussion/hearing.js'
import { field } from './forms.js'
import { roundBar } from './round-bar.js'
import { sightOf } from './sight.js'
import { type Notice, type PageModel, page } from './views.js'
import { dayIn, takesAgreed } from './writing.js'

interface ItemParams {
  readonly Params: { readonly item: string }
}
type ItemRequest = FastifyRequest<ItemParams>

interface HistoryView extends PageModel {
  readonly path: string
  readonly eyebrow: string
  readonly voice: { readonly id: string; readonly place: number; readonly name: string } | undefined
  readonly question: string
  readonly entries: readonly EntryView[]
  readonly mayRestore: boolean
  readonly stamp: { readonly basedOn: number | ''; readonly key: string }
  readonly links: readonly { readonly href: string; readonly text: string }[]
}

interface EntryView {
  readonly revision: number
  readonly when: string
  readonly answer: string
  readonly who: string
  readonly what: string
  /** Texts that it changed, in their language. */
  readonly texts: readonly { readonly label: string; readonly text: string; readonly lang: string | undefined }[]
  readonly isNow: boolean
}

/** Whose answer a history is of; the body '' is the agreed one. */
interface Subject {
  readonly body: string
  readonly item: Item
  readonly path: string
  /** Whether this viewer may restore now. */
  readonly mayRestore: boolean
}

/** Begins the key of a save that brings an earlier answer back, with its revision. */
const RESTORED = 'restored '

export async function historyRoutes(app: FastifyInstance): Promise<void> {
  const own = '/rounds/:round/bodies/:body/answers/:item/history'
  app.get<ItemParams>(own, { config: { right: 'answer:read' } }, (request, reply) =>
    showHistory(request, reply, ofBody(request)),
  )
  app.post<ItemParams>(own, { config: { right: 'answer:write' } }, (request, reply) => {
    askedItem(request, request.params.item)
    return restore(request, reply, ofBody(request))
  })
  const agreed = '/rounds/:round/agreed/:item/history'
  app.get<ItemParams>(agreed, { config: { right: 'round:read' } }, (request, reply) => {
    const subject = ofAll(request)
    const isOpen = sightOf(roundOf(request), request.viewer).item(subject.item.id)
    return isOpen ? showHistory(request, reply, subject) : page(reply, 'results/hidden', hiddenView(request))
  })
  app.post<ItemParams>(agreed, { config: { right: 'agreed:write' } }, (request, reply) =>
    restore(request, reply, ofAll(request)),
  )
}

/** The answer of the body of the path. Errors: `not-found` item. */
function ofBody(request: ItemRequest): Subject {
  const stored = roundOf(request)
  const body = bodyOf(request)
  const item = itemIndex(stored.definition.definition).byId.get(request.params.item)
  if (!item) throw new MalinesError('not-found', 'This questionnaire has no such question.')
  const mayRestore = findAsked(stored, body, item.id) !== undefined && shutOf(request) === undefined
  return { body: body.id, item, path: `${pathsOf(stored, body).item(item.id)}/history`, mayRestore }
}

/** The agreed answer. Errors: `not-found` when the round does not ask the item. */
function ofAll(request: ItemRequest): Subject {
  const stored = roundOf(request)
  const item = askedIn(stored).find(({ id }) => id === request.params.item)
  if (!item) throw new MalinesError('not-found', 'This round does not ask such an item.')
  const path = `/rounds/${encodeURIComponent(stored.head.id)}/agreed/${encodeURIComponent(item.id)}/history`
  const mayRestore = may(request.viewer, 'agreed:write', request.place) === 'yes' && takesAgreed(stored)
  return { body: '', item, path, mayRestore }
}

async function showHistory(request: ItemRequest, reply: FastifyReply, of: Subject, notice?: Notice) {
  const { done } = request.query as Readonly<Record<string, unknown>>
  const { say } = request.viewer.words
  const restored = { colour: 'success', heading: say('history.restored') } as const
  const told = notice ?? (done === 'restored' ? restored : undefined)
  return page(reply, 'history/history', await historyView(request, of, told))
}

async function restore(request: ItemRequest, reply: FastifyReply, of: Subject): Promise<FastifyReply> {
  if (!of.mayRestore) throw new MalinesError('round-closed', 'This round takes no answers now.')
  const events = await request.server.store.answers.history(roundOf(request).head.id, of.body, of.item.id)
  const wanted = events.find(({ revision }) => String(revision) === field(request.body, 'revision'))
  if (!wanted) throw new MalinesError('invalid', 'This answer has no such version.')
  const { basedOn, key } = stampOf(request)
  const stamp = { basedOn, key: `${RESTORED}${wanted.revision} ${key}`.slice(0, 100) }
  const saved = await saveChecked(request, of.body, of.item, { value: wanted.value }, stamp)
  if (saved.kind === 'saved') return reply.redirect(`${of.path}?done=restored`, 303)
  const { say } = request.viewer.words
  const notice = { colour: 'warning', heading: say('history.stale'), text: say('history.stale.text') } as const
  request.place = { ...request.place, stored: await request.server.store.rounds.load(roundOf(request).head.id) }
  return showHistory(request, reply.code(409), of, notice)
}

async function historyView(request: ItemRequest, of: Subject, notice: Notice | undefined): Promise<HistoryView> {
  const stored = roundOf(request)
  const { words } = request.viewer
  const { say } = words
  const names = namesIn(stored, words)
  const body = stored.round.bodies.find(({ id }) => id === of.body)
  const events = await request.server.store.answers.history(stored.head.id, of.body, of.item.id)
  const current = stored.answers.get(answerKey(of.body, of.item.id))
  const label = names.label(of.item.id)
  const above = body
    ? { href: of.path.replace(/\/history$/, ''), text: label }
    : { href: `/rounds/${encodeURIComponent(stored.head.id)}/meeting/${encodeURIComponent(of.item.id)}`, text: label }
  return {
    title: say('history.title', { item: label }),
    breadcrumbs: [
      body
        ? { href: pathsOf(stored, body).progress, text: body.name }
        : { href: `/rounds/${encodeURIComponent(stored.head.id)}/meeting`, text: say('history.agreed') },
      above,
      { href: of.path, text: say('history.crumb') },
    ],
    round: roundBar(request, stored, body ? 'answer' : 'meeting'),
    timeZone: stored.head.timeZone,
    notice,
    path: of.path,
    eyebrow: body?.name ?? say('history.agreed'),
    voice: body && voiceOf(body.voice, names),
    question: names.item(of.item.id).source.text,
    entries: entriesOf(request, events, of.item, names),
    mayRestore: of.mayRestore,
    stamp: { basedOn: current?.revision ?? '', key: randomUUID() },
    links: linksOf(request, of, above),
  }
}

function linksOf(request: ItemRequest, of: Subject, above: { readonly href: string }): HistoryView['links'] {
  const stored = roundOf(request)
  const { say } = request.viewer.words
  const round = `/rounds/${encodeURIComponent(stored.head.id)}`
  const discussion = { href: discussionPath(stored.head.id, of.item.id), text: say('discussion.crumb') }
  if (of.body === '') return [{ ...above, text: say('discussion.link.meeting', { leads: 'no' }) }, discussion]
  const agreed = {
    href: `${round}/agreed/${encodeURIComponent(of.item.id)}/history`,
    text: say('discussion.link.agreed'),
  }
  const isOpen = askedIn(stored).includes(of.item) && sightOf(stored, request.viewer).item(of.item.id)
  return [{ ...above, text: say('history.to-answer') }, discussion, ...(isOpen ? [agreed] : [])]
}

/** The newest first. */
function entriesOf(request: ItemRequest, events: readonly AnswerEvent[], item: Item, names: Names): EntryView[] {
  const { timeZone } = roundOf(request).head
  const { words } = names
  const whenOf = (at: string) =>
    words.say('discussion.when', { day: words.day(dayIn(timeZone, new Date(at))), time: words.time(at, timeZone) })
  const entries = events.map((event, index): EntryView => {
    const before = events[index - 1]
    const from = events.find(({ revision }) => event.key.startsWith(`${RESTORED}${revision} `))
    const changed = changesOf(before?.value ?? null, event.value)
    return {
      revision: event.revision,
      when: whenOf(event.at),
      answer: answerLine(event.value, item, names),
      who: event.personName ?? words.say('history.imported'),
      what: from ? words.say('history.from', { when: whenOf(from.at) }) : whatChanged(before, changed, names),
      texts: textsOf(event.value, changed, names),
      isNow: index === events.length - 1,
    }
  })
  return entries.reverse()
}

const PARTS = ['answer', 'reason', 'confidence', 'comment', 'evidence', 'number', 'rationale', 'dissent'] as const
type Part = (typeof PARTS)[number]

/** The parts of an answer in which two of them differ. */
function changesOf(before: AnswerValue, after: AnswerValue): readonly Part[] {
  const said = (value: AnswerValue, part: Part) =>
    JSON.stringify((part === 'answer' ? (value?.level ?? value?.answer) : value?.[part]) ?? null)
  return PARTS.filter((part) => said(before, part) !== said(after, part))
}

function whatChanged(before: AnswerEvent | undefined, changed: readonly Part[], { words, ...names }: Names): string {
  if (!before) return words.say('history.first')
  const parts = words.list(changed.map((part) => words.say('history.part', { part })))
  const was = changed.includes('answer') ? answerText(before.value, { words, ...names }) : ''
  return words.say('history.changed', { n: changed.length, parts, answered: was === '' ? 'no' : 'yes', was })
}

/** "level 2, Partial, known without document". */
function answerLine(value: AnswerValue, item: Item, names: Names): string {
  const { words, definition } = names
  const answer = answerText(value, names)
  const told = names.item(item.id)
  const scale = told.kind === 'question' ? definition.scales.maturity : undefined
  const level = value?.level === undefined ? undefined : scale?.[value.level]
  const confidence = definition.guide.confidence.find((choice) => choice.value === value?.confidence)?.label
  const number = value?.number === undefined ? undefined : levelText(words, value.number)
  return [answer, level, number, confidence].filter((part) => part !== undefined).join(', ')
}

/** What people wrote in a version, where they changed it. */
function textsOf(value: AnswerValue, changed: readonly Part[], { words, voice }: Names): EntryView['texts'] {
  const { say } = words
  const lang = value?.lang
  const texts: { part: Part; label: string; text: string | undefined }[] = [
    { part: 'reason', label: say('question.reason'), text: value?.reason },
    { part: 'comment', label: say('question.comment'), text: value?.comment },
    { part: 'rationale', label: say('meeting.rationale'), text: value?.rationale },
    ...(value?.dissent ?? []).map(({ voice: id, note }) => {
      return { part: 'dissent' as const, label: say('question.agreed.dissent', { voice: voice(id) }), text: note }
    }),
    ...(value?.evidence ?? []).map(({ title }) => {
      return { part: 'evidence' as const, label: say('question.evidence'), text: title }
    }),
  ]
  return texts.flatMap(({ part, label, text }) => (text && changed.includes(part) ? [{ label, text, lang }] : []))
}

function hiddenView(request: ItemRequest) {
  const stored = roundOf(request)
  const { words } = request.viewer
  const title = words.say('history.title', { item: namesIn(stored, words).label(request.params.item) })
  const reveal = stored.head.reveal === 'facilitator' ? 'facilitator' : 'answer'
  return {
    title,
    heading: title,
    text: words.say('results.item.hidden', { reveal }),
    round: roundBar(request, stored, 'meeting'),
    boardHref: `/rounds/${encodeURIComponent(stored.head.id)}`,
  }
}
