/** Where a text stops being JSON. */
export interface JsonFault {
  /** Position in UTF-16 units from 0. */
  readonly offset: number
  readonly reason: string
}

/** What may stand next. `member` is a key or the end of an empty object, `element` a value or the end of a list. */
type Expected = 'value' | 'element' | 'member' | 'key' | 'colon' | 'next' | 'end'

const WORDS: Readonly<Record<Expected, string>> = {
  value: 'a value',
  element: 'a value or "]"',
  member: 'a key in double quotes or "}"',
  key: 'a key in double quotes; no comma may stand before "}"',
  colon: '":" between a key and its value',
  next: '"," or the end of the list or object',
  end: 'the end of the file',
}

const SPACE = /[ \t\n\r]*/y
const SCALAR = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)/y
/** All but a quote, a backslash and control characters. */
const PLAIN = /[ !#-[\]-\uffff]*/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/**
 * The first place where a text is not JSON, or where an object repeats a key; undefined for sound JSON. The engine's
 * own parser names no place in some messages, takes the last of two equal keys in silence, and so would lose an answer.
 */
export function jsonFault(text: string): JsonFault | undefined {
  /** Open objects with the keys seen, and open lists as null. */
  const open: (Set<string> | null)[] = []
  let expected: Expected = 'value'
  let at = endOf(SPACE, text, 0)
  while (at < text.length) {
    const isText = text.charAt(at) === '"'
    const end = isText ? closingQuote(text, at) + 1 : Math.max(endOf(SCALAR, text, at), at + 1)
    if (end === 0) return brokenText(text, at)
    const token = text.slice(at, end)
    const container = open.at(-1)
    if (isText && container && (expected === 'member' || expected === 'key')) {
      const key: string = JSON.parse(token)
      if (container.has(key)) return { offset: at, reason: `the key ${token} stands here a second time` }
      container.add(key)
      expected = 'colon'
    } else {
      const next = follow(token, expected, open)
      if (!next) return unexpected(text, at, expected)
      expected = next
    }
    at = endOf(SPACE, text, end)
  }
  return expected === 'end' ? undefined : unexpected(text, at, expected)
}

/** What may stand after a token, opening and closing containers; undefined where the token may not stand. */
function follow(token: string, expected: Expected, open: (Set<string> | null)[]): Expected | undefined {
  const container = open.at(-1)
  const isValue = expected === 'value' || expected === 'element'
  switch (token) {
    case '{':
    case '[':
      if (!isValue) return undefined
      open.push(token === '{' ? new Set() : null)
      return token === '{' ? 'member' : 'element'
    case '}':
      if (!container || (expected !== 'member' && expected !== 'next')) return undefined
      open.pop()
      return afterValue(open)
    case ']':
      if (container !== null || (expected !== 'element' && expected !== 'next')) return undefined
      open.pop()
      return afterValue(open)
    case ',':
      if (expected !== 'next') return undefined
      return container ? 'key' : 'value'
    case ':':
      return expected === 'colon' ? 'value' : undefined
    default:
      return isValue && (token.startsWith('"') || endOf(SCALAR, token, 0) > 0) ? afterValue(open) : undefined
  }
}

function afterValue(open: readonly unknown[]): Expected {
  return open.length > 0 ? 'next' : 'end'
}

/** Line and column of a position, both from 1. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

function unexpected(text: string, offset: number, expected: Expected): JsonFault {
  const found = offset < text.length ? JSON.stringify(text.charAt(offset)) : 'the end of the file'
  return { offset, reason: `expected ${WORDS[expected]}, found ${found}` }
}

/** Place of the quote that closes the text starting at `at`; −1 when none does. */
function closingQuote(text: string, at: number): number {
  const here = contentEnd(text, at)
  return text.charAt(here) === '"' ? here : -1
}

/** Where the content of a text ends, soundly or not. */
function contentEnd(text: string, at: number): number {
  let here = endOf(PLAIN, text, at + 1)
  for (let next = endOf(ESCAPE, text, here); next > here; next = endOf(ESCAPE, text, here)) {
    here = endOf(PLAIN, text, next)
  }
  return here
}

function brokenText(text: string, at: number): JsonFault {
  const offset = contentEnd(text, at)
  if (offset >= text.length) return { offset, reason: 'the file ends inside a text; close it with a double quote' }
  const reason =
    text.charAt(offset) === '\\'
      ? 'a backslash in a text has to be written as "\\\\"'
      : 'a line break or control character in a text has to be written as an escape such as "\\n"'
  return { offset, reason }
}

/** Position after a match of a sticky pattern at `at`; `at` without a match. */
function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
