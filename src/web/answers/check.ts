/** Whether what somebody gives is an answer that an item takes: the same for form posts and for scripts. */
import type { MessageKey } from '../../locales/messages.js'
import type { Item } from '../../rules/items.js'
import { type Confidence, type Definition, type Evidence, LEVELS, type Level } from '../../rules/model.js'
import type { AnswerValue } from '../../store/answers.js'

export const LIMITS = { reason: 1_000, comment: 5_000, title: 300, link: 2_000, evidence: 20, note: 5_000 } as const

/** What somebody gives. A part that is left out stays as it was; null or an empty text takes it away. */
export interface Draft {
  /** A level, “don’t know”, “not applicable”, or `none` to take the answer back. */
  readonly answer?: Level | 'dk' | 'na' | 'none' | null
  readonly reason?: string
  readonly confidence?: string | null
  readonly comment?: string
  readonly evidence?: readonly Evidence[]
  /** Files that were handed in with it; `evidence` may name them, and those that stand there already. */
  readonly files?: readonly Evidence[]
  readonly number?: number | null
  /** Language of the words in it. */
  readonly lang?: string
}

/** One thing to correct: the field where it stands, and what to do in words. */
export interface AnswerFault {
  readonly field: 'answer' | 'reason' | 'confidence' | 'comment' | 'evidence' | 'number' | 'rationale' | 'dissent'
  readonly message: MessageKey
}

export type Checked = { readonly value: AnswerValue } | { readonly faults: readonly AnswerFault[] }

/**
 * The value to save, or everything that is wrong with a draft.
 * @param before what stands there now: parts that the draft leaves out come from it, and files that it may keep
 */
export function checkAnswer(draft: Draft, item: Item, definition: Definition, before: AnswerValue): Checked {
  if (draft.answer === 'none') return { value: null }
  const faults: AnswerFault[] = []
  const fault = (field: AnswerFault['field'], message: MessageKey) => faults.push({ field, message })

  const given = draft.answer === undefined ? (before?.level ?? before?.answer ?? null) : draft.answer
  if (given === null) fault('answer', 'question.error.answer')
  if (given === 'na' && !item.source.not_applicable) fault('answer', 'question.error.not-applicable')
  const reason = clean(draft.reason ?? before?.reason ?? '')
  if (given === 'na' && reason === '') fault('reason', 'question.error.reason')
  if (reason.length > LIMITS.reason) fault('reason', 'question.error.reason-long')
  const comment = clean(draft.comment ?? before?.comment ?? '')
  if (comment.length > LIMITS.comment) fault('comment', 'question.error.comment-long')
  const confidence = confidenceOf(draft.confidence === undefined ? before?.confidence : draft.confidence, definition)
  if (confidence === null) fault('confidence', 'question.error.confidence')
  const number = draft.number === undefined ? before?.number : (draft.number ?? undefined)
  if (number !== undefined && !isFigure(number, item)) fault('number', 'question.error.number')
  const evidence = draft.evidence ?? before?.evidence ?? []
  const wrong = draft.evidence && evidenceFault(draft.evidence, [...(before?.evidence ?? []), ...(draft.files ?? [])])
  if (wrong) fault('evidence', wrong)
  if (faults.length > 0 || given === null) return { faults }

  const own = typeof given === 'number' ? { level: given } : { answer: given }
  const lang = comment === before?.comment ? before.lang : draft.lang
  return {
    value: {
      ...own,
      ...(given === 'na' ? { reason } : {}),
      ...(confidence ? { confidence } : {}),
      ...(comment === '' ? {} : { comment }),
      ...(evidence.length > 0 ? { evidence } : {}),
      ...(number === undefined ? {} : { number }),
      ...(lang !== undefined && (comment !== '' || given === 'na') ? { lang } : {}),
    },
  }
}

/** A joint answer as somebody gives it; rationale and dissent are always given whole. */
export interface AgreedDraft {
  readonly answer: Level | 'dk' | 'na' | 'none' | null
  readonly reason?: string
  readonly rationale?: string
  readonly dissent?: readonly { readonly voice: string; readonly note: string }[]
  readonly lang?: string
}

