/** The register of findings: those that are open, those that are settled, what is proposed, and where sectors meet. */
import { findingsLead, kindWords } from '../../reports/content/findings.js'
import type { Finding } from '../../rules/model.js'
import type { DeclinedFinding, FiledFinding, FindingEvent } from '../../store/findings.js'
import type { Viewer } from '../context.js'
import type { Seen } from '../scores.js'
import type { Setting } from '../set-up/part.js'
import { type CrossRow, crossOf, meetsAt } from './cross.js'
import { effectFor } from './effect.js'
import { dayOf } from './form.js'
import { type FindingPart, findingPart, seesDeclined, seesFinding } from './part.js'
import { headOf } from './texts.js'

/** What the register is made of. */
export interface Filing {
  readonly setting: Setting
  readonly viewer: Viewer
  readonly seen: Seen
  readonly filed: readonly FiledFinding[]
  readonly declined: readonly DeclinedFinding[]
  /** When each settled finding was settled in this round, by its id. */
  readonly settledOn: ReadonlyMap<string, string>
}

/** A finding in a list. */
export interface FindingRow {
  readonly href: string
  readonly head: string
  readonly detail?: string | undefined
  readonly kind: string
  readonly sectors: string
  readonly severity: Finding['severity']
  readonly settledBy?: string | undefined
  readonly since: string
  /** The body that proposed it. */
  readonly body?: string | undefined
  /** When it was settled in this round. */
  readonly settled?: string | undefined
  readonly effect: readonly string[]
}

/** A proposal that did not become a finding. */
interface DeclinedRow {
  readonly href: string
  /** Undefined when its words were not kept. */
  readonly head: string | undefined
  /** The body that proposed it. */
  readonly body: string | undefined
  readonly day: string
  readonly by: string | null
  readonly why: string | null
}

interface RowGroup {
  /** Who can settle those below; undefined in a list that is not by them. */
  readonly who?: string | undefined
  /** Set where nobody is named. */
  readonly nobody?: boolean
  readonly rows: readonly FindingRow[]
}

export interface Register {
  readonly id: string
  readonly part: FindingPart
  readonly isClosed: boolean
  readonly lead: string
  readonly toggle: readonly { readonly key: 'list' | 'who'; readonly href: string; readonly current: boolean }[]
  /** The sectors to which the list was narrowed down. */
  readonly only?: string | undefined
  readonly proposed: readonly FindingRow[]
  readonly openCount: number
  readonly open: readonly RowGroup[]
  readonly settled: readonly FindingRow[]
  readonly declined: readonly DeclinedRow[]
  readonly heads: readonly string[]
  readonly cross: readonly CrossRow[]
}

/** The days when findings were settled in a round, by the histories of those that are. */
export function settledDays(histories: ReadonlyMap<string, readonly FindingEvent[]>): ReadonlyMap<string, string> {
  const days = new Map<string, string>()
  for (const [id, events] of histories) {
    const last = events.findLast(({ from, to }) => to === 'resolved' && from !== null && from !== 'resolved')
    if (last) days.set(id, last.at)
  }
  return days
}

export function registerOf(filing: Filing, query: Readonly<Record<string, unknown>>): Register {
  const { setting, viewer, filed } = filing
  const { stored, words, names } = setting
  const base = `/rounds/${stored.head.id}/findings`
  const pair = pairOf(setting, query.sectors)
  const shown = filed.filter((one) => seesFinding(viewer, stored, one) && (!pair || meetsAt(one.finding, pair)))
  const accepted = shown.filter(({ isProposed }) => !isProposed)
  const open = inOrder(accepted.filter(({ finding }) => finding.status === 'open'))
  const byWho = query.by === 'who'
  const rows = (list: readonly FiledFinding[]) => list.map((one) => rowOf(filing, one))
  const all = filed.filter(({ isProposed }) => !isProposed).map(({ finding }) => finding)
  return {
    id: stored.head.id,
    part: findingPart(viewer, stored),
    isClosed: stored.head.state === 'closed',
    lead: findingsLead({ say: words.say }, all),
    toggle: [
      { key: 'list', href: base, current: !byWho },
      { key: 'who', href: `${base}?by=who`, current: byWho },
    ],
    only: pair && words.list([...new Set(pair)].map((id) => names.sector(id))),
    proposed: rows(shown.filter(({ isProposed }) => isProposed)),
    openCount: open.length,
    open: byWho ? groupsOf(rows(open)) : open.length === 0 ? [] : [{ rows: rows(open) }],
    settled: rows(accepted.filter(({ finding }) => finding.status === 'resolved')),
    declined: pair ? [] : declinedRows(filing, base),
    heads: setting.definition.sectors.map(({ id }) => names.sector(id)),
    cross: crossOf(setting, all, base),
  }
}

function declinedRows({ setting, viewer, declined }: Filing, base: string): readonly DeclinedRow[] {
  const { stored, words } = setting
  return declined
    .filter((one) => seesDeclined(viewer, stored, one))
    .map(({ id, finding, body, at, byName, note }) => ({
      href: `${base}/${encodeURIComponent(id)}`,
      head: finding && headOf(finding).head,
      body: stored.round.bodies.find((one) => one.id === body)?.name,
      day: words.day(dayOf(stored.head.timeZone, at)),
      by: byName,
      why: note,
    }))
}

/** Blocking first, then by age. */
function inOrder(list: readonly FiledFinding[]): readonly FiledFinding[] {
  const later = (one: FiledFinding) => (one.finding.severity === 'blocking' ? 0 : 1)
  return [...list].sort((a, b) => later(a) - later(b) || a.since.localeCompare(b.since))
}

function groupsOf(rows: readonly FindingRow[]): readonly RowGroup[] {
  const groups = new Map<string, FindingRow[]>()
  for (const row of rows) {
    const key = (row.settledBy ?? '').toLocaleLowerCase()
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const named = [...groups].filter(([key]) => key !== '').map(([, list]) => ({ who: list[0]?.settledBy, rows: list }))
  const rest = groups.get('')
  return rest ? [...named, { nobody: true, rows: rest }] : named
}

/** A finding as a line of the register, and at the head of its page. */
export function rowOf(
  { setting, seen, settledOn }: Pick<Filing, 'setting' | 'seen' | 'settledOn'>,
  filed: FiledFinding,
) {
  const { stored, words, names, definition } = setting
  const { finding } = filed
  const zone = stored.head.timeZone
  const settled = settledOn.get(finding.id)
  return {
    href: `/rounds/${stored.head.id}/findings/${encodeURIComponent(finding.id)}`,
    ...headOf(finding),
    kind: kindWords({ say: words.say, definition }, finding),
    sectors: words.list(finding.sectors.map((id) => names.sector(id))),
    severity: finding.severity,
    settledBy: finding.settledBy?.trim() || undefined,
    since: words.day(dayOf(zone, filed.since)),
    body: stored.round.bodies.find(({ id }) => id === filed.body)?.name,
    settled: settled === undefined ? undefined : words.day(dayOf(zone, settled)),
    effect: effectFor(seen, setting, finding),
  } satisfies FindingRow
}

/** One sector or two from an address such as `documents,shelter`. */
function pairOf({ definition }: Setting, asked: unknown): readonly [string, string] | undefined {
  if (typeof asked !== 'string') return undefined
  const [first = '', second = first] = asked.split(',')
  const isKnown = (sector: string) => definition.sectors.some(({ id }) => id === sector)
  return isKnown(first) && isKnown(second) ? [first, second] : undefined
}
