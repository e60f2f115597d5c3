import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { MalinesError } from '../errors.js'
import { ROOT } from '../folders.js'

/** Where the questionnaires stand that come with malines: `assessments/`, one folder each. */
export const DEFINITIONS_FOLDER = join(ROOT, 'assessments')

/** The files of a definition beside those of its sectors. */
export const FILES = {
  frame: 'definition.yaml',
  crossCutting: 'cross-cutting.yaml',
  interdependence: 'interdependence.yaml',
  conventions: 'conventions.yaml',
  majorGroups: 'major-groups.yaml',
} as const

const SECTORS = 'sectors'
export const isSectorFile = (file: string): boolean => file.startsWith(`${SECTORS}/`)
export const sectorFile = (id: string): string => `${SECTORS}/${id}.yaml`

/** Whether an id can be the name of a sector's file; anything else never becomes a path. */
export const isSectorId = (id: unknown): id is string => typeof id === 'string' && /^[a-z][a-z0-9_-]*$/.test(id)

/** Ids of the sectors that have a file. */
export function listSectorFiles(folder: string): string[] {
  return listFiles(folder)
    .filter(isSectorFile)
    .map((file) => file.slice(SECTORS.length + 1).replace(YAML, ''))
}

const YAML = /\.ya?ml$/
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/

/**
 * Folders of definitions in a folder, as paths in alphabetical order: those that hold a `definition.yaml`.
 * Errors: `not-found` when there is no such folder.
 */
export function listDefinitions(folder: string = DEFINITIONS_FOLDER): string[] {
  return subfolders(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, FILES.frame)))
}

/** Languages that a definition is translated into: its folders that are named by a language tag. */
export function listLanguages(folder: string): string[] {
  return subfolders(folder).filter((name) => LANGUAGE.test(name))
}

/** YAML files of a definition, or of one of its languages, as they are named in faults. */
export function listFiles(folder: string): string[] {
  const inside = (sub: string) => {
    const path = join(folder, sub)
    return existsSync(path)
      ? readdirSync(path)
          .filter((name) => YAML.test(name))
          .sort()
      : []
  }
  return [...inside('.'), ...inside(SECTORS).map((name) => `${SECTORS}/${name}`)]
}

function subfolders(folder: string): string[] {
  if (!existsSync(folder)) throw new MalinesError('not-found', `There is no folder "${folder}".`)
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}
