import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRound } from '../../src/roundfile/index.js'
import { tiny } from '../support/definitions.js'
import { broken, definition, example, sound } from './support.js'

const faultsOf = (value: unknown) => checkRound(value, definition)

/** What is broken (pointer and value, undefined leaves the key out), where it is reported, and words of the reason. */
const FAULTS: readonly [pointer: string, value: unknown, path: string, words: string][] = [
  ['/format', 'malines-round/2', '/format', 'should be "malines-round/1", not "malines-round/2"'],
  ['/format', undefined, '', '"format" is missing; it should be "malines-round/1"'],
  ['/bodies', undefined, '', '"bodies" is missing; it should be a list of the organisations that take part'],
  ['/bodies', {}, '/bodies', 'should be a list of the organisations that take part, not an object'],
  ['/place', 'x', '/place', 'unknown key "place"; known here: format, definition, '],
  ['/positions/0/colour', 1, '/positions/0/colour', 'unknown key "colour"; known here: body, item, level, '],
  ['/method/weights/speed', 1, '/method/weights/speed', 'unknown key "speed"; known here: need, urgency and'],
  ['/definition/form', 'long', '/definition/form', 'should be "short" (core questions) or "full"'],
  ['/definition/id', 'other', '/definition/id', '"other" is another questionnaire; this one is mechelen-50 1.0.0'],
  ['/definition/version', '0.9.0', '/definition/version', '"0.9.0" is another questionnaire'],
  ['/assessment/name', undefined, '/assessment', '"name" is missing; it should be the name of the territory'],
  ['/assessment/name', '', '/assessment/name', 'should be a name, 1 to 500 characters, not ""'],
  ['/assessment/name', 'a\u0000b', '/assessment/name', 'should be a name'],
  ['/assessment/country', 'be', '/assessment/country', 'should be two capital letters, such as "BE", not "be"'],
  ['/round/closesOn', '2026-02-30', '/round/closesOn', 'should be a day of the calendar as YYYY-MM-DD'],
  ['/round/closesOn', '2026-6-1', '/round/closesOn', 'should be a day of the calendar as YYYY-MM-DD, not "2026-6-1"'],
  ['/profile/profile.size', 1, '/profile/profile.size', 'there is no profile question "profile.size"'],
  ['/profile/profile.population', 'many', '/profile/profile.population', 'a whole number of 0 or more, not "many"'],
  ['/profile/profile.population', -1, '/profile/profile.population', 'a whole number of 0 or more, not -1'],
  ['/profile/profile.population', true, '/profile/profile.population', 'as the profile question asks, not true'],
  ['/profile/profile.change_12m', '4', '/profile/profile.change_12m', 'should be a number, in percent, not "4"'],
  ['/profile/profile.places', 'transit', '/profile/profile.places', 'should be a list of options, not "transit"'],
  ['/profile/profile.places', ['moon'], '/profile/profile.places/0', 'there is no option "moon"; known here: origin,'],
  [
    '/profile/profile.places/1',
    'transit',
    '/profile/profile.places/1',
    '"transit" stands at /profile/profile.places/0',
  ],
  ['/profile/profile.surge', 'perhaps', '/profile/profile.surge', 'there is no option "perhaps"; known here: yes_ongo'],
  ['/profile/profile.surge', 3, '/profile/profile.surge', 'should be one of the options, not 3'],
  ['/profile/profile.languages', 'Dutch', '/profile/profile.languages', 'should be a list of texts, not "Dutch"'],
  ['/profile/profile.languages', [1], '/profile/profile.languages/0', 'should be a text of at most 20,000 characters'],
  ['/profile/profile.date', '2025-02-29', '/profile/profile.date', 'should be a day of the calendar'],
  ['/profile/profile.tiers', ['State'], '/profile/profile.tiers', 'should be an object of texts, not a list'],
  ['/profile/profile.tiers/village', 'V', '/profile/profile.tiers/village', 'there is no field "village"'],
  ['/profile/profile.place_name', 'Malines', '/profile/profile.place_name', 'this is "name" in "assessment"'],
  ['/profile/profile.country', 'BE', '/profile/profile.country', 'this is "country" in "assessment"'],
  ['/profile/profile.participants', ['x'], '/profile/profile.participants', 'this is the list "bodies"'],
  ['/profileSources/profile.size', {}, '/profileSources/profile.size', 'there is no profile question'],
  ['/profileSources/profile.population/date', 'May', '/profileSources/profile.population/date', 'a day of the calen'],
  ['/conventionsInForce/1', 'iccpr', '/conventionsInForce/1', '"iccpr" stands at /conventionsInForce/0 already'],
  ['/conventionsInForce/1', 'hague', '/conventionsInForce/1', 'there is no convention "hague"; known here: iccpr,'],
  ['/conventions/0/id', 'hague', '/conventions/0/id', 'there is no convention "hague"'],
  [
    '/conventions/0/party',
    'maybe',
    '/conventions/0/party',
    'should be "yes", "signed", "no" or "unknown", not "maybe"',
  ],
  ['/outOfScope/0/sector', 'health', '/outOfScope/0/sector', 'there is no sector "health"; known here: food, water,'],
  [
    '/outOfScope/0/item',
    'food.capacity.role',
    '/outOfScope/0',
    'should have "sector" or "item", and only one of these',
  ],
  ['/outOfScope/0/sector', undefined, '/outOfScope/0', 'should have "sector" or "item"'],
  ['/outOfScope/1/item', 'water.urgency.share', '/outOfScope/1/item', '"water.urgency.share" is no question'],
  ['/outOfScope/1/item', 'interdep.water.on.food', '/outOfScope/1/item', 'is no question'],
  ['/outOfScope/0/reason', 'boring', '/outOfScope/0/reason', 'there is no reason "boring"; known here: no_population'],
  ['/outOfScope/0/date', undefined, '/outOfScope/0', '"date" is missing; it should be a day of the calendar'],
  [
    '/outOfScope/2',
    { sector: 'food', reason: 'other', note: '', date: '2026-01-10' },
    '/outOfScope/2',
    '"food" stands at',
  ],
  ['/bodies/1/id', 'assoc', '/bodies/2/id', '"assoc" stands at /bodies/1/id already; keep one of the two'],
  ['/bodies/0/voice', undefined, '/bodies/0', '"voice" is missing; it should be the id of the voice'],
  [
    '/bodies/0/voice',
    'county',
    '/bodies/0/voice',
    'there is no voice "county"; known here: national, regional, local and',
  ],
  [
    '/bodies/0/group',
    'women',
    '/bodies/0/group',
    'a body of the voice "local" belongs to no major group; leave "group"',
  ],
  ['/bodies/2/group', 'pilots', '/bodies/2/group', 'there is no major group "pilots"; known here: '],
  ['/bodies/1', 'state', '/bodies/1', 'should be an object with one organisation, not "state"'],
  ['/positions/0/level', 5, '/positions/0/level', 'should be a whole number from 0 to 4, not 5'],
  ['/positions/0/level', 1.5, '/positions/0/level', 'should be a whole number from 0 to 4, not 1.5'],
  ['/positions/0/level', '2', '/positions/0/level', 'should be a whole number from 0 to 4, not "2"'],
  ['/positions/0/level', null, '/positions/0/level', 'should be a whole number from 0 to 4, not null'],
  ['/positions/0/level', undefined, '/positions/0', 'should have "level" or "answer"'],
  ['/positions/0/answer', 'dk', '/positions/0', 'should have "level" or "answer", and only one of these'],
  ['/positions/0/reason', 'So it is.', '/positions/0/reason', 'a reason belongs to the answer "na" alone'],
  ['/positions/1/reason', 'So it is.', '/positions/1/reason', 'a reason belongs to the answer "na" alone'],
  [
    '/positions/1/answer',
    'no',
    '/positions/1/answer',
    'should be "dk" (don\'t know) or "na" (not applicable), not "no"',
  ],
  ['/positions/2/reason', undefined, '/positions/2', '"reason" is missing; it should be a sentence of 1 to 1,000'],
  ['/positions/2/reason', '', '/positions/2/reason', 'should be a sentence of 1 to 1,000 characters'],
  ['/positions/2/reason', 'x'.repeat(1001), '/positions/2/reason', 'should be a sentence of 1 to 1,000 characters'],
  ['/positions/2/item', 'water.capacity.funding', '/positions/2/answer', 'water.capacity.funding applies everywhere'],
  [
    '/positions/0/item',
    'water.capacity.magic',
    '/positions/0/item',
    'there is no item "water.capacity.magic" in mechelen',
  ],
  ['/positions/0/body', 'nobody', '/positions/0/body', 'there is no body "nobody"; give the id of one in "bodies"'],
  [
    '/positions/4/body',
    'state',
    '/positions/4/item',
    'is asked to local and major_groups, not to national; leave this',
  ],
  ['/positions/1/body', 'city', '/positions/2', '"city" answers "water.coherence.rules" at /positions/1 already'],
  ['/positions/0/confidence', 'sure', '/positions/0/confidence', 'should be "documented", "informed" or "opinion"'],
  ['/positions/0/comment', 'x'.repeat(20_001), '/positions/0/comment', 'should be a text of at most 20,000 characters'],
  [
    '/positions/3/evidence/0/url',
    undefined,
    '/positions/3/evidence/0',
    'should have "url" or "sha256", "name" and "bytes"',
  ],
  ['/positions/3/evidence/0/url', 'javascript:alert(1)', '/positions/3/evidence/0/url', 'should be a link that starts'],
  ['/positions/3/evidence/1/sha256', 'abc', '/positions/3/evidence/1/sha256', 'should be 64 hexadecimal digits'],
  ['/positions/3/lang', 'français', '/positions/3/lang', 'should be the tag of a language'],
  ['/agreed/0', { item: 'water.capacity.role', answer: 'na', reason: 'No.' }, '/agreed/0/answer', 'applies everywhere'],
  [
    '/agreed/1',
    { item: 'water.capacity.role', level: 1 },
    '/agreed/1',
    '"water.capacity.role" has an agreed answer at',
  ],
  ['/agreed/0/dissent/0/voice', 'press', '/agreed/0/dissent/0/voice', 'there is no voice "press"'],
  ['/agreed/0/confidence', 'opinion', '/agreed/0/confidence', 'unknown key "confidence"'],
  ['/findings/0/sectors', [], '/findings/0/sectors', 'should be a list of one sector or more, not a list'],
  ['/findings/0/sectors/1', 'health', '/findings/0/sectors/1', 'there is no sector "health"'],
  ['/findings/0/sectors/1', 'shelter', '/findings/0/sectors/1', '"shelter" stands at /findings/0/sectors/0 already'],
  ['/findings/1/id', 'land-title', '/findings/1/id', '"land-title" stands at /findings/0/id already'],
  ['/findings/1/convention', undefined, '/findings/1', '"convention" is missing; it should be the id of a conv'],
  ['/findings/1/article', undefined, '/findings/1', '"article" is missing'],
  ['/findings/1/convention', 'hague', '/findings/1/convention', 'there is no convention "hague"'],
  [
    '/findings/1/article',
    '99',
    '/findings/1/article',
    '"99" is no article of crc for documents; the questionnaire lists 7,',
  ],
  ['/findings/0/severity', 'bad', '/findings/0/severity', 'should be "friction" or "blocking", not "bad"'],
  ['/actions/0/sector', 'health', '/actions/0/sector', 'there is no sector "health"'],
  [
    '/actions/0/dimension',
    'depth',
    '/actions/0/dimension',
    'there is no dimension "depth"; known here: capacity, coheren',
  ],
  ['/method/mode', 'all', '/method/mode', 'should be "both", "urgency" or "interdependence", not "all"'],
  ['/method/weights/need', -1, '/method/weights/need', 'should be a number of 0 or more, not -1'],
  [
    '/method/weights',
    { need: 0, urgency: 0, interdependence: 0 },
    '/method/weights',
    'are all 0; one of them has to be more',
  ],
  ['/method/dimensions/speed', 1, '/method/dimensions/speed', 'there is no dimension "speed"'],
  ['/method/dimensions', { capacity: 0, coherence: 0, comprehensiveness: 0 }, '/method/dimensions', 'are all 0'],
  ['/method/normaliser', 'free', '/method/normaliser', 'should be "fixed" or "classic", not "free"'],
  ['/method/seed', 4294967296, '/method/seed', 'should be a whole number from 0 to 4294967295, not 4294967296'],
  ['/method/seed', -1, '/method/seed', 'should be a whole number from 0 to 4294967295, not -1'],
]

