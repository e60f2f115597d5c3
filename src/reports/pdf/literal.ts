/** Texts of people are shown as they are: nothing in them is read as an instruction. */

/** Controls, and the invisible signs that turn or join other ones. */
const INVISIBLE =
  /[^\P{Cc}\n]|[\u061c\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|[\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]/gu
const PLAIN = /^[ -~\u00a0-\u00ac\u00ae-\u017f]*$/

/** A text without control signs and halves of signs; line breaks stay. */
export function literal(text: string): string {
  if (PLAIN.test(text)) return text
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/\p{Cs}/gu, '\ufffd')
}
