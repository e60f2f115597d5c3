/** Links that facilitators hand out: the form that makes one, how each stands, and the new one that is shown once. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { MalinesError } from '../errors.js'
import type { Words } from '../locales/messages.js'
import { type Invitation, type InvitationState, type NewInvitation, stateOf } from '../store/invitations.js'
import { personOf } from './context.js'
import { type FormErrors, field, isEmail } from './forms.js'
import { invite, mailInvitation, renewInvitation } from './invitations.js'
import { canMail } from './mail.js'
import { handOver, takeOver } from './once.js'
import { wholeNumber } from './set-up/numbers.js'

const DAYS = 14
const MAX_DAYS = 365
const MAX_PEOPLE = 200
const NAME_LENGTH = 200
const DAY = 24 * 3600 * 1000

/** The fields of an invitation as typed. */
export interface LinkFields {
  readonly name: string
  readonly email: string
  readonly limit: string
  readonly days: string
}

const EMPTY: LinkFields = { name: '', email: '', limit: '1', days: String(DAYS) }

/** The fields with what is wrong in each, as the partial `link-form` takes them; `prefix` stands before their ids. */
export function linkForm(
  app: FastifyInstance,
  fields: LinkFields = EMPTY,
  errors: Readonly<Record<string, string>> = {},
  prefix = '',
) {
  const shown = (name: keyof LinkFields) => ({ value: fields[name], error: errors[prefix + name] })
  const shownFields = { name: shown('name'), email: shown('email'), limit: shown('limit'), days: shown('days') }
  const isOpen = Object.values(shownFields).some(({ error }) => error !== undefined)
  return { ...shownFields, prefix, isOpen, mails: canMail(app.settings) }
}

/** For whom a link is and how long it works; what can't be understood goes into `errors`. */
export function readLink(app: FastifyInstance, body: unknown, words: Words, errors: FormErrors, prefix = '') {
  const fields: LinkFields = {
    name: field(body, 'name'),
    email: field(body, 'email'),
    limit: field(body, 'limit') || EMPTY.limit,
    days: field(body, 'days') || EMPTY.days,
  }
  const limit = wholeNumber(fields.limit)
  const days = wholeNumber(fields.days)
  if (fields.name.length > NAME_LENGTH)
    errors.add(`${prefix}name`, words.say('set-up.error.long', { max: NAME_LENGTH }))
  if (fields.email !== '' && !isEmail(fields.email)) errors.add(`${prefix}email`, words.say('link.error.email'))
  if (!isFrom1To(MAX_PEOPLE, limit)) errors.add(`${prefix}limit`, words.say('link.error.limit', { max: MAX_PEOPLE }))
  if (!isFrom1To(MAX_DAYS, days)) errors.add(`${prefix}days`, words.say('link.error.days', { max: MAX_DAYS }))
  const wish = {
    name: fields.name === '' ? null : fields.name,
    email: fields.email === '' ? null : fields.email.toLowerCase(),
    limit: limit ?? 1,
    expiresAt: new Date(app.clock().getTime() + (days ?? DAYS) * DAY).toISOString(),
  }
  return { fields, wish }
}

const isFrom1To = (max: number, value: number | undefined) => value !== undefined && value >= 1 && value <= max

/** Makes a link, and has the next page show it. */
export async function makeLink(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  wish: Omit<NewInvitation, 'createdBy'>,
): Promise<void> {
  const { invitation, url } = await invite(app, { ...wish, createdBy: personOf(request).id })
  handOver(app.settings, reply, `${invitation.id} ${url}`)
}

/** A link that was just made: shown this once. */
export interface FreshLink {
  readonly id: string
  readonly who: string
  readonly url: string
  readonly limit: number
  readonly until: string
  /** The address to which it can be mailed from here. */
  readonly mailTo: string | undefined
  readonly mails: 'yes' | 'no'
}

