/** The rows of every table, as `migrations/` makes them; names of columns turn from snake_case to camelCase. */
import type { Generated } from 'kysely'
import type { Form } from '../rules/model.js'
import type { Role } from './participants.js'
import type { Reveal, RoundState } from './rounds.js'

export interface Tables {
  people: PersonRow
  sessions: SessionRow
  settings: { name: string; value: string }
  definitions: { hash: string; id: string; version: string; content: string }
  assessments: { id: string; name: string; country: string | null; createdAt: string }
  rounds: RoundRow
  bodies: BodyRow
  participants: ParticipantRow
  invitations: InvitationRow
  answerEvents: AnswerEventRow
  answers: { round: string; body: string; item: string; seq: number; firstSeq: number }
  files: { sha256: string; type: string; bytes: number; content: Buffer }
  findings: RegisterRow
  actions: RegisterRow
  openings: { round: string; target: string; person: string | null; at: string }
}

export interface PersonRow {
  id: string
  name: string
  email: string
  passwordHash: string | null
  /** 0 or 1. */
  isAdministrator: number
  language: string | null
  createdAt: string
  disabledAt: string | null
}

interface SessionRow {
  tokenHash: string
  person: string
  createdAt: string
  seenAt: string
  expiresAt: string
}

interface RoundRow {
  id: string
  place: number
  assessment: string
  name: string
  definitionHash: string
  form: Form
  state: RoundState
  reveal: Reveal
  closesOn: string | null
  timeZone: string
  previous: string | null
  frame: string
  result: string | null
  createdAt: string
  openedAt: string | null
  closedAt: string | null
}

interface BodyRow {
  round: string
  id: string
  place: number
  name: string
  voice: string
  group: string | null
}

interface ParticipantRow {
  id: string
  person: string
  assessment: string
  role: Role
  round: string | null
  body: string | null
  createdAt: string
}

interface InvitationRow {
  id: string
  tokenHash: string
  assessment: string
  round: string | null
  body: string | null
  role: Role
  name: string | null
  email: string | null
  limit: number
  uses: number
  createdBy: string | null
  createdAt: string
  expiresAt: string
  openedAt: string | null
  revokedAt: string | null
  mailedAt: string | null
}

interface AnswerEventRow {
  seq: Generated<number>
  round: string
  body: string
  item: string
  value: string | null
  basedOn: number | null
  key: string
  person: string | null
  at: string
}

interface RegisterRow {
  round: string
  id: string
  place: number
  value: string
}
