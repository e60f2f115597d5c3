/** `malines import` and `malines export`: rounds into and out of the data of MALINES_DATA. */
import { readConfig } from '../config.js'
import { DEFINITIONS_FOLDER, listDefinitions, loadDefinition } from '../definitions/index.js'
import { MalinesError } from '../errors.js'
import { readRound, writeRound } from '../roundfile/index.js'
import { scoreRound } from '../rules/index.js'
import { openStore, type Store } from '../store/index.js'
import { RoundFiles, writeWhole } from './files.js'
import type { STATES } from './options.js'
import type { Terminal } from './terminal.js'

export interface ImportOptions {
  readonly assessment?: string
  readonly state: (typeof STATES)[number]
  readonly definition?: string
}

/** Takes a round file into an assessment: the one named, else the one of the same place, else a new one. */
export async function importCommand(
  file: string,
  options: ImportOptions,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<void> {
  const { round, definition } = new RoundFiles('en', options.definition).read(file)
  await withStore(env, async (store) => {
    const folders = options.definition ? [options.definition] : listDefinitions(DEFINITIONS_FOLDER)
    const loaded = folders.map(loadDefinition).find((one) => one.definition.hash === definition.hash)
    if (!loaded) throw new MalinesError('not-found', 'The questionnaire of this round is not there.')
    const definitionHash = await store.definitions.keep(loaded)
    const assessment = await assessmentFor(store, round.assessment, options.assessment)
    const { id } = await store.rounds.importRound(assessment, round, { state: options.state, definitionHash }, null)
    if (options.state === 'closed')
      await store.rounds.setState(id, 'closed', { result: scoreRound(definition, round) }, null)
    terminal.out(`${id}\n`)
  })
}

/** Writes a round as a round file; without an id, lists the rounds that are there. */
export async function exportCommand(
  id: string | undefined,
  output: string | undefined,
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<void> {
  await withStore(env, async (store) => {
    if (id === undefined) {
      for (const line of await lines(store)) terminal.out(`${line}\n`)
      return
    }
    const { round, definition } = await store.rounds.load(id)
    const text = writeRound(round)
    readRound(text, definition.definition)
    if (output === undefined) terminal.out(text)
    else writeWhole(output, text)
  })
}

async function withStore(env: NodeJS.ProcessEnv, use: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(readConfig(env).data)
  try {
    await use(store)
  } finally {
    await store.close()
  }
}

async function assessmentFor(store: Store, place: { name: string; country?: string }, id?: string): Promise<string> {
  if (id !== undefined) return (await store.assessments.get(id)).id
  const country = place.country ?? null
  const same = (await store.assessments.list()).find((one) => one.name === place.name && one.country === country)
  return (same ?? (await store.assessments.create({ name: place.name, country }, null))).id
}

async function lines(store: Store): Promise<readonly string[]> {
  const assessments = await store.assessments.list()
  const rounds = await Promise.all(assessments.map(({ id }) => store.rounds.listOf(id)))
  return assessments.flatMap(({ name }, place) =>
    rounds[place].map((round) => `${round.id}  ${name}, ${round.name} (${round.state})`),
  )
}
