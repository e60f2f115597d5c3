/** The server: plugins, guard and routes in order, each registered by name. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastify, { type FastifyInstance } from 'fastify'
import helmet from 'helmet'
import type { Config } from './config.js'
import { openHub } from './live/hub.js'
import type { Store } from './store/index.js'
import { demoRoutes } from './web/demo.js'
import { answerErrors } from './web/errors.js'
import { type GuardedRoute, guard } from './web/guard.js'
import { routes } from './web/routes.js'
import { serveStatic } from './web/static.js'
import { keepUpload } from './web/uploads.js'
import { useViews } from './web/views.js'

export interface AppOptions {
  readonly store: Store
  readonly config: Config
  readonly clock?: () => Date
  /** People of a demonstration, by the token in the link that signs in as them. */
  readonly links?: ReadonlyMap<string, string>
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route with the right that it needs. */
    guarded: readonly GuardedRoute[]
  }
}

/** Largest body of a request that is no file. */
const BODY_BYTES = 1_000_000
/** Largest file of evidence. */
const FILE_BYTES = 10_000_000

/** Builds the server; it does not listen yet. */
export async function buildApp({
  store,
  config,
  clock = () => new Date(),
  links,
}: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: config.log === 'silent' ? false : { level: config.log, serializers: quietly },
    bodyLimit: BODY_BYTES,
    trustProxy: 'loopback',
    forceCloseConnections: 'idle',
    // Coercion would make an unanswered question (null) the lowest answer (0).
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true } },
    routerOptions: { maxParamLength: 300 },
  })
  app.decorate('store', store)
  app.decorate('settings', config)
  app.decorate('clock', clock)
  app.decorate('hub', openHub(store))
  app.decorate('isDemo', links !== undefined)
  app.decorateRequest('viewer')
  app.decorateRequest('place')
  await app.register(cookie)
  protect(app, config)
  await app.register(rateLimit, { global: false })
  await app.register(formbody)
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    onFile: keepUpload,
    // A file that is too large is told by the page that it was sent from.
    throwFileSizeLimit: false,
    limits: { fileSize: FILE_BYTES, files: 5 },
  })
  await useViews(app)
  app.decorate('guarded', guard(app))
  answerErrors(app)
  await serveStatic(app)
  await app.register(routes)
  if (links) await app.register(demoRoutes(links))
  return app
}

/** Puts helmet's headers on every reply: they are the same for all, so they are made once. */
function protect(app: FastifyInstance, config: Config): void {
  const sample = new ServerResponse(new IncomingMessage(new Socket()))
  helmet(protection(config))(sample.req, sample, () => {})
  const headers = sample.getHeaders()
  app.addHook('onRequest', (_, reply, next) => {
    reply.headers(headers)
    next()
  })
}

/** Only what stands on this server is loaded, and nothing that stands in a page is run. */
function protection({ url }: Config) {
  const isSecure = url.startsWith('https:')
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'"],
        scriptSrc: ["'self'"],
        fontSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // With no-referrer a form post would send "Origin: null".
    referrerPolicy: { policy: 'same-origin' },
    hsts: isSecure,
  } as const
}

/** The log names no person: neither addresses of people nor what stands in links. */
const quietly = {
  req: ({ method, routeOptions }: { method: string; routeOptions?: { url?: string } }) => ({
    method,
    route: routeOptions?.url ?? 'none',
  }),
  res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
}