/** The link that the last post made, which is gone then. */
export async function takeFreshLink(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  assessment: string,
): Promise<FreshLink | undefined> {
  const [id, url] = takeOver(app.settings, request, reply)?.split(' ') ?? []
  const invitation =
    id === undefined ? undefined : (await app.store.invitations.listOf(assessment)).find((one) => one.id === id)
  if (!invitation || url === undefined) return undefined
  const { limit, expiresAt: until, email } = invitation
  const mailTo = canMail(app.settings) && email !== null ? email : undefined
  return {
    id: invitation.id,
    who: whoOf(invitation),
    url,
    limit,
    until,
    mailTo,
    mails: mailTo === undefined ? 'no' : 'yes',
  }
}

export type LinkDeed = 'renew' | 'revoke' | 'mail'
const LINK_DEEDS: readonly LinkDeed[] = ['renew', 'revoke', 'mail']

/**
 * Does what a form asks with a link; the name of what was done, `not-mailed` when the mail server refused.
 * Errors: `invalid` for another deed or another token, `not-found` for a link of another place.
 */
export async function doWithLink(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  invitation: Invitation | undefined,
): Promise<LinkDeed | 'not-mailed'> {
  const deed = LINK_DEEDS.find((one) => one === field(request.body, 'do'))
  if (!deed) throw new MalinesError('invalid', 'There is no such thing to do with a link.')
  if (!invitation) throw new MalinesError('not-found', 'There is no such invitation.')
  const { id: by } = personOf(request)
  if (deed === 'revoke') await app.store.invitations.revoke(invitation.id, by)
  if (deed === 'renew') {
    handOver(app.settings, reply, `${invitation.id} ${await renewInvitation(app, invitation.id, by)}`)
  }
  if (deed === 'mail') return (await mail(app, request, reply, invitation)) ? 'mail' : 'not-mailed'
  return deed
}

/** Mails a link that the page still shows; only its own token is taken. */
async function mail(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply, invitation: Invitation) {
  const url = field(request.body, 'url')
  const found = await app.store.invitations.findByToken(url.slice(url.lastIndexOf('/') + 1))
  if (found?.id !== invitation.id || !url.startsWith(`${app.settings.url}/invitations/`) || !canMail(app.settings)) {
    throw new MalinesError('invalid', 'This link can’t be mailed from here.')
  }
  const isMailed = await mailInvitation(app, invitation, url, request.viewer.words)
  if (!isMailed) handOver(app.settings, reply, `${invitation.id} ${url}`)
  return isMailed
}

/** A link as tables show it. */
export interface LinkRow {
  readonly id: string
  readonly who: string
  readonly state: string
  readonly colour: string
  readonly what: string
  readonly deeds: readonly LinkDeed[]
}

const COLOURS: Readonly<Record<InvitationState, string>> = {
  copied: 'brand2',
  opened: 'success',
  'used-up': 'neutral',
  expired: 'warning',
  revoked: 'danger',
}

export function linkRow(invitation: Invitation, now: Date, words: Words): LinkRow {
  const state = stateOf(invitation, now)
  const { createdAt, expiresAt, openedAt, revokedAt, mailedAt, uses, limit } = invitation
  const day = (iso: string | null) => (iso === null ? '' : words.day(iso))
  return {
    id: invitation.id,
    who: whoOf(invitation),
    state: words.say('link.state', { state: state.replace('-', '_') }),
    colour: COLOURS[state],
    what: words.say('link.what', {
      ...{
        state: state.replace('-', '_'),
        way: mailedAt === null ? 'copied' : 'mailed',
        opened: openedAt === null ? 'no' : 'yes',
      },
      ...{ made: day(mailedAt ?? createdAt), until: day(expiresAt), seen: day(openedAt), revoked: day(revokedAt) },
      ...{ uses, limit, several: limit > 1 ? 'yes' : 'no' },
    }),
    deeds: state === 'used-up' ? [] : state === 'expired' || state === 'revoked' ? ['renew'] : ['renew', 'revoke'],
  }
}

/** For whom a link is; '' when anybody may use it. */
const whoOf = ({ name, email }: Invitation) => name ?? email ?? ''
