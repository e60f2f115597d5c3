import { beforeEach, describe, expect, test } from 'vitest'
import { readRound, writeRound } from '../../src/roundfile/index.js'
import type { Finding } from '../../src/rules/model.js'
import type { RoundHead } from '../../src/store/rounds.js'
import type { Browser } from '../support/app.js'
import { mechelen } from '../support/definitions.js'
import { documentOf } from '../support/page.js'
import { errorsOf, textOf } from '../support/set-up.js'
import { demoSite, exampleRound, type Site } from './rounds.js'

const EXAMPLE = exampleRound('rivermond-2026')
const [OWN = EXAMPLE.bodies[0]!, OTHER = EXAMPLE.bodies[1]!] = EXAMPLE.bodies
const HOSTILE = '<script>alert(1)</script>"\'{{7*7}}'

const FORM = {
  ...{ kind: 'contradiction', sectors: ['education', 'documents'], severity: 'blocking', do: 'save' },
  ...{ sentence: 'The online form needs a number that is given at the appointment', rules: 'Order 2025, art. 4.' },
  ...{ settledBy: 'The ministry and the city', since: '2025-03-01' },
}

let site: Site
let round: RoundHead
let at: string
let respondent: Browser
let observer: Browser

beforeEach(async () => {
  site = await demoSite()
  // The body of the respondent has answered nothing on education and all of documents.
  const positions = EXAMPLE.positions?.filter(({ body, item }) => body !== OWN.id || !item.startsWith('education.'))
  round = await site.add({ ...EXAMPLE, positions }, 'open')
  at = `/rounds/${round.id}/findings`
  respondent = await as('Nadia', { role: 'respondent', body: OWN.id })
  observer = await as('Otto', { role: 'observer' })
})

async function as(name: string, part: { role: 'respondent'; body: string } | { role: 'observer' }): Promise<Browser> {
  const person = await site.person(name)
  const { assessment } = site
  await site.store.participants.add({ person: person.id, assessment, round: round.id, ...part }, null)
  return site.as(person)
}

const findingsIn = async (): Promise<readonly Finding[]> =>
  (await site.store.rounds.load(round.id)).round.findings ?? []
const addedTo = async () => (await findingsIn()).find(({ id }) => !EXAMPLE.findings?.some((one) => one.id === id))
const add = async (form: object = {}, browser = site.facilitator) => {
  const reply = await browser.post(at, { ...FORM, ...form })
  return { reply, href: String(reply.headers.location ?? '').split('?')[0] ?? '' }
}
const rowOf = (html: string, words: string) =>
  [...documentOf(html).querySelectorAll('tbody tr')].find((row) => row.textContent?.includes(words))?.textContent ?? ''

