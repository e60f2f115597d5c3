/**
 * Saves answers, one after the other and in order. What is not saved yet stays on the device until it is, so that
 * neither a lost network nor a closed page loses a word.
 */

const PREFIX = 'malines-answer'
const FIRST_WAIT = 1000
const LONGEST_WAIT = 30_000

/**
 * Starts saving for the page.
 * @param form the element that carries the words for each state, and whose answers they are (`data-owner`)
 * @param handlers onSaved(url, reply), onConflict(url, reply), onRefused(url, reason): what the page does then
 */
export function startSaving(form, handlers) {
  const status = document.querySelector('.m-save')
  const say = form.dataset
  const csrf = document.querySelector('meta[name="csrf"]').content
  const revisions = new Map()
  const queue = waitingOnDevice(say.owner)
  let sending
  let wait = FIRST_WAIT
  let timer

  function show(state, text) {
    if (!status || status.textContent === text) return
    status.dataset.state = state
    status.textContent = text
  }
  if (say.saved) show('saved', say.saved)

  /** What was seen at an address when the page was made; saves rest on it. */
  function rest(url, revision) {
    revisions.set(url, revision === '' || revision === undefined ? null : Number(revision))
  }

  /** Saves the body at an address; a later one takes the place of one that is not under way yet. */
  function save(url, body) {
    const entry = { url, body, key: newKey(), basedOn: revisions.get(url) ?? null, at: Date.now() }
    const place = queue.findIndex((other) => other.url === url && other !== sending)
    if (place < 0) queue.push(entry)
    else queue.splice(place, 1, entry)
    keep(say.owner, entry)
    show('saving', say.saving)
    return send()
  }

  async function send() {
    clearTimeout(timer)
    if (sending || queue.length === 0) return
    sending = queue[0]
    const entry = sending
    const before = revisions.has(entry.url) ? revisions.get(entry.url) : entry.basedOn
    const reply = await put(entry.url, { ...entry.body, basedOn: before, key: entry.key }, csrf)
    sending = undefined
    if (reply === undefined) {
      show('waiting', say.waiting.replace('{count}', String(queue.length)))
      timer = setTimeout(send, wait)
      wait = Math.min(wait * 2, LONGEST_WAIT)
      return
    }
    wait = FIRST_WAIT
    queue.splice(queue.indexOf(entry), 1)
    settle(entry, reply)
    await send()
  }

  function settle(entry, { status: code, body }) {
    if (code === 200) {
      revisions.set(entry.url, body.revision)
      forget(say.owner, entry)
      if (queue.length === 0) show('saved', body.text ?? say.saved ?? '')
      handlers.onSaved?.(entry.url, body)
    } else if (code === 409 && body.current) {
      keep(say.owner, { ...entry, isHeld: true })
      show('conflict', say.conflict)
      handlers.onConflict?.(entry.url, body)
    } else {
      const reason = reasonOf(code, body)
      // Signed out, it goes on after the next sign-in; anything else would be refused again.
      if (code !== 403) keep(say.owner, { ...entry, isHeld: true })
      show('conflict', say.failed.replace('{reason}', reason))
      handlers.onRefused?.(entry.url, reason)
    }
  }

  function reasonOf(code, body) {
    if (code === 403 || code === 404) return say.out
    if (code === 409) return say.closed
    return body.error?.faults?.[0]?.reason || say.other
  }

  window.addEventListener('online', send)
  window.addEventListener('beforeunload', (event) => {
    if (queue.length > 0) event.preventDefault()
  })
  send()
  return {
    save,
    rest,
    show,
    /** Resolves when nothing is under way; false when something still waits. */
    async settled() {
      // At least one turn: a form can't be sent again while its own event is still told.
      do await new Promise((done) => setTimeout(done, 20))
      while (sending)
      return queue.length === 0
    },
    revision: (url) => revisions.get(url) ?? null,
  }
}

/** The reply, or undefined when there was none and it has to be tried again with the same key. */
async function put(url, body, csrf) {
  try {
    const headers = { 'content-type': 'application/json', accept: 'application/json', 'x-csrf-token': csrf }
    const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(body) })
    if (response.status >= 500 || response.status === 429) return undefined
    return { status: response.status, body: await response.json() }
  } catch {
    return undefined
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
  return read(nameOf(owner, url))
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
  if (read(nameOf(owner, url))?.key === key) dropDraft(owner, url)
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name) ?? 'null') ?? undefined
  } catch {
    return undefined
  }
}

/** Saves of earlier pages that did not arrive, the oldest first. The page in view saves its own again. */
function waitingOnDevice(owner) {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(`${PREFIX} ${owner} `))
      .map(read)
      .filter((entry) => entry?.key && !entry.isHeld && entry.url !== location.pathname)
      .sort((a, b) => a.at - b.at)
  } catch {
    return []
  }
}
