/** A further round of an assessment: what it takes over from the one before. */
import { MalinesError } from '../errors.js'
import { checkRound, readRound } from '../roundfile/index.js'
import type { Definition, Round } from '../rules/model.js'
import { isOpenAction } from '../store/actions.js'
import type { Store } from '../store/index.js'
import type { RoundHead } from '../store/rounds.js'

/** Hash of the questionnaire with the highest version. Errors: `not-found` without any. */
export async function newestDefinition(store: Store): Promise<string> {
  const all = await store.definitions.list()
  const newest = [...all].sort((a, b) => a.version.localeCompare(b.version, 'en', { numeric: true })).at(-1)
  if (!newest) throw new MalinesError('not-found', 'There is no questionnaire yet.')
  return newest.hash
}

/** A name for the next round: the year, unless a round has it. */
export function nameOfNext(heads: readonly RoundHead[], now: Date): string {
  const year = String(now.getUTCFullYear())
  return heads.some(({ name }) => name === year) ? '' : year
}

/**
 * Adds a round in preparation with the set-up and bodies of the newest one, its open findings and what is left to do of
 * its actions, and no answer. What a newer questionnaire does not know is left out. `by` is who begins it.
 */
export async function startRound(
  store: Store,
  assessment: string,
  { name, isSame, by }: { readonly name: string; readonly isSame: boolean; readonly by: string | null },
): Promise<RoundHead> {
  const newest = await newestDefinition(store)
  const [previous] = await store.rounds.listOf(assessment)
  if (!previous) return store.rounds.create({ assessment, name, definitionHash: newest, form: 'short' }, by)
  const { round } = await store.rounds.load(previous.id)
  const definitionHash = isSame ? previous.definitionHash : newest
  const { definition } = await store.definitions.get(definitionHash)
  const next = nextRound(round, definition, name)
  const options = { state: 'preparing', definitionHash, previous: previous.id } as const
  const { id } = await store.rounds.importRound(assessment, next, options, by)
  return store.rounds.update(id, { reveal: previous.reveal, timeZone: previous.timeZone }, by)
}

function nextRound(before: Round, definition: Definition, name: string): Round {
  const { positions: _, agreed: __, findings = [], actions = [], ...kept } = before
  return withoutUnknown(
    {
      ...kept,
      definition: { id: definition.id, version: definition.version, form: before.definition.form },
      round: { name },
      findings: findings.filter(({ status }) => status === 'open'),
      actions: actions.filter(isOpenAction),
    },
    definition,
  )
}

/** A round without the entries that the questionnaire does not take. */
function withoutUnknown(round: Round, definition: Definition): Round {
  const faulty = new Set(checkRound(round, definition).map(({ path }) => path.split('/').slice(1, 3).join('/')))
  const parts = Object.entries(round).map(([part, value]): [string, unknown] => {
    const isKept = (key: string | number) => !faulty.has(`${part}/${key}`)
    if (Array.isArray(value)) return [part, value.filter((_, i) => isKept(i))]
    if (typeof value !== 'object') return [part, value]
    return [part, Object.fromEntries(Object.entries(value).filter(([key]) => isKept(key)))]
  })
  return readRound(JSON.stringify(Object.fromEntries(parts)), definition)
}
