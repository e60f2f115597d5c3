/** How often a password may be tried. */
import type { FastifyInstance, FastifyRequest } from 'fastify'

const MINUTE = 60_000
/** By account, wherever the tries come from. */
const PER_ACCOUNT = 10
/** By network address: an office or a meeting room may share one. */
const PER_ADDRESS = 40

/** Counts a try of the account of an e-mail; gives the seconds to wait when there were too many, else undefined. */
type CountTry = (request: FastifyRequest, email: string) => Promise<number | undefined>

/** A count of tries for the forms of one file. */
export function countTries(app: FastifyInstance): CountTry {
  const emails = new WeakMap<FastifyRequest, string>()
  const limits = [
    app.createRateLimit({ max: PER_ADDRESS, timeWindow: MINUTE }),
    app.createRateLimit({
      max: PER_ACCOUNT,
      timeWindow: MINUTE,
      keyGenerator: (request) => emails.get(request) ?? '',
    }),
  ]
  return async (request, email) => {
    emails.set(request, email.trim().toLowerCase())
    for (const limit of limits) {
      const count = await limit(request)
      if (!count.isAllowed && count.isExceeded) return count.ttlInSeconds
    }
    return undefined
  }
}
