/** Random rounds that fit a definition, for laws that hold for every round. */
import fc from 'fast-check'
import { type Item, itemIndex } from '../../src/rules/items.js'
import type { Answer, Body, Definition, Finding, Level, Mode, Round } from '../../src/rules/model.js'
import { type Random, sfc32 } from '../../src/rules/uncertainty.js'

function bodiesOf(definition: Definition): fc.Arbitrary<Body[]> {
  const voices = definition.voices.map(({ id }) => id)
  return fc
    .array(fc.constantFrom(...voices), { minLength: 1, maxLength: 7 })
    .map((list) => list.map((voice, i) => ({ id: `body-${i}`, name: `Body ${i}`, voice })))
}

function findingsOf(definition: Definition): fc.Arbitrary<Finding[]> {
  const finding = fc.record({
    sectors: fc.uniqueArray(fc.constantFrom(...definition.sectors.map(({ id }) => id)), { minLength: 1, maxLength: 2 }),
    severity: fc.constantFrom('friction' as const, 'blocking' as const),
    status: fc.constantFrom('open' as const, 'resolved' as const),
  })
  return fc
    .array(finding, { maxLength: 3 })
    .map((list) => list.map((f, i) => ({ id: `f${i}`, kind: 'contradiction' as const, rules: 'A against B', ...f })))
}

const weight = fc.constantFrom(0, 0.5, 1, 2)
const notAllZero = (weights: object) => Object.values(weights).some((value) => value > 0)
const CONFIDENCE = ['documented', 'informed', 'opinion', undefined] as const

/** Mostly a level, now and then don't know, or not applicable where that is allowed. */
function anyAnswer(item: Item, random: Random): Answer {
  const dice = random()
  if (dice < 0.1) return { item: item.id, answer: 'dk' }
  if (dice < 0.2 && item.source.not_applicable)
    return { item: item.id, answer: 'na', reason: 'It does not exist here.' }
  return { item: item.id, level: Math.floor(random() * 5) as Level }
}

/** The answers of a round: how many is drawn too, from hardly any to nearly all. */
function answers(definition: Definition, bodies: readonly Body[], seed: number): Pick<Round, 'positions' | 'agreed'> {
  const random = sfc32(seed)
  const filled = 0.2 + 0.8 * random()
  const joint = random()
  const { items, voices } = itemIndex(definition)
  const positions = items.flatMap((item) =>
    bodies
      .filter(({ voice }) => item.asksVoice[voices.indexOf(voice)] && random() < filled)
      .map(({ id }) => {
        const confidence = CONFIDENCE[Math.floor(random() * CONFIDENCE.length)]
        return { body: id, ...anyAnswer(item, random), ...(confidence ? { confidence } : {}) }
      }),
  )
  const agreed = items.filter(() => random() < joint).map((item) => anyAnswer(item, random))
  return { positions, agreed }
}

/** Any valid round of a definition, with every feature of the method in it now and then. */
export function anyRound(definition: Definition): fc.Arbitrary<Round> {
  const multi = definition.profile.find(({ type }) => type === 'multi')
  const options = multi?.options?.map(({ value }) => value) ?? []
  return fc
    .record({
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      form: fc.constantFrom('short' as const, 'full' as const),
      bodies: bodiesOf(definition),
      findings: findingsOf(definition),
      conventions: fc.subarray(definition.conventions.conventions.map(({ id }) => id)),
      out: fc.subarray(
        definition.sectors.map(({ id }) => id),
        { maxLength: 1 },
      ),
      selected: fc.subarray(options),
      mode: fc.constantFrom<Mode>('urgency', 'interdependence', 'both'),
      weights: fc.record({ need: weight, urgency: weight, interdependence: weight }).filter(notAllZero),
      dimensions: fc.record(Object.fromEntries(definition.dimensions.map(({ id }) => [id, weight]))).filter(notAllZero),
    })
    .map(({ seed, form, bodies, findings, conventions, out, selected, mode, weights, dimensions }) => ({
      format: 'malines-round/1' as const,
      definition: { id: definition.id, version: definition.version, form },
      assessment: { name: 'Anywhere' },
      round: { name: 'Any' },
      profile: multi ? { [multi.id]: selected } : {},
      conventionsInForce: conventions,
      outOfScope: out.map((sector) => ({ sector, reason: 'other', note: 'Elsewhere.', date: '2026-01-01' })),
      bodies,
      ...answers(definition, bodies, seed),
      findings,
      method: { mode, weights, dimensions, seed },
    }))
}
