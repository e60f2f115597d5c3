/** Indices that every save had to keep up and hardly anything read: an answer's history follows what each rests on. */
import { type Kysely, sql } from 'kysely'

const INDICES = [
  'answer_events_round_body_item_seq',
  'answer_events_person',
  'answers_seq',
  'answers_first_seq',
] as const

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of INDICES) await sql`drop index ${sql.id(name)}`.execute(db)
}