describe('a sound round', () => {
  test('has no fault', () => {
    expect(faultsOf(sound())).toEqual([])
  })

  test('needs no more than format, definition, names and bodies', () => {
    const { format, definition, assessment, round } = sound()
    expect(faultsOf({ format, definition, assessment, round, bodies: [] })).toEqual([])
  })

  test.each(['kavara-2026', 'rivermond-2024', 'rivermond-2026'])('%s is one', (name) => {
    expect(faultsOf(JSON.parse(example(name)))).toEqual([])
  })

  test('may answer items that it does not ask', () => {
    const positions = [
      { body: 'city', item: 'food.capacity.role', level: 1 },
      { body: 'city', item: 'water.capacity.staff', level: 1 },
    ]
    expect(faultsOf({ ...sound(), positions })).toEqual([])
  })

  test('states some weights and leaves the others at 1', () => {
    const method = { weights: { need: 0 }, dimensions: { capacity: 0 } }
    expect(faultsOf({ ...sound(), method })).toEqual([])
  })

  test('may be one of quite another questionnaire', () => {
    const small = tiny().definition
    const question = small.sectors[0]!.questions[0]!
    const bodies = [{ id: 'one', name: 'One', voice: question.asked_to[0]! }]
    const round = {
      format: 'malines-round/1',
      definition: { id: small.id, version: small.version, form: 'full' },
      assessment: { name: 'A place' },
      round: { name: 'First' },
      bodies,
      positions: [{ body: 'one', item: question.id, level: 4 }],
    }
    expect(checkRound(round, small)).toEqual([])
    expect(checkRound(round, definition).map((fault) => fault.path)).toContain('/definition/id')
  })

  test('may cite an article that bears on every sector', () => {
    expect(faultsOf(broken('/findings/1/article', '22'))).toEqual([])
  })
})

