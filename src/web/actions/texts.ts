/** The words of an action: those of the catalogue in the language of the page, or its people's own. */
import type { ActionNote } from '../../reports/content/context.js'
import type { CatalogueAction, CrossCuttingAction, Definition, RoundAction } from '../../rules/model.js'
import type { Store } from '../../store/index.js'
import type { StoredRound } from '../../store/rounds.js'
import type { Setting } from '../set-up/part.js'

export interface ActionText {
  readonly text: string
  /** Undefined of words whose language is not known. */
  readonly lang?: string | undefined
  readonly origin: 'catalogue' | 'reworded' | 'own'
}

/** An action of the catalogue with the sector that it is for; none for the enabling environment. */
export interface Proposal {
  readonly sector?: string
  readonly source: CatalogueAction | CrossCuttingAction
}

/** The catalogue of a questionnaire in its order, the enabling environment last. */
export function catalogueOf({ sectors, cross_cutting }: Definition): readonly Proposal[] {
  return [
    ...sectors.flatMap(({ id, actions }) => actions.map((source) => ({ sector: id, source }))),
    ...cross_cutting.actions.map((source) => ({ source })),
  ]
}

/** A round, and its questionnaire in the language that is read. */
type Words = Pick<Setting, 'stored' | 'definition'>

/** An action keeps the id of the one in the catalogue that it was chosen from. */
export function textOf({ stored, definition }: Words, { id, text }: RoundAction): ActionText {
  const known = sourcesOf(stored).get(id)
  if (!known) return { text, origin: 'own' }
  if (!known.some((source) => source === text)) return { text, origin: 'reworded' }
  const own = catalogueOf(definition).find(({ source }) => source.id === id)
  return { text: own?.source.text ?? text, lang: definition.language, origin: 'catalogue' }
}

/** The texts of a round's actions in the language of a questionnaire, by their ids. */
export function actionTextsIn(stored: StoredRound, definition: Definition): Readonly<Record<string, ActionNote>> {
  const actions = stored.round.actions ?? []
  return Object.fromEntries(actions.map((action) => [action.id, { text: textOf({ stored, definition }, action).text }]))
}

/** What reports are told of the actions of a round: their texts in the language of a questionnaire, and their notes. */
export async function actionNotesOf({ actions }: Store, stored: StoredRound, definition: Definition) {
  const filed = await actions.listOf(stored.head.id)
  const entries = filed.map(({ action, note }): [string, ActionNote] => {
    const { text } = textOf({ stored, definition }, action)
    return [action.id, { text, ...(note !== null && { note }) }]
  })
  return Object.fromEntries(entries)
}

const kept = new WeakMap<StoredRound['definition'], ReadonlyMap<string, readonly string[]>>()

/** The texts of each action of the catalogue in all languages. */
function sourcesOf({ definition: loaded }: StoredRound): ReadonlyMap<string, readonly string[]> {
  const known = kept.get(loaded)
  if (known) return known
  const texts = new Map<string, string[]>()
  for (const definition of [loaded.definition, ...loaded.languages.values()]) {
    for (const { source } of catalogueOf(definition))
      texts.set(source.id, [...(texts.get(source.id) ?? []), source.text])
  }
  kept.set(loaded, texts)
  return texts
}
