/** The page of one question: what it asks, what was answered, what the others said, and where one is. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Names } from '../../reports/words/names.js'
import { paragraphs } from '../../reports/words/paragraphs.js'
import { askedItems } from '../../rules/asked.js'
import { type Item, itemIndex } from '../../rules/items.js'
import { type Definition, LEVELS, type Question } from '../../rules/model.js'
import type { AnswerValue, CurrentAnswer } from '../../store/answers.js'
import type { StoredRound } from '../../store/rounds.js'
import { may } from '../access.js'
import { hasAnswered } from '../asked.js'
import { bodyOf, roundOf } from '../context.js'
import { roundBar } from '../round-bar.js'
import { sightOf } from '../sight.js'
import type { HeldFile } from '../uploads.js'
import type { PageModel } from '../views.js'
import { dayIn, type Shut, shutFor } from '../writing.js'
import { besides, type Chapter, pathsOf } from './chapters.js'
import { LIMITS } from './check.js'
import { type EvidenceLine, evidenceLines } from './evidence-lines.js'
import type { Typed } from './form.js'
import { chapterName, namesIn, stepName } from './names.js'
import { type ClosedView, closedView, type OthersView, othersView, voicesAt } from './positions.js'
import { currentOf } from './save.js'

interface LevelRow {
  readonly id: string
  readonly name: 'answer'
  readonly value: string
  readonly title: string
  readonly text: string | undefined
  readonly number: number
  readonly checked: boolean
  readonly positions: readonly object[]
}

export interface Step {
  readonly href: string
  readonly text: string
  readonly done: boolean
  readonly current: boolean
}

interface QuestionView extends PageModel {
  readonly path: string
  readonly eyebrow: string
  readonly question: string
  readonly help: string | undefined
  readonly rule: string
  readonly levels: readonly LevelRow[]
  readonly isDk: boolean
  readonly isNa: boolean
  readonly mayNa: boolean
  readonly typed: Typed
  readonly limits: typeof LIMITS
  readonly confidence: readonly {
    readonly id: string
    readonly value: string
    readonly label: string
    readonly checked: boolean
  }[]
  readonly hasNumber: boolean
  readonly evidence: readonly EvidenceLine[]
  readonly suggested: string
  readonly check: ChecksView | undefined
  readonly declaration: string
  readonly others: OthersView | undefined
  readonly closed: ClosedView | undefined
  readonly list: { readonly title: string; readonly steps: readonly Step[] }
  readonly previous: string | undefined
  readonly next: string
  readonly shut: Shut | 'not-yours' | undefined
  readonly wasAnswered: boolean
  readonly body: string
  readonly held: readonly HeldFile[]
  readonly stamp: { readonly basedOn: number | ''; readonly key: string }
  readonly saving: SavingView
  readonly summary: readonly { readonly href: string; readonly text: string }[]
  readonly errors: Readonly<Record<string, string>>
}

/** Conventions in force and published figures to look at before one answers. */
interface ChecksView {
  readonly count: number
  readonly conventions: readonly {
    readonly name: string
    readonly articles: readonly { readonly art: string; readonly about: string }[]
  }[]
  readonly standards: readonly { readonly fact: string; readonly source: string }[]
}

/** What a form post left on the page: text as typed, and what is wrong with it. */
export interface Attempt {
  readonly typed: Typed
  readonly summary?: QuestionView['summary']
  readonly errors?: QuestionView['errors']
  /** Files that were handed in and wait for a save. */
  readonly held?: readonly HeldFile[]
  /** Revision that the next save rests on; the one that the page showed unless given. */
  readonly basedOn?: number | null
  readonly notice?: PageModel['notice']
}

