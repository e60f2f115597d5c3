import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Item, itemIndex } from '../../src/rules/items.js'
import { LEVELS, type Level, type Position, type Round } from '../../src/rules/model.js'
import type { RoundHead } from '../../src/store/rounds.js'
import { type Browser, type TestApp, testApp } from '../support/app.js'
import { tiny } from '../support/definitions.js'

/**
 * Two rounds that differ only in what is hidden from a person have to look the same to that person, on every page and
 * in every download. What is hidden is worked out here from the rule's words, not from the code under test.
 */
const { definition } = tiny()
const { items, voices } = itemIndex(definition)
const OWN = 'own'
const BODIES = [
  { id: OWN, name: 'Own', voice: 'owner' },
  { id: 'second', name: 'Second owner', voice: 'owner' },
  { id: 'house', name: 'House', voice: 'house' },
  { id: 'guests', name: 'Guests', voice: 'visitors' },
]

const groupOf = (item: Item): string => (item.kind === 'pair' ? 'interdependence' : (item.sector ?? 'cross'))
const isAsked = (item: Item, voice: string): boolean => item.asksVoice[voices.indexOf(voice)] ?? false
/** What does not rest on the profile or on conventions. What rests on another answer is answered as well. */
const asked = items.filter((item) => {
  const condition = item.kind === 'pair' ? undefined : item.source.show_if
  return condition === undefined || 'item' in condition
})
const own = asked.filter((item) => isAsked(item, 'owner'))

/** A position with a comment and evidence that no page could show by chance. */
function position(body: string, item: Item, level: Level, mark: string): Position {
  const evidence = [{ title: `${mark} document`, url: `https://example.org/${mark}` }]
  return { body, item: item.id, level, comment: `${mark} ${item.id} ${body}`, confidence: 'opinion', evidence }
}

/** A round in which the others answered everything with levels by `level`, and the own body some items. */
function roundOf(
  answered: ReadonlySet<string>,
  level: (item: Item, body: string) => Level,
  mark: (item: Item) => string,
) {
  const positions = BODIES.flatMap(({ id, voice }) =>
    asked
      .filter((item) => isAsked(item, voice) && (id !== OWN || answered.has(item.id)))
      .map((item) => position(id, item, id === OWN ? 2 : level(item, id), id === OWN ? 'own' : mark(item))),
  )
  const round: Round = {
    format: 'malines-round/1',
    definition: { id: definition.id, version: definition.version, form: 'full' },
    assessment: { name: 'Network' },
    round: { name: '2026' },
    bodies: BODIES,
    positions,
    agreed: asked.map((item) => ({ item: item.id, level: level(item, ''), rationale: `${mark(item)} rationale` })),
    findings: [
      {
        id: 'f1',
        kind: 'contradiction',
        sectors: ['learning', 'building'],
        severity: 'blocking',
        status: 'open',
        rules: 'A',
      },
    ],
  }
  return round
}

/** The rule: an item opens with the own answer to it; one that is not asked of the own body, with the last of its group. */
function hiddenItems(answered: ReadonlySet<string>): ReadonlySet<string> {
  const unfinished = new Set(own.filter(({ id }) => !answered.has(id)).map(groupOf))
  const ownIds = new Set(own.map(({ id }) => id))
  return new Set(
    asked
      .filter((item) => (ownIds.has(item.id) ? !answered.has(item.id) : unfinished.has(groupOf(item))))
      .map(({ id }) => id),
  )
}

const GROUPS = [...new Set(asked.map(groupOf))].filter((group) => group !== 'interdependence')
const PAGES = [
  ...['', '?show=mine', '/results', '/results?mode=urgency&need=3', '/reports', '?lang=fr', '/results?lang=fr'],
  ...GROUPS.map((group) => `/results/${group}`),
  ...['/results?lang=en', ...asked.map(({ id }) => `/results/items/${id}`)],
]
const FILES = ['/round.json', '/result.json', '/answers.csv', '/reports/priority.pdf', '/reports/sector.pdf']

let site: TestApp
let respondents = 0

beforeAll(async () => {
  site = await testApp()
  await site.store.definitions.keep(tiny())
})

async function addRound(round: Round, reveal: 'own-answer' | 'facilitator' = 'own-answer'): Promise<RoundHead> {
  const { id } = await site.store.assessments.create({ name: 'Network', country: null }, null)
  const head = await site.store.rounds.importRound(id, round, { state: 'open', definitionHash: definition.hash }, null)
  return site.store.rounds.update(head.id, { reveal }, null)
}

async function respondentOf(rounds: readonly RoundHead[]): Promise<Browser> {
  respondents += 1
  const person = await site.person(`Respondent ${respondents}`)
  for (const { id, assessment } of rounds) {
    await site.store.participants.add({ person: person.id, assessment, role: 'respondent', round: id, body: OWN }, null)
  }
  return site.as(person)
}

/** What a page says, whichever of the two rounds it is of. */
async function look(browser: Browser, head: RoundHead, path: string): Promise<string> {
  const { body, statusCode } = await browser.get(`/rounds/${head.id}${path}`)
  return `${statusCode} ${body.replaceAll(head.id, 'ROUND').replaceAll(head.assessment, 'PLACE')}`
}

const anyLevel = fc.constantFrom(...LEVELS)
const someLevels = fc.array(anyLevel, { minLength: 8 * items.length, maxLength: 8 * items.length })
const byItem =
  (levels: readonly Level[], shift = 0) =>
  (item: Item, body: string): Level => {
    const place = 1 + BODIES.findIndex(({ id }) => id === body)
    return levels[(item.index * 8 + place + shift) % levels.length] ?? 0
  }

