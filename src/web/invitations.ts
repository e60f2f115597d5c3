/** Invitations: making and mailing links, and the page on which the invited accept. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { Words } from '../locales/messages.js'
import { option } from '../reports/words/option.js'
import { type Invitation, type InvitationState, type NewInvitation, stateOf } from '../store/invitations.js'
import type { Participant } from '../store/participants.js'
import type { Person } from '../store/people.js'
import { type AccountFields, type AccountForm, accountFields, readAccount } from './account-form.js'
import type { FormErrors } from './forms.js'
import { sendMail } from './mail.js'
import { type Offer, offerOf } from './offer.js'
import { hashPassword, isPassword } from './passwords.js'
import { startSession } from './sign-in.js'
import { countTries } from './tries.js'
import { inTurn } from './turns.js'
import { type PageModel, page } from './views.js'

interface InvitationView extends PageModel {
  readonly token: string
  readonly offer: Offer
  readonly fields: AccountFields
  /** Of the viewer, when signed in. */
  readonly email?: string
  /** Whether the viewer leads the assessment and looks at what the invited see. */
  readonly isOwn: boolean
  /** What was typed as the e-mail of a new account and has one already: offered for signing in. */
  readonly takenEmail?: string
}

interface ClosedView extends PageModel {
  readonly text: string
  readonly next: string
}

/** The address under which an invitation is accepted. */
const addressOf = (app: FastifyInstance, token: string): string => `${app.settings.url}/invitations/${token}`

/** Makes an invitation with its address, which can't be had again. Errors: `invalid` when the role is for another place. */
export async function invite(
  app: FastifyInstance,
  wish: NewInvitation,
): Promise<{ readonly invitation: Invitation; readonly url: string }> {
  const { invitation, token } = await app.store.invitations.create(wish)
  return { invitation, url: addressOf(app, token) }
}

/** A new address for an invitation; the old one leads nowhere any more. Errors: `not-found`. */
export async function renewInvitation(app: FastifyInstance, id: string, by: string | null): Promise<string> {
  return addressOf(app, await app.store.invitations.renew(id, by))
}

/**
 * Mails an invitation to its own e-mail address, in the words of who invites. False when it could not be sent, and the
 * log says why: then the link is to be copied.
 */
export async function mailInvitation(
  app: FastifyInstance,
  invitation: Invitation,
  url: string,
  words: Words,
): Promise<boolean> {
  if (invitation.email === null) return false
  const offer = await offerOf(app, invitation, words)
  const values = {
    role: invitation.role,
    ...{ known: offer.inviter === undefined ? 'no' : 'yes', inviter: offer.inviter ?? '' },
    ...{ named: invitation.name === null ? 'no' : 'yes', name: invitation.name ?? '', body: offer.body?.name ?? '' },
    ...{ place: offer.round?.title ?? offer.assessment, until: words.day(invitation.expiresAt), url },
  }
  try {
    await sendMail(app.settings, {
      to: invitation.email,
      subject: words.say('invitation.mail-subject', values),
      text: words.say('invitation.mail-text', values),
    })
  } catch (error) {
    app.log.error({ err: error }, 'an invitation could not be mailed')
    return false
  }
  await app.store.invitations.markMailed(invitation.id)
  return true
}

type Request = FastifyRequest<{ Params: { token: string } }>

export async function invitationRoutes(app: FastifyInstance): Promise<void> {
  const tried = countTries(app)

  app.get('/invitations/:token', { config: { right: 'public' } }, async (request: Request, reply) => {
    const invitation = await app.store.invitations.findByToken(request.params.token)
    if (!invitation) return showUnknown(request, reply)
    if (hasPart(request.viewer.participants, invitation)) return reply.redirect(placeOf(invitation), 303)
    const state = stateOf(invitation, app.clock())
    if (!isUsable(state)) return showClosed(request, reply, invitation, state)
    if (!leads(request, invitation)) await app.store.invitations.markOpened(invitation.id)
    return showInvitation(app, request, reply, invitation)
  })

  app.post('/invitations/:token', { config: { right: 'public' } }, async (request: Request, reply) => {
    const invitation = await app.store.invitations.findByToken(request.params.token)
    if (!invitation) return showUnknown(request, reply)
    const state = stateOf(invitation, app.clock())
    if (!isUsable(state) && !hasPart(request.viewer.participants, invitation)) {
      return showClosed(request, reply, invitation, state)
    }
    return request.viewer.person
      ? acceptAs(request, reply, invitation, request.viewer.person)
      : acceptNew(request, reply, invitation)
  })

  /** Somebody with an account takes the part, once however often they press. */
  async function acceptAs(request: Request, reply: FastifyReply, invitation: Invitation, { id: person }: Person) {
    const isIn = await inTurn(invitation.id, async () => {
      if (hasPart(await app.store.participants.listOfPerson(person), invitation)) return true
      if (!(await uses(app, invitation, person))) return false
      await takePart(app, invitation, person)
      return true
    })
    if (!isIn) return showLate(request, reply)
    if (!request.viewer.person) await startSession(app, request, reply, person)
    return reply.redirect(placeOf(invitation), 303)
  }

  async function acceptNew(request: Request, reply: FastifyReply, invitation: Invitation) {
    const { words } = request.viewer
    const { form, errors } = readAccount(request.body, words)
    const again = (code: number, isTaken = false) =>
      showInvitation(app, request, reply.code(code), invitation, { form, errors, isTaken })
    if (errors.any) return again(422)
    const wait = await tried(request, form.email)
    if (wait !== undefined) {
      errors.add('email', words.say('sign-in.error-wait', { seconds: wait }))
      reply.header('retry-after', wait)
      return again(429)
    }
    const owner = await app.store.people.findByEmail(form.email)
    if (owner) {
      // Whoever knows the password of the account is its owner: a second press of the button, or a forgotten account.
      const isOwn = (await isPassword(owner.passwordHash, form.password)) && owner.disabledAt === null
      if (isOwn) return acceptAs(request, reply, invitation, owner)
      errors.add('email', words.say('invitation.error-taken'))
      return again(422, true)
    }
    const account = { name: form.name, email: form.email, passwordHash: await hashPassword(form.password) }
    const made = await inTurn(invitation.id, () => makeAccount(invitation, { ...account, language: words.language }))
    if (made === 'late') return showLate(request, reply)
    if (made === 'taken') {
      errors.add('email', words.say('invitation.error-taken'))
      return again(422, true)
    }
    await startSession(app, request, reply, made.id)
    return reply.redirect(placeOf(invitation), 303)
  }

  /** A use first, then the account, so that a link never serves more people than it may. */
  async function makeAccount(
    invitation: Invitation,
    account: Parameters<typeof app.store.people.create>[0],
  ): Promise<Person | 'late' | 'taken'> {
    if (!(await uses(app, invitation, null))) return 'late'
    try {
      const person = await app.store.people.create(account, 'self')
      await takePart(app, invitation, person.id)
      return person
    } catch (error) {
      await app.store.invitations.giveBack(invitation.id)
      if (isConflict(error)) return 'taken'
      throw error
    }
  }

  /** The last use went to somebody else, or it was revoked, since the page was shown. */
  async function showLate(request: Request, reply: FastifyReply) {
    const now = await app.store.invitations.findByToken(request.params.token)
    return now ? showClosed(request, reply, now, stateOf(now, app.clock())) : showUnknown(request, reply)
  }
}