/** The model of a question's page. */
export function questionView(request: FastifyRequest, item: Item, chapter: Chapter, attempt?: Attempt): QuestionView {
  const stored = roundOf(request)
  const body = bodyOf(request)
  const { viewer } = request
  const { words } = viewer
  const names = namesIn(stored, words)
  const told = names.item(item.id)
  const current = currentOf(request, item)
  const place = { stored, item, body, names }
  const sees = sightOf(stored, viewer).item(item.id)
  const others = sees ? othersView(place) : undefined
  const typed = attempt?.typed ?? typedOf(current?.value ?? null)
  const name = chapterName(chapter.id, names)
  const position = { place: chapter.items.indexOf(item) + 1, of: chapter.items.length, chapter: name }
  const paths = pathsOf(stored, body)
  const basedOn = attempt?.basedOn === undefined ? (current?.revision ?? null) : attempt.basedOn
  const { previous: before, next } = besides(stored, body, item)
  const shut = shutOf(request)
  const isQuestion = told.kind === 'question'
  return {
    title: words.say('question.title', position),
    breadcrumbs: [
      { href: paths.progress, text: body.name },
      { href: `${paths.progress}#${chapter.id}`, text: name },
      { href: paths.item(item.id), text: crumbOf(told, names) },
    ],
    round: roundBar(request, stored, item.kind === 'pair' ? 'influence' : 'answer', { saves: shut === undefined }),
    notice: attempt?.notice,
    scripts: ['answer.js'],
    keys: KEYS.map(([keys, key]) => ({ keys, text: words.say(key) })),
    timeZone: stored.head.timeZone,
    path: paths.item(item.id),
    eyebrow: words.say(shut === 'not-yours' ? 'question.eyebrow-read' : 'question.eyebrow', {
      ...position,
      body: body.name,
    }),
    question: told.source.text,
    help: told.kind === 'pair' ? undefined : told.source.help,
    rule: isQuestion ? names.definition.guide.rule_for_levels : words.say('question.rule', { kind: item.kind }),
    levels: levelRows(told, names.definition, typed, others, names),
    isDk: typed.answer === 'dk',
    isNa: typed.answer === 'na',
    mayNa: item.source.not_applicable,
    typed,
    limits: LIMITS,
    confidence: names.definition.guide.confidence.map(({ value, label }) => {
      return { id: `confidence-${value}`, value, label, checked: typed.confidence === value }
    }),
    hasNumber: item.kind === 'urgency' && item.source.numeric_field !== undefined,
    evidence: evidenceLines(stored, current?.value?.evidence ?? [], words),
    suggested: isQuestion ? told.source.evidence.join(words.say('question.evidence.between')) : '',
    check: isQuestion ? checksOf(stored, told, names) : undefined,
    declaration: told.kind === 'pair' ? '' : paragraphs(told.source.declaration, words),
    others,
    closed: sees ? undefined : closedView(place),
    list: { title: name, steps: stepsOf(request, chapter, item, names) },
    previous: before,
    next,
    shut,
    body: body.name,
    held: attempt?.held ?? [],
    wasAnswered: (current?.value ?? null) !== null,
    stamp: { basedOn: basedOn ?? '', key: randomUUID() },
    saving: savingView(current, request),
    summary: attempt?.summary ?? [],
    errors: attempt?.errors ?? {},
  }
}

const KEYS = [
  [['0', '–', '4'], 'question.keys.level'],
  [['D'], 'question.keys.dk'],
  [['X'], 'question.keys.na'],
  [['C'], 'question.keys.comment'],
  [['E'], 'question.keys.evidence'],
  [['N'], 'question.keys.next'],
  [['P'], 'question.keys.previous'],
] as const

/** Why this viewer can't write here now. */
export function shutOf({
  viewer,
  place,
  server,
}: Pick<FastifyRequest, 'viewer' | 'place' | 'server'>): Shut | 'not-yours' | undefined {
  if (may(viewer, 'answer:write', place) !== 'yes') return 'not-yours'
  return place.stored && shutFor(place.stored, server.clock(), place.isSubmitted)
}

