/** The accounts of this server, for its administrators. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { Person } from '../store/people.js'
import { type AccountFields, accountFields, checkEmail, checkName } from './account-form.js'
import { personOf } from './context.js'
import { FormErrors, field, isTicked } from './forms.js'
import { handOver, takeOver } from './once.js'
import { newPasswordLink, PASSWORD_LINK_DAYS } from './password-links.js'
import { inTurn } from './turns.js'
import { type Notice, type PageModel, page } from './views.js'

/** What an administrator does with an account. */
const DEEDS = ['promote', 'demote', 'disable', 'enable', 'link'] as const
type Deed = (typeof DEEDS)[number]

interface PersonRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly since: string
  readonly isAdministrator: boolean
  readonly disabledAt: string | null
  readonly isSelf: boolean
  readonly deeds: readonly Deed[]
}

interface PeopleView extends PageModel {
  readonly people: readonly PersonRow[]
  readonly fields: AccountFields
  readonly isAdministrator: boolean
  /** A link to set a password, shown this once, and whose it is. */
  readonly fresh?: { readonly name: string; readonly url: string; readonly days: number }
}

export async function peopleRoutes(app: FastifyInstance): Promise<void> {
  app.get('/people', { config: { right: 'administer' } }, (request, reply) => showPeople(app, request, reply))

  app.post('/people', { config: { right: 'administer' } }, async (request, reply) => {
    const { words } = request.viewer
    const form = { name: field(request.body, 'name'), email: field(request.body, 'email') }
    const isAdministrator = isTicked(request.body, 'administrator')
    const errors = new FormErrors()
    checkName(form.name, words, errors)
    checkEmail(form.email, words, errors)
    const person = errors.any ? undefined : await create(app, { ...form, isAdministrator }, personOf(request).id)
    if (!person) {
      if (!errors.any) errors.add('email', words.say('people.error-taken'))
      return showPeople(app, request, reply.code(422), { fields: accountFields(form, errors), isAdministrator })
    }
    handOver(app.settings, reply, await newPasswordLink(app.store, person.id, app.clock()))
    return reply.redirect('/people', 303)
  })

  // Where a refused deed is shown, and loaded again or read in the other language.
  app.get('/people/:person', { config: { right: 'administer' } }, (_request, reply) => reply.redirect('/people', 303))

  app.post<{ Params: { person: string } }>(
    '/people/:person',
    { config: { right: 'administer' } },
    async (request, reply) => {
      const deed = DEEDS.find((name) => name === field(request.body, 'do'))
      if (deed === undefined) throw new MalinesError('invalid', 'There is no such thing to do with an account.')
      const person = await app.store.people.find(request.params.person)
      if (!person) throw new MalinesError('not-found', 'There is no such person.')
      if (!(await inTurn('administrators', () => does(app, personOf(request), person.id, deed)))) {
        const notice = { colour: 'danger', heading: request.viewer.words.say('people.refused', { deed }) } as const
        return showPeople(app, request, reply.code(409), { notice })
      }
      if (deed === 'link') handOver(app.settings, reply, await newPasswordLink(app.store, person.id, app.clock()))
      return reply.redirect(`/people?done=${deed}&person=${person.id}`, 303)
    },
  )
}

/** Undefined when the address has an account already. */
async function create(
  app: FastifyInstance,
  account: { readonly name: string; readonly email: string; readonly isAdministrator: boolean },
  by: string,
): Promise<Person | undefined> {
  try {
    return await app.store.people.create({ ...account, passwordHash: null }, by)
  } catch (error) {
    if (error instanceof MalinesError && error.code === 'conflict') return undefined
    throw error
  }
}

/** Does it when it still may be done, in turn, so that two can't each take the other's right away; a disabled account is signed out everywhere. */
async function does(app: FastifyInstance, self: Person, id: string, deed: Deed): Promise<boolean> {
  const all = await app.store.people.list()
  const person = all.find((one) => one.id === id)
  if (!person || !deedsFor(all, self, person).includes(deed)) return false
  if (deed === 'promote' || deed === 'demote') {
    await app.store.people.update(id, { isAdministrator: deed === 'promote' }, self.id)
  } else if (deed !== 'link') {
    const disabledAt = deed === 'disable' ? app.clock().toISOString() : null
    await app.store.people.update(id, { disabledAt }, self.id)
    if (deed === 'disable') await app.store.sessions.endAll(id)
  }
  return true
}

/** What can be done with an account: never what would leave nobody to administer, nor lock oneself out. */
function deedsFor(all: readonly Person[], self: Person, person: Person): readonly Deed[] {
  if (person.disabledAt !== null) return ['enable']
  const isLast = person.isAdministrator && all.filter(administers).length === 1
  const isSelf = person.id === self.id
  return DEEDS.filter((deed) => {
    if (deed === 'enable') return false
    if (deed === 'promote') return !person.isAdministrator
    if (deed === 'demote') return person.isAdministrator && !isLast
    return !isSelf
  })
}

const administers = ({ isAdministrator, disabledAt }: Person) => isAdministrator && disabledAt === null

async function showPeople(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { notice, fields, isAdministrator }: Partial<Pick<PeopleView, 'notice' | 'fields' | 'isAdministrator'>> = {},
): Promise<FastifyReply> {
  const [all, self] = [await app.store.people.list(), personOf(request)]
  const link = takeOver(app.settings, request, reply)
  const owner = all.find(({ id }) => link?.startsWith(`/password/${id}.`))
  const view: PeopleView = {
    title: request.viewer.words.say('people.title'),
    scripts: owner ? ['copy.js'] : [],
    notice: notice ?? noticeOf(request, all),
    people: all.map((person) => rowOf(all, self, person)),
    fields: fields ?? accountFields(),
    isAdministrator: isAdministrator ?? false,
    fresh: owner && { name: owner.name, url: `${app.settings.url}${link}`, days: PASSWORD_LINK_DAYS },
  }
  return page(reply, 'people/people', view)
}

function rowOf(all: readonly Person[], self: Person, person: Person): PersonRow {
  const { id, name, email, isAdministrator, disabledAt, createdAt: since } = person
  const deeds = deedsFor(all, self, person)
  return { id, name, email, since, isAdministrator, disabledAt, isSelf: id === self.id, deeds }
}

function noticeOf(request: FastifyRequest, all: readonly Person[]): Notice | undefined {
  const { done, person: id } = request.query as { readonly done?: unknown; readonly person?: unknown }
  const deed = DEEDS.find((name) => name === done)
  const person = all.find((one) => one.id === id)
  if (!deed || !person || deed === 'link') return undefined
  return { colour: 'success', heading: request.viewer.words.say('people.done', { deed, name: person.name }) }
}