const isConflict = (error: unknown): boolean => error instanceof MalinesError && error.code === 'conflict'

const isUsable = (state: InvitationState): boolean => state === 'copied' || state === 'opened'

/** Whether it is one's own assessment, looking at the page to see what the invited see. */
const leads = ({ viewer }: Request, { assessment }: Invitation): boolean =>
  viewer.participants.some((part) => part.assessment === assessment && part.role === 'facilitator')

const hasPart = (parts: readonly Participant[], { assessment, role, round, body }: Invitation): boolean =>
  parts.some(
    (part) => part.assessment === assessment && part.role === role && part.round === round && part.body === body,
  )

/** False when it can't be used any more. Null for somebody who has no account yet. */
async function uses(app: FastifyInstance, { id }: Invitation, by: string | null): Promise<boolean> {
  try {
    await app.store.invitations.use(id, by)
    return true
  } catch (error) {
    if (isConflict(error)) return false
    throw error
  }
}

async function takePart(app: FastifyInstance, invitation: Invitation, person: string): Promise<void> {
  const { assessment, role, round, body } = invitation
  await app.store.participants.add({ person, assessment, role, round, body }, person)
}

/** Where the part begins; an analyst has nothing to read before the round is closed. */
function placeOf({ role, round, assessment }: Invitation): string {
  if (round === null) return `/assessments/${assessment}`
  return role === 'analyst' ? '/' : `/rounds/${round}`
}

async function showInvitation(
  app: FastifyInstance,
  request: Request,
  reply: FastifyReply,
  invitation: Invitation,
  typed: { readonly form?: AccountForm; readonly errors?: FormErrors; readonly isTaken?: boolean } = {},
): Promise<FastifyReply> {
  const offer = await offerOf(app, invitation, request.viewer.words)
  const { name, email } = invitation
  const { role } = offer
  const values = { role, body: offer.body?.name ?? '', round: offer.round?.title ?? '', assessment: offer.assessment }
  const view: InvitationView = {
    title: request.viewer.words.say('invitation.heading', values),
    token: request.params.token,
    offer,
    fields: accountFields(typed.form ?? { name: name ?? '', email: email ?? '' }, typed.errors),
    email: request.viewer.person?.email,
    isOwn: leads(request, invitation),
    takenEmail: typed.isTaken ? typed.form?.email : undefined,
  }
  return page(reply.header('cache-control', 'no-store'), 'invitation/invitation', view)
}

/** Known, but used up, expired or revoked. */
function showClosed(request: Request, reply: FastifyReply, invitation: Invitation, state: InvitationState) {
  const { say, day } = request.viewer.words
  const view: ClosedView = {
    title: say('invitation.closed-title', { state: option(state) }),
    text: say('invitation.closed-text', { state: option(state), day: day(invitation.expiresAt) }),
    next: placeOf(invitation),
  }
  return page(reply.code(410), 'invitation/closed', view)
}

/** Mistyped, cut, or replaced by a newer link: the store can't tell these apart. */
function showUnknown(request: Request, reply: FastifyReply) {
  const { say } = request.viewer.words
  const title = say('invitation.closed-title', { state: 'unknown' })
  const view: ClosedView = { title, text: say('invitation.closed-text', { state: 'unknown', day: '' }), next: '/' }
  return page(reply.code(404), 'invitation/closed', view)
}
