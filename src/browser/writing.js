/** A form that saves itself: what was typed waits on the device until the server has it. */
import { draftOf, dropDraft, keepDraft, startSaving } from './saving.js'

/** Milliseconds without a key after which a form is saved. */
const DELAY = 600

/**
 * Starts it. `fields` gives every field as typed and `fill` puts them back; `fieldsOf` reads them from what an earlier
 * page was about to send, `merge` lays them over those of now, `bodyOf` says what is sent. `isAnswer` tells for an
 * input event whether it belongs to the answer, and `onSaved` hears of each reply.
 */
export function startWriting(form, url, { fields, fill, fieldsOf, merge, bodyOf, isAnswer = () => true, onSaved }) {
  const { owner } = form.dataset
  const saving = startSaving(form, { onSaved: saved, onConflict: conflict })
  let timer
  let isChanged = false
  let hasConflict = false
  let mayGo = false
  saving.rest(url, form.elements.basedOn.value)

  form.addEventListener('input', (event) => {
    if (!isAnswer(event)) return
    isChanged = true
    keepDraft(owner, url, fields(), saving.revision(url))
    clearTimeout(timer)
    timer = setTimeout(flush, DELAY)
  })
  form.addEventListener('submit', submit)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') flush()
  })
  restore()

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

  async function saved(where, reply) {
    if (where !== url) return
    form.elements.basedOn.value = reply.revision ?? ''
    if (!isChanged) dropDraft(owner, url)
    await onSaved(reply)
  }

  /** The server shows both versions: the form goes there as it is. */
  function conflict(where) {
    if (where !== url) return
    hasConflict = true
    notify(form, form.dataset.conflict, form.dataset.conflictText, true)
  }

  /** The form goes once everything is saved, so that it rests on the newest revision; without a network it waits. */
  async function submit(event) {
    if (mayGo) return
    const { submitter } = event
    event.preventDefault()
    if (!(await settle()) && !hasConflict) return
    mayGo = true
    isChanged = false
    dropDraft(owner, url)
    form.requestSubmit(submitter)
  }

  /** Saves what can be saved; whether nothing waits any more. */
  async function settle() {
    if (!missingIn(fields())) await flush()
    return saving.settled()
  }

  /** What was refused meanwhile is sent once more. */
  function again() {
    if (!draftOf(owner, url)) return
    isChanged = true
    flush()
  }

  function restore() {
    const draft = draftOf(owner, url)
    const typed = draft?.fields ?? (draft?.body && fieldsOf(draft.body))
    if (!typed) return
    const then = merge(fields(), typed)
    if (JSON.stringify(then) === JSON.stringify(fields())) {
      dropDraft(owner, url)
      return
    }
    fill(then)
    form.elements.basedOn.value = draft.basedOn ?? ''
    saving.rest(url, draft.basedOn ?? '')
    notify(form, form.dataset.restored, form.dataset.restoredText, false)
    isChanged = true
    flush()
  }

  return { again, settle }
}

/** What every answer is sent as: a level, or one of the answers beside them, with its reason. */
export function chosen({ answer, reason }) {
  if (/^[0-4]$/.test(answer)) return { level: Number(answer) }
  return answer === 'na' ? { answer, reason } : { answer }
}

/** The value of the radio button for what was sent. */
export const answerIn = ({ level, answer }) => (level === undefined ? answer : String(level))

/** Name of the words that say what is missing before this can be saved. */
function missingIn({ answer, reason }) {
  if (answer === '') return 'needsAnswer'
  return answer === 'na' && reason.trim() === '' ? 'needsReason' : undefined
}

function notify(form, heading, text, offersBoth) {
  const notice = form.querySelector('[data-notice]')
  notice.querySelector('h2, h3').textContent = heading
  notice.querySelector('p').textContent = text
  notice.querySelector('button').hidden = !offersBoth
  notice.hidden = false
}
