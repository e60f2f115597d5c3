/** The settings of a running malines; the only reader of the environment. */
import { resolve } from 'node:path'
import { type Fault, MalinesError } from './errors.js'

const LOG_LEVELS = ['info', 'warn', 'error', 'silent'] as const

export interface Config {
  /** Folder of the data, made when it is missing; `:memory:` keeps nothing. */
  readonly data: string
  readonly host: string
  /** 0 to 65535; 0 takes a free one. */
  readonly port: number
  /** Address under which people reach the server, without a slash at its end. */
  readonly url: string
  /** Mail server as a URL, such as smtp://user:password@host:587; without it links are copied by hand. */
  readonly smtp?: string
  readonly mailFrom?: string
  readonly log: (typeof LOG_LEVELS)[number]
}

/**
 * Reads the settings MALINES_DATA, MALINES_HOST, MALINES_PORT, MALINES_URL, MALINES_SMTP, MALINES_MAIL_FROM and
 * MALINES_LOG. Errors: `invalid` with every setting that can't be used.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: Fault[] = []
  const fault = (path: string, reason: string) => faults.push({ path, reason })
  const set = (name: string) => (env[name] === undefined || env[name] === '' ? undefined : env[name])

  const data = set('MALINES_DATA') ?? 'data'
  const host = set('MALINES_HOST') ?? '127.0.0.1'
  const port = Number(set('MALINES_PORT') ?? 8080)
  if (!Number.isInteger(port) || port < 0 || port > 65535) fault('MALINES_PORT', 'is a whole number from 0 to 65535')
  const url = (set('MALINES_URL') ?? `http://${host}:${port}`).replace(/\/+$/, '')
  if (!isAddress(url, ['http:', 'https:'])) fault('MALINES_URL', 'is an address such as https://assessment.example')
  const smtp = set('MALINES_SMTP')
  if (smtp !== undefined && !isAddress(smtp, ['smtp:', 'smtps:'])) {
    fault('MALINES_SMTP', 'is an address such as smtp://user:password@mail.example:587')
  }
  const mailFrom = set('MALINES_MAIL_FROM')
  if (smtp !== undefined && mailFrom === undefined) fault('MALINES_MAIL_FROM', 'is needed beside MALINES_SMTP')
  const log = LOG_LEVELS.find((level) => level === (set('MALINES_LOG') ?? 'info'))
  if (log === undefined) fault('MALINES_LOG', `is one of ${LOG_LEVELS.join(', ')}`)
  if (faults.length > 0 || log === undefined) throw new MalinesError('invalid', 'Some settings can’t be used.', faults)

  return { data: data === ':memory:' ? data : resolve(data), host, port, url, smtp, mailFrom, log }
}

function isAddress(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}
