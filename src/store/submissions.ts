/** Submissions: a body says that it has answered, and the facilitator may ask for changes. */
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import { checkText } from './texts.js'
import type { Write } from './writing.js'

/** `taken-back`: by the body itself; `changes-asked`: by the facilitator. */
export type SubmissionState = 'submitted' | 'changes-asked' | 'taken-back'

export interface Submission {
  readonly body: string
  readonly state: SubmissionState
  readonly note: string | null
  readonly at: string
  readonly person: string | null
  readonly personName: string | null
}

export interface NewSubmission {
  readonly state: SubmissionState
  /** 1 to 5,000 characters; asking for changes needs one. */
  readonly note?: string | null
}

const LAST_STATE = 'select state from submissions where round = ? and body = ? order by seq desc limit 1'

export type Submissions = ReturnType<typeof submissions>

export function submissions({ db, sqlite, memory }: Database, write: Write) {
  const row = sqlite.prepare<[string, string], SubmissionState>(LAST_STATE).pluck()
  const lastState = memory.remember((round: string, body: string) => row.get(round, body) ?? 'none')

  /**
   * What a body or the facilitator says takes the place of what was said before, which is kept.
   * Errors: `invalid` without a note on changes; `not-found` without such a body; `conflict` when changes are asked of
   * a body that has not submitted, or it takes back what it has not.
   */
  async function add(round: string, body: string, wish: NewSubmission, by: string | null): Promise<Submission> {
    const { state, note = null } = wish
    const text = note === null && state !== 'changes-asked' ? null : checkText(note ?? '')
    await write(async (writing) => {
      const { db, at } = writing
      const known = db.selectFrom('bodies').select('id').where('round', '=', round).where('id', '=', body)
      if (!(await known.executeTakeFirst())) throw new MalinesError('not-found', 'This round has no such body.')
      const before = db.selectFrom('submissions').select('state').where('round', '=', round).where('body', '=', body)
      const said = await before.orderBy('seq', 'desc').limit(1).executeTakeFirst()
      if (state !== 'submitted' && said?.state !== 'submitted') {
        throw new MalinesError('conflict', 'This body has not submitted its answers.')
      }
      await db.insertInto('submissions').values({ round, body, state, note: text, at, person: by }).execute()
      await writing.note({ action: 'submission', by, round, details: { body, state } })
      writing.changed({ round, kind: 'workflow', body })
    })
    const all = await history(round, body)
    return all[all.length - 1]
  }

  /** The last word on each body that has submitted, in the order of bodies. */
  async function listOf(round: string): Promise<Submission[]> {
    const last = db.selectFrom('submissions').select(({ fn }) => fn.max('seq').as('seq'))
    const ids = last.where('round', '=', round).groupBy('body')
    const query = rows().innerJoin('bodies', (join) =>
      join.onRef('bodies.round', '=', 'submissions.round').onRef('bodies.id', '=', 'submissions.body'),
    )
    return query.where('submissions.seq', 'in', ids).orderBy('bodies.place').execute()
  }

  /** Everything that was said about a body's answers as a whole, the oldest first. */
  const history = (round: string, body: string): Promise<Submission[]> =>
    rows().where('submissions.round', '=', round).where('body', '=', body).orderBy('seq').execute()

  const rows = () =>
    db
      .selectFrom('submissions')
      .leftJoin('people', 'people.id', 'submissions.person')
      .select(['submissions.body', 'state', 'note', 'at', 'submissions.person', 'people.name as personName'])

  /** Whether a body's answers stand as submitted: every page of a body asks this. */
  async function isSubmitted(round: string, body: string): Promise<boolean> {
    return lastState(round, body) === 'submitted'
  }

  return { add, listOf, history, isSubmitted }
}
