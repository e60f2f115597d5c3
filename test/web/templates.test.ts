/** What holds for every template, so that the content policy holds and nothing goes unescaped. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../../src/folders.js'
import { en } from '../../src/locales/en/index.js'
import { assetUrl } from '../../src/web/static.js'

const FOLDER = join(ROOT, 'templates')
const templates = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.hbs'))
  .map((file) => ({ file, text: readFileSync(join(FOLDER, file), 'utf8') }))

const found = (pattern: RegExp) =>
  templates.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map(([hit, group]) => ({ file, hit, group: group ?? '' })),
  )

describe('templates', () => {
  test('there are some', () => expect(templates.length).toBeGreaterThan(15))

  test.each([
    ['style of their own', /\sstyle\s*=|<style/gi],
    ['script in the page', /<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["'{]|javascript:/gi],
    ['attribute without quotes', /<[^<>]*\s[\w-]+=\{\{[^<>]*>/g],
    ['address of another server', /(?:src|href)="(?:https?:)?\/\//gi],
  ])('have no %s', (_, pattern) => expect(found(pattern)).toEqual([]))

  test('put nothing in unescaped, but the frame its page', () => {
    expect(found(/\{\{\{|\{\{&/g).map(({ file }) => file)).toEqual([join('layouts', 'page.hbs')])
  })

  test('name only assets that exist', () => {
    for (const { group } of found(/asset '([^']*)'/g)) expect(() => assetUrl(group)).not.toThrow()
  })

  test('name only messages that exist', () => {
    const missing = found(/[{(]t ['"]([^'"]*)['"]/g).filter(({ group }) => !Object.hasOwn(en, group))
    expect(missing).toEqual([])
  })

  test('name only classes that a style sheet knows', () => {
    const folder = join(ROOT, 'src/browser/styles')
    const styles = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
    const known = new Set([...styles.join('').matchAll(/\.(m-[\w-]+)/g)].map(([, name]) => name))
    expect(found(/\b(m-[a-z0-9-]+)/g).filter(({ group }) => !known.has(group))).toEqual([])
  })

  test('name only partials that exist', () => {
    const missing = found(/\{\{#?> *([\w-]+)/g).filter(
      ({ group }) => !existsSync(join(FOLDER, 'partials', `${group}.hbs`)),
    )
    expect(missing).toEqual([])
  })

  test('every form that posts carries the token', () => {
    const forms = found(/<form[^>]*method="post"[\s\S]*?<\/form>/gi).filter(({ hit }) => !hit.includes('{{csrfField}}'))
    expect(forms).toEqual([])
  })
})
