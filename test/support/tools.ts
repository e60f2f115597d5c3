/** Tests that look at files with programs of the system. */
import { spawnSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { test } from 'vitest'

/** Milliseconds: programs start slowly on a busy machine. */
const PATIENCE = 60_000

type Test = (name: string, check: () => void | Promise<void>) => void

/** Where a program of the system is; undefined where it is missing. */
export function pathOf(tool: string): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, tool))
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/**
 * `test` for checks that need a program: skipped by name where it is missing, but failing there on the build server.
 * `timeout` is in milliseconds.
 */
export function needs(tool: string, timeout = PATIENCE): Test {
  if (pathOf(tool) !== undefined) return (name, check) => test(name, { timeout }, check)
  const reason = `${tool} is missing`
  if (!process.env.CI) return (name) => test.skip(`${name} (${reason})`, () => undefined)
  return (name) =>
    test(name, () => {
      throw new Error(reason)
    })
}

/** What a program prints about a file with these bytes, whose path stands for `FILE` in the arguments. */
export function runOn(bytes: Uint8Array, tool: string, args: readonly string[]): string {
  return withFile(bytes, (path) => run(tool, fill(args, path)))
}

/** A file that a program writes when `OUT` stands for its path. */
export function madeOf(bytes: Uint8Array, tool: string, args: readonly string[]): Buffer {
  return withFile(bytes, (path) => {
    const out = `${path}.out`
    run(tool, fill(args, path, out))
    return readFileSync(out)
  })
}

/** A program that complains has found a fault. */
function run(tool: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (status !== 0 || stderr !== '') throw new Error(`${tool}: status ${status}\n${stdout}\n${stderr}`)
  return stdout
}

function fill(args: readonly string[], file: string, out = ''): string[] {
  return args.map((arg) => (arg === 'FILE' ? file : arg === 'OUT' ? out : arg))
}

function withFile<T>(bytes: Uint8Array, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'malines-'))
  try {
    const path = join(folder, 'file')
    writeFileSync(path, bytes)
    return use(path)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