describe('the register', () => {
  test('shows the open ones first, blocking before friction, each with its effect on the score also when it is none', async () => {
    const page = await site.facilitator.get(at)
    expect(page.statusCode).toBe(200)
    const open = EXAMPLE.findings?.filter(({ status }) => status === 'open') ?? []
    const heads = [...documentOf(page.body).querySelectorAll('table.m-plain tbody tr')].map(
      (row) => row.textContent ?? '',
    )
    expect(heads).toHaveLength(open.length)
    const severities = heads.map((text) => /Blocking|Friction(?!:)/.exec(text)?.[0])
    expect(severities).toEqual([...severities].sort())
    expect(rowOf(page.body, 'Reception Act')).toContain(
      'would hold Policy coherence at 50 at most; it is at 31 anyway, no points lost today',
    )
    expect(textOf(page.body)).toContain('Friction: printed and followed, no effect on the score.')
    expect(textOf(page.body)).toMatch(/Settled, \d/)
  })

  test('crosses sectors in half a square, heaviest first, with a link to what is there', async () => {
    await add()
    await add({ severity: 'friction', sectors: ['education', 'documents'] })
    await add({ sectors: 'food' })
    const page = documentOf((await site.facilitator.get(at)).body)
    expect(page.querySelectorAll('.m-cross tbody td[data-off]')).toHaveLength(36)
    const links = [...page.querySelectorAll('.m-cross td a')].map((link) => {
      return [link.getAttribute('aria-label'), link.getAttribute('data-sev'), link.textContent]
    })
    expect(links).toContainEqual(['3 in all, 2 open, blocking, Documents and Education', 'blocking', '3'])
    expect(links).toContainEqual(['1 open, blocking, Food', 'blocking', '1'])
    const many = page.querySelector('.m-cross a[href*="sectors="]')?.getAttribute('href') ?? ''
    const narrowed = (await site.facilitator.get(many.split('#')[0] ?? '')).body
    expect(documentOf(narrowed).querySelectorAll('table.m-plain tbody tr')).toHaveLength(2)
    expect(textOf(narrowed)).toContain('Only those that name Documents and Education.')
  })

  test('can be read by who can settle it', async () => {
    await add({ settledBy: '' })
    const page = documentOf((await site.facilitator.get(`${at}?by=who`)).body)
    const groups = [...page.querySelectorAll('th[scope="rowgroup"]')].map((head) => head.textContent?.trim())
    expect(groups.at(-1)).toBe('Nobody is named')
    expect(new Set(groups).size).toBe(groups.length)
  })

  test('stands as a tab before the results for all who read the round', async () => {
    for (const browser of [site.facilitator, respondent, observer]) {
      const tabs = [...documentOf((await browser.get(at)).body).querySelectorAll('.m-tabs a')].map(
        (tab) => tab.textContent,
      )
      expect(tabs[tabs.indexOf('Results') - 1]).toBe('Findings')
    }
  })

  test('leaves the effect out, and says why, where the numbers are hidden from its reader', async () => {
    await add()
    const row = rowOf((await respondent.get(at)).body, 'The online form needs')
    expect(row).toContain('Education: the effect is hidden until your body has answered everything there')
    expect(row).toMatch(/Documents: .*coherence (at|is)/)
    expect(row).not.toMatch(/Education: (holds|would)/)
    expect(rowOf((await site.facilitator.get(at)).body, 'The online form needs')).toMatch(/Education: (holds|would)/)
    expect(rowOf((await observer.get(at)).body, 'The online form needs')).toMatch(/Education: (holds|would)/)
  })
})

describe('the effect before saving', () => {
  test('is the difference between the round with the finding and without it; nothing is saved', async () => {
    const { reply } = await add({ do: 'effect', rules: '' })
    expect(reply.statusCode).toBe(200)
    const told = textOf(reply.body, '[role="alert"]')
    expect(told).toContain('Education: holds Policy coherence at 50 instead of 75, and the score at 58 instead of 67.')
    expect(await addedTo()).toBeUndefined()
    const again = documentOf(reply.body)
    expect(again.querySelector('#sentence')?.getAttribute('value')).toBe(FORM.sentence)
    expect(again.querySelectorAll('input[name="sectors"][checked]')).toHaveLength(2)
  })

  test('counts on what its viewer may see', async () => {
    const { reply } = await add({ do: 'effect' }, respondent)
    const told = textOf(reply.body, '[role="alert"]')
    expect(told).toContain('Education: the effect is hidden')
    expect(told).not.toContain('75')
  })

  test('of friction is none, whatever is hidden', async () => {
    const { reply } = await add({ do: 'effect', severity: 'friction' }, respondent)
    expect(textOf(reply.body, '[role="alert"]')).toContain('no effect on the score')
    expect(textOf(reply.body, '[role="alert"]')).not.toContain('hidden')
  })
})

