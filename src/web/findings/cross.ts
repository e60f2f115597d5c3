/** Findings by pair of sectors: half a square, with the diagonal for findings that name one sector. */
import type { Finding } from '../../rules/model.js'
import type { Setting } from '../set-up/part.js'

interface CrossCell {
  /** Above the diagonal: nothing is there. */
  readonly off?: boolean
  readonly count?: number
  readonly href?: string
  /** The heaviest of what is there. */
  readonly severity?: 'blocking' | 'friction' | 'resolved'
  readonly label?: string
}

export interface CrossRow {
  readonly name: string
  readonly cells: readonly CrossCell[]
}

/** Whether a finding stands where two sectors meet; twice the same sector is the diagonal. */
export function meetsAt({ sectors }: Pick<Finding, 'sectors'>, [first, second]: readonly [string, string]): boolean {
  const named = new Set(sectors)
  return first === second ? named.size === 1 && named.has(first) : named.has(first) && named.has(second)
}

/** A row for each sector; a finding that names more than two stands in each of their pairs. */
export function crossOf(setting: Setting, findings: readonly Finding[], base: string): readonly CrossRow[] {
  const ids = setting.definition.sectors.map(({ id }) => id)
  return ids.map((row, at) => ({
    name: setting.names.sector(row),
    cells: ids.map((column, place) => (place > at ? { off: true } : cellOf(setting, findings, base, row, column))),
  }))
}

function cellOf(
  { words, names }: Setting,
  findings: readonly Finding[],
  base: string,
  row: string,
  column: string,
): CrossCell {
  const here = findings.filter((finding) => meetsAt(finding, [row, column]))
  const [only] = here
  if (!only) return {}
  const open = here.filter(({ status }) => status === 'open')
  const severity = open.some((one) => one.severity === 'blocking')
    ? 'blocking'
    : open.length > 0
      ? 'friction'
      : 'resolved'
  const sectors = words.list([...new Set([row, column])].map((id) => names.sector(id)))
  const kind = open.length === here.length ? 'open' : open.length === 0 ? 'settled' : 'both'
  const href = here.length === 1 ? `${base}/${encodeURIComponent(only.id)}` : `${base}?sectors=${row},${column}#open`
  const label = words.say('register.cell', { kind, n: here.length, open: open.length, severity, sectors })
  return { count: here.length, href, severity, label }
}
