/** Two versions of an agreed answer beside each other: what somebody saved in the meantime, and what was typed here. */
import { randomUUID } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../../reports/content/context.js'
import type { AnswerValue, CurrentAnswer } from '../../store/answers.js'
import { answerText } from '../answers/positions.js'
import { savedText } from '../answers/question.js'
import { roundOf } from '../context.js'
import { roundBar } from '../round-bar.js'
import type { PageModel } from '../views.js'
import { type Typed, typedOf } from './form.js'

interface Row {
  readonly label: string
  readonly text: string
  readonly lang?: string
}

interface ConflictView extends PageModel {
  readonly path: string
  readonly place: string
  readonly question: string
  readonly theirs: Version
  readonly mine: Version
  readonly typed: Typed
  readonly dissent: readonly { readonly voice: string; readonly note: string }[]
  readonly basedOn: number
  readonly key: string
}

interface Version {
  readonly heading: string
  readonly when: string | undefined
  readonly rows: readonly (Row & { readonly differs: boolean })[]
}

interface Conflict {
  readonly context: Context
  readonly item: string
  readonly path: string
  readonly current: CurrentAnswer
  readonly mine: AnswerValue
}

/** The model of the page that shows both. */
export function conflictView(request: FastifyRequest, conflict: Conflict): ConflictView {
  const { context, item, path, current, mine } = conflict
  const stored = roundOf(request)
  const { say } = context
  const [left, right] = [rowsOf(current.value, context), rowsOf(mine, context)]
  const compare = (own: readonly Row[], other: readonly Row[]) =>
    own.map((row, at) => ({ ...row, differs: row.text !== other[at]?.text }))
  const who = current.personName ?? say('conflict.somebody')
  return {
    title: say('meeting.conflict.title', { who }),
    round: roundBar(request, stored, 'meeting'),
    timeZone: stored.head.timeZone,
    path,
    place: context.place(item),
    question: context.item(item).source.text,
    theirs: { heading: say('conflict.theirs', { who }), when: savedText(current, request), rows: compare(left, right) },
    mine: { heading: say('conflict.mine'), when: undefined, rows: compare(right, left) },
    typed: typedOf(mine),
    dissent: mine?.dissent ?? [],
    basedOn: current.revision,
    key: randomUUID(),
  }
}

function rowsOf(value: AnswerValue, context: Context): readonly Row[] {
  const { say, definition } = context
  const lang = value?.lang === undefined ? {} : { lang: value.lang }
  const notes = definition.voices.map(({ id }) => ({
    label: say('question.agreed.dissent', { voice: context.voice(id) }),
    text: value?.dissent?.find(({ voice }) => voice === id)?.note ?? '',
  }))
  return [
    { label: say('meeting.agreed'), text: answerText(value, context) },
    ...[
      { label: say('question.reason'), text: value?.reason ?? '' },
      { label: say('meeting.rationale'), text: value?.rationale ?? '' },
      ...notes,
    ].map((row) => ({ ...row, ...lang })),
  ]
}

/** Both rationales, one after the other, and every dissent of both, to write one of them. */
export function bothOf(theirs: AnswerValue, mine: Typed): Typed {
  const both = (...texts: readonly string[]) =>
    texts.filter((text, at) => text !== '' && texts.indexOf(text) === at).join('\n\n')
  const before = typedOf(theirs)
  const voices = [...new Set([...Object.keys(before.dissent), ...Object.keys(mine.dissent)])]
  const notes = voices.map((voice) => [voice, both(before.dissent[voice] ?? '', mine.dissent[voice] ?? '')])
  return { ...mine, rationale: both(before.rationale, mine.rationale), dissent: Object.fromEntries(notes) }
}
