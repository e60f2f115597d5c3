/** Files that people hand in: what they are by their content, and a place where they wait for a save that goes wrong. */
import { randomUUID } from 'node:crypto'
import type { MultipartFile } from '@fastify/multipart'
import { fileTypeFromBuffer } from 'file-type'
import type { MessageKey } from '../locales/messages.js'
import type { Evidence } from '../rules/model.js'

/** A file field as handlers find it in the body. */
export interface Upload {
  readonly name: string
  readonly content: Buffer
  /** False when the file is larger than the limit; then `content` is its beginning. */
  readonly isWhole: boolean
}

/** Makes the value of a file field; for the option `onFile` of @fastify/multipart. */
export async function keepUpload(part: MultipartFile): Promise<void> {
  const content = await part.toBuffer()
  const upload: Upload = { name: part.filename ?? '', content, isWhole: !part.file.truncated }
  Object.assign(part, { value: upload })
}

/** The file of a field; undefined when none was chosen. */
export function uploadOf(body: unknown, name: string): Upload | undefined {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined
  const value: unknown = (body as Readonly<Record<string, unknown>>)[name]
  const one: unknown = Array.isArray(value) ? value[0] : value
  return isUpload(one) && (one.name !== '' || one.content.length > 0) ? one : undefined
}

const isUpload = (value: unknown): value is Upload =>
  typeof value === 'object' && value !== null && 'content' in value && Buffer.isBuffer(value.content)

/** What may be handed in: media type by the ending of the name. */
const TYPES: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
  txt: 'text/plain',
  csv: 'text/csv',
}

export type UploadCheck = { readonly name: string; readonly type: string } | { readonly fault: MessageKey }

/** What a file is, by its content; its name has to say the same. */
export async function checkUpload({ name, content, isWhole }: Upload): Promise<UploadCheck> {
  if (!isWhole) return { fault: 'question.error.file-large' }
  if (content.length === 0) return { fault: 'question.error.file-empty' }
  const safe = safeName(name)
  const type = TYPES[/\.([a-z]{3,4})$/i.exec(safe)?.[1]?.toLowerCase() ?? '']
  if (type === undefined) return { fault: 'question.error.file-type' }
  const found = await fileTypeFromBuffer(content)
  const isRight = type.startsWith('text/') ? found === undefined && isText(content) : found?.mime === type
  return isRight ? { name: safe, type } : { fault: 'question.error.file-content' }
}

/** A name without a path, control characters, marks that turn the direction of writing, or a length that breaks lists. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const plain = last.replace(/[\p{Cc}\p{Cf}\p{Surrogate}"<>|:*?]/gu, '').trim()
  const ending = /\.[A-Za-z]{1,5}$/.exec(plain)?.[0] ?? ''
  const stem = plain.slice(0, plain.length - ending.length).slice(0, 150)
  return (stem || 'file') + ending
}

/** Text in UTF-8 without control characters but tabs and ends of lines. */
function isText(content: Buffer): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content)
    return !/[^\P{Cc}\t\n\r\f]/u.test(text)
  } catch {
    return false
  }
}

/** A file that was stored while its answer could not be saved yet. */
export interface HeldFile {
  readonly id: string
  readonly entry: Evidence
}

const held = new Map<string, { readonly person: string; readonly entry: Evidence }>()
const MAX_HELD = 1_000

/** Lets a stored file wait for the next save of the same person; a hash that a form brings along would open any file. */
export function holdFile(person: string, entry: Evidence): HeldFile {
  const id = randomUUID()
  held.set(id, { person, entry })
  const [oldest] = held.keys()
  if (held.size > MAX_HELD && oldest !== undefined) held.delete(oldest)
  return { id, entry }
}

/** The file that waits under an id for a person; undefined when there is none any more. */
export function heldFile(person: string, id: string): HeldFile | undefined {
  const found = held.get(id)
  return found?.person === person ? { id, entry: found.entry } : undefined
}
