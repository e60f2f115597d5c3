/** Whether the server works, for whoever watches over it. */
import type { FastifyInstance } from 'fastify'

export async function healthRoutes(app: FastifyInstance): Promise<void> {
  app.get('/health', { config: { right: 'public' }, logLevel: 'warn' }, async (_request, reply) => {
    const isReady = app.store.isReady()
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'failed' })
  })
}
