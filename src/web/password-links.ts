/** Links with which people set their password: a new account's first one, or one that was forgotten. */
import type { Store } from '../store/index.js'
import type { Person } from '../store/people.js'
import { daysAfter, hashOfToken, newToken } from '../store/tokens.js'

export const PASSWORD_LINK_DAYS = 7

/** A link that still leads somewhere; `kept` is the setting's value. */
interface PasswordLink {
  readonly person: Person
  readonly kept: string
}

const settingOf = (person: string): string => `password ${person}`

/** The path of a new link for a person, good once and for seven days; one made before leads nowhere any more. */
export async function newPasswordLink(store: Store, person: string, now: Date): Promise<string> {
  const token = newToken()
  const expiresAt = daysAfter(now.toISOString(), PASSWORD_LINK_DAYS)
  await store.settings.set(settingOf(person), `${hashOfToken(token)} ${expiresAt}`)
  return `/password/${person}.${token}`
}

/** The person that a link belongs to; undefined when it was used, replaced or has expired, or the account is disabled. */
export async function findPasswordLink(store: Store, text: string, now: Date): Promise<PasswordLink | undefined> {
  const [id = '', token = ''] = text.split('.')
  const kept = await store.settings.get(settingOf(id))
  const [hash, expiresAt] = kept?.split(' ') ?? []
  if (kept === undefined || hash !== hashOfToken(token) || !expiresAt || now.toISOString() >= expiresAt)
    return undefined
  const person = await store.people.find(id)
  return person && person.disabledAt === null ? { person, kept } : undefined
}

/** Uses a link up; false when somebody else was first. */
export function takePasswordLink(store: Store, { person, kept }: PasswordLink): Promise<boolean> {
  return store.settings.take(settingOf(person.id), kept)
}
