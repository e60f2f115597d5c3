// The least that can save an answer over HTTP: one upsert a request, durable when the reply leaves.
import { join } from 'node:path'
import Database from 'better-sqlite3'
import fastify from 'fastify'

const db = new Database(join(process.argv[2], 'floor.sqlite'))
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec('CREATE TABLE answers (body TEXT, item TEXT, value TEXT, PRIMARY KEY (body, item)) STRICT')
const upsert = db.prepare(
  'INSERT INTO answers VALUES (?, ?, ?) ON CONFLICT (body, item) DO UPDATE SET value = excluded.value',
)
const app = fastify()
app.put('/:body/:item', async (request) => {
  upsert.run(request.params.body, request.params.item, JSON.stringify(request.body))
  return { saved: true }
})
await app.listen({ host: '127.0.0.1', port: 0 })
console.log(`listens at http://127.0.0.1:${app.server.address().port}`)
