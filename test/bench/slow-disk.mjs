// A disk on which a durable commit takes two milliseconds, as ordinary ones do; for `node --import`.
// Some machines keep what is written in memory and say at once that it is safe: there, sharing commits gains nothing.
import Database from 'better-sqlite3'

export const COMMIT_MS = 2

const db = new Database(':memory:')
const statement = Object.getPrototypeOf(db.prepare('SELECT 1'))
db.close()
const { run } = statement
const never = new Int32Array(new SharedArrayBuffer(4))

statement.run = function (...values) {
  const wasOpen = this.database.inTransaction
  const result = run.apply(this, values)
  const isCommit = !this.database.inTransaction && (wasOpen || !this.readonly)
  if (isCommit) Atomics.wait(never, 0, 0, COMMIT_MS)
  return result
}
