import { itemIndex } from '../../dist/src/rules/items.js'
import { sfc32 } from '../../dist/src/rules/uncertainty.js'

/** Three bodies a voice, all of which answer everything that they are asked, a level or so around a common one. */
export function roundOfTwelve(definition) {
  const { items, voices } = itemIndex(definition)
  const random = sfc32(2017)
  const bodies = voices.flatMap((voice) =>
    [1, 2, 3].map((n) => ({ id: `${voice}-${n}`, name: `${voice} ${n}`, voice })),
  )
  const positions = items.flatMap((item) => {
    const common = Math.floor(random() * 5)
    const around = () => Math.min(4, Math.max(0, common + Math.floor(random() * 3) - 1))
    return bodies
      .filter(({ voice }) => item.asksVoice[voices.indexOf(voice)])
      .map(({ id }) => ({ body: id, item: item.id, level: around(), confidence: 'informed' }))
  })
  return {
    format: 'malines-round/1',
    definition: { id: definition.id, version: definition.version, form: 'full' },
    assessment: { name: 'Bench' },
    round: { name: '2026', closesOn: '2026-12-31' },
    profile: { 'profile.places': ['transit', 'destination'] },
    conventionsInForce: definition.conventions.conventions.map(({ id }) => id),
    bodies,
    positions,
  }
}
