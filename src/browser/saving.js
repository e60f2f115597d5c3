/** Saves answers as they are given, and says how that stands. What is typed stays on the device until it is saved. */
import { isAtRisk, openOutbox } from './outbox.js'
import { say } from './said.js'

const PREFIX = 'malines-answer'

/**
 * Starts saving for the page, and sends what waits from earlier ones.
 * @param form the element that carries the words for each state, and whose answers they are (`data-owner`)
 * @param handlers onSaved(url, reply), onConflict(url, reply), onRefused(url, reason): what the page does then
 */
export function startSaving(form, handlers) {
  const status = form.querySelector('[data-outbox-state]') ?? document.querySelector('.m-save')
  const words = form.dataset
  const revisions = new Map()
  /** Keys of answers that this page shows: those that waited when it was made, and its own. */
  const shown = new Set()
  const outbox = openOutbox(words.owner, { onReply, onLost })
  let told

  function show(state, text) {
    if (!status || (status.textContent === text && status.dataset.state === state)) return
    status.dataset.state = state
    status.textContent = text
    tell(state, text)
    // A banner says only what went wrong, and then how it ended.
    if (form.hidden) form.hidden = !['waiting', 'conflict'].includes(state)
  }

  /** Each save once it stands and no other is under way, all else when it is new: the number that waits is not. */
  function tell(state, text) {
    const about = state === 'waiting' ? state : text
    if (state === 'saving') say('save', '')
    else if (state === 'saved' || told !== about) say('save', text)
    if (state !== 'saving') told = about
  }
  if (words.saved && status) {
    status.dataset.state = 'saved'
    status.textContent = words.saved
  }

  /** What was seen at an address when the page was made; saves rest on it. */
  function rest(url, revision) {
    revisions.set(url, revision === '' || revision === undefined ? null : Number(revision))
  }

  /** Saves the body at an address; a later one takes the place of one that was not sent yet. */
  function save(url, body) {
    const entry = { url, body, key: newKey(), basedOn: revisions.get(url) ?? null, at: Date.now() }
    shown.add(entry.key)
    keep(words.owner, entry)
    show('saving', words.saving)
    return outbox.add(entry)
  }

  function onLost(count) {
    show('waiting', words.waiting.replace('{count}', String(count)))
  }

  /** What came of an answer; an older page of the same person goes on resting on what it shows. */
  function onReply(entry, { status: code, body }) {
    const isShown = shown.has(entry.key)
    if (code === 200) {
      forget(words.owner, entry)
      if (isShown) {
        revisions.set(entry.url, body.revision)
        handlers.onSaved?.(entry.url, body)
      }
      return (count) => count === 0 && show('saved', body.text ?? words.saved ?? '')
    }
    if (code !== 403) hold(words.owner, entry)
    if (code === 409 && body.current) {
      show('conflict', words.conflict)
      if (isShown) handlers.onConflict?.(entry.url, body)
    } else {
      const reason = reasonOf(code, body)
      show('conflict', words.failed.replace('{reason}', reason))
      if (isShown) handlers.onRefused?.(entry.url, reason)
    }
    return undefined
  }

  function reasonOf(code, body) {
    if (code === 403 || code === 404) return words.out
    if (code === 409) return words.closed
    return body.error?.faults?.[0]?.reason || words.other
  }

  async function sendEarlier() {
    for (const { key } of await outbox.list()) shown.add(key)
    await outbox.send()
  }

  window.addEventListener('beforeunload', (event) => {
    if (isAtRisk()) event.preventDefault()
  })
  sendEarlier()
  return {
    save,
    rest,
    show,
    /** Resolves when nothing is under way; false when something still waits. */
    async settled() {
      // At least one turn: a form can't be sent again while its own event is still told.
      await new Promise((done) => setTimeout(done, 20))
      return (await outbox.settled()) === 0
    },
    revision: (url) => revisions.get(url) ?? null,
  }
}

function newKey() {
  // Not randomUUID: it is missing where the page does not come over https.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const nameOf = (owner, url) => `${PREFIX} ${owner} ${url}`

/** Keeps words on the device that can't be saved yet, such as a comment before its level. */
export function keepDraft(owner, url, fields, basedOn) {
  keep(owner, { url, fields, basedOn, at: Date.now() })
}

/** What the device keeps for an address: fields as typed, or a save that did not arrive or (`isHeld`) was refused. */
export function draftOf(owner, url) {
  try {
    return JSON.parse(localStorage.getItem(nameOf(owner, url)) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

export function dropDraft(owner, url) {
  try {
    localStorage.removeItem(nameOf(owner, url))
  } catch {
    // Nothing was kept.
  }
}

function keep(owner, entry) {
  try {
    localStorage.setItem(nameOf(owner, entry.url), JSON.stringify(entry))
  } catch {
    // Without room on the device the answer lives as long as the page.
  }
}

/** Only what is kept for this very save: a later one stays. */
function forget(owner, { url, key }) {
  if (draftOf(owner, url)?.key === key) dropDraft(owner, url)
}

/** A save that was refused is looked at on its page; words typed since then say more. */
function hold(owner, entry) {
  const later = draftOf(owner, entry.url)
  if (!later || later.key === entry.key) keep(owner, { ...entry, isHeld: true })
}