describe('a facilitator', () => {
  test('registers a finding, which enters the round and its file', async () => {
    const { reply, href } = await add()
    expect(reply.statusCode).toBe(303)
    const finding = await addedTo()
    expect(finding).toEqual({
      ...{ id: finding?.id, kind: 'contradiction', sectors: ['education', 'documents'].sort(), severity: 'blocking' },
      ...{ status: 'open', settledBy: FORM.settledBy, sectors: finding?.sectors },
      rules: `${FORM.sentence}.\n\n${FORM.rules}`,
    })
    const { definition } = mechelen()
    const { round: whole } = await site.store.rounds.load(round.id)
    expect(readRound(writeRound(whole), definition).findings).toContainEqual(finding)
    const page = await site.facilitator.get(`${href}?done=registered`)
    const text = textOf(page.body)
    expect(text).toContain('The finding is registered')
    expect(text).toContain('There since 1 March 2025.')
    expect(text).toContain('holds Policy coherence at 50 instead of 75')
    expect(textOf(page.body, '.m-time')).toMatch(/\d+ \w+ \d{4}, \d\d:\d\d ?Registered Facilitator/)
  })

  test('changes what it says, with a note in its history', async () => {
    const { href } = await add()
    const form = documentOf((await site.facilitator.get(`${href}/edit`)).body)
    expect(form.querySelector('#sentence')?.getAttribute('value')).toBe(`${FORM.sentence}.`)
    expect(form.querySelector('#rules')?.textContent?.trim()).toBe(FORM.rules)
    expect(form.querySelector('#since')?.getAttribute('value')).toBe(FORM.since)
    const reply = await site.facilitator.post(href, {
      ...FORM,
      severity: 'friction',
      sentence: '',
      note: 'A way round.',
    })
    expect(reply.statusCode).toBe(303)
    expect(await addedTo()).toMatchObject({ severity: 'friction', rules: FORM.rules, status: 'open' })
    const page = (await site.facilitator.get(href)).body
    expect(textOf(page, '.m-time')).toMatch(/Changed Facilitator ?A way round\..*Registered/)
    expect(textOf(page)).toContain('There since 1 March 2025.')
  })

  test('settles it with a note and opens it again', async () => {
    const { href } = await add()
    const refused = await site.facilitator.post(`${href}/status`, { status: 'resolved', note: ' ' })
    expect(refused.statusCode).toBe(422)
    expect(errorsOf(refused.body)).toEqual([['#note', 'Say how it was settled']])
    await site.facilitator.post(`${href}/status`, { status: 'resolved', note: 'Decree 7.' })
    expect(await addedTo()).toMatchObject({ status: 'resolved' })
    const settled = (await site.facilitator.get(at)).body
    expect(textOf(settled, '[aria-labelledby="settled"]')).toMatch(/The online form.*Settled on.*limit lifted/)
    expect((await site.facilitator.post(`${href}/status`, { status: 'open' })).statusCode).toBe(303)
    expect(await addedTo()).toMatchObject({ status: 'open' })
    expect(textOf((await site.facilitator.get(href)).body, '.m-time')).toMatch(
      /Opened again.*Settled.*Decree 7\..*Registered/,
    )
  })

  test.each<[string, object, string, RegExp]>([
    ['no kind', { kind: '' }, '#kind', /Choose what kind/],
    ['no sector', { sectors: [] }, '#sectors', /Tick one sector/],
    ['a sector that does not exist', { sectors: 'moon' }, '#sectors', /Tick one sector/],
    ['no severity', { severity: 'huge' }, '#severity', /how severe/],
    ['no rules', { rules: '  ' }, '#rules', /Name the rules/],
    ['rules that are too long', { rules: 'x'.repeat(19_001) }, '#rules', /19,000/],
    ['a day that is none', { since: '2025-02-30' }, '#since', /day of the calendar/],
    ['a day to come', { since: '2999-01-01' }, '#since', /still to come/],
    ['no convention', { kind: 'nonconformity' }, '#convention', /Choose the article of a convention in force/],
    ['one that does not exist', { kind: 'nonconformity', convention: 'moon 1' }, '#convention', /Choose the article/],
  ])('is told in words of %s, and what was typed stays', async (_, change, href, words) => {
    const { reply } = await add(change)
    expect(reply.statusCode).toBe(422)
    expect(errorsOf(reply.body)).toEqual([[href, expect.stringMatching(words)]])
    expect(documentOf(reply.body).querySelector(href)).not.toBeNull()
    expect(documentOf(reply.body).querySelector('#settledBy')?.getAttribute('value')).toBe(FORM.settledBy)
    expect(await addedTo()).toBeUndefined()
  })
})

