/** Files of evidence, handed out as attachments to those who may see the answer that names them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { StoredRound } from '../store/rounds.js'
import { roundOf } from './context.js'
import { ownBodies } from './parts.js'
import { sightOf } from './sight.js'
import { safeName } from './uploads.js'

interface FileParams {
  readonly Params: { readonly sha256: string }
}

/** An answer that names a file, and how it calls it. */
interface Naming {
  readonly body: string
  readonly item: string
  readonly name: string
}

export async function evidenceRoutes(app: FastifyInstance): Promise<void> {
  app.get<FileParams>('/rounds/:round/evidence/:sha256', { config: { right: 'round:read' } }, sendFile)
}

async function sendFile(request: FastifyRequest<FileParams>, reply: FastifyReply): Promise<FastifyReply> {
  const { sha256 } = request.params
  const stored = roundOf(request)
  const own = new Set(ownBodies(request.viewer, stored).map(({ id }) => id))
  const sight = sightOf(stored, request.viewer)
  const naming = namings(stored)
    .get(sha256)
    ?.find(({ body, item }) => own.has(body) || sight.item(item))
  const file = naming && (await request.server.store.files.find(sha256))
  if (!naming || !file) throw new MalinesError('not-found', 'There is no such file.')
  return reply
    .header('content-disposition', attachment(naming.name))
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-store')
    .type(file.type.startsWith('text/') ? `${file.type}; charset=utf-8` : file.type)
    .send(file.content)
}

const known = new WeakMap<StoredRound, ReadonlyMap<string, readonly Naming[]>>()

/** The answers that name each file, by its hash. */
function namings(stored: StoredRound): ReadonlyMap<string, readonly Naming[]> {
  const found = known.get(stored)
  if (found) return found
  const made = new Map<string, Naming[]>()
  for (const [key, { value }] of stored.answers) {
    for (const { sha256, name, title } of value?.evidence ?? []) {
      if (sha256 === undefined) continue
      const [body = '', item = ''] = key.split('\u0000')
      made.set(sha256, [...(made.get(sha256) ?? []), { body, item, name: name ?? title }])
    }
  }
  known.set(stored, made)
  return made
}

/** RFC 6266: a plain name for old readers, the whole one in UTF-8. */
function attachment(name: string): string {
  const safe = safeName(name)
  const plain = safe.normalize('NFKD').replace(/[^\w .()-]/g, '')
  const whole = encodeURIComponent(safe).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}
