/** The page of one item in the meeting: every position, how far they lie apart, and what is agreed. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../reports/content/context.js'
import { LEVELS } from '../../rules/model.js'
import { answerKey, type CurrentAnswer } from '../../store/answers.js'
import { may } from '../access.js'
import { LIMITS } from '../answers/check.js'
import { voiceOf } from '../answers/names.js'
import { type AgreedView, agreedView, type PositionLine, positionLines } from '../answers/positions.js'
import { type SavingView, savingView } from '../answers/question.js'
import { roundOf } from '../context.js'
import { linksBeside } from '../discussion/hearing.js'
import { roundBar } from '../round-bar.js'
import { once } from '../scores.js'
import type { PageModel } from '../views.js'
import { dayIn, takesAgreed } from '../writing.js'
import { type Agenda, besidesOf, type Entry, stateOf } from './agenda.js'
import { type Drawings, drawingsOf, levelNames, shortName } from './drawing.js'
import { queryOf } from './filter.js'
import { type Typed, typedOf } from './form.js'
import { type StageView, stageView } from './now.js'
import { type AgendaRow, itemPath, rowOf } from './rows.js'
import { type Verdict, verdictOf } from './verdict.js'

interface Choice {
  readonly id: string
  readonly value: string
  readonly number: number | undefined
  readonly name: string
  readonly text: string | undefined
  readonly checked: boolean
}

interface DissentRow {
  readonly id: string
  readonly voice: { readonly id: string; readonly place: number; readonly name: string }
  readonly note: string
}

interface ItemView extends PageModel {
  readonly action: string
  readonly undo: string
  /** Where a script saves. */
  readonly put: string
  readonly agendaHref: string
  readonly presentHref: string
  readonly present: boolean
  readonly eyebrow: string
  readonly question: string
  readonly help: string | undefined
  readonly drawings: Drawings | undefined
  readonly voices: readonly { readonly id: string; readonly place: number; readonly name: string }[]
  readonly verdict: Verdict
  readonly lines: readonly PositionLine[]
  readonly levels: readonly { readonly level: number; readonly text: string }[]
  readonly writes: boolean
  readonly choices: readonly Choice[]
  readonly typed: Typed
  readonly limits: typeof LIMITS
  readonly mayNa: boolean
  readonly noted: readonly DissentRow[]
  readonly others: readonly DissentRow[]
  readonly agreed: (AgreedView & { readonly text: string | undefined; readonly saved: string | undefined }) | undefined
  readonly stamp: { readonly basedOn: number | ''; readonly key: string }
  readonly revision: number | ''
  readonly saving: SavingView
  readonly summary: readonly { readonly href: string; readonly text: string }[]
  readonly errors: Readonly<Record<string, string>>
  readonly previous: Neighbour | undefined
  readonly next: Neighbour | undefined
  readonly rows: readonly AgendaRow[]
  readonly stage: StageView
  /** The day on which the meeting put the item off. */
  readonly postponed: string | undefined
  readonly isAgreed: boolean
  readonly links: readonly { readonly href: string; readonly text: string }[]
}

interface Neighbour {
  readonly href: string
  readonly name: string
}

/** What a form post left on the page. */
export interface Attempt {
  readonly typed: Typed
  readonly summary?: ItemView['summary']
  readonly errors?: ItemView['errors']
  readonly basedOn?: number | null
  readonly notice?: PageModel['notice']
}

/** What is agreed on an item now. */
export function agreedNow(request: FastifyRequest, item: string): CurrentAnswer | undefined {
  return roundOf(request).answers.get(answerKey('', item))
}

/** Voices that can dissent in the form of an item: those that are asked, and those that did. */
export function dissentVoices(context: Context, { of, agreed }: Entry): readonly string[] {
  const did = new Set(agreed?.dissent?.map(({ voice }) => voice))
  return context.definition.voices.flatMap(({ id }, place) => (of.asksVoice[place] || did.has(id) ? [id] : []))
}

