/** What the pages of a questionnaire read: the items that are asked, in the order of answering, and never an answer. */
import type { Words } from '../../locales/messages.js'
import { askedItems } from '../../rules/asked.js'
import { type Chapter, chaptersOfItems } from '../../rules/chapters.js'
import { itemIndex } from '../../rules/items.js'
import type { Body, Definition, Round } from '../../rules/model.js'
import { type Names, namesOf } from '../words/names.js'
import { one } from '../words/one.js'

export interface QuestionnaireInput {
  /** With its texts in the language of the words. */
  readonly definition: Definition
  readonly round: Round
  readonly words: Words
  /** Id of the body that is to fill it in; every item that the round asks unless given. */
  readonly body?: string | undefined
}

export interface PaperContext extends Names {
  readonly say: Words['say']
  /** The body that the questions are for; undefined when they are all there. */
  readonly reader: Body | undefined
  readonly chapters: readonly Chapter[]
  /** Number of a question on paper, from 1; undefined for a link and for what is not asked. */
  readonly numberOf: (item: string) => number | undefined
  readonly inForce: ReadonlySet<string>
}

/** @throws RangeError on a body that the round does not have */
export function paperContext({ definition, round, words, body }: QuestionnaireInput): PaperContext {
  const reader = body === undefined ? undefined : one(round.bodies, body)
  const index = itemIndex(definition)
  const { notAsked, conventions } = askedItems(definition, index, round)
  const voice = reader ? index.voices.indexOf(reader.voice) : undefined
  const items = index.items.filter((item) => {
    return notAsked[item.index] === null && (voice === undefined || item.asksVoice[voice])
  })
  const chapters = chaptersOfItems(items)
  const numbered = chapters.flatMap((chapter) => chapter.items).filter(({ kind }) => kind !== 'pair')
  const numbers = new Map(numbered.map(({ id }, i) => [id, i + 1]))
  return {
    ...namesOf(definition, round, words),
    say: words.say,
    reader,
    chapters,
    numberOf: (item) => numbers.get(item),
    inForce: conventions,
  }
}
