import { describe, expect, test } from 'vitest'
import { priorityReport } from '../../src/reports/content/priority.js'
import type { Report } from '../../src/reports/model.js'
import type { Finding, Round } from '../../src/rules/index.js'
import { itemIndex } from '../../src/rules/items.js'
import {
  allText,
  cells,
  contextFor,
  EXAMPLES,
  example,
  plain,
  reportInput,
  reportText,
  section,
  tables,
} from './content-rounds.js'

const report = (name: string, language = 'en', change?: (round: Round) => Round): Report =>
  priorityReport(reportInput(example(name, language, change), language))

/** The rank and the first line of the sector's cell, row by row. */
const ranking = (of: Report) =>
  cells(tables(section(of, 'ranking'))[0]).map(([rank, sector]) => [rank, sector.split('\n')[0]])

describe('the priority report of an example round', () => {
  test.each(EXAMPLES)('%s has its sections in the order of the design', (name) => {
    const ids = report(name).sections.map(({ id }) => id.replace(/^(voices|sector)-.*/, '$1'))
    const order = [...new Set(ids)]
    const wanted = [
      'reading',
      'ranking',
      'sure',
      'heatmap',
      'voices',
      'pairs',
      'divergences',
      'enabling',
      'influence',
      'sector',
      'findings',
      'actions',
      'missing',
      'participants',
      'method',
    ]
    expect(order).toEqual(wanted)
  })

  test.each(EXAMPLES)('%s ranks the sectors in the order of the result', (name) => {
    const input = example(name)
    const ranked = input.result.sectors.filter(({ priority }) => priority.rank !== null)
    const rows = ranking(report(name)).filter(([rank]) => rank !== '–')
    expect(rows.map(([rank]) => rank)).toEqual(
      ranked.map(({ priority }) => String(priority.rank)).sort((a, b) => Number(a) - Number(b)),
    )
    for (const [rank, sector] of rows) {
      const own = input.definition.sectors.find(({ name: full, short }) => sector === full || sector === short)
      expect(ranked.find(({ id }) => id === own?.id)?.priority.rank, sector).toBe(Number(rank))
    }
  })

  test.each(EXAMPLES)('%s says what it says in the same words twice', (name) => {
    expect(JSON.stringify(report(name))).toBe(JSON.stringify(report(name)))
  })

  test.each(EXAMPLES)('%s prints no number that does not exist', (name) => {
    const text = JSON.stringify(report(name))
    expect(text).not.toMatch(/NaN|undefined|null (of|sur)|\bInfinity\b/)
  })

  test('its lead names the first two sectors', () => {
    expect(plain(section(report('rivermond-2026'), 'ranking').lead ?? '')).toMatch(/^Shelter, then Documents\. /)
    expect(plain(section(report('rivermond-2026', 'fr'), 'ranking').lead ?? '')).toMatch(
      /^Hébergement, puis Documents\. /,
    )
  })

  test('a sector without a number says "not enough answers", and why', () => {
    const of = report('rivermond-2024')
    const rows = cells(tables(section(of, 'heatmap'))[0])
    const row = rows.find(([sector]) => sector === 'Infrastructure')
    expect(row?.at(-3)).toBe('not enough answers')
    expect(allText(section(of, 'ranking'))).toContain('4 of 8 questions answered, two thirds are needed')
    expect(allText(section(of, 'missing'))).toContain('Infrastructure has no score')
  })

  test('a cell without a number is hatched and holds no 0', () => {
    const heat = tables(section(report('rivermond-2024'), 'heatmap'))[0]
    const hatched = heat?.rows.flatMap(({ cells: row }) => row.filter(({ band }) => band === 'none')) ?? []
    expect(hatched.length).toBeGreaterThan(0)
    for (const { text } of hatched) expect(plain(text)).not.toMatch(/\d/)
  })

  test('a sector out of scope is listed with the reason given, and not ranked', () => {
    const of = report('kavara-2026')
    expect(ranking(of).map(([, sector]) => sector)).not.toContain('Food')
    expect(allText(section(of, 'missing'))).toContain('national food security survey')
    expect(section(of, 'sector-food').lead).toBe('Out of scope in this round.')
  })

  test('a voice without a body is named as absent and stands in no table', () => {
    const of = report('kavara-2026')
    expect(allText(section(of, 'participants'))).toContain('Without a body in this round: Regional authorities.')
    expect(allText(section(of, 'voices-capacity'))).not.toContain('Regional authorities')
  })

  test('tiers have the names of the place', () => {
    expect(report('kavara-2026').voices.map(({ name }) => name)).toEqual([
      'Republic / République',
      'Regional authorities',
      'Town Council / Commune',
      'Representatives of major groups',
    ])
  })

  test('the three inputs stand beside each rank as number and bar', () => {
    const [table] = tables(section(report('rivermond-2026'), 'ranking'))
    const bars = table?.rows[0]?.cells.flatMap(({ bar }) => bar ?? [])
    expect(bars?.map(({ input }) => input)).toEqual(['need', 'urgency', 'interdependence'])
  })

  test('every body is listed with the number of its answers', () => {
    const input = example('rivermond-2026')
    const rows = cells(tables(section(report('rivermond-2026'), 'participants'))[0])
    for (const { id, name } of input.round.bodies) {
      const answers = input.round.positions?.filter(({ body }) => body === id).length
      expect(rows.find(([body]) => body.split('\n')[0] === name)?.[1]).toBe(String(answers))
    }
  })

  test('carries the round and the result as they were given', () => {
    const input = reportInput(example('rivermond-2026'))
    const { attachments } = priorityReport(input)
    expect(attachments.map(({ name, json }) => [name, json])).toEqual([
      ['round.json', input.files.round],
      ['result.json', input.files.result],
    ])
  })

  test('says how sure the order is only as far as it was drawn', () => {
    expect(allText(section(report('rivermond-2026'), 'sure'))).toContain('was not drawn in this result')
  })
})

