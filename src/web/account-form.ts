/** The fields by which an account is made: name, e-mail, password; read and checked in one way everywhere. */
import type { Words } from '../locales/messages.js'
import { FormErrors, field, isEmail } from './forms.js'
import { PASSWORD_MAX, PASSWORD_MIN, passwordFault } from './passwords.js'

const NAME_MAX = 100

/** A new account as typed. */
export interface AccountForm {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** What a template needs to show the fields; a password is never sent back. */
export interface AccountFields {
  readonly name: string
  readonly email: string
  readonly errors: FormErrors['byField']
  readonly summary: FormErrors['summary']
  readonly passwordMin: number
}

/** The fields as typed, with what is wrong with them. */
export function readAccount(body: unknown, words: Words): { readonly form: AccountForm; readonly errors: FormErrors } {
  const form = { name: field(body, 'name'), email: field(body, 'email'), password: field(body, 'password') }
  const errors = new FormErrors()
  checkName(form.name, words, errors)
  checkEmail(form.email, words, errors)
  checkPassword(form.password, form.email, words, errors)
  return { form, errors }
}

export function checkName(name: string, { say }: Words, errors: FormErrors): void {
  if (name === '') errors.add('name', say('account.error-name'))
  else if (name.length > NAME_MAX) errors.add('name', say('account.error-name-long', { max: NAME_MAX }))
}

export function checkEmail(email: string, { say }: Words, errors: FormErrors): void {
  if (!isEmail(email)) errors.add('email', say('account.error-email'))
}

export function checkPassword(password: string, email: string, { say }: Words, errors: FormErrors): void {
  const fault = passwordFault(password, email)
  if (fault) errors.add('password', say('account.error-password', { fault, min: PASSWORD_MIN, max: PASSWORD_MAX }))
}

/** The fields for a template, empty or as typed. */
export function accountFields(form: Partial<AccountForm> = {}, errors = new FormErrors()): AccountFields {
  const { name = '', email = '' } = form
  return { name, email, errors: errors.byField, summary: errors.summary, passwordMin: PASSWORD_MIN }
}
