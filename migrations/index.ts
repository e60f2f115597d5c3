/** All migrations by name, in the order of their names; one that was released is never changed again. */
import type { Migration } from 'kysely'
import { up as first } from './0001-first.js'
import { up as together } from './0002-together.js'
import { up as firstEntries } from './0003-first-entries.js'
import { up as closingNote } from './0004-closing-note.js'
import { up as actions } from './0005-actions.js'
import { up as quorum } from './0006-quorum.js'
import { up as reasons } from './0007-reasons.js'
import { up as fewerIndices } from './0008-fewer-indices.js'

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': { up: first },
  '0002-together': { up: together },
  '0003-first-entries': { up: firstEntries },
  '0004-closing-note': { up: closingNote },
  '0005-actions': { up: actions },
  '0006-quorum': { up: quorum },
  '0007-reasons': { up: reasons },
  '0008-fewer-indices': { up: fewerIndices },
}