describe('divergences', () => {
  test.each(EXAMPLES)('%s has every divergence, by gap × need', (name) => {
    const context = contextFor(example(name))
    const rows = cells(tables(section(report(name), 'divergences'))[0]).map(([item]) => item)
    const weights = new Map(
      context.result.divergences.map(({ item, gap }) => {
        const { value } = context.answers(item)
        const isQuestion = itemIndex(context.definition).byId.get(item)?.kind === 'question'
        const need = value === null ? 1 : isQuestion ? (4 - value) / 4 : value / 4
        return [`${context.place(item)}\n${context.label(item)}`, gap * need]
      }),
    )
    expect([...rows].sort()).toEqual([...weights.keys()].sort())
    const ordered = rows.map((row) => weights.get(row) ?? Number.NaN)
    expect(ordered).toEqual([...ordered].sort((x, y) => y - x))
  })

  test('comments stand as they were written, with the voice and the language of those who wrote them', () => {
    const comment = 'Deux lits, « et encore »; pas plus !'
    const input = example('rivermond-2026', 'en', (round) => ({
      ...round,
      positions: round.positions?.map((position) =>
        position.item === 'shelter.capacity.role' && position.body === 'city-safety'
          ? { ...position, comment, lang: 'fr' }
          : position,
      ),
    }))
    const part = section(priorityReport(reportInput(input)), 'divergences')
    const runs = tables(part)[0]?.rows.flatMap((row) =>
      row.cells.flatMap(({ text }) => (typeof text === 'string' ? [] : text)),
    )
    const own = runs?.find(({ text }) => text.includes(comment))
    expect(own).toMatchObject({ voice: 'local', lang: 'fr' })
  })

  test('a round without any says so', () => {
    const of = report('rivermond-2026', 'en', (round) => ({ ...round, positions: [] }))
    expect(section(of, 'divergences').lead).toBe('No two voices are two levels apart on any question.')
    expect(tables(section(of, 'divergences'))).toEqual([])
  })
})

describe('findings', () => {
  const withFindings = (...findings: Finding[]) => report('rivermond-2026', 'en', (round) => ({ ...round, findings }))
  const blocking: Finding = {
    id: 'f',
    kind: 'contradiction',
    sectors: ['education'],
    severity: 'blocking',
    status: 'open',
    rules: 'School Act, s. 1, against Register Act, s. 2.',
  }

  test.each(EXAMPLES)('%s prints every finding with its rules and its effect', (name) => {
    const { round } = example(name)
    const rows = tables(section(report(name), 'findings')).flatMap(cells)
    for (const { rules } of round.findings ?? []) {
      const row = rows.find(([words]) => words.startsWith(rules))
      expect(row?.[3], rules).toMatch(/\S/)
    }
  })

  test('one that takes points says how many, and one that takes none says so', () => {
    expect(allText(section(withFindings(blocking), 'findings'))).toContain(
      'Education: holds Policy coherence at 50 instead of 75, and the score at 58 instead of 67.',
    )
    expect(allText(section(withFindings({ ...blocking, sectors: ['shelter'] }), 'findings'))).toContain(
      'Shelter: would hold Policy coherence at 50 at most; it is at 31 anyway, no points lost today.',
    )
  })

  test('friction has no effect, and says so', () => {
    const text = allText(section(withFindings({ ...blocking, severity: 'friction' }), 'findings'))
    expect(text).toContain('Friction: printed and followed, no effect on the score.')
  })

  test('a settled one says what it would have held', () => {
    const text = allText(section(withFindings({ ...blocking, status: 'resolved' }), 'findings'))
    expect(text).toContain('limit lifted: Policy coherence is at 75 and the score at 67; they would be 50 and 58.')
  })

  test('one on a convention that is not in force never holds a score', () => {
    const finding: Finding = { ...blocking, kind: 'nonconformity', convention: 'icmw', article: '30' }
    expect(allText(section(withFindings(finding), 'findings'))).toContain('not in force for the State')
  })

  test('two that hold the same sector say so of each other', () => {
    const text = allText(section(withFindings(blocking, { ...blocking, id: 'g' }), 'findings'))
    expect(text).toContain('Education: holds Policy coherence at 50, and so does another open finding.')
  })

  test('a round without any says so', () => {
    expect(section(withFindings(), 'findings').lead).toBe('No finding was registered.')
  })
})

