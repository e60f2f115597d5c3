/** What a round's people do together: the trail of every change, past states, discussion, findings, and closing. */
import { type Kysely, SqliteAdapter, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
  const words = isSqlite ? SQLITE : POSTGRES
  const tables = [...trail(words), ...talk(words), ...findings(words), ...closing(words)]
  const guards = isSqlite ? GUARDS_OF_SQLITE : GUARDS_OF_POSTGRES
  for (const statement of [...tables, ...INDICES.map(indexOf), ...guards]) await statement.execute(db)
}

type Words = Readonly<Record<'strict' | 'number', ReturnType<typeof sql.raw>>>

const SQLITE: Words = { strict: sql.raw('strict'), number: sql.raw('integer primary key autoincrement') }
const POSTGRES: Words = {
  strict: sql.raw(''),
  number: sql.raw('integer primary key generated always as identity'),
}

/** The trail refers to nothing: it stays when a round or a body goes. Parts are the round beside its answers. */
const trail = ({ strict, number }: Words) => [
  sql`create table audit (
    seq integer primary key not null,
    at text not null,
    person text,
    person_name text,
    assessment text,
    round text,
    action text not null,
    details text not null,
    previous text not null,
    hash text not null
  ) ${strict}`,
  sql`create table round_parts (
    seq ${number},
    round text not null references rounds (id) on delete cascade,
    after_event integer not null,
    state text not null,
    at text not null,
    person text references people (id),
    content text not null
  ) ${strict}`,
  sql`create table versions (
    id text primary key not null,
    round text not null references rounds (id) on delete cascade,
    name text not null,
    at text not null,
    person text references people (id),
    after_event integer not null,
    part integer not null references round_parts (seq)
  ) ${strict}`,
]

/** A thread is its first message; `parent` is the message that a reply answers. Body null is the facilitator's. */
const talk = ({ strict, number }: Words) => [
  sql`create table messages (
    id text primary key not null,
    place integer not null,
    round text not null references rounds (id) on delete cascade,
    item text not null,
    thread text not null references messages (id) on delete cascade,
    parent text references messages (id) on delete cascade,
    body text,
    person text not null references people (id),
    text text not null,
    lang text not null,
    is_private integer not null,
    at text not null,
    settled_at text,
    settled_by text references people (id),
    outcome text,
    foreign key (round, body) references bodies (round, id)
  ) ${strict}`,
  sql`create table mentions (
    message text not null references messages (id) on delete cascade,
    person text not null references people (id),
    primary key (message, person)
  ) ${strict}`,
  sql`create table finding_events (
    seq ${number},
    round text not null references rounds (id) on delete cascade,
    finding text not null,
    at text not null,
    person text references people (id),
    "from" text,
    "to" text not null,
    note text
  ) ${strict}`,
]

/** Who brought a finding in, for which body, and since when; a proposed one is no part of the round yet. */
const findings = (_: Words) => [
  sql`alter table findings add column is_proposed integer not null default 0`,
  sql`alter table findings add column body text`,
  sql`alter table findings add column person text references people (id)`,
  sql`alter table findings add column since text`,
  sql`alter table findings add column note text`,
]

const closing = ({ strict, number }: Words) => [
  sql`create table submissions (
    seq ${number},
    round text not null references rounds (id) on delete cascade,
    body text not null,
    state text not null,
    note text,
    at text not null,
    person text references people (id),
    foreign key (round, body) references bodies (round, id) on delete cascade
  ) ${strict}`,
  sql`create table sign_offs (
    round text not null references rounds (id) on delete cascade,
    voice text not null,
    name text not null,
    person text references people (id),
    at text not null,
    note text,
    dissents integer not null,
    primary key (round, voice)
  ) ${strict}`,
  sql`create table attendance (
    id text primary key not null,
    place integer not null,
    round text not null references rounds (id) on delete cascade,
    meeting text not null,
    name text not null,
    voice text,
    body text,
    person text references people (id),
    at text not null,
    foreign key (round, body) references bodies (round, id) on delete cascade
  ) ${strict}`,
  sql`create table closings (
    seq ${number},
    round text not null references rounds (id),
    at text not null,
    person text references people (id),
    definition_hash text not null references definitions (hash),
    method text not null,
    result text not null,
    seal text not null,
    after_event integer not null,
    part integer not null references round_parts (seq),
    reopened_at text,
    reopened_by text references people (id),
    reason text
  ) ${strict}`,
]

/** Every reference that no key begins with, and the orders in which lists are read. */
const INDICES: readonly (readonly [table: string, ...columns: string[]])[] = [
  ['audit', 'assessment', 'seq'],
  ['audit', 'round', 'seq'],
  ['round_parts', 'round', 'seq'],
  ['round_parts', 'person'],
  ['versions', 'round'],
  ['versions', 'person'],
  ['versions', 'part'],
  ['messages', 'round', 'item', 'place'],
  ['messages', 'round', 'body'],
  ['messages', 'thread'],
  ['messages', 'parent'],
  ['messages', 'person'],
  ['messages', 'settled_by'],
  ['mentions', 'person'],
  ['findings', 'person'],
  ['finding_events', 'round', 'finding', 'seq'],
  ['finding_events', 'person'],
  ['submissions', 'round', 'body', 'seq'],
  ['submissions', 'person'],
  ['sign_offs', 'person'],
  ['attendance', 'round', 'body'],
  ['attendance', 'person'],
  ['closings', 'round', 'seq'],
  ['closings', 'person'],
  ['closings', 'definition_hash'],
  ['closings', 'part'],
  ['closings', 'reopened_by'],
]

function indexOf([table, ...columns]: (typeof INDICES)[number]) {
  const name = sql.id(`${table}_${columns.join('_')}`)
  return sql`create index ${name} on ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})`
}

/** Entries of the trail are only ever added; parts go with a round that was never opened. */
const GUARDED = [
  ['audit', 'update'],
  ['audit', 'delete'],
  ['round_parts', 'update'],
  ['finding_events', 'update'],
  ['submissions', 'update'],
] as const

const GUARDS_OF_SQLITE = GUARDED.map(
  ([table, change]) => sql`create trigger ${sql.id(`${table}_no_${change}`)} before ${sql.raw(change)} on
    ${sql.raw(table)} begin select raise(abort, ${sql.lit(`${table}: entries are only ever added`)}); end`,
)
const GUARDS_OF_POSTGRES = [
  sql`create function refuse_new_words() returns trigger language plpgsql as
    $$ begin raise exception '%: entries are only ever added', tg_table_name; end $$`,
  ...GUARDED.map(
    ([table, change]) => sql`create trigger ${sql.id(`${table}_no_${change}`)} before ${sql.raw(change)} on
      ${sql.raw(table)} for each row execute function refuse_new_words()`,
  ),
]
