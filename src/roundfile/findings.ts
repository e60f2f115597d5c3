import { itemIndex } from '../rules/items.js'
import type { Convention, Definition, Finding } from '../rules/model.js'
import { checkDistinct, checkKnown } from './checks.js'
import { choices, type Faults, shown } from './faults.js'
import type { Shaped } from './shape.js'

/** The register of findings (METHOD 5) against the questionnaire's sectors, conventions and articles. */
export function checkFindings(round: Shaped, definition: Definition, faults: Faults): void {
  const { sectors } = itemIndex(definition)
  const conventions = new Map(definition.conventions.conventions.map((convention) => [convention.id, convention]))
  for (const { path, value } of round.findings) {
    const named = value.sectors.map((sector, index) => ({ path: `${path}/sectors/${index}`, value: sector }))
    for (const sector of named) checkKnown('sector', sector.value, sectors, sector.path, faults)
    checkDistinct(named, faults)
    if (value.convention === undefined) continue
    const convention = conventions.get(value.convention)
    if (!convention) checkKnown('convention', value.convention, [...conventions.keys()], `${path}/convention`, faults)
    else checkArticle(value, convention, path, faults)
  }
  checkDistinct(
    round.findings.map(({ path, value }) => ({ path: `${path}/id`, value: value.id })),
    faults,
  )
}

/** An article bears on one of the sectors named, or on every sector (`cross`). */
function checkArticle(finding: Finding, convention: Convention, path: string, faults: Faults): void {
  const articles = [...finding.sectors, 'cross'].flatMap((sector) => convention.articles[sector] ?? [])
  const known = [...new Set(articles.map((article) => article.art))]
  if (finding.article === undefined || known.includes(finding.article)) return
  const where = choices(finding.sectors, 'or')
  const listed = known.length > 0 ? choices(known, 'and') : 'none'
  const words = `is no article of ${convention.id} for ${where}; the questionnaire lists ${listed}`
  faults.add(`${path}/article`, `${shown(finding.article)} ${words}`)
}
