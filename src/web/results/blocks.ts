/** The blocks of a report as a page shows them: the same words, figures in two widths, items as links. */
import { both } from '../../charts/index.js'
import type { Block, Cell, Row, Run, Section, Text } from '../../reports/model.js'
import type { Names } from '../../reports/words/names.js'

/** What names the voices of a round and gives their order. */
type Voices = Pick<Names, 'definition' | 'round' | 'voice'>

/** A run of text, a line break, or a voice's mark before its text. */
interface RunView {
  readonly text?: string
  readonly kind?: 'strong' | 'quiet' | 'alert'
  readonly voice?: { readonly id: string; readonly place: number }
  readonly lang?: string
  readonly isBreak?: true
}

interface CellView {
  readonly runs: readonly RunView[]
  readonly label: string
  readonly isEnd: boolean
  readonly href?: string
  readonly band?: string
  readonly rank?: { readonly rank: number | null; readonly top: boolean }
  readonly bar?: BarView
  readonly svg?: string
}

export interface BarView {
  readonly kind: 'need' | 'urgency' | 'influence'
  readonly share: number
}

interface TableView {
  readonly kind: 'table'
  readonly caption: string
  readonly columns: readonly { readonly runs: readonly RunView[]; readonly isEnd: boolean }[]
  readonly width: number
  /** Rows under one head, or all of them. */
  readonly groups: readonly {
    readonly head?: readonly RunView[]
    readonly rows: readonly { readonly cells: readonly CellView[] }[]
  }[]
  readonly note?: readonly RunView[]
}

export type BlockView =
  | { readonly kind: 'heading'; readonly level: number; readonly runs: readonly RunView[] }
  | { readonly kind: 'paragraph'; readonly tone?: string; readonly runs: readonly RunView[] }
  | { readonly kind: 'list'; readonly items: readonly { readonly runs: readonly RunView[] }[] }
  | { readonly kind: 'terms'; readonly items: readonly { readonly term: string; readonly runs: readonly RunView[] }[] }
  | TableView
  | { readonly kind: 'figure'; readonly svg: string; readonly caption?: readonly RunView[] }
  | { readonly kind: 'voices'; readonly voices: readonly VoiceView[] }
  | { readonly kind: 'scores' }

export interface VoiceView {
  readonly id: string
  readonly place: number
  readonly name: string
}

export interface SectionView {
  readonly id: string
  readonly title: string
  readonly lead?: readonly RunView[]
  readonly blocks: readonly BlockView[]
}

/** What a page adds to blocks: where an item leads. */
export interface BlockPlace {
  readonly itemHref: (item: string) => string
}

/** Width of the second drawing of a figure, for a phone. */
const SLIM = 350

export function sectionView(section: Section, context: Voices, place: BlockPlace): SectionView {
  const { id, title, lead, blocks } = section
  return {
    id,
    title,
    ...(lead !== undefined && { lead: runViews(lead, context) }),
    blocks: blockViews(blocks, context, place),
  }
}

export function blockViews(blocks: readonly Block[], context: Voices, place: BlockPlace): BlockView[] {
  // They stand under a heading of level 2; none may be skipped.
  let above = 2
  return blocks.map((block) => {
    if (block.kind !== 'heading') return blockView(block, context, place)
    const level = Math.min(block.level + 1, above + 1)
    above = level
    return { kind: 'heading', level, runs: runViews(block.text, context) }
  })
}

/** The voices that have a body, with their marks. */
export function voiceViews(context: Voices): VoiceView[] {
  return context.definition.voices.flatMap(({ id }, place) =>
    context.round.bodies.some(({ voice }) => voice === id) ? [{ id, place, name: context.voice(id) }] : [],
  )
}

function runViews(text: Text, context: Pick<Voices, 'definition'>): RunView[] {
  const runs: readonly Run[] = typeof text === 'string' ? [{ text }] : text
  return runs.flatMap((run) => lineViews(run, context))
}

function lineViews({ text, strong, quiet, alert, voice, lang }: Run, { definition }: Pick<Voices, 'definition'>) {
  const kind = alert ? 'alert' : quiet ? 'quiet' : strong ? 'strong' : undefined
  const place = definition.voices.findIndex(({ id }) => id === voice)
  return text.split('\n').flatMap((line, i): RunView[] => {
    const mark = i === 0 && voice !== undefined && place >= 0 ? { voice: { id: voice, place } } : {}
    const view: RunView = { text: line, ...(kind && { kind }), ...(lang !== undefined && { lang }), ...mark }
    return [...(i > 0 ? [{ isBreak: true } as const] : []), ...(line === '' && !view.voice ? [] : [view])]
  })
}

function blockView(block: Exclude<Block, { kind: 'heading' }>, context: Voices, place: BlockPlace): BlockView {
  switch (block.kind) {
    case 'paragraph':
      return { kind: 'paragraph', ...(block.tone && { tone: block.tone }), runs: runViews(block.text, context) }
    case 'list':
      return { kind: 'list', items: block.items.map((item) => ({ runs: runViews(item, context) })) }
    case 'terms':
      return {
        kind: 'terms',
        items: block.items.map(({ term, text }) => ({ term, runs: runViews(text, context) })),
      }
    case 'table':
      return tableView(block, context, place)
    case 'figure':
      return {
        kind: 'figure',
        svg: block.at ? both(block.svg, block.at(SLIM)) : block.svg,
        ...(block.caption !== undefined && { caption: runViews(block.caption, context) }),
      }
    case 'key':
      return block.of === 'scores' ? { kind: 'scores' } : { kind: 'voices', voices: voiceViews(context) }
  }
}

function tableView(block: Extract<Block, { kind: 'table' }>, context: Voices, place: BlockPlace): TableView {
  const { caption, columns, rows, note } = block
  const heads = columns.map(({ head, align }) => ({ runs: runViews(head, context), isEnd: align === 'end' }))
  const labels = heads.map(({ runs }) => runs.map(({ text = ' ' }) => text).join(''))
  const cells = (row: Row) => ({
    cells: row.cells.map((cell, i) => cellView(cell, context, place, labels[i] ?? '', heads[i]?.isEnd ?? false)),
  })
  const groups: { head?: readonly RunView[]; rows: { cells: CellView[] }[] }[] = []
  for (const row of rows) {
    if (row.group) groups.push({ head: runViews(row.cells[0]?.text ?? '', context), rows: [] })
    else if (groups.length === 0) groups.push({ rows: [cells(row)] })
    else groups.at(-1)?.rows.push(cells(row))
  }
  return {
    kind: 'table',
    caption,
    columns: heads,
    width: columns.length,
    groups,
    ...(note !== undefined && { note: runViews(note, context) }),
  }
}

function cellView(cell: Cell, context: Voices, place: BlockPlace, label: string, isEnd: boolean): CellView {
  const { text, band, rank, bar, svg, item } = cell
  return {
    runs: runViews(text, context),
    label,
    isEnd,
    ...(item !== undefined && { href: place.itemHref(item) }),
    ...(band !== undefined && { band: String(band) }),
    ...(rank !== undefined && { rank: { rank, top: isTop(rank) } }),
    ...(bar && { bar: barView(bar.input, bar.share) }),
    ...(svg && { svg }),
  }
}

/** The first three ranks are filled. */
export const isTop = (rank: number | null): boolean => rank !== null && rank <= 3

export function barView(input: 'need' | 'urgency' | 'interdependence', share: number): BarView {
  return { kind: input === 'interdependence' ? 'influence' : input, share }
}
