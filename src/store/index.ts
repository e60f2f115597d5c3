/** The store: everything that stays, behind one object. */
import { type Actions, actions } from './actions.js'
import { type Answers, answers } from './answers.js'
import { type Assessments, assessments } from './assessments.js'
import { type Attendance, attendance } from './attendance.js'
import { type Audit, audit } from './audit.js'
import { type Bodies, bodies } from './bodies.js'
import { changes, type RoundChanged } from './changes.js'
import { openDatabase } from './database.js'
import { type Definitions, definitions } from './definitions.js'
import { type Discussion, discussion } from './discussion.js'
import { type Files, files } from './files.js'
import { type Findings, findings } from './findings.js'
import { type Invitations, invitations } from './invitations.js'
import { type Participants, participants } from './participants.js'
import { type People, people } from './people.js'
import { type Postponed, postponed } from './postponed.js'
import { type Quorums, quorums } from './quorums.js'
import { type Reasons, reasons } from './reasons.js'
import { roundCache } from './round-cache.js'
import { type Rounds, rounds } from './rounds.js'
import { type Sessions, sessions } from './sessions.js'
import { type Settings, settings } from './settings.js'
import { type SignOffs, signOffs } from './sign-offs.js'
import { type Submissions, submissions } from './submissions.js'
import { type Versions, versions } from './versions.js'
import { writer } from './writing.js'

export interface Store {
  readonly definitions: Definitions
  readonly assessments: Assessments
  readonly rounds: Rounds
  readonly bodies: Bodies
  readonly people: People
  readonly sessions: Sessions
  readonly participants: Participants
  readonly invitations: Invitations
  readonly answers: Answers
  readonly files: Files
  readonly settings: Settings
  readonly audit: Audit
  readonly versions: Versions
  readonly discussion: Discussion
  readonly findings: Findings
  readonly actions: Actions
  readonly submissions: Submissions
  readonly signOffs: SignOffs
  readonly attendance: Attendance
  readonly postponed: Postponed
  readonly quorums: Quorums
  readonly reasons: Reasons
  /** Calls a listener after every committed change of a round; gives the function that takes it off. */
  readonly onChanged: (listener: (change: RoundChanged) => void) => () => void
  /** What the database finds wrong with its own file; empty when it is sound. Reads all of it. */
  readonly checkFile: () => readonly string[]
  /** Whether the database answers. */
  readonly isReady: () => boolean
  /** Saves what waits, then lets go of the file. */
  readonly close: () => Promise<void>
}

/**
 * Opens the store in a folder, made when it is missing and brought up to date; `:memory:` keeps nothing.
 * @param options.clock for tests
 * @throws {MalinesError} `invalid` when the folder can't be written, or the file is damaged or newer; it is left as it is
 */
export async function openStore(data: string, { clock = () => new Date() }: StoreOptions = {}): Promise<Store> {
  const database = await openDatabase(data, clock)
  const { db, sqlite } = database
  // Milliseconds: no process makes more revisions than that, so the next one starts above all of this one.
  const cache = roundCache(clock().getTime())
  const kept = definitions(database, cache)
  const { onChanged, report } = changes()
  const write = writer(database, cache, report)
  const { settled, ...saved } = answers(database, cache, report)
  const register = findings(database, write)
  const followed = actions(database, write)

  function isReady(): boolean {
    try {
      return sqlite.prepare('select 1').pluck().get() === 1
    } catch {
      return false
    }
  }

  function checkFile(): readonly string[] {
    const words = sqlite.prepare<[], string>('pragma integrity_check').pluck().all()
    const strays = sqlite.prepare<[], string>('select distinct "table" from pragma_foreign_key_check').pluck().all()
    const lost = strays.map((table) => `rows of ${table} refer to rows that are not there`)
    return [...words.filter((word) => word !== 'ok'), ...lost]
  }

  async function close(): Promise<void> {
    await settled()
    await db.destroy()
  }

  return {
    definitions: kept,
    assessments: assessments(database, write),
    rounds: rounds(database, cache, kept, write, register, followed),
    bodies: bodies(database, write),
    people: people(database, write),
    sessions: sessions(database),
    participants: participants(database, write),
    invitations: invitations(database, write),
    answers: saved,
    files: files(database),
    settings: settings(database),
    audit: audit(database, write),
    versions: versions(database, write),
    discussion: discussion(database, write),
    findings: register,
    actions: followed,
    submissions: submissions(database, write),
    signOffs: signOffs(database, write),
    attendance: attendance(database, write),
    postponed: postponed(database, write),
    quorums: quorums(database, write),
    reasons: reasons(database, write),
    onChanged,
    checkFile,
    isReady,
    close,
  }
}

interface StoreOptions {
  readonly clock?: () => Date
}
