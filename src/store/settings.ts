/** Settings that people make while the program runs, by name. */
import type { Database } from './database.js'

export type Settings = ReturnType<typeof settings>

export function settings({ db }: Database) {
  async function get(name: string): Promise<string | undefined> {
    const row = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
    return row?.value
  }

  /** Null takes the setting away. */
  async function set(name: string, value: string | null): Promise<void> {
    if (value === null) {
      await db.deleteFrom('settings').where('name', '=', name).execute()
      return
    }
    await db
      .insertInto('settings')
      .values({ name, value })
      .onConflict((on) => on.column('name').doUpdateSet({ value }))
      .execute()
  }

  /** Takes a setting away while it has this value; false when somebody else was first. */
  async function take(name: string, value: string): Promise<boolean> {
    const query = db.deleteFrom('settings').where('name', '=', name).where('value', '=', value)
    return (await query.executeTakeFirst()).numDeletedRows > 0n
  }

  return { get, set, take }
}
