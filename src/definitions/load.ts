import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Fault, MalinesError } from '../errors.js'
import type { Definition } from '../rules/model.js'
import { checkContent, checkKeys } from './checks/index.js'
import { assemble } from './content.js'
import { FILES, isSectorFile, isSectorId, listFiles, listLanguages, listSectorFiles, sectorFile } from './folder.js'
import { hashOf } from './hash.js'
import { overlay } from './languages.js'
import { type Kind, schemaOf, settle, shapeFaults } from './schema.js'
import { idOnTheWay, isRecord, pointer, type Report } from './tree.js'
import { readYaml } from './yaml.js'

export interface LoadedDefinition {
  /** With the texts of the source language. */
  readonly definition: Definition
  /** The same in each language, the source language first. */
  readonly languages: ReadonlyMap<string, Definition>
}

/** A file that could be read, with the types that its schema asks for. */
interface Part {
  readonly kind: Kind
  readonly value: unknown
}
type Parts = ReadonlyMap<string, Part>

/**
 * Loads the definition in a folder with all its languages.
 * Errors: `not-found` when the folder holds no definition; `invalid` with every fault of every file at once, each with
 * the file, the place as a JSON pointer and the reason.
 */
export function loadDefinition(folder: string): LoadedDefinition {
  if (!existsSync(join(folder, FILES.frame))) {
    throw new MalinesError('not-found', `There is no definition in "${folder}": ${FILES.frame} is missing.`)
  }
  const faults: Fault[] = []
  const report: Report = ({ file, path }, reason) => faults.push({ file, path: pointer(path), reason })

  const sectors = listSectors(folder)
  const kinds = kindsOf(sectors)
  reportStrangers(folder, '', kinds, report)
  const parts = readParts(folder, kinds, faults)
  const content = assemble(sectors, (file) => parts.get(file)?.value)
  for (const [file, { kind, value }] of parts) checkKeys(schemaOf(kind), value, { file, path: [] }, report)
  if (parts.has(FILES.frame)) checkContent({ sectors, content, canRead: (file) => parts.has(file), report })

  const translations = listLanguages(folder).map((language) => {
    if (language === content.language) report({ file: language, path: [] }, 'this is the source language, not another')
    reportStrangers(folder, `${language}/`, kinds, report)
    const texts = translate(folder, language, parts, faults, report)
    return [language, assemble(sectors, (file) => texts.get(file))] as const
  })
  if (faults.length > 0) {
    const named = faults.map((fault) => withId(fault, parts))
    throw new MalinesError('invalid', `The definition in "${basename(folder)}" is not complete or not sound.`, named)
  }

  const hash = hashOf(content)
  const definition: Definition = { ...content, hash }
  const others = translations.map(([language, texts]) => [language, { ...texts, language, hash }] as const)
  return { definition, languages: new Map([[definition.language, definition], ...others]) }
}

/** Ids of the sectors in order: those that the frame lists, or those with a file when there is no such list. */
function listSectors(folder: string): string[] {
  const reading = readYaml(folder, FILES.frame)
  if ('fault' in reading) return listSectorFiles(folder)
  const listed = isRecord(reading.value) ? reading.value.sectors : undefined
  if (!Array.isArray(listed)) return listSectorFiles(folder)
  return [...new Set(listed)].filter((id) => isSectorId(id))
}

function kindsOf(sectors: readonly string[]): ReadonlyMap<string, Kind> {
  return new Map<string, Kind>([
    [FILES.frame, 'definition'],
    ...sectors.map((id): [string, Kind] => [sectorFile(id), 'sector']),
    [FILES.crossCutting, 'cross-cutting'],
    [FILES.interdependence, 'interdependence'],
    [FILES.conventions, 'conventions'],
    [FILES.majorGroups, 'major-groups'],
  ])
}

/** A YAML file that belongs to nothing would be forgotten in silence. */
function reportStrangers(folder: string, prefix: string, kinds: ReadonlyMap<string, Kind>, report: Report): void {
  for (const file of listFiles(join(folder, prefix))) {
    if (kinds.has(file)) continue
    const reason = isSectorFile(file)
      ? `${FILES.frame} does not list this sector`
      : 'no file of a definition is named so'
    report({ file: prefix + file, path: [] }, reason)
  }
}

function readParts(folder: string, kinds: ReadonlyMap<string, Kind>, faults: Fault[]): Parts {
  const parts = new Map<string, Part>()
  for (const [file, kind] of kinds) {
    const reading = readYaml(folder, file)
    if ('fault' in reading) {
      faults.push(reading.fault)
      continue
    }
    const found = shapeFaults(kind, reading.value, file)
    faults.push(...found)
    parts.set(file, { kind, value: found.length === 0 ? reading.value : settle(schemaOf(kind), reading.value) })
  }
  return parts
}

function translate(folder: string, language: string, parts: Parts, faults: Fault[], report: Report) {
  const texts = new Map<string, unknown>()
  for (const [file, { kind, value }] of parts) {
    const place = { file: `${language}/${file}`, path: [] }
    const reading = readYaml(folder, place.file)
    if ('fault' in reading) faults.push(reading.fault)
    else texts.set(file, overlay(schemaOf(kind), value, reading.value, place, report))
  }
  return texts
}

/** Says in which entry a fault is: places in lists are numbers, and nobody likes to count questions. */
function withId(fault: Fault, parts: Parts): Fault {
  const id = idOnTheWay(parts.get(fault.file ?? '')?.value, fault.path)
  return id === '' ? fault : { ...fault, reason: `${id}: ${fault.reason}` }
}
