/** What the facilitator says to a closing with open points, or without a voice. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table closings add column note text`.execute(db)
}
