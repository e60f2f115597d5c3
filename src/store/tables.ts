/** The rows of every table, as `migrations/` makes them; names of columns turn from snake_case to camelCase. */
import type { Generated } from 'kysely'
import type { Form } from '../rules/model.js'
import type { AuditAction } from './audit-entry.js'
import type { FindingState } from './findings.js'
import type { Role } from './participants.js'
import type { Reveal, RoundState } from './rounds.js'
import type { SubmissionState } from './submissions.js'

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
  findings: FindingRow
  actions: ActionRow
  openings: { round: string; target: string; person: string | null; at: string }
  audit: AuditRow
  roundParts: RoundPartRow
  versions: VersionRow
  messages: MessageRow
  mentions: { message: string; person: string }
  findingEvents: FindingEventRow
  actionEvents: ActionEventRow
  submissions: SubmissionRow
  signOffs: SignOffRow
  attendance: AttendanceRow
  closings: ClosingRow
  quorums: { round: string; voice: string; bodies: number }
  reasons: ReasonRow
  postponed: { round: string; item: string; at: string; person: string | null }
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

interface FindingRow extends RegisterRow {
  /** 0 or 1. */
  isProposed: Generated<number>
  body: string | null
  person: string | null
  since: string | null
  note: string | null
}

interface ActionRow extends RegisterRow {
  note: string | null
  carriedFrom: string | null
}

export interface AuditRow {
  seq: number
  at: string
  person: string | null
  personName: string | null
  assessment: string | null
  round: string | null
  action: AuditAction
  details: string
  previous: string
  hash: string
}

/** `afterEvent` is the last event of the round's answers before it, 0 without any. */
interface RoundPartRow {
  seq: Generated<number>
  round: string
  afterEvent: number
  state: RoundState
  at: string
  person: string | null
  content: string
}

interface VersionRow {
  id: string
  round: string
  name: string
  at: string
  person: string | null
  afterEvent: number
  part: number
}

interface MessageRow {
  id: string
  place: number
  round: string
  item: string
  thread: string
  parent: string | null
  body: string | null
  person: string
  text: string
  lang: string
  /** 0 or 1. */
  isPrivate: number
  at: string
  settledAt: string | null
  settledBy: string | null
  outcome: string | null
}

interface FindingEventRow {
  seq: Generated<number>
  round: string
  finding: string
  at: string
  person: string | null
  from: FindingState | null
  to: FindingState
  note: string | null
  /** The finding and its body as they were, of a proposal that was declined. */
  declined: string | null
}

interface ActionEventRow {
  seq: Generated<number>
  round: string
  action: string
  at: string
  person: string | null
  from: string | null
  to: string
  note: string | null
}

interface SubmissionRow {
  seq: Generated<number>
  round: string
  body: string
  state: SubmissionState
  note: string | null
  at: string
  person: string | null
}

interface SignOffRow {
  round: string
  voice: string
  name: string
  person: string | null
  at: string
  note: string | null
  dissents: number
}

interface AttendanceRow {
  id: string
  place: number
  round: string
  meeting: string
  name: string
  voice: string | null
  body: string | null
  person: string | null
  at: string
}

interface ReasonRow {
  fromRound: string
  toRound: string
  sector: string
  text: string
  lang: string
  at: string
  person: string | null
}

interface ClosingRow {
  seq: Generated<number>
  round: string
  at: string
  person: string | null
  definitionHash: string
  method: string
  result: string
  seal: string
  afterEvent: number
  part: number
  reopenedAt: string | null
  reopenedBy: string | null
  reason: string | null
  note: string | null
}
