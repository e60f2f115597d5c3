/** Links that sign in as an account of the demonstration; they exist only when a demonstration runs. */
import type { FastifyInstance } from 'fastify'
import { MalinesError } from '../errors.js'
import { cookieOptions, SESSION_COOKIE } from './context.js'

/** @param people by the token in their link */
export function demoRoutes(people: ReadonlyMap<string, string>) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get<{ Params: { token: string } }>('/demo/:token', { config: { right: 'public' } }, async (request, reply) => {
      const person = people.get(request.params.token)
      if (person === undefined) throw new MalinesError('not-found', 'There is nothing at this address.')
      const token = await app.store.sessions.start(person)
      reply.setCookie(SESSION_COOKIE, token, cookieOptions(app.settings))
      return reply.redirect('/', 303)
    })
  }
}
