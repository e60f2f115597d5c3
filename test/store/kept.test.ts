import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LoadedDefinition } from '../../src/definitions/index.js'
import type { Store } from '../../src/store/index.js'
import { mechelen, tiny } from '../support/definitions.js'
import { addTestRound, openTestStore } from '../support/store.js'

let store: Store

beforeEach(async () => {
  store = await openTestStore()
})
afterEach(() => store.close())

describe('a definition', () => {
  test('is kept whole, with its languages, the source language first', async () => {
    const hash = await store.definitions.keep(mechelen())
    expect(hash).toBe(mechelen().definition.hash)
    const kept = await store.definitions.get(hash)
    expect(kept).toEqual(mechelen())
    expect([...kept.languages.keys()]).toEqual([...mechelen().languages.keys()])
    expect(kept.languages.get(kept.definition.language)).toBe(kept.definition)
  })

  test('is the same object every time, also for a round and after it was kept again', async () => {
    const { head } = await addTestRound(store)
    const [first, second] = await Promise.all([1, 2].map(() => store.definitions.get(head.definitionHash)))
    expect(second).toBe(first)
    await store.definitions.keep(tiny())
    expect(await store.definitions.get(head.definitionHash)).toBe(first)
    expect((await store.rounds.load(head.id)).definition).toBe(first)
    expect(await store.definitions.list()).toEqual([
      { hash: head.definitionHash, id: 'museum-network', version: '2.0.0' },
    ])
  })

  test('gets a translation that was mended later, also in rounds that pin it', async () => {
    const { head } = await addTestRound(store)
    await store.rounds.load(head.id)
    const { definition } = tiny()
    const french = { ...definition, language: 'fr', title: 'Prêts pour la charte' }
    const mended: LoadedDefinition = { definition, languages: new Map([...tiny().languages, ['fr', french]]) }
    await store.definitions.keep(mended)
    const { languages } = (await store.rounds.load(head.id)).definition
    expect(languages.get('fr')?.title).toBe('Prêts pour la charte')
  })

  test('that was never kept is not found', async () => {
    await expect(store.definitions.get('sha256:0')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('an assessment', () => {
  test('is found, listed by name and changed', async () => {
    const mechelen = await store.assessments.create({ name: ' Mechelen ', country: 'BE' }, null)
    const aachen = await store.assessments.create({ name: 'Aachen' }, null)
    expect(mechelen).toMatchObject({ name: 'Mechelen', country: 'BE' })
    expect(await store.assessments.find(aachen.id)).toEqual({ ...aachen, country: null })
    expect(await store.assessments.list()).toEqual([aachen, mechelen])
    expect(await store.assessments.update(aachen.id, { country: 'DE' }, null)).toEqual({ ...aachen, country: 'DE' })
    expect(await store.assessments.get(aachen.id)).toMatchObject({ country: 'DE' })
  })

  test('that does not exist is undefined to find and an error to get or change', async () => {
    expect(await store.assessments.find('x')).toBeUndefined()
    await expect(store.assessments.get('x')).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.assessments.update('x', {}, null)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('a file', () => {
  test('is found by the hash of its content, once however often it was kept', async () => {
    const content = Buffer.from([0, 255, 10, 13, 0])
    const sha256 = createHash('sha256').update(content).digest('hex')
    for (let times = 0; times < 2; times++) {
      expect(await store.files.keep(content, 'application/pdf')).toEqual({ sha256, bytes: 5 })
    }
    expect(await store.files.find(sha256)).toEqual({ content, type: 'application/pdf', bytes: 5 })
    expect(await store.files.find('0'.repeat(64))).toBeUndefined()
  })
})

describe('a setting', () => {
  test('is what was last set, and nothing once it is taken away', async () => {
    expect(await store.settings.get('title')).toBeUndefined()
    await store.settings.set('title', 'One')
    await store.settings.set('title', 'Two')
    expect(await store.settings.get('title')).toBe('Two')
    await store.settings.set('title', null)
    expect(await store.settings.get('title')).toBeUndefined()
  })
})