/** "Saved at 14:32", on another day with the day. */
export function savedText(
  current: CurrentAnswer | undefined,
  { viewer, place, server }: FastifyRequest,
): string | undefined {
  if (!current) return undefined
  const zone = place.stored?.head.timeZone ?? 'UTC'
  const day = (at: string) => dayIn(zone, new Date(at))
  const isToday = day(current.at) === day(server.clock().toISOString())
  const values = { time: viewer.words.time(current.at, zone), day: viewer.words.day(day(current.at)) }
  return viewer.words.say(isToday ? 'question.saved' : 'question.saved-on', values)
}

/** What the script of a page needs: whose answers these are on this device, and when the last one was saved. */
export interface SavingView {
  readonly owner: string
  readonly saved: string | undefined
}

export function savingView(current: CurrentAnswer | undefined, request: FastifyRequest): SavingView {
  return { owner: request.viewer.person?.id ?? '', saved: savedText(current, request) }
}

/** An answer as its form shows it. */
export function typedOf(value: AnswerValue): Typed {
  return {
    answer: value?.level === undefined ? (value?.answer ?? '') : String(value.level),
    reason: value?.reason ?? '',
    confidence: value?.confidence ?? '',
    comment: value?.comment ?? '',
    commentLang: value?.comment === undefined ? undefined : value.lang,
    number: value?.number === undefined ? '' : String(value.number),
    linkTitle: '',
    link: '',
  }
}

function crumbOf(item: Item, names: Names): string {
  return item.kind === 'question' ? names.dimension(item.source.dimension) : stepName(item, names)
}

function levelRows(
  item: Item,
  definition: Definition,
  typed: Typed,
  others: OthersView | undefined,
  names: Names,
): readonly LevelRow[] {
  return LEVELS.map((level) => {
    const own = item.kind === 'pair' ? definition.interdependence.scale[level] : item.source.levels[level]
    const isQuestion = item.kind === 'question'
    return {
      id: `level-${level}`,
      name: 'answer',
      value: String(level),
      title: isQuestion ? definition.scales.maturity[level] : own,
      text: isQuestion ? own : undefined,
      number: level,
      checked: typed.answer === String(level),
      positions: others ? voicesAt(others, level, names) : [],
    }
  })
}

const inForceOf = new WeakMap<StoredRound, ReadonlySet<string>>()

/** Conventions in force in a round, with those that they imply. */
function inForceIn(stored: StoredRound): ReadonlySet<string> {
  const { definition } = stored.definition
  const known = inForceOf.get(stored) ?? askedItems(definition, itemIndex(definition), stored.round).conventions
  inForceOf.set(stored, known)
  return known
}

/** Only conventions in force for the State: others bind nobody here. */
function checksOf(stored: StoredRound, { source, sector }: Extract<Item, { kind: 'question' }>, names: Names) {
  const { definition } = names
  const inForce = (source.conventions ?? []).length === 0 ? new Set<string>() : inForceIn(stored)
  const conventions = definition.conventions.conventions
    .filter(({ id }) => inForce.has(id) && (source.conventions ?? []).includes(id))
    .map(({ name, articles }) => ({ name, articles: [...(articles[sector ?? ''] ?? []), ...(articles.cross ?? [])] }))
  const standards = standardsOf(definition, source)
  const count = conventions.length + standards.length
  return count === 0 ? undefined : { count, conventions, standards }
}

function standardsOf(definition: Definition, source: Question) {
  const ids = source.standards ?? []
  if (ids.length === 0) return []
  return definition.sectors.flatMap(({ standards }) => standards.filter(({ id }) => ids.includes(id)))
}

/** The list beside the page. */
function stepsOf(request: FastifyRequest, chapter: Chapter, item: Item, names: Names): readonly Step[] {
  const stored = roundOf(request)
  const body = bodyOf(request)
  const paths = pathsOf(stored, body)
  return chapter.items.map((one) => ({
    href: paths.item(one.id),
    text: stepName(one, names),
    done: hasAnswered(stored, body, one.id),
    current: one === item,
  }))
}
