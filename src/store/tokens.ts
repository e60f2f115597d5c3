/** Secrets in links and cookies: the holder has the token, the store only its hash. */
import { hash, randomBytes } from 'node:crypto'

/** 32 random bytes, fit for a URL. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** SHA-256 in hexadecimal. */
export const hashOfToken = (token: string): string => hash('sha256', token)

const DAY = 24 * 3600 * 1000

/** A moment some days after another, both as ISO strings. */
export const daysAfter = (at: string, days: number): string => new Date(Date.parse(at) + days * DAY).toISOString()
