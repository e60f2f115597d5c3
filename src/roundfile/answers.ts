import { type Item, itemIndex } from '../rules/items.js'
import type { Answer, Definition } from '../rules/model.js'
import { checkKnown } from './checks.js'
import { choices, type Faults, shown } from './faults.js'
import type { Shaped } from './shape.js'

/** Positions and agreed answers against the questionnaire and the bodies; one answer for each (METHOD 1, 2.2). */
export function checkAnswers(round: Shaped, definition: Definition, faults: Faults): void {
  const voices = definition.voices.map((voice) => voice.id)
  const voiceOf = new Map(round.bodies.map(({ value }) => [value.id, value.voice]))
  const given = new Map<string, string>()

  for (const { path, value } of round.positions) {
    if (round.bodyIds && !round.bodyIds.has(value.body)) {
      faults.add(`${path}/body`, `there is no body ${shown(value.body)}; give the id of one in "bodies"`)
    }
    const item = checkItem(value, path, definition, faults)
    const voice = voiceOf.get(value.body)
    if (item && voice !== undefined) checkAsked(item, voice, voices, path, faults)
    checkOnce(
      given,
      `${value.body}\u0000${value.item}`,
      `${shown(value.body)} answers ${shown(value.item)}`,
      path,
      faults,
    )
  }

  const agreed = new Map<string, string>()
  for (const { path, value } of round.agreed) {
    checkItem(value, path, definition, faults)
    checkOnce(agreed, value.item, `${shown(value.item)} has an agreed answer`, path, faults)
    for (const [index, { voice }] of (value.dissent ?? []).entries()) {
      checkKnown('voice', voice, voices, `${path}/dissent/${index}/voice`, faults)
    }
  }
}

function checkItem(answer: Answer, path: string, definition: Definition, faults: Faults): Item | undefined {
  const item = itemIndex(definition).byId.get(answer.item)
  if (!item) {
    const known = `${definition.id} ${definition.version}`
    faults.add(`${path}/item`, `there is no item ${shown(answer.item)} in ${known}; see its questions for the ids`)
  } else if (answer.answer === 'na' && !item.source.not_applicable) {
    faults.add(`${path}/answer`, `${item.id} applies everywhere; answer with a level or "dk" (don't know)`)
  }
  return item
}

function checkAsked(item: Item, voice: string, voices: readonly string[], path: string, faults: Faults): void {
  const asked = voices.filter((_, index) => item.asksVoice[index])
  if (!voices.includes(voice) || asked.includes(voice)) return
  faults.add(
    `${path}/item`,
    `${item.id} is asked to ${choices(asked, 'and')}, not to ${voice}; leave this position out`,
  )
}

function checkOnce(seen: Map<string, string>, key: string, words: string, path: string, faults: Faults): void {
  const before = seen.get(key)
  if (before === undefined) seen.set(key, path)
  else faults.add(path, `${words} at ${before} already; keep one of the two`)
}