describe('a respondent', () => {
  test('sees the same whatever stands in the answers that are hidden', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(own.map(({ id }) => id)), someLevels, someLevels, async (given, first, second) => {
        const answered = new Set(given)
        const hidden = hiddenItems(answered)
        const one = await addRound(
          roundOf(answered, byItem(first), (item) => (hidden.has(item.id) ? 'SECRET' : 'open')),
        )
        const other = await addRound(
          roundOf(
            answered,
            (item, body) => byItem(hidden.has(item.id) ? second : first)(item, body),
            (item) => (hidden.has(item.id) ? 'OTHER' : 'open'),
          ),
        )
        const browser = await respondentOf([one, other])
        for (const path of PAGES) {
          const page = await look(browser, one, path)
          expect(page, path).toBe(await look(browser, other, path))
          expect(page, path).not.toContain('SECRET')
        }
        if (hidden.size > 0) for (const path of FILES) expect(await look(browser, one, path)).toMatch(/^403/)
      }),
      { numRuns: 8 },
    )
  }, 240_000)

  test('sees what is open: an item with the own answer, a sector with the last of its answers', async () => {
    const sector = own.filter((item) => groupOf(item) === 'learning').map(({ id }) => id)
    const mark = (item: Item) => `mark-${item.id}-end`
    const before = await addRound(roundOf(new Set(sector.slice(0, -1)), () => 3, mark))
    const after = await addRound(roundOf(new Set(sector), () => 3, mark))
    const browser = await respondentOf([before, after])
    const [first] = sector
    expect(await look(browser, before, `/results/items/${first}`)).toContain(`mark-${first}-end ${first} house`)
    expect(await look(browser, before, '/results/learning')).not.toContain('mark-')
    expect(await look(browser, after, '/results/learning')).toContain(`mark-${first}-end ${first} house`)
    expect(await look(browser, after, '/results/building')).not.toContain('mark-')
    expect(await look(browser, after, '')).toContain('/results/learning#d-welcome')
    expect(await look(browser, before, '')).not.toContain('/results/learning#d-welcome')
  })

  test('sees ranks and takes files with the very last answer', async () => {
    const all = own.map(({ id }) => id)
    const before = await addRound(
      roundOf(
        new Set(all.slice(0, -1)),
        () => 3,
        () => 'open',
      ),
    )
    const after = await addRound(
      roundOf(
        new Set(all),
        () => 3,
        () => 'open',
      ),
    )
    const browser = await respondentOf([before, after])
    expect(await look(browser, before, '/results')).not.toContain('class="m-rank"')
    expect(await look(browser, after, '/results')).toContain('class="m-rank"')
    expect(await look(browser, before, '/answers.csv')).toMatch(/^403/)
    expect(await look(browser, after, '/answers.csv')).toMatch(/^200/)
  })
})

describe('where the facilitator opens the answers', () => {
  const all = new Set(own.map(({ id }) => id))

  test('an opened sector shows itself alone, and opening all shows all', async () => {
    const head = await addRound(
      roundOf(
        all,
        () => 4,
        (item) => `mark-${item.id}-end`,
      ),
      'facilitator',
    )
    const browser = await respondentOf([head])
    await site.store.rounds.open(head.id, 'learning', null)
    expect(await look(browser, head, '/results/learning')).toContain('mark-')
    for (const path of ['/results/building', '/results/cross']) {
      expect(await look(browser, head, path), path).not.toContain('mark-')
    }
    expect(await look(browser, head, '/results')).not.toContain('class="m-rank"')
    await site.store.rounds.open(head.id, '*', null)
    expect(await look(browser, head, '/results/building')).toContain('mark-')
    expect(await look(browser, head, '/results')).toContain('class="m-rank"')
  })
})

describe('a closed round', () => {
  test('is open to its respondents and to the analysts with whom it is shared', async () => {
    const head = await addRound(
      roundOf(
        new Set(),
        () => 3,
        () => 'open-word',
      ),
    )
    const person = await site.person('Analyst')
    await site.store.participants.add(
      {
        person: person.id,
        assessment: head.assessment,
        role: 'analyst',
        round: head.id,
      },
      null,
    )
    const [respondent, analyst] = [await respondentOf([head]), await site.as(person)]
    expect(await look(respondent, head, '/results/learning')).not.toContain('open-word')
    expect(await look(analyst, head, '/results')).toMatch(/^403/)
    await site.store.rounds.setState(head.id, 'closed', {}, null)
    for (const browser of [respondent, analyst]) {
      expect(await look(browser, head, '/results/learning')).toContain('open-word')
      expect(await look(browser, head, '/answers.csv')).toMatch(/^200/)
    }
    expect(await look(analyst, head, '')).toMatch(/^403/)
  })
})

describe('strangers', () => {
  test('are asked to sign in, and members of another assessment learn nothing', async () => {
    const head = await addRound(
      roundOf(
        new Set(),
        () => 3,
        () => 'open',
      ),
    )
    const stranger = await site.as()
    expect((await stranger.get(`/rounds/${head.id}/results`)).headers.location).toMatch(/^\/sign-in/)
    const elsewhere = await respondentOf([])
    for (const path of ['', '/results', '/reports', ...FILES]) expect(await look(elsewhere, head, path)).toMatch(/^404/)
  })
})
