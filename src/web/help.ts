/** The help page: what malines is, how a round goes, its words and its keys. */
import type { FastifyInstance } from 'fastify'
import { page } from './views.js'

export async function helpRoutes(app: FastifyInstance): Promise<void> {
  app.get('/help', { config: { right: 'public' } }, (request, reply) =>
    page(reply, 'help/help', { title: request.viewer.words.say('help.title') }),
  )
}
