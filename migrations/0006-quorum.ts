/** Quorum by voice, items that a meeting put off, and the words of proposals that were declined. */
import { type Kysely, SqliteAdapter, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const strict = sql.raw(db.getExecutor().adapter instanceof SqliteAdapter ? 'strict' : '')
  const statements = [
    sql`create table quorums (
      round text not null references rounds (id) on delete cascade,
      voice text not null,
      bodies integer not null,
      primary key (round, voice)
    ) ${strict}`,
    sql`create table postponed (
      round text not null references rounds (id) on delete cascade,
      item text not null,
      at text not null,
      person text references people (id),
      primary key (round, item)
    ) ${strict}`,
    sql`create index postponed_person on postponed (person)`,
    sql`alter table finding_events add column declined text`,
  ]
  for (const statement of statements) await statement.execute(db)
}
