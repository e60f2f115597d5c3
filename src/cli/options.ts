/** What several commands understand. */
export interface RoundOptions {
  readonly lang: string
  readonly definition?: string
}

export interface ScoringOptions extends RoundOptions {
  readonly json?: boolean
  readonly draws?: number
}

export const KINDS = ['priority', 'sector', 'comparison', 'questionnaire'] as const
export type Kind = (typeof KINDS)[number]
export const SIZES = ['A4', 'letter'] as const

export interface ReportOptions extends RoundOptions {
  readonly kind?: Kind
  readonly sector?: string
  readonly body?: string
  readonly size: (typeof SIZES)[number]
  readonly draws?: number
  readonly output: string
}

/** States in which a round can be taken in. */
export const STATES = ['preparing', 'open', 'closed'] as const
