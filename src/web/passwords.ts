/** Passwords: which are taken, and how they are kept. */
import { hash, verify } from '@node-rs/argon2'

export const PASSWORD_MIN = 10
export const PASSWORD_MAX = 200

/** Memory in KiB and passes of argon2id, the package's own kind: OWASP's first choice, about 50 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** What a password is to be changed in. */
export type PasswordFault = 'missing' | 'short' | 'long' | 'email' | 'common'

/** What attackers try first, among those of ten characters and more. */
const COMMON: ReadonlySet<string> = new Set([
  ...['1234567890', '0123456789', '0987654321', '12345678910', '123456789a', '1234567891', '123123123123'],
  ...['1q2w3e4r5t', '1qaz2wsx3edc', 'qwertyuiop', 'qwerty12345', 'qwerty123456', 'azertyuiop', 'azerty12345'],
  ...['password12', 'password123', 'password1234', 'passwordpassword', 'administrator', 'administrateur'],
  ...['motdepasse', 'motdepasse1', 'motdepasse123', 'changemenow', 'letmein123', 'welcome123', 'iloveyou123'],
  ...['bienvenue123', 'malinesmalines', 'mechelen2017', 'malines2017', 'abcdefghij', 'abcdefghijkl'],
])

/** The same signs typed on another keyboard are the same password. */
const normalised = (password: string): string => password.normalize('NFKC')

/** Why a password is not taken for the account of an e-mail address; undefined when it is. */
export function passwordFault(password: string, email: string): PasswordFault | undefined {
  const length = [...password].length
  if (length === 0) return 'missing'
  if (length < PASSWORD_MIN) return 'short'
  if (length > PASSWORD_MAX) return 'long'
  const plain = normalised(password).toLowerCase()
  const name = email.toLowerCase().split('@')[0]!
  if (name.length >= 4 && plain.includes(name)) return 'email'
  return COMMON.has(plain) || new Set(plain).size === 1 ? 'common' : undefined
}

/** An argon2id hash with its salt and cost in it. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), COST)
}

let spare: Promise<string> | undefined

/**
 * Whether a password is the one of a hash. Without a hash, or with one of another kind, it is not, after the same time:
 * nobody learns from the clock whether an address has an account.
 */
export async function isPassword(kept: string | null | undefined, password: string): Promise<boolean> {
  if ([...password].length > PASSWORD_MAX) return false
  spare ??= hashPassword('the password of nobody')
  const known = kept?.startsWith('$argon2id$') ? kept : undefined
  const isRight = await verify(known ?? (await spare), normalised(password))
  return isRight && known !== undefined
}
