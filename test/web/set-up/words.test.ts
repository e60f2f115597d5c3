import { describe, expect, test } from 'vitest'
import { countriesIn, countryCode, countryName } from '../../../src/web/set-up/countries.js'
import { isDay, timeZoneOf } from '../../../src/web/set-up/days.js'
import { mayConcern } from '../../../src/web/set-up/world-regions.js'

describe('a country', () => {
  test.each([
    ['BE', 'BE'],
    ['be', 'BE'],
    ['Belgium', 'BE'],
    ['belgique', 'BE'],
    ['COTE D’IVOIRE', 'CI'],
    ['XR', 'XR'],
  ])('typed as %s is %s', (typed, code) => expect(countryCode(typed)).toBe(code))

  test('that has no such name is none', () => expect(countryCode('Atlantis')).toBeUndefined())

  test('has its name in the language of the page, a made-up one its letters', () => {
    expect(countryName('BE', 'fr')).toBe('Belgique')
    expect(countryName('XR', 'en')).toBe('XR')
  })

  test('of the list is one of today, once', () => {
    const codes = countriesIn('en').map(({ code }) => code)
    for (const code of ['BE', 'KE', 'PS', 'SS']) expect(codes).toContain(code)
    for (const code of ['SU', 'YU', 'DD', 'EU', 'UN', 'ZZ']) expect(codes).not.toContain(code)
    expect(new Set(codes).size).toBe(codes.length)
  })
})

describe('a convention', () => {
  test('of a world region may concern its countries, one of the whole world all', () => {
    expect(mayConcern('europe', 'BE')).toBe(true)
    expect(mayConcern('africa', 'BE')).toBe(false)
    expect(mayConcern('africa', 'EG')).toBe(true)
    expect(mayConcern('arab_states', 'EG')).toBe(true)
    expect(mayConcern('universal', null)).toBe(true)
    expect(mayConcern('europe', null)).toBe(false)
  })
})

describe('a day and a zone', () => {
  test.each(['2026-02-29', '2026-13-01', '26-01-01', '1 June 2026', '2026-06-31', ''])('“%s” is no day', (text) =>
    expect(isDay(text)).toBe(false),
  )

  test('are found in the calendar and in the list of zones, whatever the case', () => {
    expect(isDay('2028-02-29')).toBe(true)
    expect(timeZoneOf('europe/brussels')).toBe('Europe/Brussels')
    expect(timeZoneOf('America/New York')).toBe('America/New_York')
    expect(timeZoneOf('utc')).toBe('UTC')
    expect(timeZoneOf('Mars/Olympus')).toBeUndefined()
  })
})
