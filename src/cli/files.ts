/** Files in and out: round files with the definition that they name, and whole new files or none. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DEFINITIONS_FOLDER, type LoadedDefinition, listDefinitions, loadDefinition } from '../definitions/index.js'
import { MalinesError } from '../errors.js'
import { readRound } from '../roundfile/index.js'
import type { Definition, Round } from '../rules/index.js'

/** A round file that was read, with its definition in one language. */
export interface RoundFile {
  readonly path: string
  /** The file as it stands. */
  readonly text: string
  readonly round: Round
  readonly definition: Definition
}

/** Reads round files; definitions are loaded once. */
export class RoundFiles {
  private readonly loaded = new Map<string, LoadedDefinition>()

  /**
   * @param language of the definition's texts
   * @param folder a definition to use instead of those that come with malines
   */
  constructor(
    private readonly language: string,
    private readonly folder?: string,
  ) {}

  /** @throws {MalinesError} `not-found` without such a file; `invalid` with every fault of the file, each with its name */
  read(path: string): RoundFile {
    const text = readText(path)
    const source = this.definitionFor(text)
    const definition = source.languages.get(this.language)
    if (!definition) {
      const reason = `the definition ${source.definition.id} has no texts in "${this.language}"`
      throw new MalinesError('invalid', 'This language is not there.', [{ file: path, path: '', reason }])
    }
    return { path, text, round: named(path, () => readRound(text, definition)), definition }
  }

  private definitionFor(text: string): LoadedDefinition {
    if (this.folder !== undefined) return this.load(this.folder)
    const wanted = definitionId(text)
    const folders = listDefinitions(DEFINITIONS_FOLDER)
    // A round that names no known definition is read against the first, whose check says what is wrong.
    return this.load(folders.find((folder) => basename(folder) === wanted) ?? folders[0])
  }

  private load(folder: string): LoadedDefinition {
    const known = this.loaded.get(folder) ?? loadDefinition(folder)
    this.loaded.set(folder, known)
    return known
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable'
    const words = reason === 'ENOENT' ? 'there is no such file' : `it can't be read (${reason})`
    throw new MalinesError('not-found', 'A file could not be read.', [{ file: path, path: '', reason: words }])
  }
}

/** The definition id that a text seems to name; the check of the whole file comes after. */
function definitionId(text: string): string | undefined {
  try {
    return JSON.parse(text)?.definition?.id
  } catch {
    return undefined
  }
}

/** Adds the file's name to the faults of what is read from it. */
function named<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof MalinesError)) throw error
    throw new MalinesError(
      error.code,
      error.message,
      error.faults.map((fault) => ({ file, ...fault })),
    )
  }
}

/** Writes a whole file or leaves what was there: first beside it, then in its place. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const beside = join(dirname(path), `.${basename(path)}.part`)
  try {
    writeFileSync(beside, content)
    renameSync(beside, path)
  } catch (cause) {
    rmSync(beside, { force: true })
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new MalinesError('invalid', 'The file could not be written.', [{ file: path, path: '', reason }])
  }
}
