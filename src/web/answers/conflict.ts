/** Two versions of an answer beside each other: what somebody saved in the meantime, and what was typed here. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Names } from '../../reports/words/names.js'
import { levelText } from '../../reports/words/numbers.js'
import type { Item } from '../../rules/items.js'
import type { AnswerValue, CurrentAnswer } from '../../store/answers.js'
import { bodyOf, roundOf } from '../context.js'
import { roundBar } from '../round-bar.js'
import type { HeldFile } from '../uploads.js'
import type { PageModel } from '../views.js'
import { type Chapter, pathsOf } from './chapters.js'
import type { Typed } from './form.js'
import { chapterName, namesIn } from './names.js'
import { answerText } from './positions.js'
import { savedText, typedOf } from './question.js'

interface Version {
  readonly heading: string
  readonly when: string | undefined
  readonly rows: readonly {
    readonly label: string
    readonly text: string
    readonly differs: boolean
    readonly lang?: string
  }[]
}

interface ConflictView extends PageModel {
  readonly path: string
  readonly chapter: string
  readonly question: string
  readonly theirs: Version
  readonly mine: Version
  readonly typed: Typed
  readonly held: readonly HeldFile[]
  readonly basedOn: number
  readonly key: string
}

interface Conflict {
  readonly item: Item
  readonly chapter: Chapter
  readonly current: CurrentAnswer
  readonly mine: AnswerValue
  readonly held: readonly HeldFile[]
}

/** The model of the page that shows both. */
export function conflictView(request: FastifyRequest, { item, chapter, current, mine, held }: Conflict): ConflictView {
  const stored = roundOf(request)
  const { words } = request.viewer
  const names = namesIn(stored, words)
  const left = rowsOf(current.value, item, names)
  const right = rowsOf(mine, item, names)
  const compare = (own: typeof left, other: typeof left) =>
    own.map((row, index) => ({ ...row, differs: row.text !== other[index]?.text }))
  const who = current.personName ?? words.say('conflict.somebody')
  return {
    title: words.say('conflict.title', { who }),
    round: roundBar(request, stored, 'answer'),
    timeZone: stored.head.timeZone,
    path: pathsOf(stored, bodyOf(request)).item(item.id),
    chapter: chapterName(chapter.id, names),
    question: names.item(item.id).source.text,
    theirs: {
      heading: words.say('conflict.theirs', { who }),
      when: savedText(current, request),
      rows: compare(left, right),
    },
    mine: { heading: words.say('conflict.mine'), when: undefined, rows: compare(right, left) },
    typed: typedOf(mine),
    held,
    basedOn: current.revision,
    key: randomUUID(),
  }
}

function rowsOf(value: AnswerValue, item: Item, names: Names): { label: string; text: string; lang?: string }[] {
  const { say } = names.words
  const confidence = names.definition.guide.confidence.find((choice) => choice.value === value?.confidence)
  const evidence = (value?.evidence ?? []).map(({ title }) => title)
  const rows = [
    { label: say('conflict.answer'), text: levelWords(value, item, names) },
    { label: say('question.reason'), text: value?.reason ?? '' },
    { label: say('question.number'), text: value?.number === undefined ? '' : levelText(names.words, value.number) },
    { label: say('question.confidence'), text: confidence?.label ?? '' },
    { label: say('question.comment'), text: value?.comment ?? '' },
    { label: say('question.evidence'), text: names.words.list(evidence) },
  ]
  return rows.map((row) => ({ ...row, ...(value?.lang === undefined ? {} : { lang: value.lang }) }))
}

/** "level 2, Partial": an answer with the words of its level. */
function levelWords(value: AnswerValue, { id }: Item, names: Names): string {
  const answer = answerText(value, names)
  if (value?.level === undefined) return answer
  const told = names.item(id)
  const scale = told.kind === 'pair' ? names.definition.interdependence.scale : told.source.levels
  return names.words.say('conflict.level', { answer, text: scale[value.level] })
}

/** Both comments, one after the other, to write one of them. */
export function bothComments(theirs: AnswerValue, mine: string): string {
  const first = theirs?.comment ?? ''
  return [first, mine].filter((text, index, all) => text !== '' && all.indexOf(text) === index).join('\n\n')
}
