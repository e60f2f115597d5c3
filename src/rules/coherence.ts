/** The register of findings and what it caps (METHOD 5). */
import type { Finding, Round } from './model.js'

/** An open blocking finding caps the dimension at level 2. This project's own choice. */
export const CAP = 3

/** Whether a finding caps the sectors that it names. */
function caps(finding: Finding, conventionsInForce: ReadonlySet<string>): boolean {
  if (finding.severity !== 'blocking' || finding.status !== 'open') return false
  return finding.convention === undefined || conventionsInForce.has(finding.convention)
}

/** The findings that cap each sector, by sector id; a sector without any is not in the map. */
export function cappingFindings(round: Round, conventionsInForce: ReadonlySet<string>): Map<string, string[]> {
  const bySector = new Map<string, string[]>()
  for (const finding of round.findings ?? []) {
    if (!caps(finding, conventionsInForce)) continue
    for (const sector of new Set(finding.sectors)) {
      bySector.set(sector, [...(bySector.get(sector) ?? []), finding.id])
    }
  }
  return bySector
}
