/** Files that are saved, under names that every system takes. */
import type { FastifyReply } from 'fastify'

/** "ville-de-malines-2026-priority-fr.pdf": letters, digits and hyphens of any language; never empty. */
export function fileName(parts: readonly string[], ending: string): string {
  const words = parts.map((part) =>
    part
      .normalize('NFC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, ''),
  )
  const name = words.filter((word) => word !== '').join('-')
  return `${name.slice(0, 150) || 'malines'}.${ending}`
}

/** Sends a file to be saved, never shown. */
export function sendFile(reply: FastifyReply, name: string, type: string, content: string | Buffer): FastifyReply {
  const plain = name.normalize('NFD').replace(/[^\x20-\x7e]+/g, '')
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('cache-control', 'private, no-cache')
    .send(content)
}
