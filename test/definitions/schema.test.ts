import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { CORE_SCHEMA, load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { DEFINITIONS_FOLDER } from '../../src/definitions/index.js'
import { MECHELEN_FOLDER, mechelen, TINY_FOLDER } from '../support/definitions.js'

const readJson = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const listFiles = (folder: string, ending: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))

describe('editors find the schema of each file', () => {
  const common = join(DEFINITIONS_FOLDER, 'schema/common.schema.json')
  const ajv = new Ajv2020({ allErrors: true })
    .addVocabulary(['translated', 'keyedBy'])
    .addSchema(readJson(common), common)

  test.each([...listFiles(MECHELEN_FOLDER, '.yaml'), ...listFiles(TINY_FOLDER, '.yaml')])('%s', (file) => {
    const text = readFileSync(file, 'utf8')
    const named = /^# yaml-language-server: \$schema=(.+)$/m.exec(text)?.[1]
    const schema = resolve(dirname(file), String(named))
    expect(existsSync(schema), `${named} exists`).toBe(true)
    const validate = ajv.getSchema(schema) ?? ajv.addSchema(readJson(schema), schema).getSchema(schema)
    expect(validate?.(load(text, { schema: CORE_SCHEMA })), JSON.stringify(validate?.errors)).toBe(true)
  })
})

test('no code knows a sector by its name', () => {
  const ids = mechelen().definition.sectors.map(({ id }) => id)
  const literal = new RegExp(`['"\`](${ids.join('|')})['"\`.]`)
  const code = listFiles(fileURLToPath(new URL('../../src', import.meta.url)), '.ts')
  expect(code.length).toBeGreaterThan(10)
  expect(code.filter((file) => literal.test(readFileSync(file, 'utf8')))).toEqual([])
})
