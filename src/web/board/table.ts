/** The table of the board: sectors and the enabling environment by dimensions. */
import { bandOf } from '../../charts/index.js'
import type { Context } from '../../reports/content/context.js'
import { scoreText } from '../../reports/words/numbers.js'
import { option } from '../../reports/words/option.js'
import type { BlockScore, Body } from '../../rules/model.js'
import { CROSS, groupsIn } from '../asked.js'
import { isOpen, type Seen } from '../scores.js'
import { type Part, progressOf, voicesHeard } from './heard.js'

export interface BoardCell {
  readonly href?: string
  /** Class of the score, `none` without one, `hidden` while it is. */
  readonly band: string
  readonly number: string
  /** For those who do not see the hatching or the dashes. */
  readonly why?: string
  readonly small?: string
}

export interface BoardRow {
  /** Of its sector, or `cross`. */
  readonly id: string
  readonly name: string
  /** Name in full, where it differs. */
  readonly title?: string
  readonly cells: readonly BoardCell[]
  readonly voices: readonly { readonly id: string; readonly place: number; readonly heard: boolean }[]
  readonly voicesLabel: string
  readonly gaps?: string
}

/** Whose answers the cells count: those of all, or of one body. */
export interface BoardOptions {
  readonly context: Context
  readonly seen: Seen
  /** The body whose answers hidden cells count, and which a cell leads to answer for. */
  readonly own: Body | undefined
  /** Its answers alone, in every cell. */
  readonly onlyOwn: boolean
}

/** A row a sector, then the enabling environment where the round asks about it. */
export function boardRows(options: BoardOptions): readonly BoardRow[] {
  const { context, seen } = options
  const { result, say } = context
  const groups = groupsIn(seen.stored)
  const sectors = result.sectors.map((sector) => rowOf(options, sector.id, context.sector(sector.id), sector))
  return groups.includes(CROSS) ? [...sectors, rowOf(options, CROSS, say('place.enabling'), result.enabling)] : sectors
}

function rowOf(options: BoardOptions, group: string, name: string, block: BlockScore): BoardRow {
  const { context, seen, onlyOwn } = options
  const voices = voicesHeard(seen.stored, { group }).map(({ voice, ...rest }) => ({ id: voice, ...rest }))
  const gaps = onlyOwn || !isOpen(seen.sight, group) ? 0 : gapsIn(options, group)
  return {
    id: group,
    name,
    ...fullName(context, group, name),
    cells: context.definition.dimensions.map(({ id }) =>
      onlyOwn ? ownCell(options, { group, dimension: id }) : cellOf(options, { group, dimension: id }, block),
    ),
    voices,
    voicesLabel: context.words.list(
      voices.map(({ id, heard }) =>
        context.say('board.voice', { voice: context.voice(id), heard: heard ? 'yes' : 'no' }),
      ),
    ),
    ...(gaps > 0 && { gaps: context.say('board.gaps', { n: gaps }) }),
  }
}

function fullName({ definition }: Context, group: string, name: string): Pick<BoardRow, 'title'> {
  const full = definition.sectors.find(({ id }) => id === group)?.name ?? name
  return full === name ? {} : { title: full }
}

/** Items of a group on which two voices are two levels or more apart. */
export function gapsIn({ context }: Pick<BoardOptions, 'context'>, group: string): number {
  return context.result.divergences.filter(({ item }) => {
    const of = context.item(item)
    return of.kind !== 'pair' && (of.sector ?? CROSS) === group
  }).length
}

function cellOf(options: BoardOptions, part: Part & { dimension: string }, block: BlockScore): BoardCell {
  const { context, seen } = options
  const { say, words } = context
  if (block.status === 'out-of-scope')
    return { band: 'none', number: '–', why: say('status', { status: 'out_of_scope' }) }
  const voices = voicesHeard(seen.stored, part)
  if (voices.length === 0) return { band: 'none', number: '–', why: say('board.not-asked') }
  if (!isOpen(seen.sight, part.group)) return hiddenCell(options, part)
  const { status, score } = block.dimensions[part.dimension] ?? { status: 'not-applicable', score: null }
  const small = say('board.heard', { n: voices.filter(({ heard }) => heard).length, of: voices.length })
  const href = `/rounds/${seen.stored.head.id}/results/${part.group}#d-${part.dimension}`
  return score === null
    ? { href, band: 'none', number: '–', why: say('board.no-score', { status: option(status) }), small }
    : { href, band: String(bandOf(score)), number: scoreText(words, score), small }
}

/** Nothing but how far the own body has come. */
function hiddenCell(options: BoardOptions, part: Part): BoardCell {
  const { context, own } = options
  const why = context.say('board.hidden')
  const { asked } = own ? progressOf(options.seen.stored, own, part) : { asked: 0 }
  return asked === 0 ? { band: 'hidden', number: '–', why } : { ...ownCell(options, part), band: 'hidden', why }
}

/** How many answers the own body gave of those asked of it; leads to the first that is missing. */
function ownCell({ context, seen, own }: BoardOptions, part: Part): BoardCell {
  const { asked, answered, next } = own
    ? progressOf(seen.stored, own, part)
    : { asked: 0, answered: 0, next: undefined }
  if (asked === 0) return { band: 'none', number: '–', why: context.say('board.not-asked') }
  const body = `/rounds/${seen.stored.head.id}/bodies/${own?.id}`
  return {
    href: next === undefined ? body : `${body}/answers/${next}`,
    band: answered === asked ? 'full' : 'own',
    number: context.say('board.own', { n: answered, of: asked }),
  }
}