describe('a fault says where it is, what is wrong and what would be right', () => {
  test.each(FAULTS)('%s = %j', (pointer, value, path, words) => {
    const faults = faultsOf(broken(pointer, value))
    expect(faults.map((fault) => fault.path)).toEqual([path])
    expect(faults[0]?.reason).toContain(words)
  })

  test.each([null, true, 7, 'malines-round/1', []])('%j is no round', (value) => {
    expect(faultsOf(value)).toHaveLength(1)
    expect(faultsOf(value)[0]?.reason).toContain('should be an object with everything that the method needs')
  })

  test('a key with nothing behind it is a missing key', () => {
    expect(faultsOf({ ...sound(), actions: undefined })).toEqual([])
    expect(faultsOf({ ...sound(), format: undefined })[0]?.reason).toContain('"format" is missing')
  })

  test('a key is written as a JSON pointer', () => {
    expect(faultsOf({ ...sound(), 'a/b~c': 1 })[0]?.path).toBe('/a~1b~0c')
  })
})

describe('all faults at once', () => {
  test('in every part of the file', () => {
    const round = {
      ...sound(),
      round: {},
      conventionsInForce: ['hague'],
      bodies: [{ id: 'city', name: 'City', voice: 'local' }, { id: 'x' }],
      positions: [
        { body: 'city', item: 'water.capacity.role', level: 9 },
        { body: 'nobody', item: 'water.capacity.magic', level: 2 },
      ],
      agreed: [],
      method: { seed: 0.5 },
    }
    expect(faultsOf(round).map((fault) => fault.path)).toEqual([
      '/round',
      '/bodies/1',
      '/bodies/1',
      '/positions/0/level',
      '/method/seed',
      '/conventionsInForce/0',
      '/positions/1/body',
      '/positions/1/item',
    ])
  })

  test('a body that is wrong is not blamed again at its positions', () => {
    expect(faultsOf(broken('/bodies/0/name', 5)).map((fault) => fault.path)).toEqual(['/bodies/0/name'])
  })

  test('of another questionnaire only what does not rest on it', () => {
    const round = { ...sound(), definition: { id: 'other', version: '1.0.0', form: 'short' }, profile: { other: 1 } }
    expect(faultsOf({ ...round, extra: 1 }).map((fault) => fault.path)).toEqual(['/extra', '/definition/id'])
  })

  test('up to 200, then a count', () => {
    const positions = Array.from({ length: 10_000 }, () => ({ body: 'city', item: 'water.capacity.role', level: 9 }))
    const faults = faultsOf({ ...sound(), positions })
    expect(faults).toHaveLength(201)
    expect(faults.at(-1)).toEqual({ path: '', reason: 'and 9800 more faults; mend these first' })
  })
})

