/** Fields of form posts: text as typed, and what is wrong with it. */

/** What a form sends: each field once or several times. */
export type FormBody = Readonly<Record<string, unknown>>

/** A field's text without spaces around it; '' when it is missing or no text. */
export function field(body: unknown, name: string): string {
  const value = textsIn(body, name)
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first.trim() : ''
}

/** All texts of a field that may stand several times, such as boxes that can be ticked. */
export function fields(body: unknown, name: string): readonly string[] {
  const value = textsIn(body, name)
  const list = Array.isArray(value) ? value : [value]
  return list.filter((entry): entry is string => typeof entry === 'string' && entry !== '')
}

/** Whether a box is ticked. */
export function isTicked(body: unknown, name: string): boolean {
  return fields(body, name).length > 0
}

/** What is wrong with a form: by field, and as a list of links to the fields. */
export class FormErrors {
  readonly #byField = new Map<string, string>()

  /** Says what to do about a field; the first message of a field stays. `id` is the id of its input on the page. */
  add(id: string, message: string): void {
    if (!this.#byField.has(id)) this.#byField.set(id, message)
  }

  get any(): boolean {
    return this.#byField.size > 0
  }

  /** Message by id of the input, as templates take it. */
  get byField(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#byField)
  }

  get summary(): readonly { readonly href: string; readonly text: string }[] {
    return [...this.#byField].map(([id, text]) => ({ href: `#${id}`, text }))
  }
}

function textsIn(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, name) ? (body as FormBody)[name] : undefined
}

const EMAIL = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/

/** Whether a text can be an e-mail address; whether it is one, only a mail can tell. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && EMAIL.test(text)
}
