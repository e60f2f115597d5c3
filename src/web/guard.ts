/** Stands before every handler: who asks, where, may they, and is a write really theirs. */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { MalinesError } from '../errors.js'
import { may, type Right } from './access.js'
import { findPlace, findViewer } from './context.js'

export interface GuardedRoute {
  readonly method: string
  readonly url: string
  readonly right: Right
}

const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** Puts the guard before all routes registered from here on; the list of them fills as they are registered. */
export function guard(app: FastifyInstance): readonly GuardedRoute[] {
  const routes: GuardedRoute[] = []
  app.addHook('onRoute', (route: RouteOptions) => {
    const right = route.config?.right
    if (right === undefined) throw new RangeError(`route ${route.method} ${route.url} says no right`)
    const methods = Array.isArray(route.method) ? route.method : [route.method]
    for (const method of methods) routes.push({ method, url: route.url, right })
  })
  app.addHook('onRequest', async (request, reply) => {
    // Styles, scripts and fonts are the same for everybody: nobody is asked who they are, and no cookie is set.
    if (request.is404 || request.routeOptions.config.right === 'asset') return
    request.viewer = await findViewer(app, request, reply)
    await admit(app, request, reply)
  })
  app.addHook('preHandler', async (request) => {
    if (!request.is404 && !SAFE.includes(request.method)) checkOwnForm(app, request)
  })
  return routes
}

async function admit(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const right = request.routeOptions.config.right
  if (right === undefined) throw new RangeError(`route ${request.routeOptions.url} says no right`)
  if (right !== 'public' && !request.viewer.person) {
    await askToSignIn(request, reply)
    return
  }
  request.place = right === 'public' ? {} : await findPlace(app, request)
  const verdict = may(request.viewer, right, request.place)
  if (verdict === 'hidden') throw new MalinesError('not-found', 'There is nothing at this address.')
  if (verdict === 'no') throw new MalinesError('forbidden', 'Your part in this assessment does not include this.')
}

/** The same answer whether the place exists or not. */
async function askToSignIn(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if (request.method === 'GET' && !wantsJson(request)) {
    await reply.redirect(`/sign-in?next=${encodeURIComponent(request.url)}`, 303)
    return
  }
  throw new MalinesError('forbidden', 'Sign in first.')
}

/** A write comes from a page of this server that was made for this viewer. */
function checkOwnForm(app: FastifyInstance, request: FastifyRequest): void {
  const { origin } = request.headers
  const own = [new URL(app.settings.url).origin, `${request.protocol}://${request.host}`]
  const given = request.headers['x-csrf-token'] ?? formToken(request.body)
  if (origin === undefined || !own.includes(origin) || given !== request.viewer.csrf) {
    throw new MalinesError('forbidden', 'This page is out of date. Load it again, then send it once more.')
  }
}

function formToken(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'csrf' in body ? body.csrf : undefined
}

/** Whether the answer goes to a script and not to a page. */
export function wantsJson(request: FastifyRequest): boolean {
  return (request.headers.accept ?? '').includes('application/json')
}
