/** The models of the matrix and of the list. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Names } from '../../reports/words/names.js'
import { LEVELS } from '../../rules/model.js'
import { answerKey } from '../../store/answers.js'
import { askedOf, hasAnswered } from '../asked.js'
import { bodyOf, roundOf } from '../context.js'
import { roundBar } from '../round-bar.js'
import { sightOf } from '../sight.js'
import type { PageModel } from '../views.js'
import { type CellsSaved, cellId, cellName, cellText, type Pair, shownIn } from './cells.js'
import { afterLinks, besides, pathsOf } from './chapters.js'
import { namesIn, voiceOf } from './names.js'
import { answerText } from './positions.js'
import { type SavingView, type Step, savingView, shutOf } from './question.js'
import { currentOf } from './save.js'

interface Cell {
  readonly id: string
  readonly name: string
  readonly item: string
  readonly href: string
  readonly label: string
  readonly question: string
  readonly value: string
  readonly revision: number | ''
  readonly error: string | undefined
}

/** What both forms share. */
interface LinksView extends PageModel {
  readonly path: string
  readonly body: string
  readonly answered: number
  readonly of: number
  readonly scale: readonly { readonly level: number; readonly text: string }[]
  readonly shut: ReturnType<typeof shutOf>
  readonly was: string
  readonly seen: number | ''
  readonly key: string
  readonly saving: SavingView
  readonly summary: readonly { readonly href: string; readonly text: string }[]
  readonly summaryTitle: string | undefined
  readonly matrix: string
  readonly lists: string
}

interface MatrixView extends LinksView {
  readonly columns: readonly string[]
  readonly rows: readonly {
    readonly name: string
    readonly cells: readonly (Cell | { readonly self: string } | null)[]
  }[]
  readonly previous: string | undefined
  readonly next: string
}

interface ListView extends LinksView {
  readonly sector: string
  readonly name: string
  readonly place: number
  readonly places: number
  readonly lines: readonly Line[]
  readonly missing: string
  readonly steps: readonly (Step & { readonly note: string })[]
  readonly previous: { readonly href: string; readonly name: string } | undefined
  readonly next: { readonly href: string; readonly name: string } | undefined
  readonly after: string
  readonly said: readonly Said[]
}

interface Line extends Cell {
  readonly dependent: string
  readonly ask: string
  readonly choices: readonly { readonly id: string; readonly value: string; readonly checked: boolean }[]
  readonly isDk: boolean
}

interface Said {
  readonly voice: { readonly id: string; readonly place: number; readonly name: string }
  readonly body: string
  readonly comment: string
  readonly lang: string | undefined
  readonly about: string
}

/** The pairs that the body is asked. */
export function pairsOf(request: FastifyRequest): readonly Pair[] {
  return askedOf(roundOf(request), bodyOf(request)).filter((item): item is Pair => item.kind === 'pair')
}

/** Sectors that have a link, in the definition's order. */
export function sectorsOf(request: FastifyRequest): readonly string[] {
  const linked = new Set(pairsOf(request).flatMap(({ source }) => [source.influencing, source.dependent]))
  return roundOf(request)
    .definition.definition.sectors.map(({ id }) => id)
    .filter((id) => linked.has(id))
}

/** @param trouble what a form post left: typed cells, and what is wrong with them */
export function matrixView(request: FastifyRequest, trouble?: CellsSaved): MatrixView {
  const stored = roundOf(request)
  const body = bodyOf(request)
  const names = namesIn(stored, request.viewer.words)
  const pairs = pairsOf(request)
  const sectors = sectorsOf(request)
  const cellAt = (row: string, column: string) => {
    if (row === column) return { self: names.words.say('matrix.self', { sector: names.sector(row) }) }
    const pair = pairs.find(({ source }) => source.influencing === row && source.dependent === column)
    return pair ? cellOf(request, pair, names, trouble) : null
  }
  const first = pairs[0]
  return {
    ...linksView(request, pairs, names, trouble),
    title: names.words.say('matrix.title'),
    path: pathsOf(stored, body).matrix,
    scripts: ['matrix.js'],
    keys: [
      { keys: ['0', '–', '4'], text: names.words.say('matrix.keys.level') },
      { keys: ['D'], text: names.words.say('question.keys.dk') },
      { keys: ['←', '↑', '→', '↓'], text: names.words.say('matrix.keys.move') },
      { keys: ['Delete'], text: names.words.say('matrix.keys.delete') },
      { keys: ['Home', 'End'], text: names.words.say('matrix.keys.row') },
      { keys: ['Ctrl+Home', 'Ctrl+End'], text: names.words.say('matrix.keys.whole') },
      { keys: ['Tab'], text: names.words.say('matrix.keys.leave') },
    ],
    columns: sectors.map(names.sector),
    rows: sectors.map((row) => ({ name: names.sector(row), cells: sectors.map((column) => cellAt(row, column)) })),
    previous: first && besides(stored, body, first).previous,
    next: afterLinks(stored, body),
  }
}