describe('what is missing', () => {
  test('a "not applicable" stands with its reason, word for word', () => {
    const { round } = example('rivermond-2026')
    const text = allText(section(report('rivermond-2026'), 'missing'))
    const reasons = round.positions?.flatMap(({ answer, reason }) => (answer === 'na' && reason ? [reason] : [])) ?? []
    expect(reasons.length).toBeGreaterThan(0)
    for (const reason of reasons) expect(text).toContain(reason)
  })

  test('a link without an answer is said to be estimated', () => {
    const item = 'interdep.shelter.on.documents'
    const of = report('rivermond-2026', 'en', (round) => ({
      ...round,
      positions: round.positions?.filter((position) => position.item !== item),
      agreed: round.agreed?.filter((answer) => answer.item !== item),
    }))
    expect(allText(section(of, 'missing'))).toContain('Shelter depends on Documents: no level; estimated')
    expect(allText(section(of, 'influence'))).toContain('1 estimated')
  })
})

describe('rounds at the edge', () => {
  test('a round without answers ranks nobody and says why', () => {
    const of = report('rivermond-2026', 'en', (round) => ({ ...round, positions: [], agreed: [], findings: [] }))
    expect(section(of, 'ranking').lead).toBe('No sector can be ranked yet; the reasons stand in the table.')
    expect(ranking(of).every(([rank]) => rank === '–')).toBe(true)
    expect(reportText(of)).not.toMatch(/NaN|undefined/)
  })

  test('a ranking by urgency alone names two inputs', () => {
    const of = report('rivermond-2026', 'en', (round) => ({ ...round, method: { ...round.method, mode: 'urgency' } }))
    const [table] = tables(section(of, 'ranking'))
    expect(table?.columns.map(({ head }) => plain(head))).toEqual(['Rank', 'Sector', 'Interval', 'Need', 'Urgency'])
  })

  test('the classic divisor gives no index, and the report says so', () => {
    const of = report('rivermond-2026', 'en', (round) => ({
      ...round,
      method: { ...round.method, normaliser: 'classic' },
    }))
    expect(allText(section(of, 'ranking'))).toContain('No sector has a number for interdependence')
    expect(allText(section(of, 'method'))).toContain('DEMATEL with the classic divisor')
  })

  test('unequal weights are printed', () => {
    const weights = { need: 2, urgency: 1, interdependence: 0.5 }
    const of = report('rivermond-2026', 'en', (round) => ({ ...round, method: { ...round.method, weights } }))
    expect(allText(section(of, 'ranking'))).toContain('Weights: need 2, urgency 1, interdependence 0.50.')
  })

  test('a rank outside the interval of all weights is said', () => {
    const weights = { need: 0, urgency: 1, interdependence: 0 }
    const input = example('rivermond-2026', 'en', (round) => ({ ...round, method: { ...round.method, weights } }))
    const outside = input.result.sectors.filter(
      ({ priority: { rank, interval } }) =>
        rank !== null && interval !== null && (rank < interval[0] || rank > interval[1]),
    )
    const text = allText(section(priorityReport(reportInput(input)), 'ranking'))
    expect(outside.length).toBeGreaterThan(0)
    for (const { id } of outside) {
      const short = input.definition.sectors.find((sector) => sector.id === id)?.short
      expect(text).toContain(`${short} has rank`)
    }
  })
})

test('actions of the round stand in the order of the ranking, those for all sectors last', () => {
  const actions = ['education', undefined, 'documents', 'shelter'].map((sector, place) => {
    return { id: `a${place}`, text: `For ${sector ?? 'all'}.`, ...(sector !== undefined && { sector }) }
  })
  const of = report('rivermond-2026', 'en', (round) => ({ ...round, actions }))
  const table = tables(section(of, 'actions')).find(({ caption }) => caption === 'Decided in this round')
  expect(cells(table).map(([text]) => text)).toEqual(['For shelter.', 'For documents.', 'For education.', 'For all.'])
})
