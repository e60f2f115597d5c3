import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Fault, MalinesError } from '../errors.js'
import type { Conventions, CrossCutting, Definition, Interdependence, MajorGroups, Sector } from '../rules/model.js'
import { checkContent } from './checks/index.js'
import { FILES, isSectorId, listFiles, listLanguages, listSectorFiles, sectorFile } from './folder.js'
import { hashOf } from './hash.js'
import { overlay } from './languages.js'
import { type Kind, schemaOf, settle, shapeFaults } from './schema.js'
import { isRecord, pointer, type Report } from './tree.js'
import { readYaml } from './yaml.js'

export interface LoadedDefinition {
  /** With the texts of the source language. */
  readonly definition: Definition
  /** The same in each language, the source language first. */
  readonly languages: ReadonlyMap<string, Definition>
}

/** A definition before it has its hash. */
export type Content = Omit<Definition, 'hash'>

type Frame = Omit<Content, 'sectors' | 'cross_cutting' | 'interdependence' | 'conventions' | 'major_groups'>

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
  if (parts.has(FILES.frame)) checkContent(sectors, content, (file) => parts.has(file), report)

  const translations = listLanguages(folder).map((language) => {
    if (language === content.language) report({ file: language, path: [] }, 'this is the source language, not another')
    reportStrangers(folder, `${language}/`, kinds, report)
    const texts = translate(folder, language, parts, faults, report)
    return [language, assemble(sectors, (file) => texts.get(file))] as const
  })
  if (faults.length > 0) {
    throw new MalinesError('invalid', `The definition in "${basename(folder)}" is not complete or not sound.`, faults)
  }

  const hash = hashOf(content)
  const definition: Definition = { ...content, hash }
  const others = translations.map(([language, texts]) => [language, { ...texts, language, hash }] as const)
  return { definition, languages: new Map([[definition.language, definition], ...others]) }
}

/** Ids of the sectors in order: those that the frame lists, or those with a file when the frame can't be read. */
function listSectors(folder: string): string[] {
  const reading = readYaml(folder, FILES.frame)
  if ('fault' in reading) return listSectorFiles(folder)
  const listed = isRecord(reading.value) && Array.isArray(reading.value.sectors) ? reading.value.sectors : []
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
    if (!kinds.has(file)) report({ file: prefix + file, path: [] }, 'no part of the definition has this name')
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

/** Puts the files together; a file that could not be read counts as empty. */
function assemble(sectors: readonly string[], contentOf: (file: string) => unknown): Content {
  const part = (file: string, kind: Kind) => contentOf(file) ?? settle(schemaOf(kind), {})
  const frame = part(FILES.frame, 'definition') as Frame
  const conventions = part(FILES.conventions, 'conventions') as Conventions
  return {
    ...frame,
    sectors: sectors.map((id) => part(sectorFile(id), 'sector') as Sector),
    cross_cutting: part(FILES.crossCutting, 'cross-cutting') as CrossCutting,
    interdependence: part(FILES.interdependence, 'interdependence') as Interdependence,
    conventions: { ...conventions, conventions: conventions.conventions.map((one) => withArticles(one, sectors)) },
    major_groups: part(FILES.majorGroups, 'major-groups') as MajorGroups,
  }
}

/** A convention with a list of articles for each sector; the files leave out those without any. */
function withArticles(convention: Conventions['conventions'][number], sectors: readonly string[]) {
  const none = Object.fromEntries([...sectors, 'cross'].map((sector) => [sector, []]))
  return { ...convention, articles: { ...none, ...convention.articles } }
}
