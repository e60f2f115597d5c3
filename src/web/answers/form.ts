/** A question's form: what was typed, as a draft and as the page shows it again. */
import type { FastifyRequest } from 'fastify'
import type { MessageKey } from '../../locales/messages.js'
import { FormErrors, field } from '../forms.js'
import { type AnswerFault, type Draft, LIMITS, levelOf } from './check.js'
import type { Stamp } from './save.js'

/** Every field as typed. */
export interface Typed {
  readonly answer: string
  readonly reason: string
  readonly confidence: string
  readonly comment: string
  readonly commentLang: string | undefined
  readonly number: string
  readonly linkTitle: string
  readonly link: string
}

export function readTyped(body: unknown): Typed {
  return {
    answer: field(body, 'answer'),
    reason: field(body, 'reason'),
    confidence: field(body, 'confidence'),
    comment: field(body, 'comment'),
    commentLang: undefined,
    number: field(body, 'number'),
    linkTitle: field(body, 'link-title'),
    link: field(body, 'link'),
  }
}

/** Whether nothing was filled in at all: then there is nothing to save and nothing wrong. */
export function isEmpty({ answer, reason, confidence, comment, number, link, linkTitle }: Typed): boolean {
  return [answer, reason, confidence, comment, number, link, linkTitle].every((text) => text === '')
}

/** The draft of a form; what can't be a level or a number stays wrong, so that it is told. */
export function draftOf(typed: Typed, lang: string): Draft {
  const { answer, reason, confidence, comment, number } = typed
  return {
    answer: levelOf(answer) ?? (answer === 'dk' || answer === 'na' ? answer : null),
    reason,
    confidence: confidence === '' ? null : confidence,
    comment,
    number: number === '' ? null : numberOf(number),
    lang,
  }
}

/** What the page was made from. A form without them rests on nothing and is a conflict wherever an answer stands. */
export function stampOf({ body, id }: FastifyRequest): Stamp {
  const basedOn = field(body, 'basedOn')
  const key = field(body, 'key')
  return { basedOn: /^\d{1,15}$/.test(basedOn) ? Number(basedOn) : null, key: key.slice(0, 100) || `form ${id}` }
}

/** Ids of the fields that faults point to. */
const FIELD_IDS: Readonly<Record<AnswerFault['field'], string>> = {
  answer: 'level-0',
  reason: 'reason',
  confidence: 'confidence',
  comment: 'comment',
  evidence: 'evidence',
  number: 'number',
  rationale: 'rationale',
  dissent: 'dissent',
}

/** Faults as the page tells them, in words. */
export function errorsOf(faults: readonly AnswerFault[], { viewer }: FastifyRequest): FormErrors {
  const errors = new FormErrors()
  for (const { field: name, message } of faults) errors.add(FIELD_IDS[name], faultText(message, viewer.words.say))
  return errors
}

/** A fault in words, with the limits that it may name. */
export function faultText(message: MessageKey, say: FastifyRequest['viewer']['words']['say']): string {
  return say(message, { ...LIMITS })
}

/** A number as people type it: "1 250", "1,250" with a comma before three digits, "12.5"; NaN for anything else. */
function numberOf(text: string): number {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(/,(?=\d{3}(\D|$))/g, '')
    .replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN
}
