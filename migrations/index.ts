/** All migrations by name, in the order of their names; one that was released is never changed again. */
import type { Migration } from 'kysely'
import { up as first } from './0001-first.js'

export const migrations: Readonly<Record<string, Migration>> = { '0001-first': { up: first } }