describe('a non-conformity', () => {
  const conventions = mechelen().definition.conventions.conventions
  const inForce = new Set(EXAMPLE.conventionsInForce)
  for (const id of inForce)
    for (const more of conventions.find((one) => one.id === id)?.implies ?? []) inForce.add(more)

  test('names only conventions in force, those that another implies too', async () => {
    const page = documentOf((await site.facilitator.get(`${at}/new`)).body)
    const offered = [...page.querySelectorAll('#convention optgroup')].map((group) => group.getAttribute('label'))
    expect(offered).toEqual(conventions.filter(({ id }) => inForce.has(id)).map(({ short }) => short))
    const out = conventions.find(({ id }) => !inForce.has(id))
    const { reply } = await add({
      kind: 'nonconformity',
      convention: `${out?.id} ${Object.values(out?.articles ?? {})[0]?.[0]?.art}`,
    })
    expect(errorsOf(reply.body)[0]?.[0]).toBe('#convention')
  })

  test('takes an article for its sectors and no other', async () => {
    const choice = { kind: 'nonconformity', sectors: 'shelter', convention: 'iccpr 17' }
    const { reply } = await add(choice)
    expect(reply.statusCode).toBe(303)
    expect(await addedTo()).toMatchObject({ kind: 'nonconformity', convention: 'iccpr', article: '17' })
    const wrong = await add({ ...choice, sectors: 'food' })
    expect(wrong.reply.statusCode).toBe(422)
    expect(errorsOf(wrong.reply.body)).toEqual([['#convention', expect.stringContaining('Art. 17 bears on Shelter')]])
    const values = [...documentOf(wrong.reply.body).querySelectorAll('#convention option')].map((one) =>
      one.getAttribute('value'),
    )
    expect(values).toContain('iccpr 6')
    expect(values).toContain('iccpr 2(1)')
    expect(values).not.toContain('iccpr 17')
  })

  test('keeps a convention that is not in force any more when something else of it changes', async () => {
    const { href } = await add({ kind: 'nonconformity', sectors: 'shelter', convention: 'iccpr 17' })
    const { positions: _, agreed: __, bodies: ___, ...frame } = (await site.store.rounds.load(round.id)).round
    await site.store.rounds.saveFrame(round.id, { profile: frame.profile ?? {}, conventionsInForce: [] }, null)
    const form = documentOf((await site.facilitator.get(`${href}/edit`)).body)
    expect(form.querySelector('#convention option[selected]')?.textContent).toContain('as it is now')
    const reply = await site.facilitator.post(href, {
      ...{ ...FORM, kind: 'nonconformity', sectors: 'shelter', convention: 'iccpr 17', rules: 'New words.' },
    })
    expect(reply.statusCode).toBe(303)
    expect(await addedTo()).toMatchObject({ convention: 'iccpr', article: '17' })
    expect(textOf((await site.facilitator.get(href)).body)).toContain('The convention is not in force')
    expect(errorsOf((await add({ kind: 'nonconformity', convention: 'iccpr 17' })).reply.body)).toEqual([
      ['#convention', expect.stringContaining('No convention is in force')],
    ])
  })

  test('of two contradicting rules leaves the convention aside', async () => {
    await add({ convention: 'iccpr 17' })
    expect(await addedTo()).not.toHaveProperty('convention')
  })
})

