/** Findings from one round to the next: settled, carried over, new; a finding keeps its id. */
import type { Finding } from '../../rules/model.js'
import type { Block, Section } from '../model.js'
import type { ComparisonContext } from './comparison-context.js'
import { findingWords } from './findings.js'
import { column, heading, lines, quiet, row, table } from './text.js'

export function carriedSection(context: ComparisonContext): Section {
  const { say } = context
  const groups = groupsOf(context)
  return {
    id: 'findings',
    title: say('carried.title'),
    lead: say('carried.lead', {
      settled: groups.settled.length,
      carried: groups.carried.length,
      fresh: groups.fresh.length,
      gone: groups.gone.length,
    }),
    blocks: [
      ...groupBlocks(context, say('carried.settled', { n: groups.settled.length }), groups.settled),
      ...groupBlocks(context, say('carried.carried', { n: groups.carried.length }), groups.carried),
      ...groupBlocks(context, say('carried.fresh', { n: groups.fresh.length }), groups.fresh),
      ...groupBlocks(context, say('carried.gone', { n: groups.gone.length }), groups.gone),
    ],
  }
}

interface Followed {
  readonly finding: Finding
  /** The same finding in the earlier round. */
  readonly earlier: Finding | undefined
}

interface Groups {
  /** Open before, resolved now. */
  readonly settled: readonly Followed[]
  /** Open before and now. */
  readonly carried: readonly Followed[]
  /** Open now, and not there or resolved before. */
  readonly fresh: readonly Followed[]
  /** Open before, and no longer in the register. */
  readonly gone: readonly Followed[]
}

function groupsOf({ before, after }: ComparisonContext): Groups {
  const [old, now] = [before.round.findings ?? [], after.round.findings ?? []]
  const followed = now.map((finding) => ({ finding, earlier: old.find(({ id }) => id === finding.id) }))
  const wasOpen = ({ earlier }: Followed) => earlier?.status === 'open'
  const isOpen = ({ finding }: Followed) => finding.status === 'open'
  return {
    settled: followed.filter((entry) => wasOpen(entry) && !isOpen(entry)),
    carried: followed.filter((entry) => wasOpen(entry) && isOpen(entry)),
    fresh: followed.filter((entry) => !wasOpen(entry) && isOpen(entry)),
    gone: old
      .filter(({ id, status }) => status === 'open' && !now.some((finding) => finding.id === id))
      .map((finding) => ({ finding, earlier: finding })),
  }
}

function groupBlocks(context: ComparisonContext, title: string, entries: readonly Followed[]): Block[] {
  const { say, after, before } = context
  const columns = [
    column(say('findings.rules'), 100),
    column(say('findings.sectors'), 36),
    column(say('findings.severity'), 34),
  ]
  const rows = entries.map((entry) => {
    const side = after.round.findings?.includes(entry.finding) ? after : before
    return row(
      findingWords(side, entry.finding),
      entry.finding.sectors.map((id) => side.sector(id)).join(', '),
      lines(severityWords(context, entry)),
    )
  })
  return rows.length === 0 ? [] : [heading(title), ...table(title, columns, rows)]
}

/** The severity now, and what it was when it changed. */
function severityWords({ say }: ComparisonContext, { finding, earlier }: Followed) {
  const now = say('finding.severity', { severity: finding.severity })
  if (earlier === undefined || earlier.severity === finding.severity) return [now]
  return [now, quiet(say('carried.was', { severity: earlier.severity }))]
}
