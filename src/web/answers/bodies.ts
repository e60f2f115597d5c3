/** What the script of a page sends to save an answer: its type, and the schema that it is held against. */
import type { Level } from '../../rules/model.js'
import type { Draft } from './check.js'

interface AnswerBody {
  readonly level?: Level
  /** Never null: an answer that is missing is left out, one that is taken back says `none`. */
  readonly answer?: 'dk' | 'na' | 'none'
  readonly reason?: string
  readonly lang?: string
  /** Revision that was seen; null for the first answer. */
  readonly basedOn: number | null
  /** One for each save, so that a retry is the same save. */
  readonly key: string
}

/** The answer of a body; a part that is left out stays as it was. */
export interface PositionBody extends AnswerBody {
  readonly confidence?: string | null
  readonly comment?: string
  readonly evidence?: Draft['evidence']
  readonly number?: number | null
}

/** The agreed answer. */
export interface AgreedBody extends AnswerBody {
  readonly rationale?: string
  readonly dissent?: readonly { readonly voice: string; readonly note: string }[]
}

const text = { type: 'string', maxLength: 20_000 } as const
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] })
const strict = (required: readonly string[], properties: object) =>
  ({ type: 'object', additionalProperties: false, required, properties }) as const

const answer = {
  level: { enum: [0, 1, 2, 3, 4] },
  answer: { enum: ['dk', 'na', 'none'] },
  reason: text,
  lang: { type: 'string', maxLength: 35, pattern: '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$' },
  basedOn: orNull({ type: 'integer', minimum: 0 }),
  key: { type: 'string', minLength: 1, maxLength: 100 },
}

const evidence = strict(['title'], {
  title: text,
  url: { type: 'string', maxLength: 2_000 },
  sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  name: { type: 'string', maxLength: 500 },
  bytes: { type: 'integer', minimum: 0 },
})

export const positionSchema = strict(['basedOn', 'key'], {
  ...answer,
  confidence: orNull({ type: 'string', maxLength: 100 }),
  comment: text,
  evidence: { type: 'array', maxItems: 100, items: evidence },
  number: orNull({ type: 'number' }),
})

export const agreedSchema = strict(['basedOn', 'key'], {
  ...answer,
  rationale: text,
  dissent: { type: 'array', maxItems: 100, items: strict(['voice', 'note'], { voice: text, note: text }) },
})
