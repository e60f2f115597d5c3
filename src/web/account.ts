/** What people change about their own account: name, language, password, sessions; and setting a password by a link. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LANGUAGES } from '../locales/messages.js'
import { checkName, checkPassword } from './account-form.js'
import { personOf } from './context.js'
import { FormErrors, field } from './forms.js'
import { findPasswordLink, takePasswordLink } from './password-links.js'
import { hashPassword, isPassword, PASSWORD_MIN } from './passwords.js'
import { startSession } from './sign-in.js'
import { countTries } from './tries.js'
import { type Notice, type PageModel, page } from './views.js'

interface AccountView extends PageModel {
  readonly email: string
  readonly name: string
  readonly language: string
  readonly languageOptions: readonly { readonly value: string; readonly text: string }[]
  readonly errors: FormErrors['byField']
  readonly summary: FormErrors['summary']
  readonly passwordMin: number
  readonly sessions: readonly { readonly since: string; readonly seen: string; readonly isHere: boolean }[]
  readonly hasOthers: boolean
}

interface PasswordView extends PageModel {
  readonly token: string
  readonly name: string
  readonly email: string
  readonly errors: FormErrors['byField']
  readonly summary: FormErrors['summary']
  readonly passwordMin: number
}

/** What the address of the page says was done. */
const DONE = ['saved', 'password', 'elsewhere'] as const

export async function accountRoutes(app: FastifyInstance): Promise<void> {
  const tried = countTries(app)

  app.get('/account', { config: { right: 'signed-in' } }, (request, reply) => showAccount(app, request, reply))

  app.post('/account', { config: { right: 'signed-in' } }, async (request, reply) => {
    const errors = new FormErrors()
    const [name, language] = [field(request.body, 'name'), field(request.body, 'language')]
    checkName(name, request.viewer.words, errors)
    if (!LANGUAGES.includes(language)) errors.add('language', request.viewer.words.say('account.error-language'))
    if (errors.any) return showAccount(app, request, reply.code(422), { name, errors })
    await app.store.people.update(personOf(request).id, { name, language }, personOf(request).id)
    // The language in the address is kept for this device too.
    return reply.redirect(`/account?lang=${language}&done=saved`, 303)
  })

  // Where a refused change of the password is shown, and loaded again or read in the other language.
  app.get('/account/password', { config: { right: 'signed-in' } }, (_request, reply) => reply.redirect('/account', 303))

  app.post('/account/password', { config: { right: 'signed-in' } }, async (request, reply) => {
    const { words, token } = request.viewer
    const person = personOf(request)
    const errors = new FormErrors()
    const [old, fresh] = [field(request.body, 'old-password'), field(request.body, 'password')]
    const wait = await tried(request, person.email)
    if (wait !== undefined) {
      errors.add('old-password', words.say('sign-in.error-wait', { seconds: wait }))
      return showAccount(app, request, reply.code(429).header('retry-after', wait), { errors })
    }
    const known = await app.store.people.findByEmail(person.email)
    if (!(await isPassword(known?.passwordHash, old))) errors.add('old-password', words.say('account.error-old'))
    checkPassword(fresh, person.email, words, errors)
    if (errors.any) return showAccount(app, request, reply.code(422), { errors })
    await app.store.people.update(person.id, { passwordHash: await hashPassword(fresh) }, person.id)
    await app.store.sessions.endAll(person.id, token)
    return reply.redirect('/account?done=password', 303)
  })

  app.get('/password/:token', { config: { right: 'public' } }, showPassword)
  app.post('/password/:token', { config: { right: 'public' } }, savePassword)

  async function showPassword(request: LinkRequest, reply: FastifyReply) {
    const link = await findPasswordLink(app.store, request.params.token, app.clock())
    return link ? showPasswordForm(request, reply, link.person) : showSpent(request, reply)
  }

  async function savePassword(request: LinkRequest, reply: FastifyReply) {
    const link = await findPasswordLink(app.store, request.params.token, app.clock())
    if (!link) return showSpent(request, reply)
    const errors = new FormErrors()
    const password = field(request.body, 'password')
    checkPassword(password, link.person.email, request.viewer.words, errors)
    if (errors.any) return showPasswordForm(request, reply.code(422), link.person, errors)
    const passwordHash = await hashPassword(password)
    if (!(await takePasswordLink(app.store, link))) return showSpent(request, reply)
    await app.store.people.update(link.person.id, { passwordHash }, link.person.id)
    await app.store.sessions.endAll(link.person.id)
    await startSession(app, request, reply, link.person.id)
    return reply.redirect('/', 303)
  }
}

type LinkRequest = FastifyRequest<{ Params: { token: string } }>

async function showAccount(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { name, errors = new FormErrors() }: { readonly name?: string; readonly errors?: FormErrors } = {},
): Promise<FastifyReply> {
  const person = personOf(request)
  const { words, token } = request.viewer
  const sessions = await app.store.sessions.listOf(person.id)
  const here = token === undefined ? undefined : (await app.store.sessions.find(token))?.session.id
  const view: AccountView = {
    title: words.say('account.title'),
    notice: noticeOf(request),
    email: person.email,
    name: name ?? person.name,
    language: person.language ?? words.language,
    languageOptions: LANGUAGES.map((value) => ({ value, text: nameOf(value) })),
    errors: errors.byField,
    summary: errors.summary,
    passwordMin: PASSWORD_MIN,
    sessions: sessions.map(({ id, createdAt, seenAt }) => ({ since: createdAt, seen: seenAt, isHere: id === here })),
    hasOthers: sessions.length > 1,
  }
  return page(reply, 'account/account', view)
}

/** A language by its own name, for those who read it. */
const nameOf = (code: string): string => {
  const name = new Intl.DisplayNames(code, { type: 'language' }).of(code) ?? code
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1)
}

function noticeOf(request: FastifyRequest): Notice | undefined {
  const { done } = request.query as { readonly done?: unknown }
  const found = DONE.find((name) => name === done)
  return found && { colour: 'success', heading: request.viewer.words.say('account.done', { done: found }) }
}

function showPasswordForm(
  request: LinkRequest,
  reply: FastifyReply,
  { name, email }: { readonly name: string; readonly email: string },
  errors = new FormErrors(),
): FastifyReply {
  const view: PasswordView = {
    title: request.viewer.words.say('password.title'),
    token: request.params.token,
    name,
    email,
    errors: errors.byField,
    summary: errors.summary,
    passwordMin: PASSWORD_MIN,
  }
  return page(reply.header('cache-control', 'no-store'), 'account/password', view)
}

function showSpent(request: LinkRequest, reply: FastifyReply): FastifyReply {
  return page(reply.code(410), 'account/spent', { title: request.viewer.words.say('password.spent-title') })
}
