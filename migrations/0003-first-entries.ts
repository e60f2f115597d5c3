/** The trail of a file that is older than its trail: an entry for each answer there is, and each round as it is now. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await addEntries(db)
  const rounds = await sql<RoundRow>`select * from rounds order by place`.execute(db)
  for (const round of rounds.rows) await addPart(db, round)
  await sql`update findings set since = (select created_at from rounds where rounds.id = findings.round)`.execute(db)
}

interface EventRow {
  readonly seq: number
  readonly round: string
  readonly assessment: string
  readonly body: string
  readonly item: string
  readonly value: string | null
  readonly basedOn: number | null
  readonly person: string | null
  readonly personName: string | null
  readonly at: string
}

/** Events come five hundred at a time, so that a large file does not have to fit into memory. */
const AT_ONCE = 500

async function addEntries(db: Kysely<unknown>): Promise<void> {
  let head = { seq: 0, hash: '' }
  for (let last = 0; ; ) {
    const { rows } = await sql<EventRow>`select e.seq, e.round, r.assessment, e.body, e.item, e.value, e.based_on,
      e.person, p.name as person_name, e.at from answer_events e join rounds r on r.id = e.round
      left join people p on p.id = e.person where e.seq > ${last} order by e.seq limit ${AT_ONCE}`.execute(db)
    const entries = rows.map((row) => {
      const entry = entryOf(head, row)
      head = entry
      last = row.seq
      return entry
    })
    if (entries.length > 0) await insert(db, entries)
    if (rows.length < AT_ONCE) break
  }
  if (head.seq === 0) return
  await sql`insert into settings (name, value) values ('audit.head', ${`${head.seq} ${head.hash}`})`.execute(db)
}

function entryOf(head: { seq: number; hash: string }, event: EventRow) {
  const { round, assessment, body, item, person, personName, at } = event
  const details = {
    ...(body === '' ? {} : { body }),
    ...{ item, event: event.seq, basedOn: event.basedOn, sha256: sha256(event.value ?? 'null') },
  }
  const action = body === '' ? 'agreed' : 'answer'
  const seq = head.seq + 1
  const rest = { seq, at, person, personName, assessment, round, action }
  const hash = sha256(head.hash + canonical({ ...rest, details }))
  return { ...rest, details: canonical(details), previous: head.hash, hash }
}

async function insert(db: Kysely<unknown>, entries: readonly ReturnType<typeof entryOf>[]): Promise<void> {
  const rows = entries.map((entry) => sql`(${sql.join(Object.values(entry))})`)
  await sql`insert into audit (seq, at, person, person_name, assessment, round, action, details, previous, hash)
    values ${sql.join(rows)}`.execute(db)
}

interface RoundRow {
  readonly id: string
  readonly assessment: string
  readonly name: string
  readonly definitionHash: string
  readonly form: string
  readonly state: string
  readonly reveal: string
  readonly closesOn: string | null
  readonly timeZone: string
  readonly previous: string | null
  readonly createdAt: string
  readonly openedAt: string | null
  readonly closedAt: string | null
  readonly frame: string
}

/** What was before is not known: the round as it is now stands for all of its past. */
async function addPart(db: Kysely<unknown>, row: RoundRow): Promise<void> {
  const { id, assessment, name, definitionHash, form, state, reveal, closesOn, timeZone, previous } = row
  const places = await sql`select * from assessments where id = ${assessment}`.execute(db)
  const bodies = await sql<{ id: string; name: string; voice: string; group: string | null }>`
    select id, name, voice, "group" from bodies where round = ${id} order by place`.execute(db)
  const openings = await sql<{ target: string }>`select target from openings where round = ${id}
    order by at, target`.execute(db)
  const content = {
    head: {
      ...{ id, assessment, name, definitionHash, form, state, reveal, closesOn, timeZone, previous },
      ...{ createdAt: row.createdAt, openedAt: row.openedAt, closedAt: row.closedAt },
    },
    assessment: places.rows[0],
    frame: JSON.parse(row.frame),
    bodies: bodies.rows.map(({ group, ...body }) => ({ ...body, ...(group === null ? {} : { group }) })),
    findings: await valuesOf(db, 'findings', id),
    actions: await valuesOf(db, 'actions', id),
    openings: openings.rows.map(({ target }) => target),
  }
  await sql`insert into round_parts (round, after_event, state, at, person, content)
    values (${id}, 0, ${state}, ${row.createdAt}, null, ${JSON.stringify(content)})`.execute(db)
}

async function valuesOf(db: Kysely<unknown>, table: 'findings' | 'actions', round: string): Promise<unknown[]> {
  const { rows } = await sql<{ value: string }>`select value from ${sql.table(table)} where round = ${round}
    order by place`.execute(db)
  return rows.map(({ value }) => JSON.parse(value))
}

const canonical = (value: unknown): string => canonicalize(value) ?? ''

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
