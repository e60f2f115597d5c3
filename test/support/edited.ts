import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadDefinition } from '../../src/definitions/index.js'
import { faultLine, MalinesError } from '../../src/errors.js'

/** A file and what becomes of it: a text put in the place of another, a whole content, or null for no file at all. */
export type Edit = readonly [file: string, from: string, to: string] | readonly [file: string, content: string | null]

/** Runs `use` on a copy of a definition with some edits, and takes the copy away. */
export function withEdits<T>(folder: string, edits: readonly Edit[], use: (copy: string) => T): T {
  const copy = join(mkdtempSync(join(tmpdir(), 'malines-')), 'copy')
  try {
    cpSync(folder, copy, { recursive: true })
    for (const edit of edits) apply(copy, edit)
    return use(copy)
  } finally {
    rmSync(dirname(copy), { recursive: true })
  }
}

function apply(copy: string, [file, from, to]: Edit): void {
  const path = join(copy, file)
  if (from === null) rmSync(path)
  else if (to === undefined) {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, from)
  } else {
    const text = readFileSync(path, 'utf8')
    if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`)
    writeFileSync(
      path,
      text.replace(from, () => to),
    )
  }
}

/** The faults of a definition after some edits, one line each; none when it is sound. */
export function faultsAfter(folder: string, edits: readonly Edit[]): string[] {
  return withEdits(folder, edits, (copy) => {
    try {
      loadDefinition(copy)
      return []
    } catch (error) {
      if (error instanceof MalinesError && error.code === 'invalid') return error.faults.map(faultLine)
      throw error
    }
  })
}