describe('any value', () => {
  test('is checked without a throw and without a trace on Object.prototype', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), fc.jsonValue(), (anything, json) => {
        expect(faultsOf(anything).length).toBeGreaterThan(0)
        expect(faultsOf(json).length).toBeGreaterThan(0)
      }),
      { seed: 50, numRuns: 300 },
    )
    expect(Object.keys(Object.prototype)).toEqual([])
  })

  test('in place of any part is checked without a throw', () => {
    const parts = fc.constantFrom(...pointersOf(sound(), ''))
    fc.assert(
      fc.property(parts, fc.jsonValue(), (pointer, value) => {
        const before = JSON.stringify(value)
        for (const fault of faultsOf(broken(pointer, value))) expect(fault.reason).not.toMatch(/undefined|\[object/)
        expect(JSON.stringify(value)).toBe(before)
      }),
      { seed: 50, numRuns: 2000 },
    )
  })

  test('with the key __proto__ is refused and pollutes nothing', () => {
    const evil = '{"__proto__": {"level": 4}}'
    for (const pointer of ['/positions/0', '/profile', '/method/dimensions', '/method/weights', '/profileSources']) {
      const faults = faultsOf(broken(pointer, JSON.parse(evil)))
      expect(faults.some((fault) => fault.path.startsWith(`${pointer}/__proto__`))).toBe(true)
    }
    expect(faultsOf(JSON.parse(evil)).map((fault) => fault.path)).toContain('/__proto__')
    expect(({} as { level?: number }).level).toBeUndefined()
  })

  test('names that every object inherits are no ids', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
      expect(faultsOf(broken('/positions/0/item', name))).toHaveLength(1)
      expect(faultsOf(broken('/outOfScope/0/sector', name))).toHaveLength(1)
      expect(faultsOf(broken('/bodies/1/voice', name))).toHaveLength(1)
      expect(faultsOf(broken(`/profile/${name}`, 'x'))).toHaveLength(1)
      expect(faultsOf(broken(`/method/dimensions/${name}`, 1))).toHaveLength(1)
    }
  })
})

test('the order of lists makes no fault', () => {
  const round = JSON.parse(example('kavara-2026'))
  fc.assert(
    fc.property(
      fc.shuffledSubarray(round.positions, { minLength: round.positions.length }),
      fc.shuffledSubarray(round.bodies, { minLength: round.bodies.length }),
      (positions, bodies) => {
        expect(faultsOf({ ...round, positions, bodies })).toEqual([])
      },
    ),
    { seed: 50, numRuns: 10 },
  )
})

function pointersOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  const below = Object.entries(value).flatMap(([key, member]) => pointersOf(member, `${path}/${key}`))
  return path === '' ? below : [path, ...below]
}
