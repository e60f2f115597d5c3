/**
 * The page follows its round: parts of it come anew from the server while it is in view, and one sentence now and then
 * tells those who listen. Other modules hear of changes by `malines:live` on the document: its detail says the kind,
 * the item and the body as far as the viewer may know, or `{kind: 'state'}` after a lost connection; and of parts by
 * `malines:part`, whose detail is the part's id.
 */
import { renewOwn, replace } from './parts.js'
import { say } from './said.js'

/** Milliseconds: a shorter loss is not worth a word. */
const PATIENCE = 3_000
/** Milliseconds after which a page that is out of view lets go: browsers have few connections for each server. */
const HIDDEN = 10_000
const FIRST_WAIT = 2_000
const LONGEST_WAIT = 60_000
/** Milliseconds in which changes are gathered before the page asks for its own parts, and as many again at most. */
const GATHER = 300
/** Milliseconds between two sentences about changes: people who answer are no reason to speak all the time. */
const QUIET = 30_000

const page = document.querySelector('[data-live]')
const status = document.querySelector('[data-live-state]')
let source
let isFirst = true
let wait = FIRST_WAIT
let coming
let losing
let hiding
let gathering
let resting
let isNews = false

if (page) {
  follow()
  document.addEventListener('visibilitychange', look)
  window.addEventListener('online', follow)
  window.addEventListener('offline', lost)
  window.addEventListener('pagehide', stop)
  window.addEventListener('pageshow', ({ persisted }) => persisted && follow())
}

function follow() {
  stop()
  const [, , round] = location.pathname.split('/')
  const query = new URLSearchParams({ at: location.pathname, lang: document.documentElement.lang })
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (['show', 'body'].includes(name)) query.set(name, value)
  }
  source = new EventSource(`/rounds/${round}/live?${query}`)
  source.addEventListener('state', arrived)
  source.addEventListener('part', ({ data }) => put(JSON.parse(data)))
  source.addEventListener('change', ({ data }) => changed(JSON.parse(data)))
  source.addEventListener('out', out)
  source.addEventListener('error', lost)
}

function stop() {
  clearTimeout(coming)
  source?.close()
}

function look() {
  clearTimeout(hiding)
  if (document.visibilityState === 'hidden') hiding = setTimeout(stop, HIDDEN)
  else if (source.readyState === EventSource.CLOSED) follow()
}

function arrived() {
  clearTimeout(losing)
  losing = undefined
  wait = FIRST_WAIT
  const wasLost = status.textContent !== ''
  status.textContent = ''
  say('line', wasLost ? status.dataset.back : '')
  if (!isFirst) changed({ kind: 'state' })
  isFirst = false
}

/** The browser comes back by itself unless the server refused it; then we ask again, less and less often. */
function lost() {
  losing ??= setTimeout(() => show('lost'), PATIENCE)
  if (source.readyState === EventSource.CLOSED) refused()
}

async function refused() {
  comeLater()
  const reply = await fetch(source.url, { headers: { accept: 'application/json' } }).catch(() => undefined)
  // Whoever may follow is told that this is no page.
  if ([403, 404].includes(reply?.status)) show('out')
}

/** The session has ended, or the part in this round. */
function out() {
  stop()
  show('out')
  comeLater()
}

function comeLater() {
  clearTimeout(coming)
  coming = setTimeout(follow, wait)
  wait = Math.min(wait * 2, LONGEST_WAIT)
}

function show(state) {
  clearTimeout(losing)
  losing = 0
  const words = status.dataset[state]
  if (status.textContent === words) return
  status.textContent = words
  say('line', words)
}

function changed(detail) {
  document.dispatchEvent(new CustomEvent('malines:live', { detail }))
  if (['round', 'workflow', 'state'].includes(detail.kind)) {
    clearTimeout(gathering)
    // Not all at the same moment.
    gathering = setTimeout(renewOwn, GATHER * (1 + Math.random()))
  }
  if (isHeard(detail)) tell()
}

/** Whether a change is worth a word here: what others say on the page's item, what its body says, or anything. */
function isHeard({ kind, item, body }) {
  if (!['answer', 'agreed'].includes(kind)) return false
  const at = (name) => {
    const [, id] = new RegExp(`/${name}/([^/]+)`).exec(location.pathname) ?? []
    return id && decodeURIComponent(id)
  }
  if (at('meeting')) return kind === 'agreed' && item === at('meeting')
  if (at('answers')) return item === at('answers') && body !== at('bodies')
  return at('bodies') === undefined || body === at('bodies')
}

/** At once, and then not for a while; what came meanwhile is told together. */
function tell() {
  if (resting) {
    isNews = true
    return
  }
  isNews = false
  say('changed', document.querySelector('[data-changed]')?.dataset.changed)
  resting = setTimeout(() => {
    resting = undefined
    if (isNews) tell()
  }, QUIET)
}

function put({ id, html }) {
  const holder = document.createElement('template')
  holder.innerHTML = html
  replace(holder.content.firstElementChild)
  document.dispatchEvent(new CustomEvent('malines:part', { detail: id }))
}
