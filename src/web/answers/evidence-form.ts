/** What a form adds to the evidence of an answer, or takes from it. */
import type { FastifyRequest } from 'fastify'
import type { Evidence } from '../../rules/model.js'
import { personOf } from '../context.js'
import { type FormErrors, field, fields } from '../forms.js'
import { checkUpload, type HeldFile, heldFile, holdFile, uploadOf } from '../uploads.js'
import { clean, isLink, LIMITS } from './check.js'
import { faultText, type Typed } from './form.js'

export interface EvidenceChange {
  /** The whole list after the change. */
  readonly evidence: readonly Evidence[]
  /** The files among what is new; they are stored already and wait for the save. */
  readonly held: readonly HeldFile[]
}

/** Reads link, file and removal of a form; what is wrong goes to `errors`, and then nothing of it is taken. */
export async function readEvidence(
  request: FastifyRequest,
  typed: Typed,
  before: readonly Evidence[],
  errors: FormErrors,
): Promise<EvidenceChange> {
  const { body } = request
  const { say } = request.viewer.words
  const person = personOf(request).id
  const removed = field(body, 'remove')
  const kept = removed === '' ? before : before.filter((_, index) => String(index) !== removed)
  const waiting = fields(body, 'held').flatMap((id) => heldFile(person, id) ?? [])
  const links = readLink(typed, errors, request)
  const upload = uploadOf(body, 'file')
  const held = [...waiting]
  if (upload) {
    const checked = await checkUpload(upload)
    if ('fault' in checked) errors.add('file', faultText(checked.fault, say))
    else {
      const { sha256, bytes } = await request.server.store.files.keep(upload.content, checked.type)
      held.push(holdFile(person, { title: checked.name, sha256, name: checked.name, bytes }))
    }
  }
  const files = held.map(({ entry }) => entry)
  const fresh = [...files, ...links].filter((entry) => !kept.some((other) => isSamePlace(other, entry)))
  return { evidence: [...kept, ...fresh], held }
}

function readLink({ link, linkTitle }: Typed, errors: FormErrors, { viewer }: FastifyRequest): readonly Evidence[] {
  if (link === '') {
    if (linkTitle !== '') errors.add('link', viewer.words.say('question.error.link-missing'))
    return []
  }
  const url = /^[a-z][a-z0-9+.-]*:/i.test(link) ? link : `https://${link}`
  if (!isLink(url)) errors.add('link', viewer.words.say('question.error.link'))
  if (linkTitle.length > LIMITS.title)
    errors.add('link-title', faultText('question.error.evidence-title', viewer.words.say))
  return errors.any ? [] : [{ title: clean(linkTitle) || url.slice(0, LIMITS.title), url }]
}

const isSamePlace = (left: Evidence, right: Evidence) =>
  left.url === right.url && left.sha256 === right.sha256 && left.name === right.name
