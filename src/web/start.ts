/** The first start: a link, once, that makes the first administrator. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Store } from '../store/index.js'
import { hashOfToken, newToken } from '../store/tokens.js'
import { type AccountFields, type AccountForm, accountFields, readAccount } from './account-form.js'
import type { FormErrors } from './forms.js'
import { hashPassword } from './passwords.js'
import { startSession } from './sign-in.js'
import { type PageModel, page } from './views.js'

/** The setting that keeps the hash of the link's token until it is used. */
const SETTING = 'start'

interface StartView extends PageModel {
  readonly token: string
  readonly fields: AccountFields
}

interface SpentView extends PageModel {
  /** Whether the server has an account already. */
  readonly isSetUp: boolean
}

/**
 * While nobody has an account: an address below `url` that makes the first one, an administrator, once. Each call makes
 * a new address, and the one before leads nowhere. Undefined as soon as there is an account.
 */
export async function startLink(store: Store, url: string): Promise<string | undefined> {
  if ((await store.people.count()) > 0) return undefined
  const token = newToken()
  await store.settings.set(SETTING, hashOfToken(token))
  return `${url}/start/${token}`
}

type Request = FastifyRequest<{ Params: { token: string } }>

export async function startRoutes(app: FastifyInstance): Promise<void> {
  const isOpen = async ({ params }: Request) =>
    (await app.store.settings.get(SETTING)) === hashOfToken(params.token) && (await app.store.people.count()) === 0

  app.get('/start/:token', { config: { right: 'public' } }, async (request: Request, reply) =>
    (await isOpen(request)) ? showForm(request, reply) : showSpent(app, request, reply),
  )

  app.post('/start/:token', { config: { right: 'public' } }, async (request: Request, reply) => {
    if (!(await isOpen(request))) return showSpent(app, request, reply)
    const { words } = request.viewer
    const { form, errors } = readAccount(request.body, words)
    if (errors.any) return showForm(request, reply.code(422), form, errors)
    const passwordHash = await hashPassword(form.password)
    // Two people with the same link: the one who takes the setting away is the first.
    if (!(await app.store.settings.take(SETTING, hashOfToken(request.params.token)))) {
      return showSpent(app, request, reply)
    }
    const { name, email } = form
    const account = { name, email, passwordHash, isAdministrator: true, language: words.language }
    const person = await app.store.people.create(account, 'self')
    await startSession(app, request, reply, person.id)
    return reply.redirect('/', 303)
  })
}

function showForm(request: Request, reply: FastifyReply, form?: AccountForm, errors?: FormErrors): FastifyReply {
  const view: StartView = {
    title: request.viewer.words.say('start.title'),
    token: request.params.token,
    fields: accountFields(form, errors),
  }
  return page(reply.header('cache-control', 'no-store'), 'start/start', view)
}

async function showSpent(app: FastifyInstance, request: Request, reply: FastifyReply): Promise<FastifyReply> {
  const isSetUp = (await app.store.people.count()) > 0
  const view: SpentView = { title: request.viewer.words.say('start.spent-title'), isSetUp }
  return page(reply.code(isSetUp ? 410 : 404), 'start/spent', view)
}
