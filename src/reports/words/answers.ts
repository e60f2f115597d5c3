/** Answers in words: what a voice said, where an item's value comes from. */
import type { ItemStep } from '../../rules/explain.js'
import type { Names } from './names.js'
import { levelText } from './numbers.js'
import { option } from './option.js'

type VoiceAnswers = ItemStep['voices'][number]

/** What one voice says on an item: its level, else "does not know", "not applicable" or "no answer". */
function voiceAnswer(step: VoiceAnswers, names: Names): string {
  const { say } = names.words
  if (step.median !== null) return levelText(names.words, step.median)
  if (step.bodies.some(({ answer }) => answer === 'dk')) return say('answer.dk')
  if (step.bodies.some(({ answer }) => answer === 'na')) return say('answer.na')
  return say('answer.none')
}

/** "agreed; Federal State 4, Region 3": where the value comes from, and the level of every voice that is asked and has a body. */
export function itemNote(step: ItemStep, names: Names): string {
  const present = step.voices.filter(({ voice }) => names.round.bodies.some((body) => body.voice === voice))
  const voices = present.map((voice) => `${names.voice(voice.voice)} ${voiceAnswer(voice, names)}`)
  const levels = step.voices.filter(({ median }) => median !== null).length
  const values = {
    state: option(step.state),
    voices: voices.length === 0 ? 'none' : voices.join(', '),
    levels,
    value: step.value === null ? '' : levelText(names.words, step.value),
  }
  return names.words.say('item.note', values)
}
