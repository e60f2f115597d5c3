import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFINITIONS_FOLDER, type LoadedDefinition, loadDefinition } from '../../src/definitions/index.js'

export const MECHELEN_FOLDER = join(DEFINITIONS_FOLDER, 'mechelen-50')
/** A museum network's questionnaire, small and of another kind: nothing in `src` may know any sector by name. */
export const TINY_FOLDER = fileURLToPath(new URL('tiny', import.meta.url))

const loaded = new Map<string, LoadedDefinition>()

function once(folder: string): LoadedDefinition {
  const known = loaded.get(folder) ?? loadDefinition(folder)
  loaded.set(folder, known)
  return known
}

/** The questionnaire of the Declaration of Mechelen. */
export const mechelen = (): LoadedDefinition => once(MECHELEN_FOLDER)

/** The tiny questionnaire. */
export const tiny = (): LoadedDefinition => once(TINY_FOLDER)
