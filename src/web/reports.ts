/** Reports, comparisons and actions, which stand beside what a comparison says, with the threads that make them. */
import type { FastifyInstance } from 'fastify'
import { actionRoutes } from './actions.js'
import { compareRoutes } from './compare.js'
import { openMaker } from './downloads/maker.js'
import { downloadRoutes } from './downloads.js'

export async function reportRoutes(app: FastifyInstance): Promise<void> {
  const maker = openMaker()
  app.addHook('onClose', maker.close)
  await app.register(downloadRoutes(maker))
  await app.register(compareRoutes(maker))
  await app.register(actionRoutes(maker))
}
