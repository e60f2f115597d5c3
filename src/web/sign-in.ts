/** Signing in and out: opaque sessions in a cookie. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { cookieOptions, personOf, SESSION_COOKIE } from './context.js'
import { FormErrors, field, isTicked } from './forms.js'
import { isPassword } from './passwords.js'
import { countTries } from './tries.js'
import { type PageModel, page } from './views.js'

const DAYS = 14

interface SignInView extends PageModel {
  readonly next: string
  readonly email: string
  readonly errors: FormErrors['byField']
  readonly summary: FormErrors['summary']
}

export async function signInRoutes(app: FastifyInstance): Promise<void> {
  const tried = countTries(app)

  app.get<{ Querystring: { next?: unknown; done?: unknown } }>(
    '/sign-in',
    { config: { right: 'public' } },
    async (request, reply) => {
      const next = ownPath(request.query.next)
      if (request.viewer.person) return reply.redirect(next, 303)
      const { say } = request.viewer.words
      const notice =
        request.query.done === 'out' ? { colour: 'success' as const, heading: say('sign-in.done-out') } : undefined
      return showForm(request, reply, { next, email: '', errors: new FormErrors(), notice })
    },
  )

  app.post('/sign-in', { config: { right: 'public' } }, async (request, reply) => {
    const { say } = request.viewer.words
    const [next, email, password] = [ownPath(field(request.body, 'next')), ...both(request.body)]
    const errors = new FormErrors()
    if (email === '') errors.add('email', say('sign-in.error-email'))
    if (password === '') errors.add('password', say('sign-in.error-password'))
    if (errors.any) return showForm(request, reply.code(422), { next, email, errors })

    const wait = await tried(request, email)
    if (wait !== undefined) {
      errors.add('email', say('sign-in.error-wait', { seconds: wait }))
      return showForm(request, reply.code(429).header('retry-after', wait), { next, email, errors })
    }
    const person = await app.store.people.findByEmail(email)
    const isRight = await isPassword(person?.passwordHash, password)
    if (!person || !isRight || person.disabledAt !== null) {
      // Who knows the password may know that the account is disabled; nobody else learns that it exists.
      errors.add('email', say(isRight ? 'sign-in.error-disabled' : 'sign-in.error-wrong'))
      return showForm(request, reply.code(422), { next, email, errors })
    }
    await startSession(app, request, reply, person.id)
    return reply.redirect(next, 303)
  })

  app.post('/sign-out', { config: { right: 'public' } }, async (request, reply) => {
    const next = field(request.body, 'next')
    if (request.viewer.token !== undefined) await app.store.sessions.end(request.viewer.token)
    reply.clearCookie(SESSION_COOKIE, cookieOptions(app.settings))
    return reply.redirect(next === '' ? '/sign-in?done=out' : ownPath(next), 303)
  })

  app.post('/sign-out-everywhere', { config: { right: 'signed-in' } }, async (request, reply) => {
    if (isTicked(request.body, 'but-here')) {
      await app.store.sessions.endAll(personOf(request).id, request.viewer.token)
      return reply.redirect('/account?done=elsewhere', 303)
    }
    await app.store.sessions.endAll(personOf(request).id)
    reply.clearCookie(SESSION_COOKIE, cookieOptions(app.settings))
    return reply.redirect('/sign-in?done=out', 303)
  })
}

/** A new session in this browser; one that it had before ends. */
export async function startSession(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  person: string,
): Promise<void> {
  if (request.viewer.token !== undefined) await app.store.sessions.end(request.viewer.token)
  const token = await app.store.sessions.start(person)
  reply.setCookie(SESSION_COOKIE, token, { ...cookieOptions(app.settings), maxAge: DAYS * 24 * 3600 })
}

/** A path of this server with its parameters; `/` for whatever could lead elsewhere. */
export function ownPath(text: unknown): string {
  const isPath = typeof text === 'string' && text.length <= 2000 && /^\/(?![/\\])[!-[\]-~]*$/.test(text)
  return isPath ? text : '/'
}

const both = (body: unknown): [string, string] => [field(body, 'email'), field(body, 'password')]

function showForm(
  request: FastifyRequest,
  reply: FastifyReply,
  form: Pick<SignInView, 'next' | 'email' | 'notice'> & { errors: FormErrors },
): FastifyReply {
  const view: SignInView = {
    title: request.viewer.words.say('sign-in.title'),
    next: form.next,
    email: form.email,
    notice: form.notice,
    errors: form.errors.byField,
    summary: form.errors.summary,
  }
  return page(reply.header('cache-control', 'no-store'), 'sign-in/sign-in', view)
}
