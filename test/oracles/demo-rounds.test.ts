/** The example rounds against numbers that were made without these rules, to five decimals. */
import { describe, expect, test } from 'vitest'
import { compareRounds, scoreRound } from '../../src/rules/index.js'
import { valuesOf } from '../../src/rules/values.js'
import { mechelen } from '../support/definitions.js'
import { exampleRound } from '../support/round.js'
import pinned from './demo-rounds.json' with { type: 'json' }

const { definition } = mechelen()
const rounds = {
  'rivermond-2024': exampleRound('rivermond-2024'),
  'rivermond-2026': exampleRound('rivermond-2026'),
  'kavara-2026': exampleRound('kavara-2026'),
}
const results = {
  'rivermond-2024': scoreRound(definition, rounds['rivermond-2024']),
  'rivermond-2026': scoreRound(definition, rounds['rivermond-2026']),
  'kavara-2026': scoreRound(definition, rounds['kavara-2026']),
}
const XS = 'x on 1 to 5'

/** null stays null; a number is within the five decimals of the file. */
function expectNear(
  got: number | null | undefined,
  wanted: number | null,
  what: string,
  tolerance = pinned.tolerance.numbers,
) {
  if (wanted === null) expect(got, what).toBeNull()
  else expect(Math.abs(Number(got) - wanted), `${what}: ${got} is not ${wanted}`).toBeLessThanOrEqual(tolerance)
}

const xOf = (score: number | null) => (score === null ? null : 1 + score / 25)
const sectorOf = (name: keyof typeof results, id: string) => {
  const sector = results[name].sectors.find((other) => other.id === id)
  if (!sector) throw new Error(`no sector ${id}`)
  return sector
}

describe('Rivermond 2026', () => {
  const wanted = pinned['rivermond-2026']
  const result = results['rivermond-2026']

  test('lists the nine sectors', () => {
    expect(result.sectors.map(({ id }) => id)).toEqual(Object.keys(wanted.sectors))
  })

  test.each(Object.entries(wanted.sectors))('%s', (id, pin) => {
    const sector = sectorOf('rivermond-2026', id)
    const { interdependence, priority } = sector
    expectNear(xOf(sector.score), pin.x, XS)
    expectNear(sector.score, pin.score, 'score')
    expectNear(sector.need, pin.need, 'need')
    expectNear(sector.urgency, pin.urgency, 'urgency')
    expectNear(sector.completeness, pin.completeness, 'completeness')
    expectNear(interdependence.index, pin.index, 'index')
    expectNear(interdependence.influence, pin.influence, 'influence')
    expectNear(interdependence.dependence, pin.dependence, 'dependence')
    expectNear(priority.value, pin.value, 'value')
    expect(priority.rank).toBe(pin.rank)
    expect(priority.interval).toEqual(pin.interval)
    expect(priority.acceptability).toHaveLength(pin.acc.length)
    pin.acc.forEach((share, k) => {
      expectNear(priority.acceptability?.[k], share, `share of rank ${k + 1}`, pinned.tolerance.acc)
    })
  })

  test.each(Object.entries(wanted.sectors))('%s: dimensions, criteria and voices', (id, pin) => {
    const sector = sectorOf('rivermond-2026', id)
    for (const [name, dimension] of Object.entries(pin.dimensions)) {
      const got = sector.dimensions[name]
      expectNear(xOf(got.score), dimension.x, `${name}, ${XS}`)
      expectNear(got.completeness, dimension.known / dimension.of, `completeness of ${name}`)
      for (const [criterion, level] of Object.entries<number | null>(dimension.criteria)) {
        const { score } = got.criteria[criterion]
        expectNear(score === null ? null : score / 25, level, `${name}.${criterion}`)
      }
    }
    for (const [voice, score] of Object.entries(pin.voices)) {
      expectNear(sector.voices[voice].score, score, `as ${voice} sees it`)
    }
  })

  test('total influence, cell by cell', () => {
    expect(result.influences?.sectors).toEqual(Object.keys(wanted.sectors))
    wanted.influences.total.forEach((row, i) => {
      row.forEach((cell, j) => {
        expectNear(result.influences?.total[i][j], cell, `T[${i}][${j}]`)
      })
    })
    expectNear(result.influences?.mean, wanted.influences.mean, 'mean of T')
  })

  test('urgency items and pairs have the pinned values', () => {
    const { index, levels } = valuesOf(definition, rounds['rivermond-2026'])
    const level = (item: string) => levels[index.byId.get(item)?.index ?? -1]
    for (const [id, pin] of Object.entries(wanted.sectors)) {
      ;['severity', 'share', 'time'].forEach((kind, k) => {
        expectNear(level(`${id}.urgency.${kind}`), pin.urgencyLevels[k], `${id}.urgency.${kind}`)
      })
    }
    const ids = Object.keys(wanted.sectors)
    ids.forEach((influencing, i) => {
      ids.forEach((dependent, j) => {
        if (i === j) return
        const pair = `interdep.${dependent}.on.${influencing}`
        expectNear(level(pair), wanted.influences.matrix[i][j], pair)
      })
    })
  })

  test('divergences, with their gaps and medians', () => {
    const byItem = (list: readonly { item: string; gap: number; medians: object }[]) =>
      Object.fromEntries(list.map(({ item, gap, medians }) => [item, { gap, medians }]))
    expect(byItem(result.divergences)).toEqual(byItem(wanted.divergences))
    expect(result.divergences).toHaveLength(wanted.divergences.length)
  })

  test('counts of the file', () => {
    const { agreed, positions } = rounds['rivermond-2026']
    expect(agreed).toHaveLength(wanted.counts.agreed)
    expect(positions).toHaveLength(wanted.counts.positions)
  })
})

test.each(Object.entries(pinned['rivermond-2024'].sectors))('Rivermond 2024, %s', (id, pin) => {
  const sector = sectorOf('rivermond-2024', id)
  expectNear(sector.score, pin.score, 'score')
  expect(sector.priority.rank).toBe(pin.rank)
  for (const [name, x] of Object.entries(pin.dims)) expectNear(xOf(sector.dimensions[name].score), x, `${name}, ${XS}`)
})

test.each(Object.entries(pinned['kavara-2026'].sectors))('Kavara 2026, %s', (id, pin) => {
  const sector = sectorOf('kavara-2026', id)
  expectNear(sector.score, pin.score, 'score')
  for (const [name, x] of Object.entries(pin.dims)) expectNear(xOf(sector.dimensions[name].score), x, `${name}, ${XS}`)
})

describe('Rivermond, from 2024 to 2026', () => {
  const { sectors } = compareRounds(
    { definition, round: rounds['rivermond-2024'] },
    { definition, round: rounds['rivermond-2026'] },
  )
  test.each(Object.entries(pinned.comparison.common))('%s on the common basis', (id, [from, to]) => {
    const sector = sectors.find((other) => other.id === id)
    const isPublished = sectorOf('rivermond-2024', id).score !== null
    expect(sector?.status).toBe(isPublished ? 'compared' : 'not-comparable')
    if (!isPublished) return
    expectNear(sector?.common?.from, from, 'from')
    expectNear(sector?.common?.to, to, 'to')
  })
})
