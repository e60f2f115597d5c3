import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

/** What each folder of `src` may import of the others; everything else (cli.ts …) may import all of them. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  rules: [],
  'errors.ts': [],
  'folders.ts': [],
  locales: [],
  definitions: ['rules', 'errors.ts', 'folders.ts'],
  roundfile: ['rules', 'errors.ts', 'folders.ts'],
  charts: ['rules', 'locales', 'errors.ts'],
  reports: ['rules', 'definitions', 'roundfile', 'charts', 'locales', 'errors.ts'],
  store: ['rules', 'definitions', 'roundfile', 'errors.ts', 'folders.ts'],
  live: ['rules', 'definitions', 'roundfile', 'store', 'errors.ts'],
  web: [
    ...['rules', 'definitions', 'roundfile', 'store', 'live', 'charts', 'reports', 'locales'],
    ...['errors.ts', 'folders.ts', 'config.ts'],
  ],
}

interface Import {
  readonly file: string
  readonly from: string
  /** Folder of `src` that is imported, or the package. */
  readonly of: string
  readonly isPackage: boolean
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))

const imports = files.flatMap((file): Import[] => {
  const text = readFileSync(join(SRC, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, from]) => {
    const isPackage = !from.startsWith('.')
    const target = relative(SRC, resolve(SRC, dirname(file), from)).replace(/\.js$/, '.ts')
    return { file, from, of: isPackage ? from : target.split('/')[0], isPackage }
  })
})

describe('the import table', () => {
  test('finds the imports of every folder', () => {
    expect(imports.length).toBeGreaterThan(100)
    for (const folder of Object.keys(MAY_IMPORT)) expect(files.some((file) => file.startsWith(folder))).toBe(true)
  })

  test.each(Object.keys(MAY_IMPORT))('%s imports only what it may', (folder) => {
    const outside = imports.filter(
      ({ file, of, isPackage }) =>
        file.split('/')[0] === folder && !isPackage && ![folder, '..', ...MAY_IMPORT[folder]].includes(of),
    )
    expect(outside).toEqual([])
  })

  test('the rules import nothing, not even node', () => {
    expect(imports.filter(({ file, isPackage }) => file.startsWith('rules/') && isPackage)).toEqual([])
  })

  test('nothing imports out of src, but the store its migrations', () => {
    const outside = imports.filter(({ of, isPackage }) => !isPackage && of === '..')
    expect(
      outside.filter(({ file, from }) => !(file.startsWith('store/') && from.startsWith('../../migrations/'))),
    ).toEqual([])
  })
})

describe('the code knows no questionnaire by name', () => {
  const names = [
    ...['food', 'water', 'security', 'infrastructure', 'shelter', 'education', 'documents', 'justice'],
    ...['national', 'regional', 'comprehensiveness'],
  ]
  test.each(names)('%s stands in no string of src', (name) => {
    const quoted = new RegExp(`['"\`]${name}['"\`]|\\.${name}\\b`)
    const hits = files.filter((file) => quoted.test(readFileSync(join(SRC, file), 'utf8')))
    expect(hits).toEqual([])
  })
})