/** The model of the page of an item. */
export async function itemView(
  request: FastifyRequest,
  agenda: Agenda,
  entry: Entry,
  attempt?: Attempt,
): Promise<ItemView> {
  const stored = roundOf(request)
  const { context, seen, filter, entries } = agenda
  const { say, words } = context
  const { item } = entry
  const query = queryOf(filter, stored)
  const base = itemPath(stored.head.id, item)
  const told = context.item(item)
  const current = agreedNow(request, item)
  const lines = positionLines({ stored, item: told, names: context })
  const levels = lines.flatMap(({ level }) => level ?? [])
  const typed = attempt?.typed ?? typedOf(current?.value ?? null)
  const writes = may(request.viewer, 'agreed:write', request.place) === 'yes' && takesAgreed(stored)
  const basedOn = attempt?.basedOn === undefined ? (current?.revision ?? null) : attempt.basedOn
  const beside = besidesOf(agenda, item)
  const place = entries.indexOf(entry) + 1
  const agreed = agreedView({ stored, item: told, names: context })
  const level = current?.value?.level
  const neighbour = (of: Entry | undefined): Neighbour | undefined =>
    of && { href: `${itemPath(stored.head.id, of.item)}${query}`, name: context.place(of.item) }
  return {
    title: `${context.place(item)}, ${context.label(item)}`,
    round: roundBar(request, stored, 'meeting', { saves: writes }),
    notice: attempt?.notice,
    scripts: ['meeting.js'],
    keys: keysOf(writes).map(([keys, key]) => ({ keys, text: say(key) })),
    timeZone: stored.head.timeZone,
    present: filter.present,
    action: `${base}${query}`,
    undo: `${base}/undo${query}`,
    put: `/rounds/${encodeURIComponent(stored.head.id)}/agreed/${encodeURIComponent(item)}`,
    agendaHref: `/rounds/${encodeURIComponent(stored.head.id)}/meeting${queryOf({ ...filter, present: false }, stored)}`,
    presentHref: `${base}${queryOf({ ...filter, present: !filter.present }, stored)}`,
    eyebrow: say('meeting.eyebrow', {
      place: String(place),
      of: String(entries.length),
      listed: place > 0 ? 'yes' : 'no',
      sector: context.place(item),
      part: partOf(context, entry),
    }),
    question: told.source.text,
    help: told.kind === 'pair' ? undefined : told.source.help,
    drawings: once(seen, `meeting ${item} ${words.language}`, () => drawingsOf(context, entry, lines)),
    voices: context.definition.voices.flatMap(({ id }, at) => (told.asksVoice[at] ? [voiceOf(id, context)] : [])),
    verdict: verdictOf(context, entry, levels),
    lines,
    levels: LEVELS.map((one) => ({ level: one, text: levelTexts(context, entry)[one] ?? '' })),
    writes,
    choices: choicesOf(context, entry, typed),
    typed,
    limits: LIMITS,
    mayNa: told.source.not_applicable,
    ...dissentOf(context, entry, typed),
    agreed: agreed && {
      ...agreed,
      text: level === undefined ? undefined : levelTexts(context, entry)[level],
      saved: savingView(current, request).saved,
    },
    stamp: { basedOn: basedOn ?? '', key: randomUUID() },
    revision: current?.revision ?? '',
    saving: savingView(current, request),
    summary: attempt?.summary ?? [],
    errors: attempt?.errors ?? {},
    previous: neighbour(beside.previous),
    next: neighbour(beside.next),
    rows: windowOf(agenda, entry).map((one) => rowOf(request, agenda, one, one === entry)),
    stage: stageView(request, context, item),
    postponed: postponedOn(request, agenda, entry),
    isAgreed: entry.agreed !== null,
    links: await linksBeside(request, item),
  }
}

function postponedOn(request: FastifyRequest, agenda: Agenda, entry: Entry): string | undefined {
  const at = agenda.postponed.get(entry.item)
  if (at === undefined || stateOf(agenda, entry) !== 'postponed') return undefined
  return agenda.context.words.day(dayIn(roundOf(request).head.timeZone, new Date(at)))
}

const WRITING = [
  [['0', '–', '4'], 'meeting.keys.level'],
  [['J'], 'meeting.keys.rationale'],
  [['D'], 'meeting.keys.dissent'],
] as const
const READING = [
  [['N'], 'meeting.keys.next'],
  [['P'], 'meeting.keys.previous'],
  [['F'], 'meeting.keys.present'],
] as const
const LEAVING = [[['Escape'], 'meeting.keys.leave']] as const

const keysOf = (writes: boolean) => (writes ? [...WRITING, ...READING, ...LEAVING] : READING)

/** The dimension of a question, else what kind of item it is. */
function partOf(context: Context, { of, item }: Entry): string {
  return of.kind === 'question' ? context.dimension(of.source.dimension) : context.label(item)
}

function levelTexts(context: Context, { item }: Entry) {
  const told = context.item(item)
  return told.kind === 'pair' ? context.definition.interdependence.scale : told.source.levels
}

function choicesOf(context: Context, entry: Entry, typed: Typed): readonly Choice[] {
  const { say, words } = context
  const names = levelNames(context, entry.of)
  const texts = levelTexts(context, entry)
  const levels = LEVELS.map((level) => ({
    value: String(level),
    number: level,
    name: shortName(names[level] ?? ''),
    text: say('meeting.level', { level: words.number(level), text: texts[level] }),
  }))
  const dk = { value: 'dk', number: undefined, name: say('question.dk'), text: say('question.dk.text') }
  const na = { value: 'na', number: undefined, name: say('question.na'), text: undefined }
  return [...levels, dk, ...(entry.of.source.not_applicable ? [na] : [])].map((choice) => ({
    ...choice,
    id: `level-${choice.value}`,
    checked: typed.answer === choice.value,
  }))
}

/** A field for each voice: in sight where it says something, behind a fold where it does not. */
function dissentOf(context: Context, entry: Entry, typed: Typed): Pick<ItemView, 'noted' | 'others'> {
  const rows = dissentVoices(context, entry).map((id) => ({
    id: `dissent-${id}`,
    voice: voiceOf(id, context),
    note: typed.dissent[id] ?? '',
  }))
  return { noted: rows.filter(({ note }) => note !== ''), others: rows.filter(({ note }) => note === '') }
}

/** How many items of the agenda stand beside one, before and in all. */
const BEFORE = 4
const IN_SIGHT = 9

function windowOf({ entries }: Agenda, entry: Entry): readonly Entry[] {
  const start = Math.max(0, Math.min(entries.indexOf(entry) - BEFORE, entries.length - IN_SIGHT))
  return entries.slice(start, start + IN_SIGHT)
}
