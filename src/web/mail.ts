/** Mail, where a mail server is set; without one, links are copied by hand. */
import type { Config } from '../config.js'

/** A mail of plain text to one person. */
interface Mail {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** How long a mail server may take, in milliseconds: somebody waits for the page. */
const PATIENCE = 10_000

/** Whether mails can be sent from here. */
export function canMail({ smtp, mailFrom }: Config): boolean {
  return smtp !== undefined && mailFrom !== undefined
}

/** Hands one mail to the mail server. Errors: those of the mail server; RangeError when none is set. */
export async function sendMail({ smtp, mailFrom }: Config, { to, subject, text }: Mail): Promise<void> {
  if (smtp === undefined || mailFrom === undefined) throw new RangeError('no mail server is set')
  // Only here: few servers have a mail server set, and all have to start.
  const { createTransport } = await import('nodemailer')
  const timeouts = { connectionTimeout: PATIENCE, greetingTimeout: PATIENCE, socketTimeout: PATIENCE }
  const transport = createTransport({ url: smtp, ...timeouts })
  try {
    await transport.sendMail({ from: mailFrom, to: { name: '', address: to }, subject, text })
  } finally {
    transport.close()
  }
}
