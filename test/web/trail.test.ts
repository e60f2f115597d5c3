import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { beforeEach, describe, expect, test } from 'vitest'
import { scoreRound } from '../../src/rules/index.js'
import { type Answering, answering } from '../support/answering.js'
import { documentOf } from '../support/page.js'
import { textOf } from '../support/set-up.js'

const EVIL = '<img src=x onerror=alert(1)>'
let t: Answering
beforeEach(async () => {
  t = await answering()
})

const trail = (query = '') => `/rounds/${t.head.id}/manage/trail${query}`
const wordsOf = async (query = '') => textOf((await t.leader.get(trail(query))).body, 'tbody')

/** Rows of a file whose quoted cells hold no line breaks. */
function rowsOf(csv: string): readonly (readonly string[])[] {
  return csv
    .slice(1)
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => {
        return quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"')
      }),
    )
}

describe('the trail', () => {
  test('says in words who did what, the newest first', async () => {
    const { store } = t
    const { id: round } = t.head
    const by = t.leader.person?.id ?? null
    const amina = t.house.person?.id ?? ''
    await t.put(t.house, 'q-11', { level: 2 })
    await t.house.post(t.at('/submission'), { act: 'submit' })
    await t.leader.post(t.at('/submission/changes'), { note: 'Look again' })
    await store.answers.save({
      ...{ round, body: '', item: 'q-11', value: { level: 1 }, person: by, basedOn: null, key: 'agreed' },
    })
    await store.rounds.open(round, '*', by)
    await store.versions.add(round, 'Before the meeting', by)
    await store.signOffs.add(round, { voice: 'house', name: 'Amina', dissents: 0 }, by)
    const finding = {
      id: 'f-1',
      kind: 'contradiction',
      sectors: ['building'],
      severity: 'friction',
      rules: 'x',
    } as const
    await store.findings.save(round, { ...finding, status: 'open' }, {}, by)
    await store.findings.setStatus(round, 'f-1', { status: 'resolved' }, by)
    await store.participants.add({ person: amina, assessment: t.head.assessment, role: 'observer', round }, by)
    await store.bodies.create(round, { name: 'Archive', voice: 'house' }, by)
    const words = await wordsOf()
    const told = [
      'LenaAdded the body Archive',
      'LenaGave Amina a part: observer',
      'LenaSettled finding f-1',
      'LenaBrought in finding f-1',
      'LenaSignature for Houses given',
      'LenaNamed a version: Before the meeting',
      'LenaOpened the positions: Everything',
      'LenaWrote the agreed answer to Collection: Staff',
      'LenaAsked house for changes',
      'AminaSubmitted the answers of house',
      'AminaAnswered Collection: Staff for house',
      'Opened the round',
      'Made the round',
    ]
    const places = told.map((one) => words.indexOf(one))
    expect(places.map((place, i) => (place < 0 ? told[i] : ''))).toEqual(told.map(() => ''))
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  test('tells locking and opening again with the words that were given, harmless', async () => {
    const { store } = t
    const by = t.leader.person?.id ?? null
    const stored = await store.rounds.load(t.head.id)
    await store.rounds.setState(t.head.id, 'meeting', {}, by)
    const result = scoreRound(stored.definition.definition, stored.round)
    await store.rounds.close(t.head.id, { result, note: `=1+1 ${EVIL}`, by })
    await store.rounds.reopen(t.head.id, { to: 'open', reason: 'Sent back', by })
    const { body } = await t.leader.get(trail('?kind=closing'))
    expect(body).not.toContain(EVIL)
    const words = textOf(body, 'tbody')
    expect(words).toMatch(
      /Opened the round againSent back .*Locked the round, seal sha256:[0-9a-f]{8}=1\+1 .*Began the meeting/,
    )
  })

  test('is narrowed to a kind, and goes on page by page', async () => {
    for (let level = 0; level < 60; level++) await t.put(t.house, 'q-11', { level: level % 5 })
    expect(await wordsOf('?kind=answers')).not.toContain('Opened the round')
    expect(await wordsOf('?kind=closing')).not.toContain('Answered')
    expect(await wordsOf('?kind=findings')).toBe('')
    const first = documentOf((await t.leader.get(trail('?kind=answers'))).body)
    expect(first.querySelectorAll('tbody tr')).toHaveLength(50)
    const older = first.querySelector('[rel="next"]')?.getAttribute('href') ?? ''
    expect(older).toMatch(/\?kind=answers&before=\d+$/)
    const second = documentOf((await t.leader.get(older)).body)
    expect(second.querySelectorAll('tbody tr')).toHaveLength(10)
    expect(second.querySelector('[rel="next"]')).toBeNull()
    expect((await t.leader.get(trail('?kind=nothing&before=x'))).statusCode).toBe(200)
  })

  test('shows its last entry, to be written down', async () => {
    const { seq, hash } = await t.store.audit.head()
    expect(textOf((await t.leader.get(trail())).body)).toContain(`${seq}:${hash}`)
  })

  test('tells nothing of what a body notes for itself', async () => {
    const person = t.house.person?.id ?? ''
    const note = { round: t.head.id, item: 'q-11', body: 'house', person, lang: 'en', isPrivate: true }
    await t.store.discussion.add({ ...note, text: 'Ask the director' })
    const words = await wordsOf('?kind=talk')
    expect(words).toContain('Wrote a note of house’s own')
    expect(words).not.toContain('Staff')
    const rows = rowsOf((await t.leader.get(trail('.csv'))).body)
    expect(rows.find(([, , , action]) => action === 'discussion')?.[5]).toBe('')
  })

  test('is for the facilitator alone', async () => {
    for (const path of [trail(), trail('.csv')]) {
      for (const who of [t.house, t.observer]) expect((await who.get(path)).statusCode).toBe(403)
      expect((await t.stranger.get(path)).statusCode).toBe(404)
    }
  })
})

describe('the table of the trail', () => {
  test('holds all entries, the oldest first, each with what its hash is made of', async () => {
    await t.put(t.house, 'q-11', { level: 2 })
    const reply = await t.leader.get(trail('.csv'))
    expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(reply.headers['content-disposition']).toContain('attachment; filename="network-2026-trail-en.csv"')
    expect(reply.body.startsWith('\uFEFFNumber,')).toBe(true)
    const rows = rowsOf(reply.body).slice(1)
    const entries = (await t.store.audit.listOf({ round: t.head.id }, { limit: 1000 })).reverse()
    expect(rows.map(([number]) => Number(number))).toEqual(entries.map(({ seq }) => seq))
    for (const [i, row] of rows.entries()) {
      const { hash, previous, ...rest } = entries[i]!
      const details = JSON.parse(row[5] ?? '')
      const text = row[6] + (canonicalize({ ...rest, details }) ?? '')
      expect([createHash('sha256').update(text).digest('hex'), row[7]]).toEqual([hash, hash])
      expect(row[6]).toBe(previous)
    }
  })

  test('runs nothing in a spreadsheet', async () => {
    const mallory = await t.person('=HYPERLINK("http://x")')
    await t.store.answers.save({
      ...{ round: t.head.id, body: 'house', item: 'q-11', value: { level: 1 }, person: mallory.id, basedOn: null },
      key: 'mallory',
    })
    const { body } = await t.leader.get(trail('.csv'))
    expect(body).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(body).not.toMatch(/(^|,)"?=/m)
  })

  test('speaks French', async () => {
    expect((await t.leader.get(trail('.csv?lang=fr'))).body).toContain('A créé le cycle')
  })
})
