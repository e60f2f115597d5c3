/** The form of an agreed answer: what was typed, as a draft and as the page shows it again. */
import type { FastifyRequest } from 'fastify'
import type { AnswerValue } from '../../store/answers.js'
import { type AgreedDraft, levelOf } from '../answers/check.js'
import { field } from '../forms.js'

/** Every field as typed; dissent by voice, without those that say nothing. */
export interface Typed {
  readonly answer: string
  readonly reason: string
  readonly rationale: string
  readonly dissent: Readonly<Record<string, string>>
  /** Language of the words, when they stand there already. */
  readonly lang: string | undefined
}

/** @param voices ids of the voices that have a field in the form */
export function readTyped(body: unknown, voices: readonly string[]): Typed {
  const notes = voices.map((voice) => [voice, field(body, `dissent-${voice}`)] as const)
  return {
    answer: field(body, 'answer'),
    reason: field(body, 'reason'),
    rationale: field(body, 'rationale'),
    dissent: Object.fromEntries(notes.filter(([, note]) => note !== '')),
    lang: undefined,
  }
}

/** An agreed answer as its form shows it. */
export function typedOf(value: AnswerValue): Typed {
  return {
    answer: value?.level === undefined ? (value?.answer ?? '') : String(value.level),
    reason: value?.reason ?? '',
    rationale: value?.rationale ?? '',
    dissent: Object.fromEntries((value?.dissent ?? []).map(({ voice, note }) => [voice, note])),
    lang: value?.lang,
  }
}

/** Whether nothing was filled in at all. */
export function isEmpty({ answer, reason, rationale, dissent }: Typed): boolean {
  return [answer, reason, rationale, ...Object.values(dissent)].every((text) => text === '')
}

/** The draft of a form. Words that stayed as they were keep their language, whoever saves them again. */
export function draftOf(typed: Typed, before: AnswerValue, { viewer }: Pick<FastifyRequest, 'viewer'>): AgreedDraft {
  const { answer, reason, rationale, dissent } = typed
  const known = answer === 'dk' || answer === 'na' || answer === 'none' ? answer : null
  const was = typedOf(before)
  const isSame = wordsOf(was) === wordsOf(typed)
  return {
    answer: levelOf(answer) ?? known,
    reason,
    rationale,
    dissent: Object.entries(dissent).map(([voice, note]) => ({ voice, note })),
    lang: isSame && was.lang !== undefined ? was.lang : viewer.words.language,
  }
}

const wordsOf = ({ reason, rationale, dissent }: Typed) =>
  JSON.stringify([reason, rationale, Object.entries(dissent).sort(([a], [b]) => (a < b ? -1 : 1))])