describe('a respondent', () => {
  test('proposes, which stays out of the round until it is accepted', async () => {
    const { reply, href } = await add({}, respondent)
    expect(reply.headers.location).toContain('done=proposed')
    expect(await addedTo()).toBeUndefined()
    expect(textOf((await respondent.get(at)).body)).toContain('Proposed, 1')
    const mate = await as('Mate', { role: 'respondent', body: OWN.id })
    expect((await mate.get(href)).statusCode).toBe(200)
    for (const stranger of [observer, await as('Karim', { role: 'respondent', body: OTHER.id })]) {
      expect((await stranger.get(href)).statusCode).toBe(404)
      expect(textOf((await stranger.get(at)).body)).not.toContain('The online form')
    }
    const page = (await site.facilitator.get(href)).body
    expect(textOf(page)).toContain(`Proposed by ${OWN.name}`)
    expect(textOf(page)).toContain('holds Policy coherence at 50 instead of 75')
    expect((await site.facilitator.post(`${href}/status`, { status: 'resolved', note: 'x' })).statusCode).toBe(422)
    expect((await site.facilitator.post(`${href}/proposal`, { do: 'accept' })).statusCode).toBe(303)
    expect(await addedTo()).toMatchObject({ status: 'open' })
    expect((await observer.get(href)).statusCode).toBe(200)
    expect((await site.facilitator.post(`${href}/proposal`, { do: 'accept' })).statusCode).toBe(409)
  })

  test('is told why a proposal was declined', async () => {
    const { href } = await add({}, respondent)
    const refused = await site.facilitator.post(`${href}/proposal`, { do: 'decline', note: '' })
    expect(errorsOf(refused.body)).toEqual([['#note', 'Say why the proposal is declined']])
    const reply = await site.facilitator.post(`${href}/proposal`, { do: 'decline', note: 'Settled in 2024.' })
    expect(reply.statusCode).toBe(303)
    for (const browser of [respondent, site.facilitator]) {
      const page = await browser.get(href)
      expect(textOf(page.body, '.m-time')).toMatch(/Declined Facilitator ?Settled in 2024\..*Proposed Nadia/)
      expect(textOf(page.body, 'h1')).toContain('The online form')
      const list = textOf((await browser.get(at)).body, '[aria-labelledby="declined"]')
      expect(list).toMatch(
        /A declined proposal.*The online form.*Proposed by .* declined on .* by Facilitator ?Settled in 2024\./,
      )
      expect(list).toContain(OWN.name)
    }
    const mate = await as('Mate', { role: 'respondent', body: OWN.id })
    expect(textOf((await mate.get(at)).body)).toContain('Settled in 2024.')
    const other = await as('Karim', { role: 'respondent', body: OTHER.id })
    for (const stranger of [observer, other]) {
      expect(textOf((await stranger.get(at)).body)).not.toMatch(/The online form|Settled in 2024/)
    }
    expect((await observer.get(href)).statusCode).toBe(404)
    expect(await addedTo()).toBeUndefined()
  })

  test('can’t write, settle or decide', async () => {
    const { href } = await add()
    for (const browser of [respondent, observer]) {
      expect((await browser.get(`${href}/edit`)).statusCode).toBe(403)
      expect((await browser.post(href, FORM)).statusCode).toBe(403)
      expect((await browser.post(`${href}/status`, { status: 'resolved', note: 'x' })).statusCode).toBe(403)
      expect((await browser.post(`${href}/proposal`, { do: 'accept' })).statusCode).toBe(403)
      expect(textOf((await browser.get(href)).body)).not.toContain('It is settled')
    }
    expect((await observer.post(at, FORM)).statusCode).toBe(403)
    expect((await observer.get(`${at}/new`)).statusCode).toBe(403)
  })
})

describe('a closed round', () => {
  test('keeps its findings as they are', async () => {
    const { href } = await add()
    await site.store.rounds.setState(round.id, 'closed', {}, null)
    const before = await findingsIn()
    const { reply } = await add()
    expect(reply.statusCode).toBe(409)
    expect((await site.facilitator.get(`${at}/new`)).statusCode).toBe(409)
    expect((await site.facilitator.get(`${href}/edit`)).statusCode).toBe(409)
    expect((await site.facilitator.post(href, FORM)).statusCode).toBe(409)
    expect((await site.facilitator.post(`${href}/status`, { status: 'resolved', note: 'x' })).statusCode).toBe(409)
    expect(await findingsIn()).toEqual(before)
    const page = (await site.facilitator.get(at)).body
    expect(page).not.toContain('/findings/new')
    expect(documentOf((await site.facilitator.get(href)).body).querySelector('main form')).toBeNull()
  })
})

test('what people write is text, whatever is in it', async () => {
  const { href } = await add({ sentence: HOSTILE, rules: `${HOSTILE}\0`, settledBy: HOSTILE })
  await site.facilitator.post(`${href}/status`, { status: 'resolved', note: HOSTILE })
  for (const url of [at, `${at}?by=who`, href, `${href}/edit`]) {
    const { body, statusCode } = await site.facilitator.get(url)
    expect(statusCode).toBe(200)
    expect(body).not.toContain('<script>alert')
  }
  expect((await site.facilitator.get(`${at}?sectors=${encodeURIComponent(HOSTILE)}`)).statusCode).toBe(200)
  expect((await site.facilitator.get(`${at}/${encodeURIComponent(HOSTILE)}`)).statusCode).toBe(404)
})

test('every step says who took it', async () => {
  const { href } = await add({}, respondent)
  await site.facilitator.post(`${href}/proposal`, { do: 'accept' })
  const id = href.split('/').at(-1) ?? ''
  const events = await site.store.findings.history(round.id, id)
  expect(events.map(({ personName }) => personName)).toEqual(['Nadia', 'Facilitator'])
})