/** The links of one influencing sector. */
export function listView(request: FastifyRequest, sector: string, trouble?: CellsSaved): ListView {
  const stored = roundOf(request)
  const body = bodyOf(request)
  const names = namesIn(stored, request.viewer.words)
  const { say } = names.words
  const paths = pathsOf(stored, body)
  const all = pairsOf(request)
  const own = all.filter(({ source }) => source.influencing === sector)
  const sectors = sectorsOf(request).filter((id) => all.some(({ source }) => source.influencing === id))
  const place = sectors.indexOf(sector)
  const link = (id: string | undefined) =>
    id === undefined ? undefined : { href: paths.lines(id), name: names.sector(id) }
  const lines = own.map((pair) => lineOf(request, pair, names, trouble))
  const missing = lines.filter(({ value }) => value === '').map(({ dependent }) => dependent)
  return {
    ...linksView(request, own, names, trouble),
    ...count(request, all),
    title: say('matrix.list.title', { sector: names.sector(sector) }),
    path: paths.lines(sector),
    scripts: ['links.js'],
    keys: [
      { keys: ['0', '–', '4'], text: say('matrix.keys.line') },
      { keys: ['D'], text: say('question.keys.dk') },
      { keys: ['N'], text: say('matrix.keys.next') },
    ],
    sector,
    name: names.sector(sector),
    place: place + 1,
    places: sectors.length,
    lines,
    missing:
      missing.length === 0 ? '' : say('matrix.list.missing', { sectors: names.words.list(missing), n: missing.length }),
    steps: sectors.map((id) => stepOf(request, id, all, names, id === sector)),
    previous: link(sectors[place - 1]),
    next: link(sectors[place + 1]),
    after: afterLinks(stored, body),
    said: saidBy(request, own, names),
  }
}

function linksView(request: FastifyRequest, pairs: readonly Pair[], names: Names, trouble?: CellsSaved) {
  const stored = roundOf(request)
  const body = bodyOf(request)
  const paths = pathsOf(stored, body)
  const { say } = names.words
  const newest = pairs
    .map((pair) => currentOf(request, pair))
    .sort((a, b) => (b?.revision ?? 0) - (a?.revision ?? 0))[0]
  const stale = (trouble?.stale ?? []).map(({ item, current, mine }) => ({
    href: `#${cellId(item)}`,
    text: say('matrix.conflict.cell', {
      label: say('matrix.cell', nameOf(item, names)),
      who: current.personName ?? say('conflict.somebody'),
      theirs: answerText(current.value, names),
      mine: mine === '' ? say('matrix.blank') : mine,
    }),
  }))
  const [first] = sectorsOf(request)
  return {
    round: roundBar(request, stored, 'influence', { saves: shutOf(request) === undefined }),
    timeZone: stored.head.timeZone,
    body: body.name,
    ...count(request, pairs),
    scale: LEVELS.map((level) => ({ level, text: names.definition.interdependence.scale[level] })),
    shut: shutOf(request),
    ...shownIn(request, pairs),
    key: randomUUID(),
    saving: savingView(newest, request),
    summary: [...(trouble?.errors.summary ?? []), ...stale],
    summaryTitle: stale.length > 0 ? say('matrix.conflict.title') : undefined,
    matrix: paths.matrix,
    lists: first === undefined ? paths.matrix : paths.lines(first),
  }
}

function count(request: FastifyRequest, pairs: readonly Pair[]) {
  const stored = roundOf(request)
  const body = bodyOf(request)
  return { answered: pairs.filter(({ id }) => hasAnswered(stored, body, id)).length, of: pairs.length }
}

const nameOf = ({ source }: Pair, names: Names) => ({
  influencing: names.sector(source.influencing),
  dependent: names.sector(source.dependent),
})

function cellOf(request: FastifyRequest, pair: Pair, names: Names, trouble?: CellsSaved): Cell {
  const current = currentOf(request, pair)
  const item = names.item(pair.id)
  return {
    id: cellId(pair),
    name: cellName(pair),
    item: pair.id,
    href: pathsOf(roundOf(request), bodyOf(request)).item(pair.id),
    label: names.words.say('matrix.cell', nameOf(pair, names)),
    question: item.source.text,
    value: trouble?.typed.get(pair.id) ?? cellText(current?.value ?? null),
    revision: current?.revision ?? '',
    error: trouble?.errors.byField[cellId(pair)],
  }
}

function lineOf(request: FastifyRequest, pair: Pair, names: Names, trouble?: CellsSaved): Line {
  const cell = cellOf(request, pair, names, trouble)
  const dependent = names.sector(pair.source.dependent)
  const sector = names.definition.sectors.find(({ id }) => id === pair.source.dependent)
  return {
    ...cell,
    dependent,
    ask: sector?.name ?? dependent,
    choices: LEVELS.map((level) => {
      return {
        id: level === 0 ? cell.id : `${cell.id}-${level}`,
        value: String(level),
        checked: cell.value === String(level),
      }
    }),
    isDk: cell.value === '?',
  }
}

function stepOf(request: FastifyRequest, sector: string, all: readonly Pair[], names: Names, current: boolean) {
  const own = all.filter(({ source }) => source.influencing === sector)
  const { answered, of } = count(request, own)
  const href = pathsOf(roundOf(request), bodyOf(request)).lines(sector)
  const note = names.words.say('progress.count', { answered, of })
  return { href, text: names.sector(sector), done: answered === of, current, note }
}

const MAX_SAID = 6

/** Comments of other bodies on these links, as far as this viewer may see them. */
function saidBy(request: FastifyRequest, pairs: readonly Pair[], names: Names): readonly Said[] {
  const stored = roundOf(request)
  const sight = sightOf(stored, request.viewer)
  const others = stored.round.bodies.filter(({ id }) => id !== bodyOf(request).id)
  const said = pairs
    .filter(({ id }) => sight.item(id))
    .flatMap((pair) =>
      others.flatMap((body): Said[] => {
        const value = stored.answers.get(answerKey(body.id, pair.id))?.value
        if (!value?.comment) return []
        const about = names.words.say('matrix.said.about', {
          sector: names.sector(pair.source.dependent),
          answer: answerText(value, names),
        })
        return [{ voice: voiceOf(body.voice, names), body: body.name, comment: value.comment, lang: value.lang, about }]
      }),
    )
  return said.slice(0, MAX_SAID)
}
