import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Definition } from '../rules/model.js'

/** `sha256:…` over the canonical JSON (RFC 8785) of a definition in its source language, without the hash itself. */
export function hashOf(content: Omit<Definition, 'hash'>): string {
  return `sha256:${createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('hex')}`
}
