/** The register of findings, with what each one does to the scores (METHOD 5). */
import type { Finding } from '../../rules/model.js'
import type { Block, Section, Text } from '../model.js'
import { one } from '../words/one.js'
import type { Context } from './context.js'
import { findingEffects } from './effects.js'
import { alert, column, heading, lines, quiet, row, strong, table } from './text.js'

export function findingsSection(context: Context): Section {
  const { say, round } = context
  const findings = round.findings ?? []
  return {
    id: 'findings',
    title: say('findings.title'),
    lead: findingsLead(context, findings),
    blocks: [...bySector(context, findings), ...findingsBlocks(context, findings)],
  }
}

/** How many there are, open, blocking and settled. */
export function findingsLead({ say }: Pick<Context, 'say'>, findings: readonly Finding[]): string {
  const open = findings.filter(({ status }) => status === 'open')
  return say('findings.lead', {
    n: findings.length,
    open: open.length,
    blocking: open.filter(({ severity }) => severity === 'blocking').length,
    resolved: findings.length - open.length,
  })
}

/** Open ones first, blocking before friction; then those that were settled. */
export function findingsBlocks(context: Context, findings: readonly Finding[]): Block[] {
  const { say } = context
  const columns = [
    column(say('findings.rules'), 62),
    column(say('findings.sectors'), 25),
    column(say('findings.severity'), 20),
    column(say('findings.effect'), 63),
  ]
  const rows = (list: readonly Finding[]) => list.map((finding) => findingRow(context, finding))
  const [open, resolved] = [inOrder(findings, 'open'), inOrder(findings, 'resolved')]
  return [
    ...(open.length > 0 ? [heading(say('findings.open', { n: open.length }))] : []),
    ...table(say('findings.open', { n: open.length }), columns, rows(open)),
    ...(resolved.length > 0 ? [heading(say('findings.resolved', { n: resolved.length }))] : []),
    ...table(say('findings.resolved', { n: resolved.length }), columns, rows(resolved)),
  ]
}

function inOrder(findings: readonly Finding[], status: Finding['status']): readonly Finding[] {
  const own = findings.filter((finding) => finding.status === status)
  return [
    ...own.filter(({ severity }) => severity === 'blocking'),
    ...own.filter(({ severity }) => severity === 'friction'),
  ]
}

function findingRow(context: Context, finding: Finding) {
  const { say } = context
  const severity = say('finding.severity', { severity: finding.severity })
  return row(
    findingWords(context, finding),
    finding.sectors.map((id) => context.sector(id)).join(', '),
    finding.severity === 'blocking' && finding.status === 'open' ? [alert(severity)] : severity,
    lines([...findingEffects(context, finding)]),
  )
}

/** The rules in the people's own words, what kind of finding it is, and who can settle it. */
export function findingWords(context: Context, finding: Finding): Text {
  const { say } = context
  const settledBy = finding.settledBy?.trim()
  return lines([
    { text: finding.rules },
    quiet(kindWords(context, finding)),
    ...(settledBy ? [quiet(say('finding.settled-by', { who: settledBy }))] : []),
  ])
}

/** What kind of finding it is, with the convention and article that it names. */
export function kindWords(
  { say, definition }: Pick<Context, 'say' | 'definition'>,
  { kind, convention, article }: Finding,
): string {
  if (kind === 'contradiction' || convention === undefined) return say('finding.kind', { kind })
  const { short } = one(definition.conventions.conventions, convention)
  return article === undefined
    ? say('finding.convention', { convention: short })
    : say('finding.article', { convention: short, article })
}

/** How many findings name each sector. */
function bySector(context: Context, findings: readonly Finding[]): Block[] {
  const { say, definition } = context
  const columns = [
    column(say('column.sector'), 50),
    column(say('findings.count.blocking'), 40, 'end'),
    column(say('findings.count.friction'), 40, 'end'),
    column(say('findings.count.resolved'), 40, 'end'),
  ]
  const rows = definition.sectors.flatMap(({ id }) => {
    const own = findings.filter(({ sectors }) => sectors.includes(id))
    if (own.length === 0) return []
    const open = own.filter(({ status }) => status === 'open')
    const blocking = open.filter(({ severity }) => severity === 'blocking').length
    const count = (n: number) => context.number(n)
    return [
      row(
        [strong(context.sector(id))],
        count(blocking),
        count(open.length - blocking),
        count(own.length - open.length),
      ),
    ]
  })
  return rows.length === 0
    ? []
    : [heading(say('findings.by-sector')), ...table(say('findings.by-sector'), columns, rows)]
}
