/** Standards, conventions and evidence that a sector's answers can be checked against. */
import type { Block, Run } from '../model.js'
import type { Context } from './context.js'
import { column, heading, lines, list, note, paragraph, quiet, quoted, row, strong, table } from './text.js'

/** Figures from published standards, and whether each was read in the standard itself. */
export function standardsBlocks(context: Context, id: string): Block[] {
  const { say } = context
  const { standards } = context.sectorOf(id)
  const columns = [
    column(say('standards.fact'), 96),
    column(say('standards.source'), 40),
    column(say('standards.checked'), 34),
  ]
  const rows = standards.map(({ fact, source, verified }) =>
    row([{ text: fact }], source, verified ? say('standards.verified') : [quiet(say('standards.unverified'))]),
  )
  return rows.length === 0 ? [] : [heading(say('standards.title')), ...table(say('standards.title'), columns, rows)]
}

/** Conventions in force whose articles bear on the sector, and those that bear on every sector. */
export function conventionsOfSector(context: Context, id: string): Block[] {
  const { say, definition, values, round } = context
  if (definition.conventions.conventions.length === 0) return []
  const inForce = definition.conventions.conventions.filter((convention) => values.asked.conventions.has(convention.id))
  const own = inForce.filter(({ articles }) => (articles[id] ?? []).length > 0)
  const across = inForce.filter(({ articles }) => (articles.cross ?? []).length > 0)
  const notes = new Map(round.conventions?.map((state) => [state.id, state]))
  const rows = own.map(({ id: convention, short, name, articles, caution }) =>
    row(
      lines([strong(short), quiet(name)]),
      lines((articles[id] ?? []).map(({ art, about }) => say('conventions.article', { art, about }))),
      lines(stateLines(context, notes.get(convention), caution)),
    ),
  )
  const columns = [
    column(say('conventions.name'), 56),
    column(say('conventions.articles'), 74),
    column(say('conventions.state'), 40),
  ]
  return [
    heading(say('conventions.sector')),
    ...(rows.length === 0
      ? [paragraph(say('conventions.sector.none'))]
      : table(say('conventions.sector'), columns, rows)),
    ...(across.length > 0
      ? [note(say('conventions.across', { names: context.words.list(across.map(({ short }) => short)) }))]
      : []),
  ]
}

type ConventionState = NonNullable<Context['round']['conventions']>[number]

function stateLines(
  { say, words }: Context,
  state: ConventionState | undefined,
  caution: string | undefined,
): (string | Run)[] {
  const since = state?.since
  const inForce =
    since === undefined
      ? say('conventions.is-in-force')
      : say('conventions.since', { day: /^\d{4}-\d{2}-\d{2}$/.test(since) ? words.day(since) : since })
  return [
    inForce,
    ...(state?.reservations?.trim() ? [say('conventions.reservations', { text: state.reservations })] : []),
    ...(caution ? [quiet(caution)] : []),
  ]
}

/** Every document that bodies named for the sector's answers. */
export function evidenceBlocks(context: Context, id: string): Block[] {
  const { say } = context
  const items = context.asked
    .filter(({ item }) => context.item(item).sector === id)
    .flatMap(({ item, positions }) =>
      positions.flatMap(({ body, evidence = [], lang }) =>
        evidence.map(({ title, url, name, sha256 }) => {
          const { name: who, voice } = context.body(body)
          const where = url ?? name
          return [
            { ...quiet(`${who}, ${context.label(item)}. `), voice },
            quoted(title, lang),
            ...(where === undefined ? [] : [quiet(` ${where}`)]),
            ...(sha256 === undefined ? [] : [quiet(` ${say('evidence.hash', { hash: sha256.slice(0, 16) })}`)]),
          ]
        }),
      ),
    )
  return [heading(say('evidence.title')), ...(items.length === 0 ? [paragraph(say('evidence.none'))] : list(items))]
}
