/** What a page shows once, after a post: a fresh link, of which the store keeps only the hash. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.js'
import { cookieOptions } from './context.js'

const COOKIE = 'malines-once'

/** Hands a text over to the next page of this browser that asks for it. */
export function handOver(settings: Config, reply: FastifyReply, text: string): void {
  reply.setCookie(COOKIE, text, cookieOptions(settings))
}

/** The text that was handed over, which is gone then; undefined when there is none. */
export function takeOver(settings: Config, request: FastifyRequest, reply: FastifyReply): string | undefined {
  const text = request.cookies[COOKIE]
  if (text !== undefined) reply.clearCookie(COOKIE, cookieOptions(settings)).header('cache-control', 'no-store')
  return text
}