/** The same for an agreed answer. */
export function checkAgreed(draft: AgreedDraft, item: Item, definition: Definition): Checked {
  if (draft.answer === 'none') return { value: null }
  const faults: AnswerFault[] = []
  const fault = (field: AnswerFault['field'], message: MessageKey) => faults.push({ field, message })
  const given = draft.answer
  if (given === null) fault('answer', 'question.error.answer')
  if (given === 'na' && !item.source.not_applicable) fault('answer', 'question.error.not-applicable')
  const reason = clean(draft.reason ?? '')
  if (given === 'na' && reason === '') fault('reason', 'question.error.reason')
  if (reason.length > LIMITS.reason) fault('reason', 'question.error.reason-long')
  const rationale = clean(draft.rationale ?? '')
  if (rationale.length > LIMITS.comment) fault('rationale', 'question.error.comment-long')
  const dissent = (draft.dissent ?? []).map(({ voice, note }) => ({ voice, note: clean(note) }))
  const voices = dissent.map(({ voice }) => voice)
  const known = voices.every((voice) => definition.voices.some(({ id }) => id === voice))
  if (!known || new Set(voices).size < voices.length) fault('dissent', 'question.error.dissent-voice')
  if (dissent.some(({ note }) => note === '' || note.length > LIMITS.note)) fault('dissent', 'question.error.dissent')
  if (faults.length > 0 || given === null) return { faults }

  const own = typeof given === 'number' ? { level: given } : { answer: given }
  const hasWords = given === 'na' || rationale !== '' || dissent.length > 0
  return {
    value: {
      ...own,
      ...(given === 'na' ? { reason } : {}),
      ...(rationale === '' ? {} : { rationale }),
      ...(dissent.length > 0 ? { dissent } : {}),
      ...(draft.lang !== undefined && hasWords ? { lang: draft.lang } : {}),
    },
  }
}

/** A level written as one digit; undefined for any other text, also for an empty one. */
export function levelOf(text: string): Level | undefined {
  return LEVELS.find((level) => String(level) === text)
}

/** Text as a round file may hold it: line breaks of one kind, no NUL, no half of a sign, no spaces at its ends. */
export function clean(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '')
    .replace(/\p{Surrogate}/gu, '')
    .trim()
}

/** Whether two values say the same. */
export function isSameAnswer(left: AnswerValue, right: AnswerValue): boolean {
  if (left?.level !== right?.level || left?.answer !== right?.answer) return false
  return JSON.stringify(left) === JSON.stringify(right) || isSame(left, right)
}

const CONFIDENCES: readonly Confidence[] = ['documented', 'informed', 'opinion']

/** Undefined without one, null for one that the questionnaire does not have. */
function confidenceOf(given: string | null | undefined, definition: Definition): Confidence | undefined | null {
  if (given === undefined || given === null || given === '') return undefined
  const isAsked = definition.guide.confidence.some(({ value }) => value === given)
  return (isAsked && CONFIDENCES.find((known) => known === given)) || null
}

function isFigure(number: number, item: Item): boolean {
  const isAsked = item.kind === 'urgency' && item.source.numeric_field !== undefined
  return isAsked && Number.isFinite(number) && number >= 0 && number <= 1e12
}

/** Files are named only here once they were handed in: a hash that a draft brings along opens nothing. */
function evidenceFault(evidence: readonly Evidence[], before: readonly Evidence[]): MessageKey | undefined {
  if (evidence.length > LIMITS.evidence) return 'question.error.evidence-many'
  for (const entry of evidence) {
    const { title, url, sha256 } = entry
    if (clean(title) === '' || title.length > LIMITS.title) return 'question.error.evidence-title'
    if (url !== undefined ? sha256 !== undefined || !isLink(url) : sha256 === undefined) return 'question.error.link'
    if (sha256 !== undefined && !before.some((kept) => isSame(kept, entry))) return 'question.error.evidence-file'
  }
  return undefined
}

/** Whether a text is an address that a browser may follow: http or https, without a name and password in it. */
export function isLink(text: string): boolean {
  if (text.length > LIMITS.link || !/^https?:\/\/[^\s\p{Cc}\p{Surrogate}]+$/iu.test(text) || !URL.canParse(text))
    return false
  const { username, password } = new URL(text)
  return username === '' && password === ''
}

const isSame = (left: object | null, right: object | null) =>
  JSON.stringify(sorted(left)) === JSON.stringify(sorted(right))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]))
}
