/** The first tables: people, questionnaires, rounds and what belongs to them, and the events of answers. */
import { type Kysely, SqliteAdapter, sql } from 'kysely'

type Words = Readonly<Record<'strict' | 'number' | 'bytes', ReturnType<typeof sql.raw>>>

/** What the databases say in different words. SQLite checks types only in strict tables. */
const SQLITE: Words = {
  strict: sql.raw('strict'),
  number: sql.raw('integer primary key autoincrement'),
  bytes: sql.raw('blob'),
}
const POSTGRES: Words = {
  strict: sql.raw(''),
  number: sql.raw('integer primary key generated always as identity'),
  bytes: sql.raw('bytea'),
}

export async function up(db: Kysely<unknown>): Promise<void> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  const words = isSqlite ? SQLITE : POSTGRES
  const guards = isSqlite ? GUARDS_OF_SQLITE : GUARDS_OF_POSTGRES
  const tables = [...people(words), ...rounds(words), ...parts(words), ...answers(words), ...register(words)]
  for (const statement of [...tables, ...INDICES.map(indexOf), ...guards]) await statement.execute(db)
}

const people = ({ strict }: Words) => [
  sql`create table people (
    id text primary key not null,
    name text not null,
    email text not null unique,
    password_hash text,
    is_administrator integer not null,
    language text,
    created_at text not null,
    disabled_at text
  ) ${strict}`,
  sql`create table sessions (
    token_hash text primary key not null,
    person text not null references people (id) on delete cascade,
    created_at text not null,
    seen_at text not null,
    expires_at text not null
  ) ${strict}`,
  sql`create table settings (
    name text primary key not null,
    value text not null
  ) ${strict}`,
]

/** `place` is the order in which rows were added. */
const rounds = ({ strict }: Words) => [
  sql`create table definitions (
    hash text primary key not null,
    id text not null,
    version text not null,
    content text not null
  ) ${strict}`,
  sql`create table assessments (
    id text primary key not null,
    name text not null,
    country text,
    created_at text not null
  ) ${strict}`,
  sql`create table rounds (
    id text primary key not null,
    place integer not null,
    assessment text not null references assessments (id),
    name text not null,
    definition_hash text not null references definitions (hash),
    form text not null,
    state text not null,
    reveal text not null,
    closes_on text,
    time_zone text not null,
    previous text references rounds (id) on delete set null,
    frame text not null,
    result text,
    created_at text not null,
    opened_at text,
    closed_at text
  ) ${strict}`,
  sql`create table bodies (
    round text not null references rounds (id) on delete cascade,
    id text not null,
    place integer not null,
    name text not null,
    voice text not null,
    "group" text,
    primary key (round, id)
  ) ${strict}`,
]

const parts = ({ strict }: Words) => [
  sql`create table participants (
    id text primary key not null,
    person text not null references people (id) on delete cascade,
    assessment text not null references assessments (id) on delete cascade,
    role text not null,
    round text references rounds (id) on delete cascade,
    body text,
    created_at text not null,
    foreign key (round, body) references bodies (round, id) on delete cascade
  ) ${strict}`,
  sql`create table invitations (
    id text primary key not null,
    token_hash text not null unique,
    assessment text not null references assessments (id) on delete cascade,
    round text references rounds (id) on delete cascade,
    body text,
    role text not null,
    name text,
    email text,
    "limit" integer not null,
    uses integer not null,
    created_by text references people (id) on delete set null,
    created_at text not null,
    expires_at text not null,
    opened_at text,
    revoked_at text,
    mailed_at text,
    foreign key (round, body) references bodies (round, id) on delete cascade
  ) ${strict}`,
]

/** What was ever answered, and beside it which event holds now. The body '' stands for the agreed answer. */
const answers = ({ strict, number }: Words) => [
  sql`create table answer_events (
    seq ${number},
    round text not null references rounds (id),
    body text not null,
    item text not null,
    value text,
    based_on integer,
    key text not null,
    person text references people (id),
    at text not null,
    unique (round, key)
  ) ${strict}`,
  sql`create table answers (
    round text not null references rounds (id),
    body text not null,
    item text not null,
    seq integer not null references answer_events (seq),
    first_seq integer not null references answer_events (seq),
    primary key (round, body, item)
  ) ${strict}`,
]

const register = ({ strict, bytes }: Words) => [
  sql`create table files (
    sha256 text primary key not null,
    type text not null,
    bytes integer not null,
    content ${bytes} not null
  ) ${strict}`,
  sql`create table findings (
    round text not null references rounds (id) on delete cascade,
    id text not null,
    place integer not null,
    value text not null,
    primary key (round, id)
  ) ${strict}`,
  sql`create table actions (
    round text not null references rounds (id) on delete cascade,
    id text not null,
    place integer not null,
    value text not null,
    primary key (round, id)
  ) ${strict}`,
  sql`create table openings (
    round text not null references rounds (id) on delete cascade,
    target text not null,
    person text references people (id),
    at text not null,
    primary key (round, target)
  ) ${strict}`,
]

/** Every reference that no key begins with, and the order in which an answer's history is read. */
const INDICES: readonly (readonly [table: string, ...columns: string[]])[] = [
  ['sessions', 'person'],
  ['sessions', 'expires_at'],
  ['rounds', 'assessment'],
  ['rounds', 'definition_hash'],
  ['rounds', 'previous'],
  ['participants', 'person'],
  ['participants', 'assessment'],
  ['participants', 'round', 'body'],
  ['invitations', 'assessment'],
  ['invitations', 'round', 'body'],
  ['invitations', 'created_by'],
  ['answer_events', 'round', 'body', 'item', 'seq'],
  ['answer_events', 'person'],
  ['answers', 'seq'],
  ['answers', 'first_seq'],
  ['openings', 'person'],
]

function indexOf([table, ...columns]: (typeof INDICES)[number]) {
  const name = sql.id(`${table}_${columns.join('_')}`)
  return sql`create index ${name} on ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})`
}

/** Events are only ever added. */
const GUARDS_OF_SQLITE = ['update', 'delete'].map(
  (change) => sql`create trigger ${sql.id(`answer_events_no_${change}`)} before ${sql.raw(change)} on answer_events
    begin select raise(abort, 'answer events are only ever added'); end`,
)
const GUARDS_OF_POSTGRES = [
  sql`create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'answer events are only ever added'; end $$`,
  sql`create trigger answer_events_only_added before update or delete on answer_events
    for each row execute function refuse_change()`,
]
