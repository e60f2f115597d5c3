/** Invitations: links that let people take a part. */
import { randomUUID } from 'node:crypto'
import { MalinesError } from '../errors.js'
import type { Database } from './database.js'
import { checkPlace, type Role } from './participants.js'
import { daysAfter, hashOfToken, newToken } from './tokens.js'
import type { Write, Writing } from './writing.js'

export interface Invitation {
  readonly id: string
  readonly assessment: string
  readonly round: string | null
  readonly body: string | null
  readonly role: Role
  /** Whom it is for, when it is for one person. */
  readonly name: string | null
  readonly email: string | null
  /** How many people may use it, and how many have. */
  readonly limit: number
  readonly uses: number
  readonly createdBy: string | null
  readonly createdAt: string
  readonly expiresAt: string
  readonly openedAt: string | null
  readonly revokedAt: string | null
  readonly mailedAt: string | null
}

export interface NewInvitation {
  readonly assessment: string
  readonly round?: string | null
  readonly body?: string | null
  readonly role: Role
  readonly name?: string | null
  readonly email?: string | null
  /** 1 unless given. */
  readonly limit?: number
  readonly createdBy: string | null
  /** In fourteen days unless given. */
  readonly expiresAt?: string
}

export type InvitationState = 'copied' | 'opened' | 'used-up' | 'expired' | 'revoked'

/** How an invitation stands at a moment; one that was never opened is `copied`. */
export function stateOf(invitation: Invitation, now: Date | string): InvitationState {
  if (invitation.revokedAt !== null) return 'revoked'
  if (invitation.uses >= invitation.limit) return 'used-up'
  if (Date.parse(invitation.expiresAt) <= new Date(now).getTime()) return 'expired'
  return invitation.openedAt === null ? 'copied' : 'opened'
}

const DAYS = 14

const COLUMNS = [
  ...(['id', 'assessment', 'round', 'body', 'role', 'name', 'email', 'limit', 'uses', 'createdBy'] as const),
  ...(['createdAt', 'expiresAt', 'openedAt', 'revokedAt', 'mailedAt'] as const),
] as const

export type Invitations = ReturnType<typeof invitations>

export function invitations({ db, now }: Database, write: Write) {
  /** Gives the invitation with its token, which is nowhere kept. Errors: `invalid` when the role is for another place. */
  async function create(wish: NewInvitation): Promise<{ invitation: Invitation; token: string }> {
    const { assessment, round = null, body = null, role, name = null, email = null, limit = 1, createdBy } = wish
    checkPlace(role, round, body)
    const token = newToken()
    return write(async (writing) => {
      const { at } = writing
      const invitation: Invitation = {
        ...{ id: randomUUID(), assessment, round, body, role, name, email, limit, uses: 0, createdBy, createdAt: at },
        ...{ expiresAt: wish.expiresAt ?? daysAfter(at, DAYS), openedAt: null, revokedAt: null, mailedAt: null },
      }
      await writing.db
        .insertInto('invitations')
        .values({ ...invitation, tokenHash: hashOfToken(token) })
        .execute()
      await told(writing, invitation, 'created', createdBy)
      return { invitation, token }
    })
  }

  /** Also one that can't be used any more: `stateOf` says so. */
  async function findByToken(token: string): Promise<Invitation | undefined> {
    const query = db.selectFrom('invitations').select(COLUMNS).where('tokenHash', '=', hashOfToken(token))
    return query.executeTakeFirst()
  }

  /** Notes the first time that the link was opened. */
  async function markOpened(id: string): Promise<void> {
    const query = db.updateTable('invitations').set({ openedAt: now() }).where('id', '=', id)
    await query.where('openedAt', 'is', null).execute()
  }

  async function markMailed(id: string): Promise<void> {
    await db.updateTable('invitations').set({ mailedAt: now() }).where('id', '=', id).execute()
  }

  /** Counts one use. Errors: `conflict` when it is used up, expired or revoked; `not-found`. */
  async function use(id: string, by: string | null): Promise<void> {
    await write(async (writing) => {
      const { db, at } = writing
      const used = await db
        .updateTable('invitations')
        .set(({ eb }) => ({ uses: eb('uses', '+', 1) }))
        .where('id', '=', id)
        .where('revokedAt', 'is', null)
        .where('expiresAt', '>', at)
        .whereRef('uses', '<', 'limit')
        .returning(COLUMNS)
        .executeTakeFirst()
      if (used) return told(writing, used, 'used', by)
      const known = await db.selectFrom('invitations').select('id').where('id', '=', id).executeTakeFirst()
      if (!known) missing()
      throw new MalinesError('conflict', 'This invitation can’t be used any more; ask for a new link.')
    })
  }

  /** Takes one use back: the account that it was for was not made. */
  async function giveBack(id: string): Promise<void> {
    await write(async (writing) => {
      const query = writing.db.updateTable('invitations').set(({ eb }) => ({ uses: eb('uses', '-', 1) }))
      const back = await query.where('id', '=', id).where('uses', '>', 0).returning(COLUMNS).executeTakeFirst()
      if (back) await told(writing, back, 'given back', null)
    })
  }

  /**
   * Gives a new token, for as long again; the old one is dead, a revocation lifted. Uses still count.
   * Errors: `not-found`.
   */
  async function renew(id: string, by: string | null): Promise<string> {
    const token = newToken()
    await change(id, 'renewed', by, (at) => ({
      ...{ tokenHash: hashOfToken(token), expiresAt: daysAfter(at, DAYS) },
      ...{ openedAt: null, revokedAt: null, mailedAt: null },
    }))
    return token
  }

  /** @throws {MalinesError} `not-found` */
  const revoke = (id: string, by: string | null): Promise<void> =>
    change(id, 'revoked', by, (at) => ({ revokedAt: at }))

  type Values = Partial<Invitation> & { tokenHash?: string }

  async function change(id: string, word: string, by: string | null, values: (at: string) => Values): Promise<void> {
    await write(async (writing) => {
      const query = writing.db.updateTable('invitations').set(values(writing.at)).where('id', '=', id)
      const changed = (await query.returning(COLUMNS).executeTakeFirst()) ?? missing()
      await told(writing, changed, word, by)
    })
  }

  /** The newest first. */
  async function listOf(assessment: string): Promise<Invitation[]> {
    const query = db.selectFrom('invitations').select(COLUMNS).where('assessment', '=', assessment)
    return query.orderBy('createdAt', 'desc').orderBy('id').execute()
  }

  return { create, findByToken, markOpened, markMailed, use, giveBack, renew, revoke, listOf }
}

async function told({ note }: Writing, invitation: Invitation, change: string, by: string | null): Promise<void> {
  const { id, assessment, round, body, role, uses } = invitation
  await note({ action: 'invitation', by, assessment, round, details: { invitation: id, change, role, body, uses } })
}

function missing(): never {
  throw new MalinesError('not-found', 'There is no such invitation.')
}
