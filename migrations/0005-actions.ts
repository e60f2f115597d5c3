/** What became of actions: each step with what was said to it, and the round from which one was carried over. */
import { type Kysely, SqliteAdapter, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  const number = sql.raw(
    isSqlite ? 'integer primary key autoincrement' : 'integer primary key generated always as identity',
  )
  const statements = [
    sql`alter table actions add column note text`,
    sql`alter table actions add column carried_from text references rounds (id) on delete set null`,
    sql`create table action_events (
      seq ${number},
      round text not null references rounds (id) on delete cascade,
      action text not null,
      at text not null,
      person text references people (id),
      "from" text,
      "to" text not null,
      note text
    ) ${sql.raw(isSqlite ? 'strict' : '')}`,
    sql`create index actions_carried_from on actions (carried_from)`,
    sql`create index action_events_round_action_seq on action_events (round, action, seq)`,
    sql`create index action_events_person on action_events (person)`,
    isSqlite ? GUARD_OF_SQLITE : GUARD_OF_POSTGRES,
  ]
  for (const statement of statements) await statement.execute(db)
}

const GUARD_OF_SQLITE = sql`create trigger action_events_no_update before update on action_events
  begin select raise(abort, 'action_events: entries are only ever added'); end`
const GUARD_OF_POSTGRES = sql`create trigger action_events_no_update before update on action_events
  for each row execute function refuse_new_words()`
