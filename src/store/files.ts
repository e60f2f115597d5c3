/** Files that people gave as evidence, each once, by the hash of its content. */
import { createHash } from 'node:crypto'
import type { Database } from './database.js'

export interface KeptFile {
  readonly content: Buffer
  /** Media type. */
  readonly type: string
  readonly bytes: number
}

export type Files = ReturnType<typeof files>

export function files({ db }: Database) {
  async function keep(content: Buffer, type: string): Promise<{ sha256: string; bytes: number }> {
    const sha256 = createHash('sha256').update(content).digest('hex')
    const bytes = content.length
    await db
      .insertInto('files')
      .values({ sha256, type, bytes, content })
      .onConflict((on) => on.column('sha256').doNothing())
      .execute()
    return { sha256, bytes }
  }

  async function find(sha256: string): Promise<KeptFile | undefined> {
    const query = db.selectFrom('files').select(['content', 'type', 'bytes']).where('sha256', '=', sha256)
    return query.executeTakeFirst()
  }

  return { keep, find }
}
