import { describe, expect, test } from 'vitest'
import { wordsOf } from '../../src/locales/messages.js'
import type { RoundFrame } from '../../src/store/rounds.js'
import { type Check, readiness } from '../../src/web/readiness.js'
import { settingOf } from '../../src/web/set-up/part.js'
import { staffedBodies } from '../../src/web/set-up/staff.js'
import { FRAME, type Led, ledRound, NOW, questionnaire, readyRound } from '../support/set-up.js'

const TODAY = '2026-05-04'

async function checks(led: Led, language = 'en', today = TODAY): Promise<readonly Check[]> {
  const stored = await led.store.rounds.load(led.head.id)
  const previous = stored.head.previous === null ? undefined : await led.store.rounds.find(stored.head.previous)
  const staffed = await staffedBodies(led.store, stored, NOW)
  return readiness({ ...settingOf(stored, wordsOf(language), today), staffed, previous })
}

async function about(led: Led, what: Check['about'], today = TODAY): Promise<Check | undefined> {
  return (await checks(led, 'en', today)).find((check) => check.about === what)
}

const withFrame = async (led: Led, change: RoundFrame) => {
  await led.store.rounds.saveFrame(led.head.id, { ...FRAME, ...change }, null)
  return led
}

describe('readiness', () => {
  test('of an empty round says all that is missing, the worst first', async () => {
    const all = await checks(await ledRound())
    expect(all.filter(({ check }) => check === 'stop').map(({ about }) => about)).toEqual([
      ...['people', 'voices', 'groups', 'tiers', 'profile', 'conventions'],
    ])
    expect(all.map(({ check }) => check)).toEqual([...all.map(({ check }) => check)].sort(byWeight))
  })

  test('of a round that has all of it is ready', async () => {
    const all = await checks(await readyRound())
    expect(all.filter(({ check }) => check !== 'ok')).toEqual([])
    expect(all.map(({ about }) => about)).toContain('definition')
  })

  test('is in the language of the page', async () => {
    const all = await checks(await ledRound(), 'fr')
    expect(all[0]?.text).toBe('Il n’y a pas encore d’organisme')
  })

  test('each check leads to the part that mends it', async () => {
    const led = await ledRound()
    const hrefs = (await checks(led)).map(({ href }) => href)
    for (const href of hrefs) expect((await led.browser.get(href)).statusCode).toBe(200)
  })
})

describe('bodies', () => {
  test('need somebody, or a link that works', async () => {
    const led = await readyRound()
    const body = await led.body('Region', 'regional')
    expect(await about(led, 'people')).toMatchObject({ check: 'stop', detail: 'Region' })
    const { assessment, id: round } = led.head
    const place = { assessment, round, body: body.id, role: 'respondent', createdBy: null } as const
    const { invitation } = await led.store.invitations.create({ ...place, expiresAt: '2026-06-01T00:00:00.000Z' })
    expect(await about(led, 'people')).toMatchObject({ check: 'ok' })
    await led.store.invitations.revoke(invitation.id, null)
    expect(await about(led, 'people')).toMatchObject({ check: 'stop' })
    await led.store.invitations.create({ ...place, expiresAt: '2026-05-01T00:00:00.000Z' })
    expect(await about(led, 'people')).toMatchObject({ check: 'stop' })
  })

  test('have to be there for each tier that the country has, and for no other', async () => {
    const led = await readyRound()
    expect(await about(led, 'voices')).toMatchObject({ check: 'ok' })
    const tiers = { national: 'Federal State', regional: 'Region of Valmere', local: 'City' }
    await withFrame(led, { profile: { ...FRAME.profile, 'profile.tiers': tiers } })
    expect(await about(led, 'voices')).toMatchObject({ check: 'stop', detail: 'Region of Valmere' })
    await led.body('Region', 'regional')
    expect(await about(led, 'voices')).toMatchObject({ check: 'ok' })
  })

  test('of a tier without a name are worth a look', async () => {
    const led = await readyRound()
    await led.body('Region', 'regional')
    expect(await about(led, 'tiers')).toMatchObject({ check: 'look', detail: 'Regional tier' })
  })

  test('of major groups: none is missing, one is worth a look', async () => {
    const led = await ledRound(FRAME)
    expect(await about(led, 'groups')).toMatchObject({ check: 'stop' })
    await led.body('Women', 'major_groups', 'women')
    expect(await about(led, 'groups')).toMatchObject({ check: 'look' })
    await led.body('Youth', 'major_groups', 'children_youth')
    expect(await about(led, 'groups')).toMatchObject({ check: 'ok' })
  })
})

describe('the place', () => {
  test('has to be described where the questionnaire requires it', async () => {
    const led = await readyRound()
    const { 'profile.population': _, ...profile } = FRAME.profile ?? {}
    await withFrame(led, { profile })
    expect(await about(led, 'profile')).toMatchObject({ check: 'stop', detail: 'Number of inhabitants' })
  })

  test('without a country is worth a look', async () => {
    const led = await readyRound()
    expect(await about(led, 'country')).toBeUndefined()
    await led.store.assessments.update(led.head.assessment, { country: null }, null)
    expect(await about(led, 'country')).toMatchObject({ check: 'look' })
  })
})

describe('scope, conventions, days and form', () => {
  test('what is left out needs its reason, and something has to stay', async () => {
    const led = await readyRound()
    const out = (note: string) => ({ sector: 'food', reason: 'other', note, date: '2026-01-01' })
    await withFrame(led, { outOfScope: [out('Done last year')] })
    expect(await about(led, 'scope')).toMatchObject({ check: 'ok', detail: '8 of 9 sectors' })
    await withFrame(led, { outOfScope: [out(' ')] })
    expect(await about(led, 'scope')).toMatchObject({ check: 'stop' })
    const all = questionnaire.sectors.map(({ id }) => ({ ...out('Nothing'), sector: id }))
    await withFrame(led, { outOfScope: all })
    expect(await about(led, 'scope')).toMatchObject({ check: 'stop', text: 'Every sector is left out' })
  })

  test('conventions: all unknown is missing, some unknown worth a look', async () => {
    const led = await readyRound()
    await withFrame(led, { conventions: [], conventionsInForce: [] })
    expect(await about(led, 'conventions')).toMatchObject({ check: 'stop' })
    await withFrame(led, { conventions: [{ id: 'crc', party: 'no' }], conventionsInForce: [] })
    expect(await about(led, 'conventions')).toMatchObject({ check: 'look', detail: '0 of 38 in force' })
  })

  test('no last day is worth a look, one that is over is wrong', async () => {
    const led = await readyRound()
    expect(await about(led, 'days', '2026-06-30')).toMatchObject({ check: 'ok' })
    expect(await about(led, 'days', '2026-07-01')).toMatchObject({ check: 'stop' })
    await led.store.rounds.update(led.head.id, { closesOn: null }, null)
    expect(await about(led, 'days')).toMatchObject({ check: 'look' })
  })

  test('another form than the round before is worth a look', async () => {
    const led = await readyRound()
    const { assessment, id: previous } = led.head
    const next = { assessment, name: '2027', definitionHash: led.hash, previous }
    const full = await led.store.rounds.create({ ...next, form: 'full' }, null)
    expect(await about({ ...led, head: full }, 'form')).toMatchObject({ check: 'look' })
    const short = await led.store.rounds.create({ ...next, form: 'short' }, null)
    expect(await about({ ...led, head: short }, 'form')).toBeUndefined()
  })
})

const WEIGHTS = ['stop', 'look', 'ok']
const byWeight = (a: string, b: string) => WEIGHTS.indexOf(a) - WEIGHTS.indexOf(b)
