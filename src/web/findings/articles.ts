/** The conventions in force with their articles, as a form offers them for a finding. */
import { askedItems } from '../../rules/asked.js'
import { itemIndex } from '../../rules/items.js'
import type { Convention, Finding } from '../../rules/model.js'
import type { Setting } from '../set-up/part.js'

/** Articles that bear on every sector stand under this name in a questionnaire. */
const EVERY = 'cross'

/** An article of a convention: a non-conformity has to name one. */
export interface Choice {
  readonly convention: string
  readonly article: string
}

export interface ArticleGroup {
  readonly label: string
  readonly options: readonly { readonly value: string; readonly text: string }[]
}

/** A finding's article as a value of the list; '' when it names none. */
export const choiceValue = ({ convention, article }: Pick<Finding, 'convention' | 'article'>): string =>
  convention === undefined || article === undefined ? '' : `${convention} ${article}`

/** The conventions in force for the State, also those that another implies. */
export function conventionsIn({ definition, stored }: Setting): readonly Convention[] {
  const inForce = askedItems(definition, itemIndex(definition), stored.round).conventions
  return definition.conventions.conventions.filter(({ id }) => inForce.has(id))
}

/** What a value of the list stands for, if a convention in force has it; for any sectors. */
export function choiceOf(setting: Setting, value: string): Choice | undefined {
  for (const { id, articles } of conventionsIn(setting)) {
    const found = Object.values(articles)
      .flat()
      .find(({ art }) => value === `${id} ${art}`)
    if (found) return { convention: id, article: found.art }
  }
  return undefined
}

/** The sectors on which an article bears, or `cross` for all; in the questionnaire's order. */
export function sectorsOf({ definition }: Setting, { convention, article }: Choice): readonly string[] {
  const articles = definition.conventions.conventions.find(({ id }) => id === convention)?.articles ?? {}
  const order = [...definition.sectors.map(({ id }) => id), EVERY]
  return order.filter((sector) => articles[sector]?.some(({ art }) => art === article))
}

/** Whether an article bears on one of some sectors. */
export function bearsOn(setting: Setting, choice: Choice, sectors: readonly string[]): boolean {
  return sectorsOf(setting, choice).some((id) => id === EVERY || sectors.includes(id))
}

/** By convention; only the articles for some sectors, or with the sectors of each when there are none yet. */
export function articleGroups(setting: Setting, sectors: readonly string[]): readonly ArticleGroup[] {
  const { words } = setting
  const groups = conventionsIn(setting).map((convention) => ({
    label: convention.short,
    options: articlesOf(setting, convention, sectors).map(({ art, about, where }) => ({
      value: `${convention.id} ${art}`,
      text: words.say('finding.article.option', { art, about, where, shown: where === '' ? 'no' : 'yes' }),
    })),
  }))
  return groups.filter(({ options }) => options.length > 0)
}

function articlesOf(setting: Setting, convention: Convention, sectors: readonly string[]) {
  const { names, words } = setting
  const chosen = sectors.length > 0 ? [...sectors, EVERY] : Object.keys(convention.articles)
  const found = new Map(
    chosen.flatMap((sector) => (convention.articles[sector] ?? []).map(({ art, about }) => [art, about] as const)),
  )
  return [...found].map(([art, about]) => {
    const where = sectorsOf(setting, { convention: convention.id, article: art })
    const isEvery = where.includes(EVERY)
    const places = isEvery ? words.say('finding.article.every') : words.list(where.map((id) => names.sector(id)))
    return { art, about, where: sectors.length > 0 ? '' : places }
  })
}
