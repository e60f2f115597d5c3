/** The page of one question: saves itself, follows the keys, and shows what a save opened. */
import { onKey } from './keys.js'
import { pageNow, replace } from './parts.js'
import { draftOf, dropDraft, keepDraft, startSaving } from './saving.js'
import { followShut } from './shut.js'

const form = document.querySelector('#answer')
const DELAY = 600

for (const [key, link] of [
  ['n', '[data-next]'],
  ['p', '[data-previous]'],
]) {
  onKey(key, () => document.querySelector(link)?.click())
}
if (form.dataset.owner) startWriting()
else followShut(form)

function startWriting() {
  const url = location.pathname
  const { owner } = form.dataset
  const saving = startSaving(form, { onSaved, onConflict })
  let timer
  let isChanged = false
  let hasConflict = false
  let mayGo = false
  saving.rest(url, form.elements.basedOn.value)

  form.addEventListener('input', changed)
  form.addEventListener('submit', submit)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flush()
  })
  followShut(form, again)
  restore()
  addKeys()

  function changed(event) {
    if (event?.target.matches('[type="file"], #link, #link-title')) return
    isChanged = true
    keepDraft(owner, url, fields(), saving.revision(url))
    clearTimeout(timer)
    timer = setTimeout(flush, DELAY)
  }

  /** Saves what stands in the form now; words that can't be saved alone wait on the device. */
  async function flush() {
    clearTimeout(timer)
    if (!isChanged) return
    const missing = missingIn(fields())
    if (missing) {
      saving.show('none', form.dataset[missing])
      return
    }
    isChanged = false
    await saving.save(url, bodyOf(fields()))
  }

  async function onSaved(saved, reply) {
    if (saved !== url) return
    form.elements.basedOn.value = reply.revision
    if (!isChanged) dropDraft(owner, url)
    await refresh()
  }

  /** The server shows both versions: the form goes there as it is. */
  function onConflict(saved) {
    if (saved !== url) return
    hasConflict = true
    notify(form.dataset.conflict, form.dataset.conflictText, true)
  }

  /** The form goes once everything is saved, so that it rests on the newest revision; without a network it waits. */
  async function submit(event) {
    if (mayGo) return
    const { submitter } = event
    event.preventDefault()
    if (!missingIn(fields())) await flush()
    if (!(await saving.settled()) && !hasConflict) return
    mayGo = true
    isChanged = false
    dropDraft(owner, url)
    form.requestSubmit(submitter)
  }

  /** What was refused meanwhile is sent once more. */
  function again() {
    if (!draftOf(owner, url)) return
    isChanged = true
    flush()
  }

  function restore() {
    const draft = draftOf(owner, url)
    if (!draft) return
    const typed = draft.fields ?? fieldsOf(draft.body)
    if (JSON.stringify({ ...fields(), ...typed }) === JSON.stringify(fields())) {
      dropDraft(owner, url)
      return
    }
    for (const [name, value] of Object.entries(typed)) setField(name, value)
    form.elements.basedOn.value = draft.basedOn ?? ''
    saving.rest(url, draft.basedOn ?? '')
    notify(form.dataset.restored, form.dataset.restoredText, false)
    isChanged = true
    flush()
  }
}

/** Every field of the answer as typed. */
function fields() {
  const value = (name) => form.elements[name]?.value ?? ''
  return {
    answer: value('answer'),
    reason: value('reason'),
    confidence: value('confidence'),
    comment: value('comment'),
    number: value('number'),
  }
}

function setField(name, value) {
  const field = form.elements[name]
  if (field) field.value = value
}

function fieldsOf({ level, answer, reason = '', confidence, comment, number }) {
  return {
    answer: level === undefined ? answer : String(level),
    reason,
    confidence: confidence ?? '',
    comment: comment ?? '',
    number: number === null || number === undefined ? '' : String(number),
  }
}

/** Name of the words that say what is missing before this can be saved. */
function missingIn({ answer, reason }) {
  if (answer === '') return 'needsAnswer'
  return answer === 'na' && reason.trim() === '' ? 'needsReason' : undefined
}

function bodyOf({ answer, reason, confidence, comment, number }) {
  const isLevel = /^[0-4]$/.test(answer)
  return {
    ...(isLevel ? { level: Number(answer) } : { answer }),
    ...(answer === 'na' ? { reason } : {}),
    confidence: confidence === '' ? null : confidence,
    comment,
    ...(form.elements.number ? { number: number.trim() === '' ? null : numberOf(number) } : {}),
  }
}

/** As the server reads it; what is no number is sent as one that it refuses in words. */
function numberOf(text) {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(/,(?=\d{3}(\D|$))/g, '')
    .replace(',', '.')
  return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : -1
}

function notify(heading, text, offersBoth) {
  const notice = form.querySelector('[data-notice]')
  notice.querySelector('h2').textContent = heading
  notice.querySelector('p').textContent = text
  notice.querySelector('button').hidden = !offersBoth
  notice.hidden = false
}

/** A save opens positions and opens or closes questions: these parts come anew from the server, the form stays. */
async function refresh() {
  const page = await pageNow()
  for (const fresh of page?.querySelectorAll('#others, #steps, [id$="-positions"]') ?? []) replace(fresh)
}

function addKeys() {
  const choose = (id) => () => {
    const input = document.querySelector(`#${id}`)
    if (!input || input.disabled) return
    input.checked = true
    input.focus()
    input.dispatchEvent(new Event('input', { bubbles: true }))
    if (id === 'level-na') document.querySelector('#reason').focus()
  }
  for (const level of ['0', '1', '2', '3', '4']) onKey(level, choose(`level-${level}`))
  onKey('d', choose('level-dk'))
  onKey('x', choose('level-na'))
  onKey('c', () => document.querySelector('#comment').focus())
  onKey('e', () => document.querySelector('#evidence summary').focus())
}
