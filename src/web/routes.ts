/** All pages and data of the server, each noun in its own file. */
import type { FastifyInstance } from 'fastify'
import { healthRoutes } from './health.js'

export async function routes(app: FastifyInstance): Promise<void> {
  await app.register(healthRoutes)
}
