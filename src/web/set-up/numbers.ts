/** Numbers as people type them: with spaces, points or commas between the thousands. */

/** "94,610", "94 610", "94.610" and "94610" are one number; undefined for what is no whole number of 0 or more. */
export function wholeNumber(typed: string): number | undefined {
  const text = withoutSpaces(typed)
  if (!/^\d+$/.test(text) && !/^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(text)) return undefined
  const value = Number(text.replace(/[.,]/g, ''))
  return Number.isSafeInteger(value) ? value : undefined
}

/**
 * A number that may have decimals and a sign. A single comma or point is the decimal sign, but where three digits follow
 * it and the language writes its thousands so: "1,250" is 1250 in English and 1.25 in French.
 */
export function decimalNumber(typed: string, language: string): number | undefined {
  const text = withoutSpaces(typed).replace(/%$/, '').replace(/^[−–]/, '-')
  if (!/^[+-]?(\d+|\d{1,3}(([.,])\d{3})+|(\d+|\d{1,3}(([.,])\d{3})*)[.,]\d+)$/.test(text)) return undefined
  const signs = [...text.replace(/[^.,]/g, '')]
  const last = signs.at(-1)
  const isGrouped =
    signs.length > 1 ? signs[0] === last : last === groupSign(language) && /^[+-]?\d{1,3}[.,]\d{3}$/.test(text)
  const plain = isGrouped || last === undefined ? text.replace(/[.,]/g, '') : decimalAt(text, text.lastIndexOf(last))
  const value = Number(plain)
  return Number.isFinite(value) ? value : undefined
}

const decimalAt = (text: string, at: number) => `${text.slice(0, at).replace(/[.,]/g, '')}.${text.slice(at + 1)}`

/** Every kind of space, and the apostrophe that some put between thousands. */
const withoutSpaces = (typed: string) => typed.trim().replace(/[\s'’]/g, '')

function groupSign(language: string): string | undefined {
  const parts = new Intl.NumberFormat(language).formatToParts(123456)
  return parts.find(({ type }) => type === 'group')?.value
}
