/** Why a sector moved between two rounds, in the facilitator's words. */
import { type Kysely, SqliteAdapter, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const strict = sql.raw(db.getExecutor().adapter instanceof SqliteAdapter ? 'strict' : '')
  const statements = [
    sql`create table reasons (
      from_round text not null references rounds (id) on delete cascade,
      to_round text not null references rounds (id) on delete cascade,
      sector text not null,
      text text not null,
      lang text not null,
      at text not null,
      person text references people (id),
      primary key (from_round, to_round, sector)
    ) ${strict}`,
    sql`create index reasons_to_round on reasons (to_round)`,
    sql`create index reasons_person on reasons (person)`,
  ]
  for (const statement of statements) await statement.execute(db)
}
