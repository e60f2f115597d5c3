/** All pages and data of the server, each noun in its own file. */
import type { FastifyInstance } from 'fastify'
import { accountRoutes } from './account.js'
import { healthRoutes } from './health.js'
import { helpRoutes } from './help.js'
import { invitationRoutes } from './invitations.js'
import { peopleRoutes } from './people.js'
import { signInRoutes } from './sign-in.js'
import { startRoutes } from './start.js'

export async function routes(app: FastifyInstance): Promise<void> {
  await app.register(healthRoutes)
  await app.register(accountRoutes)
  await app.register(helpRoutes)
  await app.register(invitationRoutes)
  await app.register(peopleRoutes)
  await app.register(signInRoutes)
  await app.register(startRoutes)
}
