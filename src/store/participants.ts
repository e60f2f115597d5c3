/** Who takes part where, and as what. */
import { randomUUID } from 'node:crypto'
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import type { Write } from './writing.js'

export type Role = 'facilitator' | 'respondent' | 'observer' | 'analyst'

export interface Participant {
  readonly id: string
  readonly person: string
  readonly assessment: string
  readonly role: Role
  /** Null for a facilitator, who has all rounds of the assessment. */
  readonly round: string | null
  /** The body that a respondent acts for; null for all others. */
  readonly body: string | null
}

export type NewParticipant = Pick<Participant, 'person' | 'assessment' | 'role'> &
  Partial<Pick<Participant, 'round' | 'body'>>

const COLUMNS = ['participants.id', 'person', 'assessment', 'role', 'round', 'body'] as const

export type Participants = ReturnType<typeof participants>

/** Every request asks for this, so it is asked in SQLite's own words. */
const OF_PERSON = `select id, person, assessment, role, round, body from participants where person = ?
  order by created_at, id`

export function participants({ db, sqlite, memory }: Database, write: Write) {
  const rows = sqlite.prepare<[string], Participant>(OF_PERSON)
  const ofPerson = memory.remember((person: string) => rows.all(person))

  /**
   * Gives somebody a part; the one that they have already when it is the same.
   * Errors: `invalid` when the role is for another place (see `checkPlace`).
   */
  async function add(wish: NewParticipant, by: string | null): Promise<Participant> {
    const { person, assessment, role, round = null, body = null } = wish
    checkPlace(role, round, body)
    return write(async ({ db: tx, at, note }) => {
      const known = await tx
        .selectFrom('participants')
        .select(COLUMNS)
        .where('person', '=', person)
        .where('assessment', '=', assessment)
        .where('role', '=', role)
        .where('round', 'is not distinct from', round)
        .where('body', 'is not distinct from', body)
        .executeTakeFirst()
      if (known) return known
      const part = { id: randomUUID(), person, assessment, role, round, body }
      await tx
        .insertInto('participants')
        .values({ ...part, createdAt: at })
        .execute()
      await note({
        action: 'participant',
        by,
        assessment,
        round,
        details: { participant: part.id, person, role, body },
      })
      return part
    })
  }

  /** A part that is not there is no fault. */
  async function remove(id: string, by: string | null): Promise<void> {
    await write(async ({ db, note }) => {
      const part = await db.deleteFrom('participants').where('id', '=', id).returningAll().executeTakeFirst()
      if (!part) return
      const { person, assessment, role, round, body } = part
      const details = { participant: id, person, role, body, isRemoved: true }
      await note({ action: 'participant', by, assessment, round, details })
    })
  }

  async function listOfPerson(person: string): Promise<readonly Participant[]> {
    return ofPerson(person) ?? []
  }

  /** With name and address, by name. */
  async function listOfAssessment(assessment: string): Promise<(Participant & { name: string; email: string })[]> {
    return db
      .selectFrom('participants')
      .innerJoin('people', 'people.id', 'person')
      .select([...COLUMNS, 'name', 'email'])
      .where('assessment', '=', assessment)
      .orderBy('name')
      .orderBy('participants.id')
      .execute()
  }

  return { add, remove, listOfPerson, listOfAssessment }
}

/**
 * A facilitator has an assessment, a respondent a body of a round, all others a round.
 * @throws {MalinesError} `invalid`
 */
export function checkPlace(role: Role, round: string | null, body: string | null): void {
  const isRight = (round === null) === (role === 'facilitator') && (body !== null) === (role === 'respondent')
  if (isRight) return
  const words = 'A facilitator has an assessment, a respondent a body of a round, an observer or analyst a round.'
  throw new MalinesError('invalid', words)
}
